//! From an address to a stream that can be trusted.

use crate::imap::types::{Endpoint, Error, Result};
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject as _;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long the TCP connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A stream of octets, whatever protects it.
pub(crate) trait Transport: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Transport for T {}

/// A connection to a server.
pub(crate) type Stream = Box<dyn Transport>;

/// Opens the TCP connection.
pub(crate) async fn tcp(endpoint: &Endpoint) -> Result<TcpStream> {
    let connecting = TcpStream::connect((endpoint.host.as_str(), endpoint.port));
    let stream = timeout(CONNECT, connecting).await.map_err(|_| Error::Timeout("connection"))?;
    let failed = |source| Error::Connect { host: endpoint.host.clone(), port: endpoint.port, source };
    let stream = stream.map_err(failed)?;
    // Commands are small and waited for: each must leave at once.
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Wraps a stream in TLS 1.2 or 1.3, and checks the certificate against the host name.
pub(crate) async fn tls(stream: Stream, endpoint: &Endpoint, config: Arc<rustls::ClientConfig>) -> Result<Stream> {
    let name = ServerName::try_from(endpoint.host.clone()).map_err(|_| Error::Tls("not a host name".into()))?;
    let handshake = tokio_rustls::TlsConnector::from(config).connect(name, stream);
    let stream = timeout(HANDSHAKE, handshake).await.map_err(|_| Error::Timeout("TLS handshake"))?;
    Ok(Box::new(stream.map_err(|error| Error::Tls(error.to_string()))?))
}

/// Holds the certificate authorities, read once.
#[derive(Debug, Default)]
pub(crate) struct TlsRoots(OnceLock<Arc<rustls::ClientConfig>>);

impl TlsRoots {
    /// Prepares TLS: the system's roots, and the private CA if there is one.
    ///
    /// # Errors
    /// [`Error::Tls`] when the CA file cannot be read, or no root is known at all.
    pub fn config(&self, endpoint: &Endpoint) -> Result<Arc<rustls::ClientConfig>> {
        if let Some(config) = self.0.get() {
            return Ok(config.clone());
        }
        let config = tls_config(endpoint.ca_file.as_deref())?;
        Ok(self.0.get_or_init(|| config).clone())
    }
}

fn tls_config(ca_file: Option<&Path>) -> Result<Arc<rustls::ClientConfig>> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_file {
        let unusable = |what: String| Error::Tls(format!("{}: {what}", path.display()));
        let found = rustls::pki_types::CertificateDer::pem_file_iter(path).map_err(|e| unusable(e.to_string()))?;
        for certificate in found {
            roots.add(certificate.map_err(|e| unusable(e.to_string()))?).map_err(|e| unusable(e.to_string()))?;
        }
    }
    if roots.is_empty() {
        return Err(Error::Tls("no trusted certificate authority on this system".into()));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| Error::Tls(error.to_string()))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}
