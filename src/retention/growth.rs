//! How fast a mailbox fills up, and when it will be full if it goes on like that.

use super::keeper::Keeper;
use crate::mail::{Account, Storage};
use crate::store::{self, growth as rows};
use tracing::Instrument as _;

const DAY: i64 = 24 * 3600;
/// Days that are looked at.
const LOOKED_AT: i64 = 90;
/// Days that must have been seen, from the first to the last, and on how many of them.
const SEEN: i64 = 7;
const TIMES: usize = 3;
/// Beyond so many days nothing is foretold.
const FARTHEST: f64 = 730.0;

/// Says when a mailbox will be full, if it goes on filling up as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// In about so many days.
    pub days: u32,
    /// Perhaps as soon as in so many days.
    pub soonest: u32,
    /// Perhaps only in so many; `None` where it may be never.
    pub latest: Option<u32>,
}

impl Forecast {
    /// Reckons from days and the octets used on each, the oldest first, and from how full the mailbox is now. `None` where too little
    /// was seen, or it does not fill up.
    fn of(days: &[(i64, i64)], now: Storage) -> Option<Self> {
        let days = since_last_drop(days, now.limit);
        let span = days.last()?.0 - days.first()?.0;
        if span < SEEN || days.len() < TIMES {
            return None;
        }
        let (growth, error) = slope(days);
        let left = now.limit.saturating_sub(now.used) as f64;
        let until = |growth: f64| Some(left / growth).filter(|days| growth > 0.0 && *days <= FARTHEST);
        // What is a whole number but for rounding is that number.
        let whole = |days: f64| (days - 0.001).ceil().max(1.0) as u32;
        let days = until(growth)?;
        // Two standard errors to either side hold the truth nineteen times in twenty, where days are like one another.
        let soonest = until(growth + 2.0 * error).unwrap_or(days);
        let latest = until(growth - 2.0 * error);
        Some(Self { days: whole(days), soonest: whole(soonest), latest: latest.map(whole) })
    }
}

/// Leaves out what was before room was made: a mailbox that was emptied does not fill up backwards.
fn since_last_drop(days: &[(i64, i64)], limit: u64) -> &[(i64, i64)] {
    let least = i64::try_from(limit / 100).unwrap_or(i64::MAX).max(1);
    let dropped =
        days.windows(2).rposition(|pair| matches!(pair, [(_, before), (_, after)] if before - after >= least));
    dropped.and_then(|at| days.get(at + 1..)).unwrap_or(days)
}

/// Fits a line (least squares), and returns octets a day and their standard error.
fn slope(days: &[(i64, i64)]) -> (f64, f64) {
    let count = days.len() as f64;
    let points = || days.iter().map(|&(day, used)| (day as f64, used as f64));
    let (x, y) = points().fold((0.0, 0.0), |(x, y), (day, used)| (x + day / count, y + used / count));
    let spread: f64 = points().map(|(day, _)| (day - x).powi(2)).sum();
    let slope = points().map(|(day, used)| (day - x) * (used - y)).sum::<f64>() / spread;
    let off: f64 = points().map(|(day, used)| (used - y - slope * (day - x)).powi(2)).sum();
    (slope, (off / (count - 2.0).max(1.0) / spread).sqrt())
}

impl Keeper {
    /// Notes how full a mailbox is; nobody waits for it. The first word of a day counts.
    pub fn note_storage(&self, account: &Account, storage: Storage) {
        let (owner, day) = (self.owner(account), store::now() / DAY);
        if !self.is_first_today(&owner, day) {
            return;
        }
        let keeper = self.clone();
        let octets = |octets: u64| i64::try_from(octets).unwrap_or(i64::MAX);
        let note = async move {
            let noted = rows::note(keeper.store(), &owner, day, octets(storage.used), octets(storage.limit)).await;
            if let Err(error) = noted {
                tracing::warn!("how full a mailbox is cannot be noted: {error}");
            }
        };
        tokio::spawn(note.in_current_span());
    }

    /// Tells when a mailbox will be full; `None` where that cannot be told.
    ///
    /// # Errors
    /// The database's.
    pub async fn forecast(&self, account: &Account, now: Storage) -> store::Result<Option<Forecast>> {
        let since = store::now() / DAY - LOOKED_AT;
        // Another limit may be another root's: what was used then says nothing of this one.
        let allowed = i64::try_from(now.limit).unwrap_or(i64::MAX);
        let days = rows::since(self.store(), &self.owner(account), since, allowed).await?;
        Ok(Forecast::of(&days, now))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn now(used: u64) -> Storage {
        Storage { used, limit: 10_000 }
    }

    #[test]
    fn a_mailbox_that_fills_up_evenly_is_told_its_day_and_a_ragged_one_how_far_off_that_may_be() {
        let even: Vec<_> = (0..10).map(|day| (20_000 + day, 1000 + day * 100)).collect();
        assert_eq!(Forecast::of(&even, now(2000)), Some(Forecast { days: 80, soonest: 80, latest: Some(80) }));
        let ragged: Vec<_> = (0..10).map(|day| (20_000 + day, 1000 + day * 100 + day % 3 * 40)).collect();
        let told = Forecast::of(&ragged, now(2000)).unwrap();
        assert!(told.soonest < told.days && told.latest.is_none_or(|latest| latest > told.days), "{told:?}");
    }

    #[test]
    fn nothing_is_foretold_from_less_than_seven_days_nor_of_a_mailbox_that_does_not_fill_up() {
        let days =
            |count: i64, each: i64| -> Vec<_> { (0..count).map(|day| (20_000 + day, 5000 + day * each)).collect() };
        assert_eq!(Forecast::of(&days(7, 100), now(5600)), None, "six days and a bit");
        assert!(Forecast::of(&days(8, 100), now(5700)).is_some());
        assert_eq!(Forecast::of(&days(30, 0), now(5000)), None);
        assert_eq!(Forecast::of(&days(30, -10), now(4700)), None);
        assert_eq!(Forecast::of(&days(30, 1), now(5030)), None, "in more than two years");
        assert_eq!(Forecast::of(&[(20_000, 1), (20_030, 900)], now(900)), None, "seen twice");
        assert_eq!(Forecast::of(&[], now(900)), None);
    }

    #[test]
    fn what_was_before_room_was_made_does_not_count() {
        let mut days: Vec<_> = (0..20).map(|day| (20_000 + day, 5000 + day * 200)).collect();
        days.extend((20..30).map(|day| (20_000 + day, 1000 + (day - 20) * 100)));
        assert_eq!(Forecast::of(&days, now(1900)).unwrap().days, 81);
        assert_eq!(Forecast::of(days.get(..24).unwrap(), now(1300)), None, "since then there were four days");
    }
}
