//! Shows the product on one machine: a private Dovecot with the mail of a POP user, and Postern in front of it.
//!
//! Started by `bin/demo`, which installs what is missing and builds. `--smoke` looks at the pages over HTTP and ends; with `--postgres`
//! sessions are kept in a private PostgreSQL.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a demo talks to the person at the terminal")]

mod site;
mod smoke;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use support::fixtures;

use support::postgres::{Door, Postgres};

use site::{PASSWORD, Port, Site};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let postgres = || has("--postgres").then(|| Postgres::try_start(Door::Password, None)).transpose();
    let outcome = match arguments.iter().find(|argument| !["--smoke", "--postgres"].contains(&argument.as_str())) {
        Some(_) => Err("usage: bin/demo [--smoke] [--postgres]".to_owned()),
        None if has("--smoke") => {
            postgres().and_then(|it| Site::open(Port::Free, it)).and_then(|site| smoke::look(&site))
        }
        None => postgres().and_then(show),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("demo: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the site for a person, until Ctrl-C.
fn show(postgres: Option<Postgres>) -> Result<(), String> {
    let mut site = Site::open(Port::Usual, postgres)?;
    println!(
        "
  Postern is running with the mail of {name}, who reads it with a POP program.

    Web        {url}
    Address    {address}
    Password   {PASSWORD}

  The same mailbox for a mail program on this machine (user name: the address; no TLS):

    POP3       127.0.0.1, port {pop3}
    IMAP       127.0.0.1, port {imap}

  Ctrl-C stops everything and leaves nothing behind.
",
        name = fixtures::NAME,
        address = fixtures::ADDRESS,
        url = site.postern.origin(),
        pop3 = site.dovecot.pop3_port(),
        imap = site.dovecot.imap_port(),
    );
    // Said through a pipe it must arrive before we wait.
    io::stdout().flush().map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(until_stopped(&mut site))?;
    println!("\n  Stopping.");
    Ok(())
}

/// Waits for a signal, or for Postern to end by itself, which is a mistake.
async fn until_stopped(site: &mut Site) -> Result<(), String> {
    let catch = |kind| signal(kind).map_err(|error| format!("cannot wait for Ctrl-C: {error}"));
    let mut interrupt = catch(SignalKind::interrupt())?;
    let mut terminate = catch(SignalKind::terminate())?;
    let mut hangup = catch(SignalKind::hangup())?;
    loop {
        tokio::select! {
            _ = interrupt.recv() => return Ok(()),
            _ = terminate.recv() => return Ok(()),
            _ = hangup.recv() => return Ok(()),
            () = tokio::time::sleep(Duration::from_millis(500)) => site.still_runs()?,
        }
    }
}
