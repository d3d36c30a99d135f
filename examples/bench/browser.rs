//! The least of a browser: one kept connection, one cookie, no understanding.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Says whether pages may come compressed, as every browser asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As they are.
    Plain,
    /// Compressed. They are read to the last octet, and not unpacked: a browser does that while it waits for nobody.
    Gzip,
}

/// Holds a connection to Postern, and who asks on it.
pub struct Browser {
    stream: TcpStream,
    host: String,
    /// One session's, or several that ask by turns; empty for a stranger.
    cookies: Vec<String>,
    turn: usize,
    /// What was read and not yet used.
    read: Vec<u8>,
    chunk: Vec<u8>,
    body: Vec<u8>,
}

impl Browser {
    /// Connects and signs in.
    pub fn sign_in(url: &str, address: &str, password: &str) -> Result<Self, String> {
        let mut browser = Self::with(url, Vec::new())?;
        let form = format!("address={}&password={}&next=/", escaped(address), escaped(password));
        let head = browser.posted("/login", &form)?;
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        browser.cookies = vec![cookie.ok_or("no session cookie after signing in")?.to_owned()];
        Ok(browser)
    }

    /// Opens another connection of a session.
    pub fn again(&self) -> Result<Self, String> {
        Self::of(&format!("http://{}", self.host), &[self])
    }

    /// Opens another connection, on which the owners of these sessions ask by turns; a stranger, where there are none.
    pub fn of(url: &str, sessions: &[&Self]) -> Result<Self, String> {
        Self::with(url, sessions.iter().flat_map(|session| session.cookies.clone()).collect())
    }

    fn with(url: &str, cookies: Vec<String>) -> Result<Self, String> {
        let host = url.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).map_err(broken)?;
        stream.set_nodelay(true).map_err(broken)?;
        stream.set_read_timeout(Some(Duration::from_secs(120))).map_err(broken)?;
        Ok(Self { stream, host, cookies, turn: 0, read: Vec::new(), chunk: vec![0; 1 << 16], body: Vec::new() })
    }

    /// Fetches a page to its last octet, and returns how many octets it has.
    pub fn get(&mut self, path: &str, coding: Coding) -> Result<usize, String> {
        let accept = if coding == Coding::Gzip { "Accept-Encoding: gzip\r\n" } else { "" };
        self.turn = (self.turn + 1) % self.cookies.len().max(1);
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n{accept}\r\n", self.host, self.cookie());
        let answer = self.exchange(&head)?;
        if answer.starts_with("HTTP/1.1 200") { Ok(self.body.len()) } else { Err(format!("{path}: {answer}")) }
    }

    fn cookie(&self) -> &str {
        self.cookies.get(self.turn).map_or("", String::as_str)
    }

    /// Fetches a page as text.
    pub fn text(&mut self, path: &str) -> Result<String, String> {
        self.get(path, Coding::Plain)?;
        Ok(String::from_utf8_lossy(&self.body).into_owned())
    }

    /// Sends a form, and reads the answer that leads on to the next page; that page is not fetched.
    pub fn post(&mut self, path: &str, form: &str) -> Result<(), String> {
        self.posted(path, form).map(|_| ())
    }

    /// As [`Browser::post`], and returns where the answer leads.
    pub fn post_to(&mut self, path: &str, form: &str) -> Result<String, String> {
        let head = self.posted(path, form)?;
        head.lines().find_map(|line| line.strip_prefix("location: ")).map(str::to_owned).ok_or("leads nowhere".into())
    }

    fn posted(&mut self, path: &str, form: &str) -> Result<String, String> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}",
            host = self.host,
            cookie = self.cookie(),
            length = form.len()
        );
        let answer = self.exchange(&head)?;
        if answer.starts_with("HTTP/1.1 303") { Ok(answer) } else { Err(format!("{path}: {answer}")) }
    }

    /// Fetches something that comes bit by bit, and looks at each piece as it comes.
    pub fn watch(&mut self, path: &str, look: impl FnMut(&str)) -> Result<(), String> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.host, self.cookie());
        self.exchange_watched(&head, look).map(|_| ())
    }

    /// Sends a request and reads the whole answer; returns its head.
    fn exchange(&mut self, request: &str) -> Result<String, String> {
        self.exchange_watched(request, |_| {})
    }

    fn exchange_watched(&mut self, request: &str, mut look: impl FnMut(&str)) -> Result<String, String> {
        self.stream.write_all(request.as_bytes()).map_err(broken)?;
        let head = self.until(b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&head).into_owned();
        let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
        self.body.clear();
        if let Some(length) = field("content-length: ") {
            self.body(length.parse().map_err(|_| "a length that is no number")?)?;
        } else if field("transfer-encoding: chunked").is_some() {
            loop {
                let size = self.until(b"\r\n")?;
                let digits = String::from_utf8_lossy(&size).trim_end().to_owned();
                let size = usize::from_str_radix(&digits, 16).map_err(|_| format!("a chunk of {digits:?}"))?;
                let before = self.body.len();
                self.body(size)?;
                look(&String::from_utf8_lossy(self.body.get(before..).unwrap_or_default()));
                self.until(b"\r\n")?;
                if size == 0 {
                    break;
                }
            }
        } else {
            return Err(format!("an answer without an end: {head}"));
        }
        Ok(head)
    }

    /// Takes what comes up to a mark, and the mark.
    fn until(&mut self, mark: &[u8]) -> Result<Vec<u8>, String> {
        loop {
            if let Some(at) = self.read.windows(mark.len()).position(|here| here == mark) {
                return Ok(self.read.drain(..at + mark.len()).collect());
            }
            self.more()?;
        }
    }

    /// Adds so many octets to the body.
    fn body(&mut self, length: usize) -> Result<(), String> {
        while self.read.len() < length {
            self.more()?;
        }
        self.body.extend(self.read.drain(..length));
        Ok(())
    }

    fn more(&mut self) -> Result<(), String> {
        let count = self.stream.read(&mut self.chunk).map_err(broken)?;
        if count == 0 {
            return Err("Postern closed the connection".to_owned());
        }
        self.read.extend_from_slice(self.chunk.get(..count).unwrap_or_default());
        Ok(())
    }
}

/// Reads the value of a hidden field from a page.
pub fn hidden<'a>(page: &'a str, name: &str) -> Result<&'a str, String> {
    let rest = page.split_once(&format!("name=\"{name}\" value=\"")).map(|(_, rest)| rest);
    rest.and_then(|rest| rest.split('"').next()).ok_or_else(|| format!("no field {name} on the page"))
}

fn broken(error: std::io::Error) -> String {
    format!("Postern: {error}")
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
