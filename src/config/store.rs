//! `[store]`: reads it, and tells whether a database can be kept where it says.

use super::reader::Setting;
use super::{Mistake, Mistakes, Store};
use crate::store::{Location, Server};
use rustix::fs::{Access, access};
use secrecy::SecretString;
use std::path::{Path, PathBuf};

const URL: &str = "\"sqlite://relative.db\", \"sqlite:///absolute.db\" or \"postgres://user@host/database\"";

/// Reads `[store]`; files that it names lie in `folder`, but for the database itself.
pub(super) fn store(at: &Setting<'_>, folder: &Path) -> Store {
    at.section(&["url", "password", "password_file"]);
    let url = at.at("url");
    let location = if url.holds(|text| text.starts_with("postgres://") || text.starts_with("postgresql://")) {
        server(at, &url, folder).map(|server| Location::Server(Box::new(server)))
    } else {
        for key in ["password", "password_file"].map(|key| at.at(key)).iter().filter(|key| key.is_set()) {
            key.say("a password", "none for an SQLite file");
        }
        if url.holds(may_hold_a_password) {
            // It may hold a password: it is not repeated.
            url.say("an address of another kind", URL);
            None
        } else {
            url.text(URL, file).map(Location::File)
        }
    };
    Store {
        location: location.unwrap_or_else(|| Location::File(PathBuf::from("postern.db"))),
        written_at: url.location(),
    }
}

/// Tells of an address for another database than a file, however it is written.
fn may_hold_a_password(text: &str) -> bool {
    !text.starts_with("sqlite:") && (text.contains("://") || text.contains('@') || text.contains("password"))
}

fn file(text: &str) -> Option<PathBuf> {
    let path = text.strip_prefix("sqlite://")?;
    let strange = path.is_empty() || path.ends_with('/') || path.contains(['?', '#', '\0']);
    (!strange).then(|| PathBuf::from(path))
}

fn server(at: &Setting<'_>, url: &Setting<'_>, folder: &Path) -> Option<Server> {
    let parsed = url.text("a text", |text| Some(Server::parse(text, folder)))?;
    let server = match parsed {
        Ok(server) => server,
        Err([found, allowed]) => {
            url.say(&found, &allowed);
            return None;
        }
    };
    let passwords = ["password", "password_file"].map(|key| at.at(key));
    let one = usize::from(server.has_password()) + passwords.iter().filter(|key| key.is_set()).count();
    if one > 1 {
        url.say("more than one password", "one: in the address, in store.password or in store.password_file");
        return None;
    }
    let [password, password_file] = passwords;
    let typed = password.text("a password", |text| (!text.is_empty()).then(|| SecretString::from(text)));
    let kept = password_file.text("a file", |text| Some(folder.join(text))).and_then(|path| {
        read_password(&path)
            .map_err(|found| password_file.say(&found, "a file with the password in its first line"))
            .ok()
    });
    Some(match typed.or(kept) {
        Some(password) => server.with_password(&password),
        None => server,
    })
}

fn read_password(path: &Path) -> Result<SecretString, String> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{shown:?}: {error}"))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(SecretString::from(line)),
        _ => Err(format!("{shown:?}, which is empty")),
    }
}

impl Store {
    /// Tells whether a file can be kept there, by this user; makes none, and asks no server.
    ///
    /// # Errors
    /// The one mistake: a folder that is not there or is shut, or something else than a file.
    pub fn check(&self) -> Result<(), Mistakes> {
        let Location::File(path) = &self.location else { return Ok(()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let writable = |path: &Path| access(path, Access::WRITE_OK);
        let why = if !folder.exists() {
            "whose folder does not exist".to_owned()
        } else if !folder.is_dir() {
            "whose folder is none".to_owned()
        } else if path.is_dir() {
            "which is a folder".to_owned()
        } else if let Err(error) = writable(folder) {
            // SQLite keeps other files beside the database.
            format!("in a folder where nothing can be written ({})", std::io::Error::from(error))
        } else if let Err(error) = if path.exists() { writable(path) } else { Ok(()) } {
            format!("a file that cannot be written ({})", std::io::Error::from(error))
        } else {
            return Ok(());
        };
        let shown = path.display().to_string();
        let text = format!("found {shown:?}, {why}; allowed: a file in a folder that Postern may write to");
        Err(Mistakes(vec![Mistake { location: self.written_at.clone(), key: "store.url".to_owned(), text }]))
    }
}
