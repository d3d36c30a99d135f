//! Reading changes nothing, and every message can be opened.

use crate::server::*;
use postern::mail::{Error, Message, Reading, Role, Sort, TextKind, View};
use support::scripted_server::{ScriptServer, literal};

fn row(number: u32, uid: u32, header: &str) -> String {
    format!(
        "S: * {number} FETCH (UID {uid} FLAGS () INTERNALDATE \"17-Jul-2026 02:44:25 +0000\" RFC822.SIZE 400 \
         BODY[HEADER.FIELDS (FROM)] {})\n",
        literal(header)
    )
}

fn nothing_changed(server: &ScriptServer) {
    for line in server.heard().iter().filter(|line| line.starts_with("C:")) {
        let changes = [" SELECT ", "STORE", "EXPUNGE", "COPY", "MOVE", "CREATE", "APPEND", "SUBSCRIBE", "CLOSE"];
        assert!(!changes.iter().any(|change| line.contains(change)), "{line}");
        assert!(!line.contains("BODY["), "without PEEK: {line}");
        assert!(!line.contains("RFC822 ") && !line.contains("RFC822)") && !line.contains("RFC822.TEXT"), "{line}");
    }
}

const FIELDS: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({*})])";

#[tokio::test]
async fn listing_sorting_searching_and_surveying_only_examine_and_peek() {
    let rows = row(1, 3, "From: a@b.example\r\n\r\n") + &row(3, 9, "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n\r\n");
    let fetch = |what: &str| format!("C: {{tag}} {what} {FIELDS}\n{rows}S: {{tag}} OK\n");
    let flags = ["* 1 FETCH (UID 3 FLAGS ())", "* 3 FETCH (UID 9 FLAGS (\\Seen))"];
    let script = [
        signed_in("ESEARCH SORT STATUS=SIZE"),
        opened("EXAMINE", "Spam"),
        fetch("FETCH 1:3"),
        again("Spam", None, &[]),
        takes("UID SORT (SUBJECT) UTF-8 ALL", &["* SORT 9 3"]),
        takes("UID FETCH 3,9 (UID FLAGS)", &flags),
        again("Spam", None, &[]),
        fetch("FETCH 1:3"),
        takes("UID FETCH 3,9 (UID FLAGS)", &flags),
        again("Spam", None, &[]),
        finds("ALL OR FROM \"a\" SUBJECT \"a\"", "3,9"),
        takes("UID FETCH 3,9 (UID FLAGS)", &flags),
        takes(
            "STATUS \"Spam\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE)",
            &["* STATUS Spam (MESSAGES 3 UNSEEN 1 SIZE 1200)"],
        ),
        again("Spam", Some("FETCH 3:3 (UID FLAGS)"), &["* 3 FETCH (UID 9 FLAGS (\\Seen))"]),
        finds("UID 1:9 DELETED", "3"),
    ];
    let server = ScriptServer::play(&[script.concat()]);
    let account = account(&server);
    let mail = account.mail();
    for (sort, query, wanted) in
        [(Sort::Date, "", [9, 3]), (Sort::Subject, "", [9, 3]), (Sort::Score, "", [9, 3]), (Sort::Date, "a", [9, 3])]
    {
        let view = View { page: 1, sort, query: query.into() };
        let listing = mail.list(&spam(), &view).await.unwrap();
        assert_eq!(listing.rows.iter().map(|row| row.uid.get()).collect::<Vec<_>>(), wanted, "{sort:?} {query}");
        assert!(listing.rows.iter().any(|row| row.subject.as_deref() == Some("Grüße")));
    }
    let survey = mail.preview_emptying(&spam()).await.unwrap();
    assert_eq!(
        (survey.seen.last_uid, survey.seen.count, survey.seen.left_out.len(), survey.size),
        (Some(uid(9)), 2, 1, Some(1200))
    );
    drop((mail, account));
    nothing_changed(&server);
    server.finish().await;
}

