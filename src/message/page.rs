//! One message, shown as text, or as its HTML in a frame.

use crate::i18n::Arg;
use crate::mail::{
    Attachment, Authentication, Caution, Check, FileKind, Formatted, Hit, HtmlSummary, Limit, Links, Message, Pictures,
    Reason, Step, TextKind, Uid, Verdict, View,
};
use crate::web::{Folder, Layout, MessageName, list_path, message_path};
use askama::Template;

/// From so many messages in the Inbox on somebody writes often.
const OFTEN: u32 = 5;
/// Checks of the sender that are named.
const MAX_CHECKS: usize = 10;
/// Letters of a result; those of RFC 8601 have ten at most.
const MAX_RESULT: usize = 20;

/// Shows `/{box}/{uidvalidity}-{uid}`.
#[derive(Debug, Clone, Template)]
#[template(path = "message/message.html")]
pub struct MessagePage {
    /// The frame; `here` is the slug of `folder`.
    pub layout: Layout,
    /// Chooses the words and the buttons.
    pub folder: Folder,
    /// The message.
    pub message: Message,
    /// Binds its forms to this page.
    pub seal: String,
    /// Which pictures the frame shows.
    pub pictures: Pictures,
    /// What becomes of links in it.
    pub links: Links,
    /// What the provider's servers found out about the sender, where the host has named them.
    pub authentication: Option<Authentication>,
    /// The list the reader comes from.
    pub view: View,
}

impl MessagePage {
    fn is_spam(&self) -> bool {
        self.folder == Folder::Spam
    }

    fn is_trash(&self) -> bool {
        self.folder == Folder::Trash
    }

    fn is_other(&self) -> bool {
        matches!(self.folder, Folder::Other(..))
    }

    /// Only mail of the Inbox is marked read; elsewhere nobody waits for it.
    fn is_unread(&self) -> bool {
        self.folder == Folder::Inbox && !self.message.summary.seen
    }

    fn is_from_html(&self) -> bool {
        self.message.text_kind == TextKind::FromHtml
    }

    pub(super) fn name(&self) -> MessageName {
        self.name_of(self.message.summary.uid)
    }

    fn name_of(&self, uid: Uid) -> MessageName {
        MessageName { uid_validity: self.message.uid_validity, uid }
    }

    /// What the frame shows; in Spam with links only where the reader has asked for them.
    fn body(&self) -> String {
        let query = if self.is_spam() && !self.has_dead_links() { "?links=live" } else { "" };
        format!("{}{query}", self.name().body(&self.folder))
    }

    fn part(&self, file: &Attachment) -> String {
        self.name().part(&self.folder, &file.section)
    }

    /// This page, with what it knows of its list.
    fn here(&self) -> String {
        message_path(&self.folder, self.name(), &self.view, self.view.page)
    }

    /// This message seen in another way, such as `view=text`.
    fn seen_as(&self, how: &str) -> String {
        let here = self.here();
        let glue = if here.contains('?') { '&' } else { '?' };
        format!("{here}{glue}{how}")
    }

    fn look(&self) -> Option<&HtmlSummary> {
        match &self.message.formatted {
            Formatted::Ready(look) => Some(look),
            _ => None,
        }
    }

    fn is_unasked(&self) -> bool {
        matches!(self.message.formatted, Formatted::Unasked(_))
    }

    /// What HTML that is not shown holds.
    fn hidden(&self) -> Option<&HtmlSummary> {
        match &self.message.formatted {
            Formatted::Unasked(look) => look.as_ref(),
            _ => None,
        }
    }

    fn is_too_much(&self) -> bool {
        self.message.formatted == Formatted::TooMuch
    }

    fn shows_pictures(&self) -> bool {
        self.pictures == Pictures::Remote
    }

    fn has_dead_links(&self) -> bool {
        self.links == Links::Dead
    }

    /// The height of the frame, in pixels: a guess of what is in it, which scrolls where it was wrong.
    fn height(&self, look: &HtmlSummary) -> usize {
        look.height.clamp(140, 4000) + 100
    }

    fn pictures_line(&self, look: &HtmlSummary) -> String {
        let key = if self.shows_pictures() { "letter-pictures-shown" } else { "letter-pictures-blocked" };
        self.layout.l.with(key, &[("count", look.pictures.into()), ("hosts", look.picture_hosts.join(", ").into())])
    }

