//! Long work: emptying a very large Spam as a job, watched by its events, while another mailbox of the same account is looked at.

use super::actions::emptied_raw;
use super::browser::{Browser, Coding, hidden};
use super::rig::Rig;
use super::table::{Target, Times, alone, compared, head, met, ms, said, timed};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use support::process;

/// Messages in Spam that are emptied.
const MANY: usize = 100_000;
/// Messages in the other mailbox.
const OTHER: usize = 60;
/// Pairs of mailboxes.
const PAIRS: usize = 2;

/// What one job showed.
struct Seen {
    answer: Duration,
    progress: Duration,
    /// The longest silence between two events.
    silence: Duration,
    whole: Duration,
    meanwhile: Times,
}

/// Empties Spam as a job, and the same by the raw dialogue.
pub fn job(rig: &mut Rig) -> Result<(), String> {
    head(
        "job: from the POST to the event that says the end. raw: SELECT and UID SEARCH; UID STORE and UID EXPUNGE in one write; UID SEARCH",
    );
    let postern = rig.start_postern(120)?;
    let (mut ours, mut theirs, mut idle) = (Times::default(), Times::default(), Times::default());
    let mut all = Vec::new();
    for number in 0..PAIRS {
        let (one, other) = (rig.guest(MANY)?, rig.guest(MANY)?);
        rig.fill_inbox(&one, OTHER)?;
        let mut browser = Browser::sign_in(&postern.origin(), &one, super::rig::PASSWORD)?;
        for _ in 0..60 {
            idle.push(timed(|| browser.get("/inbox", Coding::Plain))?);
        }
        let mut raw = rig.raw(&other)?;
        raw.ask(&["EXAMINE Spam"])?;
        if number % 2 == 1 {
            theirs.push(emptied_raw(&mut raw)?);
        }
        let seen = watched(&mut browser)?;
        if number % 2 == 0 {
            theirs.push(emptied_raw(&mut raw)?);
        }
        for address in [&one, &other] {
            let told = rig.raw(address)?.told(&["STATUS Spam (MESSAGES)"])?;
            if !told.contains("Spam (MESSAGES 0)") {
                return Err(format!("{address}: Spam is not empty: {told}"));
            }
        }
        ours.push(seen.whole);
        all.push(seen);
    }
    compared(&format!("empty 100,000 ({PAIRS} pairs)"), &ours, &theirs, &Target::Raw(1.10, 0.0));
    let most = |what: fn(&Seen) -> Duration| all.iter().map(what).max().unwrap_or_default();
    let second = Duration::from_secs(1);
    let line = |what: &str, time: Duration| {
        said(what, &format!("{:.0} ms at most", ms(time)), &format!("< 1 s: {}", met(time < second)))
    };
    line("first answer", most(|seen| seen.answer));
    line("first progress after it", most(|seen| seen.progress));
    line("longest silence between two events", most(|seen| seen.silence));
    alone("another mailbox's list, idle", &idle);
    let mut meanwhile = Times::default();
    all.into_iter().for_each(|seen| meanwhile.append(seen.meanwhile));
    let ratio = ms(meanwhile.median()) / ms(idle.median());
    alone(&format!("the same meanwhile, {} times", meanwhile.count()), &meanwhile);
    said("meanwhile against idle", &format!("{ratio:.2}"), &format!("<= 3: {}", met(ratio <= 3.0)));
    let peak = process::memory(postern.id())?.most as f64 / 1024.0;
    said("peak memory of this Postern", &format!("{peak:.1} MB"), &format!("< 40 MB: {}", met(peak < 40.0)));
    Ok(())
}

fn watched(browser: &mut Browser) -> Result<Seen, String> {
    let page = browser.text("/spam/empty")?;
    let field = |name| hidden(&page, name).map(|value| format!("{name}={value}"));
    let form = [field("uid_validity")?, field("last_uid")?, field("count")?, field("seal")?].join("&");
    let mut looking = browser.again()?;
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let start = Instant::now();
        let path = browser.post_to("/spam/empty", &form)?;
        let answer = start.elapsed();
        let looked = scope.spawn(|| {
            let mut times = Times::default();
            while !over.load(Ordering::SeqCst) {
                times.push(timed(|| looking.get("/inbox", Coding::Plain))?);
                thread::sleep(Duration::from_millis(100));
            }
            Ok::<_, String>(times)
        });
        let (mut progress, mut silence, mut last) = (None, Duration::ZERO, Instant::now());
        let watching = browser.watch(&format!("{path}/events"), |piece| {
            let now = Instant::now();
            silence = silence.max(now - last);
            last = now;
            let moved = piece.contains("\"percent\":") && !piece.contains("\"percent\":0,");
            if moved && progress.is_none() {
                progress = Some(start.elapsed() - answer);
            }
        });
        let whole = start.elapsed();
        over.store(true, Ordering::SeqCst);
        let meanwhile = looked.join().map_err(|_| "a thread has failed")??;
        watching?;
        let progress = progress.ok_or("no event told of progress")?;
        Ok(Seen { answer, progress, silence, whole, meanwhile })
    })
}
