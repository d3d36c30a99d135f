//! A mailbox stays open from page to page, costs one round trip when nothing has changed, and is never believed to be another.

use crate::server::*;
use postern::mail::{Account, Error, Reading, View};
use support::fixtures::wrapper::{MESSAGE, TEXT, wrap};
use support::scripted_server::{ScriptServer, literal, wait_for};

const FIELDS: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({*})])";

/// One row as it is fetched for the first time.
fn row(number: u32, uid: u32) -> String {
    let header = literal(&format!("Subject: number {uid}\r\n\r\n"));
    format!("* {number} FETCH (UID {uid} FLAGS () RFC822.SIZE 400 BODY[HEADER.FIELDS (SUBJECT)] {header}") + ")"
}

fn flags(number: u32, uid: u32, flags: &str) -> String {
    format!("* {number} FETCH (UID {uid} FLAGS ({flags}))")
}

/// The first look at Spam, with the messages 3, 5 and 9.
fn first() -> String {
    let rows = [row(1, 3), row(2, 5), row(3, 9)];
    opened("EXAMINE", "Spam")
        + &takes(&format!("FETCH 1:3 {FIELDS}"), &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn known() -> [String; 3] {
    [flags(1, 3, ""), flags(2, 5, "\\Seen"), flags(3, 9, "")]
}

fn texts(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}

async fn list(account: &Account) -> Result<Vec<(u32, bool, String)>, Error> {
    let listing = account.mail().list(&spam(), &View::default()).await?;
    let row = |row: postern::mail::Summary| (row.uid.get(), row.seen, row.subject.unwrap_or_default());
    Ok(listing.rows.into_iter().map(row).collect())
}

/// Plays a second look after the first, and returns what it showed.
async fn second_look(script: &str) -> Result<Vec<(u32, bool, String)>, Error> {
    second_looks(&[signed_in(GOOD) + &first() + script]).await
}

/// As [`second_look`], over as many connections as there are scripts.
async fn second_looks(scripts: &[String]) -> Result<Vec<(u32, bool, String)>, Error> {
    let server = ScriptServer::play(scripts);
    let account = account(&server);
    list(&account).await.unwrap();
    let shown = list(&account).await;
    drop(account);
    server.finish().await;
    shown
}

fn shown(rows: &[(u32, bool)]) -> Vec<(u32, bool, String)> {
    rows.iter().map(|&(uid, seen)| (uid, seen, format!("number {uid}"))).collect()
}

/// A row of a message that may be a wrapper.
fn suspect(number: u32, uid: u32) -> String {
    let header =
        literal("Subject: a report\r\nContent-Type: multipart/mixed; boundary=\"----------=_4F5A.01\"\r\n\r\n");
    format!("* {number} FETCH (UID {uid} FLAGS () RFC822.SIZE 400 BODY[HEADER.FIELDS (SUBJECT CONTENT-TYPE)] {header}")
        + ")"
}

/// How a message begins.
fn begins(number: u32, uid: u32, octets: &[u8]) -> String {
    format!("* {number} FETCH (UID {uid} BODY[]<0> {})", literal(&String::from_utf8_lossy(octets)))
}

#[tokio::test]
async fn rows_that_may_be_wrapped_cost_one_more_question_once_and_others_none() {
    let (near, far) = ("(UID BODY.PEEK[]<0.12288>)", "(UID BODY.PEEK[]<0.65536>)");
    let rows = [suspect(1, 3), row(2, 5), suspect(3, 9)];
    let rows = opened("EXAMINE", "Spam") + &takes(&format!("FETCH 1:3 {FIELDS}"), &texts(&rows));
    let first = begins(1, 3, &wrap(b"Subject: inside\r\n\r\n", MESSAGE, "8bit"));
    let text = wrap(b"Subject: a text\r\n\r\nwords", TEXT, "base64");
    let report = String::from_utf8(text.clone()).unwrap().replace("The filter's report", &"long\r\n".repeat(3000));
    let report = report.as_bytes();
    let asked = |more: &[u8]| takes(&format!("UID FETCH 3,9 {near}"), &[&first, &begins(3, 9, more)]);
    let refused = format!("C: {{tag}} UID FETCH 3,9 {near}\n S: {{tag}} NO not like this\n");
    for (what, script, third, first) in [
        ("a text", asked(&text), "a text", "inside"),
        ("another message", asked(b"Subject: x\r\n\r\n"), "a report", "inside"),
        (
            "an original behind a long report",
            asked(&report[..12288]) + &takes(&format!("UID FETCH 9 {far}"), &[&begins(3, 9, report)]),
            "a text",
            "inside",
        ),
        ("a server that refuses", refused.clone(), "a report", "a report"),
    ] {
        // What the server did not say is asked again.
        let unknown = takes(&format!("UID FETCH 3,9 {FIELDS}"), &texts(&[suspect(1, 3), suspect(3, 9)])) + &refused;
        let more = if script == refused { unknown } else { String::new() };
        let known = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&known())) + &more;
        let server = ScriptServer::play(&[signed_in(GOOD) + &rows + &script + &known]);
        let account = account(&server);
        for _ in ["at first", "and then from memory"] {
            let subjects: Vec<_> = list(&account).await.unwrap().into_iter().map(|(_, _, subject)| subject).collect();
            assert_eq!(subjects, [third, "number 5", first], "{what}");
        }
        drop(account);
        server.finish().await;
    }
}

