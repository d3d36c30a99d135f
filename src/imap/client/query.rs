//! What is asked of mailboxes, and how it is spelled.

use crate::imap::codec::{Command, KEEP};
use crate::imap::types::{Capabilities, Error, Fetched, Flag, MailboxName, Result, Uid, UidSet};
use jiff::civil::Date;

/// Octets kept of the headers of one row: there may be thousands of rows, and a spammer chooses how long a Subject is.
const ROW_KEPT: usize = 8 * 1024;

/// Says what to ask of each message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchItems {
    /// UID and flags.
    Flags,
    /// UID and size.
    Size,
    /// UID, save date (RFC 8514) and size.
    SaveDates,
    /// UID, internal date and size.
    Arrivals,
    /// UID, flags, internal date, size, and these header fields (names in capitals, separated by blanks).
    Row(&'static str),
    /// UID, and so many octets from the beginning.
    Begin(usize),
    /// Like `Row`, with every header field.
    Headers,
    /// Like `Headers`, and the body structure.
    Whole,
}

impl FetchItems {
    /// Octets kept of each literal.
    pub(super) fn kept(self) -> usize {
        match self {
            Self::Row(_) => ROW_KEPT,
            Self::Begin(octets) => octets,
            _ => KEEP,
        }
    }
}

/// Says what a search must match; everything given must hold.
#[derive(Debug, Clone, Default)]
pub struct SearchCriteria {
    /// One of these UIDs; `None` for any.
    pub uids: Option<UidSet>,
    /// Marked `\Deleted`, or not; `None` for either.
    pub deleted: Option<bool>,
    /// Marked `\Seen`, or not; `None` for either.
    pub seen: Option<bool>,
    /// Saved in this mailbox before that day, as the server's time zone has it (RFC 8514, 4.3).
    pub saved_before: Option<Date>,
    /// Of so many octets, first and last included, as the server counts when it searches; `None` for any.
    pub size: Option<(u64, u64)>,
    /// Each of these in From or Subject.
    pub words: Vec<String>,
    /// This somewhere in From.
    pub from: Option<String>,
}

/// Orders a SORT (RFC 5256, 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// Largest first.
    Size,
    /// What programs show of the first From address: its name, else the address (RFC 5957), A to Z.
    From,
    /// The base subject, A to Z.
    Subject,
}

/// Says whether flags are set or cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagChange {
    /// Set them.
    Set,
    /// Clear them.
    Clear,
}

/// Says which messages are wanted, counted from the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The newest so many are left out.
    pub skip: u32,
    /// How many are wanted.
    pub count: u32,
}

impl Window {
    /// Returns the sequence numbers of the messages in a mailbox of this size; they never leave this room.
    pub(super) fn of(self, exists: u32) -> Option<(u32, u32)> {
        let last = exists.checked_sub(self.skip).filter(|&last| last > 0 && self.count > 0)?;
        Some((last.saturating_sub(self.count - 1).max(1), last))
    }
}

/// Where a message stood in its mailbox a moment ago; good for nothing but to ask who stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeqNum(pub(super) u32);

/// Says which messages are asked for beside the parts of one.
#[derive(Debug, Clone, Default)]
pub enum AlsoFetch {
    /// None.
    #[default]
    Nobody,
    /// The one before and the one behind it, and itself, so that it is known whether it still stands there.
    Around(SeqNum),
    /// These, as far as they are there.
    These(UidSet),
}

impl Fetched {
    /// Returns where the message stood when this was said.
    pub fn seq_num(&self) -> SeqNum {
        SeqNum(self.number)
    }
}

pub(super) fn with_items(command: Command, items: FetchItems) -> Command {
    let row = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER";
    match items {
        FetchItems::Flags => command.word("(UID FLAGS)"),
        FetchItems::Size => command.word("(UID RFC822.SIZE)"),
        FetchItems::SaveDates => command.word("(UID SAVEDATE RFC822.SIZE)"),
        FetchItems::Arrivals => command.word("(UID INTERNALDATE RFC822.SIZE)"),
        FetchItems::Row(fields) => {
            let mut command = command.word(row);
            command.tail.push_str(".FIELDS (");
            command.tail.push_str(fields);
            command.tail.push_str(")])");
            command
        }
        FetchItems::Begin(octets) => {
            let mut command = command.word("(UID BODY.PEEK[]<0.");
            command.tail.push_str(&octets.to_string());
            command.tail.push_str(">)");
            command
        }
        FetchItems::Headers | FetchItems::Whole => {
            let mut command = command.word(row);
            command.tail.push_str(if items == FetchItems::Whole { "] BODYSTRUCTURE)" } else { "])" });
            command
        }
    }
}

