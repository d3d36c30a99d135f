//! Why a server says NO, as far as it says it in a word.

use std::fmt;

/// A response code (RFC 5804, 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The mechanism of the sign-in is too weak for this owner.
    AuthTooWeak,
    /// There is no sign-in without TLS.
    EncryptNeeded,
    /// There is no room for it: no more octets, no more scripts, or not so large a script.
    Quota,
    /// Not now, for a reason that will pass.
    TryLater,
    /// It cannot be done to the active script.
    Active,
    /// There is no script of that name.
    NonExistent,
    /// There is one already.
    AlreadyExists,
    /// It was done, and the text says what is odd about it.
    Warnings,
    /// Another one. What it says is not kept: it is the server's own word.
    Other,
}

/// Every code that has a name, with it.
const NAMED: [(&str, Code); 8] = [
    ("AUTH-TOO-WEAK", Code::AuthTooWeak),
    ("ENCRYPT-NEEDED", Code::EncryptNeeded),
    ("QUOTA", Code::Quota),
    ("TRYLATER", Code::TryLater),
    ("ACTIVE", Code::Active),
    ("NONEXISTENT", Code::NonExistent),
    ("ALREADYEXISTS", Code::AlreadyExists),
    ("WARNINGS", Code::Warnings),
];

impl Code {
    pub(super) fn named(word: &str) -> Self {
        // A code may say more behind a slash: `QUOTA/MAXSCRIPTS`.
        let word = word.split('/').next().unwrap_or_default();
        NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map_or(Self::Other, |(_, code)| *code)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAMED.iter().find(|(_, code)| code == self).map_or("another code", |(name, _)| name))
    }
}
