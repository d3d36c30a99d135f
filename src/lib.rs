//! Postern.
#![warn(missing_docs)]
pub mod app;
pub mod cleanup;
pub mod config;
pub mod help;
pub mod i18n;
pub mod imap;
pub mod mail;
pub mod mailbox;
pub mod message;
pub mod overview;
pub mod store;
pub mod web;

#[cfg(test)]
mod gallery;
