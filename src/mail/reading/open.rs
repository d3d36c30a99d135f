//! Opening a message: what is fetched of it, in as few round trips as there can be.

use super::decoded::TEXT_LIMIT;
use super::enclosed::EnclosedPlan;
use super::html_body;
use super::known_sender::count_from_sender;
use super::lookup::{Lookup, look_up};
use super::message::{Formatted, Message, Reading, Shown};
use super::opened::{Opened, Original};
use super::readable::readable;
use crate::imap::{self, BodyStructure, FetchItems, Part, Session};
use crate::mail::account::work::Mail;
use crate::mail::content::parts::{html_parts, texts};
use crate::mail::content::wrapper::{self, Source};
use crate::mail::lists::neighbours::Walk;
use crate::mail::{Account, Error, Links, Mailbox, Result, Role, Uid, UidValidity, View};

/// How much of an unreadable structure's source is looked through for a text.
const SOURCE_LIMIT: usize = 1024 * 1024;

/// Says what is asked for.
#[derive(Clone)]
struct Asked {
    account: Account,
    mailbox: Mailbox,
    uid_validity: UidValidity,
    uid: Uid,
    with_html: bool,
    list: Option<View>,
}

impl Mail {
    /// Opens one message; nothing about it changes.
    ///
    /// # Errors
    /// [`Error::MailboxChanged`] when the UID belongs to another UIDVALIDITY; [`Error::Gone`] when it is not there.
    pub async fn open(
        &self,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        uid: Uid,
        reading: &Reading,
    ) -> Result<Message> {
        let asked = Asked {
            account: self.account.clone(),
            mailbox: mailbox.clone(),
            uid_validity,
            uid,
            // Where links cannot be followed, it is said where they lead: HTML hides it.
            with_html: reading.shown == Shown::Formatted || reading.links == Links::Dead,
            list: reading.list.clone(),
        };
        let opened = self.read(Some(&mailbox.name), move |session| {
            let asked = asked.clone();
            Box::pin(async move { asked.open(session).await })
        });
        let mut opened = opened.await?.into_result()?;
        if mailbox.role != Some(Role::Inbox)
            && let Some(sender) = opened.sender()
        {
            opened.others_in_inbox = self.count_from_sender_on_idle_connection(&sender).await;
        }
        let html = std::mem::take(&mut opened.html);
        let look = match html_body::joined(&html).filter(|_| !html.is_empty()) {
            Some(html) => html_body::summarize(html).await?,
            None => None,
        };
        let enclosed = std::mem::take(&mut opened.enclosed);
        let nothing = BodyStructure::default();
        let structure = opened.fetched.structure.as_ref().unwrap_or(&nothing);
        let (forwarded, events) = enclosed.read(structure, reading.links).await?;
        let (look, text) = look.unzip();
        opened.html_text = text;
        opened.html_leads = look.as_ref().map(|look| look.leads.clone()).unwrap_or_default();
        if let Some(look) = look.as_ref().filter(|look| reading.shown == Shown::Formatted && !look.empty) {
            opened.own_pictures = look.own_pictures.clone();
        }
        let mut message = readable(opened, mailbox, uid_validity, &self.account, reading.links).ok_or(Error::Gone)?;
        if message.summary.wrapped {
            // The structure knows it for sure, also where the header did not look like it.
            self.account.note_rows(&mailbox.name, uid_validity, std::slice::from_ref(&message.summary));
        }
        for letter in &forwarded {
            // Called by its subject, where its sender gave it no name.
            let file =
                message.attachments.iter_mut().find(|file| file.section == letter.section && file.name.is_none());
            if let (Some(file), Some(subject)) = (file, &letter.subject) {
                file.name = Some(format!("{subject}.eml"));
            }
        }
        (message.forwarded, message.events) = (forwarded, events);
        if !html.is_empty() {
            message.formatted = match (reading.shown, look) {
                (Shown::Text, look) => Formatted::Unasked(look),
                (Shown::Formatted, None) => Formatted::TooMuch,
                (Shown::Formatted, Some(look)) if look.empty => Formatted::Absent,
                (Shown::Formatted, Some(look)) => Formatted::Ready(look),
            };
        }
        Ok(message)
    }
}

