//! A private Courier: the real `imapd` and `courierpop3d`, one process a connection, behind a sign-in of ours.
//!
//! Courier's own sign-in (`imaplogin`, `courierpop3login`) asks authdaemond at a socket whose path is fixed when it is built, below /run. So a
//! thread here greets with Courier's words, checks the password, and starts `imapd` on the connection as `imaplogin` does:
//! with AUTHENTICATED, MAILDIR and the tag of the LOGIN in the environment. Everything after that is Courier.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tempfile::TempDir;

use super::{PASSWORD, QUOTA, hand_over, libraries, unpacked};
use crate::dovecot::{Guard, UnixUser};
use crate::host::{ANNA, Host};

/// What Debian's /etc/courier/imapd announces.
const CAPABILITY: &str = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE";
/// What `imapd` adds to it by itself.
const ADDED: &str = "ACL ACL2=UNION ENABLE UTF8=ACCEPT";

/// Runs one server until dropped.
pub struct Courier {
    front: Arc<Front>,
    accepting: Vec<JoinHandle<()>>,
    host: Host,
}

/// Holds what every connection needs.
struct Front {
    root: PathBuf,
    user: UnixUser,
    over: AtomicBool,
    sessions: Mutex<Vec<Child>>,
    // Holds the process group of all sessions, and removes the directory if we are killed.
    guard: Mutex<Guard>,
    /// Where `imapd` looks for gamin.
    gamin: String,
    dir: TempDir,
}

impl Courier {
    /// Starts a server in which Anna has Spam, Trash, Sent and Drafts below INBOX.
    pub fn start() -> Self {
        let root = unpacked("courier", "usr/bin/imapd");
        let user = UnixUser::for_server().expect("there is an ordinary user");
        let dir = tempfile::Builder::new().prefix("courier-").tempdir().expect("there is room for a directory");
        for mailbox in ["", "/.Spam", "/.Trash", "/.Sent", "/.Drafts"] {
            let maildir = dir.path().join(format!("Maildir{mailbox}"));
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(maildir.join(part)).expect("a directory can be made");
            }
            if !mailbox.is_empty() {
                fs::write(maildir.join("maildirfolder"), "").expect("a file can be written");
            }
        }
        fs::write(dir.path().join("Maildir/maildirsize"), format!("{QUOTA}S\n0 0\n")).expect("a file can be written");
        hand_over(&user, dir.path());
        let log = fs::File::create(dir.path().join("log")).expect("the log can be written");
        user.owns(&dir.path().join("log")).expect("a file can be handed over");
        let holder = ["/bin/sleep", "1000000"];
        let guard = Guard::spawn(&holder, dir.path(), user.change(), log).expect("a process can be started");

        let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port is free"));
        let [imap_port, pop3_port] =
            listeners.each_ref().map(|listener| listener.local_addr().expect("the socket has an address").port());
        let gamin = refuse_gamin(&user.name, dir.path());
        let (over, sessions, guard) = (AtomicBool::new(false), Mutex::default(), Mutex::new(guard));
        let front = Arc::new(Front { root, user, over, sessions, guard, gamin, dir });
        let accepting = listeners.into_iter().zip([Front::greet, Front::greet_pop3]).map(|(listener, greet)| {
            let ours = Arc::clone(&front);
            std::thread::spawn(move || ours.accept(&listener, greet))
        });
        let accepting = accepting.collect();
        let password = PASSWORD.to_owned();
        let host = Host { imap_port, pop3_port, password, prefix: "INBOX.", delimiter: '.' };
        Self { front, accepting, host }
    }

    /// Returns where it listens.
    pub fn host(&self) -> &Host {
        &self.host
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        self.front.over.store(true, Ordering::SeqCst);
        for (port, accepting) in [self.host.imap_port, self.host.pop3_port].into_iter().zip(self.accepting.drain(..)) {
            let _ = TcpStream::connect(("127.0.0.1", port));
            let _ = accepting.join();
        }
        for child in self.front.sessions.lock().expect("no thread has panicked").iter_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
        self.front.guard.lock().expect("no thread has panicked").kill();
    }
}

impl Front {
    fn accept(self: &Arc<Self>, listener: &TcpListener, greet: fn(&Self, TcpStream) -> io::Result<()>) {
        for stream in listener.incoming().flatten() {
            if self.over.load(Ordering::SeqCst) {
                return;
            }
            let front = Arc::clone(self);
            std::thread::spawn(move || {
                // A client that breaks off has said all it wanted.
                let _ = greet(&front, stream);
            });
        }
    }

