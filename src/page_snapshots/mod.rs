//! Draws every page with sample data into `target/page_snapshots`, to be looked at, and checks what holds for all of them.

mod admin;
mod fixtures;
mod jobs;
mod login;
mod others;
mod storage;

use crate::cleanup::ConfirmPage;
use crate::i18n::Locales;
use crate::mail::{
    Authentication, Check, Event, Links, ListSnapshot, MailboxName, MailboxSnapshot, Message, Moment, Neighbours,
    Overview, Pictures, Reach, Role, Sort, Step, Storage, Uid, UidSet, UidValidity, View, Wanted,
};
use crate::mailbox::{ConfirmDeletePage, ListPage, Why};
use crate::message::MessagePage;
use crate::overview::OverviewPage;
use crate::web::Folder;
use crate::web::{FlashSentence, FlashText, Layout, RoomNotice, Tone};
use askama::Template;
use std::path::PathBuf;

/// Names with everything a stranger may put into a header.
const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> &amp; {{ 7*7 }} \u{202e}evil";

pub(super) fn layout(here: &'static str) -> Layout {
    Layout {
        l: Locales::load().unwrap().choose("en"),
        brand: "Example Mail".to_owned(),
        support_url: Some("https://example.net/support".to_owned()),
        address: Some("anna.lindqvist@example.net".to_owned()),
        is_known: true,
        here,
        flash: None,
        room: None,
        path: "/spam?page=2&q=<b>".to_owned(),
        jobs: Vec::new(),
        css: "../../static/app.css".to_owned(),
        js: "../../static/app.js".to_owned(),
        icons: "../../static/icons.svg".to_owned(),
        favicon: "../../static/favicon.svg".to_owned(),
    }
}

fn with_flash(here: &'static str, tone: Tone, sentences: &[String]) -> Layout {
    let sentence =
        |text: &String| FlashSentence { key: "flash-rescue-done".to_owned(), count: Some(1), text: text.clone() };
    let undo = (tone == Tone::Good).then(|| ("BwcHBwcHBwcHBwcHBwcHBw".to_owned(), seal()));
    let sentences = sentences.iter().map(sentence).collect();
    Layout { flash: Some(FlashText { tone, sentences, undo }), ..layout(here) }
}

/// Writes a page for looking at, and checks it.
pub(super) fn draw(name: &str, page: &impl Template) -> String {
    let html = page.render().unwrap();
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/page_snapshots");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join(name).with_extension("html"), &html).unwrap();
    assert!(!html.contains("alert(1)</script>"), "{name}: a script of a stranger");
    assert!(!html.contains("<img src=x"), "{name}: a picture of a stranger");
    for forbidden in [" style=", "<style", " onclick=", " onerror=alert(2)>", "javascript:"] {
        assert!(!html.contains(forbidden), "{name}: {forbidden} is against the policy of the page");
    }
    assert_eq!(html.matches("<script").count(), 1, "{name}: only our own script");
    assert_eq!(html.matches("<h1").count(), 1, "{name}: one title");
    html
}

fn uid_validity() -> UidValidity {
    UidValidity::new(1_699_000_123).unwrap()
}

/// As long as a real one.
fn seal() -> String {
    "AAAAAAAAAAAAAAAAAAAAAA".to_owned()
}

fn list(folder: Folder, here: &'static str, rows: Vec<crate::mail::Summary>, total: u32) -> ListPage {
    ListPage {
        layout: layout(here),
        folder: folder.clone(),
        listing: fixtures::listing(folder.role().unwrap_or(Role::Archive), rows, total),
        all: None,
        going: UidSet::default(),
        seal: seal(),
        view: View::default(),
    }
}

