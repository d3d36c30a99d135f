//! A small IMAP client that pipelines: several commands in one write, and one look at each line of the answers.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;
use support::dovecot::encode::base64;

/// Holds one signed-in connection.
pub struct Raw {
    stream: TcpStream,
    tags: u32,
    answer: Vec<u8>,
    chunk: Vec<u8>,
}

impl Raw {
    /// Connects and signs in.
    pub fn sign_in(port: u16, user: &str, password: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(broken)?;
        stream.set_nodelay(true).map_err(broken)?;
        stream.set_read_timeout(Some(Duration::from_secs(120))).map_err(broken)?;
        let mut raw = Self { stream, tags: 0, answer: Vec::new(), chunk: vec![0; 1 << 16] };
        // The greeting is the first line; the answer to the first command comes after it.
        let plain = base64(format!("\0{user}\0{password}").as_bytes());
        raw.ask(&[format!("AUTHENTICATE PLAIN {plain}")])?;
        Ok(raw)
    }

    /// Sends commands in one write, and reads until each has its tagged OK. Returns all that was said.
    pub fn ask<T: AsRef<str>>(&mut self, commands: &[T]) -> Result<&[u8], String> {
        let first = self.tags + 1;
        let mut text = String::new();
        for command in commands {
            self.tags += 1;
            text.push_str(&format!("t{} {}\r\n", self.tags, command.as_ref()));
        }
        self.stream.write_all(text.as_bytes()).map_err(broken)?;
        self.answer.clear();
        let (mut line, mut at) = (0, 0);
        // Dovecot may answer in another order: FETCH before the NOOP it came after.
        let mut open: Vec<String> = (first..=self.tags).map(|tag| format!("t{tag} ")).collect();
        while !open.is_empty() {
            at = self.line_end(at)?;
            let said = self.answer.get(line..at).unwrap_or_default();
            if let Some(length) = literal(said) {
                at += length;
                self.wait_for(at)?;
                continue;
            }
            line = at;
            let Some(which) = open.iter().position(|tag| said.starts_with(tag.as_bytes())) else { continue };
            let tag = open.swap_remove(which);
            if !said.get(tag.len()..).unwrap_or_default().starts_with(b"OK") {
                return Err(format!("IMAP: {}", String::from_utf8_lossy(said).trim_end()));
            }
        }
        Ok(&self.answer)
    }

    /// Like [`Raw::ask`], as text.
    pub fn told<T: AsRef<str>>(&mut self, commands: &[T]) -> Result<String, String> {
        self.ask(commands).map(|said| String::from_utf8_lossy(said).into_owned())
    }

    /// Returns where the line ends that holds the octet `from`.
    fn line_end(&mut self, mut from: usize) -> Result<usize, String> {
        loop {
            let rest = self.answer.get(from..).unwrap_or_default();
            if let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
                return Ok(from + end + 1);
            }
            from = self.answer.len();
            self.read()?;
        }
    }

    fn wait_for(&mut self, length: usize) -> Result<(), String> {
        while self.answer.len() < length {
            self.read()?;
        }
        Ok(())
    }

    fn read(&mut self) -> Result<(), String> {
        let count = self.stream.read(&mut self.chunk).map_err(broken)?;
        if count == 0 {
            return Err("IMAP: the server hung up".to_owned());
        }
        self.answer.extend_from_slice(self.chunk.get(..count).unwrap_or_default());
        Ok(())
    }
}

fn broken(error: std::io::Error) -> String {
    format!("IMAP: {error}")
}

/// Reads the length from `...{123}\r\n`.
fn literal(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"}\r\n")?;
    let digits = line.rsplit(|&byte| byte == b'{').next().filter(|digits| digits.len() < line.len())?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}
