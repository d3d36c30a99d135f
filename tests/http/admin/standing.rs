//! What is shown of how things stand, and what is not.

use super::{PASSWORD, pages_at, signed_in, with_admin};
use support::database::Database;
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, closed_port};
use support::launcher::Launcher;

#[test]
fn failed_sign_ins_are_counted_by_kind_and_domain_and_nobody_is_named() {
    let dovecot = Dovecot::start(Options::default());
    let (launcher, port) = with_admin(Launcher::before(&dovecot), "");
    let mut app = launcher.start();
    for _ in 0..3 {
        assert_eq!(app.try_login(ANNA, "Wrong-Sesame-4711").status, 401);
    }
    assert_eq!(app.try_login("ben@EXAMPLE.org", "Wrong-Sesame-4711").status, 401);
    assert_eq!(app.try_login("ben@elsewhere.example", "x").status, 422);
    assert_eq!(app.try_login("ben@third.example", "x").status, 422);
    assert_eq!(app.try_login("ben", "x").status, 422);
    let vote = "/help/pop-and-imap/vote";
    let said = format!("I am {ANNA}, and <b>nothing</b> about colours");
    app.browser().post(vote, &[("useful", "no"), ("missing", &said)]);
    app.browser().post("/help/mailbox-full/vote", &[("useful", "yes")]);
    // Whoever looks after the site reads mail in the same browser.
    let owner = app.login();
    let pages = pages_at(port);
    let admin = pages.post("/admin/login", "", &[("password", PASSWORD)]).cookie("admin").unwrap();
    let page = pages.get("/admin", &format!("{owner}; {admin}"));
    let text = page.text();
    for told in [
        "wrong password example.org 4",
        "a domain that is not here another, or none 2",
        "no @ in the address another, or none 1",
        "It answers, since",
        "QUOTA",
        "I am (address) and <b>nothing</b> about colours",
        "Nothing is under way.",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let local = ANNA.split('@').next().unwrap();
    for name in [ANNA, local, "ben", "elsewhere.example", "third.example", "Wrong-Sesame"] {
        assert!(!page.body.contains(name), "{name}: {text}");
    }
    assert!(!page.body.replace("no @ in the address", "").contains('@'), "{text}");
    app.stop();
    let database = Database::at(app.database());
    assert_eq!(database.count("SELECT COUNT(*) FROM sign_in_failure"), 3);
    assert_eq!(database.count("SELECT COUNT(*) FROM sign_in_failure WHERE domain NOT IN ('', 'example.org')"), 0);
}

#[test]
fn a_mail_server_that_is_away_is_told_and_holds_nobody_up() {
    let (launcher, port) = with_admin(Launcher::before(closed_port()), "");
    let app = launcher.start();
    assert_eq!(app.try_login(ANNA, "x").status, 502);
    let page = signed_in(&pages_at(port)).page("/admin");
    let text = page.text();
    assert!(
        text.contains("It has not answered since") && text.contains("the mail server did not answer example.org 1"),
        "{text}"
    );
}
