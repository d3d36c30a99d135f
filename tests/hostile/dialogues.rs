//! Whole dialogues of every verb, to be disturbed at each place where a server speaks.

use crate::server::*;
use futures_util::StreamExt as _;
use postern::mail::{Error, MailboxSnapshot, Outcome, Reading, UidSet, View};
use std::future::Future;
use support::scripted_server::{ScriptServer, literal};

/// What a person asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Delete,
    Empty,
    Rescue,
    MarkRead,
    List,
    Search,
    Open,
    Overview,
}

/// One verb, and what a server says to it.
pub struct Dialogue {
    pub name: &'static str,
    pub verb: Verb,
    pub script: String,
}

/// How a verb ended: of a change what became of the messages, of a page its words.
#[derive(Debug)]
pub enum Ended {
    Done(Outcome),
    Shown(String),
    Failed(Error),
}

/// Changes the keywords of a rescue.
pub fn keywords(set: &str) -> String {
    let changes = ["+FLAGS.SILENT ($NotJunk)", "+FLAGS.SILENT (NonJunk)", "-FLAGS.SILENT ($Junk)"];
    let more = ["-FLAGS.SILENT (Junk)", "-FLAGS.SILENT (\\Seen)", "-FLAGS.SILENT (\\Deleted)"];
    let tags = ["a", "b", "c", "d", "e", "f"];
    let sent =
        changes.iter().chain(&more).zip(tags).map(|(change, tag)| format!("C: {{{tag}}} UID STORE {set} {change}\n"));
    sent.chain(tags.map(|tag| format!("S: {{{tag}}} OK\n"))).collect()
}

fn counts(messages: u32) -> String {
    let status = format!("* STATUS INBOX (MESSAGES {messages} UNSEEN 0 UIDNEXT 100 UIDVALIDITY 1)");
    takes("STATUS \"INBOX\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)", &[&status])
}

fn row(number: u32, uid: u32) -> String {
    let header = literal(&format!("Subject: number {uid}\r\n\r\n"));
    format!(
        "* {number} FETCH (UID {uid} FLAGS () INTERNALDATE \"17-Jul-2026 02:44:25 +0000\" RFC822.SIZE 400 \
         BODY[HEADER.FIELDS (SUBJECT)] {header})"
    )
}

/// Returns a dialogue for every verb, with and without what servers may lack.
pub fn dialogues() -> Vec<Dialogue> {
    let begun = |capabilities: &str| signed_in(capabilities) + &selected("Spam") + &finds("UID 3,5", "3,5");
    let deleted = sizes("3,5", &[3, 5]) + &expunges("3,5");
    let moved = "C: {tag} UID MOVE 3,5 \"INBOX\"
         S: * OK [COPYUID 1 3,5 100:101] moved
         S: * 1 EXPUNGE
         S: * 1 EXPUNGE
         S: {tag} OK done
         ";
    let copied = takes("UID COPY 3,5 \"INBOX\"", &[]).replace("OK done", "OK [COPYUID 1 3,5 100:101] copied");
    let counted = counts(10) + &takes("UID COPY 3,5 \"INBOX\"", &[]) + &counts(12);
    let fields = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({*})])";
    let rows = [row(1, 3), row(2, 5), row(3, 9)];
    let rows = takes(&format!("FETCH 1:3 {fields}"), &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let shown = takes(&format!("UID FETCH 3,5 {fields}"), &[&row(1, 3), &row(2, 5)]);
    let header = literal("From: Anna <a@b.example>\r\nSubject: outer\r\n\r\n");
    let opened_message = format!(
        "C: {{tag}} UID FETCH 3 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODYSTRUCTURE)
         S: * 1 FETCH (UID 3 FLAGS () RFC822.SIZE 400 BODY[HEADER] {header} BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 99 3))
         S: {{tag}} OK done
         C: {{tag}} UID FETCH 3 (UID BODY.PEEK[1]<0.{{*}}>)
         S: * 1 FETCH (UID 3 BODY[1]<0> {})
         S: {{tag}} OK done\n",
        literal("the text")
    );
    let listed = takes("LIST \"\" \"*\"", &["* LIST () \"/\" INBOX", "* LIST () \"/\" Work", "* LIST () \"/\" Old"]);
    let statuses = "C: {a} STATUS \"INBOX\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE)
         C: {b} STATUS \"Work\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE)
         C: {c} STATUS \"Old\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE)
         S: * STATUS INBOX (MESSAGES 12 UNSEEN 3 UIDNEXT 100 UIDVALIDITY 1 SIZE 4000)
         S: {a} OK
         S: * STATUS Work (MESSAGES 2 UNSEEN 0 UIDNEXT 9 UIDVALIDITY 2 SIZE 400)
         S: {b} OK
         S: {c} NO [NONEXISTENT] gone meanwhile
         ";
    let quota = takes("GETQUOTAROOT \"INBOX\"", &["* QUOTAROOT INBOX user", "* QUOTA user (STORAGE 90 100)"]);
    let dialogue = |name, verb, pieces: &[String]| Dialogue { name, verb, script: pieces.concat() };
    let left = finds("UID 3,5", "");
    let rescue = |more: &[String], capabilities: &str| {
        [vec![begun(capabilities), keywords("3,5")], more.to_vec(), vec![left.clone()]].concat()
    };
    vec![
        dialogue("delete", Verb::Delete, &[begun(GOOD), deleted.clone(), left.clone()]),
        dialogue(
            "empty",
            Verb::Empty,
            &[
                signed_in(GOOD),
                selected("Spam"),
                finds("UID 1:5", "3,5"),
                finds("UID 1:5 DELETED", ""),
                deleted,
                left.clone(),
                finds("UID 6:4294967295", "9"),
            ],
        ),
        dialogue("rescue by MOVE", Verb::Rescue, &rescue(&[moved.to_owned()], GOOD)),
        dialogue(
            "rescue by COPY",
            Verb::Rescue,
            &rescue(&[counts(10), copied, expunges("3,5"), left.clone()], "UIDPLUS ESEARCH"),
        ),
        dialogue(
            "rescue by counting",
            Verb::Rescue,
            &rescue(&[counted, expunges("3,5"), left.clone()], "UIDPLUS ESEARCH"),
        ),
        dialogue("mark read", Verb::MarkRead, &[begun(GOOD), takes("UID STORE 3,5 +FLAGS.SILENT (\\Seen)", &[])]),
        dialogue("list", Verb::List, &[signed_in(GOOD), opened("EXAMINE", "Spam"), rows]),
        dialogue("search", Verb::Search, &[signed_in(GOOD), opened("EXAMINE", "Spam"), finds("ALL {*}", "3,5"), shown]),
        dialogue("open", Verb::Open, &[signed_in(GOOD), opened("EXAMINE", "Spam"), opened_message]),
        dialogue("overview", Verb::Overview, &[signed_in("STATUS=SIZE QUOTA"), listed, statuses.to_owned(), quota]),
    ]
}

