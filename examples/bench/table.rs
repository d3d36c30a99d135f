//! What is printed: medians, spreads, targets. Nothing is judged beyond the word behind the target.

use std::time::{Duration, Instant};

/// Holds the times of one thing, measured again and again.
#[derive(Debug, Default, Clone)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Returns the middle one.
    pub fn median(&self) -> Duration {
        self.at(50)
    }

    /// Returns the time that so many hundredths of the measurements stay below.
    pub fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        sorted.get((last * percent + 50) / 100).copied().unwrap_or_default()
    }

    /// Adds the measurements of another thread.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Adds one measurement.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    fn spread(&self) -> String {
        format!("{:.2}-{:.2}", ms(self.at(10)), ms(self.at(90)))
    }
}

/// Does one of the things that are compared, number so-and-so, and says how long it took; what it prepares is not counted.
pub type Step<'a> = &'a mut dyn FnMut(usize) -> Result<Duration, String>;

/// Runs things by turns, every second round in the opposite order, and forgets the first rounds, which warm everything up.
pub fn by_turns(warm_up: usize, rounds: usize, steps: &mut [Step]) -> Result<Vec<Times>, String> {
    let mut times = vec![Times::default(); steps.len()];
    for round in 0..warm_up + rounds {
        let order: Vec<usize> =
            if round % 2 == 0 { (0..steps.len()).collect() } else { (0..steps.len()).rev().collect() };
        for at in order {
            let Some((step, times)) = steps.get_mut(at).zip(times.get_mut(at)) else { continue };
            let time = step(round)?;
            if round >= warm_up {
                times.push(time);
            }
        }
    }
    Ok(times)
}

/// Measures one piece of work.
pub fn timed<T>(work: impl FnOnce() -> Result<T, String>) -> Result<Duration, String> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

/// Says what a line is measured by.
pub enum Target {
    /// So many times the raw dialogue, and so many milliseconds.
    Raw(f64, f64),
    /// Nothing was promised.
    None,
}

/// Prints a title and the heads of the columns for lines of [`compared`].
pub fn head(title: &str) {
    println!("\n{title}");
    let (p, r, s) = ("Postern ms", "raw ms", "p10-p90");
    println!("  {:<45} {p:>10} {s:>15} {r:>9} {s:>15} {:>6}  target", "median", "ratio");
}

/// Prints one line: Postern against the raw dialogue.
pub fn compared(what: &str, postern: &Times, raw: &Times, target: &Target) {
    let (ours, theirs) = (ms(postern.median()), ms(raw.median()));
    let target = match *target {
        Target::None => String::new(),
        Target::Raw(times, more) => {
            let limit = times * theirs + more;
            let rule = if more > 0.0 { format!("{times} x raw + {more} ms") } else { format!("{times} x raw") };
            format!("<= {limit:.2} ({rule}): {}", met(ours <= limit))
        }
    };
    let ratio = ours / theirs;
    let (p, r) = (postern.spread(), raw.spread());
    println!("  {what:<45} {ours:>10.2} {p:>15} {theirs:>9.2} {r:>15} {ratio:>6.2}  {target}");
}

/// Prints one line about something that has no counterpart.
pub fn alone(what: &str, times: &Times) {
    println!("  {what:<45} {:>10} {:>15} {:>9.2} {:>15}", "", "", ms(times.median()), times.spread());
}

/// Prints one line of words with a figure.
pub fn said(what: &str, figure: &str, target: &str) {
    println!("  {what:<45} {figure:<34}  {target}");
}

/// Returns the word behind a target.
pub fn met(yes: bool) -> &'static str {
    if yes { "met" } else { "MISSED" }
}

/// Returns milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
