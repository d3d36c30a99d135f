//! Postern.
#![warn(missing_docs)]
pub mod app;
pub mod help;
pub mod i18n;
pub mod imap;
pub mod mail;
pub mod store;
pub mod web;
