//! The process is killed while the server is at work: once its owner is back, nothing is there twice, and no mark of another program is
//! missing.

use crate::fixture::{Mailboxes, count};
use crate::operation::Operation;
use crate::proxy::{Direction, Fault, Plan, Proxy};
use std::time::{Duration, Instant};
use support::client::pairs;
use support::database::Database;
use support::dovecot::{Dovecot, Options};
use support::launcher::{Launcher, Program};

const WAYS: [Direction; 2] = [Direction::FromServer, Direction::ToServer];
const LONGEST: Duration = Duration::from_secs(20);

struct Place {
    dovecot: Dovecot,
    proxy: Proxy,
    _folder: tempfile::TempDir,
    database: String,
}

impl Place {
    fn before(hidden: &[&'static str]) -> Self {
        let dovecot = Dovecot::start(Options { hide_capabilities: hidden.to_vec(), ..Options::default() });
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}/postern.db", folder.path().display());
        Self { proxy: Proxy::start(dovecot.imap_port()), dovecot, _folder: folder, database }
    }

    fn start(&self) -> Program {
        Launcher::before(&self.dovecot).through(self.proxy.port).on_database(&self.database).program()
    }

    /// Waits until nothing is half done any more.
    fn wait_for_the_end(&self, what: &str) {
        let start = Instant::now();
        while Database::at(&self.database).count("SELECT COUNT(*) FROM recovery") > 0 {
            assert!(start.elapsed() < LONGEST, "{what}: something stays half done");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Kills the process behind every so-manyth octet of a conversation; returns how often, and how often it left something half done.
fn kill_behind(hidden: &[&'static str], operation: Operation, step: u64) -> (usize, usize) {
    let place = Place::before(hidden);
    let mut mailboxes = Mailboxes::open(&place.dovecot);
    let (mut kills, mut half_done) = (0, 0);
    for way in WAYS {
        let (mut after, mut overs) = (0, 0);
        loop {
            let app = place.start();
            let anna = app.anna();
            let mut before = mailboxes.set();
            let marked = before["Spam"].iter().find(|(_, id, _)| id == "b").unwrap().0;
            if operation == Operation::Delete {
                mailboxes.mark("Spam", marked);
                before = mailboxes.look();
            }
            let form = operation.form(&before, &anna);
            place.proxy.end_all();
            let plan = Plan { way, after, how: Fault::Stall };
            let what = format!("{operation:?} without {hidden:?}, killed: {plan:?}");
            place.proxy.break_next(plan);
            let over = std::thread::scope(|scope| {
                let asked = scope.spawn(|| anna.try_post(operation.path(), &pairs(&form)));
                let start = Instant::now();
                while !asked.is_finished() && !place.proxy.stands_still() {
                    assert!(start.elapsed() < LONGEST, "{what}: neither an answer nor a standstill");
                    std::thread::sleep(Duration::from_millis(2));
                }
                let over = asked.is_finished();
                drop(app);
                asked.join().unwrap();
                over
            });
            place.proxy.relent();
            place.proxy.end_all();
            kills += 1;
            half_done += usize::from(Database::at(&place.database).count("SELECT COUNT(*) FROM recovery") > 0);
            let app = place.start();
            app.anna().page("/");
            place.wait_for_the_end(&what);
            let now = mailboxes.look();
            operation.lost_nothing(&now, &what);
            if operation == Operation::Rescue {
                for id in operation.chosen() {
                    let copies = count(&now, "Spam", id) + count(&now, "INBOX", id);
                    assert_eq!(copies, 1, "{what}: {id}: {now:?}");
                }
            }
            let marks: Vec<&str> =
                now["Spam"].iter().filter(|(.., mark)| *mark).map(|(_, id, _)| id.as_str()).collect();
            let others: &[&str] = if operation == Operation::Delete { &["b"] } else { &[] };
            assert_eq!(marks, others, "{what}: {now:?}");
            // Once is no proof that the conversation is shorter: on a busy machine another one, about the room, may have met the plan.
            match (over, overs) {
                (true, 1) => break,
                (true, _) => overs += 1,
                (false, _) => (after, overs) = (after + step, 0),
            }
        }
    }
    println!("{operation:?} without {hidden:?}: {kills} kills, {half_done} of them left something half done");
    (kills, half_done)
}

#[test]
fn a_rescue_by_copies_that_is_killed_leaves_no_twin() {
    for hidden in [&["MOVE"][..], &["MOVE", "UIDPLUS"]] {
        let (kills, half_done) = kill_behind(hidden, Operation::Rescue, 137);
        assert!(kills > 10 && half_done > 1, "{kills} {half_done}");
    }
}

#[test]
fn a_deletion_that_is_killed_is_finished_and_leaves_the_marks_of_others() {
    for hidden in [&[][..], &["UIDPLUS"]] {
        let (kills, half_done) = kill_behind(hidden, Operation::Delete, 137);
        assert!(kills > 6 && half_done > 1, "{kills} {half_done}");
    }
}

#[test]
#[ignore = "every seventh octet takes minutes: bin/check fault_injection"]
fn a_process_that_is_killed_behind_many_an_octet_leaves_nothing_half_done() {
    for hidden in [&["MOVE"][..], &["MOVE", "UIDPLUS"]] {
        assert!(kill_behind(hidden, Operation::Rescue, 7).0 > 200);
    }
    for hidden in [&[][..], &["UIDPLUS"]] {
        assert!(kill_behind(hidden, Operation::Delete, 7).0 > 100);
    }
}
