//! Links that lead through somebody who counts or checks them: where they say that they go on to, for display only.
//!
//! Only those are known that are in wide use and whose owner decides what stands in the address. What an unknown host says of itself is
//! not believed: a swindler would write the bank's name there.

use super::allowed;
use percent_encoding::percent_decode_str;
use url::Url;

/// Links inside one another that are opened.
const MAX_DEPTH: usize = 3;
/// Hosts (with all below, where they begin with a dot), the path, and the parameter that holds the address.
const KNOWN: [(&str, &str, &str); 13] = [
    (".safelinks.protection.outlook.com", "/", "url"),
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("www.youtube.com", "/redirect", "q"),
    ("www.linkedin.com", "/redir/redirect", "url"),
    ("linkprotect.cudasvc.com", "/url", "a"),
    ("slack-redir.net", "/link", "url"),
    ("out.reddit.com", "/", "url"),
    ("steamcommunity.com", "/linkfilter/", "url"),
    ("t.umblr.com", "/redirect", "z"),
    ("vk.com", "/away.php", "to"),
    ("urldefense.proofpoint.com", "/v2/url", "u"),
];
/// Countries in which Google has a name behind `co.` or `com.`.
const GOOGLE: [&str; 24] = [
    "co.id", "co.il", "co.in", "co.jp", "co.ke", "co.kr", "co.nz", "co.th", "co.uk", "co.za", "com.ar", "com.au",
    "com.br", "com.co", "com.eg", "com.hk", "com.mx", "com.my", "com.pe", "com.ph", "com.sg", "com.tr", "com.tw",
    "com.ua",
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
    let text = if host == "urldefense.com" {
        // Proofpoint, version 3: the address stands in the path; where signs of it stand elsewhere (`*`), nothing is said.
        let target = url.path().strip_prefix("/v3/__")?.split("__;").next()?;
        (!target.contains('*')).then(|| target.to_owned())?
    } else {
        let is = |known: &str| if known.starts_with('.') { host.ends_with(known) } else { host == known };
        let known = KNOWN.iter().find(|(known, path, _)| is(known) && url.path() == *path);
        let names: &[&str] = match known {
            Some((_, _, name)) => &[name],
            None if is_google(host) && url.path() == "/url" => &["q", "url"],
            None => return None,
        };
        let said = only_address(url, names)?;
        // Proofpoint, version 2: `-` stands for `%`, `_` for `/`.
        match host {
            "urldefense.proofpoint.com" => {
                percent_decode_str(&said.replace('-', "%").replace('_', "/")).decode_utf8_lossy().into_owned()
            }
            _ => said,
        }
    };
    let next = Url::parse(text.trim()).ok()?;
    (allowed::LINKS.contains(&next.scheme()) && next.host_str().is_some()).then_some(next)
}

/// Returns the one value that can be an address, if its name is one of these: of two, nobody knows which counts.
fn only_address(url: &Url, names: &[&str]) -> Option<String> {
    let is_address = |value: &str| value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
    let mut addresses = url.query_pairs().filter(|(name, value)| {
        is_address(value.trim_start()) || names.contains(&name.trim().to_ascii_lowercase().as_str())
    });
    let (name, value) = addresses.next()?;
    (addresses.next().is_none() && names.contains(&&*name)).then(|| value.into_owned())
}

/// Tells `www.google.com`, `www.google.de` and `www.google.co.uk` from `www.google.evil.example`.
fn is_google(host: &str) -> bool {
    let rest = host.strip_prefix("www.google.").unwrap_or_default();
    rest == "com" || GOOGLE.contains(&rest) || (rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_lowercase()))
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
            ("https://urldefense.com/v3/__https://a.example/b__;!!x$", Some("a.example")),
            ("https://urldefense.com/v3/__https://evil.example*.bank.example/__;Lw!!x$", None),
            ("https://www.google.com/url?q=https://bank.example&url=https://evil.example", None),
            ("https://www.google.com/url?q=bank&url=https://evil.example", None),
            ("https://www.google.com.de/url?q=https://bank.example", None),
            ("https://vk.com/away.php?to=https://bank.example&to=https://evil.example", None),
            ("https://vk.com/away.php?to=https://bank.example&+To=https://evil.example", None),
            ("https://l.facebook.com/l.php?u=https://bank.example&next=https://evil.example", None),
            ("https://l.facebook.com/other?u=https://bank.example", None),
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
