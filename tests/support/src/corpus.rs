//! Messages and HTML that nobody here wrote. They are no part of the project: the environment variable `POSTERN_CORPUS` names the
//! folder that holds `mail/<source>/msg/*`, `attachments/*` and `html/*.json`. Where it is unset the tests say so and look at
//! nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Says something that is heard although the test passes; `eprintln!` is heard only when it fails.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Returns the files in a folder of the corpus, by name; says so where there is no corpus.
pub fn files(pattern: &str) -> Option<BTreeMap<PathBuf, Vec<u8>>> {
    let Some(corpus) = std::env::var_os("POSTERN_CORPUS").map(PathBuf::from) else {
        say(&format!("POSTERN_CORPUS is unset: {pattern} of the corpus is not looked at"));
        return None;
    };
    let mut folders = vec![corpus.clone()];
    for part in pattern.split('/') {
        folders = folders.iter().flat_map(|folder| below(folder, part)).collect();
    }
    let files = folders.into_iter().filter(|path| path.is_file());
    let found: BTreeMap<_, _> = files.map(|path| (path.clone(), fs::read(&path).unwrap())).collect();
    assert!(!found.is_empty(), "{} holds no {pattern}", corpus.display());
    Some(found)
}

fn below(folder: &Path, part: &str) -> Vec<PathBuf> {
    match part {
        "*" if folder.is_dir() => fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect(),
        "*" => Vec::new(),
        name => vec![folder.join(name)],
    }
}
