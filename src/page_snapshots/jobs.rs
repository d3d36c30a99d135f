//! The pages of long work.

use super::{draw, layout};
use crate::jobs::{Asked, JobView, Progress, State, Trouble};
use crate::mail::{Mailbox, MailboxName, MailboxSnapshot, Role, Uid, UidSet, UidValidity, Verb, Wanted};
use crate::progress::JobPage;

fn job(state: State, change: impl FnOnce(&mut Progress)) -> JobPage {
    let name = MailboxName::from_wire("Junk");
    let mailbox = Mailbox { name, role: Some(Role::Spam), messages: None, unseen: None, size: None };
    let seen = MailboxSnapshot {
        uid_validity: UidValidity::new(1_699_000_123).unwrap(),
        last_uid: Uid::new(90_412),
        count: 80_000,
        left_out: UidSet::default(),
    };
    let asked = Asked::new(Verb::Empty, &mailbox, &Wanted::Shown(seen));
    let mut progress = Progress::new(1_700_000_000);
    (progress.state, progress.total) = (state, Some(80_000));
    change(&mut progress);
    let id = "BwcHBwcHBwcHBwcHBwcHBw".parse().unwrap();
    let rate = (state == State::Running).then_some(3704.0);
    let job = JobView { id, asked, progress, rate };
    JobPage { layout: layout("spam"), job, seal: "seal".to_owned(), now: 1_700_000_000, instead: None, storage: None }
}

#[test]
fn the_page_of_a_job_is_drawn_while_it_runs_and_when_it_has_ended() {
    let html = draw("job-running", &job(State::Running, |progress| progress.done = 31_204));
    for text in ["http-equiv=\"refresh\"", "31,204 of 80,000 messages", "<title>39% –", "About 14 seconds left"] {
        assert!(html.contains(text), "{text}");
    }
    let waits = |progress: &mut Progress| progress.begins_at = 1_700_000_010;
    assert!(draw("job-grace", &job(State::Running, waits)).contains("It begins in 10 seconds"));
    let away = |progress: &mut Progress| progress.trouble = Some(Trouble::Away);
    draw("job-away", &job(State::Running, away));
    let done = |progress: &mut Progress| {
        (progress.done, progress.missing, progress.bytes, progress.newer_kept) = (79_988, 12, 214 << 20, 12);
    };
    let html = draw("job-done", &job(State::Done, done));
    for text in ["79,988 messages deleted for good", "214 MB", "12 newer messages were kept", "data-job=\"done\""] {
        assert!(html.contains(text), "{text}");
    }
    assert!(!html.contains("http-equiv=\"refresh\"") && !html.contains("data-events"));
    let html = draw("job-cancelled", &job(State::Cancelled, |progress| progress.done = 4500));
    assert!(html.contains("75,500 messages were not touched"));
    let changed = |progress: &mut Progress| (progress.done, progress.trouble) = (4500, Some(Trouble::Changed));
    assert!(draw("job-failed", &job(State::Failed, changed)).contains("not what it was"));
    let refused = |progress: &mut Progress| {
        (progress.done, progress.failed) = (79_000, 1000);
        progress.trouble = Some(Trouble::Refused(super::HOSTILE.to_owned()));
    };
    let html = draw("job-refused", &job(State::Done, refused));
    assert!(html.contains("1,000 messages could not be deleted") && !html.contains("<script>alert"));
    assert!(html.contains("<h1>Done in part</h1>"), "{html}");
    let mut moved = job(State::Done, |progress| {
        let mut row = serde_json::to_value(&*progress).unwrap();
        (row["done"], row["recorded"]) = (3000.into(), 2990.into());
        *progress = serde_json::from_value(row).unwrap();
    });
    moved.job.asked.verb = Verb::Rescue;
    assert!(draw("job-moved", &moved).contains("Undo: put 2,990 messages back"));
    let html = draw(
        "job-uncertain",
        &job(State::Cancelled, |progress| {
            let mut row = serde_json::to_value(&*progress).unwrap();
            (row["done"], row["under_way"]) = (4000.into(), "5001:5500".into());
            *progress = serde_json::from_value(row).unwrap();
        }),
    );
    for text in ["cannot tell what became of 500 messages", "75,500 messages were not touched"] {
        assert!(html.contains(text), "{text}");
    }
}
