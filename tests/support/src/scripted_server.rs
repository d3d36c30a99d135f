//! A scripted IMAP server: it plays transcripts on a loopback port, one for each connection, and says where a client left them.
//!
//! ```text
//! S: * OK ready                    is sent, with CRLF; `\r`, `\n` and `\xff` in it are those octets
//! C: {tag} EXAMINE "INBOX"         is expected; a word in braces is bound by the line that begins with it
//! S: {tag} OK done                 and stands for the same text from then on; `{*}` in a `C:` line is anything
//! C: x\r\ny                        behind a line that announced a literal: its octets and the rest of the line
//! S> * 1 FE                        is sent without CRLF
//! S! close, stall, stop, starttls  ends the connection; waits for its end; half-closes; speaks TLS from here
//! S! forget                        awaits no more of the literal that was announced last, for it was refused
//! S! pause 50                      waits so many milliseconds
//! S! repeat 9 * OK                 sends a line so many times, or until the client goes away
//! ```
//! Behind the last line a LOGOUT is answered, and every other command is one too many.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// How long the server waits for a line of the client: above every wait of a test that is not about waiting.
const PATIENCE: Duration = Duration::from_secs(8);

/// Serves scripts until each was played.
pub struct ScriptServer {
    port: u16,
    state: Arc<State>,
    expected: usize,
}

#[derive(Default)]
struct State {
    opened: AtomicUsize,
    ended: AtomicUsize,
    stalled: AtomicUsize,
    /// What each connection heard and said.
    heard: Mutex<Vec<Vec<String>>>,
    failures: Mutex<Vec<String>>,
}

/// Writes text as a literal of a `S:` line.
pub fn literal(text: &str) -> String {
    format!("{{{}}}\\r\\n{}", text.len(), text.replace('\r', "\\r").replace('\n', "\\n"))
}

impl ScriptServer {
    /// Serves these scripts without TLS, the first to the first connection.
    pub fn play<T: AsRef<str>>(scripts: &[T]) -> Self {
        Self::start(scripts, None, false)
    }

    /// Serves with a certificate: TLS from the first octet, or from `S! starttls` on.
    pub fn start<T: AsRef<str>>(scripts: &[T], tls: Option<Arc<ServerConfig>>, at_once: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("the port").port();
        let state = Arc::new(State::default());
        let scripts: Vec<String> = scripts.iter().map(|script| script.as_ref().to_owned()).collect();
        let expected = scripts.len();
        let shared = state.clone();
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = shared.opened.fetch_add(1, Ordering::SeqCst);
                shared.heard.lock().expect("no panic").push(Vec::new());
                let (state, tls, script) = (shared.clone(), tls.clone(), scripts.get(number).cloned());
                spawn(move || {
                    let Some(script) = script else {
                        return state.fail(number, "there is no script for this connection");
                    };
                    let _ = stream.set_read_timeout(Some(PATIENCE));
                    let _ = stream.set_nodelay(true);
                    let mut player = Player::new(number, Wire::Plain(stream), state.clone(), tls);
                    if at_once {
                        player.secure();
                    }
                    if let Err(why) = player.play(&script) {
                        state.fail(number, &why);
                    }
                    drop(player);
                    state.ended.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self { port, state, expected }
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns how many connections were opened.
    pub fn opened(&self) -> usize {
        self.state.opened.load(Ordering::SeqCst)
    }

    /// Returns how many connections have ended, each as its script says.
    pub fn ended(&self) -> usize {
        self.state.ended.load(Ordering::SeqCst)
    }

    /// Returns what the clients said so far, all connections one after the other.
    pub fn heard(&self) -> Vec<String> {
        self.state.heard.lock().expect("no panic").concat()
    }

    /// Waits until so many connections came to `S! stall`.
    pub async fn stalled(&self, wanted: usize) {
        wait_for("a stall", || self.state.stalled.load(Ordering::SeqCst) >= wanted).await;
    }

    /// Waits until so many connections have ended.
    pub async fn wait_ended(&self, wanted: usize) {
        let ended = || self.ended() >= wanted || !self.state.failures.lock().expect("no panic").is_empty();
        wait_for("the end of a connection", ended).await;
        self.check();
    }

    /// Waits for the end of every script; drop what holds connections before.
    ///
    /// # Panics
    /// With what was expected and what came, where they differ.
    pub async fn finish(self) {
        self.wait_ended(self.expected).await;
        assert_eq!(self.opened(), self.expected, "connections");
    }

    fn check(&self) {
        let failures = self.state.failures.lock().expect("no panic");
        assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
    }
}

/// Waits for something that another thread does, and gives the runtime its turns.
pub async fn wait_for(what: &str, done: impl Fn() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < PATIENCE * 2, "{what} did not come");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

impl State {
    fn fail(&self, number: usize, why: &str) {
        let heard = self.heard.lock().expect("no panic").get(number).cloned().unwrap_or_default().join("\n  ");
        let failure = format!("connection {}:\n  {heard}\n{why}", number + 1);
        self.failures.lock().expect("no panic").push(failure);
    }
}

enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
    Gone,
}

impl Wire {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
            Self::Gone => Ok(0),
        }
    }

