//! A signature around a file, with the file in it (CMS `SignedData`, RFC 5652, 5).

use crate::config::{Mistake, Setup, SigningFiles};
use anyhow::Context as _;
use cms::cert::x509::Certificate;
use cms::cert::x509::attr::Attribute;
use cms::cert::x509::der::asn1::{Any, Null, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use cms::cert::x509::der::{self, Decode as _, DerOrd, Encode as _, Tag};
use cms::cert::x509::spki::AlgorithmIdentifierOwned;
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedAttributes, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use rustls::SignatureScheme;
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256, Sha384};
use std::time::{SystemTime, UNIX_EPOCH};

/// `id-signedData`, RFC 5652, 5.1.
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// `id-data`, RFC 5652, 4.
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
/// `id-contentType` and `id-messageDigest`, RFC 5652, 11.
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// `id-signingTime`, RFC 5652, 11.3.
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
/// RFC 5754, 2 and 3.
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");

/// Tries whether anything can be signed with the configured certificate.
///
/// # Errors
/// The one mistake: files that read well, and yet make no signature.
pub fn check(setup: &Setup) -> Result<(), Mistake> {
    let Some(files) = &setup.signing else { return Ok(()) };
    let signed = files.read().and_then(|pair| sign(&[], &pair).map_err(|error| format!("{error:#}")));
    signed.map(drop).map_err(|error| files.refuse(&error))
}

/// Signs a file with the first certificate of a chain; all of the chain goes along.
///
/// # Errors
/// When the key cannot sign as devices check it, or the certificate is none.
pub(super) fn sign(file: &[u8], pair: &CertifiedKey) -> anyhow::Result<Vec<u8>> {
    let signer = pair.key.choose_scheme(&SigningFiles::SCHEMES).context("neither RSA nor ECDSA")?;
    let plain = |oid| AlgorithmIdentifierOwned { oid, parameters: None };
    let (digest, digest_alg, signature_algorithm) = match signer.scheme() {
        SignatureScheme::ECDSA_NISTP256_SHA256 => (Sha256::digest(file).to_vec(), plain(SHA256), plain(ECDSA_SHA256)),
        SignatureScheme::ECDSA_NISTP384_SHA384 => (Sha384::digest(file).to_vec(), plain(SHA384), plain(ECDSA_SHA384)),
        _ => {
            let rsa = AlgorithmIdentifierOwned { oid: RSA, parameters: Some(Any::from(Null)) };
            (Sha256::digest(file).to_vec(), plain(SHA256), rsa)
        }
    };
    let chain: Vec<Certificate> =
        pair.cert.iter().map(|certificate| Certificate::from_der(certificate)).collect::<Result<_, _>>()?;
    let own = &chain.first().context("no certificate")?.tbs_certificate;
    let sid = SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
        issuer: own.issuer.clone(),
        serial_number: own.serial_number.clone(),
    });
    let signed_attrs = attributes(&digest)?;
    // What is signed is the set itself, not as it stands tagged in the file (RFC 5652, 5.4).
    let signature = OctetString::new(signer.sign(&signed_attrs.to_der()?)?)?;
    let signer_info = SignerInfo {
        version: CmsVersion::V1,
        sid,
        digest_alg: digest_alg.clone(),
        signed_attrs: Some(signed_attrs),
        signature_algorithm,
        signature,
        unsigned_attrs: None,
    };
    let certificates: Vec<CertificateChoices> = chain.into_iter().map(CertificateChoices::Certificate).collect();
    let signed = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: set([digest_alg])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: DATA,
            econtent: Some(Any::new(Tag::OctetString, file)?),
        },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
        crls: None,
        signer_infos: SignerInfos(set([signer_info])?),
    };
    let content = Any::encode_from(&signed)?;
    Ok(ContentInfo { content_type: SIGNED_DATA, content }.to_der()?)
}

/// Says what is signed: the kind of the file, its digest, and when.
fn attributes(digest: &[u8]) -> anyhow::Result<SignedAttributes> {
    let attribute = |oid, value: Any| Ok::<_, der::Error>(Attribute { oid, values: set([value])? });
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(set([
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(SIGNING_TIME, Any::encode_from(&UtcTime::from_unix_duration(now)?)?)?,
        attribute(MESSAGE_DIGEST, Any::new(Tag::OctetString, digest)?)?,
    ])?)
}

/// Makes a set, in the order that DER wants.
fn set<T: DerOrd, const N: usize>(items: [T; N]) -> der::Result<SetOfVec<T>> {
    SetOfVec::try_from(items)
}
