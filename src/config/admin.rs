//! `[admin]`: who may see how things stand here, and change the help articles.

use super::reader::Setting;
use crate::mail::Address;
use argon2::password_hash::phc::PasswordHash;
use argon2::{ARGON2ID_IDENT, Params};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const HASH: &str =
    "the line that `postern hash-password` prints: an argon2id hash of a password, with at most 1 GiB of memory";
const CODES: &str = "a file with a secret in base32 in its first line, of at least 26 letters (128 bits)";
/// Kilobytes of memory that a sign-in may take.
const MOST_MEMORY: u32 = 1024 * 1024;
/// Kilobytes below which a hash is guessed at too quickly.
const LEAST_MEMORY: u32 = 19 * 1024;
/// Octets of a secret (RFC 4226, 4, R6).
const LEAST_SECRET: usize = 16;

/// `[admin]`: who may see how things stand here, and change the help articles.
#[derive(Debug, Clone, Default)]
pub struct Admin {
    /// `password_hash`: what `postern hash-password` prints, in the PHC format; default none: there is no `/admin`.
    pub password_hash: Option<SecretString>,
    /// `totp_file`: a file with the secret of a second factor (RFC 6238), relative to the configuration file; default none.
    pub totp: Option<TotpFile>,
    /// `public`: whether `/admin` is on the port of the site as well, and not on `admin_listen` alone; default false.
    pub public: bool,
    /// `hosts`: names by which people reach `admin_listen`, besides `localhost`, an IP address and the host of `public_url`; default none.
    pub hosts: Vec<String>,
}

/// A file with the secret that codes are made from (RFC 6238), and what it holds; the secret is never printed.
#[derive(Clone)]
pub struct TotpFile {
    path: PathBuf,
    secret: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for TotpFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.path)
    }
}

impl TotpFile {
    /// Returns the secret's octets.
    pub fn secret(&self) -> &[u8] {
        &self.secret
    }

    /// Tells whether others than its owner may read the file.
    fn is_open_to_others(&self) -> bool {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::metadata(&self.path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
    }
}

impl Admin {
    /// Returns a line for each thing that is allowed and most likely not meant.
    pub(super) fn warnings(&self, is_listened_for: bool, is_elsewhere: bool) -> Vec<String> {
        let mut warnings = Vec::new();
        let Some(hash) = &self.password_hash else { return warnings };
        if !is_listened_for && !self.public {
            warnings.push(
                "admin.password_hash: nobody reaches /admin: web.admin_listen is off, and admin.public is not true"
                    .to_owned(),
            );
        }
        if is_elsewhere {
            warnings.push(
                "web.admin_listen: found an address of a network: the password of /admin travels over it in clear; listen on \
                 127.0.0.1 and come through an SSH tunnel, or put a TLS proxy before it"
                    .to_owned(),
            );
        }
        if memory_of(hash).is_some_and(|memory| memory < LEAST_MEMORY) {
            warnings.push(format!(
                "admin.password_hash: found a hash with less than {LEAST_MEMORY} kB of memory, which is guessed at quickly; let \
                 `postern hash-password` make one"
            ));
        }
        if let Some(file) = self.totp.as_ref().filter(|file| file.is_open_to_others()) {
            warnings.push(format!(
                "admin.totp_file: others on this machine may read {:?}; `chmod 600` keeps them out",
                file.path.display().to_string()
            ));
        }
        if self.public && self.totp.is_none() {
            warnings.push(
                "admin.public: with a password alone whoever has learnt it comes in from anywhere; name a totp_file, too".to_owned(),
            );
        }
        warnings
    }
}

/// Reads the section; a file that is not what it should be is noted.
pub(super) fn admin(at: &Setting<'_>, folder: &Path) -> Admin {
    at.section(&["password_hash", "totp_file", "public", "hosts"]);
    let (password, file) = (at.at("password_hash"), at.at("totp_file"));
    let public = at.at("public").flag(false);
    let hosts = at.at("hosts").items(false, "a list of names, such as [\"admin.example.net\"]");
    let host = |text: &str| Address::is_domain(text).then(|| text.to_owned());
    let hosts = hosts.iter().filter_map(|one| one.text("a name, such as \"admin.example.net\"", host)).collect();
    let fit = |text: &str| params(text).is_some_and(|params| params.m_cost() <= MOST_MEMORY);
    let password_hash = password.text(HASH, |text| fit(text).then(|| SecretString::from(text)));
    if !password.is_set() && (public || file.is_set()) {
        password.refuse(HASH);
    }
    let totp = file.text(CODES, |text| Some(folder.join(text))).and_then(|path| {
        let found = std::fs::read_to_string(&path).map(Zeroizing::new);
        let secret = found.map(|text| base32(text.lines().next().unwrap_or_default()));
        match secret {
            Ok(Some(secret)) if secret.len() >= LEAST_SECRET => return Some(TotpFile { path, secret }),
            Ok(_) => file.say("a file without such a secret", CODES),
            Err(error) => file.say(&format!("{:?}: {error}", path.display().to_string()), CODES),
        }
        None
    });
    Admin { password_hash, totp, public, hosts }
}

/// Reads how a hash was made; `None` where it is none of argon2id, or one without salt or hash.
fn params(text: &str) -> Option<Params> {
    let hash = PasswordHash::new(text).ok()?;
    let whole = hash.algorithm == ARGON2ID_IDENT && hash.salt.is_some() && hash.hash.is_some();
    Params::try_from(&hash).ok().filter(|_| whole)
}

fn memory_of(hash: &SecretString) -> Option<u32> {
    params(secrecy::ExposeSecret::expose_secret(hash)).map(|params| params.m_cost())
}

/// Reads base32 (RFC 4648, 6) as people copy it: in either case, with spaces, with or without `=` at its end.
fn base32(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut octets = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut bits, mut kept) = (0_u32, 0_u32);
    for letter in text.trim_end_matches(['=', ' ']).bytes().filter(|letter| *letter != b' ') {
        let value = match letter.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        bits = ((bits << 5) | u32::from(value)) & 0xfff;
        kept += 5;
        if kept >= 8 {
            kept -= 8;
            octets.push((bits >> kept).to_le_bytes().into_iter().next()?);
        }
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::base32;

    #[test]
    fn base32_is_read_as_people_copy_it() {
        for (text, octets) in [
            ("", &b""[..]),
            ("MY======", b"f"),
            ("MZXQ====", b"fo"),
            ("MZXW6===", b"foo"),
            ("MZXW6YQ=", b"foob"),
            ("MZXW6YTB", b"fooba"),
            ("MZXW6YTBOI======", b"foobar"),
            ("mzxw 6ytb oi", b"foobar"),
            ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", b"12345678901234567890"),
        ] {
            assert_eq!(base32(text).as_deref().map(Vec::as_slice), Some(octets), "{text}");
        }
        for wrong in ["0", "1", "A-B", "é", "M=Y"] {
            assert_eq!(base32(wrong), None, "{wrong}");
        }
    }
}