    fn links_line(&self, look: &HtmlSummary) -> String {
        self.layout
            .l
            .with("letter-links", &[("count", look.links.into()), ("hosts", look.link_hosts.join(", ").into())])
    }

    fn has_text(&self) -> bool {
        self.message.text_kind != TextKind::Nothing && !self.message.text.is_empty()
    }

    /// The page of the list on which the message stands.
    fn list(&self) -> String {
        list_path(&self.folder, &self.view, self.message.neighbours.page.unwrap_or(self.view.page))
    }

    fn step(&self, step: &Step) -> String {
        message_path(&self.folder, self.name_of(step.uid), &self.view, step.page)
    }

    /// Where the buttons lead: to the next message; from the last one back to the list.
    fn onward(&self) -> String {
        self.message.neighbours.next.map_or_else(|| self.list(), |next| self.step(&next))
    }

    fn back(&self) -> String {
        self.layout.l.with("message-back", &[("folder", self.folder.name(&self.layout.l).into())])
    }

    /// Whether the provider found that the message does not come from where it says; `None` where nothing is known.
    fn is_confirmed(&self) -> Option<bool> {
        self.authentication.as_ref()?.confirmed
    }

    /// Says where mail that the filter let through only claims to come from; in Spam it stands among the reasons.
    fn only_claims(&self) -> Option<String> {
        self.sender_checked().filter(|_| !self.is_spam() && self.is_confirmed() == Some(false))
    }

    /// Whom or what to look at.
    fn caution_title(&self) -> String {
        let links = self.message.cautions.iter().all(Caution::is_of_link) && self.only_claims().is_none();
        self.layout.l.t(if links { "caution-title-links" } else { "caution-title" })
    }