/// Completes a search, whose answer is short where the server has ESEARCH (RFC 4731).
pub(super) fn search_for(command: Command, criteria: &SearchCriteria, capabilities: &Capabilities) -> Result<Command> {
    let command = if capabilities.esearch() { command.word("RETURN (ALL)") } else { command };
    let ascii = criteria.words.iter().chain(&criteria.from).all(|word| word.is_ascii());
    with_criteria_in(if ascii { command } else { command.word("CHARSET UTF-8") }, criteria)
}

pub(super) fn with_criteria_in(mut command: Command, criteria: &SearchCriteria) -> Result<Command> {
    command = match &criteria.uids {
        Some(uids) => command.word("UID").uids(uids),
        None => command.word("ALL"),
    };
    match criteria.deleted {
        Some(true) => command = command.word("DELETED"),
        Some(false) => command = command.word("UNDELETED"),
        None => {}
    }
    match criteria.seen {
        Some(true) => command = command.word("SEEN"),
        Some(false) => command = command.word("UNSEEN"),
        None => {}
    }
    if let Some(day) = criteria.saved_before {
        command = command.checked(&format!(" SAVEDBEFORE {}", day.strftime("%d-%b-%Y")))?;
    }
    if let Some((least, most)) = criteria.size {
        let (below, above) = (least.saturating_sub(1), most.saturating_add(1));
        command = command.checked(&format!(" LARGER {below} SMALLER {above}"))?;
    }
    for word in &criteria.words {
        command = command.word("OR FROM").string(word.as_bytes())?.word("SUBJECT").string(word.as_bytes())?;
    }
    if let Some(from) = &criteria.from {
        command = command.word("FROM").string(from.as_bytes())?;
    }
    Ok(command)
}

pub(super) fn rows(span: (u32, u32), items: FetchItems) -> Command {
    with_items(Command::new("FETCH").range(span.0, span.1), items)
}

pub(super) fn status_command(name: &MailboxName, capabilities: &Capabilities) -> Result<Command> {
    Ok(with_counts(Command::new("STATUS").mailbox(name)?, capabilities))
}

/// Asks for every mailbox, with its counts if wanted (RFC 5819), and its special use where the server tells.
pub(super) fn list_command(counted: bool, capabilities: &Capabilities) -> Command {
    let command = Command::new("LIST").word("\"\" \"*\"");
    if counted {
        let uses = capabilities.special_use();
        let command = command.word(if uses { "RETURN (SPECIAL-USE STATUS" } else { "RETURN (STATUS" });
        let mut command = with_counts(command, capabilities);
        command.tail.push(')');
        command
    } else if capabilities.special_use() && capabilities.list_extended() {
        command.word("RETURN (SPECIAL-USE)")
    } else {
        command
    }
}

/// Adds the counts that are asked for; SIZE only where the server knows it (RFC 8438).
fn with_counts(command: Command, capabilities: &Capabilities) -> Command {
    let mut command = command.word("(MESSAGES UNSEEN UIDNEXT UIDVALIDITY");
    command.tail.push_str(if capabilities.status_size() { " SIZE)" } else { ")" });
    command
}

pub(super) fn store_command(uids: &UidSet, change: FlagChange, flags: &'static str) -> Command {
    let command = Command::new("UID STORE").uids(uids).word(match change {
        FlagChange::Set => "+FLAGS.SILENT (",
        FlagChange::Clear => "-FLAGS.SILENT (",
    });
    let mut command = command;
    command.tail.push_str(flags);
    command.tail.push(')');
    command
}

/// Replaces all flags by these words.
pub(super) fn replace_command(uids: &UidSet, flags: &str) -> Result<Command> {
    if !flags.split(' ').filter(|flag| !flag.is_empty()).all(Flag::is_word) {
        return Err(Error::Unsendable);
    }
    Command::new("UID STORE").uids(uids).word("FLAGS.SILENT (").checked(flags)?.checked(")")
}

pub(super) fn sections_command(uid: Uid, sections: &[String], keep: usize) -> Result<Command> {
    let mut command = Command::new("UID FETCH").uids(&UidSet::from_iter([uid])).word("(UID");
    for section in sections {
        command = command.checked(&format!(" BODY.PEEK[{section}]<0.{keep}>"))?;
    }
    command.checked(")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_counted_from_the_newest() {
        let of = |skip, count, exists| Window { skip, count }.of(exists);
        assert_eq!(of(0, 50, 63), Some((14, 63)));
        assert_eq!(of(50, 50, 63), Some((1, 13)));
        assert_eq!(of(63, 50, 63), None);
        assert_eq!(of(0, 0, 63), None);
        assert_eq!(of(0, 50, 0), None);
        assert_eq!(of(u32::MAX, u32::MAX, u32::MAX), None);
        assert_eq!(of(0, u32::MAX, u32::MAX), Some((1, u32::MAX)));
    }
}
