//! What every request may ask for, gathered once at the start.

use super::{
    AdminGate, Assets, Failures, PicturePermissions, RequestLimits, Shelf, SignInTries, SigningKey, StorePulse, Votes,
    failures, shelf,
};
use crate::articles::{self, Articles};
use crate::config::{self, Config};
use crate::i18n::Locales;
use crate::jobs::{self, Jobs, NameOwner, StoreNotebook};
use crate::mail::{self, Address, RuleTexts};
use crate::retention::{Keeper, Master, Night};
use crate::sessions::{self, Sessions};
use crate::store::{self, Store, secrets};
use anyhow::Context as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long it is slept at night at most, in seconds: clocks are set.
const LONGEST_NAP: u64 = 600;
/// How often a database that is late is asked at the start.
const TRIES_AT_START: usize = 5;

/// What every request may ask for. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: Config,
    /// In the order of `config.servers`.
    servers: Vec<Arc<mail::Server>>,
    store: Store,
    sessions: Sessions,
    jobs: Jobs,
    keeper: Keeper,
    signing_key: SigningKey,
    locales: Locales,
    shelf: Shelf,
    failures: Failures,
    votes: Votes,
    rule_texts: RuleTexts,
    assets: Assets,
    sign_in_tries: Arc<SignInTries>,
    request_limits: RequestLimits,
    store_pulse: StorePulse,
    admin: Option<AdminGate>,
    draining: AtomicBool,
}

impl AppState {
    /// Gathers everything; opens the database, but no connection to a mail server.
    ///
    /// # Errors
    /// When the database, an article or a language cannot be read.
    pub async fn new(config: Config) -> anyhow::Result<Self> {
        let mistakes = |mistakes: Vec<articles::Mistake>| {
            let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("the help articles have mistakes\n{}", lines.join("\n"))
        };
        let mut locales = Locales::load()?;
        if let Some(zone) = &config.web.timezone {
            locales = locales.in_zone(jiff::tz::TimeZone::get(zone).with_context(|| format!("time zone {zone}"))?);
        }
        let store = Store::open(&config.store.location).await?;
        let signing_key =
            SigningKey::new(patiently(&store, |store| async move { secrets::secret(&store, "signing").await }).await?);
        let job_key = signing_key.clone();
        let name_owner: NameOwner = Arc::new(move |owner: &str| job_key.digest("job owner", &[owner.as_bytes()]));
        let jobs = patiently(&store, |store| Jobs::read(store, job_settings(&config), name_owner.clone())).await?;
        let notebook = Arc::new(StoreNotebook::of(&jobs));
        let server = |server| Arc::new(mail_server(&config, server).noting(notebook.clone()));
        let servers: Vec<_> = config.servers.iter().map(server).collect();
        let masters = config.servers.iter().zip(&servers).filter_map(|(config_of, server)| {
            let config::Master { user, password, separator } = config_of.master.clone()?;
            let place = format!("{}:{}", config_of.imap.host, config_of.imap.port);
            let key_of = |password: &[u8]| signing_key.digest("retention address", &[place.as_bytes(), password]);
            Some(Master::new(server.clone(), user, separator, password, key_of))
        });
        let files = Arc::new(Articles::load(config.help.folder.as_deref()).map_err(mistakes)?);
        let shelf = patiently(&store, |store| Shelf::read(store, files.clone())).await?;
        let domains = config.servers.iter().flat_map(|server| server.domains.clone()).filter(|domain| domain != "*");
        let sign_in_tries = Arc::new(SignInTries::new(&config.login, &store, &signing_key));
        let admin = AdminGate::new(&config.admin, store.clone(), signing_key.clone());
        let keeper = Keeper::new(store.clone(), jobs.clone(), name_owner, masters.collect());
        Ok(Self(Arc::new(Inner {
            servers,
            keeper,
            votes: patiently(&store, Votes::read).await?,
            sessions: Sessions::new(store.clone(), session_limits(&config)),
            jobs,
            signing_key,
            locales,
            shelf,
            failures: Failures::new(store.clone(), domains.collect()),
            rule_texts: rule_texts(&config)?,
            store,
            assets: Assets::load(),
            sign_in_tries,
            request_limits: RequestLimits::new(&config.limits),
            store_pulse: StorePulse::default(),
            admin,
            draining: AtomicBool::new(false),
            config,
        })))
    }

