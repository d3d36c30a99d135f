//! One record of the text files, and the message it becomes.

use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};

use super::filters::{Filter, Verdict};
use super::letter::{Part, address_field, field};
use super::{ADDRESS, Delivery, NAME, files};

/// Holds one message as the text files describe it.
pub struct Record {
    mailbox: &'static str,
    number: u32,
    days_ago: f64,
    marks: Vec<&'static str>,
    filter: Option<Filter>,
    rules: Vec<&'static str>,
    from: &'static str,
    to: Option<&'static str>,
    subject: &'static str,
    text: &'static str,
}

/// Reads the records of one file.
pub fn read(mailbox: &'static str, file: &'static str) -> Vec<Record> {
    let records = file.split("== ").skip(1);
    (1..).zip(records).map(|(number, record)| parse(mailbox, number, record)).collect()
}

fn parse(mailbox: &'static str, number: u32, record: &'static str) -> Record {
    let (line, rest) = record.split_once('\n').expect("a record has a first line");
    let (head, text) = rest.split_once("\n\n").expect("an empty line stands before the text");
    let head = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    let mut words = line.split_whitespace();
    let days_ago = words.next().and_then(|days| days.parse().ok()).expect("a record begins with its age in days");
    let words: Vec<_> = words.collect();
    let filter = words.iter().find_map(|word| match *word {
        "assassin" => Some(Filter::Assassin),
        "wrapped" => Some(Filter::Wrapped),
        "rspamd" => Some(Filter::Rspamd),
        "exim" => Some(Filter::Exim),
        _ => None,
    });
    let (rules, marks) = words.into_iter().partition(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    let (from, subject) = (head("From: ").unwrap_or(ADDRESS), head("Subject: ").unwrap_or_default());
    Record { mailbox, number, days_ago, marks, filter, rules, from, to: head("To: "), subject, text: text.trim_end() }
}

impl Record {
    /// Returns the message's share of the room that large attachments fill: `file:NAME:SHARE`.
    pub fn weight(&self) -> usize {
        self.marks.iter().filter_map(|mark| mark.strip_prefix("file:")?.split(':').nth(1)?.parse::<usize>().ok()).sum()
    }

    /// Writes the message as it would be at the moment `now`; `filler` is the size of one share.
    pub fn delivery(&self, now: Timestamp, filler: usize) -> Delivery {
        let at = now - SignedDuration::from_secs_f64(self.days_ago * 86_400.0);
        let hours = self.value("tz:").and_then(|hours| hours.parse().ok()).unwrap_or(1);
        let date = at.to_zoned(TimeZone::fixed(Offset::constant(hours)));
        let (subject, text) = (with_days(self.subject, &date), with_days(self.text, &date));
        let verdict = self.filter.map(|filter| (filter, Verdict::new(filter, &self.rules)));
        let mut head = self.trace(&date);
        if let Some((filter, verdict)) = verdict.as_ref().filter(|(filter, _)| *filter != Filter::Wrapped) {
            head.push_str(&verdict.fields(*filter, &subject));
        }
        let kept = self.kept(&subject, &date);
        let mut raw = head.into_bytes();
        match self.has("raw8bit") {
            // The subject in Latin-1 and not encoded, as careless senders do.
            true => raw.extend(kept.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))),
            false => raw.extend_from_slice(kept.as_bytes()),
        }
        raw.extend_from_slice(b"MIME-Version: 1.0\r\n");
        self.body(&text, filler).write(&mut raw, self.number * 7919 + self.mailbox.len() as u32);
        if let Some((Filter::Wrapped, verdict)) = &verdict {
            raw = verdict.wrap(&kept, &raw);
        }
        let flags =
            self.marks.iter().filter(|mark| mark.starts_with(['\\', '$'])).map(|mark| (*mark).to_owned()).collect();
        Delivery { mailbox: self.mailbox.to_owned(), flags, internal_date: Some(at + 4.seconds()), raw }
    }

    fn has(&self, mark: &str) -> bool {
        self.marks.contains(&mark)
    }

    fn value(&self, name: &str) -> Option<&'static str> {
        self.marks.iter().find_map(|mark| mark.strip_prefix(name))
    }

    /// Returns the bare address of the sender and its domain.
    fn sender(&self) -> (&'static str, &'static str) {
        let address = self.from.rsplit('<').next().unwrap_or_default().trim_end_matches('>');
        (address, address.rsplit('@').next().unwrap_or_default())
    }

    /// Writes what the servers on the way add; mail of our own has come no way.
    fn trace(&self, date: &Zoned) -> String {
        let (address, domain) = self.sender();
        if address == ADDRESS {
            return String::new();
        }
        let (net, host) = (["192.0.2", "198.51.100", "203.0.113"][self.number as usize % 3], self.number % 250 + 3);
        let spf = match () {
            () if self.rules.iter().any(|rule| rule.ends_with("SPF_FAIL")) => "fail",
            () if self.rules.contains(&"SPF_SOFTFAIL") => "softfail",
            () if self.rules.iter().any(|rule| rule.contains("SPF_PASS") || rule.contains("SPF_ALLOW")) => "pass",
            () => "none",
        };
        format!(
            "Return-Path: <{address}>\r\nDelivered-To: {ADDRESS}\r\n\
             Received: from mail.{domain} (mail.{domain} [{net}.{host}])\r\n\tby mx.example.org with ESMTPS id {:06X}\r\n\
             \tfor <{ADDRESS}>; {}\r\n\
             Authentication-Results: mx.example.org; spf={spf} smtp.mailfrom={domain};\r\n\tdkim=none\r\n",
            self.number * 7919 + 0x10_0000,
            rfc_date(date)
        )
    }

    /// Writes the fields a SpamAssassin envelope keeps from its letter.
    fn kept(&self, subject: &str, date: &Zoned) -> String {
        let (_, domain) = self.sender();
        let mut head = String::new();
        if !self.has("nofrom") {
            head.push_str(&address_field("From", self.from));
        }
        head.push_str(&address_field("To", self.to.unwrap_or(&format!("{NAME} <{ADDRESS}>"))));
        match self.has("raw8bit") {
            true => head.push_str(&format!("Subject: {subject}\r\n")),
            false => head.push_str(&field("Subject", subject)),
        }
        if !self.has("nodate") {
            head.push_str(&format!("Date: {}\r\n", rfc_date(date)));
        }
        let id = format!("{}.{}", self.number * 104_729, date.timestamp().as_second());
        head + &format!("Message-ID: <{id}@{domain}>\r\n")
    }

    /// Puts text and attachments together.
    fn body(&self, text: &str, filler: usize) -> Part {
        let plain = text.to_owned();
        let words = match () {
            () if self.has("quoted") => Part::Quoted("plain", plain),
            () if self.has("base64") => Part::Base64(plain),
            () if self.has("flowed") => Part::Flowed(plain),
            () if self.has("cp1251") => Part::Cp1251(plain),
            () if self.has("htmlonly") => Part::Quoted("html", html(text, "")),
            () if self.has("html") => {
                Part::Multi("alternative", vec![Part::Quoted("plain", plain), Part::Quoted("html", html(text, ""))])
            }
            () if self.has("image") => {
                let picture =
                    format!("<p><img src=\"https://pics.{}/{}.gif\" width=\"480\"></p>", self.sender().1, self.number);
                Part::Multi("alternative", vec![Part::Text(plain), Part::Quoted("html", html(text, &picture))])
            }
            () => Part::Text(plain),
        };
        let attached =
            self.marks.iter().filter_map(|mark| mark.split_once(':')).filter_map(|(kind, rest)| match kind {
                "pdf" => Some(Part::File(rest.to_owned(), "application/pdf", files::pdf(self.subject))),
                "picture" => Some(Part::File(rest.to_owned(), "image/png", files::picture(rest.len() as u8 * 5))),
                "file" => {
                    let (name, share) = rest.split_once(':').expect("a large file has a name and a share");
                    let size = filler * share.parse::<usize>().expect("a share is a number");
                    Some(Part::File(name.to_owned(), "application/octet-stream", files::filler(size)))
                }
                _ => None,
            });
        let parts: Vec<_> = [words].into_iter().chain(attached).collect();
        match <[Part; 1]>::try_from(parts) {
            Ok([words]) => words,
            Err(parts) => Part::Multi("mixed", parts),
        }
    }
}