#[tokio::test]
async fn the_rows_of_a_page_hold_no_more_of_a_header_than_is_shown() {
    let rows = row(3, 9, &format!("Subject: {}\r\n\r\n", "x".repeat(60_000)));
    let fetch = format!("C: {{tag}} FETCH 3:3 {FIELDS}\n{rows}S: {{tag}} OK\n");
    let server = ScriptServer::play(&[signed_in(GOOD) + &opened("EXAMINE", "Spam") + &fetch]);
    let pool = postern::imap::Pool::new(endpoint(server.port()), Default::default());
    let connection = pool.acquire(&credentials()).await.unwrap();
    let work = connection.run(|session| {
        Box::pin(async move {
            let mut examined = session.examine(&spam().name).await?;
            examined
                .fetch_open_window(
                    postern::imap::Window { skip: 0, count: 1 },
                    postern::imap::FetchItems::Row("SUBJECT"),
                )
                .await
        })
    });
    let fetched = work.await.unwrap();
    let (_, header) = &fetched[0].sections[0];
    assert!(header.bytes.len() <= 8192 && header.size > 60_000, "{} of {}", header.bytes.len(), header.size);
    drop((connection, pool));
    server.finish().await;
}

#[tokio::test]
async fn a_refused_examine_is_not_an_empty_list() {
    for (answer, gone) in [("NO [NONEXISTENT] x", true), ("NO permission denied", false), ("BAD x", false)] {
        let script = signed_in(GOOD) + &format!("C: {{tag}} EXAMINE \"Spam\"\nS: {{tag}} {answer}\n");
        let server = ScriptServer::play(&[script]);
        let account = account(&server);
        let error = account.mail().list(&spam(), &View::default()).await.unwrap_err();
        assert!(if gone { matches!(error, Error::Gone) } else { matches!(error, Error::Refused(_)) }, "{error:?}");
        drop(account);
        server.finish().await;
    }
}

#[tokio::test]
async fn a_refused_fetch_or_search_is_not_an_empty_list() {
    for (query, refused) in [("", "C: {tag} FETCH 1:3 {*}"), ("a", "C: {tag} UID SEARCH {*}")] {
        let script = signed_in(GOOD) + &opened("EXAMINE", "Spam") + refused + "\nS: {tag} NO [SERVERBUG] no\n";
        let server = ScriptServer::play(&[script]);
        let account = account(&server);
        let view = View { query: query.into(), ..View::default() };
        let error = account.mail().list(&spam(), &view).await.unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{error:?}");
        drop(account);
        server.finish().await;
    }
}

#[tokio::test]
async fn a_search_that_claims_four_thousand_million_messages_is_too_much() {
    let script = signed_in(GOOD) + &opened("EXAMINE", "Spam") + &finds("ALL {*}", "1:4294967295");
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let view = View { query: "a".into(), ..View::default() };
    let error = account.mail().list(&spam(), &view).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable(_)), "{error:?}");
    drop(account);
    server.finish().await;
}

/// Opens message 3 with this BODYSTRUCTURE item (or none), and goes on with this script.
async fn open(structure: &str, more: &str) -> Message {
    let header = literal("From: Anna <a@b.example>\r\nSubject: outer\r\nX-Spam-Flag: YES\r\n\r\n");
    let script = format!(
        "{}{}C: {{tag}} UID FETCH 3 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODYSTRUCTURE)
         S: * 1 FETCH (UID 3 FLAGS () RFC822.SIZE 400 BODY[HEADER] {header}{structure})
         S: {{tag}} OK\n{more}",
        signed_in(GOOD),
        opened("EXAMINE", "Spam")
    );
    let server = ScriptServer::play(&[script]);
    let account = account(&server);
    let message = account.mail().open(&spam(), uid_validity(), uid(3), &Reading::default()).await.unwrap();
    drop(account);
    nothing_changed(&server);
    server.finish().await;
    message
}

