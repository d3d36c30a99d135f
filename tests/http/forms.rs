//! The URLs that take a form.

/// Every form of the site.
pub const FORMS: [&str; 14] = [
    "/login",
    "/logout",
    "/spam/rescue",
    "/spam/delete",
    "/spam/delete/confirm",
    "/spam/empty",
    "/trash/restore",
    "/trash/delete",
    "/trash/delete/confirm",
    "/trash/empty",
    "/inbox/delete",
    "/inbox/spam",
    "/inbox/read",
    "/help/cannot-sign-in/vote",
];
