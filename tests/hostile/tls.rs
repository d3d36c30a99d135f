//! Encryption: certificates are checked, and nothing said before TLS counts after it.

use crate::server::*;
use postern::imap::{Endpoint, Error, Limits, Pool, Security};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::io::{Read as _, Write as _};
use std::sync::Arc;
use support::scripted_server::ScriptServer;
use tempfile::NamedTempFile;

/// Holds a private authority and a server certificate of it.
pub struct Certified {
    pub ca: NamedTempFile,
    pub config: Arc<ServerConfig>,
}

pub fn certified(name: &str, expired: bool) -> Certified {
    let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut leaf = CertificateParams::new(vec![name.to_owned()]).unwrap();
    if expired {
        leaf.not_before = rcgen::date_time_ymd(2020, 1, 1);
        leaf.not_after = rcgen::date_time_ymd(2020, 2, 1);
    }
    let key = KeyPair::generate().unwrap();
    let certificate = leaf.signed_by(&key, &issuer).unwrap();
    let ca = NamedTempFile::new().unwrap();
    std::fs::write(ca.path(), issuer.pem()).unwrap();
    let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], secret).unwrap();
    Certified { ca, config: Arc::new(config) }
}

/// Connects to a server with this certificate, which plays this script, and believes this authority.
async fn connects(certified: &Certified, ca: &NamedTempFile, security: Security, script: &str) -> Result<(), Error> {
    let server = ScriptServer::start(&[script], Some(certified.config.clone()), security == Security::Tls);
    let ca_file = Some(ca.path().to_owned());
    let endpoint = Endpoint { host: "localhost".into(), port: server.port(), security, ca_file };
    let pool = Pool::new(endpoint, Limits::default());
    let leased = pool.acquire(&credentials()).await.map(drop);
    pool.shut_down().await;
    let said = server.heard().iter().any(|line| line.starts_with("C:") && line.contains("secret"));
    assert_eq!(said, leased.is_ok(), "the password goes only to a server that is trusted");
    if leased.is_ok() {
        server.finish().await;
    }
    leased
}

fn refused(connected: Result<(), Error>) {
    assert!(matches!(connected, Err(Error::Tls(_))), "{connected:?}");
}

#[tokio::test]
async fn a_private_authority_is_believed_for_the_right_host() {
    let good = certified("localhost", false);
    connects(&good, &good.ca, Security::Tls, &signed_in(GOOD)).await.unwrap();
}

#[tokio::test]
async fn an_unknown_authority_a_wrong_host_and_an_old_certificate_are_refused() {
    let (good, stranger) = (certified("localhost", false), certified("localhost", false));
    refused(connects(&good, &stranger.ca, Security::Tls, &signed_in(GOOD)).await);
    let elsewhere = certified("mail.example.org", false);
    refused(connects(&elsewhere, &elsewhere.ca, Security::Tls, &signed_in(GOOD)).await);
    let old = certified("localhost", true);
    refused(connects(&old, &old.ca, Security::Tls, &signed_in(GOOD)).await);
    let upgrade = STARTTLS.to_owned() + "S! starttls\n";
    refused(connects(&old, &old.ca, Security::StartTls, &upgrade).await);
}

const STARTTLS: &str = "S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] hi\nC: {tag} STARTTLS\nS: {tag} OK go\n";

#[tokio::test]
async fn after_starttls_the_capabilities_are_asked_anew() {
    let good = certified("localhost", false);
    let asked = takes("CAPABILITY", &["* CAPABILITY IMAP4rev1"]);
    let sign_in = takes("LOGIN \"anna@example.org\" \"secret\"", &["* CAPABILITY IMAP4rev1"]);
    let script = format!("{STARTTLS}S! starttls\n{asked}{sign_in}");
    connects(&good, &good.ca, Security::StartTls, &script).await.unwrap();
}

#[tokio::test]
async fn without_starttls_there_is_no_sign_in() {
    let good = certified("localhost", false);
    let plain = "S: * OK [CAPABILITY IMAP4rev1] hi\n";
    refused(connects(&good, &good.ca, Security::StartTls, plain).await);
    for no in ["NO [UNAVAILABLE] not today", "BAD what?"] {
        let script = STARTTLS.replace("OK go", no);
        refused(connects(&good, &good.ca, Security::StartTls, &script).await);
    }
}

#[tokio::test]
async fn what_is_said_behind_the_ok_of_starttls_is_an_attack() {
    let good = certified("localhost", false);
    for injected in ["* CAPABILITY IMAP4rev1 AUTH=PLAIN\\r\\n", "* OK", "X", "\\r\\n"] {
        let script = STARTTLS.replace("S: {tag} OK go\n", &format!("S> {{tag}} OK go\\r\\n{injected}\nS! stall"));
        refused(connects(&good, &good.ca, Security::StartTls, &script).await);
    }
}

#[tokio::test]
async fn a_server_without_tls_on_its_tls_port_is_refused() {
    let good = certified("localhost", false);
    let server = ScriptServer::play(&["S: * OK [CAPABILITY IMAP4rev1] hi"]);
    let ca_file = Some(good.ca.path().to_owned());
    let endpoint = Endpoint { host: "localhost".into(), port: server.port(), security: Security::Tls, ca_file };
    refused(Pool::new(endpoint, Limits::default()).acquire(&credentials()).await.map(drop));
}

#[tokio::test]
async fn a_certificate_that_signed_itself_is_refused() {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], secret).unwrap();
    let stranger = certified("localhost", false);
    let alone = Certified { ca: NamedTempFile::new().unwrap(), config: Arc::new(config) };
    refused(connects(&alone, &stranger.ca, Security::Tls, &signed_in(GOOD)).await);
}

#[tokio::test]
async fn a_server_that_speaks_only_tls_1_0_or_1_1_is_refused() {
    for version in [1u8, 2] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut hello = [0; 4096];
            let heard = stream.read(&mut hello).unwrap();
            assert_eq!(&hello[..2], &[22, 3], "a ClientHello");
            // ServerHello (RFC 2246, 7.4.1.3): version, 32 octets, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
            let body = [&[3, version][..], &[7; 32], &[0, 0, 0x2f, 0]].concat();
            let length = body.len() as u8;
            let record = [&[22, 3, version, 0, length + 4, 2, 0, 0, length][..], &body].concat();
            stream.write_all(&record).unwrap();
            let mut alert = Vec::new();
            let _ = stream.read_to_end(&mut alert);
            (heard, alert)
        });
        let good = certified("localhost", false);
        let ca_file = Some(good.ca.path().to_owned());
        let endpoint = Endpoint { host: "localhost".into(), port, security: Security::Tls, ca_file };
        let opened = Pool::new(endpoint, Limits::default()).acquire(&credentials()).await.map(drop);
        assert!(matches!(&opened, Err(Error::Tls(text)) if text.contains("Tls12Or13")), "{opened:?}");
        let (heard, alert) = server.join().unwrap();
        assert!(heard > 100 && alert.first() == Some(&21), "an alert, and no word of IMAP: {alert:?}");
    }
}

#[tokio::test]
async fn an_authority_file_that_cannot_be_read_is_named() {
    let good = certified("localhost", false);
    let missing = NamedTempFile::new().unwrap();
    std::fs::write(missing.path(), "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n").unwrap();
    let connected = connects(&good, &missing, Security::Tls, &signed_in(GOOD)).await;
    let name = missing.path().file_name().unwrap().to_string_lossy().into_owned();
    assert!(matches!(&connected, Err(Error::Tls(text)) if text.contains(&name)), "{connected:?}");
}