fn section(name: &str, text: &str) -> String {
    format!(
        "C: {{tag}} UID FETCH 3 (UID BODY.PEEK[{name}]<0.{{*}}>)
         S: * 1 FETCH (UID 3 BODY[{name}]<0> {})
         S: {{tag}} OK\n",
        literal(text)
    )
}

#[tokio::test]
async fn a_plain_message_shows_its_text_in_any_charset() {
    for (charset, encoding, body, wanted) in [
        ("(\"charset\" \"utf-8\")", "8bit", "Grüße", "Grüße"),
        ("(\"CHARSET\" \"iso-8859-1\")", "quoted-printable", "Gr=FC=DFe", "Grüße"),
        ("(\"charset\" \"koi8-r\")", "base64", "8NLJ18XU", "Привет"),
        ("(\"charset\" \"no-such\")", "7bit", "plain", "plain"),
        ("NIL", "x-odd", "plain", "plain"),
    ] {
        let structure = format!(" BODYSTRUCTURE (\"text\" \"plain\" {charset} NIL NIL \"{encoding}\" 99 3)");
        let message = open(&structure, &section("1", body)).await;
        assert_eq!((message.text.to_string().trim(), message.text_kind), (wanted, TextKind::Plain), "{charset}");
        assert_eq!(message.summary.subject.as_deref(), Some("outer"));
    }
}

#[tokio::test]
async fn a_message_without_a_usable_structure_is_read_from_its_source() {
    let source = "Subject: inner\r\nContent-Type: text/plain\r\n\r\nthe text\r\n";
    let deep = format!(" BODYSTRUCTURE {}", "(".repeat(30_000));
    for structure in ["", " BODYSTRUCTURE NIL", " BODYSTRUCTURE (\"text\"", " BODYSTRUCTURE (((\"mixed\"", &deep] {
        let message = open(structure, &section("", source)).await;
        assert_eq!(message.text.to_string().trim(), "the text", "{structure:.40}");
    }
}

#[tokio::test]
async fn a_message_whose_structure_the_server_cannot_give_is_read_from_its_source() {
    let header = literal("Subject: outer\r\n\r\n");
    for no in ["NO [SERVERBUG] broken MIME", "BAD cannot parse"] {
        let script = format!(
            "{}{}C: {{tag}} UID FETCH 3 ({{*}} BODYSTRUCTURE)\nS: {{tag}} {no}
             C: {{tag}} UID FETCH 3 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])
             S: * 1 FETCH (UID 3 FLAGS () RFC822.SIZE 400 BODY[HEADER] {header})
             S: {{tag}} OK\n{}",
            signed_in(GOOD),
            opened("EXAMINE", "Spam"),
            section("", "Subject: outer\r\n\r\nthe text")
        );
        let server = ScriptServer::play(&[script]);
        let account = account(&server);
        let message = account.mail().open(&spam(), uid_validity(), uid(3), &Reading::default()).await.unwrap();
        assert_eq!(
            (message.text.to_string().as_str(), message.summary.subject.as_deref()),
            ("the text", Some("outer"))
        );
        drop(account);
        server.finish().await;
    }
}

