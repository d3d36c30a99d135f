//! Postern.
#![warn(missing_docs)]
pub mod app;
pub mod i18n;
pub mod imap;
pub mod mail;
pub mod web;
