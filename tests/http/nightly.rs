//! Every night folders are cleaned through a master user, while their owners are not there: of those who switched it on, and nobody else.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use support::client::{Browser, between};
use support::database::Database;
use support::dovecot::{Delivery, Dovecot, Options};
use support::independent_client::letter;
use support::launcher::{TestApp, command};
use support::wait::until;

const DAY: i64 = 24 * 3600;
const USERS: [&str; 3] = ["anna@example.org", "ben@example.org", "carla@example.org"];
const MASTER: &str = "secret of the night";

/// A Dovecot with a master user, and what it reads the master's password from.
fn dovecot(folder: &Path) -> Dovecot {
    let masters = folder.join("masters");
    std::fs::write(&masters, format!("postern:{{PLAIN}}{MASTER}\n")).unwrap();
    let extra = format!(
        "auth_master_user_separator = *\npassdb {{\n  driver = passwd-file\n  args = {}\n  master = yes\n}}\n",
        masters.display()
    );
    let users = USERS.map(|user| (user.to_owned(), format!("the password of {user}"))).into();
    std::os::unix::fs::PermissionsExt::set_mode(&mut std::fs::metadata(&masters).unwrap().permissions(), 0o644);
    Dovecot::start(Options { users, hide_capabilities: vec!["SAVEDATE"], extra, ..Options::default() })
}

fn app(dovecot: &Dovecot, folder: &Path) -> TestApp {
    let file = folder.join("master.password");
    std::fs::write(&file, format!("{MASTER}\n")).unwrap();
    TestApp::configured(
        dovecot,
        &format!("[server.master]\nuser = \"postern\"\npassword_file = \"{}\"\n", file.display()),
    )
}

fn sign_in(app: &TestApp, dovecot: &Dovecot, user: &str) -> Browser {
    let browser = app.browser();
    assert_eq!(browser.sign_in(user, dovecot.password(user)).status, 303);
    browser
}

/// Switches it on for Spam, and makes it so that the first so many messages there have been seen 40 days ago.
fn switch_on(app: &TestApp, dovecot: &Dovecot, user: &str, old: u32) -> Browser {
    let browser = sign_in(app, dovecot, user);
    let preview = browser.page("/storage/clean?box=spam&days=30");
    assert!(preview.text().contains("We look every night"), "{}", preview.text());
    let form = between(&preview.body, "<form class=\"verbs\"", "</form>").unwrap();
    let token = between(form, "name=\"preview\" value=\"", "\"").unwrap();
    browser.submit("/storage/clean", &[("box", "spam"), ("days", "30"), ("preview", token)]);
    let validity = browser.page("/spam").hidden("uid_validity");
    let (now, next) = (jiff::Timestamp::now().as_second(), old + 1);
    let marks = format!("[[{},{next}],[{},{next}]]", now - 40 * DAY, now - DAY);
    // "Spam", as octets.
    let seen =
        format!("{{\"mailbox\":[83,112,97,109],\"uid_validity\":{validity},\"anew_at\":null,\"marks\":{marks}}}");
    Database::at(app.database()).run(&format!(
        "UPDATE retention SET seen = '{seen}', run_at = {} WHERE folder = 'spam' AND days > 0 AND run_at > {}",
        DAY,
        2 * DAY
    ));
    browser
}

