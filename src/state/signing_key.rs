//! Signatures under the site's own key: of what a page said, and of cookies that only this site can have made.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Octets of a signature; nobody guesses 128 bits over HTTP.
const OCTETS: usize = 16;

/// The key that this site signs with; never printed.
pub struct SigningKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey")
    }
}

impl SigningKey {
    /// Takes a random secret as the key.
    pub fn new(secret: Zeroizing<[u8; 32]>) -> Self {
        Self(secret)
    }

    /// Signs these parts (HMAC-SHA-256, RFC 2104); what is signed for one purpose is worth nothing for another.
    pub fn sign(&self, purpose: &str, parts: &[&[u8]]) -> String {
        let whole = self.mac(purpose, parts).map(|mac| mac.finalize().into_bytes());
        let octets: Vec<u8> = whole.into_iter().flatten().take(OCTETS).collect();
        URL_SAFE_NO_PAD.encode(octets)
    }

    /// Tells whether a signature is of these parts and this purpose, in the same time whatever it is.
    pub fn verify(&self, purpose: &str, parts: &[&[u8]], signature: &str) -> bool {
        let Ok(octets) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        octets.len() == OCTETS && self.mac(purpose, parts).is_some_and(|mac| mac.verify_truncated_left(&octets).is_ok())
    }

    /// Names these parts by a digest under the key: who has only the digests cannot try out what they are of.
    pub fn digest(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(purpose, parts).map(|mac| mac.finalize().into_bytes().into()).unwrap_or_default()
    }

    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
        // A key of any length will do.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0[..]).ok()?;
        for part in [&[purpose.as_bytes()], parts].concat() {
            // With their lengths, so that no two lists of parts say the same.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Some(mac)
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_key_its_purpose_and_its_parts_alone() {
        let key = SigningKey::new(Zeroizing::new([7; 32]));
        let signature = key.sign("form", &[b"anna", b"Spam"]);
        assert_eq!(signature.len(), 22);
        assert!(key.verify("form", &[b"anna", b"Spam"], &signature));
        for (purpose, parts) in [
            ("cookie", [&b"anna"[..], b"Spam"]),
            ("form", [b"annaS", b"pam"]),
            ("form", [b"ben", b"Spam"]),
            ("form", [b"", b"annaSpam"]),
        ] {
            assert!(!key.verify(purpose, &parts, &signature), "{purpose} {parts:?}");
        }
        for odd in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", &format!("{signature}A"), "!!!!!!!!!!!!!!!!!!!!!!"] {
            assert!(!key.verify("form", &[b"anna", b"Spam"], odd), "{odd}");
        }
        let other = SigningKey::new(Zeroizing::new([8; 32]));
        assert!(!other.verify("form", &[b"anna", b"Spam"], &signature));
        let digests =
            [key.digest("form", &[b"anna"]), other.digest("form", &[b"anna"]), key.digest("form", &[b"ann", b"a"])];
        assert!(digests[0] != digests[1] && digests[0] != digests[2] && !digests.contains(&[0; 32]));
    }
}