    /// Returns the configuration.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Returns the store.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Tells whether the store answers, or did within the last second.
    pub async fn store_answers(&self) -> bool {
        self.0.store_pulse.answers(self.store()).await
    }

    /// Returns who is signed in.
    pub fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    /// Returns the long work.
    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// Returns who keeps folders clean.
    pub fn keeper(&self) -> &Keeper {
        &self.0.keeper
    }

    /// Returns what forms and cookies are signed with.
    pub fn signing_key(&self) -> &SigningKey {
        &self.0.signing_key
    }

    /// Returns which pictures an owner lets in.
    pub fn pictures_of(&self, owner: &Address) -> PicturePermissions<'_> {
        PicturePermissions::new(self.store(), self.signing_key(), owner.to_string())
    }

    /// Returns the languages.
    pub fn locales(&self) -> &Locales {
        &self.0.locales
    }

    /// Returns the help articles as they are now; a page asks once.
    pub fn articles(&self) -> Arc<Articles> {
        self.0.shelf.shown()
    }

    /// Returns where articles are written.
    pub fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    /// Counts why sign-ins fail.
    pub fn failures(&self) -> &Failures {
        &self.0.failures
    }

    /// Returns the mail servers, each with what is configured of it.
    pub fn servers(&self) -> impl Iterator<Item = (&config::Server, &Arc<mail::Server>)> {
        self.0.config.servers.iter().zip(&self.0.servers)
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
    pub fn sign_in_tries(&self) -> &Arc<SignInTries> {
        &self.0.sign_in_tries
    }

    /// Bounds what one client and one session ask for.
    pub fn request_limits(&self) -> &RequestLimits {
        &self.0.request_limits
    }

    /// Returns the door of `/admin`; `None` where there is none.
    pub fn admin(&self) -> Option<&AdminGate> {
        self.0.admin.as_ref()
    }

    /// Notes that this process is about to end: whoever shares people out over several shall send no more here.
    pub fn drain(&self) {
        self.0.draining.store(true, Ordering::Relaxed);
    }

    /// Tells whether this process is about to end.
    pub fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::Relaxed)
    }

    /// Tells whether people reach the site by https.
    pub fn is_https(&self) -> bool {
        self.0.config.web.public_url.is_https()
    }

    /// Finds the mail server of an address; `None` for a domain that is not served here.
    pub fn mail_server(&self, address: &Address) -> Option<&Arc<mail::Server>> {
        self.0.servers.get(self.0.config.position_for(address.domain())?)
    }

    /// Waits for the running steps of long work, and says goodbye to every mail server.
    pub async fn shut_down(&self) {
        self.write_failures().await;
        self.0.jobs.stop().await;
        for server in &self.0.servers {
            server.shut_down().await;
        }
        self.0.jobs.leave().await;
        self.0.store.close().await;
    }

    /// Cleans folders at night, from one o'clock to five in the site's time zone, for as long as it is polled.
    pub async fn keep_nights(&self) {
        if self.config().servers.iter().all(|server| server.master.is_none()) {
            return std::future::pending().await;
        }
        loop {
            let night = self.locales().choose("").night();
            let now = store::now();
            if let Ok(wait @ 1..) = u64::try_from(night.begins - now) {
                tokio::time::sleep(Duration::from_secs(wait.min(LONGEST_NAP))).await;
                continue;
            }
            let spread = Duration::from_secs(u64::try_from(night.ends - now).unwrap_or(0));
            match self.keeper().run_night(night.begins, spread).await {
                Ok(Some(done)) if done != Night::default() => tracing::info!(?done, "folders cleaned"),
                Ok(_) => {}
                Err(error) => tracing::warn!("folders could not be cleaned: {error}"),
            }
            // Who was not reached, because another process had the work and ended, is reached at the next look.
            tokio::time::sleep(Duration::from_secs(LONGEST_NAP)).await;
        }
    }

    /// Writes down every minute why sign-ins failed, forgets tries that have come back, and looks for articles that another process has kept, for as long as it is polled.
    pub async fn keep_up(&self) {
        let counting = async {
            loop {
                tokio::time::sleep(failures::WRITTEN).await;
                self.write_failures().await;
                if let refused @ 1.. = self.request_limits().take_refused() {
                    tracing::warn!(
                        refused,
                        "requests were refused: one client or one session asked for too much ([limits])"
                    );
                }
                if let Err(error) = SignInTries::sweep(self.store()).await {
                    tracing::warn!("tries that came back could not be forgotten: {error}");
                }
            }
        };
        tokio::join!(self.shelf().keep_looking(shelf::LOOK), counting);
    }

    async fn write_failures(&self) {
        if let Err(error) = self.failures().write().await {
            tracing::warn!("failed sign-ins could not be counted: {error}");
        }
    }

    /// Deletes expired sessions and old votes every hour, for as long as it is polled.
    pub async fn purge_expired(&self) {
        loop {
            match self.sessions().sweep(store::now()).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "expired sessions deleted"),
                Err(error) => tracing::warn!("expired sessions could not be deleted: {error}"),
            }
            match self.jobs().sweep(store::now()).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "old jobs deleted"),
                Err(error) => tracing::warn!("old jobs could not be deleted: {error}"),
            }
            if let Err(error) = StoreNotebook::sweep(self.store(), store::now()).await {
                tracing::warn!("old notes could not be deleted: {error}");
            }
            if let Err(error) = self.keeper().sweep(store::now()).await {
                tracing::warn!("folders that nobody cleans could not be forgotten: {error}");
            }
            if let Err(error) = self.failures().sweep(store::now()).await {
                tracing::warn!("old counts of failed sign-ins could not be deleted: {error}");
            }
            if let Err(error) = AdminGate::sweep(self.store(), store::now()).await {
                tracing::warn!("old sessions of /admin could not be deleted: {error}");
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

/// Asks a database again that is late: at the start nobody waits for a page.
async fn patiently<T, E, F>(store: &Store, ask: impl Fn(Store) -> F) -> anyhow::Result<T>
where
    E: Into<anyhow::Error>,
    F: Future<Output = Result<T, E>>,
{
    for _ in 1..TRIES_AT_START {
        let told = ask(store.clone()).await.map_err(Into::into);
        match told {
            Err(error) if matches!(error.downcast_ref(), Some(store::Error::Late(_))) => {
                tracing::warn!("the database is asked again: {error}");
            }
            told => return told,
        }
    }
    ask(store.clone()).await.map_err(Into::into)
}

fn session_limits(config: &Config) -> sessions::Limits {
    let session = &config.session;
    sessions::Limits {
        idle: Duration::from_secs(session.idle_minutes * 60),
        absolute: Duration::from_secs(session.absolute_hours * 3600),
    }
}

fn job_settings(config: &Config) -> jobs::Settings {
    jobs::Settings {
        from: config.jobs.from,
        grace: Duration::from_secs(config.jobs.grace_seconds),
        session: session_limits(config).absolute,
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
    let limits = mail::ServerLimits {
        per_account: config.imap.connections_per_account,
        total: config.imap.connections,
        idle: Duration::from_secs(config.imap.idle_seconds),
        max_age: Duration::from_secs(config.imap.proof_seconds),
        wait: Duration::from_secs(config.imap.wait_seconds),
        answer: Duration::from_secs(config.imap.answer_seconds),
    };
    let config::ServerAddress { host, port, security } = server.imap.clone();
    let endpoint = mail::Endpoint { host, port, security, ca_file: server.ca_file.clone() };
    let prepared = mail::Server::new(endpoint, limits, server.login, server.roles.clone()).trusting(&config.spam.trust);
    let prepared = prepared.telling_client(server.tells_client);
    match server.spam.sieve.clone() {
        Some(config::ServerAddress { host, port, security }) => {
            let ca_file = server.ca_file.clone();
            prepared.filing_at(mail::Endpoint { host, port, security, ca_file }, limits)
        }
        None => prepared,
    }
}
