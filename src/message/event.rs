//! An appointment in words.

use super::MessagePage;
use crate::mail::{Answer, Event, Method, Moment};
use jiff::civil::{DateTime, Time};

impl MessagePage {
    /// Says what an appointment was sent for.
    pub(super) fn event_title(&self, event: &Event) -> String {
        let key = match event.method {
            Method::Request => "event-request",
            Method::Cancel => "event-cancel",
            Method::Reply => "event-reply",
            Method::Entry | Method::Other => "event-entry",
        };
        self.layout.l.t(key)
    }

    /// Tells whether an answer is awaited.
    pub(super) fn is_request(&self, event: &Event) -> bool {
        event.method == Method::Request
    }

    /// Says who comes, or does not.
    pub(super) fn event_answer(&self, event: &Event) -> Option<String> {
        let (who, answer) = event.answer.as_ref()?;
        let key = match answer {
            Answer::Accepted => "event-accepted",
            Answer::Declined => "event-declined",
            Answer::Tentative => "event-tentative",
        };
        Some(self.layout.l.with(key, &[("who", who.as_str().into())]))
    }

    /// Says when an appointment starts and ends.
    pub(super) fn event_when(&self, event: &Event) -> Option<String> {
        let l = &self.layout.l;
        let start = event.starts.as_ref()?;
        let Some(end) = &event.ends else { return Some(self.in_zone(self.said(start, None), start)) };
        let same_zone = self.zone(start) == self.zone(end);
        let (from, to) = (self.said(start, None), self.said(end, Some(start).filter(|_| same_zone)));
        // Where both are told by the same clocks, it is said once by which.
        let from = if same_zone { from } else { self.in_zone(from, start) };
        let to = if same_zone { to } else { self.in_zone(to, end) };
        let both = l.with("event-from-to", &[("begin", from.into()), ("end", to.into())]);
        Some(if same_zone { self.in_zone(both, start) } else { both })
    }

    /// Tells a moment; of one on the same day as another only the time.
    fn said(&self, moment: &Moment, beside: Option<&Moment>) -> String {
        let l = &self.layout.l;
        let at = self.at(moment);
        match moment {
            Moment::Day(day) => l.whole_day(day),
            _ if beside.is_some_and(|other| self.at(other).date() == at.date()) => l.time_of(&at),
            _ => l.moment_of(&at),
        }
    }

    fn in_zone(&self, said: String, moment: &Moment) -> String {
        match self.zone(moment) {
            Some(zone) => self.layout.l.with("event-in-zone", &[("when", said.into()), ("zone", zone.into())]),
            None => said,
        }
    }

    /// Returns what clocks show.
    fn at(&self, moment: &Moment) -> DateTime {
        match moment {
            Moment::Day(day) => day.to_datetime(Time::midnight()),
            Moment::Local { at, .. } => *at,
            Moment::Instant(at) => self.layout.l.here(at),
        }
    }

    /// Returns where these clocks stand, if that is known.
    fn zone<'a>(&'a self, moment: &'a Moment) -> Option<&'a str> {
        match moment {
            Moment::Day(_) => None,
            Moment::Local { zone, .. } => zone.as_deref(),
            Moment::Instant(_) => self.layout.l.zone(),
        }
    }
}
