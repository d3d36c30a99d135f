//! Measures pages against the bare IMAP dialogue that brings the same data, in one run, on one private Dovecot.
//!
//! Started by `bin/bench`. Quote the ratios: the times are those of the machine at hand.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to the person at the terminal")]

mod browser;
#[path = "../../tests/support/cast/mod.rs"]
mod cast;
#[path = "../../tests/support/dovecot/mod.rs"]
mod dovecot;
#[path = "../demo/site.rs"]
mod site;

use browser::Browser;
use dovecot::RawImap;
use site::{PASSWORD, Port, Site};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Measured pairs; as many again are run before, to warm everything up.
const ROUNDS: usize = 200;
/// The header fields of a list row (`src/mail/summary.rs`).
const ROW: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE X-SPAM-STATUS \
                   X-SPAMD-RESULT X-SPAM-SCORE X-RSPAMD-SCORE)])";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["list"] => list(),
        _ => Err("usage: bin/bench list".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("bench: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The Spam page, warm, against EXAMINE and FETCH on an open connection.
fn list() -> Result<(), String> {
    let site = Site::open(Port::Free)?;
    let failed = |error: std::io::Error| format!("IMAP: {error}");
    let mut browser = Browser::sign_in(&site.url, cast::ADDRESS, PASSWORD)?;
    let mut imap = RawImap::connect("127.0.0.1", site.dovecot.imap_port()).map_err(failed)?;
    imap.login(cast::ADDRESS, PASSWORD).map_err(failed)?;
    let (mut pages, mut dialogues, mut pings) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..2 * ROUNDS {
        let page = timed(|| browser.get("/spam"))?;
        let dialogue = timed(|| dialogue(&mut imap).map_err(failed))?;
        // What a page costs that asks no mail server: HTTP, session, template. It is part of the page's time.
        let ping = timed(|| browser.get("/healthz"))?;
        if round >= ROUNDS {
            pages.push(page);
            dialogues.push(dialogue);
            pings.push(ping);
        }
    }
    let (page, dialogue, ping) = (median(&mut pages), median(&mut dialogues), median(&mut pings));
    println!("Spam page (50 rows), median of {ROUNDS}    {:8.3} ms", ms(page));
    println!("EXAMINE and FETCH of the same, raw    {:8.3} ms", ms(dialogue));
    println!("/healthz, for what HTTP alone costs   {:8.3} ms", ms(ping));
    println!("ratio page / raw                      {:8.2}", page.as_secs_f64() / dialogue.as_secs_f64());
    Ok(())
}

/// Reads the newest 50 rows as the page does.
fn dialogue(imap: &mut RawImap) -> std::io::Result<()> {
    let examined = imap.command("EXAMINE Spam")?.text();
    let exists =
        examined.lines().find_map(|line| line.strip_prefix("* ")?.strip_suffix(" EXISTS")?.parse::<u32>().ok());
    let last = exists.unwrap_or(1);
    let rows = imap.command(format!("FETCH {}:{last} {ROW}", last.saturating_sub(49).max(1)))?;
    if rows.ok() { Ok(()) } else { Err(std::io::Error::other(rows.tagged)) }
}

fn timed<T>(work: impl FnOnce() -> Result<T, String>) -> Result<Duration, String> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
