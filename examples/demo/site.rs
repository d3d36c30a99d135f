//! The two servers of the demo and the directory they live in.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use support::dovecot::{Dovecot, Guard, Options};
use support::fixtures;

/// Anna's password.
pub const PASSWORD: &str = "sunny lake 42";

/// How long Postern may take until it serves.
const START: Duration = Duration::from_secs(20);

/// Names the two ways to choose Postern's port.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// 8080, or a free one when somebody has it.
    Usual,
    /// Any free one.
    Free,
}

/// Holds both servers; dropped, Postern stops first, then Dovecot, then the directories go.
pub struct Site {
    postern: Guard,
    /// The mail server with Anna's mailbox.
    pub dovecot: Dovecot,
    dir: TempDir,
    /// Where Postern answers.
    pub url: String,
}

impl Site {
    /// Starts both servers and returns once Postern serves.
    pub fn open(port: Port) -> Result<Self, String> {
        let program = postern()?;
        let dovecot = Dovecot::try_start(Options {
            users: vec![(fixtures::ADDRESS.to_owned(), PASSWORD.to_owned())],
            quota_bytes: Some(fixtures::QUOTA_BYTES),
            mailboxes: fixtures::MAILBOXES.map(|(name, attribute)| (name.to_owned(), attribute)).into(),
            ..Options::default()
        })?;
        dovecot.try_deliver_many(fixtures::ADDRESS, &fixtures::mail(jiff::Timestamp::now()))?;
        let dir = tempfile::Builder::new().prefix("postern-demo-").tempdir();
        let dir = dir.map_err(|error| format!("no temporary directory: {error}"))?;
        let port = choose(port).map_err(|error| format!("no free port: {error}"))?;
        let log =
            configure(dir.path(), port, &dovecot).map_err(|error| format!("cannot write postern.toml: {error}"))?;
        let command = [&program.to_string_lossy(), "serve", "--config", "postern.toml"];
        let postern = Guard::spawn(&command, dir.path(), None, log);
        let postern = postern.map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let mut site = Self { postern, dovecot, dir, url: format!("http://127.0.0.1:{port}") };
        let start = Instant::now();
        while !healthy(port) {
            site.still_runs()?;
            if start.elapsed() > START {
                return Err(format!("Postern does not answer on {}.\n{}", site.url, site.log()));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(site)
    }

    /// Says what Postern wrote when it has ended by itself.
    pub fn still_runs(&mut self) -> Result<(), String> {
        if self.postern.running() { Ok(()) } else { Err(format!("Postern has ended by itself.\n{}", self.log())) }
    }

    /// Returns a file name in the demo's own directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Returns what Postern has written so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.file("postern.log")).unwrap_or_default()
    }
}

/// Finds the program that was built together with this one: `release/postern` beside `release/examples/demo`.
fn postern() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| format!("cannot tell where this program is: {error}"))?;
    let found = own.parent().and_then(Path::parent).map(|dir| dir.join("postern")).filter(|path| path.exists());
    found.ok_or_else(|| "postern is not built: start the demo with bin/demo".to_owned())
}

fn choose(port: Port) -> std::io::Result<u16> {
    let usual = if port == Port::Usual { TcpListener::bind("127.0.0.1:8080").ok() } else { None };
    let socket = usual.map_or_else(|| TcpListener::bind("127.0.0.1:0"), Ok)?;
    socket.local_addr().map(|address| address.port())
}

/// Writes Postern's configuration and opens its log.
fn configure(dir: &Path, port: u16, dovecot: &Dovecot) -> std::io::Result<File> {
    let text = format!(
        r#"[web]
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
admin_listen = ""

[store]
url = "sqlite://{dir}/postern.db"

[[server]]
domains = ["example.org"]
imap = {{ host = "127.0.0.1", port = {imap}, security = "plain" }}
pop = {{ host = "127.0.0.1", port = {pop}, security = "plain" }}

[brand]
name = "Example Mail"
"#,
        dir = dir.display(),
        imap = dovecot.imap_port(),
        pop = dovecot.pop3_port(),
    );
    fs::write(dir.join("postern.toml"), text)?;
    File::create(dir.join("postern.log"))
}

/// Asks `/healthz`.
fn healthy(port: u16) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        std::io::Result::Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
