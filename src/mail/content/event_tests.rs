//! Invitations as calendars write them, broken ones, and hostile ones.

use super::*;
use proptest::prelude::*;

fn calendar(method: &str, lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{method}BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
         END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn one(lines: &str) -> Event {
    let mut events = events(&calendar("METHOD:REQUEST\r\n", lines));
    assert_eq!(events.len(), 1, "{lines}");
    events.remove(0)
}

fn instant(text: &str) -> Option<Moment> {
    Some(Moment::Instant(text.parse().unwrap()))
}

fn local(text: &str, zone: &str) -> Option<Moment> {
    Some(Moment::Local { at: text.parse().unwrap(), zone: Some(zone.to_owned()).filter(|zone| !zone.is_empty()) })
}

#[test]
fn an_invitation_says_what_when_where_and_from_whom() {
    let event = one("DTSTART;TZID=Europe/Berlin:20261201T140000\r\nDTEND;TZID=Europe/Berlin:20261201T153000\r\n\
         SUMMARY:Review\\, part 2\\; with\r\n  tea\r\nLOCATION:Room 4\r\nORGANIZER;CN=\"Vogt, Petra: office\":MAILTO:petra@office.example\r\n\
         DESCRIPTION:First line\\nsecond <details ontoggle=alert(1)>\r\nRRULE:FREQ=WEEKLY\r\n\
         BEGIN:VALARM\r\nDESCRIPTION:Reminder\r\nDURATION:PT15M\r\nEND:VALARM\r\n");
    let wanted = Event {
        method: Method::Request,
        summary: Some("Review, part 2; with tea".into()),
        starts: local("2026-12-01T14:00", "Europe/Berlin"),
        ends: local("2026-12-01T15:30", "Europe/Berlin"),
        recurs: true,
        location: Some("Room 4".into()),
        organizer: Some("Vogt, Petra: office <petra@office.example>".into()),
        answer: None,
        description: Some("First line\nsecond <details ontoggle=alert(1)>".into()),
    };
    assert_eq!(event, wanted);
}

#[test]
fn times_are_read_as_they_were_meant() {
    for (lines, begins, ends) in [
        (
            "DTSTART:20260301T080000Z\r\nDURATION:PT1H30M\r\n",
            instant("2026-03-01T08:00:00Z"),
            instant("2026-03-01T09:30:00Z"),
        ),
        ("DTSTART:20260301T080000\r\n", local("2026-03-01T08:00", ""), None),
        (
            "DTSTART;TZID=\"W. Europe Standard Time\":20260301T0800\r\n",
            local("2026-03-01T08:00", "W. Europe Standard Time"),
            None,
        ),
        (
            "DTSTART;TZID=/x.example/20260101/America/New_York:20260301T080000\r\n",
            local("2026-03-01T08:00", "America/New_York"),
            None,
        ),
        (
            "DTSTART;TZID=/x.example/America/Argentina/Salta:20260301T080000\r\n",
            local("2026-03-01T08:00", "America/Argentina/Salta"),
            None,
        ),
        ("DTSTART:20260301T080000Z\r\nDTEND:20260301T080000Z\r\n", instant("2026-03-01T08:00:00Z"), None),
        ("SUMMARY:x\r\nDTSTART:99999999\r\nDTEND:20261301T250000\r\nDURATION:P99999999999W\r\n", None, None),
        ("SUMMARY:x\r\nDTSTART:2026\u{e4}3\u{e4}1T080000\r\n", None, None),
    ] {
        let event = one(lines);
        assert_eq!((event.starts, event.ends), (begins, ends), "{lines}");
    }
    let days = one("DTSTART;VALUE=DATE:20260301\r\nDTEND;VALUE=DATE:20260304\r\n");
    let day = |text: &str| Some(Moment::Day(text.parse().unwrap()));
    assert_eq!((days.starts, days.ends), (day("2026-03-01"), day("2026-03-03")));
    let single = one("DTSTART;VALUE=DATE:20260301\r\nDTEND;VALUE=DATE:20260302\r\n");
    assert_eq!((single.starts, single.ends), (day("2026-03-01"), None));
}

#[test]
fn what_it_is_for_is_the_calendars_and_not_the_events() {
    for (line, method) in [
        ("", Method::Entry),
        ("METHOD:PUBLISH\r\n", Method::Entry),
        ("method:cancel\r\n", Method::Cancel),
        ("METHOD:REPLY\r\n", Method::Reply),
        ("METHOD:COUNTER\r\n", Method::Other),
    ] {
        let read = events(&calendar(line, "SUMMARY:x\r\nMETHOD:REQUEST\r\n"));
        assert_eq!(read.iter().map(|event| event.method).collect::<Vec<_>>(), [method], "{line}");
    }
}

#[test]
fn an_answer_says_whose_it_is_and_what_is_cancelled_says_so() {
    let reply = events(&calendar(
        "METHOD:REPLY\r\n",
        "SUMMARY:x\r\nATTENDEE;CN=Tomas;PARTSTAT=declined:mailto:t@x.example\r\n",
    ));
    assert_eq!(reply[0].answer, Some(("Tomas <t@x.example>".to_owned(), Answer::Declined)));
    let asked = one("SUMMARY:x\r\nATTENDEE;CN=Tomas;PARTSTAT=ACCEPTED:mailto:t@x.example\r\n");
    assert_eq!(asked.answer, None, "the calendar of whoever invites says that they come");
    let cancelled = events(&calendar("", "SUMMARY:x\r\nSTATUS:CANCELLED\r\n"));
    assert_eq!(cancelled[0].method, Method::Cancel);
}

#[test]
fn broken_calendars_are_read_as_far_as_they_go() {
    let cut = "\u{feff}begin:vcalendar\nbegin:vevent\nsummary;language=en:Tea\ndtstart:20260301T0800";
    assert_eq!(events(cut).first().and_then(|event| event.summary.clone()).as_deref(), Some("Tea"));
    for nothing in
        ["", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "SUMMARY:x\r\n", "BEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\n", "::::"]
    {
        assert_eq!(events(nothing), [], "{nothing}");
    }
    let turned = one("SUMMARY:a\u{202e}b\u{0}c\r\nLOCATION: \\n \r\nORGANIZER:mailto:\r\n");
    assert_eq!((turned.summary.as_deref(), turned.location, turned.organizer), (Some("a b c"), None, None));
}

#[test]
fn whatever_comes_is_read_at_once_and_little_of_it_is_kept() {
    let long = "x".repeat(1_000_000);
    for text in [
        long.clone(),
        format!("BEGIN:VEVENT\r\nSUMMARY:{long}\r\nDESCRIPTION:{long}"),
        "BEGIN:VEVENT\r\n".repeat(50_000),
        "BEGIN:X\r\n".repeat(60_000),
        "BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n".repeat(20_000),
        format!("BEGIN:VEVENT\r\nSUMMARY{}:x", ";A=b".repeat(100_000)),
        format!("BEGIN:VEVENT\r\nSUMMARY:x{}", "\r\n y".repeat(100_000)),
        "\"".repeat(500_000),
        "\\".repeat(500_000),
    ] {
        let kept: usize = events(&text).iter().map(|event| format!("{event:?}").len()).sum();
        assert!(kept < 10_000, "{kept}: {text:.60}");
    }
}

proptest! {
    #[test]
    fn no_line_of_an_appointment_panics(
        name in "DTSTART|DTEND|DURATION|SUMMARY|ORGANIZER|TZID|METHOD|\\PC{0,9}",
        parameters in "(;(TZID|CN|VALUE)=\\PC{0,9}){0,3}",
        value in "[-+P0-9TZWDHMS]{0,30}|[0-9]{8}T[0-9]{4,6}Z?|mailto:\\PC{0,9}|\\PC{0,40}",
    ) {
        for event in events(&format!("BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART:20260301T080000\r\n{name}{parameters}:{value}\r\nEND:VEVENT")) {
            let texts = event.summary.iter().chain(&event.location).chain(&event.organizer);
            for text in texts {
                prop_assert!(!text.is_empty() && !text.chars().any(breaks_or_turns), "{text:?}");
            }
        }
    }
}
