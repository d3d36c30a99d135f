//! Every folder of the mailbox has its pages, whatever its name is: looked at, opened, moved to the Inbox, deleted.

use support::client::{Answer, Browser, between, choice, texts};
use support::dovecot::encode::modified_utf7;
use support::dovecot::{Delivery, Dovecot, Namespace, Options};
use support::host::ANNA;
use support::independent_client::{deliver, letter, names, remove};
use support::launcher::TestApp;

/// A name with all that needs care in URLs, in pages and on the wire.
const ODD: &str = "Ämter & <b>Co</b>? 100% \"neu\" #1";

fn dovecot(names: &[&str]) -> Dovecot {
    let dovecot = Dovecot::start(Options::default());
    let mut imap = dovecot.imap(ANNA);
    for name in names {
        let wire = modified_utf7(name).replace('"', "\\\"");
        assert!(imap.command(format!("CREATE \"{wire}\"")).unwrap().ok(), "{name}");
    }
    dovecot
}

/// Asks before these are deleted for good.
fn question(anna: &Browser, path: &str, list: &Answer, uids: &[u32]) -> Answer {
    let answer = anna.post(path, &choice(&list.hidden("uid_validity"), &texts(uids)));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

/// Returns where the overview leads for a folder, by its name as a page shows it.
fn path_of(overview: &Answer, name: &str) -> String {
    let before = overview.body.split(&format!("\"><bdi>{name}</bdi></a>")).next().unwrap();
    before.rsplit("href=\"").next().unwrap().to_owned()
}

#[test]
fn a_folder_of_any_name_is_listed_and_its_messages_are_opened() {
    let dovecot = dovecot(&[ODD, "Work/2026/März"]);
    let anna = TestApp::start(&dovecot);
    let browser = anna.anna();
    for (name, shown) in
        [(ODD, "Ämter &#38; &#60;b&#62;Co&#60;/b&#62;? 100% &#34;neu&#34; #1"), ("Work/2026/März", "Work/2026/März")]
    {
        deliver(&dovecot, name, &["first", "second"]);
        let path = path_of(&browser.page("/"), shown);
        assert!(path.starts_with("/folder/"), "{path}");
        let list = browser.page(&path);
        assert_eq!(list.uids(), [2, 1]);
        assert!(list.body.contains(&format!("<h1>{shown} <small>2 messages</small>")), "{}", list.body);
        let message = between(&list.body, "<a id=\"s2\" href=\"", "\"").unwrap().to_owned();
        let page = browser.page(&message);
        assert!(page.text().contains("second"), "{}", page.text());
        assert_eq!(browser.get(&format!("{message}/raw")).status, 200);
        assert_eq!(browser.get(&format!("{message}/headers")).status, 200);
        let sorted = browser.page(&format!("{path}?sort=size&q=second"));
        assert_eq!(sorted.uids(), [2]);
    }
}

#[test]
fn mail_of_a_folder_goes_to_the_inbox_to_trash_and_away_for_good() {
    let dovecot = dovecot(&[ODD]);
    deliver(&dovecot, ODD, &["collected", "trashed", "destroyed", "kept"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let path = path_of(&anna.page("/"), "Ämter &#38; &#60;b&#62;Co&#60;/b&#62;? 100% &#34;neu&#34; #1");
    let list = anna.page(&path);
    let next = anna.tick(&format!("{path}/restore"), &list, &[1]);
    assert_eq!(next.told("flash-restore-done"), Some(1), "{}", next.flash());
    assert_eq!(next.uids(), [4, 3, 2], "the way leads back to the folder");
    let next = anna.tick(&format!("{path}/delete"), &next, &[2]);
    assert_eq!(next.told("flash-trash-done"), Some(1), "{}", next.flash());
    let asked = question(&anna, &format!("{path}/delete-for-good/confirm"), &next, &[3]);
    assert!(asked.body.contains(&format!("action=\"{path}/delete-for-good\"")), "{}", asked.body);
    assert_eq!(names(&dovecot, ODD), ["destroyed", "kept"], "a question deletes nothing");
    let next = anna.tick(&format!("{path}/delete-for-good"), &next, &[3]);
    assert_eq!(next.told("flash-delete-done"), Some(1), "{}", next.flash());
    assert_eq!(
        (names(&dovecot, "INBOX"), names(&dovecot, "Trash")),
        (vec!["collected".to_owned()], vec!["trashed".to_owned()])
    );
    assert_eq!(names(&dovecot, ODD), ["kept"]);
}

#[test]
fn deleting_from_the_inbox_for_good_asks_first_and_passes_trash_by() {
    let dovecot = dovecot(&[]);
    deliver(&dovecot, "INBOX", &["a", "b"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/inbox");
    let asked = question(&anna, "/inbox/delete-for-good/confirm", &list, &[1]);
    assert!(asked.text().contains("What it has not collected yet is lost."), "{}", asked.text());
    let next = anna.tick("/inbox/delete-for-good", &list, &[1]);
    assert_eq!(next.told("flash-delete-done"), Some(1), "{}", next.flash());
    assert_eq!((names(&dovecot, "INBOX"), names(&dovecot, "Trash")), (vec!["b".to_owned()], vec![]));
}

#[test]
fn a_folder_with_pages_of_its_own_has_no_others() {
    let dovecot = Dovecot::start(Options { namespace: Namespace::InboxPrefixDot, ..Options::default() });
    let uids = deliver(&dovecot, "INBOX", &["a"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for (path, there) in [
        ("/folder/INBOX.Spam", "/spam"),
        ("/folder/INBOX%2ETrash", "/trash"),
        ("/folder/inbox", "/inbox"),
        ("/folder/%49NBOX", "/inbox"),
    ] {
        let answer = anna.get(path);
        assert_eq!((answer.status, answer.location()), (303, there), "{path}");
    }
    // Its buttons would not do there what they say.
    let list = anna.page("/inbox");
    let uid = uids[0].to_string();
    let seal = list.hidden("seal");
    let validity = list.hidden("uid_validity");
    let sent = anna.post("/folder/INBOX/restore", &[("uid_validity", &validity), ("seal", &seal), ("uid", &uid)]);
    assert_eq!(sent.status, 404);
    assert!(anna.page("/folder/INBOX.Sent").uids().is_empty());
}

#[test]
fn a_folder_that_is_not_there_is_a_page_that_says_so() {
    let dovecot = dovecot(&["Old"]);
    deliver(&dovecot, "Old", &["a"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/folder/Old");
    let message = between(&list.body, "<a id=\"s1\" href=\"", "\"").unwrap().to_owned();
    for path in [
        "/folder",
        "/folder/",
        "/folder/None",
        "/folder/old",
        "/folder/%00",
        "/folder/%0d%0aA1%20LOGOUT",
        "/folder/..%2f..%2fetc",
        "/folder/Old/1-x",
    ] {
        assert_eq!(anna.get(path).status, 404, "{path}");
    }
    assert_eq!(anna.get(&message).status, 200);
    // A form that was drawn for one folder does nothing in another.
    let (seal, validity) = (list.hidden("seal"), list.hidden("uid_validity"));
    let sent = anna.post("/folder/Sent/delete-for-good", &[("uid_validity", &validity), ("seal", &seal), ("uid", "1")]);
    assert_eq!(sent.status, 409);
    remove(&dovecot, "Old");
    let gone = anna.get("/folder/Old");
    assert!(gone.status == 404, "{} {}", gone.status, gone.text());
    assert_eq!(app.stranger().get("/folder/Old").location(), "/login?next=%2Ffolder%2FOld");
}

#[test]
fn moving_a_message_out_of_a_folder_is_taken_back_into_it() {
    let dovecot = dovecot(&[ODD]);
    dovecot.deliver_many(ANNA, &[Delivery::new(ODD, letter("a"))]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let path = path_of(&anna.page("/"), "Ämter &#38; &#60;b&#62;Co&#60;/b&#62;? 100% &#34;neu&#34; #1");
    let list = anna.page(&path);
    let next = anna.tick(&format!("{path}/restore"), &list, &[1]);
    let form = between(&next.body, "<form id=\"undo-", "</form>").unwrap().to_owned();
    let value = |name: &str| between(&form, &format!("name=\"{name}\" value=\""), "\"").unwrap().to_owned();
    let back = anna.submit("/undo", &[("action", &value("action")), ("seal", &value("seal"))]);
    assert_eq!(back.told("flash-undo-done"), Some(1), "{}", back.flash());
    assert_eq!(names(&dovecot, ODD), ["a"]);
}
