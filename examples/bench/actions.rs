//! What changes mail. Postern's time is that of the POST to the last octet of its answer, which leads on to the list; that page
//! is not in it. Both sides have a mailbox of their own, the same messages in it.

use super::browser::{Browser, Coding, hidden};
use super::raw::Raw;
use super::rig::Rig;
use super::table::{Step, Target, Times, by_turns, compared, head, timed};

/// Messages in Spam where a few at a time are treated.
const MESSAGES: usize = 2_000;
/// Messages in Spam that are emptied.
const MANY: usize = 20_000;
/// Pairs of mailboxes that are emptied, after a small one to warm up.
const PAIRS: usize = 6;

/// Holds two equal mailboxes, and who treats them.
struct Pair {
    /// Whose mail Postern treats.
    ours: (String, Browser),
    /// Whose mail the raw dialogue treats.
    theirs: (String, Raw),
}

impl Pair {
    fn of(rig: &mut Rig, count: usize) -> Result<Self, String> {
        let (ours, theirs) = (rig.guest(count)?, rig.guest(count)?);
        let (browser, mut raw) = (rig.browser(&ours)?, rig.raw(&theirs)?);
        raw.ask(&["EXAMINE Spam"])?;
        Ok(Self { ours: (ours, browser), theirs: (theirs, raw) })
    }

    /// Counts both mailboxes with a third pair of eyes: both must hold what is left, or something was not done.
    fn both_hold(&self, rig: &Rig, spam: usize, inbox: usize) -> Result<(), String> {
        for address in [&self.ours.0, &self.theirs.0] {
            let told = rig.raw(address)?.told(&["STATUS Spam (MESSAGES)", "STATUS INBOX (MESSAGES)"])?;
            if !told.contains(&format!("Spam (MESSAGES {spam})"))
                || !told.contains(&format!("INBOX (MESSAGES {inbox})"))
            {
                return Err(format!("{address}: not {spam} left and {inbox} in the Inbox: {told}"));
            }
        }
        Ok(())
    }
}

/// "Not spam": one message, and fifty at once.
pub fn rescue(rig: &mut Rig) -> Result<(), String> {
    let mut pair = Pair::of(rig, MESSAGES)?;
    head("rescue: the POST. raw: SELECT, UID STORE of the keywords, UID MOVE in one write; then UID SEARCH");
    let stores = ["+FLAGS.SILENT ($NotJunk NonJunk)", "-FLAGS.SILENT ($Junk Junk \\Seen \\Deleted)"];
    let commands = |set: &str| {
        let mut commands = vec!["SELECT Spam".to_owned()];
        commands.extend(stores.map(|store| format!("UID STORE {set} {store}")));
        commands.push(format!("UID MOVE {set} INBOX"));
        commands
    };
    let mut left = MESSAGES;
    for (what, count, warm_up, rounds) in [("rescue 1", 1, 10, 60), ("rescue 50", 50, 4, 20)] {
        let [ours, theirs] = treated(&mut pair, "/spam/rescue", &commands, left, count, warm_up, rounds)?;
        left -= (warm_up + rounds) * count;
        compared(what, &ours, &theirs, &Target::None);
    }
    pair.both_hold(rig, left, MESSAGES - left)
}

/// "Delete for good": fifty at once.
pub fn delete(rig: &mut Rig) -> Result<(), String> {
    let mut pair = Pair::of(rig, MESSAGES)?;
    head("delete: the POST. raw: SELECT, UID STORE, UID EXPUNGE in one write; then UID SEARCH");
    let commands = |set: &str| {
        let marked = format!("UID STORE {set} +FLAGS.SILENT (\\Deleted)");
        vec!["SELECT Spam".to_owned(), marked, format!("UID EXPUNGE {set}")]
    };
    let (warm_up, rounds) = (5, 25);
    let [ours, theirs] = treated(&mut pair, "/spam/delete", &commands, MESSAGES, 50, warm_up, rounds)?;
    compared("delete 50", &ours, &theirs, &Target::None);
    pair.both_hold(rig, MESSAGES - (warm_up + rounds) * 50, 0)
}

