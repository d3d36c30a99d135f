//! E-mail addresses, as people type them into a sign-in form.

use std::fmt;

/// An e-mail address a person may sign in with; the domain is lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    local: String,
    domain: String,
}

/// Says why a text is not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// There is no `@domain`.
    #[error("no @domain")]
    MissingDomain,
    /// It is not an address for another reason.
    #[error("not an address")]
    Malformed,
}

impl Address {
    /// Reads an address as typed. What a sentence, a link or a keyboard leaves around it is ignored: blanks, seen or unseen, a full
    /// stop or a comma behind it, brackets and quotes, `mailto:`.
    pub fn parse(typed: &str) -> std::result::Result<Self, AddressError> {
        let typed = bare(typed);
        let Some((local, domain)) = typed.rsplit_once('@') else {
            return Err(if typed.is_empty() { AddressError::Malformed } else { AddressError::MissingDomain });
        };
        if domain.is_empty() {
            return Err(AddressError::MissingDomain);
        }
        let strange = |c: char| c.is_control() || c.is_whitespace();
        if local.is_empty() || typed.len() > 254 || typed.chars().any(strange) || !Self::is_domain(domain) {
            return Err(AddressError::Malformed);
        }
        Ok(Self { local: local.to_owned(), domain: domain.to_lowercase() })
    }

    /// Tells whether a text can stand behind the `@`.
    pub fn is_domain(text: &str) -> bool {
        let letters = text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
        let ends = text.starts_with(['.', '-']) || text.ends_with(['.', '-']);
        !text.is_empty() && letters && !ends && !text.contains("..")
    }

    /// Returns what stands before the `@`.
    pub fn local_part(&self) -> &str {
        &self.local
    }

    /// Returns the domain, lower case.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

fn bare(typed: &str) -> &str {
    let around = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let before = |c: char| around(c) || matches!(c, '<' | '(' | '"' | '\'' | '“' | '„' | '«');
    let behind = |c: char| around(c) || matches!(c, '>' | ')' | '"' | '\'' | '”' | '“' | '»' | '.' | ',' | ';' | ':');
    let typed = typed.trim_start_matches(before);
    let scheme = "mailto:";
    let is_link = typed.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let typed = if is_link { typed.get(scheme.len()..).unwrap_or_default() } else { typed };
    typed.trim_start_matches(before).trim_end_matches(behind)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_told_apart() {
        for (typed, wanted) in [
            (" Anna@Example.NET ", Ok("Anna@example.net")),
            ("anna+list@müller.example", Ok("anna+list@müller.example")),
            ("a@b@example.net", Ok("a@b@example.net")),
            ("anna@example.net.", Ok("anna@example.net")),
            ("<anna@example.net>,", Ok("anna@example.net")),
            ("mailto:anna@example.net", Ok("anna@example.net")),
            ("\u{200b}\u{a0}\"anna@example.net\" ;\u{feff}", Ok("anna@example.net")),
            ("Mailto:", Err(AddressError::Malformed)),
            ("anna", Err(AddressError::MissingDomain)),
            ("anna@", Err(AddressError::MissingDomain)),
            ("", Err(AddressError::Malformed)),
            ("@example.net", Err(AddressError::Malformed)),
            ("anna@example .net", Err(AddressError::Malformed)),
            ("anna@exam\r\nple", Err(AddressError::Malformed)),
            ("anna@.example", Err(AddressError::Malformed)),
            ("anna@example..net", Err(AddressError::Malformed)),
        ] {
            let read = Address::parse(typed).map(|address| address.to_string());
            assert_eq!(read.as_deref().map_err(|e| *e), wanted, "{typed:?}");
        }
    }
}