fn clean(app: &TestApp) -> Command {
    let mut command = command(app.dir(), &[("POSTERN__JOBS__GRACE_SECONDS", "10"), ("RUST_LOG", "warn")]);
    command.args(["clean", "--config", "postern.toml"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

fn fill(dovecot: &Dovecot, count: usize) {
    for user in USERS {
        let mail: Vec<_> = (0..count).map(|n| Delivery::new("Spam", letter(&format!("m{n:04}")))).collect();
        dovecot.deliver_many(user, &mail);
    }
}

fn left(dovecot: &Dovecot, user: &str) -> Vec<String> {
    let mut imap = dovecot.imap(user);
    imap.command("EXAMINE Spam").unwrap();
    let reply = imap.command("UID FETCH 1:* (BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])").unwrap();
    let text: Vec<u8> = reply.untagged.concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut names: Vec<_> =
        text.split("Message-ID: <").skip(1).map(|rest| rest.split(['@', '>']).next().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_folders_of_all_who_switched_it_on_are_cleaned_and_of_nobody_else_and_who_is_signed_in_notices_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dovecot = dovecot(folder.path());
    fill(&dovecot, 5);
    let app = app(&dovecot, folder.path());
    let [anna, _] = ["anna@example.org", "ben@example.org"].map(|user| switch_on(&app, &dovecot, user, 3));
    anna.page("/inbox");
    let output = clean(&app).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(told(&output), format!("owners: 2\nmessages: 6\noctets: {}\nfailed: 0\n", 6 * letter("m0000").len()));
    assert_eq!(
        [
            left(&dovecot, "anna@example.org").len(),
            left(&dovecot, "ben@example.org").len(),
            left(&dovecot, "carla@example.org").len()
        ],
        [2, 2, 5]
    );
    let page = anna.page("/spam");
    assert_eq!((page.uids(), page.flash()), (vec![5, 4], String::new()));
    assert!(!page.body.contains("data-notice"), "no page speaks of it");
    assert!(anna.page("/storage/clean").text().contains("3 messages went"));
    let again = clean(&app).output().unwrap();
    assert!(told(&again).starts_with("owners: 0\n"), "once a night: {}", told(&again));
    if app.database().starts_with("sqlite:") {
        let clear = "SELECT count(*) FROM retention WHERE hex(address) LIKE '%' || hex('example') || '%'";
        let database = Database::at(app.database());
        assert_eq!(database.count(clear), 0, "the database alone does not say whose folders are cleaned");
        assert_eq!(database.count("SELECT count(*) FROM retention WHERE length(address) > 40"), 2);
    }
}

#[test]
fn one_process_does_it_at_a_time_and_a_master_who_is_not_let_in_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dovecot = dovecot(folder.path());
    fill(&dovecot, 3);
    let app = app(&dovecot, folder.path());
    switch_on(&app, &dovecot, "anna@example.org", 2);
    let database = Database::at(app.database());
    let soon = jiff::Timestamp::now().as_second() + 100;
    database.run(&format!("INSERT INTO lease (name, holder, until) VALUES ('retention', 'another', {soon})"));
    let output = clean(&app).output().unwrap();
    assert_eq!((output.status.code(), told(&output).as_str()), (Some(1), "another process is at it\n"));
    database.run("DELETE FROM lease");
    // Dovecot lets another master in now: what is sealed under the old password says nothing any more.
    std::fs::write(folder.path().join("master.password"), "wrong\n").unwrap();
    let output = clean(&app).output().unwrap();
    assert!(!output.status.success() && told(&output).contains("failed: 1"), "{}", told(&output));
    assert_eq!(left(&dovecot, "anna@example.org").len(), 3);
}

#[test]
fn a_run_that_is_killed_at_any_moment_takes_nothing_that_is_not_due_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let dovecot = dovecot(folder.path());
    fill(&dovecot, 400);
    let app = app(&dovecot, folder.path());
    for user in USERS {
        switch_on(&app, &dovecot, user, 300);
    }
    for round in 0..30_u64 {
        let mut process = clean(&app).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(40 + round * 17 % 160));
        let _ = process.kill();
        let _ = process.wait();
        for user in USERS {
            let left = left(&dovecot, user);
            let kept: Vec<_> = (300..400).map(|n| format!("m{n:04}")).collect();
            assert!(left.ends_with(&kept), "{user}: {left:?}");
        }
        // The lease of the one that was killed.
        Database::at(app.database()).run("DELETE FROM lease");
    }
    // A job that a kill has left open is gone on with as soon as somebody is there who may.
    for user in USERS {
        let browser = sign_in(&app, &dovecot, user);
        browser.page("/");
    }
    Database::at(app.database()).run("UPDATE retention SET checked_at = 0, run_at = 1000000");
    let output = clean(&app).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    until("all is cleaned", || USERS.iter().all(|user| left(&dovecot, user).len() == 100));
}
