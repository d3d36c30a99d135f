//! `[setup]`: who signs the profile for Apple's devices.

use super::Mistake;
use super::reader::Setting;
use rustls::SignatureScheme;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const CERTIFICATE: &str = "a file with a PEM certificate, and those that lead to its authority behind it";
const KEY: &str = "a file with the certificate's key in PEM, RSA or ECDSA";

/// `[setup]`: settings that install themselves.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// `certificate` and `key`: what signs the profile for Apple's devices; default none: it is not signed.
    pub signing: Option<SigningFiles>,
}

/// The files of a certificate and its key, relative to the configuration file.
#[derive(Debug, Clone)]
pub struct SigningFiles {
    certificate: PathBuf,
    key: PathBuf,
    /// Where the certificate is named.
    written_at: String,
}

impl SigningFiles {
    /// How a profile may be signed, the best first: what Apple's devices check.
    pub const SCHEMES: [SignatureScheme; 3] = [
        SignatureScheme::ECDSA_NISTP256_SHA256,
        SignatureScheme::ECDSA_NISTP384_SHA384,
        SignatureScheme::RSA_PKCS1_SHA256,
    ];

    /// Reads both files; each time anew, for a certificate is renewed while Postern runs.
    ///
    /// # Errors
    /// What is wrong, in words for the host.
    pub fn read(&self) -> Result<CertifiedKey, String> {
        let key = key(&self.key).map_err(|error| at(&self.key, &error))?;
        let chain = chain(&self.certificate).map_err(|error| at(&self.certificate, &error))?;
        let pair = CertifiedKey::new(chain, key);
        pair.keys_match().map_err(|error| at(&self.key, &error.to_string()))?;
        Ok(pair)
    }

    /// Says that the files are good, and yet nothing can be signed with them.
    pub fn refuse(&self, why: &str) -> Mistake {
        let text = format!("found {}; allowed: {CERTIFICATE}", at(&self.certificate, why));
        Mistake { location: self.written_at.clone(), key: "setup.certificate".to_owned(), text }
    }
}

fn at(path: &Path, error: &str) -> String {
    format!("{:?}: {error}", path.display().to_string())
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let mut chain = chain.map_err(|error| error.to_string())?;
    // A signature holds a set of them: the same one twice is none (RFC 5652, 5.1).
    let mut seen = BTreeSet::new();
    chain.retain(|certificate| seen.insert(certificate.to_vec()));
    if chain.is_empty() { Err("no certificate in it".to_owned()) } else { Ok(chain) }
}

fn key(path: &Path) -> Result<std::sync::Arc<dyn rustls::sign::SigningKey>, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let key = PrivateKeyDer::from_pem_slice(&bytes).map_err(|error| error.to_string())?;
    let key = any_supported_type(&key).map_err(|error| error.to_string())?;
    let fits = key.choose_scheme(&SigningFiles::SCHEMES).is_some();
    if fits { Ok(key) } else { Err("neither RSA nor ECDSA".to_owned()) }
}

/// Reads the section; a file that is not what it should be is noted.
pub(super) fn setup(at: &Setting<'_>, folder: &Path) -> Setup {
    at.section(&["certificate", "key"]);
    let (certificate, own) = (at.at("certificate"), at.at("key"));
    let path = |setting: &Setting<'_>, allowed: &str| {
        setting.text(allowed, |text| (!text.is_empty()).then(|| folder.join(text)))
    };
    for (given, other, allowed) in [(&certificate, &own, KEY), (&own, &certificate, CERTIFICATE)] {
        if given.is_set() && !other.is_set() {
            other.refuse(allowed);
        }
    }
    let files = path(&certificate, CERTIFICATE).zip(path(&own, KEY));
    let signing = files.map(|(path, key)| SigningFiles { certificate: path, key, written_at: certificate.location() });
    if let Some(files) = &signing {
        let found = chain(&files.certificate).err().map(|error| (&certificate, &files.certificate, error, CERTIFICATE));
        let found = found.or_else(|| key(&files.key).err().map(|error| (&own, &files.key, error, KEY)));
        match found {
            Some((setting, path, error, allowed)) => setting.say(&self::at(path, &error), allowed),
            None => {
                if let Err(error) = files.read() {
                    own.say(&error, KEY);
                }
            }
        }
    }
    Setup { signing }
}
