//! Parts of one message, and in the same round trip the messages that stand beside it in its mailbox.

use super::command::Command;
use super::error::Result;
use super::examined::{Examined, Items, SEARCH, fetched, with_items};
use super::look::rows;
use super::response::Fetched;
use super::uid::{Uid, UidSet};

/// Is where a message stood in its mailbox a moment ago; good for nothing but to ask who stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot(u32);

/// Says which messages are asked for beside the parts of one.
#[derive(Debug, Clone, Default)]
pub enum Beside {
    /// None.
    #[default]
    Nobody,
    /// The one before and the one behind it, and itself, so that it is known whether it still stands there.
    Around(Spot),
    /// These, as far as they are there.
    These(UidSet),
}

impl Fetched {
    /// Returns where the message stood when this was said.
    pub fn spot(&self) -> Spot {
        Spot(self.number)
    }
}

impl Examined<'_> {
    /// Fetches parts of one message by section, such as `1.2` or `2.HEADER`, at most `keep` octets of each.
    ///
    /// The answer is in the order asked; a section the server does not give is empty. The server cuts, so that no more is sent.
    pub async fn fetch_sections(&mut self, uid: Uid, sections: &[String], keep: usize) -> Result<Vec<Vec<u8>>> {
        Ok(self.fetch_sections_beside(uid, sections, keep, &Beside::Nobody).await?.0)
    }

    /// Tells how many messages are newer than the one in this spot.
    pub fn newer_than(&self, spot: Spot) -> u32 {
        self.exists().saturating_sub(spot.0)
    }

    /// Fetches parts of one message as [`Examined::fetch_sections`] does, and UID and flags of those beside it, newest first; all in
    /// one round trip. Where the server will not tell of those, none are returned.
    pub async fn fetch_sections_beside(
        &mut self,
        uid: Uid,
        sections: &[String],
        keep: usize,
        beside: &Beside,
    ) -> Result<(Vec<Vec<u8>>, Vec<Fetched>)> {
        let exists = self.exists();
        let span = match beside {
            Beside::Around(Spot(number)) if (1..=exists).contains(number) => {
                Some(((number - 1).max(1), number.saturating_add(1).min(exists)))
            }
            _ => None,
        };
        let others = match (span, beside) {
            (Some(span), _) => Some(rows(span, Items::Flags)),
            (None, Beside::These(uids)) if !uids.is_empty() => {
                Some(with_items(Command::new("UID FETCH").uids(uids), Items::Flags))
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
        let told = replies.ends.iter().all(super::outstanding::End::is_ok);
        let mut found = fetched(replies.untagged);
        let bodies = sections_in(&mut found, uid, sections);
        // Only an answer to the other question has flags: the parts tell nothing of who stands where.
        found.retain(|message| message.flags.is_some());
        found.retain(|message| match (span, beside) {
            (Some((first, last)), _) => (first..=last).contains(&message.number),
            (None, Beside::These(uids)) => message.uid.is_some_and(|uid| uids.contains(uid)),
            _ => false,
        });
        found.sort_by_key(|message| std::cmp::Reverse(message.number));
        if !told {
            found.clear();
        }
        Ok((bodies, found))
    }
}

fn sections_command(uid: Uid, sections: &[String], keep: usize) -> Result<Command> {
    let mut command = Command::new("UID FETCH").uids(&UidSet::from_iter([uid])).word("(UID");
    for section in sections {
        command = command.checked(&format!(" BODY.PEEK[{section}]<0.{keep}>"))?;
    }
    command.checked(")")
}

/// Takes the sections of a message out of what was fetched, in the order asked.
fn sections_in(found: &mut [Fetched], uid: Uid, sections: &[String]) -> Vec<Vec<u8>> {
    let this = found.iter_mut().filter(|message| message.uid == Some(uid));
    let mut given: Vec<_> = this.flat_map(|message| std::mem::take(&mut message.sections)).collect();
    let mut take = |section: &String| {
        let at = given.iter().position(|(name, _)| name.eq_ignore_ascii_case(section.as_bytes()));
        at.map(|at| given.swap_remove(at).1.bytes).unwrap_or_default()
    };
    sections.iter().map(&mut take).collect()
}
