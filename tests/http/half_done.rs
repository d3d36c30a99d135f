//! What a process that was killed has left half done, and what its owner does before it is finished.

use crate::jobs::{begin, counted, ended};
use std::collections::BTreeSet;
use std::time::Duration;
use support::client::{choice, texts};
use support::database::Database;
use support::dovecot::{Dovecot, Options};
use support::independent_client::{deliver, look, names};
use support::launcher::Launcher;

#[test]
fn a_step_that_was_cut_does_not_count_what_its_owner_took_meanwhile() {
    let dovecot = Dovecot::start(Options::default());
    let uids = deliver(&dovecot, "Spam", &["a", "b", "c", "d", "e"]);
    let place = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/postern.db", place.path().display());
    let start = || Launcher::before(&dovecot).on_database(&url).with(&[("JOBS__GRACE_SECONDS", "3600")]).start();
    let mut app = start();
    let anna = app.anna();
    let job = begin(&anna, &anna.page("/spam/empty"));
    let rescued = anna.tick("/spam/rescue", &anna.page("/spam"), &uids[..2]);
    assert_eq!(rescued.told("flash-rescue-done"), Some(2), "{}", rescued.text());
    app.stop();
    let beside = Database::at(&url);
    assert_eq!(beside.count("SELECT count(*) FROM job WHERE taken = '1:2' AND is_open = 1"), 1);
    // As if the step had been begun before, and the process killed in it.
    beside
        .run("UPDATE job SET progress = json_set(progress, '$.under_way', '1:5', '$.begins_at', unixepoch() - 1) WHERE is_open = 1");
    let app = start();
    let end = ended(&app.anna(), &job);
    assert_eq!(
        [counted(&end, "flash-empty-done"), counted(&end, "flash-missing")],
        [Some(3), Some(2)],
        "{}",
        end.text()
    );
    assert_eq!((names(&dovecot, "Spam").len(), names(&dovecot, "INBOX")), (0, vec!["a".to_owned(), "b".to_owned()]));
}

#[test]
fn copies_that_are_moved_on_before_their_originals_are_expunged_are_still_found_to_be_copies() {
    let dovecot = Dovecot::start(Options { hide_capabilities: vec!["MOVE"], ..Options::default() });
    let place = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/postern.db", place.path().display());
    let start = || Launcher::before(&dovecot).on_database(&url).program();
    let (mut amid, mut moment) = (0, 0);
    for round in 0..60 {
        let fresh: Vec<String> = (0..200).map(|n| format!("round{round}-{n}")).collect();
        let uids = deliver(&dovecot, "Spam", &fresh.iter().map(String::as_str).collect::<Vec<_>>());
        let app = start();
        let anna = app.anna();
        let list = anna.page("/spam");
        let pressing = {
            let (anna, uids) = (anna.clone(), texts(&uids));
            let (uid_validity, seal) = (list.hidden("uid_validity"), list.hidden("seal"));
            std::thread::spawn(move || {
                let fields = [choice(&uid_validity, &uids), vec![("seal", seal.as_str())]].concat();
                drop(anna.try_post("/spam/rescue", &fields));
            })
        };
        moment = (moment + 37) % 211;
        std::thread::sleep(Duration::from_millis(20 + moment));
        drop(app);
        pressing.join().unwrap();
        let (copies, originals) = (look(&dovecot, "INBOX"), names(&dovecot, "Spam"));
        amid += usize::from(names(&dovecot, "INBOX").iter().any(|name| originals.contains(name)));
        let app = start();
        let anna = app.anna();
        if !copies.is_empty() {
            // At once: before anything that is done behind the page.
            let copies: Vec<u32> = copies.iter().map(|copy| copy.uid).collect();
            anna.tick("/inbox/delete", &anna.page("/inbox"), &copies);
        }
        anna.page("/spam");
        drop(app);
        let there: Vec<String> = ["INBOX", "Spam", "Trash"].iter().flat_map(|name| names(&dovecot, name)).collect();
        let distinct: BTreeSet<_> = there.iter().collect();
        assert_eq!((distinct.len(), there.len()), (200, 200), "each once");
        ["INBOX", "Spam", "Trash"].iter().for_each(|name| support::independent_client::clear(&dovecot, name));
        if amid == 2 {
            return;
        }
    }
    panic!("only {amid} times it was killed between the copy and the end");
}
