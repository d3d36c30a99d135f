//! What is odd about who sent a message and where its links lead: names that say another address, letters that only look like
//! others, answers that go elsewhere.

mod links;
mod replies;
#[cfg(test)]
mod share;

use self::replies::is_free;
use super::hidden_characters::plainly;
use super::host::Host;
use super::leads::{Claim, Leads};
use super::mime::Head;
use super::named::KNOWN;
use crate::mail::{Address, Person};

/// Other senders that are named.
const MAX_OTHERS: usize = 5;
/// Endings by which a word of a display name is taken for a host, beside the known ones: what countries have.
const COUNTRIES: &str = " ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz \
    ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et fi fj fk fm fo fr ga gb gd ge gf \
    gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr \
    kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni \
    nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss \
    st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw ";

/// Says what is odd about who sent a message, or where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// The name holds another address, or a host that is not the address's.
    NameSaysOther {
        /// What stands in the name.
        said: String,
        /// The true address.
        address: String,
    },
    /// From holds more than one address.
    SeveralSenders {
        /// Those behind the first.
        others: Vec<String>,
    },
    /// The domain mixes alphabets, or spells plain letters with another one's.
    StrangeLetters {
        /// The domain as people read it.
        shown: String,
        /// The domain as the wire spells it.
        wire: String,
    },
    /// The domain looks like the owner's, and is not.
    LooksLikeYours {
        /// The domain, as the wire spells it.
        wire: String,
        /// The owner's.
        yours: String,
    },
    /// An answer goes to another domain (Reply-To, RFC 5322, 3.6.2).
    RepliesElsewhere {
        /// Where it goes.
        address: String,
    },
    /// A link's host looks like the owner's or the sender's, and is not.
    LinkLooksLike {
        /// The host, as the wire spells it.
        wire: String,
        /// The one it looks like.
        other: String,
    },
    /// A link's host mixes alphabets, or spells plain letters with another one's.
    LinkLetters {
        /// The host as people read it.
        shown: String,
        /// The host as the wire spells it.
        wire: String,
    },
    /// A link's text names a host, and it leads to another.
    LinkSaysOther {
        /// What it names.
        says: String,
        /// Where it leads.
        leads: String,
    },
}

impl Caution {
    /// Tells whether it is about a link, not about the sender.
    pub fn is_of_link(&self) -> bool {
        matches!(self, Self::LinkLooksLike { .. } | Self::LinkLetters { .. } | Self::LinkSaysOther { .. })
    }
}

impl From<links::Sign> for Caution {
    fn from(sign: links::Sign) -> Self {
        match sign {
            links::Sign::LooksLike { wire, other } => Self::LinkLooksLike { wire, other },
            links::Sign::Letters { shown, wire } => Self::LinkLetters { shown, wire },
            links::Sign::SaysOther { says, leads } => Self::LinkSaysOther { says, leads },
        }
    }
}

/// Looks at the sender of a message to this owner, and at its links; what matters most stands first.
pub(in crate::mail) fn cautions(head: &Head, owner: &Address, leads: &Leads) -> Vec<Caution> {
    let sender = head.from.first();
    let host = sender.and_then(|sender| Host::of_address(sender.address.as_deref()?));
    let mut cautions = sender.map(|sender| of_sender(head, sender, host.as_ref(), owner)).unwrap_or_default();
    let own = Host::read(owner.domain());
    let ends = links::Ends { sender: host.as_ref(), owner: own.as_ref(), is_bulk: head.is_bulk };
    cautions.extend(links::signs(leads, &ends).into_iter().map(Caution::from));
    cautions
}

/// Finds the links that are warned of because their text names another host: what it says, and where they lead.
pub(in crate::mail) fn deceiving_claims(head: &Head, owner: &Address, leads: &Leads) -> Vec<(String, String)> {
    let host = head.from.first().and_then(|sender| Host::of_address(sender.address.as_deref()?));
    let own = Host::read(owner.domain());
    let ends = links::Ends { sender: host.as_ref(), owner: own.as_ref(), is_bulk: head.is_bulk };
    links::claims(leads, &ends).map(Claim::pair).collect()
}

fn of_sender(head: &Head, sender: &Person, host: Option<&Host>, owner: &Address) -> Vec<Caution> {
    let mut cautions: Vec<Caution> = name_says_other(sender, host).into_iter().collect();
    cautions.extend(host.and_then(|host| spelled_oddly(host, owner)));
    let others = others(head, sender);
    if !others.is_empty() {
        cautions.push(Caution::SeveralSenders { others });
    }
    let reply = host.and_then(|host| replies::elsewhere(head, sender, host, owner));
    cautions.extend(reply.map(|address| Caution::RepliesElsewhere { address: address.to_owned() }));
    cautions
}

