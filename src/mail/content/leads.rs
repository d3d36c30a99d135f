//! Where the links of a message lead, and where their texts say that they lead.

use super::named::{Manner, Named, differ};

/// Hosts of one message that are looked at, and as many claims.
const MAX: usize = 100;
/// From so many links on it is seen that they are counted.
const SEVERAL: usize = 5;

/// A link whose text names a host of somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The host that it names.
    pub says: String,
    /// The one to which it leads.
    pub leads: String,
    /// How plainly it names it.
    pub manner: Manner,
}

impl Claim {
    /// Returns what it says and where it leads.
    pub fn pair(&self) -> (String, String) {
        (self.says.clone(), self.leads.clone())
    }
}

/// Holds where links lead, in ASCII; nothing of it is said twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leads {
    /// The hosts, and how many links lead to each.
    pub hosts: Vec<(String, usize)>,
    /// The links whose text names somebody else.
    pub claims: Vec<Claim>,
}

impl Leads {
    /// Adds a link to a host.
    pub fn host(&mut self, host: &str) {
        self.hosts(host, 1);
    }

    /// Adds a link whose text names another host.
    pub fn claim(&mut self, named: &Named, leads: &str) {
        let known = self.claims.iter_mut().find(|known| known.says == named.host && known.leads == leads);
        if let Some(known) = known {
            known.manner = known.manner.max(named.manner);
        } else if self.claims.len() < MAX {
            self.claims.push(Claim { says: named.host.clone(), leads: leads.to_owned(), manner: named.manner });
        }
    }

    /// Adds all of another.
    pub fn add(&mut self, other: &Self) {
        other.hosts.iter().for_each(|(host, links)| self.hosts(host, *links));
        for claim in &other.claims {
            self.claim(&Named { host: claim.says.clone(), manner: claim.manner }, &claim.leads);
        }
    }

    /// Tells whether most of several links lead through the hosts of one owner, as those do that are counted.
    pub fn counts(&self, host: &str) -> bool {
        let links: usize = self.hosts.iter().map(|(_, links)| links).sum();
        let through: usize = self.hosts.iter().filter(|(other, _)| !differ(other, host)).map(|(_, links)| links).sum();
        links >= SEVERAL && through * 4 >= links * 3
    }

    fn hosts(&mut self, host: &str, links: usize) {
        if let Some((_, known)) = self.hosts.iter_mut().find(|(known, _)| known == host) {
            *known += links;
        } else if self.hosts.len() < MAX {
            self.hosts.push((host.to_owned(), links));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_twice_and_there_is_an_end_of_it() {
        let (mut leads, mut more) = (Leads::default(), Leads::default());
        let named = Named { host: "bank.example".to_owned(), manner: Manner::Address };
        for n in 0..150 {
            leads.host(&format!("{}.example", n / 2));
            leads.claim(&named, &format!("{}.example", n / 2));
            more.host(&format!("{n}.example"));
        }
        assert_eq!((leads.hosts.len(), leads.claims.len()), (75, 75));
        leads.add(&more);
        assert_eq!((leads.hosts.len(), leads.claims.len()), (100, 75));
        assert_eq!(leads.hosts.first(), Some(&("0.example".to_owned(), 3)));
        let claims = leads.claims.len();
        leads.claim(&Named { manner: Manner::Word, ..named.clone() }, "0.example");
        assert_eq!(
            (leads.claims.len(), leads.claims.first().map(|claim| claim.manner)),
            (claims, Some(Manner::Address))
        );
    }

    #[test]
    fn links_are_counted_where_most_of_several_lead_through_one_owner() {
        for (links, wanted) in [
            (&["a.x.example"; 4][..], false),
            (&["a.x.example"; 5], true),
            (&["a.x.example", "b.x.example", "x.example", "y.example"], false),
            (&["a.x.example", "b.x.example", "x.example", "y.example", "y.example"], false),
            (&["a.x.example", "b.x.example", "x.example", "x.example", "y.example"], true),
        ] {
            let mut leads = Leads::default();
            links.iter().for_each(|host| leads.host(host));
            assert_eq!(leads.counts("www.x.example"), wanted, "{links:?}");
        }
    }
}