#[test]
fn the_overview_is_drawn() {
    let overview =
        |storage, newest_spam| Overview { mailboxes: fixtures::mailboxes(), storage, newest_spam, epochs: Vec::new() };
    let calm = Storage { used: 412_000_000, limit: 2_000_000_000 };
    let newest = fixtures::spam(3);
    let page = |overview| OverviewPage { layout: layout("overview"), overview };
    draw("overview", &page(overview(Some(calm), newest.clone())));
    let tight = Storage { used: 1_930_000_000, limit: 2_000_000_000 };
    draw("overview-tight", &page(overview(Some(tight), newest.clone())));
    draw("overview-over", &page(overview(Some(Storage { used: 2_100_000_000, limit: 2_000_000_000 }), newest)));
    let mut bare =
        Overview { mailboxes: fixtures::mailboxes(), storage: None, newest_spam: Vec::new(), epochs: Vec::new() };
    bare.mailboxes.retain(|mailbox| mailbox.role == Some(Role::Inbox));
    let html = draw("overview-bare", &page(bare));
    assert!(!html.contains("href=\"/spam/empty\""));
    draw("overview-hostile", &page(overview(None, fixtures::hostile(3))));
}

#[test]
fn the_lists_are_drawn_and_fit_through_a_thin_line() {
    let mut spam = list(Folder::Spam, "spam", fixtures::spam(50), 3412);
    spam.listing.page = 2;
    spam.listing.pages = 69;
    let html = draw("spam", &spam);
    assert!(html.len() <= 60_000, "{} octets", html.len());
    assert!(html.contains("name=\"uid\" value=\"") && html.contains("name=\"uid_validity\" value=\"1699000123\""));

    assert!(html.contains("href=\"/spam?all=yes\">Select all 3,412 messages"), "{html}");
    let listed = |query: &str| {
        let (last_uid, query) = (Uid::new(90_412).unwrap(), query.to_owned());
        Some(ListSnapshot { uid_validity: uid_validity(), last_uid, count: 3412, query })
    };
    let mut all = list(Folder::Spam, "spam", fixtures::spam(50), 3412);
    (all.all, all.going) = (listed(HOSTILE), "90411:90412".parse().unwrap());
    all.view.query = HOSTILE.to_owned();
    let notice = |undo: Option<&str>| crate::web::JobNotice {
        id: "BwcHBwcHBwcHBwcHBwcHBw".to_owned(),
        text: "Deleting 2 messages in Spam for good begins in 8 seconds.".to_owned(),
        runs: true,
        is_good: false,
        undo: undo.map(str::to_owned),
    };
    all.layout.jobs = vec![notice(Some("seal")), notice(None)];
    let html = draw("spam-all", &all);
    assert!(html.contains("All 3,412 messages found") && html.contains("name=\"all\" value=\"yes\""), "{html}");
    assert!(!html.contains("name=\"uid\""));

    let mut strange = list(Folder::Spam, "spam", fixtures::hostile(50), 50);
    strange.view = View { page: 1, sort: Sort::Score, query: HOSTILE.to_owned() };
    strange.listing.reach = Reach::Newest(20_000);
    let html = draw("spam-hostile", &strange);
    assert!(html.len() <= 80_000, "{} octets", html.len());

    let folder = Folder::Other(MailboxName::encode("INBOX.Entwürfe/Ämter"), None);
    let html = draw("folder", &list(folder, "folder", fixtures::spam(4), 4));
    assert!(html.contains("formaction=\"/folder/INBOX.Entw%26APw-rfe%2F%26AMQ-mter/restore\""));

    let mut tight = list(Folder::Spam, "spam", fixtures::spam(4), 4);
    let text = "Your mailbox is 97% full: 1.9 GB of 2 GB used. When it is full, new mail is turned away.".to_owned();
    tight.layout.room = Some(RoomNotice { text: text.clone(), is_full: false });
    assert!(draw("spam-tight", &tight).contains("name=\"next\" value=\"/spam?page=2&#38;q=&#60;b&#62;\""));
    tight.layout.room = Some(RoomNotice { text, is_full: true });
    assert!(!draw("spam-full", &tight).contains("/storage/dismiss"));
    draw("spam-few", &list(Folder::Spam, "spam", fixtures::spam(4), 4));
    let said = "3 messages moved to your Inbox. Your mail program will collect them the next time it checks; look for them under their original dates.";
    let mut good = list(Folder::Spam, "spam", fixtures::spam(9), 9);
    good.layout = with_flash("spam", Tone::Good, &[said.to_owned(), "1 message was already gone.".to_owned()]);
    draw("spam-flash", &good);
    let mut nothing = list(Folder::Spam, "spam", Vec::new(), 0);
    nothing.layout = with_flash("spam", Tone::Note, &["There was nothing left to delete.".to_owned()]);
    draw("spam-empty", &nothing);
    let mut search = list(Folder::Spam, "spam", Vec::new(), 0);
    search.view.query = "pharmacy invoice".to_owned();
    search.listing.mailbox.messages = Some(41_200);
    search.listing.reach = Reach::OlderByServer(2000);
    draw("spam-search-nothing", &search);

    let mut trash = list(Folder::Trash, "trash", fixtures::mail(12), 12);
    let refused = "The mail server refused. Nothing was deleted.".to_owned();
    trash.layout = with_flash("trash", Tone::Bad, &[refused]);
    draw("trash", &trash);
    draw("inbox", &list(Folder::Inbox, "inbox", fixtures::mail(30), 30));
    draw("inbox-empty", &list(Folder::Inbox, "inbox", Vec::new(), 0));
}

