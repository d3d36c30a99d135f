//! What an article may say of this provider: `{imap.host}`, `{brand}` and the other placeholders.

use crate::config::ServerAddress;
use crate::mail::Address;
use url::form_urlencoded::byte_serialize;

/// Holds the values of the placeholders. They are text: whatever stands in them, none becomes Markdown or HTML.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Placeholders {
    /// The provider's name, `{brand}`.
    pub brand: String,
    /// The IMAP server.
    pub imap: Option<ServerAddress>,
    /// The POP server.
    pub pop: Option<ServerAddress>,
    /// The server for outgoing mail.
    pub smtp: Option<ServerAddress>,
    /// How long the mail server keeps what is in Spam, `{spam.days}`: "30 days", or words for what is not known.
    pub spam_days: String,
    /// How long it keeps what is in Trash, `{trash.days}`.
    pub trash_days: String,
    /// After how many minutes without a click somebody is signed out, `{session.minutes}`.
    pub session_minutes: u64,
    /// After how many hours somebody is signed out in any case, `{session.hours}`.
    pub session_hours: u64,
    /// The user name, `{login}`: an address when known, else words such as "your full e-mail address".
    pub login: String,
    /// Where the provider helps; without it a link to `{support}` becomes text.
    pub support: Option<String>,
    /// What stands in for a server that is not configured: words that nobody takes for something to type.
    pub unknown: String,
    /// What the link at a heading is called for those who do not see it.
    pub part: String,
    /// The address that the help was opened for, which its links carry on; one that is served here.
    pub asked: Option<Address>,
}

/// The one placeholder that is a link target and never text.
pub const SUPPORT: &str = "{support}";

/// The placeholders an article may use in its text.
const IN_TEXT: [&str; 15] = [
    "brand",
    "imap.host",
    "imap.port",
    "imap.security",
    "pop.host",
    "pop.port",
    "pop.security",
    "smtp.host",
    "smtp.port",
    "smtp.security",
    "login",
    "spam.days",
    "trash.days",
    "session.minutes",
    "session.hours",
];

impl Placeholders {
    /// Returns where a link leads: the help and the settings are opened for the same address again.
    pub fn lead(&self, path: &str) -> String {
        let ends = |rest: &str| rest.is_empty() || rest.starts_with(['/', '?', '#']);
        let kept = ["/help", "/setup"].iter().any(|page| path.strip_prefix(page).is_some_and(ends));
        with_address(path, self.asked.as_ref().filter(|_| kept))
    }

    /// Returns the text with every known placeholder replaced; values are not looked at again.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Name(name) => match self.value(name) {
                    Some(value) => filled.push_str(&value),
                    None => filled.extend(["{", name, "}"]),
                },
            }
        }
        filled
    }

    /// Tells whether all of a text is a placeholder for a server that is not configured.
    pub fn is_unknown(&self, text: &str) -> bool {
        let name = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let address = name.and_then(|name| name.split_once('.')).map(|(service, _)| service);
        match address {
            Some("imap") => self.imap.is_none(),
            Some("pop") => self.pop.is_none(),
            Some("smtp") => self.smtp.is_none(),
            _ => false,
        }
    }

    fn value(&self, name: &str) -> Option<String> {
        match name {
            "spam.days" => return Some(self.spam_days.clone()),
            "trash.days" => return Some(self.trash_days.clone()),
            "session.minutes" => return Some(self.session_minutes.to_string()),
            "session.hours" => return Some(self.session_hours.to_string()),
            _ => {}
        }
        if let Some((service, fact)) = name.split_once('.') {
            let address = match service {
                "imap" => &self.imap,
                "pop" => &self.pop,
                "smtp" => &self.smtp,
                _ => return None,
            };
            let known =
                |fact_of: fn(&ServerAddress) -> String| address.as_ref().map_or_else(|| self.unknown.clone(), fact_of);
            return match fact {
                "host" => Some(known(|address| address.host.clone())),
                "port" => Some(known(|address| address.port.to_string())),
                "security" => Some(known(|address| address.security.word().to_owned())),
                _ => None,
            };
        }
        match name {
            "brand" => Some(self.brand.clone()),
            "login" => Some(self.login.clone()),
            _ => None,
        }
    }
}

/// Lets a path carry an address on, before the heading it may lead to.
pub fn with_address(path: &str, address: Option<&Address>) -> String {
    let Some(address) = address else { return path.to_owned() };
    let (page, heading) = path.split_at_checked(path.find('#').unwrap_or(path.len())).unwrap_or((path, ""));
    let joint = if page.contains('?') { '&' } else { '?' };
    let address: String = byte_serialize(address.to_string().as_bytes()).collect();
    format!("{page}{joint}address={address}{heading}")
}

