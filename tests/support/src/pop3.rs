//! A tiny POP3 client (RFC 1939): the mail program of the person this product is for.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Holds one POP3 session on loopback.
pub struct Pop3 {
    stream: BufReader<TcpStream>,
}

impl Pop3 {
    /// Connects to a server on this machine and signs in.
    ///
    /// # Errors
    /// When the port is closed or the server refuses; the message is the server's.
    pub fn login(port: u16, user: &str, password: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut pop = Self { stream: BufReader::new(stream) };
        pop.answer()?;
        pop.command(&format!("USER {user}"))?;
        pop.command(&format!("PASS {password}"))?;
        Ok(pop)
    }

    /// Returns how many messages there are and their bytes.
    ///
    /// # Errors
    /// When the connection breaks or the server refuses, here and below.
    pub fn stat(&mut self) -> io::Result<(usize, u64)> {
        let answer = self.command("STAT")?;
        let mut numbers = answer.split(' ').map(str::parse::<u64>);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(count)), Some(Ok(bytes))) => Ok((count as usize, bytes)),
            _ => Err(io::Error::other(answer)),
        }
    }

    /// Returns each message's number and unique id.
    pub fn uidl(&mut self) -> io::Result<Vec<(usize, String)>> {
        self.command("UIDL")?;
        let lines = String::from_utf8_lossy(&self.lines()?).into_owned();
        let ids = lines.lines().filter_map(|line| line.split_once(' '));
        Ok(ids.filter_map(|(number, id)| Some((number.parse().ok()?, id.to_owned()))).collect())
    }

    /// Fetches one message as it is, CRLF line ends, dots unstuffed.
    pub fn retr(&mut self, number: usize) -> io::Result<Vec<u8>> {
        self.command(&format!("RETR {number}"))?;
        self.lines()
    }

    /// Marks one message for deletion; it goes at [`Pop3::quit`].
    pub fn dele(&mut self, number: usize) -> io::Result<()> {
        self.command(&format!("DELE {number}")).map(drop)
    }

    /// Ends the session and lets the server delete what was marked.
    pub fn quit(mut self) -> io::Result<()> {
        self.command("QUIT").map(drop)
    }

    fn command(&mut self, command: &str) -> io::Result<String> {
        self.stream.get_mut().write_all(format!("{command}\r\n").as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        match line.trim_end().strip_prefix("+OK") {
            Some(rest) => Ok(rest.trim_start().to_owned()),
            None => Err(io::Error::other(line)),
        }
    }

    /// Reads up to the line with a single dot.
    fn lines(&mut self) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match line.as_slice() {
                b".\r\n" => return Ok(text),
                line => text.extend_from_slice(line.strip_prefix(b".").unwrap_or(line)),
            }
        }
    }
}