#[tokio::test]
async fn a_page_that_is_drawn_again_asks_for_flags_only_and_in_one_round_trip() {
    let script = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&known()));
    assert_eq!(second_look(&script).await.unwrap(), shown(&[(9, false), (5, true), (3, false)]));
}

#[tokio::test]
async fn of_a_message_that_came_meanwhile_only_its_own_row_is_fetched() {
    let script = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&known()))
        .replace("S: {noop} OK", "S: * 4 EXISTS\nS: {noop} OK")
        + &takes("FETCH 1:4 (UID FLAGS)", &texts(&[known().as_slice(), &[flags(4, 12, "")]].concat()))
        + &takes(&format!("UID FETCH 12 {FIELDS}"), &[&row(4, 12)]);
    assert_eq!(second_look(&script).await.unwrap(), shown(&[(12, false), (9, false), (5, true), (3, false)]));
}

#[tokio::test]
async fn a_message_that_went_meanwhile_is_not_shown() {
    let script = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&known()[..2]))
        .replace("S: {noop} OK", "S: * 2 EXPUNGE\nS: {noop} OK")
        + &takes("FETCH 1:2 (UID FLAGS)", &[&flags(1, 3, ""), &flags(2, 9, "")]);
    assert_eq!(second_look(&script).await.unwrap(), shown(&[(9, false), (3, false)]));
}

#[tokio::test]
async fn what_comes_in_the_middle_of_a_fetch_is_on_the_page_too() {
    let script = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &[&known()[0], "* 4 EXISTS", &known()[1], &known()[2]])
        + &takes("FETCH 1:4 (UID FLAGS)", &texts(&[known().as_slice(), &[flags(4, 12, "")]].concat()))
        + &takes(&format!("UID FETCH 12 {FIELDS}"), &[&row(4, 12)]);
    assert_eq!(second_look(&script).await.unwrap().len(), 4);
}

#[tokio::test]
async fn news_about_other_messages_are_no_rows_and_a_message_told_twice_is_one_row() {
    let lines = [[flags(77, 500, "\\Seen")].as_slice(), &known(), &[flags(3, 9, "\\Seen")]].concat();
    let script = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&lines));
    assert_eq!(second_look(&script).await.unwrap(), shown(&[(9, true), (5, true), (3, false)]));
}

#[tokio::test]
async fn more_rows_than_were_asked_for_make_no_page_longer() {
    let many: Vec<String> = (0..300).map(|n| row(n % 3 + 1, 100 + n)).collect();
    let script = opened("EXAMINE", "Spam") + &takes(&format!("FETCH 1:3 {FIELDS}"), &texts(&many));
    let server = ScriptServer::play(&[signed_in(GOOD) + &script]);
    let account = account(&server);
    assert_eq!(list(&account).await.unwrap().len(), 3);
    drop(account);
    server.finish().await;
}

