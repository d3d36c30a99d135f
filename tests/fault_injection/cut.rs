//! Every cut of every conversation.

use crate::fixture::{Fixture, Mailboxes};
use crate::operation::Operation;
use crate::proxy::{Direction, Fault, Plan};
use support::client::{Browser, pairs};
use support::host::ANNA;

/// Servers: one that can everything, one that can neither MOVE nor UIDPLUS.
const SERVERS: [&[&str]; 2] = [&[], &["MOVE", "UIDPLUS"]];

/// Chooses which octets of a conversation are cut behind: all, or a dense sample.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    /// Every so-manyth, beginning with another one for each conversation.
    Sample(u64),
}

impl Which {
    fn octets(self, from: u64, to: u64) -> Vec<u64> {
        match self {
            Self::All => (from..=to).collect(),
            Self::Sample(step) => (from..=to).filter(|octet| octet % step == to % step).collect(),
        }
    }
}

/// Says how a conversation is cut: whose octets are counted, how the line ends, and behind which of them.
type Kind = (Direction, Fault, Which);

/// Cuts in each of these ways at once, each before a server of its own, for most of a cut is waiting; returns the number of cases.
fn each_at_once(
    hidden: &[&'static str],
    kinds: &[Kind],
    seconds: u64,
    cut: impl Fn(&Fixture, Kind) -> usize + Sync,
) -> usize {
    std::thread::scope(|scope| {
        let cut = &cut;
        let running: Vec<_> =
            kinds.iter().map(|&kind| scope.spawn(move || cut(&Fixture::start(hidden, seconds), kind))).collect();
        running.into_iter().map(|one| one.join().unwrap_or_else(|why| std::panic::resume_unwind(why))).sum()
    })
}

/// Holds the lengths of a conversation.
struct Length {
    sign_in: u64,
    whole: u64,
}

/// Goes through a conversation uncut, and measures it.
fn measure(
    fixture: &Fixture,
    mailboxes: &mut Mailboxes,
    anna: &Browser,
    operation: Operation,
    way: Direction,
) -> Length {
    fixture.proxy.end_all();
    assert_eq!(fixture.app.browser().sign_in(ANNA, fixture.dovecot.password(ANNA)).status, 303);
    let sign_in = fixture.proxy.passed(way);
    let form = operation.form(&mailboxes.set(), anna);
    fixture.proxy.end_all();
    let answer = anna.post(operation.path(), &pairs(&form));
    assert_eq!(answer.status, 303, "{}", answer.text());
    let whole = fixture.proxy.passed(way);
    operation.is_done(&mailboxes.look(), "uncut");
    Length { sign_in, whole }
}

/// Breaks one conversation, looks at everything, and sends the form again.
fn one_cut(fixture: &Fixture, mailboxes: &mut Mailboxes, anna: &Browser, operation: Operation, plan: Plan) {
    let before = mailboxes.set();
    let what = format!("{operation:?} {plan:?}");
    let form = operation.form(&before, anna);
    fixture.proxy.end_all();
    fixture.proxy.break_next(plan);
    let answer = anna.post(operation.path(), &pairs(&form));
    fixture.proxy.relent();
    let after = mailboxes.look();
    operation.lost_nothing(&after, &what);
    let next = (answer.status == 303).then(|| anna.page(answer.location()));
    operation.told_the_truth(&answer, next.as_ref(), &before, &after, &what);
    let said = next.map(|next| next.flash()).unwrap_or_default();

    let again = anna.post(operation.path(), &pairs(&form));
    assert_eq!(again.status, 303, "{what}: sent again: {}", again.text());
    let end = mailboxes.look();
    operation.is_done(&end, &format!("{what}: {said}: sent again"));
    let list = anna.page("/spam");
    let there: Vec<u32> = end["Spam"].iter().rev().map(|(uid, ..)| *uid).collect();
    assert_eq!(list.uids(), there, "{what}: the next page");
}

/// Cuts an action on one server; returns the number of cases.
fn cut_an_action(hidden: &[&'static str], operation: Operation, kinds: &[Kind], seconds: u64) -> usize {
    let cases = each_at_once(hidden, kinds, seconds, |fixture, (way, how, which)| {
        let mut mailboxes = Mailboxes::open(&fixture.dovecot);
        let anna = fixture.app.anna();
        let length = measure(fixture, &mut mailboxes, &anna, operation, way);
        let octets = which.octets(length.sign_in.saturating_sub(40), length.whole);
        octets.iter().for_each(|&after| one_cut(fixture, &mut mailboxes, &anna, operation, Plan { way, after, how }));
        octets.len()
    });
    println!("{operation:?} without {hidden:?}: {cases} cuts");
    cases
}

/// Cuts the sign-in: in, or not in, but never "wrong password", and the next try succeeds.
fn cut_the_sign_in(kinds: &[Kind], seconds: u64) -> usize {
    let cases = each_at_once(&[], kinds, seconds, |fixture, (way, how, which)| {
        let password = fixture.dovecot.password(ANNA);
        assert_eq!(fixture.app.browser().sign_in(ANNA, password).status, 303);
        let octets = which.octets(0, fixture.proxy.passed(way));
        for &after in &octets {
            let plan = Plan { way, after, how };
            fixture.proxy.break_next(plan);
            let anna = fixture.app.browser();
            let answer = anna.sign_in(ANNA, password);
            fixture.proxy.relent();
            assert!(matches!(answer.status, 303 | 502..=504), "{plan:?}: {}: {}", answer.status, answer.text());
            if answer.status == 303 {
                assert_eq!(anna.get("/spam").status, 200, "{plan:?}");
            }
            assert_eq!(anna.sign_in(ANNA, password).status, 303, "{plan:?}: the next try");
        }
        octets.len()
    });
    println!("Sign-in: {cases} cuts");
    cases
}

/// Cuts a list page: the right rows, or a page that says that the server does not answer; and nothing is changed.
fn cut_a_list(kinds: &[Kind], seconds: u64) -> usize {
    let cases = each_at_once(&[], kinds, seconds, |fixture, (way, how, which)| {
        let mut mailboxes = Mailboxes::open(&fixture.dovecot);
        let before = mailboxes.set();
        let right: Vec<u32> = before["Spam"].iter().rev().map(|(uid, ..)| *uid).collect();
        let whole = {
            let anna = fixture.app.anna();
            fixture.proxy.end_all();
            assert_eq!(anna.page("/spam").uids(), right);
            fixture.proxy.passed(way)
        };
        let octets = which.octets(0, whole);
        for &after in &octets {
            let plan = Plan { way, after, how };
            // A session that has seen nothing yet; the rows must come over the line.
            let anna = fixture.app.anna();
            fixture.proxy.end_all();
            fixture.proxy.break_next(plan);
            let list = anna.get("/spam");
            fixture.proxy.relent();
            match list.status {
                200 => assert_eq!(list.uids(), right, "{plan:?}"),
                502..=504 => assert!(list.uids().is_empty(), "{plan:?}"),
                other => panic!("{plan:?}: {other}: {}", list.text()),
            }
            assert_eq!(anna.page("/spam").uids(), right, "{plan:?}: the next page");
            assert_eq!(mailboxes.look(), before, "{plan:?}: looking changes nothing");
            anna.post("/logout", &[]);
        }
        octets.len()
    });
    println!("List: {cases} cuts");
    cases
}

const fn closes_and_resets(step: u64) -> [Kind; 3] {
    [
        (Direction::FromServer, Fault::Close, Which::Sample(step)),
        (Direction::FromServer, Fault::Reset, Which::Sample(step * 3)),
        (Direction::ToServer, Fault::Close, Which::Sample(step)),
    ]
}

/// A stall costs the seconds that the answer may take.
const STALLS: [Kind; 2] = [
    (Direction::FromServer, Fault::Stall, Which::Sample(401)),
    (Direction::ToServer, Fault::Stall, Which::Sample(181)),
];

const EVERYTHING: [Kind; 4] = [
    (Direction::FromServer, Fault::Close, Which::All),
    (Direction::FromServer, Fault::Reset, Which::Sample(11)),
    (Direction::ToServer, Fault::Close, Which::All),
    (Direction::ToServer, Fault::Reset, Which::Sample(11)),
];

const EVERY_STALL: [Kind; 2] =
    [(Direction::FromServer, Fault::Stall, Which::Sample(37)), (Direction::ToServer, Fault::Stall, Which::Sample(29))];

macro_rules! cuts {
    ($($name:ident $all:ident: $server:expr, $operation:expr;)*) => { $(
        #[test]
        fn $name() {
            assert!(cut_an_action(SERVERS[$server], $operation, &closes_and_resets(27), 30) > 40);
            assert!(cut_an_action(SERVERS[$server], $operation, &STALLS, 1) > 2);
        }

        #[test]
        #[ignore = "every octet takes minutes: bin/check fault_injection"]
        fn $all() {
            // A dialogue with a fresh server has at least so many octets: they are all cut.
            assert!(cut_an_action(SERVERS[$server], $operation, &EVERYTHING, 30) > 900);
            assert!(cut_an_action(SERVERS[$server], $operation, &EVERY_STALL, 1) > 10);
        }
    )* };
}

cuts! {
    a_rescue_cut_anywhere_loses_nothing_and_is_told_truly a_rescue_cut_behind_every_octet: 0, Operation::Rescue;
    a_deletion_cut_anywhere_takes_only_the_chosen_and_is_told_truly a_deletion_cut_behind_every_octet: 0, Operation::Delete;
    a_restoring_cut_anywhere_loses_nothing_and_is_told_truly a_restoring_cut_behind_every_octet: 0, Operation::Restore;
    an_emptying_cut_anywhere_takes_only_what_was_shown_and_is_told_truly an_emptying_cut_behind_every_octet: 0, Operation::Empty;
    a_rescue_by_copies_cut_anywhere_loses_and_doubles_nothing a_rescue_by_copies_cut_behind_every_octet: 1, Operation::Rescue;
    a_deletion_without_uidplus_cut_anywhere_takes_only_the_chosen a_deletion_without_uidplus_cut_behind_every_octet: 1, Operation::Delete;
    a_restoring_by_copies_cut_anywhere_loses_and_doubles_nothing a_restoring_by_copies_cut_behind_every_octet: 1, Operation::Restore;
    an_emptying_without_uidplus_cut_anywhere_takes_only_what_was_shown an_emptying_without_uidplus_cut_behind_every_octet: 1, Operation::Empty;
}

/// The conversation is three times as long as others: the sample is thinner.
fn cut_an_unwrapping(hidden: &[&'static str]) {
    assert!(cut_an_action(hidden, Operation::Unwrap, &closes_and_resets(89), 30) > 40);
    assert!(cut_an_action(hidden, Operation::Unwrap, &STALLS, 1) > 2);
}

#[test]
fn an_unwrapping_cut_anywhere_loses_and_doubles_nothing() {
    cut_an_unwrapping(SERVERS[0]);
}

#[test]
fn an_unwrapping_without_uidplus_cut_anywhere_loses_and_doubles_nothing() {
    cut_an_unwrapping(SERVERS[1]);
}

fn cut_an_unwrapping_everywhere(hidden: &[&'static str]) {
    assert!(cut_an_action(hidden, Operation::Unwrap, &EVERYTHING, 30) > 1000);
    assert!(cut_an_action(hidden, Operation::Unwrap, &EVERY_STALL, 1) > 10);
}

#[test]
#[ignore = "every octet takes minutes: bin/check fault_injection"]
fn an_unwrapping_cut_behind_every_octet() {
    cut_an_unwrapping_everywhere(SERVERS[0]);
}

#[test]
#[ignore = "every octet takes minutes: bin/check fault_injection"]
fn an_unwrapping_without_uidplus_cut_behind_every_octet() {
    cut_an_unwrapping_everywhere(SERVERS[1]);
}

#[test]
fn a_sign_in_cut_anywhere_is_in_or_out_and_never_a_wrong_password() {
    assert!(cut_the_sign_in(&closes_and_resets(11), 30) > 40);
    assert!(cut_the_sign_in(&STALLS, 1) > 1);
}

#[test]
fn a_list_cut_anywhere_is_whole_or_an_error() {
    assert!(cut_a_list(&closes_and_resets(29), 30) > 50);
    assert!(cut_a_list(&STALLS, 1) > 2);
}

#[test]
#[ignore = "every octet takes minutes: bin/check fault_injection"]
fn a_sign_in_and_a_list_cut_behind_every_octet() {
    assert!(cut_the_sign_in(&EVERYTHING, 30) > 500);
    assert!(cut_a_list(&EVERYTHING, 30) > 1000);
}

/// The mark of another program, which a server without UIDPLUS makes us lift for a moment, is there again afterwards.
#[test]
fn a_cut_while_the_marks_of_others_are_lifted_puts_them_back() {
    let fixture = Fixture::start(SERVERS[1], 30);
    let mut mailboxes = Mailboxes::open(&fixture.dovecot);
    let anna = fixture.app.anna();
    let length = measure(&fixture, &mut mailboxes, &anna, Operation::Delete, Direction::FromServer);
    let mut cases = 0;
    // With a mark to lift the conversation is longer than without.
    for after in Which::Sample(13).octets(length.sign_in, length.whole + 300) {
        let plan = Plan { way: Direction::FromServer, after, how: Fault::Close };
        let before = mailboxes.set();
        let marked = before["Spam"].iter().find(|(_, id, _)| id == "b").unwrap().0;
        mailboxes.mark("Spam", marked);
        let form = Operation::Delete.form(&before, &anna);
        fixture.proxy.end_all();
        fixture.proxy.break_next(plan);
        let answer = anna.post(Operation::Delete.path(), &pairs(&form));
        fixture.proxy.relent();
        let after = mailboxes.look();
        Operation::Delete.lost_nothing(&after, &format!("{plan:?}"));
        let marks: Vec<_> = after["Spam"].iter().filter(|(.., mark)| *mark).map(|(_, id, _)| id.as_str()).collect();
        assert!(marks.contains(&"b"), "{plan:?}: {}: {after:?}", answer.status);
        cases += 1;
    }
    println!("Marks of others: {cases} cuts");
    assert!(cases > 50);
}
