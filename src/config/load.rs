//! Reads the file and the environment over it.

use super::mistake::MistakeCollector;
use super::reader::Setting;
use super::{Config, Mistake, Mistakes, Store, sections, tree};
use std::path::Path;

/// The file that is read when none is named, if it exists.
const DEFAULT_FILE: &str = "postern.toml";
/// Where a person finds a configuration to begin with.
const EXAMPLE: &str = "README.md, \"Install and configure\"";

impl Config {
    /// Reads the file and the environment over it.
    ///
    /// Without a path that is `postern.toml` in the working directory, if it exists. `environment` is what
    /// `std::env::vars()` gives; variables that do not begin with `POSTERN__` are left alone.
    pub fn load(path: Option<&Path>, environment: impl Iterator<Item = (String, String)>) -> Result<Config, Mistakes> {
        load(path.unwrap_or(Path::new(DEFAULT_FILE)), path.is_some(), environment)
    }

    /// Reads `[store]` alone, from the same file and environment: what is wrong elsewhere, such as a file with a password that is there
    /// only while Postern runs, does not matter.
    ///
    /// # Errors
    /// The mistakes in `[store]`, and a section that is none: it may have been meant for that one.
    pub fn store_of(
        path: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Store, Mistakes> {
        let file = path.unwrap_or(Path::new(DEFAULT_FILE));
        let (laid, mistakes) = (MistakeCollector::default(), MistakeCollector::default());
        let root = read(file, path.is_some(), environment, &laid)?;
        let store = sections::store_alone(&Setting::root(&root, &mistakes), folder_of(file));
        let is_about_it = |mistake: &Mistake| mistake.key == "store" || mistake.key.starts_with("store.");
        let mut found = mistakes.into_mistakes();
        found.0.extend(laid.into_mistakes().0.into_iter().filter(is_about_it));
        if found.0.is_empty() { Ok(store) } else { Err(found) }
    }
}

/// Reads `file`, which must exist when it was `named`, and the environment over it.
pub(super) fn load(
    file: &Path,
    named: bool,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config, Mistakes> {
    let mistakes = MistakeCollector::default();
    let root = read(file, named, environment, &mistakes)?;
    let config = sections::config(&Setting::root(&root, &mistakes), folder_of(file));
    if mistakes.is_empty() { Ok(config) } else { Err(mistakes.into_mistakes()) }
}

/// Returns what the paths in a file are relative to.
fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// Reads what stands in the file, and lays the environment over it.
fn read(
    file: &Path,
    named: bool,
    environment: impl Iterator<Item = (String, String)>,
    mistakes: &MistakeCollector,
) -> Result<tree::Node, Mistakes> {
    let location = file.display().to_string();
    let mistake = |text: String| {
        Mistakes(vec![Mistake { location: location.clone(), key: String::new(), text: format!("found {text}") }])
    };
    let variables = tree::variables(environment);
    let mut root = match std::fs::read(file) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => tree::parse(&text, &location)?,
            Err(_) => return Err(mistake("bytes that are not UTF-8; allowed: a TOML file".into())),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if named || variables.is_empty() {
                return Err(mistake(format!("no such file; an example is in {EXAMPLE}")));
            }
            tree::Node::root(&format!("environment (there is no {location})"))
        }
        Err(error) => return Err(mistake(format!("a file that cannot be read ({error}); allowed: a TOML file"))),
    };
    tree::overlay(&mut root, variables, mistakes);
    Ok(root)
}
