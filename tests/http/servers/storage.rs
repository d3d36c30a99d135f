//! Where the room went, every folder, and keeping Spam clean.

use super::suite::Fixture;
use crate::storage::{counted, press, row};
use support::client::between;

pub fn where_the_room_went(fixture: &Fixture) {
    fixture.put("Spam", &["s1", "s2", "s3"]);
    fixture.put("Trash", &["t1"]);
    let page = counted(&fixture.anna);
    let spam = row(&page, "Spam</bdi></a></th>");
    assert!(spam.contains("Messages: </span>3</td>") && spam.contains("(frees 1 kB)"), "{spam}");
    let large = row(&page, ">Letter s2</bdi>");
    let next = press(&fixture.anna, large);
    assert_eq!(next.told("flash-delete-done"), Some(1), "{}", next.flash());
    assert_eq!(fixture.names("Spam"), ["s1", "s3"]);
    let next = counted(&fixture.anna);
    assert!(!next.body.contains(">Letter s2</bdi>") && next.body.contains(">Letter s3</bdi>"), "{}", next.text());
    assert!(row(&next, "Spam</bdi></a></th>").contains("Messages: </span>2</td>"), "{}", next.text());
}

pub fn every_folder(fixture: &Fixture) {
    let overview = fixture.anna.page("/");
    let others: Vec<String> = overview.links().into_iter().filter(|link| link.starts_with("/folder/")).collect();
    assert!(!others.is_empty(), "{}", overview.text());
    for path in others {
        let page = fixture.anna.page(&path);
        assert!(page.text().contains("Your mail program does not see this folder."), "{path}: {}", page.text());
    }
}

pub fn kept_clean(fixture: &Fixture) {
    fixture.put("Spam", &["a", "b"]);
    fixture.anna.page("/");
    let preview = fixture.anna.page("/storage/clean?box=spam&days=7");
    assert!(preview.text().contains("Nothing goes now."), "what has just come is not due: {}", preview.text());
    let clock = if fixture.has("SAVEDATE") { "Your mail server tells us when" } else { "does not tell us when" };
    assert!(preview.text().contains(clock), "{}", preview.text());
    let form = between(&preview.body, "<form class=\"verbs\"", "</form>").unwrap();
    let token = between(form, "name=\"preview\" value=\"", "\"").unwrap();
    let page = fixture.anna.submit("/storage/clean", &[("box", "spam"), ("days", "7"), ("preview", token)]);
    assert!(page.text().contains("On. Messages go when they have been here for 7 days."), "{}", page.text());
    let page = fixture.anna.submit("/storage/clean", &[("box", "spam"), ("days", "0")]);
    assert!(page.text().contains("Off. Nothing goes by itself."), "{}", page.text());
    assert_eq!(fixture.names("Spam"), ["a", "b"]);
}
