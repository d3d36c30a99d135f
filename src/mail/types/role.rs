//! Which mailbox plays which part: what the host pins, else what the server says, else what the name says.

use crate::imap::{ListedMailbox, MailboxName};
use std::collections::BTreeMap;

/// Names the part a mailbox plays for its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Where mail arrives, and the only mailbox POP sees.
    Inbox,
    /// Where the filter files what it takes for spam.
    Spam,
    /// Where deleted mail waits.
    Trash,
    /// Mail that was sent.
    Sent,
    /// Mail not finished.
    Drafts,
    /// Mail kept.
    Archive,
}

/// Describes one mailbox of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name as the server gave it.
    pub name: MailboxName,
    /// The part it plays, if any.
    pub role: Option<Role>,
    /// Messages in it; `None` when the server did not say.
    pub messages: Option<u32>,
    /// Messages without `\Seen`.
    pub unseen: Option<u32>,
    /// Octets of all messages (STATUS=SIZE, RFC 8438), where known.
    pub size: Option<u64>,
}

impl Mailbox {
    /// Returns the name for people: modified UTF-7 decoded, as the server spells it.
    pub fn display_name(&self) -> String {
        self.name.decoded()
    }
}

/// The parts that must be found; INBOX is found by its name (RFC 9051, 5.1).
const SOUGHT: [Role; 5] = [Role::Spam, Role::Trash, Role::Sent, Role::Drafts, Role::Archive];

impl Role {
    /// Returns the special uses that stand for this part (RFC 6154, 2; `\Spam` is XLIST's word).
    fn special_uses(self) -> &'static [&'static str] {
        match self {
            Self::Inbox => &[],
            Self::Spam => &["\\Junk", "\\Spam"],
            Self::Trash => &["\\Trash"],
            Self::Sent => &["\\Sent"],
            Self::Drafts => &["\\Drafts"],
            Self::Archive => &["\\Archive"],
        }
    }

    /// Returns names that mail programs and providers give such a mailbox, lower case.
    ///
    /// Whole names only: `lixo` is spam and `lixeira` is Trash; Swedish `skräp` is both, so it is neither.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Inbox => &[],
            Self::Spam => SPAM,
            Self::Trash => TRASH,
            Self::Sent => SENT,
            Self::Drafts => DRAFTS,
            Self::Archive => ARCHIVE,
        }
    }
}

/// Gives each mailbox its part. `pins` decide first; each part is played by one mailbox at most.
pub(in crate::mail) fn assign(listed: Vec<ListedMailbox>, pins: &BTreeMap<Role, String>) -> Vec<Mailbox> {
    let usable: Vec<ListedMailbox> = listed.into_iter().filter(ListedMailbox::selectable).collect();
    let roles: Vec<(Role, Option<usize>)> = SOUGHT.iter().map(|&role| (role, play(role, &usable, pins))).collect();
    let mut mailboxes: Vec<Mailbox> = Vec::with_capacity(usable.len());
    for (at, listed) in usable.into_iter().enumerate() {
        let found = roles.iter().find(|(_, place)| *place == Some(at)).map(|&(role, _)| role);
        let role = if listed.name.is_inbox() { Some(Role::Inbox) } else { found };
        let status = listed.status.unwrap_or_default();
        let (messages, unseen, size) = (status.messages, status.unseen, status.size);
        mailboxes.push(Mailbox { name: listed.name, role, messages, unseen, size });
    }
    mailboxes.sort_by(|a, b| {
        (a.role.is_none(), a.role, a.display_name()).cmp(&(b.role.is_none(), b.role, b.display_name()))
    });
    mailboxes
}

/// Finds the mailbox that plays a part.
fn play(role: Role, listed: &[ListedMailbox], pins: &BTreeMap<Role, String>) -> Option<usize> {
    let not_inbox = || listed.iter().enumerate().filter(|(_, mailbox)| !mailbox.name.is_inbox());
    if let Some(pin) = pins.get(&role) {
        return not_inbox().find(|(_, mailbox)| mailbox.name.decoded() == *pin).map(|(at, _)| at);
    }
    let marked = || not_inbox().filter(|(_, m)| role.special_uses().iter().any(|special| m.has(special)));
    let named = |mailbox: &ListedMailbox| role.names().contains(&leaf(mailbox).as_str());
    // Some hosts mark several mailboxes at once (seen with mailcow): then the usual name decides.
    let chosen = marked().find(|(_, mailbox)| named(mailbox)).or_else(|| marked().next());
    chosen.or_else(|| not_inbox().find(|(_, mailbox)| named(mailbox))).map(|(at, _)| at)
}

/// Returns the last part of a name, lower case, if it stands at the top, or right below INBOX or a provider's `[Gmail]`.
fn leaf(mailbox: &ListedMailbox) -> String {
    let name = mailbox.name.decoded();
    let Some(delimiter) = mailbox.delimiter else { return name.to_lowercase() };
    match name.split_once(delimiter) {
        Some((top, leaf)) if ["inbox", "[gmail]", "[google mail]"].contains(&top.to_lowercase().as_str()) => {
            leaf.to_lowercase()
        }
        _ => name.to_lowercase(),
    }
}

#[rustfmt::skip]
const SPAM: &[&str] = &[
    "spam", "junk", "junk mail", "junk e-mail", "junk email", "junk-e-mail", "bulk mail", "bulk", "caught-spam", "spamverdacht",
    "courrier indésirable", "indésirables", "pourriel", "correo no deseado", "correo basura", "no deseado", "no solicitado",
    "lixo", "lixo eletrônico", "lixo eletronico", "correio electrónico não solicitado", "posta indesiderata", "ongewenst",
    "ongewenste e-mail", "skräppost", "søppelpost", "nettsøppel", "uønsket e-post", "uønsket post", "roskaposti",
    "wiadomości-śmieci", "nevyžádaná pošta", "nevyžiadaná pošta", "levélszemét", "istenmeyen", "istenmeyen e-posta",
    "önemsiz", "önemsiz e-posta", "ανεπιθύμητα", "спам", "нежелательная почта", "небажана пошта", "דואר זבל",
    "الرسائل العشوائية", "هرزنامه", "สแปม", "thư rác", "垃圾邮件", "垃圾郵件", "垃圾電郵", "垃圾箱", "迷惑メール", "스팸", "스팸편지함",
];

