//! Names of hosts, and how they deceive the eye: letters of one alphabet that look like another's (UTS 39), and names that the
//! wire spells otherwise (`xn--...`, RFC 5890).

use std::net::IpAddr;
use unicode_security::restriction_level::{RestrictionLevel, RestrictionLevelDetection as _};
use unicode_security::skeleton;

/// Octets of a domain name (RFC 1035, 2.3.4).
const MAX_HOST: usize = 253;
/// Second levels below which anybody may register, as in `bank.co.uk`, by country (https://publicsuffix.org, the most used).
const SECOND_LEVELS: [(&str, &str); 48] = [
    ("ae", "ac co gov net org"),
    ("ar", "com edu gob gov int mil net org tur"),
    ("at", "ac co gv or"),
    ("au", "asn com edu gov id net org"),
    ("bd", "ac com edu gov net org"),
    ("br", "art blog com eco edu gov ind inf net org"),
    ("cn", "ac com edu gov net org"),
    ("co", "com edu gov net nom org"),
    ("cy", "ac com gov net org"),
    ("do", "com edu gob gov net org web"),
    ("ec", "com edu fin gob info net org"),
    ("eg", "com edu gov net org"),
    ("es", "com edu gob nom org"),
    ("fr", "asso com gouv nom prd tm"),
    ("gh", "com edu gov org"),
    ("gr", "com edu gov net org"),
    ("hk", "com edu gov idv net org"),
    ("hu", "co org"),
    ("id", "ac co desa go my net or sch web"),
    ("il", "ac co gov k12 muni net org"),
    ("in", "ac co edu firm gen gov ind net nic org res"),
    ("jp", "ac ad co ed go gr lg ne or"),
    ("ke", "ac co go ne or"),
    ("kr", "ac co go ne or pe re"),
    ("lk", "com edu gov net org"),
    ("mt", "com edu net org"),
    ("mx", "com edu gob net org"),
    ("my", "com edu gov name net org"),
    ("ng", "com edu gov net org"),
    ("np", "com edu gov net org"),
    ("nz", "ac co geek gen govt iwi kiwi maori net org school"),
    ("pe", "com edu gob net nom org"),
    ("ph", "com edu gov net org"),
    ("pk", "com edu gov net org"),
    ("pl", "biz com edu gov info net org waw"),
    ("pt", "com edu gov org"),
    ("ro", "com org"),
    ("rs", "ac co edu gov in org"),
    ("ru", "com net org"),
    ("sa", "com edu gov net org"),
    ("sg", "com edu gov net org per"),
    ("th", "ac co go in net or"),
    ("tr", "av bel biz com dr edu gen gov info k12 name net org pol tv web"),
    ("tw", "com edu gov idv net org"),
    ("ua", "com edu gov in net org"),
    ("uk", "ac co gov ltd me net nhs org plc police sch"),
    ("ve", "co com edu gob info net org web"),
    ("za", "ac co gov law net nom org school web"),
];

/// The name of a host in both of its spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::mail) struct Host {
    /// As people read it, lower case: `müller.example`.
    pub shown: String,
    /// As it goes over the wire: `xn--mller-kva.example`.
    pub wire: String,
}

impl Host {
    /// Reads a name in either spelling; `None` for what cannot be one (UTS 46).
    pub fn read(name: &str) -> Option<Self> {
        let name = name.strip_suffix('.').unwrap_or(name);
        if name.split('.').any(str::is_empty) || name.len() > MAX_HOST {
            return None;
        }
        let wire = idna::domain_to_ascii(name).ok().filter(|wire| !wire.is_empty() && wire.len() <= MAX_HOST)?;
        let (shown, read) = idna::domain_to_unicode(&wire);
        read.is_ok().then_some(Self { shown, wire })
    }

    /// Reads what stands behind the `@` of an address.
    pub fn of_address(address: &str) -> Option<Self> {
        Self::read(address.rsplit_once('@')?.1)
    }

    /// Tells whether the wire spells it otherwise.
    pub fn is_international(&self) -> bool {
        self.shown != self.wire
    }

    /// Tells whether a part of it mixes alphabets as no language does (UTS 39, 5.2: not even highly restrictive).
    pub fn is_mixed(&self) -> bool {
        let level = RestrictionLevel::HighlyRestrictive;
        self.shown.split('.').any(|label| !label.is_ascii() && !label.check_restriction_level(level))
    }

