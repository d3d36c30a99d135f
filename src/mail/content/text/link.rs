//! Links in a text, found by linkify and kept only where nothing about them can deceive: what is shown is where it leads.

use super::Piece;
use crate::mail::Links;
use crate::mail::content::hidden_characters::is_unseen;
use crate::mail::content::host::Host;
use linkify::{LinkFinder, LinkKind};

/// Links of one message; behind them addresses are text.
const MAX_LINKS: usize = 500;
/// Octets of a word that may be a link, so that looking for one takes a bounded time.
const MAX_LINK: usize = 4096;
const MAIL: &str = "mailto:";

/// Finds links, up to a number of them.
pub(super) struct Finder {
    finder: LinkFinder,
    links: Links,
    left: usize,
}

impl Finder {
    pub fn new(links: Links) -> Self {
        Self { finder: LinkFinder::new(), links, left: MAX_LINKS }
    }

    /// Tells how many links were found, dead ones too.
    pub fn found(&self) -> usize {
        MAX_LINKS - self.left
    }

    /// Cuts a text into pieces, which together are the text.
    pub fn pieces(&mut self, text: &str) -> Vec<Piece> {
        let (mut pieces, mut plain) = (Vec::new(), String::new());
        for word in text.split_inclusive(ends_a_link) {
            if self.left == 0 || word.len() > MAX_LINK || !word.contains(':') {
                plain.push_str(word);
                continue;
            }
            let mut rest = word;
            for link in self.finder.links(word.trim_end_matches(ends_a_link)) {
                let found = match link.kind() {
                    LinkKind::Url => web(link.as_str()).map(|really| (link.start(), really)),
                    LinkKind::Email => mail(word, link.start(), link.as_str()),
                    _ => None,
                };
                // What stands there would seem to belong to the host, or to be the host.
                let after = word.get(link.end()..).is_some_and(|after| after.starts_with(['@', '%', '\\']));
                let Some((start, really)) = found.filter(|_| self.left > 0 && !after) else { continue };
                let done = word.len() - rest.len();
                let Some((before, href)) = word.get(done..start).zip(word.get(start..link.end())) else { continue };
                self.left -= 1;
                rest = word.get(link.end()..).unwrap_or_default();
                plain.push_str(before);
                if self.links == Links::Dead {
                    plain.push_str(href);
                    continue;
                }
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(Piece::Link { href: href.to_owned(), really });
            }
            plain.push_str(rest);
        }
        if !plain.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        pieces
    }
}

/// Tells whether an address of the web is what it seems: no user name before the host, no host of strange characters. Gives the
/// spelling of the wire where the host's letters may deceive.
fn web(link: &str) -> Option<Option<String>> {
    let (scheme, rest) = link.split_once("://")?;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let is_port = |port: &str| (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit());
    if port.is_some_and(|port| !is_port(port)) {
        return None;
    }
    trusted(host)
}

/// Tells whether an address of mail stands behind `mailto:`, and is what it seems; gives where the link begins.
fn mail(word: &str, start: usize, address: &str) -> Option<(usize, Option<String>)> {
    let begin = start.checked_sub(MAIL.len())?;
    let scheme = word.get(begin..start)?;
    // As in "notmailto:".
    let alone = !word.get(..begin)?.ends_with(|c: char| c.is_alphanumeric() || "+-._".contains(c));
    let (local, host) = address.rsplit_once('@')?;
    let plain = local.chars().all(|c| c.is_ascii_alphanumeric() || "._+-=".contains(c));
    let really = trusted(host)?;
    (scheme.eq_ignore_ascii_case(MAIL) && alone && plain).then_some((begin, really))
}

fn trusted(name: &str) -> Option<Option<String>> {
    // Letters of any language; no sign that only looks like a dot, a slash or a hyphen.
    if !name.contains('.') || !name.chars().all(|c| c.is_alphanumeric() || "-._".contains(c)) {
        return None;
    }
    let host = Host::read(name)?;
    let as_written = host.shown == name.to_lowercase().trim_end_matches('.');
    let deceives = host.is_mixed() || host.imitates_plain_letters() || !(as_written || name.is_ascii());
    Some(deceives.then_some(host.wire))
}

/// Tells whether a character ends a link: blanks, and what nobody sees.
fn ends_a_link(c: char) -> bool {
    c.is_whitespace() || is_unseen(c)
}
