//! Where a link leads, and where its text says that it leads.

use super::{allowed, redirect};
use crate::mail::content::hidden_characters::is_unseen;
use url::{Host, Url};

/// Octets of a link's text that are looked at.
pub(super) const MAX_TEXT: usize = 4000;
/// Hosts of a link's text that are compared.
const MAX_NAMED: usize = 20;
/// Top-level domains by which a name without `www.` is known; those of countries have two letters.
const KNOWN: [&str; 22] = [
    "app", "bank", "biz", "cloud", "club", "com", "dev", "edu", "eu", "gov", "info", "int", "live", "mil", "net",
    "online", "org", "shop", "site", "store", "top", "xyz",
];
/// Endings of two letters that are files, or no names at all.
const NO_COUNTRY: [&str; 8] = ["gz", "js", "md", "pl", "ps", "py", "rs", "sh"];

/// A link that may be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The address, normalised, without user and password.
    pub url: String,
    /// The host where it ends, in ASCII; none for a telephone number.
    pub host: Option<String>,
    /// The host through which it leads there, where somebody well known counts or checks it.
    pub by: Option<String>,
}

/// Reads the address of a link; `None` where it cannot be followed.
pub(super) fn target(href: &str) -> Option<Target> {
    let mut url = Url::parse(href.trim()).ok()?;
    if !allowed::LINKS.contains(&url.scheme()) {
        return None;
    }
    // What stands before the @ is there to be taken for the host.
    if !url.username().is_empty() || url.password().is_some() {
        let _ = (url.set_username(""), url.set_password(None));
    }
    let host = match url.scheme() {
        "mailto" => Some(only_recipient(&url)?),
        "tel" => None,
        _ => Some(url.host_str()?.to_owned()),
    };
    let (host, by) = match redirect::behind(&url).and_then(|end| end.host_str().map(str::to_owned)) {
        Some(end) => (Some(end), host),
        None => (host, None),
    };
    Some(Target { url: url.into(), host, by })
}

/// Reads the address of a picture that is elsewhere.
pub(super) fn remote(src: &str) -> Option<Url> {
    let src = src.trim();
    let url = if src.starts_with("//") { Url::parse(&format!("https:{src}")) } else { Url::parse(src) };
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Returns the host of the one address to which a `mailto:` writes (RFC 6068); of several, nobody sees to whom.
fn only_recipient(url: &Url) -> Option<String> {
    let path = percent_encoding::percent_decode_str(url.path()).decode_utf8_lossy();
    let more =
        url.query_pairs().any(|(name, _)| ["to", "cc", "bcc"].contains(&name.trim().to_ascii_lowercase().as_str()));
    let (_, host) = path.split_once('@').filter(|(_, host)| !more && !host.contains(['@', ',', ';']))?;
    Some(host.trim().to_ascii_lowercase()).filter(|host| !host.is_empty())
}

/// Finds the hosts that a text names, in ASCII.
pub(super) fn named(text: &str) -> impl Iterator<Item = String> {
    let plain = |c: char| match c {
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => Some('.'),
        c => (!is_unseen(c) || c.is_whitespace()).then_some(c),
    };
    let text: String = text.chars().filter_map(plain).collect();
    let split = |c: char| c.is_whitespace() || "()<>[]{}\"'`|,;\u{ab}\u{bb}\u{201c}\u{201d}\u{201e}".contains(c);
    let words: Vec<String> = text.split(split).filter_map(host_in).take(MAX_NAMED).collect();
    words.into_iter()
}

fn host_in(word: &str) -> Option<String> {
    let (sure, word) = match word.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (word.contains('@') || word.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www.")), word),
    };
    let word = word.split(['/', '?', '#', '\\']).next()?;
    let word = word.rsplit('@').next()?;
    let word = word.split(':').next()?.trim_matches(['.', '!', '*', '_']);
    let (_, top) = word.rsplit_once('.')?;
    let top = top.to_lowercase();
    let name = top.chars().count() >= 2 && top.chars().all(|c| c.is_alphabetic() || c == '-' || c.is_ascii_digit());
    let country = top.len() == 2 && !NO_COUNTRY.contains(&top.as_str());
    if !name || top.starts_with(|c: char| c.is_ascii_digit()) || !(sure || country || KNOWN.contains(&top.as_str())) {
        return None;
    }
    match Host::parse(word) {
        Ok(Host::Domain(host)) => Some(host),
        _ => None,
    }
}

/// Tells whether two hosts belong to different owners, as far as the names tell: `a.shop.example` and `shop.example` do not.
pub(super) fn differ(one: &str, other: &str) -> bool {
    !owner(one).eq_ignore_ascii_case(owner(other))
}

/// Cuts a name to what is bought: two labels, or three below names such as `co.uk`.
fn owner(host: &str) -> &str {
    let dots: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).collect();
    let label = |from: Option<&usize>, to: usize| from.map_or(0, |from| to - from - 1);
    if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') {
        return host;
    }
    let second_is_short = match dots.as_slice() {
        [top, second, ..] => host.len() - top - 1 == 2 && label(Some(second), *top) <= 3,
        _ => false,
    };
    let at = dots.get(if second_is_short { 2 } else { 1 });
    at.and_then(|at| host.get(at + 1..)).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_people_follow_are_links() {
        for (href, url, host) in [
            ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z", Some("a.example")),
            (" HTTPS://A.Example ", "https://a.example/", Some("a.example")),
            ("https://bank.example@evil.example/", "https://evil.example/", Some("evil.example")),
            ("https://b\u{fc}cher.example/", "https://xn--bcher-kva.example/", Some("xn--bcher-kva.example")),
            ("mailto:a@b.example?subject=x", "mailto:a@b.example?subject=x", Some("b.example")),
            ("mailto:pay%40evil.example", "mailto:pay%40evil.example", Some("evil.example")),
            ("mailto:pay@evil.example,info@bank.example", "", None),
            ("mailto:info@bank.example?bcc=pay@evil.example", "", None),
            ("mailto:?to=pay@evil.example", "", None),
            ("tel:+49123", "tel:+49123", None),
            ("java\tscript:alert(1)", "", None),
            ("javascript:alert(1)//https://x.example", "", None),
            ("data:text/html,x", "", None),
            ("/spam/empty", "", None),
            ("//evil.example", "", None),
            ("#top", "", None),
            ("ftp://x.example", "", None),
        ] {
            let found = target(href);
            assert_eq!(found.as_ref().map_or("", |target| target.url.as_str()), url, "{href}");
            assert_eq!(found.and_then(|target| target.host).as_deref(), host, "{href}");
        }
    }

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
            ("invoice.pdf", None),
            ("main.rs and x.js", None),
            ("3.50 EUR", None),
            ("Click here.", None),
            ("z.B. dies", None),
        ] {
            assert_eq!(named(text).next().as_deref(), host, "{text}");
        }
    }

    #[test]
    fn hosts_of_one_owner_do_not_differ() {
        for (one, other, wanted) in [
            ("click.shop.example", "www.shop.example", false),
            ("shop.co.uk", "www.shop.co.uk", false),
            ("shop.co.uk", "bank.co.uk", true),
            ("bank.example", "bank.example.evil.example", true),
            ("Bank.example", "bank.example", false),
            ("192.0.2.1", "192.0.2.2", true),
            ("com", "com", false),
        ] {
            assert_eq!(differ(one, other), wanted, "{one} {other}");
        }
    }
}
