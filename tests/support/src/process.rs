//! What the kernel knows about a process.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Seconds in one tick of `/proc/PID/stat`: Linux tells programs a hundred a second on every machine.
const TICK: f64 = 0.01;

/// Finds the process that runs `program` in the folder `dir`.
pub fn find(program: &Path, dir: &Path) -> Option<u32> {
    let (program, dir) = (program.canonicalize().ok()?, dir.canonicalize().ok()?);
    let mut ids = fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.find(|id: &u32| {
        let link = |name: &str| fs::read_link(format!("/proc/{id}/{name}")).ok();
        link("exe").as_ref() == Some(&program) && link("cwd").as_ref() == Some(&dir)
    })
}

/// Finds the process group of the process whose command line names a file.
pub fn group_naming(file: &str) -> Option<u32> {
    let mut ids = fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let names = |id: &u32| {
        let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        line.split(|&byte| byte == 0).any(|word| word == file.as_bytes())
    };
    let id: u32 = ids.find(names)?;
    stat(id)?.get(2)?.parse().ok()
}

/// Holds what a process has of memory, in kilobytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// Resident now.
    pub now: u64,
    /// The most that ever was.
    pub most: u64,
    /// The part of `now` that is the program's own data; the rest is its file.
    pub data: u64,
}

/// Returns a line of `/proc/PID/status` in kilobytes, such as `VmRSS`.
///
/// # Errors
/// When there is no such process or line.
pub fn kilobytes(id: u32, name: &str) -> Result<u64, String> {
    let path = format!("/proc/{id}/status");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let rest = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    rest.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).ok_or(format!("{path} says no {name}"))
}

/// Reads what a process has of memory.
///
/// # Errors
/// When there is no such process.
pub fn memory(id: u32) -> Result<Memory, String> {
    let field = |name| kilobytes(id, name);
    Ok(Memory { now: field("VmRSS")?, most: field("VmHWM")?, data: field("RssAnon")? })
}

/// Returns the seconds of processor a process has used.
pub fn seconds(id: u32) -> f64 {
    stat(id).map_or(0.0, |fields| used(&fields))
}

/// Returns the seconds of processor the living members of a process group have used.
pub fn group_seconds(group: u32) -> f64 {
    let Ok(entries) = fs::read_dir("/proc") else { return 0.0 };
    let ids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let group = group.to_string();
    ids.filter_map(stat).filter(|fields| fields.get(2) == Some(&group)).map(|fields| used(&fields)).sum()
}

/// Returns the fields of `/proc/PID/stat` from the state on: state, parent, group.
fn stat(id: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name before the last bracket may hold anything.
    Some(text.rsplit(')').next()?.split_whitespace().map(str::to_owned).collect())
}

fn used(fields: &[String]) -> f64 {
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) * TICK
}

/// Counts the connections that are open to a port of this machine.
pub fn connections_to(port: u16) -> usize {
    let table = fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let open = |line: &&str| {
        let mut words = line.split_whitespace().skip(2);
        let there = words.next().is_some_and(|remote| remote.ends_with(&format!(":{port:04X}")));
        there && words.next() == Some("01")
    };
    table.lines().filter(open).count()
}

/// Returns the processes that a process has started.
pub fn children(id: u32) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let ids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let parent = id.to_string();
    ids.filter(|id| stat(*id).is_some_and(|fields| fields.get(1) == Some(&parent))).collect()
}

/// Sends processes of ours a signal, such as `STOP`; those that have ended are left out.
pub fn signal(signal: &str, ids: &[u32]) {
    for id in ids {
        let _ = Command::new("kill").args([format!("-{signal}"), id.to_string()]).stderr(Stdio::null()).status();
    }
}

/// Lets no file grow beyond so many octets that a process of ours writes to, or any.
pub fn limit_files(id: u32, octets: Option<u64>) {
    let soft = octets.map_or("unlimited".to_owned(), |octets| octets.to_string());
    let limit = format!("--fsize={soft}:unlimited");
    let status = Command::new("prlimit").args(["--pid", &id.to_string(), &limit]).status();
    assert!(status.is_ok_and(|status| status.success()), "prlimit {limit}");
}
