//! `/storage/clean`: keeping Spam and Trash clean by themselves. Nothing is switched on before its owner has seen what would go.

use crate::mail::{Due, MailboxName, Role};
use crate::retention::{Error as KeeperError, Rule, Shown};
use crate::store;
use crate::web::{self, Error, Flash, Folder, Form, Layout, Query, SignedIn, Tone, see_other};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What may be chosen, in days.
pub(super) const DAYS: [u32; 5] = [7, 14, 30, 60, 90];
/// How long a preview is good, in seconds.
const FRESH: i64 = 3600;
/// What is sealed: kept apart from what else is signed.
const PURPOSE: &str = "clean";
const PATH: &str = "/storage/clean";

/// Shows `/storage/clean`.
#[derive(Debug, Clone, Template)]
#[template(path = "storage/clean.html")]
pub struct CleanPage {
    /// The frame.
    pub layout: Layout,
    /// What is agreed for Spam and for Trash.
    pub rules: Vec<Rule>,
    /// After how many days the mail server itself deletes, where it does.
    pub expires: Vec<(Role, u32)>,
    /// Whether folders are cleaned also while their owner is not there.
    pub at_night: bool,
    /// What would go, where that was asked for.
    pub preview: Option<CleanPreview>,
}

/// What would go.
#[derive(Debug, Clone)]
pub struct CleanPreview {
    /// Spam or Trash.
    pub folder: Folder,
    /// After how many days.
    pub days: u32,
    /// The messages.
    pub due: Due,
    /// What the form carries, so that no more goes than was shown.
    pub token: String,
    /// For how many seconds it can be taken back; 0 for not at all.
    pub grace: u32,
}

/// What the page can be asked for; what cannot be understood asks for nothing.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct CleanQuery {
    r#box: String,
    days: String,
}

/// What the buttons carry.
#[derive(Debug, serde::Deserialize)]
pub struct CleanForm {
    r#box: String,
    days: String,
    #[serde(default)]
    preview: String,
}

