//! Several Posterns over one database, each of which may die, stand still, or come back; and who makes them do so.

use super::chance::Chance;
use std::time::{Duration, Instant};
use support::host::{Host, free_port};
use support::launcher::{Launcher, Program};
use support::process;

/// How long a node holds what it has taken on, when nothing more is heard of it.
pub const LEASE: Duration = Duration::from_secs(15);
/// How long a node may take to end in an orderly way.
const END: Duration = Duration::from_secs(20);
/// Actions on more messages than this are jobs.
pub const JOBS_FROM: u32 = 40;

enum State {
    Up(Program),
    /// Stands still until then.
    Paused(Program, Instant),
    /// Was asked to end.
    Ending(Program, Instant),
    /// Is started again then.
    Dead(Instant),
}

struct Node {
    port: u16,
    state: State,
    log: String,
}

/// What was done to the nodes, how often.
#[derive(Debug, Default, Clone, Copy)]
pub struct Torments {
    /// Killed at once.
    pub kills: u32,
    /// Killed while they stood still.
    pub killed_paused: u32,
    /// Stopped, and let go on.
    pub pauses: u32,
    /// The same, for longer than a lease.
    pub long_pauses: u32,
    /// Asked to end.
    pub terms: u32,
    /// Did not end in time when they were asked to.
    pub late: u32,
    /// Started again.
    pub restarts: u32,
    /// Jobs that were open at these moments.
    pub amid: usize,
}

/// Several Posterns over one database.
pub struct Nodes {
    host: Host,
    database: String,
    public_url: Option<String>,
    nodes: Vec<Node>,
    /// What was done to them.
    pub torments: Torments,
}

impl Nodes {
    /// Makes room for so many, on ports that are known from now on.
    pub fn new(count: usize, host: impl Into<Host>, database: &str) -> Self {
        let node = || Node { port: free_port().unwrap(), state: State::Dead(Instant::now()), log: String::new() };
        let nodes = (0..count).map(|_| node()).collect();
        let (host, database, torments) = (host.into(), database.to_owned(), Torments::default());
        Self { host, database, public_url: None, nodes, torments }
    }

    /// Says how browsers reach them all.
    pub fn reached_at(mut self, public_url: &str) -> Self {
        self.public_url = Some(public_url.to_owned());
        self
    }

    /// Returns the ports they listen on.
    pub fn ports(&self) -> Vec<u16> {
        self.nodes.iter().map(|node| node.port).collect()
    }

    /// Starts one.
    pub fn start(&mut self, number: usize) {
        let port = self.nodes[number].port;
        let jobs_from = JOBS_FROM.to_string();
        let mut launcher = Launcher::before(&self.host).on_database(&self.database).on_port(port);
        launcher = launcher.with(&[("JOBS__FROM", &jobs_from)]);
        if let Some(public_url) = &self.public_url {
            launcher = launcher.with(&[("WEB__PUBLIC_URL", public_url)]);
        }
        self.nodes[number].state = State::Up(launcher.program());
    }

    /// Returns one that is up.
    pub fn up(&self, number: usize) -> &Program {
        match &self.nodes[number].state {
            State::Up(program) => program,
            _ => panic!("node {number} is not up"),
        }
    }

    /// Kills one at once.
    pub fn kill(&mut self, number: usize, again: Instant) {
        let node = &mut self.nodes[number];
        match std::mem::replace(&mut node.state, State::Dead(again)) {
            State::Up(program) => node.log += &program.log(),
            State::Paused(program, _) | State::Ending(program, _) => {
                node.log += &program.log();
                self.torments.killed_paused += 1;
            }
            State::Dead(_) => {}
        }
        self.torments.kills += 1;
    }

    /// Lets one stand still.
    pub fn pause(&mut self, number: usize, time: Duration) {
        let node = &mut self.nodes[number];
        let State::Up(program) = std::mem::replace(&mut node.state, State::Dead(Instant::now())) else {
            panic!("node {number} is not up")
        };
        process::signal("STOP", &[program.id()]);
        node.state = State::Paused(program, Instant::now() + time);
        self.torments.pauses += 1;
        self.torments.long_pauses += u32::from(time > LEASE);
    }

    /// Lets one go on that stands still.
    pub fn go_on(&mut self, number: usize) {
        let node = &mut self.nodes[number];
        let State::Paused(program, _) = std::mem::replace(&mut node.state, State::Dead(Instant::now())) else {
            panic!("node {number} does not stand still")
        };
        process::signal("CONT", &[program.id()]);
        node.state = State::Up(program);
    }

    fn ask_to_end(&mut self, number: usize) {
        let node = &mut self.nodes[number];
        if let State::Up(program) = std::mem::replace(&mut node.state, State::Dead(Instant::now())) {
            process::signal("TERM", &[program.id()]);
            node.state = State::Ending(program, Instant::now());
            self.torments.terms += 1;
        }
    }

    /// Does something to one of them, unless it is the only one that answers.
    pub fn torment(&mut self, chance: &mut Chance) {
        let up: Vec<usize> = (0..self.nodes.len()).filter(|&n| matches!(self.nodes[n].state, State::Up(_))).collect();
        let again = Instant::now() + Duration::from_millis(chance.between(500, 5_000));
        if self.nodes.len() == 1 {
            if up == [0] {
                self.kill(0, Instant::now());
            }
        } else if up.len() > 1 {
            let number = *chance.one(&up);
            // A short run has each of these, too.
            match chance.between(0, 100) {
                _ if self.torments.kills == 0 => self.kill(number, again),
                _ if self.torments.long_pauses == 0 => {
                    self.pause(number, LEASE + Duration::from_millis(chance.between(1_000, 10_000)));
                }
                0..30 => self.kill(number, again),
                30..82 => self.pause(number, Duration::from_millis(chance.between(5_000, 25_000))),
                _ => self.ask_to_end(number),
            }
        }
    }

    /// Lets those go on whose time has come; one in six that stands still never does.
    pub fn look_after(&mut self, chance: &mut Chance) {
        let now = Instant::now();
        for number in 0..self.nodes.len() {
            match &mut self.nodes[number].state {
                State::Paused(_, until) if *until < now => match chance.between(0, 6) {
                    0 => self.kill(number, now + Duration::from_secs(1)),
                    _ => self.go_on(number),
                },
                State::Ending(program, since) => {
                    let late = since.elapsed() > END;
                    if late || !program.running() {
                        self.torments.late += u32::from(late);
                        let node = &mut self.nodes[number];
                        if let State::Ending(program, _) = &node.state {
                            node.log += &program.log();
                        }
                        node.state = State::Dead(now);
                    }
                }
                State::Dead(again) if *again < now => {
                    self.start(number);
                    self.torments.restarts += 1;
                }
                _ => {}
            }
        }
    }

    /// Waits until all of them are up again.
    pub fn all_up(&mut self, chance: &mut Chance) {
        for node in &mut self.nodes {
            if let State::Paused(_, until) = &mut node.state {
                *until = Instant::now();
            }
        }
        while self.nodes.iter().any(|node| !matches!(node.state, State::Up(_))) {
            self.look_after(chance);
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Returns the lines of all their logs that hold a word.
    pub fn lines_with(&self, word: &str) -> Vec<String> {
        let log = |node: &Node| match &node.state {
            State::Up(program) | State::Paused(program, _) | State::Ending(program, _) => program.log(),
            State::Dead(_) => String::new(),
        };
        let all = self.nodes.iter().map(|node| node.log.clone() + &log(node));
        all.flat_map(|log| log.lines().filter(|line| line.contains(word)).map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }
}
