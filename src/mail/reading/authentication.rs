//! What the provider's own servers found out about the sender: SPF, DKIM and DMARC, from `Authentication-Results` (RFC 8601).
//!
//! Anybody can write such a field. Only those count that bear the name of a server the host has configured, and of these the
//! topmost for each method: a server puts its own above whatever came with the message.

use crate::mail::Person;

/// Pieces of one field that are read.
const MAX_TOKENS: usize = 500;
/// The methods that say who a message is from.
const METHODS: [&str; 3] = ["spf", "dkim", "dmarc"];

/// One result, such as `dkim=pass`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `spf`, `dkim` or `dmarc`.
    pub method: &'static str,
    /// The result in lower case, such as `pass` or `softfail`.
    pub result: String,
    /// What it is about, in lower case, such as (`header.from`, `example.net`).
    pub properties: Vec<(String, String)>,
}

/// Says whether a message comes from where its From says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authentication {
    /// The domain of the From address.
    pub domain: String,
    /// Whether that is confirmed; `None` where the checks allow neither to be said.
    pub confirmed: Option<bool>,
    /// The checks that were believed.
    pub checks: Vec<Check>,
}

impl Authentication {
    /// Reads the results of the servers with these names about an author, who may be one of several.
    pub(super) fn of(author: &Person, is_only: bool, results: &[String], servers: &[String]) -> Option<Self> {
        let checks = believed(results, servers);
        let domain = domain_of(author)?;
        let confirmed = if is_only { confirmed(&domain, &checks) } else { None };
        (!checks.is_empty()).then_some(Self { domain, confirmed, checks })
    }
}

/// Takes the checks of each method from the topmost field of a known server that has any.
fn believed(fields: &[String], servers: &[String]) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    let ours = fields.iter().filter_map(|field| read(field)).filter(|(server, _)| servers.contains(server));
    for (_, found) in ours {
        let known: Vec<&str> = checks.iter().map(|check| check.method).collect();
        let new: Vec<Check> = found.into_iter().filter(|check| !known.contains(&check.method)).collect();
        checks.extend(new);
    }
    checks
}

/// DMARC decides; without it a signature or a sending server of the domain itself.
fn confirmed(domain: &str, checks: &[Check]) -> Option<bool> {
    let of = |method: &'static str| checks.iter().filter(move |check| check.method == method);
    if let Some(dmarc) = of("dmarc").find(|check| matches!(check.result.as_str(), "pass" | "fail")) {
        // The result is about one domain. That of another says nothing about what the reader sees.
        let about = dmarc.property("header.from").is_none_or(|from| domain_in(from) == domain);
        return about.then_some(dmarc.result == "pass");
    }
    let aligned = |check: &Check, names: [&str; 2]| {
        let signer = names.iter().find_map(|name| check.property(name)).map(domain_in);
        check.result == "pass" && signer.is_some_and(|signer| is_in(domain, signer))
    };
    let passed = of("dkim").any(|check| aligned(check, ["header.d", "header.i"]))
        || of("spf").any(|check| aligned(check, ["smtp.mailfrom", "smtp.from"]));
    let failed = |method, results: &[&str]| of(method).all(|check| results.contains(&check.result.as_str()));
    let checked = of("spf").next().is_some() && of("dkim").next().is_some();
    let failed = checked && failed("spf", &["fail", "softfail"]) && failed("dkim", &["fail", "none", "permerror"]);
    if passed { Some(true) } else { failed.then_some(false) }
}

/// Tells whether a domain is another one or below it.
fn is_in(domain: &str, parent: &str) -> bool {
    let below = domain.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'));
    domain == parent || (below && parent.contains('.'))
}

fn domain_in(value: &str) -> &str {
    value.rsplit_once('@').map_or(value, |(_, domain)| domain).trim_end_matches('.')
}

/// Returns the domain of an address, if it is one that can be shown in a sentence.
fn domain_of(person: &Person) -> Option<String> {
    let domain = person.address.as_deref()?.rsplit_once('@')?.1.trim_end_matches('.').to_lowercase();
    let plain = domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    (plain && (1..=253).contains(&domain.len())).then_some(domain)
}

impl Check {
    fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a field: the server's name (authserv-id) in lower case, and the checks of the methods above.
fn read(field: &str) -> Option<(String, Vec<Check>)> {
    let tokens = tokens(field)?;
    let mut parts = tokens.split(|token| *token == Token::End);
    let Some([Token::Word(server), ..]) = parts.next() else { return None };
    let check = |part: &[Token]| {
        let mut pairs = part.windows(3).filter_map(|window| match window {
            [Token::Word(name), Token::Is, Token::Word(value)] => Some((name.to_lowercase(), value.to_lowercase())),
            _ => None,
        });
        let (method, result) = pairs.next()?;
        // The method may have a version: `dkim/1`.
        let method = METHODS.into_iter().find(|known| method.split('/').next() == Some(known))?;
        Some(Check { method, result, properties: pairs.collect() })
    };
    Some((server.to_lowercase(), parts.filter_map(check).collect()))
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Is,
    End,
}

/// Cuts a field into words; comments (RFC 5322, 3.2.2) are left out and quotes taken off. `None` when one is not closed: nobody
/// knows what such a field means.
fn tokens(field: &str) -> Option<Vec<Token>> {
    let (mut tokens, mut word) = (Vec::new(), None::<String>);
    let (mut depth, mut quoted) = (0u32, false);
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        if tokens.len() > MAX_TOKENS {
            return None;
        }
        match letter {
            '\\' if quoted || depth > 0 => {
                let escaped = letters.next()?;
                if depth == 0 {
                    word.get_or_insert_default().push(escaped);
                }
            }
            '"' if depth == 0 => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            _ if quoted => word.get_or_insert_default().push(letter),
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ if depth > 0 => {}
            '=' | ';' => {
                tokens.extend(word.take().map(Token::Word));
                tokens.push(if letter == ';' { Token::End } else { Token::Is });
            }
            _ if letter.is_whitespace() => tokens.extend(word.take().map(Token::Word)),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    tokens.extend(word.take().map(Token::Word));
    (depth == 0 && !quoted).then_some(tokens)
}

#[cfg(test)]
#[path = "authentication_tests.rs"]
mod tests;
