//! Where a link leads.

use super::{allowed, redirect};
use url::Url;

/// Octets of a link's text that are looked at.
pub(super) const MAX_TEXT: usize = 4000;

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

/// Returns the host where a link ends, in ASCII; `None` where it cannot be followed.
pub(in crate::mail) fn leads_to(href: &str) -> Option<String> {
    target(href)?.host
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
}
