//! How full the mailbox is: told exactly, in the units hosts use, and again after each deed that makes room.

use support::client::{Answer, between, emptying, pairs};
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, letter};
use support::launcher::TestApp;

const MIB: u64 = 1024 * 1024;

fn dovecot(quota_bytes: Option<u64>) -> Dovecot {
    Dovecot::start(Options { quota_bytes, ..Options::default() })
}

fn large(mailbox: &str, octets: u64) -> Delivery {
    let line = [&[b'x'; 1022][..], b"\r\n"].concat();
    Delivery::new(mailbox, [letter("large"), line.repeat(octets as usize / 1024)].concat())
}

/// Returns how full the overview says the mailbox is, and the value of its bar.
fn figure(overview: &Answer) -> (String, String) {
    let room = between(&overview.body, "<h2 id=\"room\">", "</section>").unwrap();
    let figure = between(room, "<p class=\"figure\">", "</p>").unwrap();
    let figure: String = figure.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
    (figure, between(room, " max=\"100\" value=\"", "\"").unwrap().to_owned())
}

#[test]
fn the_overview_tells_used_and_allowed_as_hosts_count_them_and_never_rounds_up_to_full() {
    for (used, figures, bar, words) in [
        (186 * MIB / 10, "18.6 MB of 20 MB used (93%)", "93", "Your mailbox is nearly full."),
        (20 * MIB - 10_000, "19.9 MB of 20 MB used (99%)", "99", "Your mailbox is nearly full."),
        (5 * MIB + 2000, "5 MB of 20 MB used (25%)", "25", "14.9 MB free."),
    ] {
        let dovecot = dovecot(Some(20 * MIB));
        dovecot.deliver_many(ANNA, &[large("INBOX", used)]);
        let app = TestApp::start(&dovecot);
        let page = app.anna().page("/");
        assert_eq!(figure(&page), (figures.to_owned(), bar.to_owned()));
        assert!(page.text().contains(words), "{}", page.text());
    }
}

#[test]
fn deleting_for_good_and_emptying_say_how_full_the_mailbox_is_now() {
    let dovecot = dovecot(Some(MIB));
    let mail = |mailbox: &'static str| [300, 200, 100].map(|kib| large(mailbox, kib * 1024));
    dovecot.deliver_many(ANNA, &[mail("Trash"), mail("Spam")].concat());
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let said = |page: &Answer| {
        let flash = page.flash();
        let now = between(&flash, "Your mailbox is now ", " used.").unwrap_or_else(|| panic!("{flash}"));
        let (percent, used) = now.split_once("% full: ").unwrap();
        format!("{used} used ({percent}%)")
    };
    let mut before = String::new();
    let list = anna.page("/trash");
    let deeds: [&dyn Fn() -> Answer; 3] = [
        &|| anna.tick("/trash/delete", &list, &[1]),
        &|| anna.submit("/trash/empty", &pairs(&emptying(&anna.page("/trash/empty")))),
        &|| anna.submit("/spam/empty", &pairs(&emptying(&anna.page("/spam/empty")))),
    ];
    for deed in deeds {
        let now = said(&deed());
        assert_eq!(now, figure(&anna.page("/")).0);
        assert_ne!(now, before);
        before = now;
    }
    // What moves nothing out of the mailbox says nothing of it.
    deliver(&dovecot, "Spam", &["a"]);
    let list = anna.page("/spam");
    let rescued = anna.tick("/spam/rescue", &list, &list.uids());
    assert!(!rescued.flash().contains("Your mailbox is now"), "{}", rescued.flash());
}

#[test]
fn without_a_quota_nothing_is_said_of_how_full_the_mailbox_is() {
    let dovecot = dovecot(None);
    deliver(&dovecot, "Trash", &["a", "b"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let list = anna.page("/trash");
    let deleted = anna.tick("/trash/delete", &list, &[1]);
    let emptied = anna.submit("/trash/empty", &pairs(&emptying(&anna.page("/trash/empty"))));
    for (page, done) in [(deleted, "flash-delete-done"), (emptied, "flash-empty-done")] {
        let flash = page.flash();
        assert_eq!(page.told(done), Some(1), "{flash}");
        assert!(!flash.contains("Your mailbox is now"), "{flash}");
    }
}

#[test]
fn what_goes_from_the_inbox_to_trash_is_said_to_take_up_room_until_trash_is_emptied() {
    let dovecot = dovecot(Some(MIB));
    dovecot.deliver_many(ANNA, &[large("INBOX", 500 * 1024), large("INBOX", 490 * 1024)]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let overview = anna.page("/").text();
    assert!(overview.contains("That frees no room until you empty Trash."), "{overview}");
    let list = anna.page("/inbox?sort=size");
    let next = anna.tick("/inbox/delete", &list, &list.uids()[..1]);
    assert_eq!(next.told("flash-trash-done"), Some(1), "{}", next.flash());
    assert!(next.flash().contains("until Trash is emptied"), "{}", next.flash());
}
