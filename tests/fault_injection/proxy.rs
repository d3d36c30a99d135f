//! Something in the line that breaks it after so many octets.

use socket2::SockRef;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::spawn;
use std::time::Duration;

/// Says whose octets are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// What the server says.
    FromServer,
    /// What Postern says.
    ToServer,
}

/// Says how the line breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Both ends see an orderly end.
    Close,
    /// Both ends see a reset.
    Reset,
    /// Nothing more passes, and nobody is told.
    Stall,
}

/// Says when and how the next connection breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    pub way: Direction,
    pub after: u64,
    pub how: Fault,
}

/// Passes everything on, until it is told otherwise.
pub struct Proxy {
    pub port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    plan: Mutex<Option<Plan>>,
    live: Mutex<Vec<Arc<Line>>>,
    /// Set when a line stands still.
    still: AtomicBool,
    /// What passed on the connection that was opened last: from the server, to the server.
    passed: Mutex<Arc<[AtomicU64; 2]>>,
}

/// One connection, both of its ends.
struct Line {
    client: TcpStream,
    server: TcpStream,
}

impl Line {
    fn end(&self, how: Fault) {
        for stream in [&self.client, &self.server] {
            if how == Fault::Reset {
                let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
            }
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Proxy {
    /// Listens, and passes each connection on to this port.
    pub fn start(upstream: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = state.clone();
        spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", upstream)) else { continue };
                // Or each short piece waits for the other end to have said something about the one before.
                let _ = (client.set_nodelay(true), server.set_nodelay(true));
                let plan = shared.plan.lock().unwrap().take();
                let passed: Arc<[AtomicU64; 2]> = Arc::default();
                *shared.passed.lock().unwrap() = passed.clone();
                let line = Arc::new(Line { client, server });
                shared.live.lock().unwrap().push(line.clone());
                for way in [Direction::FromServer, Direction::ToServer] {
                    let (line, passed, state) = (line.clone(), passed.clone(), shared.clone());
                    spawn(move || pump(&line, way, plan, &passed, &state.still));
                }
            }
        });
        Self { port, state }
    }

    /// Breaks the next connection that is opened.
    pub fn break_next(&self, plan: Plan) {
        self.state.still.store(false, Ordering::SeqCst);
        *self.state.plan.lock().unwrap() = Some(plan);
    }

    /// Tells whether a line has come to a standstill since the last plan.
    pub fn stands_still(&self) -> bool {
        self.state.still.load(Ordering::SeqCst)
    }

    /// Breaks nothing from now on; tells whether the plan was still waiting for a connection.
    pub fn relent(&self) -> bool {
        self.state.plan.lock().unwrap().take().is_some()
    }

    /// Ends every connection.
    pub fn end_all(&self) {
        for line in self.state.live.lock().unwrap().drain(..) {
            line.end(Fault::Close);
        }
    }

    /// Returns what passed on the connection that was opened last.
    pub fn passed(&self, way: Direction) -> u64 {
        self.state.passed.lock().unwrap()[way as usize].load(Ordering::SeqCst)
    }
}

fn pump(line: &Line, way: Direction, plan: Option<Plan>, passed: &[AtomicU64; 2], still: &AtomicBool) {
    let (mut from, mut to) = match way {
        Direction::FromServer => (&line.server, &line.client),
        Direction::ToServer => (&line.client, &line.server),
    };
    let mut buffer = [0; 16 * 1024];
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 {
            break;
        }
        let before = passed[way as usize].fetch_add(read as u64, Ordering::SeqCst);
        let plan = plan.filter(|plan| plan.way == way && before + read as u64 >= plan.after);
        let pass = plan.map_or(read, |plan| usize::try_from(plan.after.saturating_sub(before)).unwrap().min(read));
        if to.write_all(&buffer[..pass]).is_err() {
            break;
        }
        match plan.map(|plan| plan.how) {
            // Neither end hears of it; the other way goes on, and nobody answers.
            Some(Fault::Stall) => return still.store(true, Ordering::SeqCst),
            Some(how) => return line.end(how),
            None => {}
        }
    }
    line.end(Fault::Close);
}