/// Shows what is agreed and, where days were chosen, what would go; changes nothing.
pub(super) async fn show(Query(query): Query<CleanQuery>, user: SignedIn) -> web::Result {
    let keeper = user.visit.state.keeper();
    let expires = expiries(&user);
    let is_ours = |folder: &Folder| expires.iter().all(|(role, _)| Some(*role) != folder.role());
    let chosen = folder(&query.r#box).filter(is_ours).zip(days(&query.days).filter(|&days| days > 0));
    let preview = match chosen {
        Some((folder, days)) => {
            let (role, now) = (folder.role().unwrap_or(Role::Spam), store::now());
            let (mailbox, due) = keeper.preview(&user.account, role, days, now).await.map_err(in_words)?;
            let shown = Shown {
                as_of: now,
                uid_validity: due.epoch.uid_validity,
                count: due.amount.count,
                mailbox: mailbox.name,
            };
            let token = token(&user, &folder, days, &shown);
            Some(CleanPreview { folder, days, due, token, grace: user.grace_seconds() })
        }
        None => None,
    };
    let rules = keeper.rules(&user.account).await?;
    let at_night = keeper.works_at_night(&user.account);
    let layout = user.visit.layout("storage");
    web::page(&CleanPage { layout, rules, expires, at_night, preview })
}

/// Switches it on, as the preview said, or off.
pub(super) async fn switch(user: SignedIn, Form(form): Form<CleanForm>) -> web::Result {
    let folder = folder(&form.r#box).ok_or_else(|| Error::Field("box".to_owned()))?;
    let days = days(&form.days).ok_or_else(|| Error::Field("days".to_owned()))?;
    let (role, keeper) = (folder.role().unwrap_or(Role::Spam), user.visit.state.keeper());
    if days == 0 {
        keeper.switch_off(&user.account, role).await?;
        return Ok(see_other(PATH, Some(Flash::saying(Tone::Good, "flash-clean-off"))));
    }
    let shown = read_token(&user, &folder, days, &form.preview)?;
    if !(0..=FRESH).contains(&(store::now() - shown.as_of)) {
        let old = Flash::saying(Tone::Note, "flash-clean-look-again");
        return Ok(see_other(&format!("{PATH}?box={}&days={days}", folder.slug()), Some(old)));
    }
    keeper.switch_on(&user.account, role, days, shown).await.map_err(in_words)?;
    Ok(see_other(PATH, Some(Flash::saying(Tone::Good, "flash-clean-on"))))
}

/// Returns after how many days the mail server itself deletes.
fn expiries(user: &SignedIn) -> Vec<(Role, u32)> {
    let server = user.visit.state.config().server_for(user.account.address().domain());
    server.map(|server| server.expires.iter().map(|(&role, &days)| (role, days)).collect()).unwrap_or_default()
}

fn folder(text: &str) -> Option<Folder> {
    [Folder::Spam, Folder::Trash].into_iter().find(|folder| folder.slug() == text)
}

/// Reads a number of days that may be chosen, or 0.
fn days(text: &str) -> Option<u32> {
    text.parse().ok().filter(|days| *days == 0 || DAYS.contains(days))
}

fn in_words(error: KeeperError) -> Error {
    match error {
        KeeperError::Mail(error) => error.into(),
        KeeperError::Store(error) => error.into(),
        KeeperError::Ask(error) => error.into(),
    }
}

/// Binds what a preview has shown to its owner.
fn token(user: &SignedIn, folder: &Folder, days: u32, shown: &Shown) -> String {
    let parts = parts(user, folder, days, shown);
    let seal = user.visit.state.signing_key().sign(PURPOSE, &parts.each_ref().map(|part| part.as_slice()));
    let mailbox = URL_SAFE_NO_PAD.encode(shown.mailbox.wire());
    format!("{}.{}.{}.{mailbox}.{seal}", shown.as_of, shown.uid_validity, shown.count)
}

fn parts(user: &SignedIn, folder: &Folder, days: u32, shown: &Shown) -> [Vec<u8>; 3] {
    let Shown { as_of, uid_validity, count, mailbox } = shown;
    let said = format!("{} {days} {as_of} {uid_validity} {count}", folder.slug());
    [user.account.mailbox_key().into_bytes(), said.into_bytes(), mailbox.wire().to_vec()]
}

/// Reads what a preview has shown.
///
/// # Errors
/// [`Error::OtherForm`] for what no page of ours showed to this owner.
fn read_token(user: &SignedIn, folder: &Folder, days: u32, text: &str) -> web::Result<Shown> {
    let read = || {
        let mut texts = text.splitn(5, '.');
        let (as_of, uid_validity, count) = (texts.next()?, texts.next()?, texts.next()?);
        let (as_of, uid_validity) = (as_of.parse().ok()?, uid_validity.parse().ok()?);
        let mailbox = MailboxName::from_wire(URL_SAFE_NO_PAD.decode(texts.next()?).ok()?);
        let shown = Shown { as_of, uid_validity, count: count.parse().ok()?, mailbox };
        let (seal, parts) = (texts.next()?, parts(user, folder, days, &shown));
        let parts = parts.each_ref().map(|part| part.as_slice());
        user.visit.state.signing_key().verify(PURPOSE, &parts, seal).then_some(shown)
    };
    read().ok_or(Error::OtherForm)
}

impl CleanPage {
    pub(super) fn folder(&self, role: &Role) -> Folder {
        if *role == Role::Trash { Folder::Trash } else { Folder::Spam }
    }

    pub(super) fn choices(&self) -> [u32; 5] {
        DAYS
    }

    /// After how many days the mail server itself deletes from a folder.
    pub(super) fn expiry(&self, role: &Role) -> Option<u32> {
        self.expires.iter().find(|(known, _)| known == role).map(|(_, days)| *days)
    }
}
