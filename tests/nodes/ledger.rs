//! What one owner has, has asked for, and was told: kept beside the site, and held against the mailbox at the end.
//!
//! A letter may be gone in the end only where its owner has asked to delete it for good, whatever was answered. All others are there,
//! each in one mailbox, once.

use super::told::Told;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::time::Duration;

/// How many messages an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Those that were chosen one by one.
    Exactly(u32),
    /// All that a page told the number of; some may be gone by then.
    AtMost(u32),
    /// As many as the site itself has written down.
    Written,
}

/// One thing that an owner has asked for.
#[derive(Debug, Clone)]
pub struct Deed {
    /// What the button says, and in which folder.
    pub what: &'static str,
    /// How many messages it is about.
    pub asked: Asked,
    /// Whether they are deleted for good.
    pub destroys: bool,
    /// Which of the owner's windows asks.
    pub window: usize,
    /// When it was sent, since the beginning.
    pub at: Duration,
    /// The letters that it may be about.
    pub letters: Vec<u32>,
}

struct Done {
    deed: Deed,
    /// Whether nothing else was under way: then all that was asked for is there.
    calm: bool,
    end: String,
}

struct Job {
    deed: usize,
    ended: bool,
}

/// What one owner has, has asked for, and was told.
#[derive(Default)]
pub struct Ledger {
    owner: usize,
    windows: usize,
    put: u32,
    given_up: BTreeSet<u32>,
    deeds: Vec<Done>,
    jobs: BTreeMap<String, Job>,
    unsure: bool,
    untold: bool,
    /// Messages of which it was told that they are deleted for good, or moved.
    pub deleted: u64,
    /// Messages of which it was told that they are moved.
    pub moved: u64,
    /// What may not be, in sentences.
    pub wrong: Vec<String>,
}

/// How many letters of an owner are spoken of that are lost, and that are there twice.
const SAID: usize = 3;

/// What came out in the end.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Letters that are nowhere, and that nobody has deleted.
    pub lost: usize,
    /// Letters that are there more than once.
    pub doubles: usize,
    /// Letters that are nowhere.
    pub gone: u64,
    /// What may not be, in sentences.
    pub wrong: Vec<String>,
}

/// One message as another mail program finds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The mailbox.
    pub mailbox: String,
    /// The name of the letter.
    pub name: String,
    /// Whether it is marked `\Deleted`.
    pub marked: bool,
}

impl Ledger {
    /// Opens the ledger of an owner who works in so many windows.
    pub fn of(owner: usize, windows: usize) -> Self {
        Self { owner, windows, ..Self::default() }
    }

    /// Names a letter; its Message-ID is `<name@example.com>`.
    pub fn name(&self, letter: u32) -> String {
        format!("o{}-{letter}", self.owner)
    }

    /// Returns which letter has a name; `None` for one that is nobody's, or another's.
    pub fn letter(&self, name: &str) -> Option<u32> {
        let number = name.strip_prefix(&format!("o{}-", self.owner))?.parse().ok()?;
        (number < self.put).then_some(number)
    }

    /// Puts so many new letters somewhere.
    pub fn put(&mut self, count: u32) -> Range<u32> {
        self.put += count;
        self.put - count..self.put
    }

    /// Returns how many letters there ever were.
    pub fn letters(&self) -> u32 {
        self.put
    }

    /// Tells whether every answer came, to the only window.
    pub fn is_sure(&self) -> bool {
        self.windows == 1 && !self.unsure
    }

    fn is_calm(&self) -> bool {
        self.is_sure() && self.jobs.values().all(|job| job.ended)
    }

    /// Notes what is about to be asked for, and returns its number.
    pub fn begin(&mut self, deed: Deed) -> usize {
        let calm = self.is_calm();
        for job in self.jobs.values().filter(|job| !job.ended) {
            // From here on two things are under way.
            self.deeds[job.deed].calm = false;
        }
        if deed.destroys {
            self.given_up.extend(&deed.letters);
        }
        self.deeds.push(Done { deed, calm, end: "no answer yet".to_owned() });
        self.deeds.len() - 1
    }

    /// Notes that no answer came, or one that leaves open what was done.
    pub fn no_answer(&mut self, number: usize, why: &str) {
        self.unsure = true;
        why.clone_into(&mut self.deeds[number].end);
    }

    /// Notes that it was refused, and nothing was begun.
    pub fn refused(&mut self, number: usize, why: &str) {
        why.clone_into(&mut self.deeds[number].end);
        if self.deeds[number].calm && why.starts_with("409") {
            self.accuse(number, "a page that was drawn just now is refused as old");
        }
    }

    /// Notes that it was done, and that nobody has read what it did.
    pub fn not_read(&mut self, number: usize) {
        self.untold = true;
        "done, and not told".clone_into(&mut self.deeds[number].end);
    }

