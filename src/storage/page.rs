//! `GET /storage`: where the room went, the largest first, and what each button frees.

use crate::mail::{Mailbox, Survey, Uid, UidSet, UidValidity};
use crate::retention::Forecast;
use crate::web::{self, Folder, Layout, SignedIn};
use askama::Template;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long the page waits for what is still being counted, before it shows what is known.
const PATIENCE: Duration = Duration::from_millis(700);
/// Folders that are in sight at once.
const TOP_FOLDERS: usize = 10;
/// Seconds after which the page is asked for again while something is counted.
const AGAIN: u32 = 2;

/// Shows `/storage`.
#[derive(Debug, Clone, Template)]
#[template(path = "storage/storage.html")]
pub struct StoragePage {
    /// The frame.
    pub layout: Layout,
    /// What was found out.
    pub survey: Survey,
    /// When the mailbox will be full, where that can be told.
    pub forecast: Option<Forecast>,
    /// What the host calls its quota roots.
    pub quota_names: BTreeMap<String, String>,
    /// What binds the buttons of each mailbox to its owner.
    pub seals: BTreeMap<(Vec<u8>, UidValidity), String>,
    /// Messages that long work is about and has not reached yet, by mailbox.
    pub going: BTreeMap<Vec<u8>, UidSet>,
}

/// Shows where the room went; changes nothing.
pub(super) async fn show(user: SignedIn) -> web::Result {
    let l = &user.visit.locale;
    let survey = user.account.mail().survey_storage([0, 1].map(|back| l.year_begun(back)), PATIENCE).await?;
    let keeper = user.visit.state.keeper();
    keeper.note_seen(&user.account, survey.epochs.clone());
    let mut forecast = None;
    if let Some(storage) = survey.storage() {
        keeper.note_storage(&user.account, storage);
        // A guess is not worth a page that fails.
        forecast = keeper.forecast(&user.account, storage).await.unwrap_or_default();
    }
    let of_large = survey.largest.iter().map(|large| (&large.mailbox, large.uid_validity));
    let places = of_large.chain(survey.senders.iter().map(|sender| (&sender.mailbox, sender.uid_validity)));
    let (mut seals, mut going) = (BTreeMap::new(), BTreeMap::new());
    for (mailbox, uid_validity) in places {
        let name = mailbox.name.wire().to_vec();
        seals.entry((name.clone(), uid_validity)).or_insert_with(|| user.seal(mailbox, uid_validity));
        let jobs = user.visit.state.jobs();
        going.entry(name).or_insert_with(|| jobs.waiting_in(&user.account, &mailbox.name, uid_validity));
    }
    let quota_names = user.visit.state.config().quota.names.clone();
    web::page(&StoragePage { layout: user.visit.layout("storage"), survey, forecast, quota_names, seals, going })
}

impl StoragePage {
    pub(super) fn again(&self) -> u32 {
        AGAIN
    }

    pub(super) fn folder(&self, mailbox: &Mailbox) -> Folder {
        Folder::of_mailbox(mailbox)
    }

    /// Leads to the question before messages of a folder are deleted for good.
    pub(super) fn question(&self, mailbox: &Mailbox) -> String {
        let folder = Folder::of_mailbox(mailbox);
        let verb = if matches!(folder, Folder::Spam | Folder::Trash) { "delete" } else { "delete-for-good" };
        format!("{}/{verb}/confirm", folder.path())
    }

    pub(super) fn seal(&self, mailbox: &Mailbox, uid_validity: &UidValidity) -> &str {
        let key = (mailbox.name.wire().to_vec(), *uid_validity);
        self.seals.get(&key).map(String::as_str).unwrap_or_default()
    }

    pub(super) fn is_going(&self, mailbox: &Mailbox, uid: &Uid) -> bool {
        self.going.get(mailbox.name.wire()).is_some_and(|going| going.contains(*uid))
    }

    pub(super) fn are_going(&self, mailbox: &Mailbox, uids: &UidSet) -> bool {
        self.going.get(mailbox.name.wire()).is_some_and(|going| !going.intersection(uids).is_empty())
    }

    /// Returns the folders that take up most.
    pub(super) fn top_folders(&self) -> &[Mailbox] {
        self.survey.mailboxes.get(..TOP_FOLDERS).unwrap_or(&self.survey.mailboxes)
    }

    /// Returns all others.
    pub(super) fn more_folders(&self) -> &[Mailbox] {
        self.survey.mailboxes.get(TOP_FOLDERS..).unwrap_or_default()
    }

    /// Returns the most that one folder takes up, for the bars.
    pub(super) fn most(&self) -> u64 {
        self.survey.mailboxes.iter().filter_map(|mailbox| mailbox.size).max().unwrap_or(0).max(1)
    }
}
