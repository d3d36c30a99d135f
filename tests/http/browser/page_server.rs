//! A small web server for pages that the tests write themselves.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A page: its header lines, each with its line end, and its text.
type Page = (String, String);

/// Listens on a port of its own until the process ends.
pub struct PageServer {
    port: u16,
    pages: Arc<Mutex<BTreeMap<String, Page>>>,
}

impl PageServer {
    /// Starts without pages.
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let pages: Arc<Mutex<BTreeMap<String, Page>>> = Arc::default();
        let known = pages.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let known = known.clone();
                std::thread::spawn(move || answer(stream, &known));
            }
        });
        Self { port, pages }
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Puts a page at a path and returns its address.
    pub fn put(&self, path: &str, headers: &[(&str, &str)], html: String) -> String {
        let lines = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        self.pages.lock().unwrap().insert(path.to_owned(), (lines, html));
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn answer(mut stream: TcpStream, pages: &Mutex<BTreeMap<String, Page>>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
    let Ok(reading) = stream.try_clone() else { return };
    let lines: Vec<String> =
        BufReader::new(reading).lines().map_while(Result::ok).take_while(|l| !l.is_empty()).collect();
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let page = pages.lock().unwrap().get(path).cloned();
    let status = if page.is_some() { "200 OK" } else { "404 Not Found" };
    let (headers, html) = page.unwrap_or_default();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncache-control: no-store\r\n{headers}\
         content-length: {}\r\nconnection: close\r\n\r\n{html}",
        html.len()
    );
}
