//! The routes of the site, by their templates: what a path holds never tells one series from another.

use super::label::Label;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Every route, in the order of the alphabet; a test of `site` fails where one is missing. The first is for what has none.
const ROUTES: &[&str] = &[
    "other",
    "/",
    "/.well-known/autoconfig/mail/config-v1.1.xml",
    "/admin",
    "/admin/articles",
    "/admin/articles/{slug}",
    "/admin/articles/{slug}/back",
    "/admin/articles/{slug}/{version}",
    "/admin/login",
    "/admin/logout",
    "/autodiscover/autodiscover.json",
    "/autodiscover/autodiscover.json/v1.0/{address}",
    "/autodiscover/autodiscover.xml",
    "/folder/{name}",
    "/folder/{name}/delete",
    "/folder/{name}/delete-for-good",
    "/folder/{name}/delete-for-good/confirm",
    "/folder/{name}/restore",
    "/folder/{name}/{message}",
    "/folder/{name}/{message}/body",
    "/folder/{name}/{message}/headers",
    "/folder/{name}/{message}/images",
    "/folder/{name}/{message}/part/{section}",
    "/folder/{name}/{message}/preview/{section}",
    "/folder/{name}/{message}/raw",
    "/healthz",
    "/help",
    "/help/tags",
    "/help/{slug}",
    "/help/{slug}/vote",
    "/inbox",
    "/inbox/delete",
    "/inbox/delete-for-good",
    "/inbox/delete-for-good/confirm",
    "/inbox/read",
    "/inbox/spam",
    "/inbox/{message}",
    "/inbox/{message}/body",
    "/inbox/{message}/headers",
    "/inbox/{message}/images",
    "/inbox/{message}/part/{section}",
    "/inbox/{message}/preview/{section}",
    "/inbox/{message}/raw",
    "/jobs/{id}",
    "/jobs/{id}/cancel",
    "/jobs/{id}/events",
    "/login",
    "/login/cookies.css",
    "/login/help",
    "/logout",
    "/mail/config-v1.1.xml",
    "/pictures",
    "/pictures/forbid",
    "/readyz",
    "/setup",
    "/setup/apple.mobileconfig",
    "/setup/{program}",
    "/spam",
    "/spam/delete",
    "/spam/delete/confirm",
    "/spam/empty",
    "/spam/filter",
    "/spam/rescue",
    "/spam/{message}",
    "/spam/{message}/body",
    "/spam/{message}/headers",
    "/spam/{message}/images",
    "/spam/{message}/part/{section}",
    "/spam/{message}/preview/{section}",
    "/spam/{message}/raw",
    "/static/{hash}/{name}",
    "/storage",
    "/storage/clean",
    "/storage/dismiss",
    "/storage/inbox",
    "/trash",
    "/trash/delete",
    "/trash/delete/confirm",
    "/trash/empty",
    "/trash/restore",
    "/trash/{message}",
    "/trash/{message}/body",
    "/trash/{message}/headers",
    "/trash/{message}/images",
    "/trash/{message}/part/{section}",
    "/trash/{message}/preview/{section}",
    "/trash/{message}/raw",
    "/undo",
];

static PLACES: LazyLock<BTreeMap<&'static str, usize>> = LazyLock::new(|| ROUTES.iter().copied().zip(0..).collect());

/// A route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route(usize);

impl Route {
    /// Finds the route of a template such as `/help/{slug}`; `other` where there is none.
    pub fn of(template: Option<&str>) -> Self {
        Self(template.and_then(|template| PLACES.get(template)).copied().unwrap_or_default())
    }

    /// Tells whether the template is known.
    #[cfg(test)]
    pub fn is_known(template: &str) -> bool {
        PLACES.contains_key(template)
    }

    /// Returns how many templates there are.
    #[cfg(test)]
    pub fn count() -> usize {
        ROUTES.len() - 1
    }
}

impl Label for Route {
    const NAME: &'static str = "route";
    const COUNT: usize = ROUTES.len();

    fn all() -> impl Iterator<Item = Self> {
        (0..ROUTES.len()).map(Self)
    }

    fn word(self) -> &'static str {
        ROUTES.get(self.0).copied().unwrap_or("other")
    }

    fn at(self) -> usize {
        self.0
    }
}
