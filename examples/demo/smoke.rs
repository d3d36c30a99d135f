//! A look at the running demo from outside: what the pages say against what lies in the mailbox.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use crate::site::{PASSWORD, Site};
use support::fixtures::ADDRESS;
use support::pop3::Pop3;

/// No list of the demo is longer.
const MOST_PAGES: usize = 20;

/// Signs in, counts, prints a line a page, and says what is off.
pub fn look(site: &Site) -> Result<(), String> {
    let browser = Browser { url: site.url.clone(), jar: site.file("cookies.txt") };
    let look = || {
        browser.sign_in()?;
        browser.page("/")?;
        for (path, mailbox) in [("/inbox", "INBOX"), ("/spam", "Spam"), ("/trash", "Trash")] {
            let (shown, there) = (browser.list(path)?.len(), site.dovecot.count_files(ADDRESS, mailbox));
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
    look().map_err(|why: String| format!("{why}\n{}", site.log()).trim_end().to_owned())
}

/// Holds what curl needs to act as one browser.
struct Browser {
    url: String,
    jar: PathBuf,
}

impl Browser {
    fn sign_in(&self) -> Result<(), String> {
        let origin = format!("Origin: {}", self.url);
        let (address, password) = (format!("address={ADDRESS}"), format!("password={PASSWORD}"));
        let mut arguments = vec!["-H", &origin];
        for field in [address.as_str(), &password, "next=/"] {
            arguments.extend(["--data-urlencode", field]);
        }
        match self.ask("/login", &arguments)? {
            (303, _) => Ok(()),
            (status, body) => Err(format!("signing in answered {status}:\n{body}")),
        }
    }

    /// Fetches a page that must be there.
    fn page(&self, path: &str) -> Result<String, String> {
        match self.ask(path, &[])? {
            (200, body) => Ok(body),
            (status, body) => Err(format!("{path} answered {status}:\n{body}")),
        }
    }

    /// Collects the UIDs of a list over all its pages; the last page is the one after which nothing new comes.
    fn list(&self, path: &str) -> Result<BTreeSet<String>, String> {
        let mut uids = uids(&self.page(path)?);
        for number in 2..=MOST_PAGES {
            let (status, body) = self.ask(&format!("{path}?page={number}"), &[])?;
            let before = uids.len();
            uids.extend(self::uids(&body));
            if status != 200 || uids.len() == before {
                return Ok(uids);
            }
        }
        Err(format!("{path} has more than {MOST_PAGES} pages"))
    }

    fn ask(&self, path: &str, more: &[&str]) -> Result<(u16, String), String> {
        let mut curl = Command::new("curl");
        curl.args(["-sS", "--max-time", "30", "-w", "\n%{http_code}", "-b"]).arg(&self.jar).arg("-c").arg(&self.jar);
        let output = curl.args(more).arg(format!("{}{path}", self.url)).output();
        let output = output.map_err(|error| format!("cannot run curl: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        match text.rsplit_once('\n').map(|(body, status)| (status.parse(), body)) {
            Some((Ok(status), body)) if output.status.success() => Ok((status, body.to_owned())),
            _ => Err(format!("{path}: {}", String::from_utf8_lossy(&output.stderr).trim())),
        }
    }
}

/// Reads the values of `<input ... name="uid" ...>`.
fn uids(page: &str) -> BTreeSet<String> {
    let tags = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    let boxes = tags.filter(|tag| tag.contains(r#"name="uid""#));
    boxes.filter_map(|tag| tag.split(r#"value=""#).nth(1)?.split('"').next().map(str::to_owned)).collect()
}
