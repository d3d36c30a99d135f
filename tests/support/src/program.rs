//! The program itself, as a process of its own: for its logs, its weight and its end.

use crate::dovecot::Dovecot;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

/// Finds the program that was built together with this one: `debug/postern` beside `debug/deps/http-...` or `debug/examples/demo`.
pub fn program() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(2).unwrap().join("postern")
}

/// Runs until ended, or dropped.
pub struct Program {
    process: Child,
    log: Option<JoinHandle<String>>,
    /// `http://` and where it listens.
    pub origin: String,
    _folder: tempfile::TempDir,
}

impl Program {
    /// Starts Postern for `example.org` in front of a server, with more variables of the environment.
    pub fn start(mail: &Dovecot, more: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let imap = format!("{{ host = \"127.0.0.1\", port = {}, security = \"plain\" }}", mail.imap_port());
        let mut process = Command::new(program())
            .current_dir(folder.path())
            .env("POSTERN__WEB__LISTEN", "127.0.0.1:0")
            .env("POSTERN__WEB__ADMIN_LISTEN", "")
            .env("POSTERN__SERVER__0__DOMAINS", "[\"example.org\"]")
            .env("POSTERN__SERVER__0__IMAP", imap)
            .envs(more.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = process.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).unwrap();
            text
        });
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let origin = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { process, log: Some(log), origin, _folder: folder }
    }

    /// Ends it in order, and returns its log.
    pub fn end(mut self) -> String {
        let killed = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(killed.success());
        assert!(self.process.wait().unwrap().success(), "SIGTERM is an orderly end");
        self.log.take().unwrap().join().unwrap()
    }

    /// Returns a line of `/proc/PID/status` in kilobytes, such as `VmRSS`.
    pub fn kilobytes(&self, what: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':')).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Forgets the highest weight so far (`VmHWM`).
    pub fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs `postern check-config` with these variables; returns the exit code and what it says.
pub fn check_config(more: &[(&str, &str)]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new(program())
        .arg("check-config")
        .current_dir(folder.path())
        .env("POSTERN__SERVER__0__DOMAINS", "[\"example.org\"]")
        .env("POSTERN__SERVER__0__IMAP", "{ host = \"mail.example.org\" }")
        .envs(more.iter().copied())
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}
