//! `[limits]`: how much one browser, and everybody behind one network address, may ask for.

use super::reader::Setting;

/// `[limits]`: how much one browser, and everybody behind one network address, may ask for; 0 is no limit. Counted is what is work:
/// no stylesheet, no icon, nothing that machines ask for to see how the site is.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// `per_client`: requests a minute of one network address, which may also come all at once; not of a proxy that does not say for
    /// whom it asks; default 3000.
    pub per_client: u32,
    /// `per_client_at_once`: such requests that are answered at the same time; default 250.
    pub per_client_at_once: usize,
    /// `per_session`: requests a minute of one browser that is signed in, which may also come all at once; default 600.
    pub per_session: u32,
    /// `per_session_at_once`: such requests that are answered at the same time; default 100.
    pub per_session_at_once: usize,
}

pub(super) fn limits(at: &Setting<'_>) -> Limits {
    at.section(&["per_client", "per_client_at_once", "per_session", "per_session_at_once"]);
    let per_client = at.at("per_client").number(0..=1_000_000).unwrap_or(3000);
    let per_client_at_once = at.at("per_client_at_once").number(0..=100_000).unwrap_or(250);
    let per_session = at.at("per_session").number(0..=1_000_000).unwrap_or(600);
    let per_session_at_once = at.at("per_session_at_once").number(0..=100_000).unwrap_or(100);
    Limits { per_client, per_client_at_once, per_session, per_session_at_once }
}
