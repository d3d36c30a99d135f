//! What every crate in the tree is allowed to be: the licences and the banned crates of `deny.toml`, read from `cargo metadata`. What
//! cargo-deny sees besides (`bin/check deny`) is not looked at here.

use serde_json::Value;
use std::process::Command;

/// What `deny.toml` says.
pub struct Policy {
    pub licenses: Vec<String>,
    pub banned: Vec<String>,
}

impl Policy {
    pub fn read(text: &str) -> Self {
        let deny: toml::Table = text.parse().unwrap();
        let word = |value: &toml::Value| value.as_str().unwrap().to_owned();
        let licenses = deny["licenses"]["allow"].as_array().unwrap().iter().map(word).collect();
        let banned = deny["bans"]["deny"].as_array().unwrap().iter().map(|ban| word(&ban["crate"])).collect();
        Self { licenses, banned }
    }

    /// Says what is wrong with a crate; nothing where it may be here.
    pub fn refuses(&self, name: &str, license: Option<&str>, source: Option<&str>) -> Option<String> {
        if self.banned.iter().any(|banned| banned == name) {
            return Some(format!("{name} is banned"));
        }
        if source.is_some_and(|source| !source.starts_with("registry+")) {
            return Some(format!("{name} comes from {}", source.unwrap_or_default()));
        }
        match license {
            None => Some(format!("{name} names no licence")),
            Some(license) if !self.allows(license) => Some(format!("{name} has the licence {license}")),
            Some(_) => None,
        }
    }

    /// Tells whether a licence, as SPDX writes it, can be met with the allowed ones; `/` is how older crates write OR.
    fn allows(&self, expression: &str) -> bool {
        let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut place = 0;
        let allowed = self.any(&words, &mut place);
        allowed && place == words.len()
    }

    fn any(&self, words: &[&str], place: &mut usize) -> bool {
        let mut allowed = self.all(words, place);
        while words.get(*place) == Some(&"OR") {
            *place += 1;
            // Read to its end in any case.
            allowed |= self.all(words, place);
        }
        allowed
    }

    fn all(&self, words: &[&str], place: &mut usize) -> bool {
        let mut allowed = self.one(words, place);
        while words.get(*place) == Some(&"AND") {
            *place += 1;
            allowed &= self.one(words, place);
        }
        allowed
    }

    fn one(&self, words: &[&str], place: &mut usize) -> bool {
        let Some(word) = words.get(*place) else { return false };
        *place += 1;
        if *word == "(" {
            let allowed = self.any(words, place);
            *place += 1;
            return allowed;
        }
        if words.get(*place) == Some(&"WITH") {
            // An exception is a licence of its own.
            *place += 2;
            return false;
        }
        self.licenses.iter().any(|license| license == word)
    }
}

/// Returns every crate that this machine builds: its name, its licence, and where it comes from (nothing where it is ours).
pub fn crates() -> Vec<(String, Option<String>, Option<String>)> {
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--all-features", "--format-version", "1", "--filter-platform", &platform])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let word = |package: &Value, key: &str| package[key].as_str().map(str::to_owned);
    let packages = told["packages"].as_array().unwrap();
    packages.iter().map(|it| (word(it, "name").unwrap(), word(it, "license"), word(it, "source"))).collect()
}
