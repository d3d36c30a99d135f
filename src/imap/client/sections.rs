//! Parts of one message, and in the same round trip the messages that stand beside it in its mailbox.

use super::answer::{fetched, sections_in};
use super::examined::{Examined, SEARCH};
use super::pipeline::Completion;
use super::query::{AlsoFetch, FetchItems, SeqNum, rows, sections_command, with_items};
use super::session::COMMAND;
use crate::imap::codec::Command;
use crate::imap::types::{Error, Fetched, Result, Uid};
use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::time::timeout;

impl Examined<'_> {
    /// Fetches parts of one message by section, such as `1.2` or `2.HEADER`, at most `keep` octets of each.
    ///
    /// The answer is in the order asked; a section the server does not give is empty. The server cuts, so that no more is sent.
    pub async fn fetch_sections(&mut self, uid: Uid, sections: &[String], keep: usize) -> Result<Vec<Vec<u8>>> {
        Ok(self.fetch_sections_beside(uid, sections, keep, &AlsoFetch::Nobody).await?.0)
    }

    /// Tells how many messages are newer than the one in this position.
    pub fn newer_than(&self, position: SeqNum) -> u32 {
        self.exists().saturating_sub(position.0)
    }

    /// Fetches parts of one message as [`Examined::fetch_sections`] does, and UID and flags of those beside it, newest first; all in
    /// one round trip. Where the server will not tell of those, none are returned.
    pub async fn fetch_sections_beside(
        &mut self,
        uid: Uid,
        sections: &[String],
        keep: usize,
        beside: &AlsoFetch,
    ) -> Result<(Vec<Vec<u8>>, Vec<Fetched>)> {
        let exists = self.exists();
        let span = match beside {
            AlsoFetch::Around(SeqNum(number)) if (1..=exists).contains(number) => {
                Some(((number - 1).max(1), number.saturating_add(1).min(exists)))
            }
            _ => None,
        };
        let others = match (span, beside) {
            (Some(span), _) => Some(rows(span, FetchItems::Flags)),
            (None, AlsoFetch::These(uids)) if !uids.is_empty() => {
                Some(with_items(Command::new("UID FETCH").uids(uids), FetchItems::Flags))
            }
            _ => None,
        };
        let parts = if sections.is_empty() { None } else { Some(sections_command(uid, sections, keep)?) };
        let asked_for_parts = parts.is_some();
        let commands: Vec<Command> = others.into_iter().chain(parts).collect();
        let mut replies = self.session.run_all_keeping(commands, SEARCH, keep).await?;
        if asked_for_parts {
            replies.ends.pop().unwrap_or(Ok(None))?;
        }
        let told = replies.ends.iter().all(Completion::is_ok);
        let mut found = fetched(replies.untagged);
        let bodies = sections_in(&mut found, uid, sections);
        // Only an answer to the other question has flags: the parts tell nothing of who stands where.
        found.retain(|message| message.flags.is_some());
        found.retain(|message| match (span, beside) {
            (Some((first, last)), _) => (first..=last).contains(&message.number),
            (None, AlsoFetch::These(uids)) => message.uid.is_some_and(|uid| uids.contains(uid)),
            _ => false,
        });
        found.sort_by_key(|message| std::cmp::Reverse(message.number));
        if !told {
            found.clear();
        }
        Ok((bodies, found))
    }
    /// Passes a section of one message to `take`, piece by piece, until it says that it wants no more; the empty section is the
    /// whole source.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when it wants no more, [`Error::Timeout`] when the server stalls: the connection is then broken.
    pub async fn take_section(
        &mut self,
        uid: Uid,
        section: &str,
        mut take: impl FnMut(&[u8]) -> bool + Send,
    ) -> Result<()> {
        let pause = self.session.exchange.scaled(COMMAND);
        let (sink, mut pieces) = mpsc::channel::<Bytes>(1);
        let taking = async {
            loop {
                match timeout(pause, pieces.recv()).await.map_err(|_| Error::Timeout("UID FETCH"))? {
                    Some(piece) if take(&piece) => {}
                    Some(_) => return Err(Error::TooLarge("a part of a message")),
                    None => return Ok(()),
                }
            }
        };
        // Whichever fails first ends both, and a line that is left in the middle is broken.
        tokio::try_join!(self.stream(uid, section, sink), taking).map(|_| ())
    }
}
