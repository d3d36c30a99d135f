//! The words of this room: what a person sees, names and is told. They know no connection.

pub(in crate::mail) mod address;
pub(in crate::mail) mod attachment;
pub(in crate::mail) mod error;
pub(in crate::mail) mod first_seen;
pub(in crate::mail) mod loggable;
pub(in crate::mail) mod outcome;
pub(in crate::mail) mod person;
pub(in crate::mail) mod role;
pub(in crate::mail) mod storage;
pub(in crate::mail) mod verb;
pub(in crate::mail) mod view;
