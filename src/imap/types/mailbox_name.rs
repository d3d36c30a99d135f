//! Mailbox names and modified UTF-7 (RFC 3501, 5.1.3).

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::fmt;

/// Names a mailbox exactly as the server spells it, so that it finds it again.
///
/// RFC 9051, 5.1: INBOX is the same in any case; every other name is case-sensitive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MailboxName(Vec<u8>);

/// Base64 with `,` for `/`, never padded when written.
static MODIFIED: std::sync::LazyLock<Option<GeneralPurpose>> = std::sync::LazyLock::new(|| {
    let alphabet =
        base64::alphabet::Alphabet::new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").ok()?;
    let config = GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    Some(GeneralPurpose::new(&alphabet, config))
});

impl MailboxName {
    /// Returns the literal `INBOX`.
    pub fn inbox() -> Self {
        Self(b"INBOX".to_vec())
    }

    /// Takes a name off the wire, unchanged.
    pub fn from_wire(name: impl Into<Vec<u8>>) -> Self {
        Self(name.into())
    }

    /// Encodes a name that a person wrote.
    pub fn encode(name: &str) -> Self {
        let mut wire = Vec::with_capacity(name.len());
        let mut rest = name;
        while let Some(c) = rest.chars().next() {
            if c == '&' {
                wire.extend_from_slice(b"&-");
            } else if matches!(c, ' '..='~') {
                wire.push(c as u8);
            } else {
                let end = rest.find(|c| matches!(c, ' '..='~')).unwrap_or(rest.len());
                let (run, after) = rest.split_at(end);
                let units: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
                wire.push(b'&');
                if let Some(modified) = MODIFIED.as_ref() {
                    wire.extend_from_slice(modified.encode(units).as_bytes());
                }
                wire.push(b'-');
                rest = after;
                continue;
            }
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
        Self(wire)
    }

    /// Returns the name as the wire wants it, before quoting.
    pub fn wire(&self) -> &[u8] {
        &self.0
    }

    /// Tells whether this is INBOX, in any case.
    pub fn is_inbox(&self) -> bool {
        self.0.eq_ignore_ascii_case(b"INBOX")
    }

    /// Decodes for display; what is not modified UTF-7 is kept as it stands (UTF-8, or ISO 8859-1 as a last resort).
    pub fn decoded(&self) -> String {
        let text = match std::str::from_utf8(&self.0) {
            Ok(text) => text.to_owned(),
            Err(_) => self.0.iter().map(|&b| char::from(b)).collect(),
        };
        decode(&text).unwrap_or(text)
    }
}

/// Decodes modified UTF-7; `None` when any part of it is malformed.
fn decode(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (run, tail) = after.split_once('-')?;
        out.push_str(before);
        if run.is_empty() {
            out.push('&');
        } else {
            let octets = MODIFIED.as_ref()?.decode(run).ok()?;
            let (pairs, odd) = octets.as_chunks::<2>();
            if !odd.is_empty() {
                return None;
            }
            let units = pairs.iter().map(|&pair| u16::from_be_bytes(pair));
            for c in char::decode_utf16(units) {
                out.push(c.ok().filter(|c| !c.is_control())?);
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

impl fmt::Display for MailboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.decoded())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_the_rfc_and_of_real_servers_are_read_and_written() {
        for (wire, name) in [
            ("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
            ("Entw&APw-rfe", "Entwürfe"),
            ("R&-D", "R&D"),
            ("&BBoEPgRABDcEOAQ9BDA-", "Корзина"),
            ("&2D3eAA-", "😀"),
        ] {
            assert_eq!(MailboxName::encode(name).wire(), wire.as_bytes());
            assert_eq!(MailboxName::from_wire(wire).decoded(), name);
        }
    }

    #[test]
    fn a_malformed_name_is_shown_as_it_stands() {
        for odd in ["A&B", "&", "&AP-x", "&AAA-", "&2D0-", "Jack & Jill", "&!!-"] {
            assert_eq!(MailboxName::from_wire(odd).decoded(), odd);
        }
        assert_eq!(MailboxName::from_wire(b"M\xfcll".to_vec()).decoded(), "Müll");
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(name in "[^\\p{C}]{0,40}") {
            let wire = MailboxName::encode(&name);
            prop_assert!(wire.wire().iter().all(|b| (0x20..0x7f).contains(b)));
            prop_assert_eq!(wire.decoded(), name);
        }

        #[test]
        fn no_bytes_are_too_odd_to_show(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = MailboxName::from_wire(bytes).decoded();
        }
    }
}
