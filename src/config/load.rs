//! Reads the file and the environment over it.

use super::mistake::MistakeCollector;
use super::reader::Setting;
use super::{Config, Mistake, Mistakes, sections, tree};
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
}

/// Reads `file`, which must exist when it was `named`, and the environment over it.
pub(super) fn load(
    file: &Path,
    named: bool,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config, Mistakes> {
    let location = file.display().to_string();
    let mistake = |text: String| {
        Mistakes(vec![Mistake { location: location.clone(), key: String::new(), text: format!("found {text}") }])
    };
    let variables = tree::variables(environment);
    let mistakes = MistakeCollector::default();
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
    tree::overlay(&mut root, variables, &mistakes);
    let folder = file.parent().unwrap_or(Path::new(""));
    let config = sections::config(&Setting::root(&root, &mistakes), folder);
    if mistakes.is_empty() { Ok(config) } else { Err(mistakes.into_mistakes()) }
}
