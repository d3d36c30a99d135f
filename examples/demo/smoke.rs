//! A look at the running demo from outside: what the pages say against what lies in the mailbox.

use std::collections::BTreeSet;

use crate::site::{PASSWORD, Site};
use support::client::{Answer, Browser};
use support::fixtures::ADDRESS;
use support::pop3::Pop3;

/// No list of the demo is longer.
const MOST_PAGES: usize = 20;

/// Signs in, counts, prints a line a page, and says what is off.
pub fn look(site: &Site) -> Result<(), String> {
    let browser = site.postern.browser();
    let look = || {
        let answer = browser.sign_in(ADDRESS, PASSWORD);
        if answer.status != 303 {
            return Err(format!("signing in answered {}:\n{}", answer.status, answer.body));
        }
        page(&browser, "/")?;
        for (path, mailbox) in [("/inbox", "INBOX"), ("/spam", "Spam"), ("/trash", "Trash")] {
            let (shown, there) = (list(&browser, path)?.len(), site.dovecot.count_files(ADDRESS, mailbox));
            println!("{} {shown} shown, {there} in the mailbox", path.trim_start_matches('/'));
            if shown != there || there == 0 {
                return Err(format!("{path} shows {shown} messages and {there} are in the mailbox"));
            }
        }
        let offered = Pop3::login(site.dovecot.pop3_port(), ADDRESS, PASSWORD).and_then(|mut pop| pop.stat());
        let (offered, _) = offered.map_err(|error| format!("POP3 does not answer: {error}"))?;
        println!("pop {offered} offered to a mail program");
        if offered == site.dovecot.count_files(ADDRESS, "INBOX") {
            Ok(())
        } else {
            Err("POP3 offers another Inbox".into())
        }
    };
    look().map_err(|why: String| format!("{why}\n{}", site.postern.log()).trim_end().to_owned())
}

/// Fetches a page that must be there.
fn page(browser: &Browser, path: &str) -> Result<Answer, String> {
    match browser.get(path) {
        answer if answer.status == 200 => Ok(answer),
        answer => Err(format!("{path} answered {}:\n{}", answer.status, answer.body)),
    }
}

/// Collects the UIDs of a list over all its pages; the last page is the one after which nothing new comes.
fn list(browser: &Browser, path: &str) -> Result<BTreeSet<u32>, String> {
    let mut uids = BTreeSet::from_iter(page(browser, path)?.uids());
    for number in 2..=MOST_PAGES {
        let next = browser.get(&format!("{path}?page={number}"));
        let before = uids.len();
        uids.extend(next.uids());
        if next.status != 200 || uids.len() == before {
            return Ok(uids);
        }
    }
    Err(format!("{path} has more than {MOST_PAGES} pages"))
}
