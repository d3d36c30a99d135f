//! Votes on articles: what many of them may cost, and whom they may never hold up.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;
use support::client::Browser;
use support::database::Database;
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::launcher::TestApp;

const ARTICLE: &str = "/help/pop-and-imap";
const VOTE: &str = "/help/pop-and-imap/vote";
const YES: [(&str, &str); 1] = [("useful", "yes")];

fn useful(browser: &Browser) -> String {
    let text = browser.page(ARTICLE).text();
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.windows(4).position(|four| four[2..] == ["found", "this"]);
    at.map_or_else(String::new, |at| words[at].to_owned())
}

#[test]
fn two_hundred_votes_without_a_cookie_leave_a_handful_and_the_rest_are_told_to_wait() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let answers: Vec<_> = (0..200).map(|_| app.browser().post(VOTE, &YES)).collect();
    let rows = Database::at(app.database()).count("SELECT COUNT(*) FROM vote");
    assert!((1..=20).contains(&rows), "{rows} rows");
    let last = answers.last().unwrap();
    assert_eq!(last.status, 429, "{}", last.text());
    let seconds: u64 = last.header("retry-after").parse().unwrap();
    assert!((1..=3600).contains(&seconds), "{seconds}");
    assert!(last.text().contains("Too many votes") && last.links_to("/help"), "{}", last.text());
    // Neither an owner nor a cookie that was made up is a way around it, and an owner still has the one vote.
    let invented = format!("postern_visitor={}", "A".repeat(22));
    let headers = [("origin", &*app.origin()), ("cookie", &*invented)];
    assert_eq!(app.browser().send(reqwest::Method::POST, VOTE, &headers, &YES).status, 429);
}

#[test]
fn a_vote_may_be_changed_where_no_new_one_is_taken_but_not_without_end() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let known = app.browser();
    known.submit(VOTE, &YES);
    assert!((0..40).any(|_| app.browser().post(VOTE, &YES).status == 429), "new votes are bounded");
    let before = Database::at(app.database()).count("SELECT COUNT(*) FROM vote");
    known.submit(VOTE, &[("useful", "no")]);
    app.anna().submit(VOTE, &YES);
    assert_eq!(Database::at(app.database()).count("SELECT COUNT(*) FROM vote"), before + 1, "Anna's is new");
    let statuses = (0..200).map(|_| known.post(VOTE, &YES).status);
    assert!(statuses.collect::<Vec<_>>().contains(&429));
}

#[test]
fn the_help_does_not_count_the_votes_there_are() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    app.browser().submit(VOTE, &YES);
    app.browser().submit(VOTE, &YES);
    assert_eq!(useful(&app.browser()), "2");
    let database = Database::at(app.database());
    database.add_votes("pop-and-imap", 20_000);
    assert_eq!(useful(&app.browser()), "2", "rows behind its back are not counted");
    app.browser().submit(VOTE, &YES);
    assert_eq!(useful(&app.browser()), "3");
    assert!(database.count("SELECT COUNT(*) FROM vote") < 20_003, "the oldest are forgotten");
    database.run("DROP TABLE vote");
    assert_eq!(useful(&app.browser()), "3", "nobody asks the table for it");
}

#[test]
fn votes_that_wait_for_the_database_hold_up_neither_mail_nor_help() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    anna.page("/spam");
    let voter = app.browser();
    voter.submit(VOTE, &YES);
    let database = Database::at(app.database());
    database.hold("vote_count");
    let address = app.origin().trim_start_matches("http://").to_owned();
    let waiting: Vec<TcpStream> = (0..12)
        .map(|_| {
            let mut stream = TcpStream::connect(&address).unwrap();
            let head = format!("POST {VOTE} HTTP/1.1\r\nHost: {address}\r\nOrigin: {}\r\n", app.origin());
            let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nuseful=yes";
            stream.write_all(format!("{head}{form}").as_bytes()).unwrap();
            stream
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(anna.get("/spam").status, 200, "{ANNA} reads her mail");
    }
    assert_eq!(useful(&voter), "1");
    database.let_go();
    for mut stream in waiting {
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        assert!(stream.read(&mut [0; 16]).unwrap() > 0, "each is answered");
    }
}

#[test]
fn who_found_an_article_of_no_use_is_asked_what_was_missing_and_may_say_it_in_a_sentence() {
    let app = TestApp::start(support::host::closed_port());
    let browser = app.browser();
    assert!(!browser.page(ARTICLE).body.contains("name=\"missing\""), "nobody is asked before a vote");
    browser.submit(VOTE, &[("useful", "no")]);
    let page = browser.page(ARTICLE);
    assert!(page.body.contains("name=\"missing\" rows=\"3\" maxlength=\"500\""), "{}", page.body);
    let said = format!("  How\r\nlong\u{202e}\u{0} it takes{}  ", "!".repeat(2000));
    let next = browser.submit(VOTE, &[("useful", "no"), ("missing", &said)]);
    assert!(next.text().contains("What you wrote helps us"), "{}", next.text());
    let database = Database::at(app.database());
    assert_eq!(
        database.count("SELECT COUNT(*) FROM missing WHERE LENGTH(said) = 500 AND said LIKE 'How long it takes!%'"),
        1
    );
    // Said again, it takes the place of what was said before; of who is content nothing is kept.
    browser.submit(VOTE, &[("useful", "no"), ("missing", "Prices")]);
    app.browser().submit(VOTE, &[("useful", "yes"), ("missing", "nothing")]);
    assert_eq!(database.count("SELECT COUNT(*) FROM missing"), 1);
    assert_eq!(database.count("SELECT COUNT(*) FROM missing WHERE said = 'Prices'"), 1);
    let statuses: Vec<u16> =
        (0..200).map(|n| browser.post(VOTE, &[("useful", "no"), ("missing", &n.to_string())]).status).collect();
    assert!(statuses.contains(&429), "sentences are votes, and bounded as they are");
}
