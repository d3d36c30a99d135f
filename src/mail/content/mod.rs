//! What a message says: headers and bodies in, what people read out. No connection, no account.

pub(in crate::mail) mod caution;
pub(in crate::mail) mod decode;
pub(in crate::mail) mod event;
pub(in crate::mail) mod hidden_characters;
pub(in crate::mail) mod host;
pub(in crate::mail) mod html;
pub(in crate::mail) mod leads;
pub(in crate::mail) mod mime;
pub(in crate::mail) mod named;
pub(in crate::mail) mod parts;
pub(in crate::mail) mod preview;
pub(in crate::mail) mod summary;
pub(in crate::mail) mod text;
pub(in crate::mail) mod verdict;
pub(in crate::mail) mod wrapper;
