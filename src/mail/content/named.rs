//! Hosts that are named in words: what the text of a link says, and whether two of them belong to one owner.

use super::hidden_characters::plainly;
use super::host::organization;
use url::Host;

/// Hosts of a link's text that are compared.
const MAX_NAMED: usize = 20;
/// Top-level domains by which a name without `www.` is known: what people see in advertisements; those of countries have two letters.
pub(in crate::mail) const KNOWN: [&str; 22] = [
    "app", "bank", "biz", "cloud", "club", "com", "dev", "edu", "eu", "gov", "info", "int", "live", "mil", "net",
    "online", "org", "shop", "site", "store", "top", "xyz",
];
/// Endings of two letters that are files, or no names at all.
const NO_COUNTRY: [&str; 8] = ["gz", "js", "md", "pl", "ps", "py", "rs", "sh"];

/// Says how plainly a text names a host; what is plainer is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// Among other words, as many firms are called: "News.com: headlines of today".
    Word,
    /// By nothing else.
    Name,
    /// As an address: with `https://`, `www.` or `@`.
    Address,
}

/// A host that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// In ASCII.
    pub host: String,
    /// How plainly.
    pub manner: Manner,
}

/// Finds the host of somebody else than the one a link leads to that its text names most plainly.
pub(in crate::mail) fn named_otherwise(text: &str, leads: &str) -> Option<Named> {
    let others = named(text).filter(|named| differ(&named.host, leads));
    others.reduce(|first, next| if next.manner > first.manner { next } else { first })
}

/// Finds the hosts that a text names.
pub(in crate::mail) fn named(text: &str) -> impl Iterator<Item = Named> {
    let text: String = text.chars().filter_map(plainly).collect();
    let split = |c: char| c.is_whitespace() || "()<>[]{}\"'`|,;\u{ab}\u{bb}\u{201c}\u{201d}\u{201e}".contains(c);
    let mut words = text.split(split).filter(|word| !word.is_empty());
    let is_alone = words.next().is_some() && words.next().is_none();
    let words: Vec<Named> = text.split(split).filter_map(|word| host_in(word, is_alone)).take(MAX_NAMED).collect();
    words.into_iter()
}

fn host_in(word: &str, is_alone: bool) -> Option<Named> {
    let (sure, word) = match word.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (word.contains('@') || word.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www.")), word),
    };
    let word = word.split(['/', '?', '#', '\\']).next()?;
    let word = word.rsplit('@').next()?;
    let word = word.split(':').next()?.trim_matches(['.', '!', '*', '_']);
    // As in "camera...my pictures".
    if word.contains("..") {
        return None;
    }
    let (_, top) = word.rsplit_once('.')?;
    let top = top.to_lowercase();
    let name = top.chars().count() >= 2 && top.chars().all(|c| c.is_alphabetic() || c == '-' || c.is_ascii_digit());
    let country = top.len() == 2 && !NO_COUNTRY.contains(&top.as_str());
    if !name || top.starts_with(|c: char| c.is_ascii_digit()) || !(sure || country || KNOWN.contains(&top.as_str())) {
        return None;
    }
    let manner = match (sure, is_alone) {
        (true, _) => Manner::Address,
        (false, true) => Manner::Name,
        (false, false) => Manner::Word,
    };
    match Host::parse(word) {
        Ok(Host::Domain(host)) => Some(Named { host, manner }),
        _ => None,
    }
}

/// Tells whether two hosts belong to different owners, as far as the names tell: `a.shop.example` and `shop.example` do not.
pub(in crate::mail) fn differ(one: &str, other: &str) -> bool {
    !organization(one).eq_ignore_ascii_case(organization(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_names_a_host_is_recognised() {
        for (text, host) in [
            ("www.bank.example", Some("www.bank.example")),
            ("Log in at https://bank.example/login now", Some("bank.example")),
            ("(bank.com)", Some("bank.com")),
            ("service@bank.example", Some("bank.example")),
            ("https://bank.example@evil.example", Some("evil.example")),
            ("\u{431}ank.com", Some("xn--ank-9cd.com")),
            ("bank.co.uk.", Some("bank.co.uk")),
            ("bank.com\u{200b}", Some("bank.com")),
            ("https://bank\u{3002}com\u{ad}/", Some("bank.com")),
            ("https://bank\u{2024}com/", Some("bank.com")),
            ("anna\u{ff20}bank.example", Some("bank.example")),
            ("invoice.pdf", None),
            ("main.rs and x.js", None),
            ("3.50 EUR", None),
            ("Your camera...my pictures", None),
            ("Click here.", None),
            ("z.B. dies", None),
        ] {
            assert_eq!(named(text).next().map(|named| named.host).as_deref(), host, "{text}");
        }
    }

    #[test]
    fn how_plainly_a_host_is_named_is_told_and_the_plainest_counts() {
        for (text, host, manner) in [
            ("News.com: headlines", "news.com", Manner::Word),
            (" (bank.com) ", "bank.com", Manner::Name),
            ("bank.com, or www.bank.example", "www.bank.example", Manner::Address),
            ("service@bank.com", "bank.com", Manner::Address),
            ("News.com and Bank.com", "news.com", Manner::Word),
        ] {
            let wanted = Named { host: host.to_owned(), manner };
            assert_eq!(named_otherwise(text, "evil.example"), Some(wanted), "{text}");
        }
        assert_eq!(named_otherwise("www.evil.example", "click.evil.example"), None);
    }

    #[test]
    fn hosts_of_one_owner_do_not_differ() {
        for (one, other, wanted) in [
            ("click.shop.example", "www.shop.example", false),
            ("shop.co.uk", "www.shop.co.uk", false),
            ("shop.co.uk", "bank.co.uk", true),
            ("ul.example", "www.ul.example", false),
            ("ul.ie", "library.ul.ie", false),
            ("bank.example", "bank.example.evil.example", true),
            ("Bank.example", "bank.example", false),
            ("192.0.2.1", "192.0.2.2", true),
            ("com", "com", false),
        ] {
            assert_eq!(differ(one, other), wanted, "{one} {other}");
        }
    }
}
