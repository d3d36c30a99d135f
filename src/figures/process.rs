//! What the system says of this process (`proc(5)`); nothing where there is no `/proc`.

use rustix::process::{Resource, getrlimit};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What the system says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Process {
    /// Octets of memory that are not swapped out or shared with nobody's file.
    pub resident: usize,
    /// Files and sockets that are open.
    pub open: usize,
    /// How many may be.
    pub may_open: usize,
}

impl Process {
    /// Asks.
    pub fn ask() -> Self {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        let pages: usize = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or_default();
        let open = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
        let may_open = getrlimit(Resource::Nofile).current.and_then(|limit| usize::try_from(limit).ok());
        Self { resident: pages * rustix::param::page_size(), open, may_open: may_open.unwrap_or(usize::MAX) }
    }
}

/// Returns when this process began, as far as it knows: when this was first asked, which is at the start.
pub(super) fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_of_this_machine_has_memory_and_open_files() {
        let process = Process::ask();
        assert!(process.resident > 1 << 20, "{process:?}");
        assert!((3..=process.may_open).contains(&process.open), "{process:?}");
    }
}