/// The answer of a server that ends NOOP behind the FETCH, with these news.
fn noop_last(news: &str) -> String {
    let script = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&known()));
    script.replace("S: {noop} OK nothing\n", "") + news + "S: {noop} OK nothing\n"
}

#[tokio::test]
async fn a_server_may_end_pipelined_commands_in_another_order() {
    let last = noop_last("");
    let (before, tagged) = last.split_at(last.find("S: {asked} OK").unwrap());
    let turned: Vec<&str> = tagged.lines().rev().collect();
    for script in [last.clone(), format!("{before}{}\n", turned.join("\n"))] {
        assert_eq!(second_look(&script).await.unwrap(), shown(&[(9, false), (5, true), (3, false)]));
    }
}

#[tokio::test]
async fn rows_from_before_the_news_that_come_behind_them_are_asked_for_again() {
    let news = "S: * 1 EXPUNGE\nS: * 3 EXISTS\n";
    let rows = [flags(1, 5, ""), flags(2, 9, ""), flags(3, 12, "")];
    let script = noop_last(news)
        + &takes("FETCH 1:3 (UID FLAGS)", &texts(&rows))
        + &takes(&format!("UID FETCH 12 {FIELDS}"), &[&row(3, 12)]);
    assert_eq!(second_look(&script).await.unwrap(), shown(&[(12, false), (9, false), (5, false)]));
}

#[tokio::test]
async fn a_message_that_is_there_is_not_called_gone_because_its_news_come_behind_the_answer() {
    let whole = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODYSTRUCTURE)";
    let news = "S: * 4 EXISTS\n";
    let open = "C: {status} STATUS \"Spam\" (UIDVALIDITY)\nC: {noop} NOOP\nC: {asked} UID FETCH 12 ".to_owned()
        + whole
        + "\nS: * STATUS Spam (UIDVALIDITY 7)\nS: {status} OK\nS: {asked} OK none\n"
        + news
        + "S: {noop} OK\n";
    let header = literal("Subject: number 12\r\n\r\n");
    let row = format!("* 4 FETCH (UID 12 FLAGS () RFC822.SIZE 400 BODY[HEADER] {header}") + ")";
    let found = takes(&format!("UID FETCH 12 {whole}"), &[&row]);
    let server =
        ScriptServer::play(&[signed_in(GOOD) + &first() + &open + &found + "C: {tag} {*}\nS: {tag} NO not today\n"]);
    let account = account(&server);
    list(&account).await.unwrap();
    let opened = account.mail().open(&spam(), uid_validity(), uid(12), &Reading::default()).await;
    assert!(matches!(opened, Err(Error::Refused(_))), "{opened:?}");
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_mailbox_that_was_made_anew_behind_the_open_one_is_opened_again_and_nothing_old_is_shown() {
    let anew = |text: String| text.replace("UIDVALIDITY 7", "UIDVALIDITY 8");
    let stale = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&known()));
    // The page asks behind EXAMINE for what it expects; of another uid_validity nothing is known, so the row comes in full.
    let open = anew(opened("EXAMINE", "Spam").replace("3 EXISTS", "1 EXISTS"))
        + "C: {tag} FETCH 1:3 (UID FLAGS)\nS: {tag} BAD no such messages\n"
        + &takes("FETCH 1:1 (UID FLAGS)", &[&flags(1, 3, "")])
        + &takes(&format!("UID FETCH 3 {FIELDS}"), &[&row(1, 3).replace("number 3", "another!")]);
    for news in [
        anew(stale.clone()),
        stale.replace("S: {noop} OK", "S: * NO Internal error occurred\nS: {noop} OK"),
        stale.replace("S: * STATUS Spam (UIDVALIDITY 7)\n", "").replace("S: {status} OK", "S: {status} NO"),
        stale.replace("S: {noop} OK", "S: {noop} NO"),
    ] {
        let rows = second_look(&(news + &open)).await.unwrap();
        assert_eq!(rows, [(3, false, "another!".to_owned())]);
    }
}

