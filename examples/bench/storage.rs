//! Where the room went: the page of a mailbox with forty folders and a hundred thousand messages, when it is counted for the first time, and
//! after that.

use super::browser::Coding;
use super::rig::Rig;
use super::table::{Target, alone, by_turns, compared, head, met, ms, said, timed};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Folders besides Spam, and messages in each.
const FOLDERS: usize = 39;
const EACH: usize = 1000;
/// Messages in Spam.
const SPAM: usize = 61_000;

const RAW: [&str; 1] = ["LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE))"];

/// Looks where the room went.
pub fn storage(rig: &mut Rig) -> Result<(), String> {
    head(
        "storage: the page /storage of 40 folders with 100,000 messages. raw: LIST-STATUS with SIZE, which is all that is asked when it is warm",
    );
    let address = rig.guest(SPAM)?;
    for number in 0..FOLDERS {
        rig.fill(&address, &format!("F{number:02}"), EACH)?;
    }
    let mut browser = rig.browser(&address)?;
    let begun = Instant::now();
    let first = browser.text("/storage")?;
    let answered = begun.elapsed();
    let counting = first.contains("data-again");
    let mut page = first;
    while page.contains("data-again") {
        sleep(Duration::from_millis(100));
        page = browser.text("/storage")?;
    }
    let told = if counting { "says what it still counts" } else { "was counted at once" };
    said("the first page", &format!("{:.0} ms, {told}", ms(answered)), "");
    said("until everything was counted", &format!("{:.1} s", begun.elapsed().as_secs_f64()), "");
    let mut raw = rig.raw(&address)?;
    let mut ours = |_| timed(|| browser.get("/storage", Coding::Plain));
    let mut theirs = |_| timed(|| raw.ask(&RAW).map(drop));
    let times = by_turns(3, 40, &mut [&mut ours, &mut theirs])?;
    let [ours, theirs] = times.as_slice() else { return Err("two were measured".to_owned()) };
    compared("the page, warm", ours, theirs, &Target::Raw(1.5, 15.0));
    alone("the mail server's time of it", theirs);
    let fine = theirs.median() < Duration::from_millis(50);
    said("the mail server's time", &format!("{:.1} ms", ms(theirs.median())), &format!("< 50 ms: {}", met(fine)));
    Ok(())
}
