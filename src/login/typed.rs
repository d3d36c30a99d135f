//! What can be seen in what was typed: the address that was probably meant, and what may be wrong with a password.
//!
//! Nothing here asks the mail server: it is the same for an address that exists and one that does not.

use crate::config::Config;
use crate::mail::Address;

/// Suggestions at most: more would be a riddle.
const MOST: usize = 3;
/// How people write an @ that their keyboard did not give them.
const AT_SIGNS: [&str; 12] = ["(at)", "[at]", "{at}", " at ", "<at>", "＠", "@@", "@ ", " @", "\"", "€", "²"];
/// What stands between name and domain where the @ was left out or is another key of another keyboard.
const LOST_AT: [char; 10] = ['.', '-', '_', ' ', 'q', 'Q', '2', '\'', '"', '#'];

/// Returns the addresses that were probably meant, the likeliest first; none where there is nothing to mend.
pub fn meant(config: &Config, typed: &str) -> Vec<Address> {
    let domains: Vec<&str> = config.servers.iter().flat_map(|server| &server.domains).map(String::as_str).collect();
    let named: Vec<&str> = domains.iter().copied().filter(|domain| *domain != "*").collect();
    let all = named.len() < domains.len();
    let mut found: Vec<Address> = Vec::new();
    let mut add = |address: Option<Address>| {
        if let Some(address) = address.filter(|address| !found.contains(address)) {
            found.push(address);
        }
    };
    match Address::parse(typed) {
        Ok(address) if named.contains(&address.domain()) && !is_odd(&address) => {}
        Ok(address) if !is_odd(&address) => nearest(&named, address.domain())
            .into_iter()
            .for_each(|domain| add(with_domain(address.local_part(), domain))),
        _ => {
            let mended = mended(typed);
            let address = Address::parse(&mended).ok();
            let near = |address: &Address| {
                let near = nearest(&named, address.domain());
                near.into_iter().filter_map(|domain| with_domain(address.local_part(), domain)).collect::<Vec<_>>()
            };
            match address {
                Some(address) if named.contains(&address.domain()) => add(Some(address)),
                Some(address) => {
                    near(&address).into_iter().for_each(|address| add(Some(address)));
                    if all {
                        add(Some(address));
                    }
                }
                None if !mended.trim_end_matches('@').contains('@') => {
                    without_at(&named, &mended).into_iter().for_each(|near| add(Some(near)))
                }
                None => {}
            }
        }
    }
    found.truncate(MOST);
    found
}

/// Tells whether the part before the @ is none that a mailbox has (RFC 5321, 4.1.2: Dot-string).
fn is_odd(address: &Address) -> bool {
    let local = address.local_part();
    local.contains(['@', '<', '>', '(', ')', '[', ']', ',', ';', ':', '"', '\\'])
        || local.starts_with('.')
        || local.ends_with('.')
}

fn with_domain(local: &str, domain: &str) -> Option<Address> {
    Address::parse(&format!("{local}@{domain}")).ok()
}

/// Takes out what cannot be meant: blanks, a comma for a full stop, two @ or dots for one, another sign for the @.
///
/// Of a name with its address, or of an address that was filled in twice, the first address is meant.
fn mended(typed: &str) -> String {
    let mut text = typed.trim().to_lowercase().replace(['\u{200b}', '\u{feff}', '\u{a0}'], "");
    let is_bracket = |c: char| matches!(c, '<' | '>' | '[' | ']' | '/');
    if text.contains(is_bracket) || text.matches('@').count() > 1 {
        let pieces = text.split(|c: char| c.is_whitespace() || is_bracket(c));
        let mut whole = pieces.map(|piece| piece.trim_matches(['"', '\'', ',', ';', '.', ':']));
        if let Some(address) = whole.find(|piece| Address::parse(piece).is_ok_and(|address| !is_odd(&address))) {
            return address.to_owned();
        }
    }
    if text.matches('@').count() != 1
        && let Some(sign) = AT_SIGNS.iter().find(|sign| text.matches(**sign).count() == 1)
    {
        text = text.replacen(sign, "@", 1);
    }
    let mut text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for (wrong, right) in [(",", "."), (";", "."), ("..", "."), (".@", "@"), ("@.", "@"), ("www.", "")] {
        text = text.replace(wrong, right);
    }
    text
}

