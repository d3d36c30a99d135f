//! Paths of our own, and what goes into them.

/// Writes a value of a query string (application/x-www-form-urlencoded).
pub fn encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
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
pub fn split_behind_at(address: &str) -> (&str, &str) {
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
