//! Signatures under the site's own key: of what a page said, and of cookies that only this site can have made; and names that only
//! this site can read.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Octets of what makes each sealed text another one.
const NONCE: usize = 24;
/// Octets of a signature; nobody guesses 128 bits over HTTP.
const OCTETS: usize = 16;

/// The key that this site signs with; never printed.
#[derive(Clone)]
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

    /// Seals a text under a key of these parts and this purpose (XChaCha20-Poly1305), bound to what it belongs to.
    ///
    /// The nonce is a digest of both: no two texts ever share it, and it needs no random numbers. The same text is sealed alike.
    pub fn seal(&self, purpose: &str, parts: &[&[u8]], text: &str, bound_to: &[u8]) -> Vec<u8> {
        let digest = self.digest("nonce", &[purpose.as_bytes(), &parts.concat(), text.as_bytes(), bound_to]);
        let Some(nonce) = digest.first_chunk::<NONCE>() else { return Vec::new() };
        let payload = Payload { msg: text.as_bytes(), aad: bound_to };
        let sealed = self.cipher(purpose, parts).and_then(|cipher| cipher.encrypt(&XNonce::from(*nonce), payload).ok());
        // Neither the key's length nor the text's can be wrong.
        [&nonce[..], &sealed.unwrap_or_default()].concat()
    }

    /// Opens what was sealed; `None` for anything else.
    pub fn unseal(&self, purpose: &str, parts: &[&[u8]], sealed: &[u8], bound_to: &[u8]) -> Option<String> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE>()?;
        let plain = self.cipher(purpose, parts)?.decrypt(&XNonce::from(*nonce), Payload { msg, aad: bound_to }).ok()?;
        String::from_utf8(plain).ok()
    }

    fn cipher(&self, purpose: &str, parts: &[&[u8]]) -> Option<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(&Zeroizing::new(self.digest(purpose, parts))[..]).ok()
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
#[allow(clippy::string_slice, clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_under_its_key_its_parts_and_what_it_is_bound_to_alone() {
        let key = SigningKey::new(Zeroizing::new([7; 32]));
        let sealed = key.seal("name", &[b"anna"], "news@shop.example", b"row");
        assert_eq!(key.unseal("name", &[b"anna"], &sealed, b"row").as_deref(), Some("news@shop.example"));
        let others = [
            key.seal("name", &[b"anna"], "newt@shop.example", b"row"),
            key.seal("name", &[b"anna"], "news@shop.example", b"low"),
        ];
        assert!(others.iter().all(|other| other[..24] != sealed[..24]), "a nonce is used once");
        let other = SigningKey::new(Zeroizing::new([8; 32]));
        assert_eq!(other.unseal("name", &[b"anna"], &sealed, b"row"), None);
        for (purpose, part, bound_to) in
            [("form", b"anna", b"row"), ("name", b"anne", b"row"), ("name", b"anna", b"low")]
        {
            assert_eq!(key.unseal(purpose, &[part], &sealed, bound_to), None);
        }
        for odd in [&[][..], &[0; 24], &[0; 60]] {
            assert_eq!(key.unseal("name", &[b"anna"], odd, b"row"), None);
        }
    }

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