/// Lists the senders behind the first.
fn others(head: &Head, sender: &Person) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    for address in head.from.iter().skip(1).filter_map(|person| person.address.as_ref()) {
        let known = sender.address.iter().chain(&others).any(|known| known.eq_ignore_ascii_case(address));
        if !known && others.len() < MAX_OTHERS {
            others.push(address.clone());
        }
    }
    others
}

/// Returns the other spelling of an address whose domain has letters beyond a to z.
pub(in crate::mail) fn other_spelling(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let host = Host::read(domain).filter(Host::is_international)?;
    let other = if domain.is_ascii() { host.shown } else { host.wire };
    Some(format!("{local}@{other}"))
}

fn spelled_oddly(host: &Host, owner: &Address) -> Option<Caution> {
    let yours = Host::read(owner.domain())?;
    if host.imitates(&yours) {
        return Some(Caution::LooksLikeYours { wire: host.wire.clone(), yours: yours.shown });
    }
    let odd = host.is_mixed() || host.imitates_plain_letters();
    odd.then(|| Caution::StrangeLetters { shown: host.shown.clone(), wire: host.wire.clone() })
}

/// Finds an address or a host in the name, and in what stands before the last `@`, that is not the true one.
fn name_says_other(sender: &Person, host: Option<&Host>) -> Option<Caution> {
    let (address, host) = (sender.address.as_deref()?, host?);
    let (local, _) = address.rsplit_once('@')?;
    let name: String = sender.name.iter().flat_map(|name| name.chars()).filter_map(plainly).collect();
    let hidden = if local.contains('@') { local } else { "" };
    let apart = |c: char| c.is_whitespace() || "<>()[]{}\"'“”„,;:|/\\!?*=".contains(c);
    let words = name.split(apart).chain(hidden.split(apart)).map(|word| word.trim_matches(['.', '-', '_', '@']));
    let said = words.filter(|word| is_other(word, local, host)).map(str::to_owned).next()?;
    Some(Caution::NameSaysOther { said, address: address.to_owned() })
}

fn is_other(word: &str, local: &str, host: &Host) -> bool {
    if let Some((said, domain)) = word.rsplit_once('@') {
        let Some(other) = Host::read(domain).filter(|_| domain.contains('.')) else { return false };
        // In a firm one writes for another every day; at a service for everybody they are strangers. anna+list@ is anna@.
        let person = |local: &str| local.split('+').next().unwrap_or_default().to_lowercase();
        let is_stranger = is_free(host) && person(said) != person(local);
        return other.organization() != host.organization() || is_stranger;
    }
    let Some(other) = Host::read(word).filter(|_| looks_like_a_host(word)) else { return false };
    other.organization() != host.organization() && !local.to_lowercase().contains(&word.to_lowercase())
}

