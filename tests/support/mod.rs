//! What the tests share: a private Dovecot, a POP3 client, and the mail of one invented person.

pub mod cast;
pub mod dovecot;
pub mod host;
pub mod pop3;
pub mod real;