    /// Speaks until somebody has signed in, and hands the connection to Courier.
    fn greet(&self, mut stream: TcpStream) -> io::Result<()> {
        write!(stream, "* OK [CAPABILITY {CAPABILITY} {ADDED}] Courier-IMAP ready.\r\n")?;
        loop {
            let line = line(&mut stream)?;
            let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
            let upper = command.to_ascii_uppercase();
            if upper == "CAPABILITY" {
                write!(stream, "* CAPABILITY {CAPABILITY} {ADDED}\r\n{tag} OK CAPABILITY completed\r\n")?;
            } else if upper == "LOGOUT" {
                return write!(stream, "* BYE Courier-IMAP server shutting down\r\n{tag} OK LOGOUT completed\r\n");
            } else if let Some(who) = login(command) {
                if who == format!("{ANNA} {PASSWORD}") {
                    return self.hand_over(stream, tag);
                }
                write!(stream, "{tag} NO Login failed.\r\n")?;
            } else {
                write!(stream, "{tag} NO Error in IMAP command received by server.\r\n")?;
            }
        }
    }

    /// The same in POP3 (RFC 1939, 4).
    fn greet_pop3(&self, mut stream: TcpStream) -> io::Result<()> {
        write!(stream, "+OK Hello there.\r\n")?;
        let mut user = String::new();
        loop {
            let line = line(&mut stream)?;
            match line.split_once(' ') {
                Some(("USER", name)) => {
                    user = name.to_owned();
                    write!(stream, "+OK Password required.\r\n")?;
                }
                Some(("PASS", password)) if user == ANNA && password == PASSWORD => return self.hand_over_pop3(stream),
                _ => write!(stream, "-ERR Login failed.\r\n")?,
            }
        }
    }

    fn hand_over(&self, stream: TcpStream, tag: &str) -> io::Result<()> {
        let mut imapd = Command::new(self.root.join("usr/bin/imapd"));
        imapd.arg("./Maildir").env_clear().envs(settings(&self.root.join("etc/courier/imapd")));
        imapd.envs([("IMAPLOGINTAG", tag), ("PROTOCOL", "IMAP")]);
        self.start_session(imapd, stream)
    }

    fn hand_over_pop3(&self, stream: TcpStream) -> io::Result<()> {
        let mut pop3d = Command::new(self.root.join("usr/lib/courier/courier/courierpop3d"));
        pop3d.arg("./Maildir").env_clear().env("PROTOCOL", "POP3");
        self.start_session(pop3d, stream)
    }

    /// Starts a program of Courier on a connection on which Anna has signed in.
    fn start_session(&self, mut program: Command, stream: TcpStream) -> io::Result<()> {
        let log = fs::OpenOptions::new().append(true).open(self.dir.path().join("log"))?;
        program.current_dir(self.dir.path());
        program.envs([("AUTHENTICATED", ANNA), ("AUTHADDR", ANNA), ("MAILDIR", "./Maildir")]);
        program.envs([("TCPREMOTEIP", "127.0.0.1"), ("TCPREMOTEPORT", "1")]);
        program.env("MAILDIRQUOTA", format!("{QUOTA}S")).env("LD_LIBRARY_PATH", libraries(&self.root));
        // Locks would need gamin's own server, which goes on running after us.
        program.env("GAM_CLIENT_ID", &self.gamin).env("IMAP_USELOCKS", "0").env("HOME", self.dir.path());
        program.stdin(Stdio::from(OwnedFd::from(stream.try_clone()?)));
        program.stdout(Stdio::from(OwnedFd::from(stream))).stderr(log);
        program.process_group(self.guard.lock().expect("no thread has panicked").group());
        let child = self.user.applied(&mut program).spawn()?;
        let mut sessions = self.sessions.lock().expect("no thread has panicked");
        sessions.retain_mut(|session| matches!(session.try_wait(), Ok(None)));
        sessions.push(child);
        Ok(())
    }
}

/// Reads name and password of a LOGIN, without the quotes.
fn login(command: &str) -> Option<String> {
    let (verb, who) = command.split_once(' ')?;
    verb.eq_ignore_ascii_case("LOGIN").then(|| who.replace('"', ""))
}

/// Hangs up where `imapd` looks for gamin's server; where nobody listens it waits a second and more for one.
fn refuse_gamin(user: &str, dir: &Path) -> String {
    let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // It connects with the whole of sun_path, zeros and all.
    let mut path = format!("/tmp/fam-{user}-{name}").into_bytes();
    path.resize(107, 0);
    let address = SocketAddr::from_abstract_name(path).expect("the name fits");
    let listener = UnixListener::bind_addr(&address).expect("nobody else has that name");
    let dir = dir.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            drop(stream);
            if !dir.exists() {
                return;
            }
        }
    });
    name
}

/// Reads one line, and not an octet of what follows it: that is for Courier.
fn line(stream: &mut TcpStream) -> io::Result<String> {
    let (mut line, mut octet) = (Vec::new(), [0]);
    while !line.ends_with(b"\r\n") {
        stream.read_exact(&mut octet)?;
        line.push(octet[0]);
    }
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

/// Reads the variables of Debian's configuration, those that need no shell.
fn settings(file: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(file).expect("Courier's configuration is unpacked");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('=')).filter(|(_, value)| !value.contains('$'));
    // The shared index lies in /etc.
    let pairs = pairs.filter(|(name, _)| *name != "IMAP_SHAREDINDEXFILE");
    pairs.map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned())).collect()
}