/// Returns a text without its placeholders: what they are called is no word of it.
pub fn without_placeholders(text: &str) -> String {
    let piece = |piece| match piece {
        Piece::Text(text) => text,
        Piece::Name(_) => " ",
    };
    pieces(text).into_iter().map(piece).collect()
}

/// Returns the first placeholder of a text that no [`Placeholders`] can fill.
pub fn unknown_placeholder(text: &str) -> Option<&str> {
    pieces(text).into_iter().find_map(|piece| match piece {
        Piece::Name(name) if !IN_TEXT.contains(&name) => Some(name),
        _ => None,
    })
}

enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// Cuts a text at what looks like a placeholder: small letters and dots between braces.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let name = after.split_once('}').filter(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b'_' | b'-'))
        });
        pieces.push(Piece::Text(before));
        if let Some((name, after)) = name {
            pieces.push(Piece::Name(name));
            rest = after;
        } else {
            pieces.push(Piece::Text("{"));
            rest = after;
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

#[cfg(test)]
pub(super) fn sample() -> Placeholders {
    use crate::mail::Security;
    let address = |host: &str, port, security| Some(ServerAddress { host: host.to_owned(), port, security });
    Placeholders {
        brand: "Example Mail".to_owned(),
        imap: address("imap.example.net", 993, Security::Tls),
        pop: address("pop.example.net", 110, Security::StartTls),
        smtp: None,
        login: "anna@example.net".to_owned(),
        support: Some("https://example.net/support".to_owned()),
        spam_days: "as long as your provider has decided".to_owned(),
        trash_days: "7 days".to_owned(),
        session_minutes: 60,
        session_hours: 12,
        unknown: "ask us".to_owned(),
        part: "Link".to_owned(),
        asked: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Security;

    #[test]
    fn every_placeholder_an_article_may_use_has_a_value() {
        let settings = sample();
        for name in IN_TEXT {
            let placeholder = format!("{{{name}}}");
            assert_ne!(settings.fill(&placeholder), placeholder);
            assert_eq!(unknown_placeholder(&placeholder), None);
        }
    }

    #[test]
    fn servers_are_shown_in_the_words_of_mail_programs() {
        let settings = sample();
        assert_eq!(settings.fill("{imap.host}:{imap.port} {imap.security}"), "imap.example.net:993 SSL/TLS");
        assert_eq!(settings.fill("{pop.security}"), "STARTTLS");
        assert_eq!(Security::Plain.word(), "none");
    }

    #[test]
    fn a_server_that_is_not_configured_is_said_to_be_unknown() {
        assert_eq!(sample().fill("{smtp.host}, port {smtp.port}"), "ask us, port ask us");
    }

    #[test]
    fn only_links_to_the_help_and_the_settings_carry_the_address_on() {
        let settings = Placeholders { asked: Address::parse("anna@example.net").ok(), ..sample() };
        for path in ["/help", "/help/a", "/help/a#b", "/help?tag=x", "/setup", "/setup/apple-mail"] {
            assert!(settings.lead(path).contains("address=anna%40example.net"), "{path}");
            assert_eq!(sample().lead(path), path);
        }
        for path in ["/", "/spam", "/helpful", "#help", "https://example.net/help", "mailto:a@b.example"] {
            assert_eq!(settings.lead(path), path);
        }
    }

    #[test]
    fn an_address_is_carried_on_before_the_heading() {
        let address = Address::parse("anna+x@example.net").ok();
        for (path, carried) in [
            ("/setup", "/setup?address=anna%2Bx%40example.net"),
            ("/help?tag=POP", "/help?tag=POP&address=anna%2Bx%40example.net"),
            ("/help/a#b?c", "/help/a?address=anna%2Bx%40example.net#b?c"),
        ] {
            assert_eq!(with_address(path, address.as_ref()), carried);
            assert_eq!(with_address(path, None), path);
        }
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
        let settings = Placeholders { brand: "{login}{brand}".to_owned(), ..sample() };
        assert_eq!(settings.fill("<{brand}>"), "<{login}{brand}>");
    }

    #[test]
    fn other_braces_stay_as_they_are() {
        for text in ["{", "}", "{}", "{ brand }", "{{", "a {B} c", "{imap.host"] {
            assert_eq!(sample().fill(text), text);
            assert_eq!(unknown_placeholder(text), None);
        }
        assert_eq!(sample().fill("{{brand}}"), "{Example Mail}");
    }

    #[test]
    fn a_misspelt_placeholder_is_noticed_and_so_is_support_outside_a_link() {
        assert_eq!(unknown_placeholder("see {brand} at {imap.hots}"), Some("imap.hots"));
        assert_eq!(unknown_placeholder("write to {support}"), Some("support"));
    }
}
