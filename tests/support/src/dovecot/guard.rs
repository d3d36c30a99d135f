//! A child process that never outlives the process that started it.
//!
//! A small shell stands between us and the program and holds the read end of a pipe. One line on the pipe stops the program;
//! the end of the pipe, which comes when we are gone in whatever way (a failed test, Ctrl-C, `kill -9`), stops it as well and
//! removes its directory.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Takes the directory to remove, then the program and its arguments.
const SHELL: &str = r#"
dir=$1; shift
exec 3<&0 </dev/null
# Cyrus answers SIGTERM by sending it to its whole process group, and that is us: the directory is still to be removed.
trap : TERM
"$@" 3<&- & child=$!
{ read -r _ <&3 || : >"$dir/orphan"; kill -TERM "$child"; } 2>/dev/null & reader=$!
wait "$child"; code=$?
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
kill "$reader" 2>/dev/null; wait "$reader" 2>/dev/null
if [ -e "$dir/orphan" ]; then rm -rf "$dir" || { sleep 1; rm -rf "$dir"; }; kill -KILL 0; fi
exit "$code"
"#;

/// How long an orderly stop may take before everything left is killed.
const STOP: Duration = Duration::from_secs(15);

/// Runs one program in a process group of its own and stops it when dropped.
pub struct Guard {
    child: Child,
}

impl Guard {
    /// Starts `command` (program first) as the Unix user `owner`, or as ourselves; what it prints goes to `log`.
    ///
    /// # Errors
    /// When the shell cannot be started. A program that fails shows in [`Guard::running`] and in its log.
    pub fn spawn(command: &[&str], dir: &Path, owner: Option<(u32, u32)>, log: File) -> io::Result<Self> {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", SHELL, "guard"]).arg(dir).args(command);
        shell.process_group(0).current_dir(dir).stdin(Stdio::piped());
        shell.stdout(log.try_clone()?).stderr(log);
        if let Some((uid, gid)) = owner {
            shell.uid(uid).gid(gid);
        }
        Ok(Self { child: shell.spawn()? })
    }

    /// Tells whether the program still runs.
    pub fn running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Returns the process group that ends with the program.
    pub fn group(&self) -> i32 {
        i32::try_from(self.child.id()).unwrap_or(0)
    }

    /// Asks the program to end and waits for it; returns how it ended, or nothing where it had to be killed after a while.
    pub fn stop(&mut self) -> Option<ExitStatus> {
        if let Some(mut pipe) = self.child.stdin.take() {
            // A program that has ended already has closed the pipe: nothing to say then.
            let _ = pipe.write_all(b"stop\n");
        }
        let start = Instant::now();
        let mut status = None;
        while status.is_none() && start.elapsed() <= STOP {
            sleep(Duration::from_millis(5));
            status = self.child.try_wait().unwrap_or_default();
        }
        // What the program started may outlive it: Dovecot lets a session that was just used go on for ten seconds.
        self.kill();
        status
    }

    /// Ends the program and all it has started at once, as a power cut would.
    pub fn kill(&mut self) {
        let group = self.child.id().to_string();
        let _ = Command::new("/bin/sh").args(["-c", r#"kill -KILL "-$0""#, &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
        let start = Instant::now();
        while lives(&group) && start.elapsed() < STOP {
            sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Tells whether a process group has members besides dead ones that nobody has collected yet.
fn lives(group: &str) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else { return false };
    processes.flatten().any(|process| {
        let stat = fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        // The name before the last bracket may hold anything; state, parent and group follow it.
        let mut fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields.next().is_some_and(|state| state != "Z") && fields.nth(1) == Some(group)
    })
}
