//! What a person does in one window: looks, chooses, presses a button, reads what it did, and goes on, whatever is answered.

use super::chance::Chance;
use super::ledger::{Asked, Deed};
use super::owner::Owner;
use super::told::{Told, rows, undo};
use reqwest::Method;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use support::answer::Answer;
use support::client::{Browser, emptying, pairs, taking_all};
use tokio::time::sleep;

/// How often a page is asked for again that does not come.
const PATIENCE: usize = 12;
/// How long a person watches the page of a job before doing something else.
const WATCHED: Duration = Duration::from_secs(6);

/// What was done and answered, how often.
#[derive(Default)]
pub struct Tally {
    /// By what was done.
    pub deeds: BTreeMap<&'static str, u32>,
    /// By what was answered.
    pub answers: BTreeMap<String, u32>,
    /// Forms that were sent.
    pub posts: usize,
    /// Those of them that no answer came to: they may never have reached the proxy.
    pub posts_cut: usize,
}

/// A person at one window.
pub struct Person {
    /// Whose mailbox it is.
    pub owner: Arc<Owner>,
    /// Which of the owner's windows.
    pub window: usize,
    /// The window.
    pub browser: Browser,
    /// Chance.
    pub chance: Chance,
    /// What all of them did.
    pub tally: Arc<Mutex<Tally>>,
    /// When it all began.
    pub began: Instant,
}

/// What a button does, in which folder, and whether messages go for good.
type Button = (&'static str, &'static str, &'static str, bool);

const BUTTONS: [Button; 6] = [
    ("rescue", "spam", "rescue", false),
    ("put back", "trash", "restore", false),
    ("to Trash", "inbox", "delete", false),
    ("to Spam", "inbox", "spam", false),
    ("delete for good in Spam", "spam", "delete", true),
    ("delete for good in Trash", "trash", "delete", true),
];

const ALL_BUTTONS: [Button; 6] = [
    ("rescue all", "spam", "rescue", false),
    ("put all back", "trash", "restore", false),
    ("all to Trash", "inbox", "delete", false),
    ("all to Spam", "inbox", "spam", false),
    ("delete all for good in Spam", "spam", "delete", true),
    ("delete all for good in Trash", "trash", "delete", true),
];

/// Returns the mailbox of a folder's path.
fn mailbox(folder: &str) -> &'static str {
    match folder {
        "spam" => "Spam",
        "trash" => "Trash",
        _ => "INBOX",
    }
}

impl Person {
    /// Works until it is over.
    pub async fn work(&mut self, until: Instant) {
        while Instant::now() < until {
            self.look_at_jobs().await;
            match self.chance.between(0, 100) {
                0..14 => {
                    let page = self.chance_page();
                    drop(self.look(page).await);
                }
                14..80 => self.choose().await,
                80..94 if self.owner.is_large => self.take_all().await,
                80..85 => self.take_all().await,
                94..97 => self.empty().await,
                _ => drop(self.look("/".to_owned()).await),
            }
            let pause = self.chance.between(50, if self.owner.number.is_multiple_of(3) { 4_000 } else { 1_200 });
            sleep(Duration::from_millis(pause)).await;
        }
    }

    fn chance_page(&mut self) -> String {
        let folder = *self.chance.one(&["spam", "trash", "inbox"]);
        let page = self.chance.between(1, 4);
        format!("/{folder}?page={page}")
    }

