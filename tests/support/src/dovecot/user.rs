//! The Unix user a private server runs as.

use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Holds an ordinary user's names and numbers.
pub struct UnixUser {
    /// Its number.
    pub uid: u32,
    /// Its group's number.
    pub gid: u32,
    /// Its name.
    pub name: String,
    /// Its group's name.
    pub group: String,
    we_are_root: bool,
}

impl UnixUser {
    /// Picks ourselves, or `nobody` when we are root.
    pub fn for_server() -> Result<Self, String> {
        let we_are_root = id(&["-u"])? == "0";
        let who: &[&str] = if we_are_root { &["nobody"] } else { &[] };
        let ask = |flag| id(&[&[flag], who].concat());
        let number = |flag| ask(flag)?.parse().map_err(|_| format!("`id {flag}` printed no number"));
        Ok(Self { uid: number("-u")?, gid: number("-g")?, name: ask("-un")?, group: ask("-gn")?, we_are_root })
    }

    /// Returns the uid and gid to change to, or nothing when that is us already.
    pub fn change(&self) -> Option<(u32, u32)> {
        self.we_are_root.then_some((self.uid, self.gid))
    }

    /// Hands a file to this user.
    pub fn owns(&self, path: &Path) -> io::Result<()> {
        match self.change() {
            Some((uid, gid)) => chown(path, Some(uid), Some(gid)),
            None => Ok(()),
        }
    }

    /// Makes a command run as this user.
    pub fn applied<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self.change() {
            Some((uid, gid)) => command.uid(uid).gid(gid),
            None => command,
        }
    }
}

fn id(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("id").args(arguments).output().map_err(|error| format!("cannot run `id`: {error}"))?;
    match (output.status.success(), String::from_utf8(output.stdout)) {
        (true, Ok(text)) => Ok(text.trim().to_owned()),
        _ => Err(format!("`id {}` knows no such user", arguments.join(" "))),
    }
}
