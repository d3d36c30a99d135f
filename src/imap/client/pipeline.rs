//! The commands of a pipeline, and which of them have ended.
//!
//! Servers may end them in another order than they were sent (Dovecot 2.3 does: NOOP behind the FETCH that was sent after it).

use super::count;
use crate::imap::codec::{Command, Response};
use crate::imap::types::{Error, Refusal, ResponseCode};
use std::time::Instant;

/// Tells how a command ended.
pub(super) type Completion = Result<Option<ResponseCode>, Refusal>;

/// Holds the commands of one pipeline.
pub(super) struct Outstanding<'a> {
    commands: Vec<(String, &'a Command, Option<Completion>)>,
    began: Instant,
}

impl<'a> Outstanding<'a> {
    pub fn new(commands: &'a [Command], mut tag: impl FnMut() -> String) -> Self {
        let commands = commands.iter().map(|command| (tag(), command, None)).collect();
        Self { commands, began: Instant::now() }
    }

    pub fn tag(&self, which: usize) -> &str {
        self.commands.get(which).map(|(tag, ..)| tag.as_str()).unwrap_or_default()
    }

    /// Tells whether the first so many commands have ended.
    pub fn have_ended(&self, first: usize) -> bool {
        self.commands.iter().take(first).all(|(_, _, end)| end.is_some())
    }

    /// Returns number, tag and name of the command a response is about: a tagged one by its tag, others the first that has not
    /// ended; `None` for a tag that nobody waits for.
    pub fn meant_by(&self, response: &Response) -> Option<(usize, &str, &'static str)> {
        let mut waiting = self.commands.iter().enumerate().filter(|(_, (_, _, end))| end.is_none());
        let (which, (tag, command, _)) = match response {
            Response::Tagged { tag: theirs, .. } => {
                waiting.find(|(_, (tag, ..))| tag.as_bytes() == theirs.as_slice())?
            }
            _ => waiting.next()?,
        };
        Some((which, tag, command.name))
    }

    /// Notes how a command ended.
    pub fn end(&mut self, which: usize, how: Completion) {
        if let Some((_, command, end)) = self.commands.get_mut(which) {
            count::completed(command.name, self.began, how.as_ref());
            *end = Some(how);
        }
    }

    /// Counts those that have not ended, and will not.
    pub fn break_off(&mut self, why: &Error) {
        let left = std::mem::take(&mut self.commands).into_iter().filter(|(_, _, end)| end.is_none());
        left.for_each(|(_, command, _)| count::broke_off(command.name, self.began, why));
    }

    /// Returns how each ended; for when all have.
    pub fn into_ends(mut self) -> Vec<Completion> {
        std::mem::take(&mut self.commands).into_iter().map(|(_, _, end)| end.unwrap_or(Ok(None))).collect()
    }
}

impl Drop for Outstanding<'_> {
    fn drop(&mut self) {
        // Whoever does not wait for the end has waited long enough.
        self.break_off(&Error::Timeout("a command"));
    }
}
