//! The marks that spam filters leave on a message, in the forms of SpamAssassin, rspamd and Exim.

use std::fmt::Write;

use super::letter::{field, fold};

/// Names what kind of filter looked at a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// SpamAssassin that adds header fields (`report_safe 0`).
    Assassin,
    /// SpamAssassin that wraps the message into a report (`report_safe 1`, its default).
    Wrapped,
    /// rspamd with its extended headers.
    Rspamd,
    /// SpamAssassin called by Exim, as hosting panels set it up.
    Exim,
}

/// Holds one rule that matched: its name, its points in tenths, what it says.
struct Rule {
    name: &'static str,
    tenths: i32,
    text: &'static str,
}

/// Holds what a filter found.
pub struct Verdict {
    rules: Vec<Rule>,
    tenths: i32,
    limit: i32,
}

impl Verdict {
    /// Adds up the points of the named rules.
    pub fn new(filter: Filter, names: &[&'static str]) -> Self {
        let known = |name: &&'static str| {
            let mut lines = include_str!("rules.txt").lines().filter_map(|line| line.split_once(' '));
            let (_, rest) = lines.find(|(known, _)| known == name).unwrap_or_else(|| panic!("no rule {name}"));
            let (points, text) = rest.split_once(' ').expect("a rule has points and a text");
            let points: f64 = points.parse().expect("points are a number");
            Rule { name, tenths: (points * 10.0).round() as i32, text }
        };
        let rules: Vec<_> = names.iter().map(known).collect();
        let tenths = rules.iter().map(|rule| rule.tenths).sum();
        Self { rules, tenths, limit: if filter == Filter::Rspamd { 60 } else { 50 } }
    }

    fn spam(&self) -> bool {
        self.tenths >= self.limit
    }

    fn row(&self, sign: char) -> String {
        std::iter::repeat_n(sign, (self.tenths / 10).max(0) as usize).collect()
    }

    /// Writes the header fields the filter adds in front of the others.
    pub fn fields(&self, filter: Filter, subject: &str) -> String {
        match filter {
            Filter::Assassin | Filter::Wrapped => self.assassin(filter),
            Filter::Rspamd => self.rspamd(),
            Filter::Exim => self.exim(subject),
        }
    }

    fn assassin(&self, filter: Filter) -> String {
        let mut text = "X-Spam-Checker-Version: SpamAssassin 4.0.1 (2024-03-25) on mx.example.org\r\n".to_owned();
        if self.spam() {
            text.push_str("X-Spam-Flag: YES\r\n");
        }
        let _ = write!(text, "X-Spam-Level: {}\r\n", self.row('*'));
        let names: Vec<_> = self.rules.iter().map(|rule| rule.name).collect();
        let (answer, names) = (if self.spam() { "Yes" } else { "No" }, names.join(","));
        let status = format!(
            "X-Spam-Status: {answer}, score={} required=5.0 tests={names} autolearn=no autolearn_force=no version=4.0.1",
            points(self.tenths)
        );
        text = text + &fold(&status, 79, "\t") + "\r\n";
        if self.spam() && filter == Filter::Assassin {
            text.push_str("X-Spam-Report: \r\n");
            for rule in &self.rules {
                let _ = write!(text, "\t* {:>4} {} {}\r\n", points(rule.tenths), rule.name, rule.text);
                if rule.name.starts_with("BAYES_99") {
                    text.push_str("\t*      [score: 0.9991]\r\n");
                }
            }
        }
        text
    }

    fn rspamd(&self) -> String {
        let action = if self.spam() { "add header" } else { "no action" };
        let (answer, score) = (if self.spam() { "Yes" } else { "No" }, f64::from(self.tenths) / 10.0);
        let mut sorted: Vec<_> = self.rules.iter().collect();
        sorted.sort_by_key(|rule| -rule.tenths.abs());
        // False says "not refused", which is so for all mail that got this far.
        let mut text = format!("X-Spamd-Result: default: False [{score:.2} / 15.00]");
        for rule in sorted {
            let _ = write!(text, ";\r\n\t{}({:.2})[{}]", rule.name, f64::from(rule.tenths) / 10.0, rule.text);
        }
        let _ = write!(
            text,
            "\r\nX-Rspamd-Server: mx2.example.org\r\nX-Rspamd-Queue-Id: 4FA1C{:05X}\r\nX-Rspamd-Action: {action}\r\n\
             X-Spamd-Bar: {}\r\nX-Spam-Level: {}\r\nX-Spam-Status: {answer}, score={score:.2}\r\n",
            self.tenths * 977 % 0xF_FFFF,
            if self.tenths < 10 { "/".to_owned() } else { self.row('+') },
            self.row('*')
        );
        text + if self.spam() { "X-Spam: Yes\r\n" } else { "" }
    }

    fn exim(&self, subject: &str) -> String {
        let mut text = field("X-Spam-Subject", &format!("***SPAM*** {subject}"));
        let _ = write!(
            text,
            "X-Spam-Status: Yes, score={}\r\nX-Spam-Score: {}\r\nX-Spam-Bar: {}\r\nX-Spam-Level: {}\r\nX-Spam-Report: ",
            points(self.tenths),
            self.tenths,
            self.row('+'),
            self.row('*')
        );
        // The report's empty lines hold a blank, or the header would end there.
        let report = self.report();
        text.push_str(&report.trim_end().lines().map(|line| format!("{line}\r\n ")).collect::<String>());
        text.trim_end().to_owned() + "\r\nX-Spam-Flag: YES\r\n"
    }

    fn report(&self) -> String {
        let mut text = format!(
            "The filter on mx.example.org takes this message for spam.\nAsk postmaster@example.org when it is not.\n\n\
             Content analysis details:   ({} points, 5.0 required)\n\n pts rule name              description\n\
             ---- ---------------------- --------------------------------------------------\n",
            points(self.tenths)
        );
        for rule in &self.rules {
            let _ = writeln!(text, "{:>4} {:<22} {}", points(rule.tenths), rule.name, rule.text);
        }
        text
    }

    /// Puts a message into SpamAssassin's envelope: a report, then the original as it came.
    pub fn wrap(&self, kept: &str, original: &[u8]) -> Vec<u8> {
        let boundary = format!("----------=_{:08X}.{:08X}", self.tenths * 7919, original.len());
        let report = self.report().replace('\n', "\r\n");
        let marks = self.assassin(Filter::Wrapped);
        let head = format!(
            "Received: from localhost by mx.example.org\r\n\twith SpamAssassin (version 4.0.1)\r\n{kept}{marks}MIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n\
             --{boundary}\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Disposition: inline\r\n\
             Content-Transfer-Encoding: 8bit\r\n\r\n{report}\r\n--{boundary}\r\n\
             Content-Type: message/rfc822; x-spam-type=original\r\nContent-Description: original message before SpamAssassin\r\n\
             Content-Disposition: attachment\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        );
        [head.as_bytes(), original, format!("\r\n--{boundary}--\r\n").as_bytes()].concat()
    }
}

fn points(tenths: i32) -> String {
    format!("{:.1}", f64::from(tenths) / 10.0)
}
