//! The whole product over HTTP, in front of real mail servers, seen from a browser on one side and another mail program on the
//! other. Each test has a server of its own, and nothing is waited for by the clock.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod admin;
mod all_of_a_list;
mod apple_profile;
mod autoconfig;
mod banning;
mod broken_requests;
mod browser;
mod clean;
mod client_address;
mod command_line;
mod connections;
mod corpus;
mod database;
mod database_start;
mod destroy;
mod disconnects;
mod dns_records;
mod doctor;
mod download_memory;
mod downloads;
mod draining;
mod figures;
mod floods;
mod folders;
mod formatted;
mod forms;
mod full;
mod half_done;
mod headers;
mod help;
mod imap_connections;
mod job_troubles;
mod jobs;
mod kinds;
mod large_mailboxes;
mod lists;
mod log_lines;
mod next_previous;
mod nightly;
mod nodes;
mod odd_accounts;
mod origin;
mod outage;
mod private_dovecot;
mod quota;
mod reading;
mod refused;
mod request_limits;
mod rescue;
mod search;
mod secrets;
mod servers;
mod sessions;
mod setup;
mod setup_steps;
mod shared_addresses;
mod sign_in;
mod sign_in_limits;
mod sign_in_nodes;
mod slow_server;
mod spam_filter;
mod spam_filter_beside;
mod spam_filter_refused;
mod storage;
mod text;
mod thunderbird;
#[cfg(feature = "otel")]
mod traces;
mod undo;
mod unsendable;
mod votes;
mod wrapped;
