//! The two servers of the demo.

use std::net::TcpListener;

use support::dovecot::{Dovecot, Options};
use support::fixtures;
use support::launcher::{Launcher, Program};
use support::postgres::Postgres;

/// Anna's password.
pub const PASSWORD: &str = "sunny lake 42";

/// Names the two ways to choose Postern's port.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// 8080, or a free one when somebody has it.
    Usual,
    /// Any free one.
    Free,
}

/// Holds the servers; dropped, Postern stops first, and their directories go with them.
pub struct Site {
    /// Postern, and where it answers.
    pub postern: Program,
    /// The mail server with Anna's mailbox.
    pub dovecot: Dovecot,
    /// The database's server, where it is none of Postern's own files.
    _postgres: Option<Postgres>,
}

impl Site {
    /// Starts the servers and returns once Postern serves.
    pub fn open(port: Port, postgres: Option<Postgres>) -> Result<Self, String> {
        let dovecot = Dovecot::try_start(Options {
            users: vec![(fixtures::ADDRESS.to_owned(), PASSWORD.to_owned())],
            quota_bytes: Some(fixtures::QUOTA_BYTES),
            mailboxes: fixtures::MAILBOXES.map(|(name, attribute)| (name.to_owned(), attribute)).into(),
            ..Options::default()
        })?;
        dovecot.try_deliver_many(fixtures::ADDRESS, &fixtures::mail(jiff::Timestamp::now()))?;
        let port = choose(port).map_err(|error| format!("no free port: {error}"))?;
        let launcher = Launcher::before(&dovecot).on_port(port).on_a_database_of(postgres.as_ref());
        Ok(Self { postern: launcher.try_program()?, dovecot, _postgres: postgres })
    }

    /// Says what Postern wrote when it has ended by itself.
    pub fn still_runs(&mut self) -> Result<(), String> {
        if self.postern.running() {
            Ok(())
        } else {
            Err(format!("Postern has ended by itself.\n{}", self.postern.log()))
        }
    }
}

fn choose(port: Port) -> std::io::Result<u16> {
    let usual = if port == Port::Usual { TcpListener::bind("127.0.0.1:8080").ok() } else { None };
    let socket = usual.map_or_else(|| TcpListener::bind("127.0.0.1:0"), Ok)?;
    socket.local_addr().map(|address| address.port())
}
