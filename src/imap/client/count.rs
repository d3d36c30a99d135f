//! Counts commands among the figures, by kind and by how they ended.

use crate::figures::{self, ImapCommand, ImapResult};
use crate::imap::types::{Error, Refusal, Result};
use std::time::Instant;

/// Counts a command that the server ended.
pub(super) fn completed<T>(name: &str, began: Instant, how: Result<&T, &Refusal>) {
    let result = match how {
        Ok(_) => ImapResult::Ok,
        Err(refusal) if refusal.bad => ImapResult::Bad,
        Err(_) => ImapResult::No,
    };
    tell(name, result, began);
}

/// Counts a command that has no end.
pub(super) fn broke_off(name: &str, began: Instant, why: &Error) {
    ended::<()>(name, began, Err(why));
}

/// Counts a command by what became of it.
pub(super) fn ended<T>(name: &str, began: Instant, how: Result<&T, &Error>) {
    let result = match how {
        // It is nobody's fault that the reader went away.
        Err(Error::Abandoned) => return,
        Ok(_) => ImapResult::Ok,
        Err(Error::Refused(refusal) | Error::SignInRefused(refusal)) if refusal.bad => ImapResult::Bad,
        Err(Error::Refused(_) | Error::SignInRefused(_)) => ImapResult::No,
        Err(Error::Timeout(_)) => ImapResult::Timeout,
        Err(_) => ImapResult::Cut,
    };
    tell(name, result, began);
}

/// Counts a command to which the server may say no without harm.
pub(super) fn asked(name: &str, began: Instant, willing: Result<&bool, &Error>) {
    match willing {
        Ok(false) => tell(name, ImapResult::No, began),
        how => ended(name, began, how),
    }
}

/// Counts it and, where the log is asked for everything, says so there: its name alone.
fn tell(name: &str, result: ImapResult, began: Instant) {
    let took = began.elapsed();
    figures::imap_command(kind(name), result, took);
    tracing::trace!(command = name, ?result, us = took.as_micros(), "asked the mail server");
}

fn kind(name: &str) -> ImapCommand {
    match name.strip_prefix("UID ").unwrap_or(name) {
        "sign-in" => ImapCommand::Login,
        "CAPABILITY" => ImapCommand::Capability,
        "STARTTLS" => ImapCommand::StartTls,
        "ID" => ImapCommand::Id,
        "LIST" => ImapCommand::List,
        "STATUS" => ImapCommand::Status,
        "GETQUOTAROOT" => ImapCommand::Quota,
        "SELECT" => ImapCommand::Select,
        "EXAMINE" => ImapCommand::Examine,
        "FETCH" => ImapCommand::Fetch,
        "SEARCH" => ImapCommand::Search,
        "SORT" => ImapCommand::Sort,
        "STORE" => ImapCommand::Store,
        "COPY" => ImapCommand::Copy,
        "MOVE" => ImapCommand::Move,
        "EXPUNGE" => ImapCommand::Expunge,
        "APPEND" => ImapCommand::Append,
        "IDLE" => ImapCommand::Idle,
        "NOOP" => ImapCommand::Noop,
        "LOGOUT" => ImapCommand::Logout,
        _ => ImapCommand::Other,
    }
}
