//! The command line: what `main.rs` reads, and what the manual pages are made of (`examples/man`).

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// A webmail for people whose mail program speaks POP.
///
/// Stands in front of a provider's IMAP server and shows in a browser what POP does not: Spam, Trash, and how full the mailbox is. The
/// configuration is described in postern.toml(5).
#[derive(Debug, Parser)]
#[command(name = "postern", version)]
pub struct Arguments {
    /// What to do; without it, `serve`.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The configuration file; without it, postern.toml here, if there is one.
    #[arg(long, global = true)]
    pub config: Option<PathBuf>,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the web server.
    Serve,
    /// Signs in to the server of an address (the password is asked for, or read from a pipe) and says what it can do.
    Probe {
        /// An e-mail address.
        address: String,
    },
    /// Reads the configuration and says what is wrong with it.
    CheckConfig,
    /// Makes the hash of a password for `[admin] password_hash`: the password is asked for, or read from a pipe.
    HashPassword,
    /// Prints the DNS records by which mail programs find the settings, for a zone file. Nothing is asked of the network.
    DnsRecords {
        /// A mail domain; without it, every one that the configuration names.
        domain: Option<String>,
    },
    /// Copies an SQLite database into a new file, as it stands at one moment; a running server goes on meanwhile.
    Backup {
        /// The file to make; it must not be there yet.
        file: PathBuf,
    },
    /// Puts such a copy in the place of the database, while no server runs. What was there before is kept beside it, under the time.
    Restore {
        /// A file that `postern backup` has made.
        file: PathBuf,
    },
    /// Cleans, now and at once, the folders of all who switched that on and were not looked at today, through the master users of the
    /// mail servers. A running server does the same every night.
    Clean,
}
