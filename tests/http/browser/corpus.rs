//! What is put into the mail: our own hostile HTML, and that of a folder which is no part of the project.

use super::payloads;
use std::collections::BTreeMap;
use std::path::Path;

/// Returns our own payloads: what each tries, and its HTML.
pub fn own() -> Vec<(String, String)> {
    payloads::OWN
        .iter()
        .chain(payloads::OVERLAYS)
        .map(|(title, html)| ((*title).to_owned(), (*html).to_owned()))
        .collect()
}

/// Returns the payloads of `html/*.json` in a folder, and how many there were before those that are the same became one.
pub fn of_folder(corpus: &Path) -> (Vec<(String, String)>, usize) {
    let (mut found, mut count) = (BTreeMap::new(), 0);
    let files = std::fs::read_dir(corpus.join("html")).unwrap().map(|entry| entry.unwrap().path());
    for file in files.filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        let list: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy();
        for (at, payload) in list.iter().enumerate().filter_map(|(at, one)| Some((at, one.get("payload")?.as_str()?))) {
            count += 1;
            found.entry(payload.to_owned()).or_insert_with(|| format!("{name} {at}"));
        }
    }
    (found.into_iter().map(|(payload, title)| (title, payload)).collect(), count)
}
