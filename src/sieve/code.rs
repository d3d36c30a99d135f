//! Why a server says NO, as far as it says it in a word.

/// A response code (RFC 5804, 1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Another one, in capitals.
    Other(String),
}

impl Code {
    pub(super) fn named(word: &str) -> Self {
        let word = word.to_ascii_uppercase();
        // A code may say more behind a slash: `QUOTA/MAXSCRIPTS`.
        match word.split('/').next().unwrap_or_default() {
            "AUTH-TOO-WEAK" => Self::AuthTooWeak,
            "ENCRYPT-NEEDED" => Self::EncryptNeeded,
            "QUOTA" => Self::Quota,
            "TRYLATER" => Self::TryLater,
            "ACTIVE" => Self::Active,
            "NONEXISTENT" => Self::NonExistent,
            "ALREADYEXISTS" => Self::AlreadyExists,
            "WARNINGS" => Self::Warnings,
            _ => Self::Other(word),
        }
    }
}
