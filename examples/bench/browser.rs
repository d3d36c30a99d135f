//! The least of a browser: one kept connection, one cookie, no understanding.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

/// Holds a signed-in connection to Postern.
pub struct Browser {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
}

impl Browser {
    /// Connects and signs in.
    pub fn sign_in(url: &str, address: &str, password: &str) -> Result<Self, String> {
        let host = url.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).map_err(|error| format!("{url}: {error}"))?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let mut browser = Self { stream: BufReader::with_capacity(1 << 16, stream), host, cookie: String::new() };
        let form = format!("address={}&password={}&next=/", escaped(address), escaped(password));
        let head = format!(
            "POST /login HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{form}",
            host = browser.host,
            length = form.len()
        );
        let answer = browser.exchange(&head)?;
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        browser.cookie = cookie.ok_or("no session cookie after signing in")?.to_owned();
        Ok(browser)
    }

    /// Fetches a page to its last octet.
    pub fn get(&mut self, path: &str) -> Result<(), String> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.host, self.cookie);
        let answer = self.exchange(&head)?;
        if answer.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(format!("{path}: {answer}")) }
    }

    /// Sends a request and reads the whole answer; returns its head.
    fn exchange(&mut self, request: &str) -> Result<String, String> {
        let failed = |error: std::io::Error| format!("Postern: {error}");
        self.stream.get_mut().write_all(request.as_bytes()).map_err(failed)?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head).map_err(failed)? == 0 {
                return Err("Postern closed the connection".to_owned());
            }
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.ok_or("an answer without a length")?];
        self.stream.read_exact(&mut body).map_err(failed)?;
        Ok(head)
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
