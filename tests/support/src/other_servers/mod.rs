//! Debian's Cyrus and Courier, IMAP and POP3, each a private server like the Dovecot next door: an ordinary user's processes on a
//! loopback port, with mail in a directory of its own; gone when the value is dropped, and when the test process dies.
//!
//! The programs are not installed (the two packages exclude each other, and would start at boot): `bin/check servers` unpacks
//! them into a folder of the build.

pub mod courier;
pub mod cyrus;

use std::fs;
use std::path::{Path, PathBuf};

use crate::dovecot::UnixUser;

/// Anna's password on both servers.
pub const PASSWORD: &str = "correct horse";

/// What Anna may store, in octets.
pub const QUOTA: u64 = 1 << 20;

/// Finds the unpacked programs of a server.
fn unpacked(server: &str, program: &str) -> PathBuf {
    let folder = std::env::var_os("POSTERN_SERVERS").map(PathBuf::from);
    let folder =
        folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/servers")).join(server);
    assert!(folder.join(program).exists(), "{server} is not in {}: run bin/check servers", folder.display());
    folder
}

/// Names the folders an unpacked server's libraries lie in.
fn libraries(root: &Path) -> String {
    let triple = format!("{}-linux-gnu", std::env::consts::ARCH);
    let folders = [format!("usr/lib/{triple}"), "usr/lib".to_owned(), format!("lib/{triple}")];
    folders.map(|folder| root.join(folder).display().to_string()).join(":")
}

/// Hands a directory and all in it to the server's user.
fn hand_over(user: &UnixUser, dir: &Path) {
    for entry in fs::read_dir(dir).expect("the directory can be read").flatten() {
        if entry.path().is_dir() {
            hand_over(user, &entry.path());
        } else {
            user.owns(&entry.path()).expect("a file can be handed over");
        }
    }
    user.owns(dir).expect("a directory can be handed over");
}