#[test]
fn links_of_a_list_keep_the_order_and_the_words() {
    let mut page = list(Folder::Spam, "spam", fixtures::spam(50), 3412);
    page.view = View { page: 2, sort: Sort::Size, query: " a&b ".to_owned() };
    page.listing.page = 2;
    page.listing.pages = 69;
    let html = page.render().unwrap();
    assert!(html.contains("51–100 of 3,412"));
    for href in ["/spam?page=3&#38;sort=size&#38;q=a%26b", "/spam?sort=size&#38;q=a%26b", "/spam?q=a%26b"] {
        assert!(html.contains(&format!("href=\"{href}\"")), "{href}");
    }
    assert!(!html.contains("href=\"/spam/empty\""), "emptying is not offered beside search results");
}

#[test]
fn messages_are_drawn() {
    let page = |folder: Folder, mut message: Message| {
        let step = |number| Uid::new(number).map(|uid| Step { uid, page: 2 });
        message.neighbours = Neighbours { previous: step(90_413), next: step(90_411), page: Some(2) };
        let checks = ["spf", "dkim", "dmarc"];
        let check = |method| Check { method, result: "fail".to_owned(), properties: Vec::new() };
        let checks = checks.map(check).to_vec();
        let authentication = Authentication { domain: "dr-weiss.example".to_owned(), confirmed: Some(false), checks };
        MessagePage {
            layout: layout(folder.slug()),
            folder: folder.clone(),
            message,
            seal: seal(),
            authentication: Some(authentication),
            view: View { page: 2, sort: Sort::Size, query: String::new() },
            pictures: Pictures::Own,
            links: if folder == Folder::Spam { Links::Dead } else { Links::Live },
        }
    };
    let html = draw("message-spam", &page(Folder::Spam, fixtures::invoice(Role::Spam)));
    assert!(!html.contains("data-reads"), "reading in Spam marks nothing");
    let html = draw("message-inbox", &page(Folder::Inbox, fixtures::letter()));
    assert!(html.contains("data-reads"));
    let folder = Folder::Other(MailboxName::encode("INBOX.Entwürfe/Ämter"), None);
    let html = draw("message-folder", &page(folder, fixtures::letter()));
    assert!(html.contains("formaction=\"/folder/INBOX.Entw%26APw-rfe%2F%26AMQ-mter/delete\""));
    draw("message-trash", &page(Folder::Trash, fixtures::invoice(Role::Trash)));
    let html = draw("message-hostile", &page(Folder::Spam, fixtures::hostile_message()));
    assert!(html.contains("&#60;script&#62;"));
    let answer = MessagePage { authentication: None, ..page(Folder::Inbox, fixtures::answer()) };
    let html = draw("message-answer", &answer);
    assert_eq!(html.matches("<details>").count(), 1, "the long quote is folded, the short one is not");
    assert!(html.contains("Writes to you often"), "{html}");
    assert_eq!(html.matches("rel=\"noopener noreferrer nofollow\" target=\"_blank\"").count(), 3);
    draw("message-caution", &page(Folder::Inbox, fixtures::odd_sender(Role::Inbox)));
    let html = draw("message-caution-spam", &page(Folder::Spam, fixtures::odd_sender(Role::Spam)));
    assert!(!html.contains("href=\"https://account-verify"), "nothing in Spam is a link");
    draw("message-nothing", &page(Folder::Inbox, fixtures::nothing()));
    let forged = draw("message-forged", &page(Folder::Inbox, fixtures::newsletter(Role::Inbox)));
    assert!(forged.contains("only claims to come from") && !forged.contains("Writes to you"));
    assert!(!forged.contains("value=\"sender\""), "nobody lets in the pictures of whoever forges an address");
    let newsletter = fixtures::unwrapped(fixtures::newsletter(Role::Inbox));
    let html = draw("message-newsletter", &MessagePage { authentication: None, ..page(Folder::Inbox, newsletter) });
    assert!(
        html.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"") && html.contains("value=\"sender\"")
    );
    let html = draw("message-newsletter-spam", &page(Folder::Spam, fixtures::newsletter(Role::Spam)));
    assert!(!html.contains("/images"), "nothing out of Spam is ever loaded");
}