/// Treats the newest `count` of the messages that are left, again and again. UIDs count from 1 in a mailbox this young.
fn treated(
    pair: &mut Pair,
    path: &str,
    commands: &dyn Fn(&str) -> Vec<String>,
    left: usize,
    count: usize,
    warm_up: usize,
    rounds: usize,
) -> Result<[Times; 2], String> {
    let (browser, raw) = (&mut pair.ours.1, &mut pair.theirs.1);
    let range = |round: usize| (left - (round + 1) * count + 1, left - round * count);
    let ours = &mut |round: usize| {
        // A person has seen the list before pressing the button.
        let list = browser.text("/spam")?;
        let (epoch, seal) = (hidden(&list, "uid_validity")?, hidden(&list, "seal")?);
        let (first, last) = range(round);
        let uids: String = (first..=last).map(|uid| format!("&uid={uid}")).collect();
        timed(|| browser.post(path, &format!("uid_validity={epoch}&seal={seal}{uids}")))
    };
    let theirs = &mut |round: usize| {
        let (first, last) = range(round);
        raw.ask(&["EXAMINE Spam"])?;
        let set = format!("{first}:{last}");
        let commands = commands(&set);
        timed(|| {
            raw.ask(&commands)?;
            nothing_left(raw, &set)
        })
    };
    let times = by_turns(warm_up, rounds, &mut [ours, theirs])?;
    <[Times; 2]>::try_from(times).map_err(|_| "two things are measured".to_owned())
}

/// Searches for what should be gone. Not in the same write as the command before: Dovecot 2.3 then still finds it all.
fn nothing_left(raw: &mut Raw, set: &str) -> Result<(), String> {
    let told = raw.told(&[format!("UID SEARCH RETURN (ALL) UID {set}")])?;
    let found = told.lines().any(|line| line.starts_with("* ESEARCH") && line.contains(" ALL "));
    if found { Err(format!("messages are left: {told}")) } else { Ok(()) }
}

/// Emptying Spam: each time mailboxes that were never touched.
pub fn empty(rig: &mut Rig) -> Result<(), String> {
    head(
        "empty: from the POST to the end of the work. raw: SELECT and UID SEARCH; UID STORE and UID EXPUNGE in one write; UID SEARCH",
    );
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for number in 0..=PAIRS {
        // Made when its turn comes: Postern ends a connection that nobody uses for a while.
        let mut pair = Pair::of(rig, if number == 0 { 500 } else { MANY })?;
        let (browser, raw) = (&mut pair.ours.1, &mut pair.theirs.1);
        let (our_step, their_step): (Step, Step) = (&mut |_| emptied(browser), &mut |_| emptied_raw(raw));
        let mut steps = [our_step, their_step];
        // Who goes first alternates from pair to pair.
        if number % 2 == 1 {
            steps.reverse();
        }
        let mut times = by_turns(0, 1, &mut steps)?;
        if number % 2 == 1 {
            times.reverse();
        }
        pair.both_hold(rig, 0, 0)?;
        if number > 0 {
            let [one, other] = <[Times; 2]>::try_from(times).map_err(|_| "two things are measured")?;
            ours.append(one);
            theirs.append(other);
        }
    }
    compared(&format!("empty 20,000 ({PAIRS} pairs)"), &ours, &theirs, &Target::Raw(1.15, 0.0));
    Ok(())
}

fn emptied(browser: &mut Browser) -> Result<std::time::Duration, String> {
    let page = browser.text("/spam/empty")?;
    let field = |name| hidden(&page, name).map(|value| format!("{name}={value}"));
    let form = [field("uid_validity")?, field("last_uid")?, field("count")?, field("seal")?].join("&");
    timed(|| {
        // The events of long work end with it.
        match browser.post_to("/spam/empty", &form)? {
            job if job.starts_with("/jobs/") => browser.get(&format!("{job}/events"), Coding::Plain).map(|_| ()),
            _ => Ok(()),
        }
    })
}

/// Empties Spam by the raw dialogue.
pub fn emptied_raw(raw: &mut Raw) -> Result<std::time::Duration, String> {
    raw.ask(&["EXAMINE Spam"])?;
    timed(|| {
        let told = raw.told(&["SELECT Spam", "UID SEARCH RETURN (ALL) ALL"])?;
        let set =
            told.split_once(" ALL ").and_then(|(_, rest)| rest.split_whitespace().next()).ok_or("nothing found")?;
        let marked = format!("UID STORE {set} +FLAGS.SILENT (\\Deleted)");
        raw.ask(&[marked, format!("UID EXPUNGE {set}")])?;
        nothing_left(raw, set)
    })
}
