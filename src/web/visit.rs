//! Who asks: the extractors every handler begins with.

use super::room;
use super::{
    Client, Error, Flash, FlashText, JobNotice, Layout, RoomNotice, SessionCookie, Tone, encoded, loggable, see_other,
};
use crate::config::Server;
use crate::i18n::Locale;
use crate::jobs::JobView;
use crate::mail::{Account, Address, LoginName, Verb};
use crate::sessions::Session;
use crate::state::AppState;
use crate::store;
use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// One request by anybody: the application, the language, who is signed in.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The application.
    pub state: AppState,
    /// The visitor's language.
    pub locale: Locale,
    /// The owner, when signed in.
    pub account: Option<Account>,
    flash: Option<Flash>,
    /// The path and the query.
    path: String,
    /// Whose warning that the mailbox is nearly full was put away.
    put_away: Option<String>,
    /// Set when the store could not say who this is.
    lost: bool,
    /// Set when the store could not say what other nodes do for this owner.
    jobs_unknown: bool,
}

impl Visit {
    /// Reads the address that a link carries; nothing unless it is one that is served here.
    pub fn served(&self, typed: &str) -> Option<Address> {
        Address::parse(typed).ok().filter(|address| self.state.mail_server(address).is_some())
    }

    /// Returns the user name that mail programs need, in words where no address is known.
    pub fn login_name(&self, server: Option<&Server>, address: Option<&Address>) -> String {
        match (server.map_or(LoginName::Address, |server| server.login), address) {
            (login, Some(address)) => login.of(address),
            (LoginName::LocalPart, None) => self.locale.t("help-login-local-part"),
            (LoginName::Address, None) => self.locale.t("help-login-address"),
        }
    }

    /// Names what the news is about that can be taken back, with its seal.
    fn undo_of(&self, flash: &Flash) -> Option<(String, String)> {
        let (account, id) = self.account.as_ref().zip(flash.undo.as_ref())?;
        Some((id.clone(), self.seal_job(account, id)))
    }

    /// Tells whether the page itself is about how full the mailbox is.
    fn tells_of_room(&self) -> bool {
        self.path.split('?').next() == Some("/storage")
    }

    /// Says that the mailbox is nearly full, if it was when the mail server last told.
    fn warning(&self, account: &Account) -> Option<RoomNotice> {
        let storage = account.storage_known()?;
        let is_away = || self.put_away.as_deref() == Some(room::owner_of(self.state.signing_key(), account).as_str());
        RoomNotice::of(storage, storage.is_nearly_full() && is_away(), &self.locale)
    }

    /// Gathers what the frame of every page shows; `here` is the navigation item, such as `spam`.
    pub fn layout(&self, here: &'static str) -> Layout {
        let told = |account: &Account| {
            let jobs = self.state.jobs().of(account).into_iter().filter(|job| !is_quiet(job));
            let notice = |job: JobView| JobNotice::of(&job, self.seal_job(account, &job.id.to_string()), &self.locale);
            newest_end(jobs.map(notice).collect())
        };
        let (brand, assets) = (&self.state.config().brand, self.state.assets());
        Layout {
            l: self.locale.clone(),
            brand: brand.name.clone(),
            support_url: brand.support_url.clone(),
            address: self.account.as_ref().map(|account| account.address().to_string()),
            is_known: !self.lost,
            here,
            room: self.account.as_ref().filter(|_| !self.tells_of_room()).and_then(|account| self.warning(account)),
            path: self.path.clone(),
            flash: self.flash.as_ref().map(|flash| FlashText { undo: self.undo_of(flash), ..flash.say(&self.locale) }),
            jobs: self.account.as_ref().map(told).unwrap_or_default(),
            css: assets.url("app.css"),
            js: assets.url("app.js"),
            icons: assets.url("icons.svg"),
            favicon: assets.url("favicon.svg"),
        }
    }
}

/// The visit of a request, found out when somebody first asks for it, and once.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownVisit(Arc<OnceCell<Visit>>);

impl FromRequestParts<AppState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let known = parts.extensions.get_or_insert_default::<KnownVisit>().clone();
        Ok(known.0.get_or_init(|| Self::open(parts, state)).await.clone())
    }
}

impl Visit {
    /// Finds out who asks. A store that does not answer makes a stranger of everybody, for the help must open when nothing else does.
    async fn open(parts: &Parts, state: &AppState) -> Self {
        let account = match SessionCookie::new(state.is_https()).arrived(&parts.headers) {
            Some(cookie) => state.sessions().open(&cookie, store::now()).await,
            None => Ok(None),
        };
        if let Err(error) = &account {
            tracing::error!("sessions cannot be read: {}", loggable(error));
        }
        let lost = account.is_err();
        let account = account.ok().flatten().and_then(|session| account_of(parts, state, session));
        let seen = match &account {
            Some(account) if shows_a_page(parts) => state.jobs().refresh(account).await,
            _ => Ok(()),
        };
        if let Err(error) = &seen {
            tracing::error!("what other nodes do cannot be seen: {}", loggable(error));
        }
        Self {
            flash: Flash::arrived(&parts.headers, state.is_https()),
            put_away: room::put_away(&parts.headers, state.is_https()),
            lost,
            jobs_unknown: seen.is_err(),
            account,
            ..Self::of_nobody(parts, state)
        }
    }