/// Does what the verb says on a server that plays these scripts, and returns how it ended and what the server heard.
pub async fn play(verb: Verb, scripts: &[String]) -> (Ended, Vec<String>) {
    let server = ScriptServer::play(scripts);
    let account = account(&server);
    let (mail, chosen) = (account.mail(), uids([3, 5]));
    let done = |outcome: Result<Outcome, Error>| outcome.map_or_else(Ended::Failed, Ended::Done);
    let ended = match verb {
        Verb::Delete => done(mail.delete_for_good(&spam(), uid_validity(), chosen).await),
        Verb::Empty => {
            let seen = MailboxSnapshot {
                uid_validity: uid_validity(),
                last_uid: Some(uid(5)),
                count: 2,
                left_out: UidSet::default(),
            };
            done(mail.empty(&spam(), seen).await)
        }
        Verb::Rescue => done(mail.rescue(&spam(), uid_validity(), chosen).await),
        Verb::MarkRead => done(mail.mark_read(&spam(), uid_validity(), chosen).await),
        Verb::List => shown(mail.list(&spam(), &View::default()).await),
        Verb::Search => {
            let view = View { query: "number".into(), ..View::default() };
            shown(mail.list(&spam(), &view).await)
        }
        Verb::Open => shown(mail.open(&spam(), uid_validity(), uid(3), &Reading::default()).await),
        Verb::Overview => shown(mail.overview().await),
    };
    drop((mail, account));
    (ended, server.heard())
}

fn shown<T: std::fmt::Debug>(page: Result<T, Error>) -> Ended {
    page.map_or_else(Ended::Failed, |page| Ended::Shown(format!("{page:?}")))
}

/// Returns the places of a script where something can be said: the server's lines behind the greeting.
pub fn places(script: &str) -> Vec<usize> {
    let lines = script.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("S: "));
    lines.map(|(at, _)| at).skip(1).collect()
}

/// Returns the script with another one from this line on (`cut`), or in front of it.
pub fn disturbed(script: &str, at: usize, with: &str, cut: bool) -> String {
    let lines: Vec<&str> = script.lines().collect();
    let rest: &[&str] = if cut { &[] } else { &lines[at..] };
    [&lines[..at], &[with], rest].concat().join("\n") + "\n"
}

/// Runs many plays, some at a time, in any order.
pub async fn all<T>(plays: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    futures_util::stream::iter(plays).buffer_unordered(24).collect().await
}

/// Stops where a task of the product panicked, which shows as work that broke off.
pub fn no_panic(ended: &Ended, what: &str) {
    let text = format!("{ended:?}");
    assert!(!text.contains("BrokenOff"), "{what}: {text}");
}

/// Stops where a change was made to anything but the chosen messages.
pub fn only_the_chosen(heard: &[String], what: &str) {
    for line in heard.iter().filter(|line| line.starts_with("C: ")) {
        let mut words = line.split(' ').skip(2);
        if words.next() != Some("UID") {
            assert!(!line.contains(" EXPUNGE") && !line.contains(" STORE"), "{what}: {line}");
            continue;
        }
        if matches!(words.next(), Some("STORE" | "EXPUNGE" | "MOVE" | "COPY")) {
            assert!(matches!(words.next(), Some("3" | "5" | "3,5")), "{what}: {line}");
        }
    }
}

#[tokio::test]
async fn every_dialogue_is_played_to_its_end_when_nothing_disturbs_it() {
    for Dialogue { name, verb, script } in dialogues() {
        let server = ScriptServer::play(&[&script]);
        drop(server);
        let (ended, heard) = play(verb, &[script]).await;
        match &ended {
            Ended::Done(outcome) => assert_eq!((outcome.done, outcome.left, outcome.unknown), (2, 0, 0), "{name}"),
            Ended::Shown(page) => assert!(
                page.contains("number 3") || page.contains("the text") || page.contains("messages: Some(12)"),
                "{name}: {page}"
            ),
            Ended::Failed(why) => panic!("{name}: {why:?}\n{heard:#?}"),
        }
        only_the_chosen(&heard, name);
    }
}