/// Tells a host in a name (`bank.com`) from `Prof.Dr`, `M.Sc` and `St.Gallen`.
fn looks_like_a_host(word: &str) -> bool {
    let lower = word.to_lowercase();
    let Some((rest, end)) = lower.rsplit_once('.') else { return false };
    let is_country = || !end.is_empty() && COUNTRIES.contains(&format!(" {end} "));
    let begins_so = lower.starts_with("www.");
    begins_so
        || KNOWN.contains(&end)
        || (is_country() && rest.rsplit('.').next().is_some_and(|label| label.chars().count() > 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::content::mime;
    use crate::mail::content::named::{Manner, Named};

    fn of(lines: &str) -> Vec<Caution> {
        let head = mime::head(format!("{lines}\r\nSubject: x\r\n\r\n").as_bytes());
        cautions(&head, &Address::parse("anna@example.net").unwrap(), &Leads::default())
    }

    fn said(from: &str) -> Option<(String, String)> {
        of(&format!("From: {from}")).into_iter().find_map(|caution| match caution {
            Caution::NameSaysOther { said, address } => Some((said, address)),
            _ => None,
        })
    }

    #[test]
    fn a_name_that_says_another_address_is_told() {
        for (from, wanted) in [
            ("\"anna@bank.example\" <x@evil.example>", Some("anna@bank.example")),
            ("\"Bank <service@bank.example>\" <x@evil.example>", Some("service@bank.example")),
            ("\"Service of bank.com\" <x@evil.example>", Some("bank.com")),
            ("\"www.bank.example\" <x@evil.example>", Some("www.bank.example")),
            ("\"ANNA@gmail.com\" <evil@gmail.com>", Some("ANNA@gmail.com")),
            // Wide signs, and what nobody sees.
            ("=?utf-8?Q?anna=EF=BC=A0bank=EF=BC=8Eexample?= <x@evil.example>", Some("anna@bank.example")),
            ("=?utf-8?Q?anna=40ba=E2=80=8Bnk.example?= <x@evil.example>", Some("anna@bank.example")),
            ("=?utf-8?Q?anna=40bank.example=00=0A?= <x@evil.example>", Some("anna@bank.example")),
            ("\"anna@bank.example\"@evil.example", Some("anna@bank.example")),
            // These say nothing else.
            ("\"x@evil.example\" <x@evil.example>", None),
            ("\"x@evil.example\" <X+list@mail.evil.example>", None),
            ("\"info@bank.example\" <anna@bank.example>", None),
            ("Bank.com <service@mail.bank.com>", None),
            ("\"Prof.Dr. Weiss, M.Sc.\" <weiss@example.org>", None),
            ("\"St.Gallen Node.js J.Smith A.B.C. Co.KG v2.0\" <weiss@example.org>", None),
            ("\"wang.li\" <wang.li@example.org>", None),
            ("Anna @ home <anna@example.org>", None),
            ("anna@example.org", None),
        ] {
            let found = said(from);
            assert_eq!(found.as_ref().map(|(said, _)| said.as_str()), wanted, "{from}");
            assert!(
                found.is_none_or(|(_, address)| address.ends_with("evil.example") || address == "evil@gmail.com"),
                "{from}"
            );
        }
    }

    #[test]
    fn domains_that_deceive_the_eye_are_told_with_both_spellings() {
        assert_eq!(
            of("From: a@p\u{430}ypal.example"),
            [Caution::StrangeLetters { shown: "p\u{430}ypal.example".into(), wire: "xn--pypal-4ve.example".into() }]
        );
        assert_eq!(of("From: a@xn--pypal-4ve.example"), of("From: a@p\u{430}ypal.example"));
        assert_eq!(
            of("From: a@mail.examp1e.net"),
            [Caution::LooksLikeYours { wire: "mail.examp1e.net".into(), yours: "example.net".into() }]
        );
        for harmless in ["a@müller.example", "a@россия.рф", "a@日本語.example", "a@mail.example.net", "a", "a@", "@"]
        {
            assert_eq!(of(&format!("From: {harmless}")), [], "{harmless}");
        }
        assert_eq!(other_spelling("a@müller.example").as_deref(), Some("a@xn--mller-kva.example"));
        assert_eq!(other_spelling("a@xn--mller-kva.example").as_deref(), Some("a@müller.example"));
        assert_eq!(other_spelling("a@example.org"), None);
    }

    #[test]
    fn more_than_one_sender_is_told() {
        let wanted = [Caution::SeveralSenders { others: vec!["b@example.org".into()] }];
        assert_eq!(of("From: Anna <a@example.org>, B <b@example.org>, <A@example.org>"), wanted);
        assert_eq!(of("From: a@example.org\r\nFrom: b@example.org").len(), 1, "a second From header");
        assert_eq!(of("From: a@example.org, A@example.org"), []);
    }

    #[test]
    fn answers_that_go_elsewhere_are_told() {
        let from = "From: a@example.org\r\nReply-To: ";
        let wanted = [Caution::RepliesElsewhere { address: "x@gmail.com".into() }];
        assert_eq!(of(&format!("{from}b@mail.example.org, X <x@gmail.com>")), wanted);
        assert_eq!(of(&format!("{from}b@EXAMPLE.org")), []);
        assert_eq!(of(&format!("{from}nobody")), []);
    }

    #[test]
    fn links_are_told_behind_the_sender_and_without_one() {
        let mut leads = Leads::default();
        leads.host("examp1e.net");
        let named = Named { host: "www.bank.example".to_owned(), manner: Manner::Address };
        leads.claim(&named, "evil.example");
        let owner = Address::parse("anna@example.net").unwrap();
        let told = |head: &[u8]| cautions(&mime::head(head), &owner, &leads);
        let links = told(b"Subject: x\r\n\r\n");
        assert!(links.len() == 2 && links.iter().all(Caution::is_of_link), "{links:?}");
        assert_eq!(told(b"From: a@example.org\r\n\r\n"), links);
        let all = told(b"From: \"b@bank.example\" <a@example.org>\r\n\r\n");
        assert!(all.len() == 3 && !all[0].is_of_link() && all[1..] == links, "{all:?}");
    }
}
