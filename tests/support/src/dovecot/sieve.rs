//! The owner's scripts on a private server, by a program that is not Postern (RFC 5804), and mail that comes in by LMTP (RFC 2033),
//! for only what is delivered so is looked at by a script.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use super::Dovecot;
use super::encode::base64;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Another program that keeps an owner's scripts.
pub struct Scripts {
    stream: BufReader<TcpStream>,
}

impl Dovecot {
    /// Returns the port of ManageSieve; closed unless [`super::Options::sieve`] asks for it.
    pub fn sieve_port(&self) -> u16 {
        self.ports.sieve
    }

    /// Opens another program's connection to a user's scripts.
    pub fn scripts(&self, user: &str) -> Scripts {
        let mut scripts = Scripts { stream: BufReader::new(connect(self.ports.sieve)) };
        scripts.answer("the greeting");
        let plain = base64(format!("\0{user}\0{}", self.password(user)).as_bytes());
        scripts.ask(&format!("AUTHENTICATE \"PLAIN\" \"{plain}\""));
        scripts
    }

    /// Lays a script where the active one is, past ManageSieve, as a user does who has a shell: no list of scripts shows it.
    pub fn lay_active(&self, user: &str, text: &str) {
        let maildir = self.maildir(user);
        let home = maildir.parent().expect("the mail lies in a home");
        let file = home.join(".dovecot.sieve");
        std::fs::create_dir_all(home).expect("a home can be made");
        std::fs::write(&file, text).expect("a script can be written");
        for made in [home, &file] {
            self.user.owns(made).expect("what was made can be handed to the server's user");
        }
    }

    /// Delivers a message as the provider's mail server does, through the user's active script.
    pub fn arrives(&self, user: &str, raw: &[u8]) {
        let mut stream = BufReader::new(connect(self.ports.lmtp));
        let mut said = |command: String, wanted: &str| {
            stream.get_mut().write_all(command.as_bytes()).expect("LMTP takes a line");
            let mut line = String::new();
            while line.as_bytes().get(3) != Some(&b' ') {
                line.clear();
                assert_ne!(stream.read_line(&mut line).expect("LMTP answers"), 0, "LMTP closes");
            }
            assert!(line.starts_with(wanted), "{command}: {line}\n{}", self.log());
        };
        said(String::new(), "220");
        said("LHLO tests.example\r\n".to_owned(), "250");
        said("MAIL FROM:<somebody@example.com>\r\n".to_owned(), "250");
        said(format!("RCPT TO:<{user}>\r\n"), "250");
        said("DATA\r\n".to_owned(), "354");
        let text = String::from_utf8_lossy(raw).replace("\r\n", "\n").replace('\n', "\r\n").replace("\r\n.", "\r\n..");
        said(format!("{}\r\n.\r\n", text.trim_end()), "250");
        said("QUIT\r\n".to_owned(), "221");
    }
}

impl Scripts {
    /// Writes a script.
    pub fn put(&mut self, name: &str, text: &str) {
        self.ask(&format!("PUTSCRIPT \"{name}\" {{{}+}}\r\n{text}", text.len()));
    }

    /// Makes a script the active one; `""` makes none.
    pub fn activate(&mut self, name: &str) {
        self.ask(&format!("SETACTIVE \"{name}\""));
    }

    /// Renames a script.
    pub fn rename(&mut self, from: &str, to: &str) {
        self.ask(&format!("RENAMESCRIPT \"{from}\" \"{to}\""));
    }

    /// Deletes a script that is not active.
    pub fn delete(&mut self, name: &str) {
        self.ask(&format!("DELETESCRIPT \"{name}\""));
    }

    /// Returns every octet of a script.
    pub fn get(&mut self, name: &str) -> Vec<u8> {
        self.ask(&format!("GETSCRIPT \"{name}\"")).remove(0)
    }

    /// Lists the scripts by name, the active one with a star before it.
    pub fn list(&mut self) -> Vec<String> {
        let mut names: Vec<String> = self.ask("LISTSCRIPTS").iter().map(|line| shown(line)).collect();
        names.sort_by_key(|name| name.trim_start_matches('*').to_owned());
        names
    }

    fn ask(&mut self, command: &str) -> Vec<Vec<u8>> {
        let sent = self.stream.get_mut().write_all(format!("{command}\r\n").as_bytes());
        sent.expect("the server takes a command");
        self.answer(command)
    }

    /// Reads lines and literals until the server says OK.
    fn answer(&mut self, to: &str) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        loop {
            let line = self.line().expect("the server answers");
            let text = String::from_utf8_lossy(&line).into_owned();
            if text.starts_with("OK") {
                return lines;
            }
            assert!(!text.starts_with("NO") && !text.starts_with("BYE") && !text.is_empty(), "{to}: {text}");
            lines.push(line);
        }
    }

    /// Reads a line; of one that is a literal, what is in it.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let Some(size) = line.strip_prefix('{').and_then(|line| line.trim_end().strip_suffix('}')) else {
            return Ok(line.trim_end().as_bytes().to_vec());
        };
        let mut octets = vec![0; size.parse().map_err(io::Error::other)?];
        self.stream.read_exact(&mut octets)?;
        self.stream.read_line(&mut String::new())?;
        Ok(octets)
    }
}

fn shown(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line).into_owned();
    match line.strip_suffix(" ACTIVE") {
        Some(name) => format!("*{}", name.trim_matches('"')),
        None => line.trim_matches('"').to_owned(),
    }
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit can be set");
    stream
}