    /// Sends something; an answer that is none is the reason.
    async fn send(&mut self, method: Method, path: &str, form: &[(&str, &str)]) -> Result<Answer, String> {
        let is_post = method == Method::POST;
        let answer = self.browser.try_ask(method, path, form).await;
        let said = answer.as_ref().map_or_else(|_| "cut".to_owned(), |answer| answer.status.to_string());
        {
            let mut tally = self.tally.lock().unwrap();
            *tally.answers.entry(said.clone()).or_default() += 1;
            tally.posts += usize::from(is_post);
            tally.posts_cut += usize::from(is_post && answer.is_err());
        }
        let answer = answer.map_err(|error| format!("cut: {error}"))?;
        let own = answer.body.contains("<main");
        let accused = match answer.status {
            303 if answer.location().starts_with("/login") => Some("was signed out"),
            401 | 403 | 405 | 422 | 500 => Some("was refused, or it failed"),
            404 if is_post || path.starts_with("/jobs/") => Some("was told that it is not there"),
            _ => None,
        };
        if let Some(what) = accused {
            let who = format!("owner {}, window {}", self.owner.number, self.window);
            let words = format!("{who} {what}: {path}: {} {} {}", answer.status, answer.location(), answer.text());
            self.owner.ledger().wrong.push(words);
        }
        match answer.status {
            // Postern itself has no time: nothing was begun.
            503 | 429 if own => Err(format!("refused: {} {}", answer.status, answer.text())),
            502..=504 | 429 => Err(format!("{said} {}", answer.text())),
            _ => Ok(answer),
        }
    }

    /// Looks at a page until it comes, as a person does who presses "reload".
    pub async fn look(&mut self, path: String) -> Option<Answer> {
        for attempt in 0..PATIENCE {
            match self.send(Method::GET, &path, &[]).await {
                Ok(answer) => return Some(answer).filter(|answer| answer.status == 200),
                Err(_) => sleep(Duration::from_millis(200 * (attempt as u64 + 1))).await,
            }
        }
        None
    }

    /// Ticks some boxes of a list, and presses one of its buttons.
    async fn choose(&mut self) {
        let (what, folder, verb, destroys) = *self.chance.one(&BUTTONS);
        let page = if self.chance.percent(70) { 1 } else { self.chance.between(1, 4) };
        let Some(list) = self.look(format!("/{folder}?page={page}")).await else { return };
        let there = rows(&list.body);
        let most = match self.chance.between(0, 10) {
            0 => 50,
            1..4 => self.chance.between(6, 30),
            _ => self.chance.between(1, 6),
        };
        let chosen = self.chance.some(&there, usize::try_from(most).unwrap());
        let Some(uid_validity) = list.find_hidden("uid_validity") else { return };
        if chosen.is_empty() {
            return;
        }
        let mut form = vec![("uid_validity", uid_validity.to_owned()), ("seal", list.hidden("seal"))];
        form.extend(
            ["next", "rows", "original"]
                .into_iter()
                .filter_map(|name| Some((name, list.find_hidden(name)?.to_owned()))),
        );
        form.extend(chosen.iter().map(|(uid, _)| ("uid", uid.to_string())));
        let letters = {
            let ledger = self.owner.ledger();
            chosen.iter().filter_map(|(_, name)| ledger.letter(name)).collect()
        };
        let asked = Asked::Exactly(u32::try_from(chosen.len()).unwrap());
        self.act(&format!("/{folder}/{verb}"), &form, self.deed(what, asked, destroys, letters)).await;
    }

    /// Takes all of a list.
    async fn take_all(&mut self) {
        let mut buttons = ALL_BUTTONS.to_vec();
        if !self.chance.percent(30) {
            buttons.retain(|(_, _, _, destroys)| !destroys);
        }
        let (what, folder, verb, destroys) = *self.chance.one(&buttons);
        let Some(list) = self.look(format!("/{folder}?all=yes")).await else { return };
        if list.find_hidden("all").is_some() {
            let form = taking_all(&list);
            self.all_of(what, folder, verb, destroys, &list, &form).await;
        }
    }

    /// Empties a folder.
    async fn empty(&mut self) {
        let (what, folder) = *self.chance.one(&[("empty Spam", "spam"), ("empty Trash", "trash")]);
        let Some(question) = self.look(format!("/{folder}/empty")).await else { return };
        if question.find_hidden("last_uid").is_some() {
            let form = emptying(&question);
            self.all_of(what, folder, "empty", true, &question, &form).await;
        }
    }

