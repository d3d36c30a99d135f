//! Whether a database can be kept where the configuration says.

use super::{Mistake, Mistakes, Store};
use rustix::fs::{Access, access};
use std::path::Path;

impl Store {
    /// Tells whether a database can be kept there, by this user; makes none.
    ///
    /// # Errors
    /// The one mistake: a folder that is not there or is shut, or something else than a file.
    pub fn check(&self) -> Result<(), Mistakes> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let writable = |path: &Path| access(path, Access::WRITE_OK);
        let why = if !folder.exists() {
            "whose folder does not exist".to_owned()
        } else if !folder.is_dir() {
            "whose folder is none".to_owned()
        } else if self.path.is_dir() {
            "which is a folder".to_owned()
        } else if let Err(error) = writable(folder) {
            // SQLite keeps other files beside the database.
            format!("in a folder where nothing can be written ({})", std::io::Error::from(error))
        } else if let Err(error) = if self.path.exists() { writable(&self.path) } else { Ok(()) } {
            format!("a file that cannot be written ({})", std::io::Error::from(error))
        } else {
            return Ok(());
        };
        let text = format!(
            "found {:?}, {why}; allowed: a file in a folder that Postern may write to",
            self.path.display().to_string()
        );
        Err(Mistakes(vec![Mistake { location: self.location.clone(), key: "store.url".to_owned(), text }]))
    }
}