fn rfc_date(date: &Zoned) -> String {
    rfc2822::to_string(date).expect("our dates are after the year 0")
}

/// Replaces `{+3}` by the day three days after `date`.
fn with_days(text: &str, date: &Zoned) -> String {
    let mut pieces = text.split("{+");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (days, rest) = piece.split_once('}').expect("a bracket closes the day");
        let days: i64 = days.parse().expect("a day is a number");
        let day = date.checked_add(days.days()).expect("our dates are before the year 9999");
        out.push_str(&format!("{}{rest}", day.strftime("%A, %-d %B")));
    }
    out
}

/// Makes an HTML page of a text: a paragraph a line, addresses as links.
fn html(text: &str, picture: &str) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let word = |word: &str| match word.starts_with("https://") {
        true => format!("<a href=\"{0}\" style=\"color:#0a58ca\">{0}</a>", escape(word)),
        false => escape(word),
    };
    let line = |line: &str| format!("<p>{}</p>\n", line.split(' ').map(word).collect::<Vec<_>>().join(" "));
    let lines: String = text.lines().filter(|line| !line.is_empty()).map(line).collect();
    format!(
        "<!DOCTYPE html>\n<html><body style=\"font-family:sans-serif;max-width:40em\">\n{picture}{lines}</body></html>"
    )
}