    /// Notes that it became a job.
    pub fn job(&mut self, number: usize, path: &str) {
        self.deeds[number].end = format!("became {path}");
        // Who asks for the same once more gets the same job.
        self.jobs.entry(path.to_owned()).or_insert(Job { deed: number, ended: false });
    }

    /// Returns the pages of the jobs that have not ended, as far as is known.
    pub fn open_jobs(&self) -> Vec<String> {
        self.jobs.iter().filter(|(_, job)| !job.ended).map(|(path, _)| path.clone()).collect()
    }

    /// Returns how many jobs are known, and how many of them have ended.
    pub fn jobs(&self) -> (usize, usize) {
        (self.jobs.len(), self.jobs.values().filter(|job| job.ended).count())
    }

    /// Notes what was told of the end of a job.
    pub fn job_ended(&mut self, path: &str, state: &str, told: &Told) {
        let Some(job) = self.jobs.get_mut(path).filter(|job| !job.ended) else { return };
        job.ended = true;
        let number = job.deed;
        self.told(number, told);
        if state == "done" && told.unknown + told.not_reached > 0 {
            self.accuse(number, "a job that is done leaves something open");
        }
        self.deeds[number].end += &format!(" ({path} is {state})");
    }

    /// Notes what was told of an action that has ended, and whether that can be.
    pub fn told(&mut self, number: usize, told: &Told) {
        let Done { deed, calm, .. } = &self.deeds[number];
        let (sum, asked, calm) = (told.sum(), deed.asked, *calm);
        if deed.destroys {
            self.deleted += u64::from(told.done);
        } else {
            self.moved += u64::from(told.done);
        }
        self.deeds[number].end = told.words.join(", ");
        match asked {
            Asked::Exactly(count) if sum != count => {
                self.accuse(number, &format!("{count} were asked for, {sum} told"))
            }
            Asked::AtMost(count) if sum > count || (calm && sum != count) => {
                self.accuse(number, &format!("{count} were on the page, {sum} are told"));
            }
            _ if calm && told.missing > 0 => self.accuse(number, "some are missing, and nobody else was at work"),
            _ => {}
        }
    }

    fn accuse(&mut self, number: usize, what: &str) {
        let said = format!("owner {}: {what}: {}", self.owner, self.deeds[number].said());
        self.wrong.push(said);
    }

    /// Says what was done last with a letter.
    fn last_of(&self, letter: u32) -> String {
        let about = self.deeds.iter().filter(|done| done.deed.letters.contains(&letter));
        let mut said: Vec<_> = about.map(Done::said).collect();
        let last = said.split_off(said.len().saturating_sub(5));
        if last.is_empty() { "nothing was ever asked for it".to_owned() } else { format!("last: {}", last.join("; ")) }
    }

    /// Holds what another mail program finds in the end against what was asked for and told.
    pub fn reckon(&self, found: &[Found]) -> Verdict {
        let mut verdict = Verdict { wrong: self.wrong.clone(), ..Verdict::default() };
        let mut places: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        let (mut lost, mut twice, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let of = |letter: u32, what: String| {
            let name = self.name(letter);
            format!("owner {}: <{name}@example.com> {what}; {}", self.owner, self.last_of(letter))
        };
        for Found { mailbox, name, marked } in found {
            let Some(letter) = self.letter(name) else {
                others.push(format!("owner {}: <{name}> in {mailbox} was never put there", self.owner));
                continue;
            };
            places.entry(letter).or_default().push(mailbox);
            if *marked {
                others.push(of(letter, format!("is marked as deleted in {mailbox}")));
            }
        }
        for letter in 0..self.put {
            match places.get(&letter).map(Vec::as_slice) {
                None if !self.given_up.contains(&letter) => lost.push(letter),
                Some([_, _, ..]) => twice.push(letter),
                _ => {}
            }
        }
        (verdict.lost, verdict.doubles) = (lost.len(), twice.len());
        others.extend(lost.into_iter().map(|letter| of(letter, "is lost".to_owned())).take(SAID));
        let places_of = |letter| format!("is there more than once: {:?}", places[&letter]);
        others.extend(twice.into_iter().map(|letter| of(letter, places_of(letter))).take(SAID));
        let gone = u64::from(self.put) - places.len() as u64;
        let is_exact = self.is_sure() && !self.untold;
        if self.deleted > gone || (is_exact && self.deleted != gone) {
            let told = self.deleted;
            others.push(format!("owner {}: {told} were told to be deleted for good, {gone} are gone", self.owner));
            let still_there = self.given_up.iter().filter(|letter| places.contains_key(letter));
            others
                .extend(still_there.take(SAID).map(|&letter| of(letter, format!("is still in {:?}", places[&letter]))));
        }
        verdict.gone = gone;
        verdict.wrong.extend(others);
        verdict
    }
}

impl Done {
    fn said(&self) -> String {
        let Deed { what, window, at, letters, .. } = &self.deed;
        let at = at.as_secs_f64();
        format!("[{at:.1} s, window {window}: {what} of {} -> {}]", letters.len(), self.end)
    }
}