impl Asked {
    /// Fetches what a page needs.
    async fn open(&self, session: &mut Session) -> imap::Result<Lookup<Opened>> {
        let (name, uid_validity, uid) = (&self.mailbox.name, self.uid_validity, self.uid);
        // Some servers refuse the whole FETCH for a structure they cannot parse (seen with Exchange).
        let instead = Some(FetchItems::Headers);
        let (mut examined, fetched) =
            match look_up(session, name, uid_validity, uid, FetchItems::Whole, instead).await? {
                Lookup::Changed => return Ok(Lookup::Changed),
                Lookup::Gone => return Ok(Lookup::Gone),
                Lookup::Found(found) => found,
            };
        let list = self.list.as_ref();
        let walk = Walk::begin(&mut examined, &self.account, &self.mailbox.name, self.uid, list).await?;
        let beside = walk.asks(&fetched);
        let mut opened = Opened { fetched, ..Opened::default() };
        let plan = Plan::of(opened.fetched.structure.take(), self.with_html);
        let (bodies, found) = examined.fetch_sections_beside(self.uid, &plan.sections(), plan.limit(), &beside).await?;
        plan.fill(&mut opened, bodies);
        if opened.hides_its_author() {
            let Opened { mut fetched, .. } = opened;
            fetched.structure.iter_mut().for_each(wrapper::disarm);
            opened = Opened { fetched, ..Opened::default() };
            let plan = Plan::of(opened.fetched.structure.take(), self.with_html);
            let bodies = examined.fetch_sections(self.uid, &plan.sections(), plan.limit()).await?;
            plan.fill(&mut opened, bodies);
        }
        opened.neighbours = walk.end(&mut examined, &opened.fetched, found).await?;
        if self.mailbox.role == Some(Role::Inbox)
            && let Some(sender) = opened.sender()
        {
            opened.others_in_inbox = count_from_sender(session, &self.account, &sender, Some(self.uid)).await;
        }
        Ok(Lookup::Found(opened))
    }
}

/// Says which sections of a message are to be fetched.
enum Plan {
    /// The server gave no structure that can be read: the beginning of the source.
    Source,
    /// A wrapper inside which the server knows no parts: the beginning of the original, and the report.
    Wrapped { structure: BodyStructure, original: Part, report: Option<Part> },
    /// Texts, HTML, what is enclosed, and, in a wrapper, the header of the original and the report.
    Parts {
        structure: BodyStructure,
        texts: Vec<Part>,
        html: Html,
        enclosed: EnclosedPlan,
        original: Option<String>,
        report: Option<Part>,
    },
}

/// Says which HTML is wanted.
enum Html {
    /// None.
    Unwanted,
    /// What the text is made of, which is here already.
    AsText,
    /// These parts.
    Parts(Vec<Part>),
}

impl Plan {
    fn of(structure: Option<BodyStructure>, with_html: bool) -> Self {
        let Some(structure) = structure else { return Self::Source };
        let original = wrapper::original(&structure);
        if let Some(part) = original.filter(|part| !wrapper::is_known_inside(&structure, part)).cloned() {
            let report = wrapper::report(&structure).cloned();
            return Self::Wrapped { structure, original: part, report };
        }
        let report = original.and_then(|_| wrapper::report(&structure)).cloned();
        let original = original.map(|part| part.section.clone());
        let inside = original.as_deref().unwrap_or_default();
        let texts = texts(&structure, inside);
        let html = match texts.first() {
            Some(part) if part.media_type == "text/html" => Html::AsText,
            _ if !with_html => Html::Unwanted,
            _ => Html::Parts(html_parts(&structure, inside)),
        };
        let enclosed = EnclosedPlan::of(&structure, inside);
        Self::Parts { structure, texts, html, enclosed, original, report }
    }

    fn sections(&self) -> Vec<String> {
        match self {
            Self::Source => vec![String::new()],
            Self::Wrapped { original, report, .. } => {
                report.iter().chain([original]).map(|part| part.section.clone()).collect()
            }
            Self::Parts { texts, html, enclosed, original, report, .. } => {
                let html: &[Part] = if let Html::Parts(parts) = html { parts } else { &[] };
                let parts = texts.iter().chain(html).map(|part| part.section.clone());
                let header = original.as_ref().map(|section| format!("{section}.HEADER"));
                let report = report.iter().map(|part| part.section.clone());
                parts.chain(enclosed.sections()).chain(header).chain(report).collect()
            }
        }
    }

    /// Octets of each section.
    fn limit(&self) -> usize {
        match self {
            Self::Source | Self::Wrapped { .. } => SOURCE_LIMIT,
            Self::Parts { .. } => TEXT_LIMIT,
        }
    }

    fn fill(self, opened: &mut Opened, mut bodies: Vec<Vec<u8>>) {
        match self {
            Self::Source => {
                opened.source = bodies.pop().unwrap_or_default();
                opened.source_cut = opened.source.len() >= SOURCE_LIMIT;
            }
            Self::Wrapped { structure, original: part, report } => {
                let body = bodies.pop().unwrap_or_default();
                opened.source_cut = body.len() >= SOURCE_LIMIT;
                opened.original = Some(Original::Unknown(Source::of(&part.encoding, &body)));
                opened.report = report.zip(bodies.pop());
                opened.fetched.structure = Some(structure);
            }
            Self::Parts { structure, texts, html, enclosed, original, report } => {
                let mut bodies = bodies.into_iter();
                let mut with_bodies = |parts: Vec<Part>| -> Vec<(Part, Vec<u8>)> {
                    parts.into_iter().map(|part| (part, bodies.next().unwrap_or_default())).collect()
                };
                opened.texts = with_bodies(texts);
                opened.html = match html {
                    Html::Unwanted => Vec::new(),
                    Html::AsText => opened.texts.clone(),
                    Html::Parts(parts) => with_bodies(parts),
                };
                opened.enclosed = enclosed.take(&mut bodies);
                opened.original = original.and_then(|section| Some(Original::Known(section, bodies.next()?)));
                opened.report = report.zip(bodies.next());
                opened.fetched.structure = Some(structure);
            }
        }
    }
}
