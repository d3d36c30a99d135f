//! Appointments in mail (RFC 5545, invitations RFC 5546): what, when, where, for people to read. Nothing is answered or stored.
//!
//! A dozen properties are read, line by line, without nesting. What libraries for calendars bring along (their own database of time
//! zones, recurrence, writing) is more than what is asked here, and none of it is made for input that wants to hurt.

use super::hidden_characters::breaks_or_turns;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// Appointments of one part that are read.
const MAX_EVENTS: usize = 10;
/// Characters of a line of text, and of a description.
const MAX_TEXT: usize = 300;
const MAX_DESCRIPTION: usize = 2000;
/// Octets of a line with all its continuations that are looked at.
const MAX_LINE: usize = 16 * 1024;

/// What an invitation is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// What it asks for.
    pub purpose: Purpose,
    /// Its title.
    pub what: Option<String>,
    /// When it begins.
    pub begins: Option<Moment>,
    /// When it ends, if that says more; of whole days the last one.
    pub ends: Option<Moment>,
    /// Whether it comes again and again.
    pub repeats: bool,
    /// Where it is.
    pub place: Option<String>,
    /// Who invites: a name and an address, or one of both.
    pub organizer: Option<String>,
    /// What else is said, as plain text; lines end with LF.
    pub description: Option<String>,
}

/// Says what an appointment was sent for (RFC 5546, 1.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
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
    let mut purpose = Purpose::default();
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
            ("METHOD", method) if open.is_none() => purpose = of_method(method),
            _ => open.iter_mut().filter(|reading| reading.inside == 0).for_each(|reading| reading.take(&line)),
        }
    }
    // One that was cut off is one all the same.
    events.extend(open.map(Reading::end));
    events.iter_mut().for_each(|event| event.purpose = purpose);
    events.retain(|event| event.what.is_some() || event.begins.is_some());
    events
}

fn of_method(method: &str) -> Purpose {
    match method {
        "PUBLISH" => Purpose::Entry,
        "REQUEST" | "ADD" => Purpose::Request,
        "CANCEL" => Purpose::Cancel,
        "REPLY" => Purpose::Reply,
        _ => Purpose::Other,
    }
}

/// Joins folded lines (RFC 5545, 3.1); what is too long of one is left out.
fn lines(text: &str) -> impl Iterator<Item = String> {
    let mut physical =
        text.trim_start_matches('\u{feff}').split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).peekable();
    std::iter::from_fn(move || {
        let mut line = physical.next()?.chars().take(MAX_LINE).collect::<String>();
        while let Some(more) = physical.next_if(|next| next.starts_with([' ', '\t'])) {
            let room = MAX_LINE.saturating_sub(line.len());
            line.extend(more.chars().skip(1).take(room));
        }
        Some(line)
    })
}

/// A content line: `NAME;PARAMETER=value;OTHER="value":value`.
struct Line {
    /// In upper case.
    name: String,
    /// Names in upper case.
    parameters: Vec<(String, String)>,
    value: String,
}

impl Line {
    fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.char_indices().find(|&(_, c)| {
            quoted ^= c == '"';
            c == ':' && !quoted
        });
        let (head, value) = line.split_at(colon?.0);
        let mut pieces = split_outside_quotes(head).into_iter();
        // A group stands before the name in some (vCard's habit).
        let name = pieces.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
        let parameter = |piece: &str| {
            let (name, value) = piece.split_once('=')?;
            Some((name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()))
        };
        let parameters = pieces.filter_map(parameter).take(20).collect();
        Some(Self { name, parameters, value: value.get(1..).unwrap_or_default().to_owned() })
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Reads DATE, DATE-TIME and TZID (RFC 5545, 3.3.4, 3.3.5, 3.2.19).
    fn moment(&self) -> Option<Moment> {
        let value = self.value.trim();
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
        Some(Moment::Local { at, zone: self.parameter("TZID").and_then(zone_name) })
    }
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

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let pieces = text.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    });
    pieces.take(40).collect()
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
            "SUMMARY" => event.what = one_line(&unescaped(&line.value)),
            "LOCATION" => event.place = one_line(&unescaped(&line.value)),
            "DESCRIPTION" => event.description = several_lines(&unescaped(&line.value)),
            "DTSTART" => event.begins = line.moment(),
            "DTEND" => event.ends = line.moment(),
            "DURATION" => self.duration = duration(line.value.trim()),
            "RRULE" | "RDATE" => event.repeats = true,
            "ORGANIZER" => event.organizer = organizer(line),
            _ => {}
        }
    }

    fn end(self) -> Event {
        let mut event = self.event;
        if let (None, Some(begins), Some(duration)) = (&event.ends, &event.begins, self.duration) {
            event.ends = later(begins, duration);
        }
        // Of whole days the end is the day after (3.6.1).
        if let Some(Moment::Day(day)) = event.ends {
            event.ends = day.checked_sub(1.day()).ok().map(Moment::Day);
        }
        if event.ends == event.begins {
            event.ends = None;
        }
        event
    }
}

fn later(begins: &Moment, duration: SignedDuration) -> Option<Moment> {
    Some(match begins {
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

fn organizer(line: &Line) -> Option<String> {
    let value = line.value.trim();
    let is_mail = value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let address = if is_mail { value.get(7..).and_then(one_line) } else { None };
    let name = line.parameter("CN").and_then(one_line);
    match (name, address) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => address.or(name),
    }
}

/// Undoes the escapes of TEXT (3.3.11).
fn unescaped(value: &str) -> String {
    let (mut out, mut escaped) = (String::new(), false);
    for c in value.chars() {
        match (escaped, c) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (true, 'n' | 'N') => out.push('\n'),
            _ => out.push(c),
        }
        escaped = false;
    }
    out
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