/// Returns the addresses that a text without a domain may be: one whose @ was lost, else the name at each domain.
fn without_at(named: &[&str], text: &str) -> Vec<Address> {
    let text = text.trim_end_matches('@');
    let lost = named.iter().find_map(|domain| Some((text.strip_suffix(domain)?, *domain)));
    let Some((local, domain)) = lost else {
        let is_domain =
            text.rsplit_once('.').is_some_and(|(_, ending)| named.iter().any(|d| d.ends_with(&format!(".{ending}"))));
        let names = named.iter().filter_map(|domain| with_domain(text, domain));
        return if named.len() <= MOST && !is_domain { names.collect() } else { Vec::new() };
    };
    // One sign stands for the @; it may as well belong to the name.
    let without = local.strip_suffix(LOST_AT).and_then(|local| with_domain(local, domain));
    let with = with_domain(local, domain)
        .filter(|address| without.is_none() || local.ends_with(char::is_alphanumeric) && !is_odd(address));
    without.into_iter().chain(with).filter(|address| !is_odd(address)).collect()
}

/// Returns the domains that a typing error may have been made of, the nearest first: two letters apart at most, and one in a short one.
fn nearest<'a>(named: &[&'a str], typed: &str) -> Vec<&'a str> {
    let long = typed.chars().count();
    let apart = |domain: &&'a str| {
        // A part that is missing or too much at the front, another ending, or none, is no matter of letters.
        let part = typed.strip_suffix(*domain).or(domain.strip_suffix(typed)).is_some_and(|rest| rest.ends_with('.'));
        let stem = |name: &'a str| name.rsplit_once('.').map(|(stem, _)| stem);
        let ending =
            stem(domain).is_some_and(|own| own == typed || typed.rsplit_once('.').is_some_and(|(stem, _)| stem == own));
        let own = domain.chars().count();
        let most = if own < 8 { 1 } else { 2 };
        let is_near = part || ending || own.abs_diff(long) <= most;
        let letters = if is_near { strsim::damerau_levenshtein(domain, typed) } else { usize::MAX };
        (letters <= most || part || ending).then_some((letters, *domain))
    };
    let mut near: Vec<(usize, &str)> = named.iter().filter_map(apart).collect();
    near.sort_unstable();
    near.into_iter().map(|(_, domain)| domain).take(MOST).collect()
}

/// Says what may be wrong with a password that the server did not take; the keys of sentences.
pub fn password_doubts(password: &str, typed_address: &str) -> Vec<&'static str> {
    let letters = || password.chars().filter(|c| c.is_alphabetic());
    let is_hidden = |c: char| c.is_control() || matches!(c, '\u{ad}' | '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{feff}');
    let is_foreign = |c: char| c.is_alphabetic() && !matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let doubts = [
        ("login-doubt-address", password.trim().eq_ignore_ascii_case(typed_address.trim())),
        ("login-doubt-hidden", password.chars().any(is_hidden)),
        ("login-doubt-blanks", password.trim_matches(' ') != password),
        ("login-doubt-capitals", letters().count() >= 3 && letters().all(char::is_uppercase)),
        ("login-doubt-switched", is_switched(password)),
        ("login-doubt-keyboard", password.chars().any(is_foreign)),
        ("login-doubt-smart", password.contains(['“', '”', '„', '‘', '’', '…', '–', '—'])),
    ];
    doubts.into_iter().filter_map(|(key, doubt)| doubt.then_some(key)).collect()
}

