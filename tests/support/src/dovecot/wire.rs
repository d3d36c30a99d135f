//! A raw IMAP conversation: lines in, lines out, nothing understood. It is the second opinion on what the product did.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Holds one IMAP connection on loopback.
pub struct RawImap {
    stream: BufReader<TcpStream>,
    commands: u32,
    /// The server's first line.
    pub greeting: String,
}

/// Holds the answer to one command.
#[derive(Debug)]
pub struct Reply {
    /// The untagged lines without their line ends; a literal's bytes stand where they came.
    pub untagged: Vec<Vec<u8>>,
    /// The tagged line without its tag: `OK ...`, `NO ...` or `BAD ...`.
    pub tagged: String,
}

impl Reply {
    /// Tells whether the server said OK.
    pub fn ok(&self) -> bool {
        self.tagged.starts_with("OK")
    }

    /// Returns all lines as one text, the tagged one last.
    pub fn text(&self) -> String {
        let lines = self.untagged.iter().map(|line| String::from_utf8_lossy(line) + "\n");
        lines.collect::<String>() + &self.tagged
    }
}

impl RawImap {
    /// Connects and reads the greeting.
    ///
    /// # Errors
    /// When the port is closed or nothing is said for thirty seconds.
    pub fn connect(host: &str, port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect((host, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.set_nodelay(true)?;
        let mut imap = Self { stream: BufReader::with_capacity(1 << 16, stream), commands: 0, greeting: String::new() };
        imap.greeting = String::from_utf8_lossy(&imap.line()?).into_owned();
        Ok(imap)
    }

    /// Signs in with a name and password of any bytes.
    ///
    /// # Errors
    /// When the connection breaks; a refused password is a [`Reply`].
    pub fn login(&mut self, user: &str, password: &str) -> io::Result<Reply> {
        let plain = format!("\0{user}\0{password}");
        self.command(format!("AUTHENTICATE PLAIN {}", super::encode::base64(plain.as_bytes())))
    }

    /// Appends one unread message, and waits for the server's `+` before its bytes.
    ///
    /// # Errors
    /// When the connection breaks; a refused message is a [`Reply`].
    pub fn append(&mut self, mailbox: &str, internal_date: &str, raw: &[u8]) -> io::Result<Reply> {
        self.commands += 1;
        let tag = format!("t{} ", self.commands);
        let line = format!("{tag}APPEND {mailbox} () \"{internal_date}\" {{{}}}\r\n", raw.len());
        self.stream.get_mut().write_all(line.as_bytes())?;
        let answer = self.line()?;
        if let Some(refused) = answer.strip_prefix(tag.as_bytes()) {
            return Ok(Reply { untagged: Vec::new(), tagged: String::from_utf8_lossy(refused).into_owned() });
        }
        self.stream.get_mut().write_all(&[raw, b"\r\n"].concat())?;
        self.answer(&tag)
    }

    /// Sends one command, without tag and line end, and waits for its tagged answer.
    ///
    /// # Errors
    /// When the connection breaks or nothing is said for thirty seconds.
    pub fn command(&mut self, command: impl AsRef<[u8]>) -> io::Result<Reply> {
        self.commands += 1;
        let tag = format!("t{} ", self.commands);
        let mut line = tag.clone().into_bytes();
        line.extend_from_slice(command.as_ref());
        line.extend_from_slice(b"\r\n");
        self.stream.get_mut().write_all(&line)?;
        self.answer(&tag)
    }

    /// Reads up to the tagged line.
    fn answer(&mut self, tag: &str) -> io::Result<Reply> {
        let mut untagged = Vec::new();
        loop {
            let line = self.line()?;
            match line.strip_prefix(tag.as_bytes()) {
                Some(tagged) => return Ok(Reply { untagged, tagged: String::from_utf8_lossy(tagged).into_owned() }),
                None => untagged.push(line),
            }
        }
    }

    /// Reads one line together with the literals in it.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            if self.stream.read_until(b'\n', &mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match literal(&line) {
                Some(length) => self.stream.by_ref().take(length).read_to_end(&mut line)?,
                None => break,
            };
        }
        line.truncate(line.len() - if line.ends_with(b"\r\n") { 2 } else { 0 });
        Ok(line)
    }
}

/// Reads the length from `...{123}\r\n`.
fn literal(line: &[u8]) -> Option<u64> {
    let line = line.strip_suffix(b"}\r\n")?;
    let digits = line.rsplit(|&byte| byte == b'{').next().filter(|digits| digits.len() < line.len())?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}
