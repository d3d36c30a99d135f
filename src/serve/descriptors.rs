//! How many files and sockets this process may have open at once.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit as far as the system lets us, and returns what it is then.
///
/// Many systems give 1,024 to a process that does not ask, for the sake of programs that use `select`.
pub(super) fn raise_nofile_limit() -> usize {
    let found = getrlimit(Resource::Nofile);
    // Where it is refused, the old limit stays.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: found.maximum, maximum: found.maximum });
    let limit = getrlimit(Resource::Nofile).current;
    limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
}
