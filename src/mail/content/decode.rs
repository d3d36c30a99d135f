//! Undoes Content-Transfer-Encoding piece by piece (RFC 2045, 6), whatever the pieces are.

/// Octets of white space that are held back, to see whether they end a line.
const HELD: usize = 1000;

/// Decodes a stream.
#[derive(Debug)]
pub(in crate::mail) enum Decoder {
    /// 7bit, 8bit, binary, and what nobody knows.
    None,
    Base64 {
        bits: u32,
        count: u32,
    },
    QuotedPrintable {
        /// `=`, and what followed it, until it is whole.
        escape: Vec<u8>,
        /// White space that counts only if the line goes on.
        space: Vec<u8>,
    },
}

impl Decoder {
    /// Chooses by the name of the encoding.
    pub fn of(encoding: &str) -> Self {
        match encoding.trim().to_ascii_lowercase().as_str() {
            "base64" => Self::Base64 { bits: 0, count: 0 },
            "quoted-printable" => Self::QuotedPrintable { escape: Vec::new(), space: Vec::new() },
            _ => Self::None,
        }
    }

    /// Tells whether what comes out is what went in.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Decodes a piece; what cannot be known yet comes with the next one.
    pub fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(piece.len());
        match self {
            Self::None => out.extend_from_slice(piece),
            Self::Base64 { bits, count } => piece.iter().for_each(|&octet| base64(octet, bits, count, &mut out)),
            Self::QuotedPrintable { escape, space } => {
                piece.iter().for_each(|&octet| quoted_printable(octet, escape, space, &mut out));
            }
        }
        out
    }

    /// Returns what is left at the end.
    pub fn finish(self) -> Vec<u8> {
        match self {
            // A soft line break at the very end, or an escape that is none.
            Self::QuotedPrintable { escape, .. } if escape.len() > 1 && escape != b"=\r" => escape,
            _ => Vec::new(),
        }
    }
}

/// Takes one character; what is not of the alphabet is left out, padding begins anew (two encoded texts one after the other).
fn base64(octet: u8, bits: &mut u32, count: &mut u32, out: &mut Vec<u8>) {
    let value = match octet {
        b'A'..=b'Z' => octet - b'A',
        b'a'..=b'z' => octet - b'a' + 26,
        b'0'..=b'9' => octet - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        b'=' => {
            (*bits, *count) = (0, 0);
            return;
        }
        _ => return,
    };
    *bits = (*bits << 6) | u32::from(value);
    *count += 1;
    // The second character ends the first octet, the third the second, the fourth the third.
    match *count {
        2 => out.push((*bits >> 4) as u8),
        3 => out.push((*bits >> 2) as u8),
        4 => {
            out.push(*bits as u8);
            (*bits, *count) = (0, 0);
        }
        _ => {}
    }
}

fn quoted_printable(octet: u8, escape: &mut Vec<u8>, space: &mut Vec<u8>, out: &mut Vec<u8>) {
    if !escape.is_empty() {
        match (escape.as_slice(), octet) {
            (_, b'\n') => escape.clear(),
            // White space may stand between `=` and the end of the line (RFC 2045, 6.7, rule 3).
            (b"=", b' ' | b'\t') => {}
            (b"=", b'\r') => escape.push(octet),
            (&[_, high], _) if high != b'\r' => {
                match (hex(high), hex(octet)) {
                    (Some(high), Some(low)) => out.push(high << 4 | low),
                    _ => out.extend([b'=', high, octet]),
                }
                escape.clear();
            }
            (b"=", _) if hex(octet).is_some() => escape.push(octet),
            _ => {
                out.append(escape);
                out.push(octet);
            }
        }
        return;
    }
    match octet {
        b'=' => {
            out.append(space);
            escape.push(octet);
        }
        b' ' | b'\t' if space.len() < HELD => space.push(octet),
        b'\r' => space.push(octet),
        b'\n' => {
            // White space at the end of a line was added on the way.
            let carriage = space.last() == Some(&b'\r');
            space.clear();
            out.extend_from_slice(if carriage { b"\r\n" } else { b"\n" });
        }
        _ => {
            out.append(space);
            out.push(octet);
        }
    }
}

fn hex(octet: u8) -> Option<u8> {
    char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use proptest::prelude::*;

    fn whole(encoding: &str, text: &[u8]) -> Vec<u8> {
        let mut decoder = Decoder::of(encoding);
        let mut out = decoder.push(text);
        out.extend(decoder.finish());
        out
    }

    #[test]
    fn base64_is_decoded_with_breaks_junk_missing_padding_and_a_second_text_behind() {
        for (text, wanted) in [
            ("SGVsbG8=", "Hello"),
            ("SGVs\r\nbG8=\r\n", "Hello"),
            ("SGVsbG8", "Hello"),
            ("S G*V s b!G 8", "Hello"),
            ("SGVsbG8=SGVsbG8=", "HelloHello"),
            ("", ""),
            ("====", ""),
        ] {
            assert_eq!(whole("BASE64 ", text.as_bytes()), wanted.as_bytes(), "{text}");
        }
    }

    #[test]
    fn quoted_printable_is_decoded_and_what_is_none_stays() {
        for (text, wanted) in [
            ("a=3Db", "a=b"),
            ("soft=\r\nbreak", "softbreak"),
            ("soft=  \r\nbreak", "softbreak"),
            ("soft=\nbreak", "softbreak"),
            ("tail  \r\nnext", "tail\r\nnext"),
            ("a b", "a b"),
            ("=e2=82=ac", "\u{20ac}"),
            ("=ZZ 100=", "=ZZ 100"),
            ("x=4", "x=4"),
            ("end=\r\n", "end"),
        ] {
            let decoded = whole("quoted-printable", text.as_bytes());
            assert_eq!(String::from_utf8_lossy(&decoded), wanted, "{text:?}");
        }
        assert_eq!(whole("x-unknown", b"=3D"), b"=3D");
    }

    proptest! {
        #[test]
        fn any_pieces_give_the_same_as_the_whole(
            text in proptest::collection::vec(prop_oneof![Just(b'='), Just(b'\r'), Just(b'\n'), Just(b' '), Just(b'4'), any::<u8>()], 0..200),
            cuts in proptest::collection::vec(0usize..200, 0..8),
            encoding in prop_oneof![Just("base64"), Just("quoted-printable"), Just("8bit")],
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).chain([0, text.len()]).collect();
            cuts.sort_unstable();
            let mut decoder = Decoder::of(encoding);
            let mut out: Vec<u8> = cuts.windows(2).flat_map(|cut| decoder.push(&text[cut[0]..cut[1]])).collect();
            out.extend(decoder.finish());
            prop_assert_eq!(out, whole(encoding, &text));
        }

        #[test]
        fn what_others_encode_comes_back(octets: Vec<u8>) {
            let text = base64::engine::general_purpose::STANDARD.encode(&octets);
            prop_assert_eq!(whole("base64", text.as_bytes()), octets);
        }
    }
}
