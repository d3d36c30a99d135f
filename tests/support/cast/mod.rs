//! The mail of one invented person: Anna Lindner, who reads it with a program that speaks POP.
//!
//! The text files here hold one message a record: a line `== DAYS_AGO SHAPE FILTER RULES FLAGS`, then From, Subject and
//! perhaps To, then the text. `{+3}` in a subject or a text becomes the day three days after the message. All names, firms
//! and addresses are invented.
#![allow(dead_code, reason = "each test program uses its own part of this")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the texts are ours: a slip stops the test"
)]

mod files;
mod filters;
mod letter;
mod record;

use jiff::Timestamp;

use super::dovecot::Delivery;
use record::Record;

/// Anna's address.
pub const ADDRESS: &str = "anna@example.org";

/// Anna's name as it stands in letters to her.
pub const NAME: &str = "Anna Lindner";

/// What her provider lets her store.
pub const QUOTA_BYTES: u64 = 20 * 1024 * 1024;

/// How much of it is used, in hundredths: the large messages in Trash are sized to fill it up.
pub const USED_PERCENT: u64 = 93;

/// The subjects of the three messages in Spam that Anna wants back.
pub const WANTED: [&str; 3] =
    ["Photos from the lake!", "Change of your appointment", "Your order: newsletter of the Lindenhof choir"];

/// The mailboxes of the cast besides INBOX, with their special-use attribute.
pub const MAILBOXES: [(&str, Option<&str>); 5] = [
    ("Spam", Some("\\Junk")),
    ("Trash", Some("\\Trash")),
    ("Sent", Some("\\Sent")),
    ("Drafts", Some("\\Drafts")),
    ("Rechnungen Müller", None),
];

const TEXTS: [(&str, &str); 6] = [
    ("INBOX", include_str!("inbox.txt")),
    ("Spam", include_str!("spam.txt")),
    ("Trash", include_str!("trash.txt")),
    ("Sent", include_str!("sent.txt")),
    ("Drafts", include_str!("drafts.txt")),
    ("Rechnungen Müller", include_str!("bills.txt")),
];

/// Writes all of Anna's mail as it would be at the moment `now`, the oldest of each mailbox first.
pub fn mail(now: Timestamp) -> Vec<Delivery> {
    let records: Vec<_> = TEXTS.iter().flat_map(|(mailbox, text)| record::read(mailbox, text)).collect();
    let write = |filler: usize| records.iter().map(|record| record.delivery(now, filler)).collect::<Vec<_>>();
    let bytes = |mail: &[Delivery]| mail.iter().map(|delivery| delivery.raw.len()).sum::<usize>();
    let room = (QUOTA_BYTES * USED_PERCENT / 100) as usize - bytes(&write(0));
    let mut mail = write(room / records.iter().map(Record::weight).sum::<usize>());
    let rank = |delivery: &Delivery| TEXTS.iter().position(|(mailbox, _)| *mailbox == delivery.mailbox);
    mail.sort_by_key(|delivery| (rank(delivery), delivery.internal_date));
    mail
}

/// Counts the messages of one mailbox.
pub fn count(mail: &[Delivery], mailbox: &str) -> usize {
    mail.iter().filter(|delivery| delivery.mailbox == mailbox).count()
}
