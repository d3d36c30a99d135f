//! The name of a download (RFC 6266 and RFC 8187): a sender chose it, so nothing of it but letters reaches the header.

use crate::mail::is_hidden;
use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters of a file name that are kept.
const MOST: usize = 120;

/// What is escaped in an extended value (RFC 8187, 3.2.1), and a little more.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Says how a browser is to show what it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// As a file, never on a page.
    Attachment,
    /// As it is.
    Inline,
}

/// Writes Content-Disposition for a file of this name; `fallback` stands in for a name that nothing is left of.
pub fn disposition(how: Disposition, name: Option<&str>, fallback: &str) -> HeaderValue {
    let how = if how == Disposition::Attachment { "attachment" } else { "inline" };
    let name = name.map(tamed).filter(|name| !name.trim_matches(['.', ' ', '_']).is_empty());
    let name = name.unwrap_or_else(|| fallback.to_owned());
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ()+,".contains(c) { c } else { '_' }).collect();
    let encoded = utf8_percent_encode(&name, ESCAPED);
    let value = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

/// Leaves out what changes the meaning of a name: folders, control characters, marks that turn the direction of the text
/// ("exe.fdp" shown for "pdf.exe"), and too much of it; the ending stays.
fn tamed(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: Vec<char> =
        last.chars().filter(|&c| !is_hidden(c)).map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let cut = shown.len().saturating_sub(MOST);
    // The beginning of a long name says more than its middle, and the ending says what it is.
    let head = shown.iter().take(if cut > 0 { MOST - 20 } else { MOST });
    let tail = shown.iter().skip(shown.len().saturating_sub(20));
    let text: String = if cut > 0 { head.chain(tail).collect() } else { head.collect() };
    text.trim().trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str) -> String {
        disposition(Disposition::Attachment, Some(name), "message-7.bin").to_str().unwrap_or("not text").to_owned()
    }

    #[test]
    fn names_are_written_twice_once_for_old_browsers() {
        assert_eq!(written("Übung 1.pdf"), "attachment; filename=\"_bung 1.pdf\"; filename*=UTF-8''%C3%9Cbung%201.pdf");
        assert_eq!(written(""), "attachment; filename=\"message-7.bin\"; filename*=UTF-8''message-7.bin");
    }

    #[test]
    fn hostile_names_are_names_and_nothing_else() {
        let long = "x".repeat(70_000) + ".pdf";
        for (name, plain) in [
            ("a\r\nSet-Cookie: x=1\r\n\r\n<script>", "aSet-Cookie_ x=1_script_".replace('=', "_")),
            ("../../etc/passwd", "passwd".into()),
            ("C:\\temp\\evil.exe", "evil.exe".into()),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe".into()),
            ("\"; filename=\"x.html", "_; filename__x.html".replace([';', '='], "_")),
            ("..", "message-7.bin".into()),
            (".htaccess", "htaccess".into()),
            ("nul\0byte", "nulbyte".into()),
        ] {
            let written = written(name);
            let (_, rest) = written.split_once("filename=\"").unwrap_or_default();
            assert_eq!(rest.split_once('"').map(|(plain, _)| plain.to_owned()), Some(plain), "{name:?}: {written}");
            assert!(!written.contains(['\r', '\n', '\0', '<']), "{written:?}");
        }
        assert!(written(&long).len() < 400 && written(&long).ends_with("xxx.pdf"));
    }
}
