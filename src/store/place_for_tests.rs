//! Where a test keeps its database: in a file, or in PostgreSQL where `POSTERN_TEST_DATABASE` says so.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use super::{Location, Server, Store};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A place for one database.
pub(crate) struct Place {
    folder: TempDir,
    url: String,
}

impl Place {
    /// Finds a new one.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = || format!("sqlite://{}", folder.path().join("p.db").display());
        Self { url: support::postgres::wanted().unwrap_or_else(file), folder }
    }

    /// Opens the database there; made when it is not.
    pub(crate) async fn store(&self) -> Store {
        self.try_store().await.unwrap()
    }

    /// Opens it, or says why not.
    pub(crate) async fn try_store(&self) -> anyhow::Result<Store> {
        Store::open(&self.location()).await
    }

    /// Returns its address as a configuration has it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns the folder that holds its files, after the last of them is written.
    pub(crate) fn files(&self) -> PathBuf {
        support::postgres::files_of(&self.url, self.folder.path())
    }

    fn location(&self) -> Location {
        match self.url.strip_prefix("sqlite://") {
            Some(path) => Location::File(path.into()),
            None => Location::Server(Box::new(Server::parse(&self.url, Path::new("")).unwrap())),
        }
    }
}
