//! Mailboxes that begin every case alike, seen by a client that shares no line with the product.

use crate::proxy::Proxy;
use std::collections::BTreeMap;
use support::dovecot::{Dovecot, Options};
use support::independent_client::{IndependentClient, Letter, letter};
use support::launcher::{Launcher, TestApp};

/// A message that SpamAssassin has wrapped, and the message inside.
pub const WRAPPED: &str = "wrapped";
pub const INSIDE: &str = "inside";

/// What the mailboxes hold at the beginning of a case.
pub const INITIAL_MAIL: [(&str, &[&str]); 3] =
    [("Spam", &["a", "b", "c", "d", WRAPPED]), ("INBOX", &["x"]), ("Trash", &["t", "u", "v"])];

/// The messages of each mailbox, in order: UID, name, whether it is marked `\Deleted`.
pub type State = BTreeMap<&'static str, Vec<(u32, String, bool)>>;

/// Runs one server, one Postern, and the line between them.
pub struct Fixture {
    pub app: TestApp,
    pub proxy: Proxy,
    pub dovecot: Dovecot,
}

/// Looks at the mailboxes, and puts them in order.
pub struct Mailboxes(IndependentClient);

impl Fixture {
    /// Starts everything; a server without these capabilities, and so much time for its answers.
    pub fn start(hidden: &[&'static str], answer_seconds: u64) -> Self {
        let dovecot = Dovecot::start(Options { hide_capabilities: hidden.to_vec(), ..Options::default() });
        let proxy = Proxy::start(dovecot.imap_port());
        let limits = "[login]\ntries_per_address = 1000\ntries_per_client = 1000\nrefill_seconds = 1\n";
        let imap = format!("[imap]\nanswer_seconds = {answer_seconds}\n{limits}");
        let app = Launcher::before(&dovecot)
            .through(proxy.port)
            .configured(&imap)
            .with(&[("LIMITS__PER_SESSION", "0")])
            .start();
        Self { app, proxy, dovecot }
    }
}

impl Mailboxes {
    pub fn open(dovecot: &Dovecot) -> Self {
        Self(IndependentClient::open(dovecot))
    }

    /// Returns what is there.
    pub fn look(&mut self) -> State {
        let kept = |letter: Letter| {
            let marked = letter.has("\\Deleted");
            (letter.uid, letter.id, marked)
        };
        INITIAL_MAIL.iter().map(|&(name, _)| (name, self.0.look(name).into_iter().map(kept).collect())).collect()
    }

    /// Makes the mailboxes as they are at the beginning, and returns them.
    pub fn set(&mut self) -> State {
        let now = self.look();
        for (name, wanted) in INITIAL_MAIL {
            let same =
                now[name].iter().map(|(_, id, marked)| (id.as_str(), *marked)).eq(wanted.iter().map(|&id| (id, false)));
            if same {
                continue;
            }
            self.0.clear(name);
            for id in wanted {
                let mail = if *id == WRAPPED { wrapped() } else { String::from_utf8(letter(id)).unwrap() };
                self.0.ask(&format!("APPEND {name} () {{{}+}}\r\n{mail}", mail.len()));
            }
        }
        self.look()
    }

    /// Marks messages as another program does that has not expunged them yet.
    pub fn mark(&mut self, name: &str, uid: u32) {
        self.0.mark_deleted(name, &[uid]);
    }
}

fn wrapped() -> String {
    let (outer, inner) = (String::from_utf8(letter(WRAPPED)).unwrap(), String::from_utf8(letter(INSIDE)).unwrap());
    let head = outer.split_once("\r\n\r\n").unwrap().0;
    let boundary = "----------=_00000001.00000001";
    format!(
        "{head}\r\nX-Spam-Flag: YES\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n\
         --{boundary}\r\n\r\nreport\r\n--{boundary}\r\nContent-Type: message/rfc822; x-spam-type=original\r\n\r\n{inner}\r\n\
         --{boundary}--\r\n"
    )
}

/// Counts a message in a mailbox.
pub fn count(state: &State, mailbox: &str, id: &str) -> usize {
    state[mailbox].iter().filter(|(_, one, _)| one == id).count()
}

/// Returns the names in a mailbox.
pub fn names(state: &State, mailbox: &str) -> Vec<String> {
    state[mailbox].iter().map(|(_, id, _)| id.clone()).collect()
}