    /// Tells whether letters of another alphabet spell what looks like a name of plain letters (UTS 39, 4).
    ///
    /// A whole name in one alphabet, down to its last label, deceives nobody.
    pub fn imitates_plain_letters(&self) -> bool {
        let plain_end = self.shown.rsplit('.').next().is_some_and(|end| end.is_ascii());
        // Two letters in one are read as such.
        let is_plain = |label: &str| label.chars().all(|c| c.is_ascii() || matches!(c, '\u{e6}' | '\u{153}'));
        plain_end && self.shown.split('.').any(|label| !is_plain(label) && skeleton(label).all(|c| c.is_ascii()))
    }

    /// Tells whether it looks like another host, or like one below it, and is not.
    pub fn imitates(&self, other: &Self) -> bool {
        let labels = other.shown.split('.').count();
        let end = end_of(&self.shown, labels);
        self.organization() != other.organization() && end != other.shown && look(end) == look(&other.shown)
    }

    /// Returns what belongs to one owner ([`organization`]).
    pub fn organization(&self) -> &str {
        organization(&self.wire)
    }
}

/// Returns of a host, as the wire spells it, what belongs to one owner, about: the last two labels, or three below `co.uk` and its like.
pub(in crate::mail) fn organization(wire: &str) -> &str {
    if wire.parse::<IpAddr>().is_ok() || wire.starts_with('[') {
        return wire;
    }
    let mut ends = wire.rsplit('.');
    let (last, second) = (ends.next().unwrap_or_default(), ends.next().unwrap_or_default());
    let of_country = SECOND_LEVELS.iter().find(|(country, _)| country.eq_ignore_ascii_case(last));
    let is_below =
        of_country.is_some_and(|(_, levels)| levels.split(' ').any(|level| level.eq_ignore_ascii_case(second)));
    end_of(wire, if is_below { 3 } else { 2 })
}

/// Returns the last so many labels.
fn end_of(name: &str, labels: usize) -> &str {
    let cut = name.rmatch_indices('.').nth(labels.saturating_sub(1));
    cut.and_then(|(at, dot)| name.get(at + dot.len()..)).unwrap_or(name)
}

/// Returns what names that look alike have in common; `0` and `o` do so, too.
fn look(name: &str) -> String {
    skeleton(name).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str) -> Host {
        Host::read(name).unwrap()
    }

    #[test]
    fn both_spellings_are_one_host() {
        for name in ["müller.example", "MÜLLER.example.", "xn--mller-kva.example"] {
            assert_eq!(host(name).shown, "müller.example", "{name}");
            assert_eq!(host(name).wire, "xn--mller-kva.example", "{name}");
        }
        assert!(!host("Example.NET").is_international());
        for name in ["", ".", "a..b", "xn--a.example", &"a".repeat(300), "a\u{202e}b.example\u{0}"] {
            assert_eq!(Host::read(name), None, "{name:?}");
        }
    }

    #[test]
    fn names_that_deceive_are_told_from_names_in_another_alphabet() {
        for (name, mixed, imitates) in [
            ("example.net", false, false),
            ("müller.example", false, false),
            ("straße.example", false, false),
            ("日本語.example", false, false),
            ("ソニーmusic.example", false, false),
            ("россия.рф", false, false),
            ("рос.рф", false, false),
            ("παράδειγμα.example", false, false),
            // Cyrillic а and о among Latin letters; then Cyrillic alone; Greek omicron.
            ("p\u{430}yp\u{430}l.example", true, true),
            ("\u{430}\u{440}\u{440}\u{4cf}\u{435}.example", false, true),
            ("g\u{3bf}ogle.example", true, true),
        ] {
            assert_eq!((host(name).is_mixed(), host(name).imitates_plain_letters()), (mixed, imitates), "{name}");
        }
    }

    #[test]
    fn look_alikes_of_the_owners_domain_are_found() {
        let own = host("example.net");
        for name in ["examp1e.net", "exarnple.net", "mail.examp1e.net", "ex\u{430}mple.net", "example.n\u{435}t"] {
            assert!(host(name).imitates(&own), "{name}");
        }
        for name in ["example.net", "mail.example.net", "example.com", "net", "example.net.example.com"] {
            assert!(!host(name).imitates(&own), "{name}");
        }
        assert!(host("0range.example").imitates(&host("orange.example")));
    }

    #[test]
    fn owners_are_told_apart_below_countries_too() {
        for (name, owner) in [
            ("a.b.bank.example", "bank.example"),
            ("mail.bank.co.uk", "bank.co.uk"),
            ("dm.de", "dm.de"),
            ("www.web.de", "web.de"),
            ("www.web.co.za", "web.co.za"),
            ("a.gen.tr", "a.gen.tr"),
            ("x.id.au", "x.id.au"),
            ("shop.dm.de", "dm.de"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(host(name).organization(), owner);
        }
    }
}