#[tokio::test]
async fn a_mailbox_that_is_gone_behind_the_open_one_is_an_error_and_not_the_old_page() {
    let stale = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&known()));
    let gone = stale
        .replace("S: * STATUS Spam (UIDVALIDITY 7)\n", "")
        .replace("S: {status} OK", "S: {status} NO [NONEXISTENT]");
    let open = "C: {open} EXAMINE \"Spam\"\nC: {tag} FETCH 1:3 (UID FLAGS)\nS: {open} NO [NONEXISTENT] gone\nS: {tag} BAD none\n";
    let scripts = [signed_in(GOOD) + &first() + &gone + open, signed_in(GOOD) + open];
    assert!(matches!(second_looks(&scripts).await, Err(Error::Gone)));
}

#[tokio::test]
async fn a_mailbox_that_never_holds_still_is_shown_all_the_same() {
    let restless: String = (5..9)
        .map(|count| takes(&format!("FETCH 1:{} {{*}}", count - 1), &[&known()[0], &format!("* {count} EXISTS")]))
        .collect();
    let first = again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &[&known()[0], "* 4 EXISTS"]);
    assert_eq!(second_look(&(first + &restless)).await.unwrap(), shown(&[(3, false)]));
}

#[tokio::test]
async fn what_idle_tells_is_known_before_the_next_page_is_asked_for() {
    let idle = "C: {idle} IDLE\nS: + idling\nS: * 3 EXPUNGE\nS: * 3 EXISTS\n\
                C: DONE\nC: {status} STATUS \"Spam\" (UIDVALIDITY)\nC: {noop} NOOP\nC: {tag} FETCH 1:3 (UID FLAGS)\n\
                S: {idle} OK done\nS: * STATUS Spam (UIDVALIDITY 7)\nS: {status} OK\nS: {noop} OK\n";
    let rows = [flags(1, 3, ""), flags(2, 5, "\\Seen"), flags(3, 12, "")];
    let rows: String = rows.iter().map(|row| format!("S: {row}\n")).collect();
    let late = takes(&format!("UID FETCH 12 {FIELDS}"), &[&row(3, 12)]);
    let script = signed_in("IDLE") + &first() + idle + &rows + "S: {tag} OK\n" + &late;
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    list(&account).await.unwrap();
    wait_for("IDLE", || server.heard().iter().any(|line| line.ends_with(" IDLE"))).await;
    // What the server says behind the "+" has arrived by then.
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(list(&account).await.unwrap(), shown(&[(12, false), (5, true), (3, false)]));
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_server_that_refuses_idle_is_asked_once() {
    let refused = "C: {idle} IDLE\nS: {idle} NO not today\nS! pause 2500\n";
    let script =
        signed_in("IDLE") + &first() + refused + &again("Spam", Some("FETCH 1:3 (UID FLAGS)"), &texts(&known()));
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    list(&account).await.unwrap();
    wait_for("IDLE", || server.heard().iter().any(|line| line.ends_with(" IDLE"))).await;
    assert_eq!(list(&account).await.unwrap().len(), 3);
    drop(account);
    server.finish().await;
}

#[tokio::test]
async fn a_line_that_ends_in_idle_is_replaced_before_anybody_asks_and_rows_stay_known() {
    let ended = signed_in("IDLE") + &first() + "C: {idle} IDLE\nS: + idling\nS: * BYE going down\nS! close\n";
    let again = signed_in("") + &opened("EXAMINE", "Spam") + &takes("FETCH 1:3 (UID FLAGS)", &texts(&known()));
    let server = ScriptServer::play(&[ended, again]);
    let account = account(&server);
    list(&account).await.unwrap();
    server.wait_ended(1).await;
    assert_eq!(list(&account).await.unwrap(), shown(&[(9, false), (5, true), (3, false)]));
    drop(account);
    server.finish().await;
}
