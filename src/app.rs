//! The application: what every request can ask for, and the site as one list of routes.

use crate::config::{self, Config};
use crate::help::{self, Articles, Votes};
use crate::i18n::Locales;
use crate::login::Tries;
use crate::mail::{self, Address, RuleTexts};
use crate::store::{self, secrets, sessions};
use crate::web::{self, Assets, SigningKey};
use crate::{cleanup, imap, login, mailbox, message, overview, setup};
use anyhow::Context as _;
use axum::Router;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use sqlx::SqlitePool;
use std::sync::Arc;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// Octets of a form: some ten thousand checked messages.
const MAX_FORM: usize = 256 * 1024;
/// How long a browser may pause while it sends a form.
const MAX_PAUSE: Duration = Duration::from_secs(30);
/// How long a page may take; emptying a large folder is the longest.
const MAX_TIME: Duration = Duration::from_secs(600);

/// The application. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: Config,
    /// In the order of `config.servers`.
    servers: Vec<Arc<mail::Server>>,
    store: SqlitePool,
    signing_key: SigningKey,
    locales: Locales,
    articles: Articles,
    votes: Votes,
    rule_texts: RuleTexts,
    assets: Assets,
    tries: Arc<Tries>,
}

impl App {
    /// Gathers everything; opens the database, but no connection to a mail server.
    ///
    /// # Errors
    /// When the database, an article or a language cannot be read.
    pub async fn new(config: Config) -> anyhow::Result<Self> {
        let mistakes = |mistakes: Vec<help::Mistake>| {
            let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("the help articles have mistakes\n{}", lines.join("\n"))
        };
        let mut locales = Locales::load()?;
        if let Some(zone) = &config.web.timezone {
            locales = locales.in_zone(jiff::tz::TimeZone::get(zone).with_context(|| format!("time zone {zone}"))?);
        }
        let store = store::open(&config.store.path).await?;
        let signing_key = SigningKey::new(secrets::secret(&store, "signing").await?);
        Ok(Self(Arc::new(Inner {
            servers: config.servers.iter().map(|server| Arc::new(mail_server(&config, server))).collect(),
            votes: Votes::open(&config.store.path).await?,
            store,
            signing_key,
            locales,
            articles: Articles::load(config.help.folder.as_deref()).map_err(mistakes)?,
            rule_texts: rule_texts(&config)?,
            assets: Assets::load(),
            tries: Arc::new(Tries::new(&config.login)),
            config,
        })))
    }

    /// Returns the configuration.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Returns the database.
    pub fn store(&self) -> &SqlitePool {
        &self.0.store
    }

    /// Returns what forms and cookies are signed with.
    pub fn signing_key(&self) -> &SigningKey {
        &self.0.signing_key
    }

    /// Returns the languages.
    pub fn locales(&self) -> &Locales {
        &self.0.locales
    }

    /// Returns the help articles.
    pub fn articles(&self) -> &Articles {
        &self.0.articles
    }

    /// Returns what visitors think of them.
    pub fn votes(&self) -> &Votes {
        &self.0.votes
    }

    /// Returns what the host's spam filter says of its rules.
    pub fn rule_texts(&self) -> &RuleTexts {
        &self.0.rule_texts
    }

    /// Returns the files of `static/`.
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Counts failed sign-ins.
    pub fn tries(&self) -> &Arc<Tries> {
        &self.0.tries
    }

    /// Tells whether people reach the site by https.
    pub fn is_https(&self) -> bool {
        self.0.config.web.public_url.is_https()
    }

    /// Returns how long sessions live.
    pub fn session_limits(&self) -> sessions::Limits {
        let session = &self.0.config.session;
        sessions::Limits {
            idle: Duration::from_secs(session.idle_minutes * 60),
            absolute: Duration::from_secs(session.absolute_hours * 3600),
        }
    }

    /// Finds the mail server of an address; `None` for a domain that is not served here.
    pub fn mail_server(&self, address: &Address) -> Option<&Arc<mail::Server>> {
        let configured = self.0.config.server_for(address.domain())?;
        let at = self.0.config.servers.iter().position(|server| std::ptr::eq(server, configured))?;
        self.0.servers.get(at)
    }