#[test]
fn an_appointment_is_told_by_the_clocks_it_was_made_by() {
    let day = |day: i8| jiff::civil::date(2026, 12, day);
    let local = |d: i8, hour: i8, zone: &str| {
        let zone = Some(zone.to_owned()).filter(|zone| !zone.is_empty());
        Some(Moment::Local { at: day(d).at(hour, 0, 0, 0), zone })
    };
    // Told by this machine's clocks.
    let (at, l) = ("2026-12-01T08:00:00Z".parse().unwrap(), layout("inbox").l);
    let instant = Some(Moment::Instant(at));
    let zone = l.zone().map(|zone| format!(" (time zone {zone})")).unwrap_or_default();
    let here: String = (l.moment(&at) + &zone).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
    for (starts, ends, wanted) in [
        (
            local(1, 14, "Europe/Berlin"),
            local(1, 15, "Europe/Berlin"),
            "Tuesday 1 December 2026, 14:00 – 15:00 (time zone Europe/Berlin)",
        ),
        (local(1, 14, ""), None, "Tuesday 1 December 2026, 14:00"),
        (local(1, 22, ""), local(2, 6, ""), "Tuesday 1 December 2026, 22:00 – Wednesday 2 December 2026, 06:00"),
        (
            local(1, 10, "Europe/Berlin"),
            local(1, 12, "America/New_York"),
            "Tuesday 1 December 2026, 10:00 (time zone Europe/Berlin) – Tuesday 1 December 2026, 12:00 (time zone America/New_York)",
        ),
        (instant.clone(), None, &here),
        (Some(Moment::Day(day(1))), Some(Moment::Day(day(3))), "1 Dec 2026 – 3 Dec 2026"),
        (Some(Moment::Day(day(1))), None, "1 Dec 2026"),
    ] {
        let event = Event { starts, ends, ..Event::default() };
        let message = Message { events: vec![event], ..fixtures::letter() };
        let html = MessagePage {
            layout: layout("inbox"),
            folder: Folder::Inbox,
            message,
            seal: seal(),
            authentication: None,
            view: View::default(),
            pictures: Pictures::Own,
            links: Links::Live,
        };
        let html: String = html.render().unwrap().chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
        assert!(html.contains(&format!("<dt>When</dt><dd><bdi>{wanted}</bdi>")), "{wanted} in {html}");
    }
}

