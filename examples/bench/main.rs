//! Measures Postern against the bare IMAP dialogue that does the same, in one run, on one private Dovecot.
//!
//! Started by `bin/bench`. Quote the ratios: the times are those of the machine at hand.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to the person at the terminal")]

mod actions;
mod browser;
mod job;
mod letters;
mod load;
mod mailboxes;
mod many_accounts;
mod memory;
mod night;
mod pages;
mod raw;
mod rig;
mod sessions;
mod storage;
mod table;

use rig::Rig;
use std::process::ExitCode;
use support::postgres::{Door, Postgres};

/// Measures one thing and prints its lines.
type Bench = fn(&mut Rig) -> Result<(), String>;

const BENCHES: [(&str, Bench); 13] = [
    ("list", pages::list),
    ("read", pages::read),
    ("letter", letters::letter),
    ("bombs", letters::bombs),
    ("rescue", actions::rescue),
    ("delete", actions::delete),
    ("empty", actions::empty),
    ("job", job::job),
    ("storage", storage::storage),
    ("night", night::night),
    ("load", load::load),
    ("memory", memory::memory),
    ("sessions", sessions::sessions),
];

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("bench: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let (options, names): (Vec<_>, Vec<_>) = arguments.iter().partition(|argument| *argument == "--postgres");
    let postgres = (!options.is_empty()).then(|| Postgres::try_start(Door::Password, None)).transpose()?;
    let known = BENCHES.map(|(name, _)| name).join("|");
    if let Some(wrong) = names.iter().find(|name| BENCHES.iter().all(|(known, _)| known != *name)) {
        return Err(format!("{wrong:?} is nothing that is measured. usage: bin/bench [--postgres] [{known}]..."));
    }
    let mut rig = Rig::start(postgres)?;
    for (name, bench) in BENCHES {
        if names.is_empty() || names.iter().any(|wanted| *wanted == name) {
            bench(&mut rig).map_err(|why| format!("{name}: {why}"))?;
        }
    }
    Ok(())
}
