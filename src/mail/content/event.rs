//! Appointments in mail (RFC 5545, invitations RFC 5546): what, when, where, for people to read. Nothing is answered or stored.
//!
//! A dozen properties are read, line by line, without nesting. What libraries for calendars bring along (their own database of time
//! zones, recurrence, writing) is more than what is asked here, and none of it is made for input that wants to hurt.

mod line;

use super::hidden_characters::breaks_or_turns;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use line::{Line, lines, unescaped};

/// Appointments of one part that are read.
const MAX_EVENTS: usize = 10;
/// Characters of a line of text, and of a description.
const MAX_TEXT: usize = 300;
const MAX_DESCRIPTION: usize = 2000;

/// What an invitation is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// What it was sent for.
    pub method: Method,
    /// Its title.
    pub summary: Option<String>,
    /// When it starts.
    pub starts: Option<Moment>,
    /// When it ends, if that says more; of whole days the last one.
    pub ends: Option<Moment>,
    /// Whether it comes again and again.
    pub recurs: bool,
    /// Where it is.
    pub location: Option<String>,
    /// Who invites: a name and an address, or one of both.
    pub organizer: Option<String>,
    /// Who answers, and how; only in an answer.
    pub answer: Option<(String, Answer)>,
    /// What else is said, as plain text; lines end with LF.
    pub description: Option<String>,
}

/// Says what an appointment was sent for (RFC 5546, 1.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Method {
    /// To be noted.
    #[default]
    Entry,
    /// To be answered.
    Request,
    /// It will not take place.
    Cancel,
    /// It answers an invitation.
    Reply,
    /// Something between calendars.
    Other,
}

/// Says how somebody answers (PARTSTAT, RFC 5545, 3.2.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Comes.
    Accepted,
    /// Does not come.
    Declined,
    /// Perhaps.
    Tentative,
}

/// A point in time, as far as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A whole day.
    Day(Date),
    /// What clocks show.
    Local {
        /// Day and time.
        at: DateTime,
        /// Where, in the sender's words; `None` for wherever one is.
        zone: Option<String>,
    },
    /// The same point in time for everybody.
    Instant(Timestamp),
}

/// Reads the appointments in a part.
pub(in crate::mail) fn events(text: &str) -> Vec<Event> {
    let mut method = Method::default();
    let (mut events, mut open): (Vec<Event>, Option<Reading>) = (Vec::new(), None);
    for line in lines(text) {
        let Some(line) = Line::read(&line) else { continue };
        match (line.name.as_str(), line.value.trim().to_ascii_uppercase().as_str()) {
            ("BEGIN", "VEVENT") => open = Some(Reading::default()),
            // What stands inside an appointment (a reminder) says nothing about it.
            ("BEGIN", _) => open.iter_mut().for_each(|reading| reading.inside += 1),
            ("END", "VEVENT") => {
                events.extend(open.take().map(Reading::end));
                if events.len() >= MAX_EVENTS {
                    break;
                }
            }
            ("END", _) => open.iter_mut().for_each(|reading| reading.inside = reading.inside.saturating_sub(1)),
            ("METHOD", name) if open.is_none() => method = method_of(name),
            _ => open.iter_mut().filter(|reading| reading.inside == 0).for_each(|reading| reading.take(&line)),
        }
    }
    // One that was cut off is one all the same.
    events.extend(open.map(Reading::end));
    for event in &mut events {
        // One that says of itself that it will not take place.
        if event.method != Method::Cancel || method != Method::Entry {
            event.method = method;
        }
        if method != Method::Reply {
            event.answer = None;
        }
    }
    events.retain(|event| event.summary.is_some() || event.starts.is_some());
    events
}

fn method_of(name: &str) -> Method {
    match name {
        "PUBLISH" => Method::Entry,
        "REQUEST" | "ADD" => Method::Request,
        "CANCEL" => Method::Cancel,
        "REPLY" => Method::Reply,
        _ => Method::Other,
    }
}

/// An appointment while it is read.
#[derive(Default)]
struct Reading {
    event: Event,
    duration: Option<SignedDuration>,
    /// How many components are open in it.
    inside: usize,
}

impl Reading {
    fn take(&mut self, line: &Line) {
        let event = &mut self.event;
        match line.name.as_str() {
            "SUMMARY" => event.summary = one_line(&unescaped(&line.value)),
            "LOCATION" => event.location = one_line(&unescaped(&line.value)),
            "DESCRIPTION" => event.description = several_lines(&unescaped(&line.value)),
            "DTSTART" => event.starts = moment(line),
            "DTEND" => event.ends = moment(line),
            "DURATION" => self.duration = duration(line.value.trim()),
            "RRULE" | "RDATE" => event.recurs = true,
            "STATUS" if line.value.trim().eq_ignore_ascii_case("CANCELLED") => event.method = Method::Cancel,
            "ORGANIZER" => event.organizer = person(line),
            "ATTENDEE" if event.answer.is_none() => {
                event.answer = person(line).zip(line.parameter("PARTSTAT").and_then(answer))
            }
            _ => {}
        }
    }