    /// Says goodbye to every mail server.
    pub async fn shut_down(&self) {
        for server in &self.0.servers {
            server.shut_down().await;
        }
        self.0.votes.close().await;
        self.0.store.close().await;
    }

    /// Deletes expired sessions and old votes every hour, for as long as it is polled.
    pub async fn keep_house(&self) {
        loop {
            match sessions::sweep(self.store(), web::now(), self.session_limits()).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "expired sessions deleted"),
                Err(error) => tracing::warn!("expired sessions could not be deleted: {error}"),
            }
            match self.0.votes.sweep().await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "old votes deleted"),
                Err(error) => tracing::warn!("old votes could not be deleted: {error}"),
            }
            tokio::time::sleep(Duration::from_secs(3600)).await;
        }
    }
}

fn rule_texts(config: &Config) -> anyhow::Result<RuleTexts> {
    let Some(folder) = &config.spam.rules_dir else { return Ok(RuleTexts::default()) };
    let texts = RuleTexts::read(folder).map_err(|error| anyhow::anyhow!("rules: {error}"))?;
    let folder = folder.display();
    match (texts.is_empty(), texts.cut) {
        (true, _) => tracing::warn!("{folder} describes no rules"),
        (_, true) => tracing::warn!("{folder} describes more rules than are read: {} are known", texts.len()),
        _ => tracing::info!(rules = texts.len(), "descriptions of rules read"),
    }
    Ok(texts)
}

/// Prepares a configured mail server; no connection is made yet.
pub fn mail_server(config: &Config, server: &config::Server) -> mail::Server {
    let limits = imap::Limits {
        per_account: config.imap.connections_per_account,
        total: config.imap.connections,
        idle: Duration::from_secs(config.imap.idle_seconds),
        proof: Duration::from_secs(config.imap.proof_seconds),
        wait: Duration::from_secs(config.imap.wait_seconds),
        answer: Duration::from_secs(config.imap.answer_seconds),
    };
    let config::Place { host, port, security } = server.imap.clone();
    let endpoint = imap::Endpoint { host, port, security, ca_file: server.ca_file.clone() };
    mail::Server::new(endpoint, limits, server.login, server.roles.clone())
}

/// Returns the whole site. The layer added last runs first.
pub fn site(app: App) -> Router {
    Router::new()
        .merge(overview::routes())
        .merge(mailbox::routes())
        .merge(message::routes())
        .merge(cleanup::routes())
        .merge(login::routes())
        .merge(help::routes())
        .merge(setup::routes())
        .merge(machines())
        .route("/static/{hash}/{name}", get(web::serve_asset))
        .fallback(|| async { web::Error::NotFound })
        // A form from elsewhere is refused before anything reads it.
        .layer(from_fn_with_state(app.clone(), web::check_origin))
        .layer(RequestBodyLimitLayer::new(MAX_FORM))
        // A form that trickles in holds one of our connections.
        .layer(RequestBodyTimeoutLayer::new(MAX_PAUSE))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, MAX_TIME))
        // A panic is a failure like others; the page says so.
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn_with_state(app.clone(), web::error_pages))
        .layer(from_fn_with_state(app.clone(), web::carry_flash))
        // What is passed on as it comes stays as it comes: compressing would hold it back, and an attachment seldom gains.
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(DefaultPredicate::new().and(is_no_download)),
        )
        .layer(from_fn_with_state(app.clone(), web::harden))
        .layer(axum::middleware::from_fn(web::watch))
        .with_state(app)
}

fn is_no_download(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::CONTENT_DISPOSITION)
}

/// Returns what machines ask; also on `admin_listen`.
pub fn machines() -> Router<App> {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready))
}

async fn ready(State(app): State<App>) -> Response {
    match store::ping(app.store()).await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!("not ready: {error}");
            let kind = [(axum::http::header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (StatusCode::SERVICE_UNAVAILABLE, kind, "the store does not answer\n").into_response()
        }
    }
}
