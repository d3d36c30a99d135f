//! Delivering the original of a wrapped message: how it is sent, and that the wrapper goes only when the original is there.

use crate::dialogues::keywords;
use crate::server::*;
use postern::mail::{Error, Unwrapped};
use support::scripted_server::{ScriptServer, literal};

const NO_LITERALS: &str = "UIDPLUS MOVE ESEARCH";

fn original() -> String {
    "Message-ID: <a@b.example>\r\nSubject: inner\r\n\r\nBuy\r\n".to_owned()
}

/// Takes the original out of its wrapper, on a fresh connection.
fn taken_out(capabilities: &str, original: &str) -> String {
    let size = original.len();
    signed_in(capabilities)
        + &selected("Spam")
        + &format!(
            "C: {{tag}} UID FETCH 3 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODYSTRUCTURE)
             S: * 1 FETCH (UID 3 FLAGS () INTERNALDATE \"17-Jul-2026 02:44:25 +0200\" RFC822.SIZE 900 BODY[HEADER] {} \
             BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 300 9)(\"text\" \"plain\" (\"X-Spam-Type\" \"original\") \
             NIL NIL \"8bit\" {size} 5) \"mixed\"))
             S: {{tag}} OK
             C: {{tag}} UID FETCH 3 (BODY.PEEK[2])
             S: * 1 FETCH (UID 3 BODY[2] {})
             S: {{tag}} OK
             ",
            literal("Subject: outer\r\n\r\n"),
            literal(original)
        )
}

/// Looks for messages of the same size in INBOX.
fn looks(original: &str, uids: &str) -> String {
    let (size, line_ends) = (original.len(), original.matches("\r\n").count());
    selected("INBOX") + &finds(&format!("ALL LARGER {} SMALLER {}", size - line_ends - 1, size + 1), uids)
}

fn announced(original: &str, sign: &str) -> String {
    format!("C: {{tag}} APPEND \"INBOX\" \"17-Jul-2026 00:44:25 +0000\" {{{}{sign}}}\n", original.len())
}

fn octets(original: &str) -> String {
    format!("C: {}\n", original.replace('\r', "\\r").replace('\n', "\\n"))
}

/// Says yes, and waits for the octets.
fn waited(original: &str) -> String {
    announced(original, "") + "S: * OK still here\nS: + go on\n" + &octets(original)
}

const STORED: &str = "S: * 4 EXISTS\nS: {tag} OK [APPENDUID 7 9] stored\n";

/// Fetches the sizes, then the headers of what may be the original.
fn head(uids: &str, message: &str, size: usize) -> String {
    let head = message.split_inclusive("\r\n\r\n").next().unwrap();
    let row = |uid| format!("* {uid} FETCH (UID {uid} FLAGS () RFC822.SIZE {size} BODY[HEADER] {})", literal(head));
    let rows: Vec<String> = uids.split(',').map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    size_of(uids, size)
        + &takes(&format!("UID FETCH {uids} (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])"), &rows)
}

fn size_of(uids: &str, size: usize) -> String {
    let rows: Vec<String> =
        uids.split(',').map(|uid| format!("* {uid} FETCH (UID {uid} RFC822.SIZE {size})")).collect();
    takes(&format!("UID FETCH {uids} (UID RFC822.SIZE)"), &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn whole(uid: u32, message: &str) -> String {
    takes(&format!("UID FETCH {uid} (BODY.PEEK[])"), &[&format!("* 4 FETCH (UID {uid} BODY[] {})", literal(message))])
}

/// Deletes the wrapper, and only that.
fn wrapper_goes() -> String {
    [selected("Spam"), finds("UID 3", "3"), sizes("3", &[3]), expunges("3"), finds("UID 3", "")].concat()
}

fn checked(original: &str) -> String {
    selected("INBOX") + &head("9", original, original.len()) + &keywords("9")
}

async fn unwrap(scripts: &[String]) -> (Result<Unwrapped, Error>, Vec<String>) {
    let server = ScriptServer::play(scripts);
    let account = account(&server);
    let unwrapped = account.mail().deliver_original(&spam(), uid_validity(), uid(3)).await;
    drop(account);
    let heard = server.heard();
    server.finish().await;
    (unwrapped, heard)
}

fn nothing_deleted(heard: &[String]) {
    let changes = |line: &&String| {
        line.starts_with("C:") && (line.contains("EXPUNGE") || line.contains("+FLAGS.SILENT (\\Deleted)"))
    };
    assert_eq!(heard.iter().find(changes), None);
}

#[tokio::test]
async fn the_original_is_announced_as_the_server_likes_it_and_sent_before_the_wrapper_goes() {
    let (small, large) = (original(), original() + &"x".repeat(5000) + "\r\n");
    for (capabilities, message, sign) in [
        (NO_LITERALS, &small, ""),
        (GOOD, &small, "+"),
        ("UIDPLUS MOVE ESEARCH LITERAL-", &small, "+"),
        ("UIDPLUS MOVE ESEARCH LITERAL-", &large, ""),
        // A full mailbox says NO before many octets are sent for nothing.
        (GOOD, &large, ""),
    ] {
        let sent = if sign.is_empty() { waited(message) } else { announced(message, sign) + &octets(message) };
        let script = [taken_out(capabilities, message), looks(message, ""), sent, STORED.to_owned()].concat();
        let (unwrapped, _) = unwrap(&[script + &checked(message) + &wrapper_goes()]).await;
        assert!(matches!(unwrapped, Ok(Unwrapped::Delivered)), "{capabilities}: {unwrapped:?}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_name_the_new_message_is_searched_for_it() {
    let message = original();
    let plain = "UIDPLUS MOVE ESEARCH";
    let stored = "S: {tag} OK stored\n".to_owned();
    let before = looks(&message, "4") + &head("4", "Message-ID: <other@b.example>\r\n\r\n", message.len());
    let script = [taken_out(plain, &message), before, waited(&message), stored, looks(&message, "4,9")];
    let rest = head("9", &message, message.len()) + &keywords("9") + &wrapper_goes();
    let (unwrapped, _) = unwrap(&[script.concat() + &rest]).await;
    assert!(matches!(unwrapped, Ok(Unwrapped::Delivered)), "{unwrapped:?}");
}

#[tokio::test]
async fn a_refusal_before_or_behind_the_octets_changes_nothing() {
    let message = original();
    let begun = taken_out(NO_LITERALS, &message) + &looks(&message, "");
    let before = announced(&message, "") + "S: * NO nearly\nS: {tag} NO [OVERQUOTA] full\nS! forget\n";
    let behind = waited(&message) + "S: {tag} NO [OVERQUOTA] full after all\n";
    for refused in [before, behind] {
        let (unwrapped, heard) = unwrap(&[begun.clone() + &refused]).await;
        assert!(matches!(unwrapped, Ok(Unwrapped::Refused(Error::OverQuota(_)))), "{unwrapped:?}");
        nothing_deleted(&heard);
    }
}

#[tokio::test]
async fn after_a_cut_the_inbox_is_looked_at_and_nothing_is_sent_again() {
    let message = original();
    let begun = taken_out(NO_LITERALS, &message) + &looks(&message, "");
    let announced = announced(&message, "");
    for cut in [
        announced.clone() + "S! close\n",
        announced.clone() + "S: + go on\nS! close\n",
        announced.clone() + "S: {tag} OK before anything came\nS! stall\n",
        waited(&message) + "S: * BYE too busy\nS! close\n",
        waited(&message) + "S! close\n",
        waited(&message) + STORED + "S! close\n",
        waited(&message) + STORED + &selected("INBOX") + "S! close\n",
    ] {
        let there = looks(&message, "9") + &head("9", &message, message.len()) + &whole(9, &message);
        let done = signed_in(NO_LITERALS) + &there + &keywords("9") + &wrapper_goes();
        let (unwrapped, heard) = unwrap(&[begun.clone() + &cut, done]).await;
        assert!(matches!(unwrapped, Ok(Unwrapped::Delivered)), "{cut}: {unwrapped:?}");
        assert_eq!(heard.iter().filter(|line| line.contains("APPEND \"")).count(), 1, "{cut}");

        let nothing = signed_in(NO_LITERALS) + &looks(&message, "");
        let (unwrapped, heard) = unwrap(&[begun.clone() + &cut, nothing]).await;
        assert!(matches!(unwrapped, Ok(Unwrapped::Unknown)), "{cut}: {unwrapped:?}");
        nothing_deleted(&heard);
    }
}

#[tokio::test]
async fn a_cut_before_the_original_is_sent_is_no_answer_and_nothing_was_begun() {
    let message = original();
    let begun = taken_out(NO_LITERALS, &message) + &selected("INBOX") + "S! close\n";
    let (unwrapped, heard) = unwrap(&[begun]).await;
    assert!(matches!(unwrapped, Err(Error::Unreachable(_))), "{unwrapped:?}");
    nothing_deleted(&heard);
}

#[tokio::test]
async fn what_the_server_has_taken_and_does_not_show_whole_keeps_the_wrapper() {
    let message = original();
    let stored = [taken_out(NO_LITERALS, &message), looks(&message, ""), waited(&message), STORED.to_owned()].concat();
    let gone = takes("UID FETCH 9 {*}", &[]);
    let shorter = size_of("9", message.len() - 1);
    let other = head("9", "Message-ID: <other@b.example>\r\n\r\n", message.len());
    let refused = "C: {tag} UID FETCH 9 {*}\nS: {tag} NO not now\n".to_owned();
    for shown in [gone, shorter, other, refused] {
        let (unwrapped, heard) = unwrap(&[stored.clone() + &selected("INBOX") + &shown]).await;
        assert!(matches!(unwrapped, Ok(Unwrapped::NotFound)), "{unwrapped:?}");
        nothing_deleted(&heard);
    }
}

#[tokio::test]
async fn a_server_that_changes_what_it_is_given_is_not_given_it_twice() {
    let message = original();
    let fetch = "UID FETCH 9 (UID RFC822.SIZE)";
    let changed = selected("INBOX") + &size_of("9", message.len() + 20);
    let first = [taken_out(GOOD, &message), looks(&message, ""), announced(&message, "+"), octets(&message)].concat();
    let again = taken_out("", &message).split_off(signed_in("").len()) + &looks(&message, "");
    let there = takes(fetch, &["* 4 FETCH (UID 9 RFC822.SIZE 70)"]);
    // Once it is gone, the person may have it delivered again.
    let gone = takes(fetch, &[]) + &announced(&message, "+") + &octets(&message) + STORED + &checked(&message);
    let scripts = [first + STORED + &changed + &again + &there + &again + &gone + &wrapper_goes()];
    let server = ScriptServer::play(&scripts);
    let account = account(&server);
    let mail = account.mail();
    for wanted in ["NotFound", "NotFound", "Delivered"] {
        let unwrapped = mail.deliver_original(&spam(), uid_validity(), uid(3)).await;
        assert_eq!(format!("{unwrapped:?}"), format!("Ok({wanted})"));
    }
    drop((mail, account));
    server.finish().await;
}

#[tokio::test]
async fn a_copy_that_differs_in_one_octet_is_another_message() {
    let message = original();
    let other = message.replace("Buy", "Bye");
    let there = looks(&message, "4") + &head("4", &message, message.len()) + &whole(4, &other);
    let script = [taken_out(NO_LITERALS, &message), there, waited(&message), STORED.to_owned(), checked(&message)];
    let (unwrapped, _) = unwrap(&[script.concat() + &wrapper_goes()]).await;
    assert!(matches!(unwrapped, Ok(Unwrapped::Delivered)), "{unwrapped:?}");
}

#[tokio::test]
async fn a_wrapper_that_stays_or_may_have_gone_is_told_apart() {
    let message = original();
    let delivered =
        [taken_out(NO_LITERALS, &message), looks(&message, ""), waited(&message), STORED.to_owned(), checked(&message)]
            .concat();
    let refused =
        "C: {mark} UID STORE 3 +FLAGS.SILENT (\\Deleted)\nC: {go} UID EXPUNGE 3\nS: {mark} NO not yours\nS: {go} NO\n";
    let left = selected("Spam") + &finds("UID 3", "3") + &sizes("3", &[3]) + refused + &finds("UID 3", "3");
    let (unwrapped, _) = unwrap(&[delivered.clone() + &left]).await;
    assert!(matches!(unwrapped, Ok(Unwrapped::WrapperLeft)), "{unwrapped:?}");
    let cut = selected("Spam") + &finds("UID 3", "3") + "C: {*}\nS! close\n";
    let no_more = "S: * BYE no more today\nS! close\n".to_owned();
    let (unwrapped, _) = unwrap(&[delivered + &cut, no_more]).await;
    assert!(matches!(unwrapped, Ok(Unwrapped::WrapperUnknown)), "{unwrapped:?}");
}

#[tokio::test]
async fn a_server_that_says_the_part_is_small_and_sends_no_end_is_left() {
    let endless = "C: {tag} UID FETCH 3 (BODY.PEEK[2])\nS: * 1 FETCH (UID 3 BODY[2] {4000000000}\nS! repeat 4000000 Subject: aaaa\n";
    let message = original();
    let script = taken_out(NO_LITERALS, &message);
    let (until, _) = script.split_once("C: {tag} UID FETCH 3 (BODY.PEEK[2])").unwrap();
    let (unwrapped, _) = unwrap(&[until.to_owned() + endless]).await;
    assert!(matches!(unwrapped, Ok(Unwrapped::TooLarge)), "{unwrapped:?}");
}
