#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct Error;
#[derive(Debug)]
pub struct Pool;
impl Pool {
    pub fn new(_e: Endpoint, _l: Limits) -> Self {
        Self
    }
    pub async fn shut_down(&self) {}
}
/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    Tls,
    StartTls,
    Plain,
}
/// Where an IMAP server listens, and how it is trusted.
#[derive(Debug, Clone)]
pub struct Endpoint {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /** A private CA (PEM file), added to the system's. */
    pub ca_file: Option<std::path::PathBuf>,
}
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /** Connections an account may hold at once. */
    pub per_account: usize,
    /** in all */
    pub total: usize,
    pub idle: std::time::Duration,
}
impl Default for Limits {
    fn default() -> Self {
        Self { per_account: 2, total: 500, idle: std::time::Duration::from_secs(120) }
    }
}
