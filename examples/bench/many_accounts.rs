//! An IMAP server of as many accounts as somebody asks for: each has a Spam with the same few messages, and only what a nightly run and a
//! list ask of it is understood. It counts its connections.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Messages in each Spam, where nobody says otherwise.
pub const MESSAGES: u32 = 5;
const CAPABILITIES: &str = "IMAP4rev1 SASL-IR AUTH=PLAIN LITERAL+ UIDPLUS UNSELECT";

/// What is left in each Spam that was changed, and what of it is marked.
type Changed = Mutex<BTreeMap<String, Vec<(u32, bool)>>>;

/// Runs until the process ends.
pub struct ManyAccounts {
    pub port: u16,
    messages: u32,
    changed: Arc<Changed>,
    open: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    all: Arc<AtomicUsize>,
}

impl ManyAccounts {
    /// Listens on a free port of this machine.
    pub fn start() -> Result<Self, String> {
        Self::with(MESSAGES)
    }

    /// The same, with so many messages in each Spam.
    pub fn with(messages: u32) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        let (changed, open, most, all) = (Arc::default(), Arc::default(), Arc::default(), Arc::default());
        let server = Self { port, messages, changed, open, most, all };
        let (changed, open, most, all) =
            (server.changed.clone(), server.open.clone(), server.most.clone(), server.all.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (changed, open) = (changed.clone(), open.clone());
                all.fetch_add(1, Ordering::SeqCst);
                most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::spawn(move || {
                    let _ = converse(&stream, &changed, messages);
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Ok(server)
    }

    /// Returns how many connections there were, and how many at once.
    pub fn connections(&self) -> (usize, usize) {
        (self.all.load(Ordering::SeqCst), self.most.load(Ordering::SeqCst))
    }

    /// Forgets how many connections there were.
    pub fn forget(&self) {
        self.all.store(0, Ordering::SeqCst);
        self.most.store(self.open.load(Ordering::SeqCst), Ordering::SeqCst);
    }

    /// Returns how many accounts have lost messages, and how many messages in all.
    pub fn taken(&self) -> (usize, usize) {
        let changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = |left: &Vec<(u32, bool)>| self.messages as usize - left.len();
        (changed.values().filter(|left| gone(left) > 0).count(), changed.values().map(gone).sum())
    }
}

fn converse(stream: &TcpStream, changed: &Changed, messages: u32) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    out.set_nodelay(true)?;
    out.write_all(format!("* OK [CAPABILITY {CAPABILITIES}] ready\r\n").as_bytes())?;
    let mut owner = String::new();
    let mut lines = BufReader::new(stream).lines();
    while let Some(line) = lines.next() {
        let line = line?;
        let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
        let upper = command.to_ascii_uppercase();
        if let Some(plain) = command.strip_prefix("AUTHENTICATE PLAIN") {
            let plain = match plain.trim() {
                "" => {
                    out.write_all(b"+ \r\n")?;
                    lines.next().transpose()?.unwrap_or_default()
                }
                plain => plain.to_owned(),
            };
            owner = user_of(&plain);
            out.write_all(format!("{tag} OK [CAPABILITY {CAPABILITIES}] in\r\n").as_bytes())?;
            continue;
        }
        let mut changed = changed.lock().unwrap_or_else(PoisonError::into_inner);
        let all = || (1..=messages).map(|uid| (uid, false)).collect::<Vec<_>>();
        let mut spam = changed.get(&owner).cloned().unwrap_or_else(all);
        let mut said = String::new();
        let set = upper.split(" UID ").nth(1).or_else(|| upper.split(' ').nth(2)).unwrap_or_default().to_owned();
        let is_in = |uid: u32| contains(set.split(' ').next().unwrap_or_default(), uid);
        if upper == "CAPABILITY" {
            said = format!("* CAPABILITY {CAPABILITIES}\r\n");
        } else if upper.starts_with("LIST") {
            said.push_str("* LIST () \"/\" INBOX\r\n* LIST (\\Junk) \"/\" Spam\r\n");
        } else if upper.starts_with("STATUS") {
            said =
                format!("* STATUS Spam (MESSAGES {} UNSEEN 0 UIDNEXT {} UIDVALIDITY 7)\r\n", spam.len(), messages + 1);
        } else if upper.starts_with("SELECT") || upper.starts_with("EXAMINE") {
            said = format!(
                "* FLAGS (\\Deleted \\Seen)\r\n* {} EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT {}] x\r\n",
                spam.len(),
                messages + 1
            );
        } else if upper.starts_with("UID SEARCH") {
            let (deleted, undeleted) = (upper.contains(" DELETED"), upper.contains("UNDELETED"));
            let fits = |(uid, marked): &&(u32, bool)| {
                (!upper.contains(" UID ") || is_in(*uid)) && (!deleted || *marked) && (!undeleted || !*marked)
            };
            let found: Vec<String> = spam.iter().filter(fits).map(|(uid, _)| uid.to_string()).collect();
            said = format!("* SEARCH {}\r\n", found.join(" "));
        } else if upper.starts_with("UID FETCH") {
            for (at, (uid, _)) in spam.iter().enumerate().filter(|(_, (uid, _))| is_in(*uid)) {
                said.push_str(&format!("* {} FETCH (UID {uid} RFC822.SIZE 1000)\r\n", at + 1));
            }
        } else if let Some(asked) = upper.strip_prefix("FETCH ") {
            let (span, items) = asked.split_once(' ').unwrap_or_default();
            for (at, (uid, _)) in (1..).zip(&spam).filter(|(at, _)| contains(span, *at)) {
                said.push_str(&row(at, *uid, items));
            }
        } else if upper.starts_with("UID STORE") {
            spam.iter_mut().filter(|(uid, _)| is_in(*uid)).for_each(|(_, marked)| *marked = upper.contains("+FLAGS"));
            changed.insert(owner.clone(), spam);
        } else if upper.starts_with("UID EXPUNGE") {
            while let Some(at) = spam.iter().position(|(uid, marked)| *marked && is_in(*uid)) {
                spam.remove(at);
                said.push_str(&format!("* {} EXPUNGE\r\n", at + 1));
            }
            changed.insert(owner.clone(), spam);
        }
        drop(changed);
        out.write_all(format!("{said}{tag} OK done\r\n").as_bytes())?;
        if upper == "LOGOUT" {
            break;
        }
    }
    Ok(())
}

/// Writes what a list shows of a message: as much as an advertisement has.
fn row(at: u32, uid: u32, items: &str) -> String {
    let flags = format!("* {at} FETCH (UID {uid} FLAGS (\\Seen)");
    let Some(section) = items.split_once("BODY.PEEK[").and_then(|(_, rest)| rest.split(']').next()) else {
        return flags + ")\r\n";
    };
    let header = format!(
        "From: \"The shop around the corner\" <offers-{uid}@shop-{uid}.example.com>\r\nTo: somebody@played.example\r\n\
         Subject: Only today: {uid} things that you have always wanted, and a gift besides\r\n\
         Date: Mon, 2 Feb 2026 10:{:02}:00 +0100\r\nMessage-ID: <{uid}.offers@shop-{uid}.example.com>\r\n\
         X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=9.{} required=5.0 tests=BAYES_99,HTML_MESSAGE,URIBL_BLACK\r\n\r\n",
        uid % 60,
        uid % 10
    );
    format!(
        "{flags} INTERNALDATE \" 2-Feb-2026 10:00:00 +0100\" RFC822.SIZE 34567 BODY[{section}] {{{}}}\r\n{header})\r\n",
        header.len()
    )
}

/// Reads whose mailbox a master user opens: `owner*master`.
fn user_of(plain: &str) -> String {
    let octets = STANDARD.decode(plain).unwrap_or_default();
    let name = octets.split(|&byte| byte == 0).nth(1).unwrap_or_default();
    String::from_utf8_lossy(name).split('*').next().unwrap_or_default().to_owned()
}

/// Tells whether a UID is in a set such as `1:3,5`.
fn contains(set: &str, uid: u32) -> bool {
    set.split(',').any(|range| {
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        first.parse().is_ok_and(|first| uid >= first) && last.parse().map_or(last == "*", |last: u32| uid <= last)
    })
}
