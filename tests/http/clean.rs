//! Spam and Trash are kept clean by the time messages have been there, and by nothing that they say of themselves.

use postern::mail::{FirstSeen, Role};
use support::client::{Answer, Browser, between, wait};
use support::database::Database;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{IndependentClient, deliver, letter, make_anew, names};
use support::launcher::TestApp;
use support::wait::until;

const DAY: i64 = 24 * 3600;

/// A Dovecot that does not tell when it saved a message.
fn without_save_dates() -> Dovecot {
    Dovecot::start(Options { hide_capabilities: vec!["SAVEDATE"], ..Options::default() })
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// A message whose dates say whatever they like.
fn lying(mailbox: &str, name: &str, internal_date: &str) -> Delivery {
    let date = "Date: Fri, 01 Jan 1999 00:00:00 +0000\r\n".to_owned();
    let raw = [date.into_bytes(), letter(name)].concat();
    Delivery { internal_date: Some(internal_date.parse().unwrap()), ..Delivery::new(mailbox, raw) }
}

/// Makes it so that all below this UID were seen in a folder so many days ago.
fn seen_before(app: &TestApp, folder: &str, uid_validity: &str, uid_next: u32, days: i64) {
    let at = now() - days * DAY;
    let mailbox = if folder == "spam" { "[83,112,97,109]" } else { "[84,114,97,115,104]" };
    let seen = format!(
        "{{\"mailbox\":{mailbox},\"uid_validity\":{uid_validity},\"anew_at\":null,\"marks\":[[{at},{uid_next}]]}}"
    );
    Database::at(app.database()).run(&format!("UPDATE retention SET seen = '{seen}' WHERE folder = '{folder}'"));
}

fn rows(app: &TestApp) -> i64 {
    Database::at(app.database()).count("SELECT count(*) FROM retention")
}

/// Presses the button below a preview, and returns the page that says what happened.
fn switch_on(anna: &Browser, preview: &Answer) -> Answer {
    let form =
        between(&preview.body, "<form class=\"verbs\" method=\"post\" action=\"/storage/clean\">", "</form>").unwrap();
    let value = |name: &str| between(form, &format!("name=\"{name}\" value=\""), "\"").unwrap().to_owned();
    anna.submit("/storage/clean", &[("box", &value("box")), ("days", &value("days")), ("preview", &value("preview"))])
}

fn is_switched_on(page: &Answer, words: &str) {
    assert!(page.text().contains(words), "{}", page.text());
}

#[test]
fn only_what_was_seen_long_ago_goes_whatever_its_dates_say_and_no_more_than_the_preview_named() {
    let dovecot = without_save_dates();
    let dates = ["1970-01-02T00:00:00Z", "2016-01-01T00:00:00Z", "2037-01-01T00:00:00Z"];
    dovecot.deliver_many(
        ANNA,
        &["a", "b", "c"].into_iter().zip(dates).map(|(name, date)| lying("Spam", name, date)).collect::<Vec<_>>(),
    );
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    anna.page("/");
    until("the folders are noted", || rows(&app) == 2);
    let preview = anna.page("/storage/clean?box=spam&days=7");
    assert!(preview.text().contains("Nothing goes now."), "however old they say they are: {}", preview.text());
    // The first two have been seen 31 days ago.
    seen_before(&app, "spam", &anna.page("/spam").hidden("uid_validity"), 3, 31);
    let preview = anna.page("/storage/clean?box=spam&days=30");
    assert!(
        preview.text().contains("2 messages (") && preview.text().contains("30 days or longer"),
        "{}",
        preview.text()
    );
    assert!(anna.page("/storage/clean?box=spam&days=60").text().contains("Nothing goes now."));
    deliver(&dovecot, "Spam", &["new"]);
    // What becomes due behind the preview goes when it is looked at again.
    seen_before(&app, "spam", &anna.page("/spam").hidden("uid_validity"), 4, 31);
    let form =
        between(&preview.body, "<form class=\"verbs\" method=\"post\" action=\"/storage/clean\">", "</form>").unwrap();
    let token = between(form, "name=\"preview\" value=\"", "\"").unwrap();
    let more = anna.post("/storage/clean", &[("box", "spam"), ("days", "30"), ("preview", token)]);
    assert_eq!(more.status, 409, "{}", more.text());
    assert_eq!(Database::at(app.database()).count("SELECT count(*) FROM retention WHERE days > 0"), 0);
    seen_before(&app, "spam", &anna.page("/spam").hidden("uid_validity"), 3, 31);
    is_switched_on(&switch_on(&anna, &preview), "On. Messages go when they have been here for 30 days.");
    until("the run is over", || anna.page("/storage/clean").text().contains("2 messages went"));
    assert_eq!(names(&dovecot, "Spam"), ["c", "new"]);
    assert!(names(&dovecot, "Trash").is_empty());
}

#[test]
fn it_runs_when_the_owner_signs_in_once_a_day_at_most() {
    let dovecot = without_save_dates();
    deliver(&dovecot, "Trash", &["a", "b", "c"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    anna.page("/");
    until("the folders are noted", || rows(&app) == 2);
    let preview = anna.page("/storage/clean?box=trash&days=7");
    is_switched_on(&switch_on(&anna, &preview), "for 7 days.");
    let uid_validity = anna.page("/trash").hidden("uid_validity");
    seen_before(&app, "trash", &uid_validity, 3, 8);
    app.anna();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(names(&dovecot, "Trash").len(), 3, "it was looked at today");
    Database::at(app.database()).run(&format!("UPDATE retention SET run_at = {}", now() - DAY));
    app.anna();
    until("it is cleaned", || names(&dovecot, "Trash") == ["c"]);
    Database::at(app.database()).run(&format!("UPDATE retention SET run_at = {}", now() - DAY));
    let off = anna.submit("/storage/clean", &[("box", "trash"), ("days", "0")]);
    assert!(off.says("flash-clean-off"), "{}", off.flash());
    seen_before(&app, "trash", &uid_validity, 4, 8);
    app.anna();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(names(&dovecot, "Trash"), ["c"], "switched off");
}

#[test]
fn a_folder_made_anew_starts_its_clock_anew() {
    let dovecot = without_save_dates();
    deliver(&dovecot, "Trash", &["a", "b"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    anna.page("/");
    until("the folders are noted", || rows(&app) == 2);
    seen_before(&app, "trash", &anna.page("/trash").hidden("uid_validity"), 3, 50);
    assert!(anna.page("/storage/clean?box=trash&days=30").text().contains("2 messages ("));
    assert!(make_anew(&dovecot, "Trash"));
    deliver(&dovecot, "Trash", &["c", "d"]);
    let preview = anna.page("/storage/clean?box=trash&days=7");
    assert!(preview.text().contains("Nothing goes now."), "{}", preview.text());
    switch_on(&anna, &preview);
    Database::at(app.database()).run(&format!("UPDATE retention SET run_at = {}", now() - DAY));
    app.anna();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(names(&dovecot, "Trash"), ["c", "d"]);
}

#[test]
fn a_preview_is_its_owner_s_for_that_folder_and_those_days_and_not_for_ever() {
    let dovecot = without_save_dates();
    deliver(&dovecot, "Spam", &["a"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let preview = anna.page("/storage/clean?box=spam&days=30");
    let token = preview.hidden("preview");
    for (r#box, days, token) in [
        ("trash", "30", token.as_str()),
        ("spam", "7", &token),
        ("spam", "30", ""),
        ("spam", "30", "1.2.x"),
        ("spam", "30", token.trim_start_matches(char::is_numeric)),
    ] {
        let sent = anna.post("/storage/clean", &[("box", r#box), ("days", days), ("preview", token)]);
        assert_eq!(sent.status, 409, "{box} {days} {token}");
    }
    for (field, value) in [("box", "inbox"), ("days", "1"), ("days", "-7"), ("days", "")] {
        let mut fields = vec![("box", "spam"), ("days", "30"), ("preview", token.as_str())];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        assert_eq!(anna.post("/storage/clean", &fields).status, 422, "{field} {value}");
    }
    assert_eq!(Database::at(app.database()).count("SELECT count(*) FROM retention WHERE days > 0"), 0);
    for odd in ["?box=inbox&days=30", "?box=spam&days=3", "?days=30", "?box=spam&days=x"] {
        assert!(!anna.page(&format!("/storage/clean{odd}")).body.contains("name=\"preview\""), "{odd}");
    }
}

#[test]
fn where_the_mail_server_itself_deletes_the_page_says_so_instead() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::with(&dovecot, &[("SERVER__0__EXPIRES", "{ spam = 30 }")]);
    let page = app.anna().page("/storage/clean");
    assert!(
        page.text().contains("Your mail server itself deletes what has been in Spam for 30 days."),
        "{}",
        page.text()
    );
    assert!(page.body.contains("id=\"days-trash\"") && !page.body.contains("id=\"days-spam\""));
}

#[test]
fn a_server_that_tells_when_it_saved_a_message_is_believed_and_nothing_else_is() {
    let dovecot = Dovecot::start(Options::default());
    let dates = ["1970-01-02T00:00:00Z", "2016-01-01T00:00:00Z", "2037-01-01T00:00:00Z"];
    dovecot.deliver_many(
        ANNA,
        &["a", "b", "c"].into_iter().zip(dates).map(|(name, date)| lying("Spam", name, date)).collect::<Vec<_>>(),
    );
    dovecot.deliver_many(
        ANNA,
        &[lying("INBOX", "moved", "2016-01-01T00:00:00Z"), lying("INBOX", "copied", "2016-01-01T00:00:00Z")],
    );
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let moment = now();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let mut client = IndependentClient::open(&dovecot);
    client.select("INBOX");
    client.ask("UID MOVE 1 Spam");
    client.ask("UID COPY 2 Spam");
    let account = support::account::of(&dovecot);
    let due = |moment: i64| {
        let account = account.clone();
        let due = wait(async move {
            let mail = account.mail();
            let spam = mail.find(Role::Spam).await.unwrap();
            mail.find_due(&spam, &FirstSeen::default(), moment, 10).await.unwrap()
        });
        assert!(due.by_save_date);
        (due.uids.to_string(), due.amount.count, due.oldest.len())
    };
    assert_eq!(due(moment - DAY), (String::new(), 0, 0));
    assert_eq!(due(moment), ("1:3".to_owned(), 3, 3), "what was moved there a moment ago has been there for a moment");
    assert_eq!(due(now() + DAY), ("1:5".to_owned(), 5, 5));
    // Marked by another program: left to it.
    client.mark_deleted("Spam", &[2]);
    assert_eq!(due(moment), ("1,3".to_owned(), 2, 2));
}
