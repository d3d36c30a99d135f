//! Links in a text that stand behind what they are called, as programs write them that make text of HTML:
//! `www.bank.example <http://...>`, `[bank.example](http://...)`.

use crate::mail::content::html::leads_to;
use crate::mail::content::leads::Leads;
use crate::mail::content::named;

/// Octets before a link in which its name is looked for.
const MAX_NAME: usize = 300;
/// Blanks and brackets between a bracket and the address in it.
const MAX_BEFORE: usize = 8;
/// Octets of an address.
const MAX_ADDRESS: usize = 4096;
/// Addresses in brackets that are looked at: more are a list, and no letter.
const MAX_LINKS: usize = 2000;
/// Schemes of addresses that are looked at.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// Adds where the links of a text lead, and what stands before them.
pub(super) fn add(text: &str, leads: &mut Leads) {
    for word in text.split_whitespace().filter(|word| word.len() <= MAX_ADDRESS) {
        for scheme in ["://", "www."] {
            let Some(host) = word.find(scheme).and_then(|at| word_host(word, at, scheme)) else { continue };
            leads.host(&host);
            break;
        }
    }
    let bracketed = text
        .match_indices(['<', '(', '['])
        .filter_map(|(at, open)| Some((text.get(..at)?, open, address(text.get(at + 1..)?)?)));
    for (before, open, address) in bracketed.take(MAX_LINKS) {
        let Some(host) = leads_to(address) else { continue };
        if let Some(says) = name(before, open).and_then(|name| named::named_otherwise(name, &host)) {
            leads.claim(&says, &host);
        }
    }
}

/// Returns the host of an address in a word.
fn word_host(word: &str, at: usize, scheme: &str) -> Option<String> {
    if scheme == "www." {
        return leads_to(&format!("http://{}", ended(word.get(at..)?)));
    }
    let before = word.get(..at)?;
    let begin = before.len() - before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    leads_to(ended(word.get(begin..)?))
}

/// Reads the address behind an opening bracket.
fn address(rest: &str) -> Option<&str> {
    let before = rest.bytes().take(MAX_BEFORE).take_while(|octet| matches!(octet, b'<' | b' ')).count();
    let rest = rest.get(before..)?;
    let is = |scheme: &&str| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    SCHEMES.iter().any(is).then(|| ended(rest)).filter(|address| address.len() <= MAX_ADDRESS)
}

/// Cuts a text where an address ends.
fn ended(text: &str) -> &str {
    let end = text.split(|c: char| c.is_whitespace() || "<>()[]\"".contains(c)).next().unwrap_or_default();
    end.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*'])
}

/// Finds what a link is called, before the bracket in which its address stands.
fn name<'a>(before: &'a str, open: &str) -> Option<&'a str> {
    let from = (before.len().saturating_sub(MAX_NAME)..=before.len()).find(|&at| before.is_char_boundary(at))?;
    let before = before.get(from..)?;
    if let Some(label) = before.strip_suffix(']').filter(|_| open == "(") {
        return label.rsplit('[').next();
    }
    let word = before.trim_end_matches([' ', '\t', '\r', '\n']);
    // What stands two lines above is no name.
    if before.get(word.len()..)?.matches('\n').count() > 1 {
        return None;
    }
    let word = word.rsplit(char::is_whitespace).next()?;
    // A host, and in brackets who is meant: only what is written as an address is one.
    let is_address = word.contains("://") || word.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."));
    (open == "<" || is_address).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str) -> Vec<(String, String)> {
        let mut leads = Leads::default();
        add(text, &mut leads);
        leads.claims.into_iter().map(|claim| (claim.says, claim.leads)).collect()
    }

    #[test]
    fn a_link_in_a_text_that_is_called_as_another_host_is_found_however_it_is_written() {
        let wanted = [("www.bank.example".to_owned(), "evil.example".to_owned())];
        for text in [
            "www.bank.example <http://evil.example/login>",
            "www.bank.example<https://evil.example>",
            "Log in at https://www.bank.example/login <http://evil.example/login> now",
            "see www.bank.example\r\n<http://evil.example/>",
            "[www.bank.example](http://evil.example)",
            "[Log in at www.bank.example now](http://evil.example \"Bank\")",
            "[www.bank.example](<http://evil.example>)",
            "www.bank.example (http://evil.example/)",
            "www.bank.example [HTTP://evil.example/]",
            "anna@www.bank.example <mailto:x@evil.example>",
        ] {
            assert_eq!(claims(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_link_that_is_called_as_it_leads_or_by_no_host_is_nothing() {
        for text in [
            "www.bank.example <http://login.bank.example/>",
            "Click here <http://evil.example/>",
            "bank.com (http://evil.example/) is another matter",
            "www.bank.example\n\n\n<http://evil.example/>",
            "www.bank.example, see <http://evil.example/>",
            "www.bank.example http://evil.example/",
            "[x] (y) <z> <http://> <http://",
            "<",
        ] {
            assert_eq!(claims(text), [], "{text}");
        }
        assert_eq!(claims(&"\u{e4}".repeat(1000)), []);
        assert_eq!(claims(&format!("{}<http://evil.example>", "\u{20ac}".repeat(1000))), []);
    }

    #[test]
    fn the_hosts_of_all_links_are_listed() {
        let mut leads = Leads::default();
        add("a (http://one.example/x), <https://two.example>. www.three.example! http://\u{430}.example x", &mut leads);
        let hosts: Vec<_> = leads.hosts.iter().map(|(host, _)| host.as_str()).collect();
        assert_eq!(hosts, ["one.example", "two.example", "www.three.example", "xn--80a.example"]);
    }
}
