//! The encodings a mail test needs, written apart from the product's own so that neither hides the other's mistakes.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes as base64 (RFC 4648), with padding, on one line.
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_u32, |bits, i| bits << 8 | u32::from(chunk.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let digit = (group >> (18 - 6 * i)) as usize & 63;
            text.push(if i <= chunk.len() { char::from(ALPHABET[digit]) } else { '=' });
        }
    }
    text
}

/// Encodes a mailbox name as modified UTF-7 (RFC 3501, 5.1.3).
pub fn modified_utf7(name: &str) -> String {
    let mut text = String::new();
    let mut wide: Vec<u8> = Vec::new();
    for c in name.chars().map(Some).chain([None]) {
        match c {
            Some(c) if !(' '..='~').contains(&c) => {
                let mut units = [0; 2];
                wide.extend(c.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
            }
            plain => {
                if !wide.is_empty() {
                    text.push_str(&format!("&{}-", base64(&wide).trim_end_matches('=').replace('/', ",")));
                    wide.clear();
                }
                match plain {
                    Some('&') => text.push_str("&-"),
                    Some(c) => text.push(c),
                    None => {}
                }
            }
        }
    }
    text
}

/// Writes bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
