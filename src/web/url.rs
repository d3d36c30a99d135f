//! Paths of our own, and what goes into them.

use crate::mail::Address;

/// Writes a value of a query string (application/x-www-form-urlencoded).
pub fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Lets a path carry an address on, before the heading it may lead to.
pub fn with_address(path: &str, address: Option<&Address>) -> String {
    let Some(address) = address else { return path.to_owned() };
    let (page, heading) = path.split_at_checked(path.find('#').unwrap_or(path.len())).unwrap_or((path, ""));
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}address={}{heading}", encoded(&address.to_string()))
}

/// Returns the path if it is one of ours, to be sent to after signing in.
pub fn safe_next(path: &str) -> Option<&str> {
    let loops = path == "/login" || path.starts_with("/login?") || path.starts_with("/logout");
    own_path(path).filter(|_| !loops)
}

/// Returns the path if a browser cannot read it as another host.
///
/// It reads `//host` and `/\host` as one, and drops tabs and line ends before it looks (WHATWG URL, 4.4).
pub(super) fn own_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let foreign = rest.starts_with('/') || path.contains('\\');
    let plain = path.len() <= 2000 && path.bytes().all(|b| (0x21..0x7f).contains(&b));
    (!foreign && plain).then_some(path)
}

/// Cuts an address behind its `@`, where a line may break; one without is whole.
pub fn halves(address: &str) -> (&str, &str) {
    address.rfind('@').and_then(|at| address.split_at_checked(at + 1)).unwrap_or((address, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_searched_for_stay_one_value_of_the_link() {
        assert_eq!(encoded("a&q=b #é+"), "a%26q%3Db+%23%C3%A9%2B");
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
    fn only_paths_of_our_own_are_followed() {
        for good in ["/", "/spam?page=2&q=a%20b", "/help/pop-and-imap#a", "/spam/1-2"] {
            assert_eq!(safe_next(good), Some(good));
        }
        #[rustfmt::skip]
        let bad = [
            "", "spam", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "/\t/evil.example",
            "/\n/evil.example", "javascript:alert(1)", "/%0d%0a\r\nX: y", " /spam", "/a b", "/login", "/logout", "/ü", "/a\\b",
        ];
        for bad in bad {
            assert_eq!(safe_next(bad), None, "{bad:?}");
        }
    }
}
