//! Where the links of a message lead, and where their texts say that they lead.

/// Hosts of one message that are looked at, and as many claims.
const MAX: usize = 100;

/// Holds where links lead, in ASCII; nothing of it is said twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leads {
    /// The hosts.
    pub hosts: Vec<String>,
    /// Links whose text names a host of somebody else: what it says, and where it leads.
    pub claims: Vec<(String, String)>,
}

impl Leads {
    /// Adds a host to which a link leads.
    pub fn host(&mut self, host: &str) {
        if self.hosts.len() < MAX && !self.hosts.iter().any(|known| known == host) {
            self.hosts.push(host.to_owned());
        }
    }

    /// Adds a link whose text names another host.
    pub fn claim(&mut self, says: &str, leads: &str) {
        if self.claims.len() < MAX && !self.claims.iter().any(|(known, to)| known == says && to == leads) {
            self.claims.push((says.to_owned(), leads.to_owned()));
        }
    }

    /// Adds all of another.
    pub fn add(&mut self, other: &Self) {
        other.hosts.iter().for_each(|host| self.host(host));
        other.claims.iter().for_each(|(says, leads)| self.claim(says, leads));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_twice_and_there_is_an_end_of_it() {
        let (mut leads, mut more) = (Leads::default(), Leads::default());
        for n in 0..150 {
            leads.host(&format!("{}.example", n / 2));
            leads.claim("bank.example", &format!("{}.example", n / 2));
            more.host(&format!("{n}.example"));
        }
        assert_eq!((leads.hosts.len(), leads.claims.len()), (75, 75));
        leads.add(&more);
        assert_eq!((leads.hosts.len(), leads.claims.len()), (100, 75));
    }
}
