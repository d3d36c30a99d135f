//! Links that deceive: hosts that look like others, and texts that name another host than the one they lead to.

use crate::mail::content::host::Host;
use crate::mail::content::leads::{Claim, Leads};
use crate::mail::content::named::{Manner, differ};

/// Signs of one message that are told.
const MAX_SIGNS: usize = 3;
/// Names of others under which one host counts clicks for many, and so for nobody in particular.
const MANY: usize = 3;
/// Hosts that count clicks for whoever sends mail through them.
const COUNTERS: [&str; 19] = [
    "awstrack.me",
    "cmail19.com",
    "cmail20.com",
    "constantcontact.com",
    "createsend1.com",
    "crsend.com",
    "exacttarget.com",
    "exct.net",
    "hubspotlinks.com",
    "klclick.com",
    "list-manage.com",
    "mailchimp.com",
    "mandrillapp.com",
    "mjt.lu",
    "rs6.net",
    "sendgrid.net",
    "sendibm1.com",
    "sparkpostmail.com",
    "vresp.com",
];

/// Who wrote to whom.
pub(super) struct Ends<'a> {
    /// The host of the sender's address.
    pub sender: Option<&'a Host>,
    /// The owner's domain.
    pub owner: Option<&'a Host>,
    /// Set for mail to many (a list, a newsletter).
    pub is_bulk: bool,
}

/// What is odd about a link.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Its host looks like another one.
    LooksLike { wire: String, other: String },
    /// Its host is written with letters that only look like others.
    Letters { shown: String, wire: String },
    /// Its text names a host, and it leads to another.
    SaysOther { says: String, leads: String },
}

/// Finds what is odd; what deceives the eye stands first.
pub(super) fn signs(leads: &Leads, ends: &Ends<'_>) -> Vec<Sign> {
    let spelled = leads.hosts.iter().filter_map(|(host, _)| spelled_oddly(&Host::read(host)?, ends));
    let says_other = |claim: &Claim| Sign::SaysOther { says: claim.says.clone(), leads: claim.leads.clone() };
    let claims = claims(leads, ends).map(says_other);
    spelled.chain(claims).take(MAX_SIGNS).collect()
}

/// Finds the claims that matter.
pub(super) fn claims<'a>(leads: &'a Leads, ends: &'a Ends<'_>) -> impl Iterator<Item = &'a Claim> {
    leads.claims.iter().filter(|claim| is_told(claim, leads, ends))
}

fn spelled_oddly(host: &Host, ends: &Ends<'_>) -> Option<Sign> {
    let whole = |host: &&Host| Host::read(host.organization());
    let is_known = |other: &&Host| host.organization() == other.organization();
    // The owner's own host looks like that of a sender who imitates it.
    if ends.owner.as_ref().is_some_and(is_known) {
        return None;
    }
    let others = ends.owner.iter().chain(&ends.sender).filter_map(whole);
    if let Some(other) = others.into_iter().find(|other| host.imitates(other)) {
        return Some(Sign::LooksLike { wire: host.wire.clone(), other: other.shown });
    }
    let odd = host.is_mixed() || host.imitates_plain_letters();
    odd.then(|| Sign::Letters { shown: host.shown.clone(), wire: host.wire.clone() })
}

/// Tells whether it matters that a text names one host and its link leads to another.
fn is_told(claim: &Claim, leads: &Leads, ends: &Ends<'_>) -> bool {
    let Claim { says, leads: to, manner } = claim;
    let imitates = Host::read(to).zip(Host::read(says)).is_some_and(|(to, says)| to.imitates(&says));
    // Nobody but a swindler writes the reader's own provider on a link that leads elsewhere.
    if imitates || ends.owner.is_some_and(|owner| !differ(&owner.wire, says)) {
        return true;
    }
    let is_senders = |host: &str| ends.sender.is_some_and(|sender| !differ(&sender.wire, host));
    let is_counter = COUNTERS.iter().any(|counter| !differ(counter, to)) || (ends.is_bulk && leads.counts(to));
    let is_usual = match manner {
        // The sender's own pages, which somebody counts.
        Manner::Address => is_counter && is_senders(says),
        // A firm that is called so, in a letter whose links are all counted.
        Manner::Name => (ends.is_bulk || is_senders(to)) && leads.counts(to),
        Manner::Word => is_senders(to) || is_counter,
    };
    // Of several names that lead to a stranger, in a letter to one, each is as odd as one.
    let is_for_many = *manner < Manner::Address && (ends.is_bulk || is_senders(to)) && counts_for_many(to, leads);
    !(is_usual || is_for_many)
}