#[rustfmt::skip]
const TRASH: &[&str] = &[
    "trash", "bin", "rubbish", "deleted", "deleted items", "deleted messages", "papierkorb", "gelöschte objekte",
    "gelöschte elemente", "corbeille", "éléments supprimés", "papelera", "elementos eliminados", "elementos borrados",
    "lixeira", "itens excluídos", "itens excluidos", "itens apagados", "caixote do lixo", "cestino", "elementi eliminati",
    "posta eliminata", "prullenbak", "verwijderde items", "papperskorgen", "borttagna objekt", "borttagna meddelanden",
    "skraldespand", "slettet mails", "slettede elementer", "papirkurv", "poistetut", "usunięte wiadomości",
    "odstraněné položky", "odstraněná pošta", "koš", "odstránené položky", "törölt elemek", "articole șterse", "prügikast",
    "silinmiş öğeler", "κάδος απορριμμάτων", "корзина", "удаленные", "удаленные элементы", "кошик", "видалені",
    "видалені елементи", "פריטים שנמחקו", "العناصر المحذوفة", "موارد حذف شده", "รายการที่ลบ", "mục đã xóa", "pesan terhapus",
    "item dipadam", "已删除邮件", "已刪除項目", "已删除消息", "废件箱", "垃圾桶", "ゴミ箱", "휴지통",
];

#[rustfmt::skip]
const SENT: &[&str] = &[
    "sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete objekte", "gesendete elemente", "envoyés",
    "éléments envoyés", "enviados", "elementos enviados", "itens enviados", "posta inviata", "inviati", "verzonden",
    "verzonden items", "skickat", "sendt", "lähetetyt", "wysłane", "odeslané", "отправленные", "送信済み", "已发送",
];

#[rustfmt::skip]
const DRAFTS: &[&str] = &[
    "drafts", "draft", "entwürfe", "brouillons", "borradores", "rascunhos", "bozze", "concepten", "utkast", "kladder",
    "luonnokset", "szkice", "koncepty", "черновики", "下書き", "草稿",
];

#[rustfmt::skip]
const ARCHIVE: &[&str] = &["archive", "archives", "archiv", "archivo", "archivio", "archief", "arkiv", "arkisto", "archiwum", "архив"];

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(name: &str, delimiter: char, attributes: &[&str]) -> ListedMailbox {
        ListedMailbox {
            name: MailboxName::encode(name),
            delimiter: Some(delimiter),
            attributes: attributes.iter().map(|&a| a.to_owned()).collect(),
            status: None,
        }
    }

    fn who_plays(role: Role, listed: &[ListedMailbox], pins: &BTreeMap<Role, String>) -> Option<String> {
        let mailboxes = assign(listed.to_vec(), pins);
        mailboxes.into_iter().find(|m| m.role == Some(role)).map(|m| m.display_name())
    }

    #[test]
    fn the_host_decides_then_the_server_then_the_name() {
        let listed = [
            mailbox("INBOX", '/', &[]),
            mailbox("Spam", '/', &[]),
            mailbox("Filtered", '/', &["\\junk"]),
            mailbox("Odd", '/', &[]),
        ];
        let none = BTreeMap::new();
        assert_eq!(who_plays(Role::Spam, &listed, &none).as_deref(), Some("Filtered"));
        assert_eq!(who_plays(Role::Spam, &listed[..2], &none).as_deref(), Some("Spam"));
        let pins = BTreeMap::from([(Role::Spam, "Odd".to_owned())]);
        assert_eq!(who_plays(Role::Spam, &listed, &pins).as_deref(), Some("Odd"));
        assert_eq!(
            who_plays(Role::Spam, &listed[..2], &pins),
            None,
            "a pin that is not there is not replaced by a guess"
        );
    }

    #[test]
    fn only_whole_names_at_the_top_or_below_inbox_count() {
        let none = BTreeMap::new();
        for (name, delimiter, role) in [
            ("INBOX.Spam", '.', Some(Role::Spam)),
            ("Papierkorb", '/', Some(Role::Trash)),
            ("INBOX/Entwürfe", '/', Some(Role::Drafts)),
            ("[Gmail]/Spam", '/', Some(Role::Spam)),
            ("JUNK E-MAIL", '/', Some(Role::Spam)),
            ("Spam reports", '/', None),
            ("Work/Trash", '/', None),
            ("INBOX.Old.Spam", '.', None),
            ("Skräp", '/', None),
        ] {
            let mailboxes = assign(vec![mailbox(name, delimiter, &[])], &none);
            assert_eq!(mailboxes[0].role, role, "{name}");
        }
    }

    #[test]
    fn of_several_marked_mailboxes_the_usual_name_is_taken() {
        let listed = [mailbox("Filter", '/', &["\\Junk"]), mailbox("Junk", '/', &["\\Junk"])];
        assert_eq!(who_plays(Role::Spam, &listed, &BTreeMap::new()).as_deref(), Some("Junk"));
    }

    #[test]
    fn what_cannot_be_opened_plays_no_part() {
        let listed = [mailbox("Spam", '/', &["\\Noselect"])];
        assert_eq!(assign(listed.to_vec(), &BTreeMap::new()), []);
    }
}
