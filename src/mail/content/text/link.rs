//! Links in a text, found by linkify and kept only where nothing about them can deceive: what is shown is where it leads, if need be
//! without the `http://` before `www.` or the `mailto:` before an address.

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
const WEB: &str = "http://";
/// What may stand before an address, or before `www.`, in the same word.
const OPENS: &str = "(<[{\"'\u{201c}\u{201e}\u{ab},;";

/// Finds links, up to a number of them.
pub(super) struct Finder {
    finder: LinkFinder,
    /// Also finds what has no scheme.
    bare: LinkFinder,
    links: Links,
    left: usize,
}

impl Finder {
    pub fn new(links: Links) -> Self {
        let mut bare = LinkFinder::new();
        bare.url_must_have_scheme(false);
        Self { finder: LinkFinder::new(), bare, links, left: MAX_LINKS }
    }

    /// Tells how many links were found, dead ones too.
    pub fn found(&self) -> usize {
        MAX_LINKS - self.left
    }

    /// Cuts a text into pieces, which together are the text.
    pub fn pieces(&mut self, text: &str) -> Vec<Piece> {
        let (mut pieces, mut plain) = (Vec::new(), String::new());
        for word in text.split_inclusive(ends_a_link) {
            let bare = is_bare(word);
            if self.left == 0 || word.len() > MAX_LINK || !(bare || word.contains([':', '@'])) {
                plain.push_str(word);
                continue;
            }
            let mut rest = word;
            let finder = if bare { &self.bare } else { &self.finder };
            for link in finder.links(word.trim_end_matches(ends_a_link)) {
                let found = match link.kind() {
                    LinkKind::Url if bare => page(word, link.start(), link.as_str()),
                    LinkKind::Url => web(link.as_str()).map(|really| (link.start(), really, "")),
                    LinkKind::Email => mail(word, link.start(), link.as_str()),
                    _ => None,
                };
                // What stands there would seem to belong to the host, or to be the host.
                let after = word.get(link.end()..).is_some_and(|after| after.starts_with(['@', '%', '\\']));
                let Some((start, really, scheme)) = found.filter(|_| self.left > 0 && !after) else { continue };
                let done = word.len() - rest.len();
                let Some((before, shown)) = word.get(done..start).zip(word.get(start..link.end())) else { continue };
                self.left -= 1;
                rest = word.get(link.end()..).unwrap_or_default();
                plain.push_str(before);
                if self.links == Links::Dead {
                    plain.push_str(shown);
                    continue;
                }
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(Piece::Link { href: format!("{scheme}{shown}"), shown: shown.to_owned(), really });
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

/// Where a link begins, the spelling of its host on the wire where the letters may deceive, and the scheme that has to be added.
type Found = (usize, Option<String>, &'static str);

/// Tells whether an address of mail is what it seems, alone or behind `mailto:`.
fn mail(word: &str, start: usize, address: &str) -> Option<Found> {
    let (local, host) = address.rsplit_once('@')?;
    let plain = local.chars().all(|c| c.is_ascii_alphanumeric() || "._+-=".contains(c));
    let really = trusted(host).filter(|_| plain)?;
    let begin = start.checked_sub(MAIL.len());
    let begin = begin.filter(|&begin| word.get(begin..start).is_some_and(|scheme| scheme.eq_ignore_ascii_case(MAIL)));
    match begin {
        Some(begin) => {
            // As in "notmailto:".
            let alone = !word.get(..begin)?.ends_with(|c: char| c.is_alphanumeric() || "+-._".contains(c));
            alone.then_some((begin, really, ""))
        }
        // What looks like a host and is a name before the @ is there to deceive.
        None => (stands_alone(word, start) && !is_www(local)).then_some((start, really, MAIL)),
    }
}

/// Tells whether a word is an address of the web whose scheme was left out.
fn is_bare(word: &str) -> bool {
    let name = word.trim_start_matches(|c| OPENS.contains(c));
    is_www(name) && !name.contains("://") && !name.contains('@')
}

fn is_www(name: &str) -> bool {
    name.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."))
}

/// Tells whether such an address is what it seems.
fn page(word: &str, start: usize, address: &str) -> Option<Found> {
    let really = web(&format!("{WEB}{address}")).filter(|_| is_www(address) && stands_alone(word, start))?;
    Some((start, really, WEB))
}

fn stands_alone(word: &str, start: usize) -> bool {
    word.get(..start).is_some_and(|before| before.chars().all(|c| OPENS.contains(c)))
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