/// Tells whether capital and small letters look exchanged, as Caps Lock with the Shift key does: `pASSWORD`.
fn is_switched(password: &str) -> bool {
    let mut letters = password.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_lowercase);
    let rest: Vec<char> = letters.collect();
    first && rest.len() >= 3 && rest.into_iter().all(char::is_uppercase)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn config(domains: &str) -> Config {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("[[server]]\ndomains = {domains}\nimap = {{ host = \"127.0.0.1\" }}\n"))
            .unwrap();
        Config::load(Some(file.path()), std::iter::empty()).unwrap()
    }

    fn suggested(config: &Config, typed: &str) -> Vec<String> {
        meant(config, typed).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_was_meant_is_offered() {
        let config = config(r#"["example.net", "mail.example.org"]"#);
        let anna = ["anna@example.net"];
        for typed in [
            "anna@exampel.net",
            "anna@example.nte",
            "anna@exmple.net",
            "anna@example.com",
            "anna@www.example.net",
            "anna@example,net",
            "anna@ example.net",
            "an na@example.net",
            "anna@@example.net",
            "anna@example..net",
            "anna.@example.net",
            "anna(at)example.net",
            "anna at example.net",
            "anna@example",
            "Anna Lindner <anna@example.net>",
            "\"Lindner, Anna\" <anna@example.net>",
            "anna@example.net anna@example.net",
            "[anna@example.net]",
            "anna@example.net/",
            "anna.example.net",
            "annaexample.net",
            "Anna Example.Net",
        ] {
            assert_eq!(suggested(&config, typed), anna, "{typed:?}");
        }
        assert_eq!(suggested(&config, "anna"), ["anna@example.net", "anna@mail.example.org"]);
        assert_eq!(suggested(&config, "ana.maria"), ["ana.maria@example.net", "ana.maria@mail.example.org"]);
        assert_eq!(suggested(&config, "anna@"), ["anna@example.net", "anna@mail.example.org"]);
        assert_eq!(suggested(&config, "annaqexample.net"), ["anna@example.net", "annaq@example.net"]);
        assert_eq!(suggested(&config, "anna22example.net"), ["anna2@example.net", "anna22@example.net"]);
        assert_eq!(suggested(&config, "anna@example.org"), ["anna@example.net", "anna@mail.example.org"]);
        for typed in ["anna@example.net", "anna@elsewhere.example", "", "@", "anna@gmail.com", "anna lindner", "<b>@x"]
        {
            let offered = suggested(&config, typed);
            assert!(
                offered.iter().all(|address| typed == "anna lindner" && address.starts_with("annalindner@")),
                "{typed:?}: {offered:?}"
            );
        }
    }

    #[test]
    fn where_every_domain_is_served_a_slip_is_still_offered() {
        let config = config(r#"["*", "example.net"]"#);
        assert_eq!(suggested(&config, "anna@exampel.net"), ["anna@example.net"]);
        assert_eq!(suggested(&config, "anna@else where.example"), ["anna@elsewhere.example"]);
        assert_eq!(suggested(&config, "anna@elsewhere.example"), [""; 0]);
    }

    #[test]
    fn what_is_odd_about_a_password_is_seen() {
        for (password, doubts) in [
            ("Anna@example.net", vec!["login-doubt-address"]),
            ("secret ", vec!["login-doubt-blanks"]),
            ("sec\u{200b}ret", vec!["login-doubt-hidden"]),
            ("SECRET1", vec!["login-doubt-capitals"]),
            ("sECRET1", vec!["login-doubt-switched"]),
            ("ыускуе", vec!["login-doubt-keyboard"]),
            ("it’s-mine", vec!["login-doubt-smart"]),
            ("Geheim-ß-7", vec![]),
            ("aB", vec![]),
            ("12345678", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(password_doubts(password, "anna@example.net"), doubts, "{password:?}");
        }
    }
}
