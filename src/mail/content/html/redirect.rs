//! Links that lead through somebody who counts or checks them: where they say that they go on to, for display only.
//!
//! Only those are known that are in wide use and whose owner decides what stands in the address. What an unknown host says of itself is
//! not believed: a swindler would write the bank's name there.

use super::allowed;
use percent_encoding::percent_decode_str;
use url::Url;

/// Links inside one another that are opened.
const MAX_DEPTH: usize = 3;
/// Hosts (with all below, where they begin with a dot), the beginning of the path, and the parameter that holds the address.
const KNOWN: [(&str, &str, &str); 16] = [
    (".safelinks.protection.outlook.com", "/", "url"),
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("www.youtube.com", "/redirect", "q"),
    ("www.linkedin.com", "/redir/", "url"),
    ("linkprotect.cudasvc.com", "/url", "a"),
    ("slack-redir.net", "/link", "url"),
    ("out.reddit.com", "/", "url"),
    ("steamcommunity.com", "/linkfilter/", "url"),
    ("t.umblr.com", "/redirect", "z"),
    ("away.vk.com", "/away.php", "to"),
    ("vk.com", "/away.php", "to"),
    ("click.linksynergy.com", "/", "murl"),
    ("www.awin1.com", "/", "ued"),
    ("protect.checkpoint.com", "/", "u"),
];

/// Finds where a link goes on to; `None` for one that leads where it says.
pub(super) fn behind(url: &Url) -> Option<Url> {
    let mut found = once(url)?;
    for _ in 1..MAX_DEPTH {
        let Some(next) = once(&found) else { break };
        found = next;
    }
    Some(found)
}

fn once(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let of = |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    let is = |known: &str| if known.starts_with('.') { host.ends_with(known) } else { host == known };
    let text = if host == "urldefense.proofpoint.com" && url.path().starts_with("/v2/url") {
        // Proofpoint, version 2: `-` stands for `%`, `_` for `/`.
        percent_decode_str(&of("u")?.replace('-', "%").replace('_', "/")).decode_utf8_lossy().into_owned()
    } else if host == "urldefense.com" && url.path().starts_with("/v3/__") {
        // Version 3: the address stands in the path between two underlines and `__;`, some signs of it as `*`.
        url.path().strip_prefix("/v3/__")?.split("__;").next()?.to_owned()
    } else if is_google(host) && url.path() == "/url" {
        of("q").or_else(|| of("url"))?
    } else {
        let known = |(known, path, _): &&(&str, &str, &str)| is(known) && url.path().starts_with(path);
        of(KNOWN.iter().find(known)?.2)?
    };
    let next = Url::parse(text.trim()).ok()?;
    (allowed::LINKS.contains(&next.scheme()) && next.host_str().is_some()).then_some(next)
}

/// Tells `www.google.com`, `www.google.de` and `www.google.co.uk` from `www.google.evil.example`.
fn is_google(host: &str) -> bool {
    let rest = host.strip_prefix("www.google.").unwrap_or_default();
    rest == "com"
        || rest.len() == 2
        || rest.strip_prefix("co.").or_else(|| rest.strip_prefix("com.")).is_some_and(|c| c.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_known_counter_is_found_and_nobody_else_is_believed() {
        let safe = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Fsale&data=05";
        let nested = format!("https://www.google.com/url?q={}", safe.replace('%', "%25").replace('&', "%26"));
        for (link, wanted) in [
            (safe, Some("shop.example")),
            (&nested, Some("shop.example")),
            ("https://www.google.co.uk/url?sa=t&url=http://bank.example/x", Some("bank.example")),
            ("https://www.google.evil.example/url?q=https://bank.example", None),
            ("https://www.google.com/search?q=https://bank.example", None),
            ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F&h=x", Some("a.example")),
            ("https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x&d=DwI", Some("a.example")),
            ("https://urldefense.com/v3/__https://a.example/b*c__;Iw!!x$", Some("a.example")),
            ("https://evil.example/?url=https://bank.example", None),
            ("https://evilsafelinks.protection.outlook.com/?url=https://bank.example", None),
            ("https://l.facebook.com/l.php?u=javascript:alert(1)", None),
            ("https://l.facebook.com/l.php?u=/login", None),
            ("https://l.facebook.com/l.php", None),
            ("tel:+49", None),
        ] {
            let found = Url::parse(link).ok().and_then(|url| behind(&url));
            assert_eq!(found.as_ref().and_then(Url::host_str), wanted, "{link}");
        }
    }
}
