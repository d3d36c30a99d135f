//! The password of `/admin`: argon2id (RFC 9106).

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use secrecy::{ExposeSecret as _, SecretString};

/// Kilobytes of memory, passes over it, and lanes: the second recommended option (RFC 9106, 4).
const COST: (u32, u32, u32) = (64 * 1024, 3, 4);

/// Makes the hash of a password, as `[admin] password_hash` has it (PHC format); takes 64 MiB, and a moment.
///
/// # Errors
/// When the system has no random numbers, or the password is longer than four gigabytes.
pub fn hash_password(password: &SecretString) -> anyhow::Result<String> {
    let (memory, passes, lanes) = COST;
    let failed = |error: &dyn std::fmt::Display| anyhow::anyhow!("no hash: {error}");
    let params = Params::new(memory, passes, lanes, None).map_err(|error| failed(&error))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(password.expose_secret().as_bytes()).map_err(|error| failed(&error))?;
    Ok(hash.to_string())
}

/// Tells whether a password is the one that a hash was made of; takes what the hash says.
pub(super) fn is_right(hash: &SecretString, password: &SecretString) -> bool {
    let parsed = PasswordHash::new(hash.expose_secret());
    parsed.is_ok_and(|hash| Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash).is_ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_argon2id_with_sixty_four_mebibytes_and_fits_its_password_alone() {
        let password = SecretString::from("correct horse battery");
        let hash = hash_password(&password).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=4$"), "{hash}");
        assert_ne!(hash, hash_password(&password).unwrap(), "each has a salt of its own");
        let hash = SecretString::from(hash);
        assert!(is_right(&hash, &password));
        for wrong in ["", "correct horse", "Correct horse battery", "correct horse battery "] {
            assert!(!is_right(&hash, &SecretString::from(wrong)), "{wrong}");
        }
        assert!(!is_right(&SecretString::from("$argon2id$"), &password));
    }
}
