//! Many people at once: what a session that is signed in weighs, and a thousand browsers that want the same page at the same moment.

use super::browser::{Browser, Coding};
use super::many_accounts::ManyAccounts;
use super::rig::{PASSWORD, Rig, number, unbounded};
use super::table::{Times, met, ms};
use std::sync::RwLock;
use std::thread;
use std::time::{Duration, Instant};
use support::launcher::Program;
use support::process;

/// Sessions on one node, each of another account.
const SESSIONS: usize = 10_000;
/// Browsers that ask at once.
const BROWSERS: usize = 1000;
/// Messages of a page.
const ROWS: u32 = 50;
/// How many people sign in at the same time.
const AT_ONCE: usize = 8;
/// How long Postern keeps an IMAP connection nobody uses, in seconds.
const IDLE: u32 = 2;
/// Megabytes that the sessions may take in all.
const MOST: f64 = 200.0;
/// Octets of the stack of a thread that is one browser.
const STACK: usize = 256 * 1024;

/// Measures both.
pub fn sessions(rig: &mut Rig) -> Result<(), String> {
    resident()?;
    crowd(rig)
}

/// Weighs a Postern with many sessions; a server that plays as many accounts is behind it.
fn resident() -> Result<(), String> {
    let count = number("BENCH_SESSIONS", SESSIONS);
    println!(
        "\nsessions: resident memory of a fresh Postern on a file. Each person has an account of their own on a server that plays\n  \
         them, has signed in and has opened a list of {ROWS} once; a spare IMAP connection ends after {IDLE} s"
    );
    println!("  {:<45} {:>8} {:>8} {:>13}  target", "", "now MB", "most MB", "KB a session");
    let played = ManyAccounts::with(ROWS)?;
    let before = process::connections_to(played.port);
    let postern = unbounded(played.port, IDLE).on_a_file().try_program()?;
    thread::sleep(Duration::from_secs(2));
    let idle = line(&postern, "idle after the start", None)?;
    let start = Instant::now();
    let visit = |number: usize| {
        let mut browser = Browser::sign_in(&postern.origin(), &format!("owner{number}@example.org"), PASSWORD)?;
        let list = browser.text("/spam")?;
        let rows = list.matches("name=\"uid\"").count();
        if rows == ROWS as usize { Ok(()) } else { Err(format!("a list of {rows}")) }
    };
    thread::scope(|scope| {
        let visit = &visit;
        let threads: Vec<_> = (0..AT_ONCE)
            .map(|first| scope.spawn(move || (first..count).step_by(AT_ONCE).try_for_each(visit)))
            .collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread has failed".to_owned())?)
    })?;
    eprintln!("bench: {count} sessions, {:.1} s", start.elapsed().as_secs_f64());
    line(&postern, &format!("{count} sessions, right away"), Some((idle, count)))?;
    let over = Instant::now();
    while process::connections_to(played.port) > before {
        if over.elapsed() > Duration::from_secs(60) {
            return Err("Postern does not close its idle IMAP connections".to_owned());
        }
        thread::sleep(Duration::from_millis(100));
    }
    thread::sleep(Duration::from_secs(2));
    let now = line(&postern, &format!("{count} sessions, IMAP connections closed"), Some((idle, count)))?;
    println!("  target: < {MOST} MB: {}", met(now < MOST));
    Ok(())
}

/// Prints what a Postern weighs now, and what of it each session does; returns megabytes.
fn line(postern: &Program, what: &str, sessions: Option<(f64, usize)>) -> Result<f64, String> {
    let memory = process::memory(postern.id())?;
    let (now, most) = (memory.now as f64 / 1024.0, memory.most as f64 / 1024.0);
    let each = sessions.map(|(idle, count)| format!("{:.1}", (now - idle) * 1024.0 / count.max(1) as f64));
    println!("  {what:<45} {now:>8.1} {most:>8.1} {:>13}", each.unwrap_or_default());
    Ok(now)
}

/// Lets a thousand people look at Spam at the same moment, each on a connection of their own; all must be answered.
fn crowd(rig: &mut Rig) -> Result<(), String> {
    let people: Vec<String> = rig.people()?.into_iter().take(number("BENCH_BROWSERS", BROWSERS)).collect();
    let postern = rig.start_postern(120)?;
    let start = Instant::now();
    let url = postern.origin();
    let come_in = |some: &[String]| -> Result<Vec<Browser>, String> {
        some.iter().map(|address| Browser::sign_in(&url, address, PASSWORD)).collect()
    };
    let mut browsers = Vec::new();
    thread::scope(|scope| {
        let come_in = &come_in;
        let share = people.len().div_ceil(AT_ONCE).max(1);
        let threads: Vec<_> = people.chunks(share).map(|some| scope.spawn(move || come_in(some))).collect();
        for thread in threads {
            browsers.extend(thread.join().map_err(|_| "a thread has failed")??);
        }
        Ok::<_, String>(())
    })?;
    eprintln!("bench: {} people signed in, {:.1} s", browsers.len(), start.elapsed().as_secs_f64());
    println!(
        "\nsessions: {} browsers look at Spam at the same moment, each of another owner, on Dovecot",
        browsers.len()
    );
    println!("  {:<45} {:>10} {:>10} {:>10} {:>8}  target", "", "median ms", "slowest", "answered", "peak MB");
    for what in ["nobody has opened a list yet", "once more"] {
        postern.forget_peak();
        let (times, failed) = all_at_once(&mut browsers)?;
        let peak = process::memory(postern.id())?.most as f64 / 1024.0;
        println!(
            "  {what:<45} {:>10.0} {:>10.0} {:>10} {peak:>8.1}  all answered: {}",
            ms(times.median()),
            ms(times.at(100)),
            times.count(),
            met(failed.is_empty())
        );
        if let Some(first) = failed.first() {
            eprintln!("bench: {} were not answered, such as: {first}", failed.len());
        }
    }
    Ok(())
}

/// Lets all ask at once; returns how long each took that was answered, and why the others were not.
fn all_at_once(browsers: &mut [Browser]) -> Result<(Times, Vec<String>), String> {
    let gate = &RwLock::new(());
    thread::scope(|scope| {
        // Opened also where a thread cannot be started.
        let closed = gate.write();
        let mut threads = Vec::new();
        for browser in browsers {
            let ask = move || {
                drop(gate.read());
                let asked = Instant::now();
                browser.get("/spam", Coding::Gzip).map(|_| asked.elapsed())
            };
            let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, ask);
            threads.push(thread.map_err(|error| error.to_string())?);
        }
        drop(closed);
        let (mut times, mut failed) = (Times::default(), Vec::new());
        for thread in threads {
            match thread.join().map_err(|_| "a thread has failed")? {
                Ok(time) => times.push(time),
                Err(why) => failed.push(why),
            }
        }
        Ok((times, failed))
    })
}