    fn write(&mut self, octets: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Plain(stream) => stream.write_all(octets),
            Self::Tls(stream) => stream.write_all(octets).and_then(|()| stream.flush()),
            Self::Gone => Ok(()),
        }
    }
}

struct Player {
    number: usize,
    wire: Wire,
    state: Arc<State>,
    tls: Option<Arc<ServerConfig>>,
    input: Vec<u8>,
    names: BTreeMap<String, String>,
    owed: usize,
}

impl Player {
    fn new(number: usize, wire: Wire, state: Arc<State>, tls: Option<Arc<ServerConfig>>) -> Self {
        Self { number, wire, state, tls, input: Vec::new(), names: BTreeMap::new(), owed: 0 }
    }

    fn secure(&mut self) {
        let config = self.tls.clone().expect("a certificate for TLS");
        if let Wire::Plain(stream) = std::mem::replace(&mut self.wire, Wire::Gone) {
            let connection = ServerConnection::new(config).expect("a usable certificate");
            self.wire = Wire::Tls(Box::new(StreamOwned::new(connection, stream)));
        }
    }

    fn note(&self, line: String) {
        if let Some(heard) = self.state.heard.lock().expect("no panic").get_mut(self.number) {
            heard.push(line);
        }
    }

    fn play(&mut self, script: &str) -> Result<(), String> {
        for line in script.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
            if let Some(text) = line.strip_prefix("C: ") {
                self.expect(text)?;
            } else if let Some(text) = line.strip_prefix("S: ") {
                let octets = [self.filled(text), b"\r\n".to_vec()].concat();
                self.say(&octets);
            } else if let Some(text) = line.strip_prefix("S> ") {
                let octets = self.filled(text);
                self.say(&octets);
            } else if let Some(what) = line.strip_prefix("S! ") {
                match what.split_once(' ').unwrap_or((what, "")) {
                    ("close", _) => return Ok(()),
                    ("stall", _) => return self.stall(),
                    ("stop", _) => {
                        if let Wire::Plain(stream) = &self.wire {
                            let _ = stream.shutdown(Shutdown::Write);
                        }
                    }
                    ("starttls", _) => self.secure(),
                    ("forget", _) => self.owed = 0,
                    ("repeat", what) => {
                        let (times, text) = what.split_once(' ').expect("how often, and what");
                        self.repeat(times.parse().expect("a number"), text);
                    }
                    ("pause", time) => sleep(Duration::from_millis(time.parse().expect("milliseconds"))),
                    _ => panic!("no such directive: {line}"),
                }
            } else {
                panic!("no such line of a script: {line}");
            }
        }
        self.end()
    }

    fn say(&mut self, octets: &[u8]) {
        self.note(format!("S: {}", String::from_utf8_lossy(octets).trim_end()));
        // A client that went away shows at the next line that is expected of it.
        let _ = self.wire.write(octets);
    }

    fn repeat(&mut self, times: usize, text: &str) {
        let line = [self.filled(text), b"\r\n".to_vec()].concat();
        let at_once = (64 * 1024 / line.len()).clamp(1, times);
        let block = line.repeat(at_once);
        for _ in 0..times / at_once {
            if self.wire.write(&block).is_err() {
                return;
            }
        }
        let _ = self.wire.write(&line.repeat(times % at_once));
    }

    fn stall(&mut self) -> Result<(), String> {
        self.state.stalled.fetch_add(1, Ordering::SeqCst);
        if let Wire::Plain(stream) = &self.wire {
            let _ = stream.set_read_timeout(None);
        }
        while self.more()? {}
        Ok(())
    }

    /// Waits for the client's end; LOGOUT is a good one.
    fn end(&mut self) -> Result<(), String> {
        if let Wire::Plain(stream) = &self.wire {
            let _ = stream.set_read_timeout(None);
        }
        match self.line()? {
            None => Ok(()),
            Some(line) => match line.split_once(' ') {
                Some((tag, "LOGOUT")) => {
                    self.say(format!("* BYE\r\n{tag} OK\r\n").as_bytes());
                    Ok(())
                }
                // ManageSieve has no tags.
                None if line == "LOGOUT" => Ok(()),
                _ => Err(format!("expected nothing more, or LOGOUT\n     got C: {line}")),
            },
        }
    }

    fn expect(&mut self, pattern: &str) -> Result<(), String> {
        let wanted = |pattern: &str| format!("expected C: {pattern}");
        let line = match self.line() {
            Ok(Some(line)) => line,
            Ok(None) => return Err(format!("{}\n     got the end of the connection", wanted(pattern))),
            Err(why) => return Err(format!("{}\n     got {why}", wanted(pattern))),
        };
        let mut pattern = pattern.to_owned();
        if let Some((name, _)) = pattern.strip_prefix('{').and_then(|rest| rest.split_once('}'))
            && is_name(name)
        {
            let word = line.split(' ').next().unwrap_or_default().to_owned();
            self.names.insert(name.to_owned(), word);
        }
        pattern = self.named(&pattern);
        if matches(&pattern, &line) {
            return Ok(());
        }
        Err(format!("{}\n     got C: {line}", wanted(&pattern)))
    }

    /// Reads a line with the literals that are owed before it; control characters are escaped.
    fn line(&mut self) -> Result<Option<String>, String> {
        loop {
            let from = self.owed;
            let end = self.input.get(from..).and_then(|rest| rest.windows(2).position(|two| two == b"\r\n"));
            if let Some(end) = end {
                let line: Vec<u8> = self.input.drain(..from + end + 2).collect();
                let text = String::from_utf8_lossy(line.get(..from + end).unwrap_or_default()).into_owned();
                self.owed = announced(&text);
                let text = text.replace('\r', "\\r").replace('\n', "\\n");
                self.note(format!("C: {text}"));
                return Ok(Some(text));
            }
            if !self.more()? {
                if self.input.is_empty() {
                    return Ok(None);
                }
                return Err(format!("half a line: {}", self.input.escape_ascii()));
            }
        }
    }

    fn more(&mut self) -> Result<bool, String> {
        let mut buffer = [0; 4096];
        match self.wire.read(&mut buffer) {
            Ok(0) => Ok(false),
            Ok(count) => {
                self.input.extend_from_slice(buffer.get(..count).unwrap_or_default());
                Ok(true)
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Err("nothing for a long time".to_owned())
            }
            Err(_) => Ok(false),
        }
    }

    fn named(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    fn filled(&self, text: &str) -> Vec<u8> {
        let text = self.named(text).replace("\\r", "\r").replace("\\n", "\n");
        let mut pieces = text.split("\\x");
        let mut octets = pieces.next().unwrap_or_default().as_bytes().to_vec();
        for piece in pieces {
            let (digits, rest) = piece.split_at(2);
            octets.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits"));
            octets.extend_from_slice(rest.as_bytes());
        }
        octets
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase())
}

/// Returns the size of the literal that a line announces at its end, or 0.
fn announced(line: &str) -> usize {
    let inner = line.strip_suffix('}').and_then(|line| line.rsplit_once('{'));
    inner.and_then(|(_, size)| size.strip_suffix('+').unwrap_or(size).parse().ok()).unwrap_or(0)
}

fn matches(pattern: &str, line: &str) -> bool {
    let mut pieces = pattern.split("{*}");
    let Some(mut rest) = pieces.next().and_then(|first| line.strip_prefix(first)) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
    for piece in middle {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}
