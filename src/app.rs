//! The application.

/// The application.
#[derive(Debug, Clone)]
pub struct App {}