#[test]
fn the_question_before_emptying_is_drawn() {
    let seen = MailboxSnapshot {
        uid_validity: uid_validity(),
        last_uid: Uid::new(90_412),
        count: 412,
        left_out: UidSet::default(),
    };
    let page = |folder: Folder, seen, size| ConfirmPage {
        layout: layout(folder.slug()),
        folder,
        seen,
        seal: seal(),
        marked: 0,
        grace: 10,
        size,
    };
    let html = draw("confirm-spam", &page(Folder::Spam, seen.clone(), Some(38_400_000)));
    for field in [
        "name=\"uid_validity\" value=\"1699000123\"",
        "name=\"last_uid\" value=\"90412\"",
        "name=\"count\" value=\"412\"",
    ] {
        assert!(html.contains(field), "{field}");
    }
    draw("confirm-trash", &page(Folder::Trash, MailboxSnapshot { count: 1, ..seen.clone() }, None));
    let nothing = MailboxSnapshot { last_uid: None, count: 0, ..seen };
    let html = draw("confirm-nothing", &page(Folder::Spam, nothing, None));
    assert!(!html.contains("formaction") && !html.contains("action=\"/spam/empty\""));
}

#[test]
fn the_question_before_chosen_messages_are_deleted_is_drawn() {
    let page = |folder: Folder, uids: &[u32]| ConfirmDeletePage {
        layout: layout(folder.slug()),
        wanted: Wanted::Chosen(uid_validity(), uids.iter().filter_map(|&uid| Uid::new(uid)).collect()),
        grace: 10,
        seal: seal(),
        next: HOSTILE.to_owned(),
        rows: HOSTILE.to_owned(),
        back: "/spam?page=2".to_owned(),
        why: if folder == Folder::Inbox { Why::NoRoomInTrash } else { Why::Chosen },
        folder,
    };
    let html = draw("ask-full", &page(Folder::Inbox, &[7]));
    assert!(
        html.contains("so full that the mail server refused") && html.contains("action=\"/inbox/delete-for-good\""),
        "{html}"
    );
    let html = draw("ask-spam", &page(Folder::Spam, &[7, 9, 412]));
    assert!(html.contains("Delete these 3 messages for good?") && html.contains("action=\"/spam/delete\""), "{html}");
    assert_eq!(html.matches("name=\"uid\"").count(), 3);
    let html = draw("ask-trash", &page(Folder::Trash, &[7]));
    assert!(html.contains("Delete this message for good?"), "{html}");
}

#[test]
fn style_script_and_drawings_stay_small() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("static");
    let sizes = ["app.css", "app.js", "icons.svg"].map(|file| std::fs::read(root.join(file)).unwrap().len());
    assert!(sizes.iter().sum::<usize>() <= 40_000, "{sizes:?}");
}

#[test]
fn every_drawing_that_is_used_exists() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let icons = std::fs::read_to_string(root.join("static/icons.svg")).unwrap();
    let mut pages = Vec::new();
    for dir in std::fs::read_dir(root.join("templates")).unwrap().map(|entry| entry.unwrap().path()) {
        let files =
            if dir.is_dir() { std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect() } else { vec![dir] };
        pages.extend(files.into_iter().map(|file| std::fs::read_to_string(file).unwrap()));
    }
    let mut names = vec!["overview", "inbox", "spam", "trash", "help"];
    for page in &pages {
        names.extend(page.split("icon::of(layout.icons, \"").skip(1).filter_map(|rest| rest.split('"').next()));
    }
    for name in names {
        assert!(icons.contains(&format!("id=\"{name}\"")), "static/icons.svg has no {name}");
    }
}
