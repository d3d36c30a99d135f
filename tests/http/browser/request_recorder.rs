//! A server that nobody has a reason to speak to: it counts who does.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How much is kept of what was asked, in octets.
const KEPT: usize = 2048;

/// Listens on a port of its own until the process ends.
pub struct RequestRecorder {
    port: u16,
    recorded: Arc<Mutex<Vec<String>>>,
}

impl RequestRecorder {
    /// Opens the recorder.
    pub fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let recorded: Arc<Mutex<Vec<String>>> = Arc::default();
        let keep = recorded.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Who connects and says nothing is recorded, too.
                let at = {
                    let mut recorded = keep.lock().unwrap();
                    recorded.push(String::new());
                    recorded.len() - 1
                };
                let keep = keep.clone();
                std::thread::spawn(move || {
                    let said = answer(stream);
                    if let Some(place) = keep.lock().unwrap().get_mut(at) {
                        *place = said;
                    }
                });
            }
        });
        Self { port, recorded }
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Counts the connections so far.
    pub fn count(&self) -> usize {
        self.recorded.lock().unwrap().len()
    }

    /// Returns what was asked on the connections after the first `from`.
    pub fn recorded(&self, from: usize) -> Vec<String> {
        self.recorded.lock().unwrap().get(from..).unwrap_or_default().to_vec()
    }
}

/// Reads what is asked first, and answers with a small page.
fn answer(mut stream: TcpStream) -> String {
    let mut octets = [0; KEPT];
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let read = stream.read(&mut octets).unwrap_or(0);
    let page = "<!doctype html><link rel=icon href=data:,><title>Nothing here</title>";
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
        page.len()
    );
    readable(&octets[..read])
}

/// Returns a request as text; of the beginning of a TLS connection (RFC 8446, 4.1.2) the host's name alone can be read.
fn readable(octets: &[u8]) -> String {
    let text = String::from_utf8_lossy(octets);
    if octets.first() != Some(&0x16) {
        return text.into_owned();
    }
    let of_host = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    let words =
        text.split(|c| !of_host(c)).filter(|word| word.len() > 6 && word.contains('.') && !word.starts_with('.'));
    format!("TLS for {}", words.collect::<Vec<_>>().join(" or "))
}

/// Waits a little, for what may happen late.
pub fn settle() {
    std::thread::sleep(Duration::from_millis(400));
}
