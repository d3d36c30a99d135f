//! A mailbox in which nothing more goes: each way of making room works there, and frees what it says.

use support::client::{Answer, Browser, between, choice, emptying, pairs, taking_all, texts};
use support::database::Database;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{letter, names};
use support::launcher::TestApp;
use support::wait::until;

const MIB: u64 = 1 << 20;

fn large(mailbox: &str, octets: u64) -> Delivery {
    let line = [&[b'x'; 1022][..], b"\r\n"].concat();
    Delivery::new(mailbox, [letter("large"), line.repeat(octets as usize / 1024)].concat())
}

/// A Dovecot on which `fill` per cent of four megabytes are used. `rule` is one more quota rule.
fn full(fill: u64, hidden: &[&'static str], rule: &str) -> Dovecot {
    let options = Options {
        quota_bytes: Some(4 * MIB),
        hide_capabilities: hidden.to_vec(),
        extra: rule.to_owned(),
        ..Options::default()
    };
    let dovecot = Dovecot::start(options);
    let each = 4 * MIB * fill / 100 / 4;
    dovecot.deliver_many(ANNA, &["INBOX", "INBOX", "Spam", "Trash"].map(|mailbox| large(mailbox, each)));
    dovecot.deliver_many(ANNA, &[Delivery::new("INBOX", letter("small"))]);
    dovecot
}

/// Asks the server itself for the kilobytes that are used.
fn used(dovecot: &Dovecot) -> u64 {
    let told = dovecot.doveadm(&["-f", "flow", "quota", "get", "-u", ANNA]);
    let line = told.lines().find(|line| line.contains("Type=STORAGE")).unwrap_or_else(|| panic!("{told}"));
    between(line, "Value=", " ").unwrap().parse().unwrap()
}

/// Does something, and makes sure that the page tells exactly what it frees.
fn frees(dovecot: &Dovecot, deed: impl FnOnce() -> Answer) {
    let before = used(dovecot);
    let page = deed();
    let freed = before - used(dovecot);
    let said = page.flash();
    let told = between(&said, "That frees ", ". Your mailbox").unwrap_or_else(|| panic!("{said}")).to_owned();
    let octets = freed * 1024;
    let near = [octets.saturating_sub(1024), octets, octets + 1024].map(size);
    assert!(near.contains(&told), "{told} is told, {freed} kB went");
    let now = used(dovecot) * 100 / 4096;
    assert!(said.contains(&format!("Your mailbox is now {now}% full")), "{now}: {said}");
}

fn size(octets: u64) -> String {
    if octets.div_ceil(1024) < 1024 {
        return format!("{} kB", octets.div_ceil(1024));
    }
    let tenths = (octets * 10 + MIB / 2) / MIB;
    if tenths.is_multiple_of(10) {
        format!("{} MB", tenths / 10)
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

fn delete_for_good(anna: &Browser, path: &str) -> Answer {
    let list = anna.page(path);
    let verb = if path == "/inbox" { "/inbox/delete-for-good" } else { "/trash/delete" };
    anna.tick(verb, &list, &[list.uids()[0]])
}

#[test]
fn at_a_hundred_per_cent_and_beyond_everything_that_makes_room_works_and_says_what_it_frees() {
    // With a rule of its own for Trash, too.
    let trash = "plugin {\n  quota_rule2 = Trash:storage=+10%%\n}\n";
    for (fill, rule) in [(100, ""), (103, ""), (100, trash), (103, trash)] {
        let dovecot = full(fill, &[], rule);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let page = anna.page("/storage");
        assert!(page.text().contains("Your mailbox is full, and new mail may be turned away."), "{}", page.text());
        frees(&dovecot, || delete_for_good(&anna, "/inbox"));
        frees(&dovecot, || delete_for_good(&anna, "/trash"));
        frees(&dovecot, || anna.submit("/spam/empty", &pairs(&emptying(&anna.page("/spam/empty")))));
        let all = anna.page("/inbox?all=yes");
        frees(&dovecot, || anna.submit("/inbox/delete-for-good", &pairs(&taking_all(&all))));
        assert!(names(&dovecot, "INBOX").is_empty());
    }
}

#[test]
fn where_the_move_to_trash_is_refused_deleting_for_good_is_offered_in_one_step() {
    // Without MOVE it is a COPY, for which there is no room.
    for (fill, hidden, rule) in [(100, &["MOVE"][..], ""), (103, &["MOVE"], ""), (100, &["MOVE", "UIDPLUS"], "")] {
        let dovecot = full(fill, hidden, rule);
        let app = TestApp::start(&dovecot);
        let anna = app.anna();
        let list = anna.page("/inbox");
        let uid = *list.uids().last().unwrap();
        let asked = anna.post("/inbox/delete", &choice(&list.hidden("uid_validity"), &texts(&[uid])));
        assert_eq!(asked.status, 200, "{}", asked.text());
        assert!(asked.text().contains("so full that the mail server refused"), "{}", asked.text());
        assert_eq!(names(&dovecot, "INBOX").len(), 3, "nothing is deleted before somebody says so");
        let form = between(&asked.body, "<form class=\"verbs\"", "</form>").unwrap();
        assert!(
            form.contains("action=\"/inbox/delete-for-good\"")
                && form.contains(&format!("name=\"uid\" value=\"{uid}\"")),
            "{form}"
        );
        let seal = between(form, "name=\"seal\" value=\"", "\"").unwrap();
        let validity = between(form, "name=\"uid_validity\" value=\"", "\"").unwrap();
        let uid = uid.to_string();
        let fields = [("uid_validity", validity), ("seal", seal), ("uid", uid.as_str())];
        frees(&dovecot, || anna.submit("/inbox/delete-for-good", &fields));
        assert_eq!(names(&dovecot, "INBOX").len(), 2);
    }
}

#[test]
fn where_all_of_a_list_does_not_fit_into_trash_the_question_is_about_all_of_it() {
    let dovecot = full(103, &["MOVE"], "");
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let asked = anna.post("/inbox/delete", &pairs(&taking_all(&anna.page("/inbox?all=yes"))));
    assert!(asked.text().contains("Delete these 3 messages for good?"), "{}", asked.text());
    let form = between(&asked.body, "<form class=\"verbs\"", "</form>").unwrap();
    let mut fields = vec![("uid_validity", asked.hidden("uid_validity")), ("seal", asked.hidden("seal"))];
    fields.extend(
        form.split("name=\"uid\" value=\"").skip(1).map(|rest| ("uid", rest.split('"').next().unwrap().to_owned())),
    );
    frees(&dovecot, || anna.submit("/inbox/delete-for-good", &pairs(&fields)));
    assert!(names(&dovecot, "INBOX").is_empty());
}

#[test]
fn long_work_that_finds_no_room_in_trash_offers_to_delete_for_good() {
    let dovecot = full(103, &["MOVE"], "");
    let app = TestApp::with(&dovecot, &[("JOBS__FROM", "0")]);
    let anna = app.anna();
    let list = anna.page("/inbox");
    let job = anna.post("/inbox/delete", &choice(&list.hidden("uid_validity"), &texts(&list.uids())));
    let page = crate::jobs::ended(&anna, job.location());
    assert!(page.text().contains("You can delete for good instead."), "{}", page.text());
    let form = between(&page.body, "action=\"/inbox/delete-for-good/confirm\">", "</form>").unwrap().to_owned();
    let value = |name: &str| between(&form, &format!("name=\"{name}\" value=\""), "\"").unwrap().to_owned();
    let fields = [("uid_validity", value("uid_validity")), ("seal", value("seal")), ("uids", value("uids"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let asked = anna.post("/inbox/delete-for-good/confirm", &fields);
    assert!(asked.text().contains("Delete these 3 messages for good?"), "{}", asked.text());
    let job = anna.post("/inbox/delete-for-good", &fields);
    let end = crate::jobs::ended(&anna, job.location());
    assert!(end.text().contains("Your mailbox is now 51% full"), "{}", end.text());
    assert!(!end.text().contains("Your mailbox is full"), "no page says both: {}", end.text());
    assert!(!anna.page("/inbox").text().contains("Your mailbox is full"));
    assert!(names(&dovecot, "INBOX").is_empty());
}

#[test]
fn every_page_warns_of_a_nearly_full_mailbox_until_that_is_put_away_and_of_a_full_one_always() {
    let dovecot = full(95, &[], "");
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    // Whoever comes by a link of the support desk learns it, too.
    anna.page("/spam");
    until("it is known how full the mailbox is", || anna.page("/trash").text().contains("Your mailbox is 94% full"));
    anna.page("/");
    for path in ["/", "/inbox", "/help", "/pictures"] {
        assert!(anna.page(path).body.contains("action=\"/storage/dismiss\""), "{path}");
    }
    let back = anna.submit("/storage/dismiss", &[("next", "/inbox?page=1")]);
    assert!(!back.text().contains("94% full"), "{}", back.text());
    assert_eq!(anna.post("/storage/dismiss", &[("next", "//evil.example")]).location(), "/");
    assert!(app.anna().page("/").text().contains("94% full"), "in another browser it is not put away");
    dovecot.deliver_many(ANNA, &[large("Sent", MIB / 4)]);
    anna.page("/");
    let page = anna.page("/inbox");
    assert!(page.text().contains("Your mailbox is full: 4 MB of 4 MB used."), "{}", page.text());
    assert!(!page.body.contains("/storage/dismiss"));
    assert!(!app.stranger().page("/help").text().contains("full:"));
}

#[test]
fn how_fast_it_fills_up_is_told_once_seven_days_were_seen() {
    let dovecot = full(60, &[], "");
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    anna.page("/");
    let database = Database::at(app.database());
    until("it is noted", || database.count("SELECT count(*) FROM growth") == 1);
    assert!(!anna.page("/storage").text().contains("filling up"));
    anna.page("/");
    assert_eq!(database.count("SELECT count(*) FROM growth"), 1, "a row a day");
    for (back, used) in [(4, 56), (8, 52)] {
        database.run(&format!(
            "INSERT INTO growth SELECT owner, day - {back}, used * {used} / 60, allowed FROM growth WHERE used >= {}",
            4 * MIB * 59 / 100
        ));
    }
    let page = anna.page("/storage");
    assert!(page.text().contains("If it goes on filling up like this, it will be full in about 4"), "{}", page.text());
}
