//! One message: fetched in as few round trips as there can be, made readable, handed out.

pub(in crate::mail) mod apart;
pub(in crate::mail) mod authentication;
pub(in crate::mail) mod decoded;
pub(in crate::mail) mod download;
pub(in crate::mail) mod enclosed;
pub(in crate::mail) mod html_body;
pub(in crate::mail) mod known_sender;
pub(in crate::mail) mod lookup;
pub(in crate::mail) mod message;
pub(in crate::mail) mod open;
pub(in crate::mail) mod opened;
pub(in crate::mail) mod preview;
pub(in crate::mail) mod readable;
