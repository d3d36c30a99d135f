//! What the pages show.

use super::suite::Fixture;
use support::host::ANNA;
use support::independent_client::{append, letter, look};

pub fn sign_in(fixture: &Fixture) {
    let stranger = fixture.app.browser();
    let answer = stranger.sign_in(ANNA, "wrong horse");
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert_eq!(stranger.get("/spam").status, 303, "nobody is signed in");
    let answer = stranger.sign_in(ANNA, &fixture.host.password);
    assert_eq!((answer.status, answer.location()), (303, "/"), "{}", answer.text());
}

pub fn overview(fixture: &Fixture) {
    fixture.put("INBOX", &["i1"]);
    fixture.put("Spam", &["s1", "s2", "s3"]);
    fixture.put("Trash", &["t1", "t2"]);
    let overview = fixture.anna.page("/").text();
    for amount in ["Inbox 1 message", "Spam 3 messages", "Trash 2 messages"] {
        assert!(overview.contains(amount), "{amount}: {overview}");
    }
}

pub fn quota(fixture: &Fixture) {
    fixture.put("Trash", &["t1"]);
    let overview = fixture.anna.page("/").text();
    assert_eq!(overview.contains(" of 1 MB used"), fixture.has("QUOTA"), "{overview}");
}

pub fn two_pages(fixture: &Fixture) {
    let letters: Vec<_> = (0..60).map(|number| format!("p{number:02}")).collect();
    append(fixture.host, "Spam", &letters.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    let mut expected: Vec<_> = look(fixture.host, "Spam").into_iter().map(|one| one.uid).collect();
    expected.reverse();
    let (first, second) = (fixture.anna.page("/spam"), fixture.anna.page("/spam?page=2"));
    assert_eq!((first.uids().len(), second.uids().len()), (50, 10));
    assert_eq!([first.uids(), second.uids()].concat(), expected);
    assert!(first.links_to("/spam?page=2") && first.text().contains("Letter p59"), "{}", first.text());
}

pub fn sorted_and_found(fixture: &Fixture) {
    let uids = fixture.put("Spam", &["bravo", "charlie", "alpha"]);
    let [bravo, charlie, alpha] = uids[..] else { panic!("{uids:?}") };
    assert_eq!(fixture.anna.page("/spam?sort=subject").uids(), [alpha, bravo, charlie]);
    assert_eq!(fixture.anna.page("/spam?q=charlie").uids(), [charlie]);
    assert_eq!(fixture.anna.page("/spam?q=Letter").uids().len(), 3);
    assert!(fixture.anna.page("/spam?q=%C3%BC").uids().is_empty(), "letters beyond ASCII are a search, not an error");
}

pub fn read(fixture: &Fixture) {
    let uid = fixture.put("Spam", &["s1"])[0];
    let uid_validity = fixture.anna.page("/spam").hidden("uid_validity");
    let message = fixture.anna.page(&format!("/spam/{uid_validity}-{uid}"));
    assert!(message.text().contains("Hello Anna, this is s1."), "{}", message.text());
    let raw = fixture.anna.page(&format!("/spam/{uid_validity}-{uid}/raw"));
    assert_eq!(raw.octets, letter("s1"), "the very octets");
    assert!(look(fixture.host, "Spam")[0].flags.is_empty(), "looking marks nothing");
}
