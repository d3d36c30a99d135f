//! A private Cyrus, IMAP and POP3: its own `master`, and beside it a thread that answers for saslauthd.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{PASSWORD, QUOTA, hand_over, libraries, unpacked};
use crate::dovecot::{Guard, Namespace, UnixUser};
use crate::host::{ANNA, Host};

/// How long the server may take until it greets.
const START: Duration = Duration::from_secs(20);

/// Runs one server until dropped.
pub struct Cyrus {
    guard: Guard,
    host: Host,
    dir: TempDir,
}

impl Cyrus {
    /// Starts a server in which Anna finds Spam, Trash, Sent and Drafts at her first sign-in.
    pub fn start(namespace: Namespace) -> Self {
        let root = unpacked("cyrus", "usr/lib/cyrus/bin/imapd");
        let user = UnixUser::for_server().expect("there is an ordinary user");
        let dir = tempfile::Builder::new().prefix("cyrus-").tempdir().expect("there is room for a directory");
        let sockets = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port is free"));
        let [port, pop3_port] = sockets.each_ref().map(|socket| socket.local_addr().expect("it has an address").port());
        drop(sockets);
        lay_out(&root, dir.path(), namespace, [port, pop3_port], &user);
        vouch(&dir.path().join("mux"));
        hand_over(&user, dir.path());

        let at = |file: &str| dir.path().join(file).display().to_string();
        let libraries = format!("LD_LIBRARY_PATH={}", libraries(&root));
        let name = format!("CYRUS_USER={}", user.name);
        let master = root.join("usr/lib/cyrus/bin/master").display().to_string();
        let (conf, services, pid) = (at("imapd.conf"), at("cyrus.conf"), at("pid"));
        let command = ["/usr/bin/env", &libraries, &name, &master, "-D", "-C", &conf, "-M", &services, "-p", &pid];
        let log = fs::File::create(dir.path().join("log")).expect("the log can be written");
        let mut guard = Guard::spawn(&command, dir.path(), user.change(), log).expect("Cyrus can be started");
        let start = Instant::now();
        while !greets(port) {
            let log = fs::read_to_string(dir.path().join("log")).unwrap_or_default();
            assert!(guard.running() && start.elapsed() < START, "Cyrus did not start:\n{log}");
            sleep(Duration::from_millis(20));
        }
        let (prefix, delimiter) = match namespace {
            Namespace::Plain => ("", '/'),
            Namespace::InboxPrefixDot => ("INBOX.", '.'),
        };
        let host = Host { imap_port: port, pop3_port, password: PASSWORD.to_owned(), prefix, delimiter };
        // The first sign-in makes the mailboxes.
        drop(host.imap());
        Self { guard, host, dir }
    }

    /// Returns where it listens.
    pub fn host(&self) -> &Host {
        &self.host
    }
}

impl Drop for Cyrus {
    fn drop(&mut self) {
        self.guard.kill();
        // Wakes the thread that vouches, which finds this file and ends.
        let _ = fs::write(self.dir.path().join("over"), "");
        let _ = UnixStream::connect(self.dir.path().join("mux"));
    }
}

fn greets(port: u16) -> bool {
    let greeting = TcpStream::connect(("127.0.0.1", port)).and_then(|mut stream| {
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        let mut octets = [0; 4];
        stream.read_exact(&mut octets).map(|()| octets)
    });
    greeting.is_ok_and(|octets| &octets == b"* OK")
}

/// Writes the configuration and makes the directories Cyrus expects.
fn lay_out(root: &Path, dir: &Path, namespace: Namespace, [port, pop3_port]: [u16; 2], user: &UnixUser) {
    let config = ["db", "log", "msg", "proc", "ptclient", "sieve", "socket", "user", "quota", "lock"];
    let config = config.map(|folder| format!("config/{folder}"));
    for folder in ["spool", "tmp"].into_iter().chain(config.iter().map(String::as_str)) {
        fs::create_dir_all(dir.join(folder)).expect("a directory can be made");
    }
    let (at, bin) = (dir.display(), root.join("usr/lib/cyrus/bin").display().to_string());
    let layout = match namespace {
        Namespace::Plain => "unixhierarchysep: yes\naltnamespace: yes\n",
        Namespace::InboxPrefixDot => "unixhierarchysep: no\naltnamespace: no\n",
    };
    let folders = "Spam|Trash|Sent|Drafts";
    // A deleted mailbox that is kept goes by the second of its deletion, and two within a second are refused.
    // specialuse_protect keeps every program from deleting Spam; here one must be able to.
    let conf = format!(
        "configdirectory: {at}/config\npartition-default: {at}/spool\ndefaultpartition: default\ntemp_path: {at}/tmp\n\
         admins: admin\nvirtdomains: userid\ndefaultdomain: example.com\n{layout}cyrus_user: {}\n\
         sasl_pwcheck_method: saslauthd\nsasl_saslauthd_path: {at}/mux\nsasl_mech_list: PLAIN\nallowplaintext: yes\n\
         search_engine: none\ndelete_mode: immediate\nspecialuse_protect: \\Archive\n\
         autocreate_quota: {}\nautocreate_inbox_folders: {folders}\nautocreate_subscribe_folders: {folders}\n\
         xlist-junk: Spam\nxlist-trash: Trash\nxlist-sent: Sent\nxlist-drafts: Drafts\n",
        user.name,
        QUOTA / 1024
    );
    let services = format!(
        "START {{\n  recover cmd=\"{bin}/ctl_cyrusdb -C {at}/imapd.conf -r\"\n}}\n\
         SERVICES {{\n  imap cmd=\"{bin}/imapd -C {at}/imapd.conf -U 30\" listen=\"127.0.0.1:{port}\" prefork=0\n\
         \x20 pop3 cmd=\"{bin}/pop3d -C {at}/imapd.conf -U 30\" listen=\"127.0.0.1:{pop3_port}\" prefork=0\n}}\n\
         EVENTS {{\n  checkpoint cmd=\"{bin}/ctl_cyrusdb -C {at}/imapd.conf -c\" period=600\n}}\n"
    );
    fs::write(dir.join("imapd.conf"), conf).expect("the configuration can be written");
    fs::write(dir.join("cyrus.conf"), services).expect("the configuration can be written");
}

/// Answers at saslauthd's socket: Anna with her password is let in, nobody else.
fn vouch(path: &Path) {
    let listener = UnixListener::bind(path).expect("the socket can be made");
    fs::set_permissions(path, fs::Permissions::from_mode(0o777)).expect("the socket can be opened to the server");
    let over = path.with_file_name("over");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if over.exists() || !over.parent().is_some_and(Path::exists) {
                return;
            }
            // Who breaks off has asked nothing.
            let _ = answer(stream);
        }
    });
}

/// Reads user, password, service and realm, each behind its length in two octets, and answers in the same way.
fn answer(mut stream: UnixStream) -> io::Result<()> {
    let mut asked = Vec::new();
    for _ in 0..4 {
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        let mut text = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut text)?;
        asked.push(String::from_utf8_lossy(&text).into_owned());
    }
    let (user, domain) = ANNA.split_once('@').unwrap_or((ANNA, ""));
    let known = asked[0] == ANNA || (asked[0] == user && asked[3] == domain);
    let answer: &[u8] = if known && asked[1] == PASSWORD { b"\x00\x02OK" } else { b"\x00\x02NO" };
    stream.write_all(answer)
}
