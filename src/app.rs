//! The application.

use crate::help::{Articles, Settings, Transport};
use crate::web::Visit;
use std::sync::Arc;

/// The application.
#[derive(Debug, Clone)]
pub struct App {
    articles: Arc<Articles>,
    settings: Arc<Settings>,
    store: sqlx::SqlitePool,
}

impl App {
    /// Gathers what the help needs.
    pub fn new(articles: Articles, settings: Settings, store: sqlx::SqlitePool) -> Self {
        Self { articles: Arc::new(articles), settings: Arc::new(settings), store }
    }

    /// Returns the help articles.
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    /// Returns what articles may say of this provider to this visitor.
    pub fn help_settings(&self, _visit: &Visit) -> Settings {
        Settings::clone(&self.settings)
    }

    /// Returns how the site is reached.
    pub fn transport(&self) -> Transport {
        Transport::Http
    }

    /// Returns the database.
    pub fn store(&self) -> &sqlx::SqlitePool {
        &self.store
    }
}