/// Tells whether links that name several others all lead through one host.
fn counts_for_many(to: &str, leads: &Leads) -> bool {
    let mut named: Vec<&str> = Vec::new();
    for claim in leads.claims.iter().filter(|claim| !differ(&claim.leads, to)) {
        if named.iter().all(|known| differ(known, &claim.says)) {
            named.push(&claim.says);
        }
    }
    named.len() >= MANY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::content::named::Named;

    /// Reads a name as it stands in a link: with `www.`, alone, or with a word behind it.
    fn named(text: &str) -> Named {
        let (host, word) = text.split_once(' ').map_or((text, false), |(host, _)| (host, true));
        let manner = match (host.starts_with("www."), word) {
            (true, _) => Manner::Address,
            (false, true) => Manner::Word,
            (false, false) => Manner::Name,
        };
        Named { host: host.to_owned(), manner }
    }

    fn told(hosts: &[&str], claims: &[(&str, &str)], is_bulk: bool) -> Vec<Sign> {
        let mut leads = Leads::default();
        hosts.iter().for_each(|host| leads.host(host));
        for (says, to) in claims {
            leads.claim(&named(says), to);
        }
        let (sender, owner) = (Host::read("mail.shop.example").unwrap(), Host::read("example.net").unwrap());
        signs(&leads, &Ends { sender: Some(&sender), owner: Some(&owner), is_bulk })
    }

    fn says(says: &str, leads: &str) -> Sign {
        Sign::SaysOther { says: says.into(), leads: leads.into() }
    }

    #[test]
    fn a_link_to_a_look_alike_of_the_owners_or_the_senders_host_is_always_told() {
        for (host, other) in [
            ("examp1e.net", "example.net"),
            ("login.exarnple.net", "example.net"),
            ("www.sh0p.example", "shop.example"),
            (&Host::read("sh\u{43e}p.example").unwrap().wire, "shop.example"),
        ] {
            for is_bulk in [false, true] {
                let wanted = [Sign::LooksLike { wire: host.into(), other: other.into() }];
                assert_eq!(told(&[host], &[], is_bulk), wanted, "{host}");
            }
        }
        for harmless in ["example.net", "www.shop.example", "example.com", "192.0.2.1", "m\u{fc}ller.example"] {
            assert_eq!(told(&[harmless], &[], false), [], "{harmless}");
        }
    }

    #[test]
    fn the_owners_own_host_is_no_look_alike_of_a_sender_who_imitates_it() {
        let (sender, owner) = (Host::read("examp1e.net").unwrap(), Host::read("example.net").unwrap());
        let mut leads = Leads::default();
        leads.host("www.example.net");
        assert_eq!(signs(&leads, &Ends { sender: Some(&sender), owner: Some(&owner), is_bulk: false }), []);
    }

    #[test]
    fn a_link_to_a_host_of_letters_that_only_look_like_others_is_always_told() {
        let wanted = [Sign::Letters { shown: "p\u{430}ypal.example".into(), wire: "xn--pypal-4ve.example".into() }];
        assert_eq!(told(&["xn--pypal-4ve.example"], &[], true), wanted);
    }

    #[test]
    fn a_text_that_is_written_as_another_address_is_told_of_mail_to_many_too_and_where_it_leads_to_the_sender() {
        for is_bulk in [false, true] {
            for to in ["evil.example", "192.0.2.1", "click.shop.example"] {
                assert_eq!(
                    told(&[], &[("www.bank.example", to)], is_bulk),
                    [says("www.bank.example", to)],
                    "{to}, {is_bulk}"
                );
            }
        }
        assert_eq!(told(&[], &[("bank.example", "www.bamk.example"), ("bank.com", "b\u{430}nk.com")], true).len(), 2);
    }

    #[test]
    fn a_name_in_a_letter_whose_links_are_all_counted_is_not_told_and_alone_it_is() {
        let counted = ["click.shop.example"; 5];
        assert_eq!(told(&counted, &[("news.example", "click.shop.example")], false), []);
        assert_eq!(told(&["c.count.example"; 5], &[("news.example", "c.count.example")], true), []);
        for (hosts, is_bulk) in [(&["c.count.example"; 5][..], false), (&["c.count.example"; 4], true), (&[], true)] {
            assert_eq!(told(hosts, &[("news.example", "c.count.example")], is_bulk).len(), 1, "{hosts:?}");
        }
        assert_eq!(told(&[], &[("news.example headlines", "click.shop.example")], false), []);
        assert_eq!(told(&[], &[("news.example headlines", "evil.example")], true).len(), 1);
    }

    #[test]
    fn the_senders_own_pages_counted_by_others_and_a_host_that_counts_for_many_are_not_told() {
        assert_eq!(told(&[], &[("www.shop.example", "u1.ct.sendgrid.net")], false), []);
        assert_eq!(told(&["c.count.example"; 5], &[("www.shop.example", "c.count.example")], true), []);
        assert_eq!(told(&["c.count.example"; 5], &[("www.bank.example", "c.count.example")], true).len(), 1);
        assert_eq!(told(&[], &[("www.bank.example", "u1.ct.sendgrid.net")], false).len(), 1);
        let many = ["one.example", "two.example", "three.example"].map(|says| (says, "count.example"));
        assert_eq!(told(&[], &many, true), []);
        assert_eq!(told(&[], &many, false).len(), 3);
        let addresses = ["www.one.example", "www.two.example", "www.three.example"].map(|says| (says, "evil.example"));
        assert_eq!(told(&[], &addresses, false).len(), 3);
        let two = ["one.example", "www.one.example", "two.example"].map(|says| (says, "count.example"));
        assert_eq!(told(&[], &two, true).len(), 3);
    }

    #[test]
    fn a_text_that_names_the_owners_own_host_is_told_wherever_the_link_leads() {
        for (to, is_bulk) in [("evil.example", true), ("www.shop.example", false), ("sendgrid.net", false)] {
            assert_eq!(told(&[], &[("webmail.example.net", to)], is_bulk), [says("webmail.example.net", to)]);
        }
    }

    #[test]
    fn no_more_than_three_signs_are_told() {
        let hosts: Vec<String> = (0..9).map(|n| format!("{n}.sh0p.example")).collect();
        assert_eq!(told(&hosts.iter().map(String::as_str).collect::<Vec<_>>(), &[], false).len(), 3);
    }
}
