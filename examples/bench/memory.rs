//! How much memory Postern takes: after its start, and with many people signed in.

use super::browser::{Browser, Coding};
use super::rig::{PASSWORD, Rig};
use super::table::met;
use std::thread;
use std::time::{Duration, Instant};
use support::process::{self, Memory};

/// How long Postern keeps an IMAP connection nobody uses: long enough for all people to come in before the first goes.
const IDLE: u32 = 60;
/// How many people sign in at the same time.
const AT_ONCE: usize = 4;

/// Measures a Postern of its own: idle, with 100 sessions and with 1,000, with their IMAP connections open and closed.
pub fn memory(rig: &mut Rig) -> Result<(), String> {
    let people = rig.people()?;
    let port = rig.dovecot.imap_port();
    println!(
        "\nmemory: resident, of a fresh Postern. Each person has an account of their own, has signed in, and has loaded the \
         overview\n  and the Spam list once, 50 rows, on an HTTP connection closed since; a spare IMAP connection ends after {IDLE} s"
    );
    let (now, most, data) = ("now MB", "most MB", "own data");
    println!("  {:<45} {now:>8} {most:>8} {data:>9} {:>11}  target", "", "IMAP lines");
    let before = process::connections_to(port);
    let postern = rig.start_postern(IDLE)?;
    thread::sleep(Duration::from_secs(2));
    let line = |what: &str, limit: Option<f64>| {
        let lines = process::connections_to(port).saturating_sub(before);
        process::memory(postern.id()).map(|memory| print(what, memory, lines, limit))
    };
    line("idle after the start", Some(25.0))?;
    let mut from = 0;
    for (count, limit) in [(100, None), (1000, Some(120.0))] {
        let start = Instant::now();
        come_in(&postern.origin(), people.get(from..count).unwrap_or_default())?;
        eprintln!("bench: {} people signed in, {:.1} s", count - from, start.elapsed().as_secs_f64());
        from = count;
        line(&format!("{count} sessions, right away"), None)?;
        while process::connections_to(port) > before {
            if start.elapsed() > Duration::from_secs(180) {
                return Err("Postern does not close its idle IMAP connections".to_owned());
            }
            thread::sleep(Duration::from_millis(200));
        }
        thread::sleep(Duration::from_secs(2));
        line(&format!("{count} sessions, IMAP connections closed"), limit)?;
    }
    Ok(())
}

/// Lets people sign in and look around, some at the same time.
fn come_in(url: &str, people: &[String]) -> Result<(), String> {
    let visit = |address: &String| {
        let mut browser = Browser::sign_in(url, address, PASSWORD)?;
        browser.get("/", Coding::Gzip)?;
        browser.get("/spam", Coding::Gzip).map(|_| ())
    };
    thread::scope(|scope| {
        let share = people.len().div_ceil(AT_ONCE).max(1);
        let threads: Vec<_> =
            people.chunks(share).map(|some| scope.spawn(move || some.iter().try_for_each(visit))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread has failed".to_owned())?)
    })
}

fn print(what: &str, memory: Memory, lines: usize, limit: Option<f64>) {
    let mb = |kilobytes: u64| kilobytes as f64 / 1024.0;
    let (now, most, data) = (mb(memory.now), mb(memory.most), mb(memory.data));
    let target = limit.map(|limit| format!("< {limit} MB: {}", met(now < limit))).unwrap_or_default();
    println!("  {what:<45} {now:>8.1} {most:>8.1} {data:>9.1} {lines:>11}  {target}");
}
