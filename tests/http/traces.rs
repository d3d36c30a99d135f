//! Traces for OpenTelemetry, where Postern is built with them: `bin/check traces`.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::spawn;
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, closed_port};
use support::independent_client::deliver;
use support::launcher::Launcher;

/// Takes traces and keeps them, as they come.
struct Collector {
    port: u16,
    taken: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Collector {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, taken) = (listener.local_addr().unwrap().port(), Arc::<Mutex<Vec<Vec<u8>>>>::default());
        let kept = taken.clone();
        spawn(move || listener.incoming().flatten().for_each(|stream| kept.lock().unwrap().push(take(stream))));
        Self { port, taken }
    }

    fn settings(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns how often a text stands in what came.
    fn count(&self, text: &str) -> usize {
        let taken = self.taken.lock().unwrap();
        taken.iter().map(|one| one.windows(text.len()).filter(|window| *window == text.as_bytes()).count()).sum()
    }
}

/// Reads one request, and answers it.
fn take(mut stream: TcpStream) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&octets).to_lowercase();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length: usize = head.split("content-length: ").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
            let begins = octets.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
            if octets.len() >= begins + length {
                break;
            }
        }
        match stream.read(&mut piece).unwrap() {
            0 => break,
            count => octets.extend_from_slice(&piece[..count]),
        }
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n").unwrap();
    octets
}

#[test]
fn a_request_is_a_trace_with_what_was_asked_for_it_and_names_nobody() {
    let (dovecot, collector) = (Dovecot::start(Options::default()), Collector::start());
    deliver(&dovecot, "Spam", &["quaint"]);
    let app = Launcher::before(&dovecot).with(&[("LOG__OTLP_ENDPOINT", &collector.settings())]).program();
    let anna = app.anna();
    anna.page("/spam?q=quaint");
    anna.page("/help/pop-and-imap");
    app.end();
    assert!(collector.count("POST /v1/traces") >= 1);
    for told in ["postern", "read /spam", "write /login", "read /help/{slug}", "EXAMINE", "LOGIN", "store write"] {
        assert!(collector.count(told) >= 1, "{told}");
    }
    // The domain alone stands in the log as well.
    for word in ["anna", "quaint", dovecot.password(ANNA)] {
        assert_eq!(collector.count(word), 0, "{word}");
    }
}

#[test]
fn a_collector_that_is_away_holds_nobody_up_and_is_told_of_once() {
    let endpoint = format!("http://127.0.0.1:{}", closed_port());
    let app = Launcher::before(closed_port()).with(&[("LOG__OTLP_ENDPOINT", &endpoint)]).program();
    let browser = app.browser();
    for _ in 0..50 {
        browser.page("/help");
    }
    let log = app.end();
    assert_eq!(log.matches("traces cannot be sent").count(), 1, "{log}");
}