#[tokio::test]
async fn the_original_inside_a_spamassassin_wrapper_is_shown() {
    let structure = " BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 300 9)\
        (\"message\" \"rfc822\" (\"x-spam-type\" \"original\") NIL \"original message before SpamAssassin\" \"8bit\" 200 \
        (NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 1) 5) \"mixed\")";
    let more = format!(
        "C: {{tag}} UID FETCH 3 (UID BODY.PEEK[2.1]<0.{{*}}> BODY.PEEK[2.HEADER]<0.{{*}}> BODY.PEEK[1]<0.{{*}}>)
         S: * 1 FETCH (UID 3 BODY[2.HEADER]<0> {} BODY[2.1]<0> {} BODY[1]<0> {})
         S: {{tag}} OK\n",
        literal("From: Bob <A@b.example>\r\nSubject: inner\r\n\r\n"),
        literal("Buy!"),
        literal(
            "Preview: 9.9 MILLION\r\n\r\n pts rule  description\r\n---- ----- ---\r\n 3.5 BAYES_99 BODY: like spam\r\n      [score: 1]\r\n-0.1 DKIM_VALID a seal\r\n\r\n 5.0 NOT_HERE\r\n"
        )
    );
    let message = open(structure, &more).await;
    assert!(message.summary.wrapped);
    let hits = message.explanation.hits.iter().map(|hit| (hit.name.as_str(), hit.points));
    assert_eq!(hits.collect::<Vec<_>>(), [("BAYES_99", Some(3.5)), ("DKIM_VALID", Some(-0.1))]);
    assert_eq!((message.text.to_string().as_str(), message.summary.subject.as_deref()), ("Buy!", Some("inner")));
    assert_eq!(message.summary.from.unwrap().name.as_deref(), Some("Bob"));
}

#[tokio::test]
async fn nested_parts_are_found_by_their_numbers() {
    let structure = " BODYSTRUCTURE (((\"text\" \"plain\" NIL NIL NIL \"7bit\" 9 1)(\"text\" \"html\" NIL NIL NIL \"7bit\" 9 1) \
        \"alternative\")(\"application\" \"pdf\" (\"name\" \"=?utf-8?Q?=C3=9Cbung.pdf?=\") NIL NIL \"base64\" 900 NIL \
        (\"attachment\" (\"filename*\" \"utf-8''%C3%9Cbung.pdf\"))) \"mixed\")";
    let message = open(structure, &section("1.1", "hello")).await;
    assert_eq!(message.text.to_string(), "hello");
    let names: Vec<_> = message.attachments.iter().map(|a| (a.name.as_deref(), a.size)).collect();
    assert_eq!(names, [(Some("Übung.pdf"), 900)]);
}

#[tokio::test]
async fn a_message_that_is_gone_is_gone_and_another_epoch_is_no_message() {
    let gone = "C: {tag} UID FETCH 3 {*}\nS: {tag} OK nothing\n";
    let asked = Some("UID FETCH 3 {*}");
    let other = again("Spam", asked, &[]).replace("UIDVALIDITY 7", "UIDVALIDITY 8")
        + &opened("EXAMINE", "Spam").replace("UIDVALIDITY 7", "UIDVALIDITY 8")
        + gone;
    let server = ScriptServer::play(&[signed_in(GOOD) + &opened("EXAMINE", "Spam") + gone + &other]);
    let account = account(&server);
    let mail = account.mail();
    assert!(matches!(mail.open(&spam(), uid_validity(), uid(3), &Reading::default()).await, Err(Error::Gone)));
    assert!(matches!(
        mail.open(&spam(), uid_validity(), uid(3), &Reading::default()).await,
        Err(Error::MailboxChanged)
    ));
    drop((mail, account));
    server.finish().await;
}

#[tokio::test]
async fn roles_are_found_without_list_extensions_and_with_lines_nobody_knows() {
    let list = takes(
        "LIST \"\" \"*\"",
        &[
            "* LIST (\\HasNoChildren) \"/\" INBOX",
            "* X-NEW {*",
            "* LIST (\\Junk) \"/\" {4}\\r\\nSpam",
            "* LIST () NIL Trash",
        ],
    );
    let server = ScriptServer::play(&[signed_in("") + &list]);
    let account = account(&server);
    let mail = account.mail();
    assert_eq!(mail.find(Role::Spam).await.unwrap().display_name(), "Spam");
    assert_eq!(mail.find(Role::Trash).await.unwrap().display_name(), "Trash");
    assert!(matches!(mail.find(Role::Sent).await, Err(Error::NoSuchRole(Role::Sent))));
    drop((mail, account));
    server.finish().await;
}
