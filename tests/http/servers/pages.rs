//! What the pages show.

use super::suite::Scene;
use support::host::ANNA;
use support::independent_client::{append, letter, look};

pub fn sign_in(scene: &Scene) {
    let stranger = scene.app.browser();
    let answer = stranger.sign_in(ANNA, "wrong horse");
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert_eq!(stranger.get("/spam").status, 303, "nobody is signed in");
    let answer = stranger.sign_in(ANNA, &scene.host.password);
    assert_eq!((answer.status, answer.location()), (303, "/"), "{}", answer.text());
}

pub fn overview(scene: &Scene) {
    scene.put("INBOX", &["i1"]);
    scene.put("Spam", &["s1", "s2", "s3"]);
    scene.put("Trash", &["t1", "t2"]);
    let overview = scene.anna.page("/").text();
    for amount in ["Inbox 1 message", "Spam 3 messages", "Trash 2 messages"] {
        assert!(overview.contains(amount), "{amount}: {overview}");
    }
}

pub fn quota(scene: &Scene) {
    scene.put("Trash", &["t1"]);
    let overview = scene.anna.page("/").text();
    assert_eq!(overview.contains(" of 1 MB used"), scene.has("QUOTA"), "{overview}");
}

pub fn two_pages(scene: &Scene) {
    let letters: Vec<_> = (0..60).map(|number| format!("p{number:02}")).collect();
    append(scene.host, "Spam", &letters.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    let mut expected: Vec<_> = look(scene.host, "Spam").into_iter().map(|one| one.uid).collect();
    expected.reverse();
    let (first, second) = (scene.anna.page("/spam"), scene.anna.page("/spam?page=2"));
    assert_eq!((first.uids().len(), second.uids().len()), (50, 10));
    assert_eq!([first.uids(), second.uids()].concat(), expected);
    assert!(first.links_to("/spam?page=2") && first.text().contains("Letter p59"), "{}", first.text());
}

pub fn sorted_and_found(scene: &Scene) {
    let uids = scene.put("Spam", &["bravo", "charlie", "alpha"]);
    let [bravo, charlie, alpha] = uids[..] else { panic!("{uids:?}") };
    assert_eq!(scene.anna.page("/spam?sort=subject").uids(), [alpha, bravo, charlie]);
    assert_eq!(scene.anna.page("/spam?q=charlie").uids(), [charlie]);
    assert_eq!(scene.anna.page("/spam?q=Letter").uids().len(), 3);
    assert!(scene.anna.page("/spam?q=%C3%BC").uids().is_empty(), "letters beyond ASCII are a search, not an error");
}

pub fn read(scene: &Scene) {
    let uid = scene.put("Spam", &["s1"])[0];
    let epoch = scene.anna.page("/spam").hidden("uid_validity");
    let message = scene.anna.page(&format!("/spam/{epoch}-{uid}"));
    assert!(message.text().contains("Hello Anna, this is s1."), "{}", message.text());
    let raw = scene.anna.page(&format!("/spam/{epoch}-{uid}/raw"));
    assert_eq!(raw.octets, letter("s1"), "the very octets");
    assert!(look(scene.host, "Spam")[0].flags.is_empty(), "looking marks nothing");
}