    /// Greets somebody without looking up who it is.
    pub(super) fn of_nobody(parts: &Parts, state: &AppState) -> Self {
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            locale: state.locales().choose(accepted),
            flash: None,
            path: if reads(parts) { path_of(parts).to_owned() } else { String::new() },
            put_away: None,
            lost: true,
            jobs_unknown: true,
            account: None,
            state: state.clone(),
        }
    }
}

/// Tells whether somebody will look at the answer as a page, or has asked for something: pictures of a page and the like tell nothing of
/// long work (Fetch Metadata, `Sec-Fetch-Dest`).
fn shows_a_page(parts: &Parts) -> bool {
    let is_for = parts.headers.get("sec-fetch-dest").and_then(|value| value.to_str().ok());
    !reads(parts) || !matches!(is_for, Some("image" | "iframe" | "style" | "script" | "font"))
}

/// Tells whether nobody asked for it just now, and it is too late to take it back: then no page need speak of it.
fn is_quiet(job: &JobView) -> bool {
    job.asked.verb == Verb::Clean && !job.progress.can_be_undone(store::now())
}

/// Finds the server of a session's owner; the host may have stopped serving the domain since.
fn account_of(parts: &Parts, state: &AppState, session: Session) -> Option<Account> {
    let address = Address::parse(&session.owner).ok()?;
    let server = state.mail_server(&address)?.clone();
    let client = Client::who_asks(parts, &state.config().web).own_address();
    Some(Account::new(server, address, session.password).asked_from(client))
}

/// One request by a mailbox owner; without a session the visitor is sent to `/login?next=...`.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The visit.
    pub visit: Visit,
    /// The owner.
    pub account: Account,
}

/// Why a handler does not begin: the way to the sign-in, or a page that says so.
#[derive(Debug)]
pub enum Refusal {
    /// To be sent to the sign-in and back, perhaps with a message.
    Visitor(String, Option<Flash>),
    /// What was asked for has its page there.
    Elsewhere(String),
    /// What was asked for cannot be begun.
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Visitor(login, flash) => see_other(&login, flash),
            Self::Elsewhere(path) => see_other(&path, None),
            Self::Failed(error) => error.into_response(),
        }
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        match visit.account.clone() {
            // What is asked for now might come before what was asked of another node.
            Some(_) if visit.jobs_unknown && !reads(parts) => Err(Refusal::Failed(Error::Store(None))),
            Some(account) => {
                account.finish_half_done();
                state.jobs().wake(&account);
                Ok(Self { visit, account })
            }
            // Somebody with a good session would be sent in circles.
            None if visit.lost => Err(Refusal::Failed(Error::Store(None))),
            None => Err(Refusal::Visitor(login_for(parts), (!reads(parts)).then(nothing_done))),
        }
    }
}

fn path_of(parts: &Parts) -> &str {
    parts.uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str)
}

fn reads(parts: &Parts) -> bool {
    matches!(parts.method, Method::GET | Method::HEAD)
}

/// Leaves out all that have ended but the last: they were told of before.
fn newest_end(mut notices: Vec<JobNotice>) -> Vec<JobNotice> {
    let last = notices.iter().rposition(|notice| !notice.runs);
    let mut at = 0..;
    notices.retain(|notice| {
        let at = at.next();
        notice.runs || at == last
    });
    notices
}

/// Tells whoever pressed a button after the session had ended.
fn nothing_done() -> Flash {
    Flash::saying(Tone::Note, "flash-session-ended")
}

/// Writes the sign-in URL that leads back here, with the address that a support article may have put into the link.
fn login_for(parts: &Parts) -> String {
    let reads = reads(parts);
    let path = path_of(parts);
    // A form that was sent cannot be sent again by signing in: back to the list it stood on.
    let deed = path.strip_suffix("/confirm").unwrap_or(path);
    let back = if reads { path } else { deed.rsplit_once('/').map_or("/", |(list, _)| list) };
    let address =
        parts.uri.query().into_iter().flat_map(|query| query.split('&')).find_map(|pair| pair.strip_prefix("address="));
    let address = address.filter(|_| reads).map(|address| format!("&address={address}")).unwrap_or_default();
    format!("/login?next={}{address}", encoded(back))
}