    fn end(self) -> Event {
        let mut event = self.event;
        if let (None, Some(starts), Some(duration)) = (&event.ends, &event.starts, self.duration) {
            event.ends = later(starts, duration);
        }
        // Of whole days the end is the day after (3.6.1).
        if let Some(Moment::Day(day)) = event.ends {
            event.ends = day.checked_sub(1.day()).ok().map(Moment::Day);
        }
        if event.ends == event.starts {
            event.ends = None;
        }
        event
    }
}

fn later(starts: &Moment, duration: SignedDuration) -> Option<Moment> {
    Some(match starts {
        Moment::Day(day) => Moment::Day(day.checked_add(duration).ok()?),
        Moment::Local { at, zone } => Moment::Local { at: at.checked_add(duration).ok()?, zone: zone.clone() },
        Moment::Instant(at) => Moment::Instant(at.checked_add(duration).ok()?),
    })
}

/// Reads `P1DT2H30M` (3.3.6); none that goes back or lasts for years.
fn duration(text: &str) -> Option<SignedDuration> {
    let (mut seconds, mut number) = (0_i64, 0_i64);
    for c in text.strip_prefix('+').unwrap_or(text).strip_prefix(['P', 'p'])?.chars().take(30) {
        let unit = match c.to_ascii_uppercase() {
            digit if digit.is_ascii_digit() => {
                number = number.checked_mul(10)?.checked_add(i64::from(digit.to_digit(10)?))?;
                continue;
            }
            'T' => continue,
            'W' => 7 * 86_400,
            'D' => 86_400,
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        number = 0;
    }
    (1..=10 * 366 * 86_400).contains(&seconds).then(|| SignedDuration::from_secs(seconds))
}

/// Reads DATE, DATE-TIME and TZID (RFC 5545, 3.3.4, 3.3.5, 3.2.19).
fn moment(line: &Line) -> Option<Moment> {
    let value = line.value.trim();
    let number = |from: usize, to: usize| value.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize, to: usize| number(from, to).and_then(|n| i8::try_from(n).ok());
    let day = Date::new(number(0, 4)?, small(4, 6)?, small(6, 8)?).ok()?;
    if value.len() == 8 {
        return Some(Moment::Day(day));
    }
    if !value.get(8..9)?.eq_ignore_ascii_case("T") {
        return None;
    }
    let time = Time::new(small(9, 11)?, small(11, 13)?, small(13, 15).unwrap_or(0).min(59), 0).ok()?;
    let at = day.to_datetime(time);
    if value.ends_with(['Z', 'z']) {
        return Some(Moment::Instant(TimeZone::UTC.to_timestamp(at).ok()?));
    }
    // Told as it was said: what clocks show there is what the invitation is talked about by.
    Some(Moment::Local { at, zone: line.parameter("TZID").and_then(zone_name) })
}

/// Takes the name of a time zone, which some write behind a path (`/freeassociation.sourceforge.net/Europe/Berlin`).
fn zone_name(said: &str) -> Option<String> {
    let name = match said.strip_prefix('/') {
        Some(path) => {
            path.split('/').skip(1).filter(|part| part.starts_with(char::is_alphabetic)).collect::<Vec<_>>().join("/")
        }
        None => said.to_owned(),
    };
    one_line(&name)
}

fn person(line: &Line) -> Option<String> {
    let value = line.value.trim();
    let is_mail = value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let address = if is_mail { value.get(7..).and_then(one_line) } else { None };
    let name = line.parameter("CN").and_then(one_line);
    match (name, address) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => address.or(name),
    }
}

fn answer(said: &str) -> Option<Answer> {
    match said.to_ascii_uppercase().as_str() {
        "ACCEPTED" => Some(Answer::Accepted),
        "DECLINED" => Some(Answer::Declined),
        "TENTATIVE" => Some(Answer::Tentative),
        _ => None,
    }
}

fn one_line(text: &str) -> Option<String> {
    let words: String = text.chars().map(|c| if breaks_or_turns(c) { ' ' } else { c }).collect();
    let line: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_TEXT).collect();
    (!line.is_empty()).then_some(line)
}

fn several_lines(text: &str) -> Option<String> {
    let kept = |c: char| if c == '\n' || c == '\t' || !breaks_or_turns(c) { c } else { ' ' };
    let text: String = text.chars().take(MAX_DESCRIPTION).map(kept).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
#[path = "event_tests.rs"]
mod tests;