    fn caution(&self, caution: &Caution) -> String {
        let told = |key, values: &[(&'static str, &str)]| {
            let values: Vec<_> = values.iter().map(|(name, value)| (*name, Arg::from(*value))).collect();
            self.layout.l.with(key, &values)
        };
        match caution {
            Caution::NameSaysOther { said, address } => {
                told("caution-name-says", &[("said", said), ("address", address)])
            }
            Caution::SeveralSenders { others } => told("caution-several", &[("others", &others.join(", "))]),
            Caution::StrangeLetters { shown, wire } => told("caution-letters", &[("shown", shown), ("wire", wire)]),
            Caution::LooksLikeYours { wire, yours } => told("caution-like-yours", &[("wire", wire), ("yours", yours)]),
            Caution::RepliesElsewhere { address } => told("caution-replies", &[("address", address)]),
            Caution::LinkLooksLike { wire, other } => told("caution-link-like", &[("wire", wire), ("other", other)]),
            Caution::LinkLetters { shown, wire } => told("caution-link-letters", &[("shown", shown), ("wire", wire)]),
            Caution::LinkSaysOther { says, leads } => told("caution-link-says", &[("says", says), ("leads", leads)]),
        }
    }

    /// Tells how well the owner knows the sender, where that is known. A forged address is no known_sender.
    fn known_sender(&self) -> Option<String> {
        let Message { others_in_inbox, cautions, explanation, .. } = &self.message;
        let forged = [Reason::SenderForged, Reason::Phishing].into_iter().any(|reason| explanation.tells(reason));
        let key = match (*others_in_inbox)? {
            0 => "sender-new",
            _ if forged || !cautions.is_empty() || self.is_confirmed() == Some(false) => return None,
            1..OFTEN => "sender-known",
            _ => "sender-often",
        };
        Some(self.layout.l.n(key, &(*others_in_inbox)?))
    }

    /// What the mail program will see after the buttons.
    fn explained(&self) -> String {
        match self.folder {
            Folder::Spam if self.message.summary.wrapped => self.layout.l.t("message-wrapped-explained"),
            Folder::Spam => self.layout.l.t("message-spam-explained"),
            Folder::Trash => self.layout.l.t("message-trash-explained"),
            Folder::Inbox => self.layout.l.t("message-inbox-explained"),
            Folder::Other(..) => self.layout.l.t("message-folder-explained"),
        }
    }

    fn verdict(&self, verdict: &Verdict) -> String {
        let l = &self.layout.l;
        let Some(number) = &verdict.score else { return String::new() };
        let score = l.decimal(number).into();
        match verdict.limit {
            Some(Limit::Refused(limit)) if *number < limit => {
                l.with("message-verdict-refused", &[("score", score), ("limit", l.decimal(&limit).into())])
            }
            // A message that came all the same.
            Some(Limit::Spam(limit) | Limit::Refused(limit)) => {
                l.with("message-verdict-of", &[("score", score), ("limit", l.decimal(&limit).into())])
            }
            Some(Limit::Usual(limit)) => {
                l.with("message-verdict-usual", &[("score", score), ("limit", l.decimal(&limit).into())])
            }
            Some(Limit::Probability(_)) => {
                l.with("message-verdict-probability", &[("percent", l.percent(*number).into())])
            }
            Some(Limit::Scale(limit, most)) => {
                let (limit, most) = (l.decimal(&limit).into(), l.decimal(&most).into());
                l.with("message-verdict-scale", &[("score", score), ("limit", limit), ("most", most)])
            }
            None => l.with("message-verdict", &[("score", score)]),
        }
    }

    /// Whether the filter's reasons do not say why the message is here.
    fn is_unexplained(&self) -> bool {
        self.message.explanation.reasons.is_empty() || self.message.explanation.spam == Some(false)
    }

    /// What stands where no reason can be said.
    fn no_reason(&self) -> String {
        let l = &self.layout.l;
        let explanation = &self.message.explanation;
        let points = self.message.summary.verdict.is_some_and(|verdict| verdict.score.is_some());
        let is_silent = explanation.hits.is_empty() || !explanation.in_favour.is_empty();
        match (is_silent, explanation.spam) {
            (_, Some(false)) => l.t("why-not-spam"),
            (false, _) => l.t("why-no-plain-words"),
            (true, _) if points => l.t("why-no-rule"),
            (true, Some(true)) => l.t("why-only-spam"),
            (true, None) => l.t("why-no-word"),
        }
    }

    /// Whether the sender is confirmed, where that is known.
    fn sender_checked(&self) -> Option<String> {
        let authentication = self.authentication.as_ref()?;
        let key = if authentication.confirmed? { "sender-confirmed" } else { "sender-not-confirmed" };
        Some(self.layout.l.with(key, &[("domain", authentication.domain.as_str().into())]))
    }

    /// The checks behind that, such as "SPF pass, DKIM fail".
    fn checks(&self) -> Option<String> {
        let one = |check: &Check| {
            format!("{} {}", check.method.to_uppercase(), check.result.chars().take(MAX_RESULT).collect::<String>())
        };
        let checks: Vec<String> = self.authentication.as_ref()?.checks.iter().take(MAX_CHECKS).map(one).collect();
        Some(self.layout.l.with("sender-checks", &[("checks", checks.join(", ").into())]))
    }

    /// The points of a rule, with their sign; empty where the filter does not tell them.
    fn points(&self, hit: &Hit) -> String {
        hit.points.map(|points| self.layout.l.decimal(&points)).unwrap_or_default()
    }

    fn confirm(&self) -> String {
        self.layout.l.with("delete-confirm", &[("count", "1".into())])
    }

    /// Says why there is nothing to read among these files.
    fn no_text(&self, files: &[Attachment]) -> String {
        let is = |kind| files.iter().any(|file| file.kind() == Some(kind));
        let key = if is(FileKind::PgpEncrypted) {
            "message-encrypted"
        } else if is(FileKind::SmimeMessage) {
            "message-smime"
        } else if is(FileKind::Tnef) {
            "message-only-tnef"
        } else {
            "message-no-text"
        };
        self.layout.l.t(key)
    }

    /// Counts the links in texts, of the message itself and of those it encloses.
    fn text_links(&self) -> usize {
        let own = if self.look().is_none() { self.message.text.links } else { 0 };
        own + self.message.forwarded.iter().map(|letter| letter.text.links).sum::<usize>()
    }

    /// Tells whether pictures of this sender may be let in for good: not of one who was found to be somebody else.
    fn can_trust_sender(&self) -> bool {
        let forged = self.authentication.as_ref().is_some_and(|found| found.confirmed == Some(false));
        !forged && self.message.one_author && self.message.sender().is_some()
    }
}
