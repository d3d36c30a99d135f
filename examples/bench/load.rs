//! Many browsers at once: list pages a second.

use super::browser::{Browser, Coding};
use super::rig::Rig;
use super::table::{Times, met, ms};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};
use support::process;

/// How long each measurement goes on, after the time that warms everything up.
const TIME: Duration = Duration::from_secs(5);
const WARM_UP: Duration = Duration::from_secs(1);
/// List pages a second at eight connections.
const TARGET: f64 = 1500.0;

/// Measures the Spam list at 8 and at 64 kept connections: all of one session, and each of a session of its own.
pub fn load(rig: &mut Rig) -> Result<(), String> {
    let people = rig.people()?;
    let one = rig.guest(2_000)?;
    println!("\nload: pages of Spam a second, 50 rows, kept connections; who used how much of the {} cores", cores());
    println!(
        "  {:<45} {:>8} {:>16} {:>8} {:>8} {:>6}  target",
        "", "pages/s", "p50-p99 ms", "Postern", "Dovecot", "bench"
    );
    for connections in [8, 64] {
        for (sessions, who) in
            [("one session", vec![&one]), ("a session each", people.iter().take(connections).collect())]
        {
            let signed_in = who.into_iter().map(|address| rig.browser(address)).collect::<Result<Vec<_>, _>>()?;
            for (coding, word) in [(Coding::Gzip, "gzip"), (Coding::Plain, "not compressed")] {
                let browsers = signed_in.iter().cycle().take(connections).map(Browser::again);
                let run = run(rig, browsers.collect::<Result<_, _>>()?, coding)?;
                run.print(&format!("{connections} connections, {sessions}, {word}"), connections == 8);
            }
        }
    }
    Ok(())
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Is what one measurement came to.
struct Run {
    rate: f64,
    times: Times,
    /// Of one core: Postern's share, Dovecot's, and our own.
    shares: [f64; 3],
}

impl Run {
    fn print(&self, what: &str, promised: bool) {
        let times = format!("{:.1}-{:.1}", ms(self.times.at(50)), ms(self.times.at(99)));
        let [postern, dovecot, own] = self.shares.map(|share| format!("{:.2}", share));
        let target = if promised { format!(">= {TARGET}: {}", met(self.rate >= TARGET)) } else { String::new() };
        println!("  {what:<45} {:>8.0} {times:>16} {postern:>8} {dovecot:>8} {own:>6}  {target}", self.rate);
    }
}

/// Lets every browser ask for one page after the other; a page that is not a page ends the measurement.
fn run(rig: &mut Rig, mut browsers: Vec<Browser>, coding: Coding) -> Result<Run, String> {
    let (postern, dovecot) =
        (rig.postern()?.id(), rig.dovecot_group().ok_or("Dovecot's processes are not to be found")?);
    let used = || [process::seconds(postern), process::group_seconds(dovecot), process::seconds(std::process::id())];
    let barrier = Barrier::new(browsers.len() + 1);
    let barrier = &barrier;
    thread::scope(|scope| {
        let threads: Vec<_> = browsers
            .iter_mut()
            .map(|browser| {
                scope.spawn(move || {
                    barrier.wait();
                    let start = Instant::now();
                    let mut times = Times::default();
                    loop {
                        let asked = Instant::now();
                        if browser.get("/spam", coding)? < 1000 {
                            return Err("a page that is too short to be the list".to_owned());
                        }
                        match start.elapsed() {
                            passed if passed > WARM_UP + TIME => return Ok(times),
                            passed if passed > WARM_UP => times.push(asked.elapsed()),
                            _ => {}
                        }
                    }
                })
            })
            .collect();
        barrier.wait();
        thread::sleep(WARM_UP);
        let before = used();
        thread::sleep(TIME);
        let after = used();
        let mut times = Times::default();
        for thread in threads {
            times.append(thread.join().map_err(|_| "a thread has failed")??);
        }
        let mut shares = [0.0; 3];
        for (share, (before, after)) in shares.iter_mut().zip(before.into_iter().zip(after)) {
            *share = (after - before) / TIME.as_secs_f64();
        }
        Ok(Run { rate: times.count() as f64 / TIME.as_secs_f64(), times, shares })
    })
}