    async fn all_of(
        &mut self,
        what: &'static str,
        folder: &'static str,
        verb: &str,
        destroys: bool,
        page: &Answer,
        form: &[(&'static str, String)],
    ) {
        let (last_uid, count) = (page.hidden("last_uid").parse().unwrap(), page.hidden("count").parse().unwrap());
        let owner = self.owner.clone();
        // None comes below that UID any more: what lies there now is all that may go.
        let letters = tokio::task::spawn_blocking(move || owner.letters_up_to(mailbox(folder), last_uid));
        let letters = letters.await.expect("another mail program can look");
        let deed = self.deed(what, Asked::AtMost(count), destroys, letters);
        self.act(&format!("/{folder}/{verb}"), form, deed).await;
    }

    fn deed(&self, what: &'static str, asked: Asked, destroys: bool, letters: Vec<u32>) -> Deed {
        Deed { what, asked, destroys, window: self.window, at: self.began.elapsed(), letters }
    }

    /// Presses a button, and reads what it did.
    async fn act(&mut self, path: &str, form: &[(&'static str, String)], deed: Deed) {
        *self.tally.lock().unwrap().deeds.entry(deed.what).or_default() += 1;
        let letters = deed.letters.clone();
        let number = self.owner.ledger().begin(deed);
        let answer = match self.send(Method::POST, path, &pairs(form)).await {
            Ok(answer) => answer,
            Err(why) if why.starts_with("refused") => return self.owner.ledger().refused(number, &why),
            Err(why) => return self.owner.ledger().no_answer(number, &why),
        };
        if answer.status != 303 {
            let why = format!("{} {}", answer.status, answer.text());
            return self.owner.ledger().refused(number, &why);
        }
        let place = answer.location().split('#').next().unwrap_or_default().to_owned();
        if place.starts_with("/jobs/") {
            self.owner.ledger().job(number, &place);
            return self.watch(&place).await;
        }
        let page = self.look(place).await;
        let Some((page, told)) = page.and_then(|page| Told::of_flash(&page.body).map(|told| (page, told))) else {
            return self.owner.ledger().not_read(number);
        };
        self.owner.ledger().told(number, &told);
        if told.done > 0
            && self.chance.percent(10)
            && let Some((action, seal)) = undo(&page.body)
        {
            let form = [("action", action), ("seal", seal)];
            Box::pin(self.act("/undo", &form, self.deed("undo", Asked::Written, false, letters))).await;
        }
    }

    /// Watches a job for a while, and notes its end.
    async fn watch(&mut self, path: &str) {
        let since = Instant::now();
        while since.elapsed() < WATCHED && !self.has_ended(path).await {
            sleep(Duration::from_millis(400)).await;
        }
    }

    async fn has_ended(&mut self, path: &str) -> bool {
        let page = self.look(path.to_owned()).await;
        match page.and_then(|page| Told::of_job(&page.body)) {
            Some((state, told)) if state != "running" => {
                self.owner.ledger().job_ended(path, &state, &told);
                true
            }
            _ => false,
        }
    }

    async fn look_at_jobs(&mut self) {
        let open = self.owner.ledger().open_jobs();
        if let Some(path) = open.first() {
            self.has_ended(path).await;
        }
    }

    /// Looks until no job is left that the owner knows of, and none is told of; `false` where that does not come to be.
    pub async fn look_to_the_end(&mut self, within: Duration) -> bool {
        let since = Instant::now();
        loop {
            let overview = self.look("/".to_owned()).await;
            let none_told = overview.is_some_and(|page| !page.body.contains("data-notice=\"/jobs/"));
            let open = self.owner.ledger().open_jobs();
            for path in open {
                self.has_ended(&path).await;
            }
            if none_told && self.owner.ledger().open_jobs().is_empty() {
                return true;
            }
            if since.elapsed() > within {
                return false;
            }
            sleep(Duration::from_millis(1_000)).await;
        }
    }
}
