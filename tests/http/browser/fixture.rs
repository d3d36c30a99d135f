//! A Postern before a real Dovecot whose Inbox holds one message for each payload, and browsers that are signed in.

use super::chromium::Chromium;
use super::request_recorder::RequestRecorder;
use super::single_protection::Real;
use support::client::{Answer, between};
use support::dovecot::encode::base64;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::launcher::TestApp;

/// Frames on one page.
const TOGETHER: usize = 12;

/// Holds what is tried, and where.
pub struct Fixture {
    /// What each payload tries, and its HTML; the first is of the message with UID 1.
    pub payloads: Vec<(String, String)>,
    app: TestApp,
    uid_validity: String,
    dovecot: Dovecot,
}

impl Fixture {
    /// Delivers a message for each payload and starts Postern.
    pub fn set(payloads: Vec<(String, String)>) -> Self {
        let dovecot = Dovecot::start(Options::default());
        let mails: Vec<_> = payloads.iter().map(|(_, html)| Delivery::new("INBOX", mail(html))).collect();
        assert_eq!(dovecot.deliver_many(ANNA, &mails).last().copied(), u32::try_from(payloads.len()).ok());
        let app = TestApp::start(&dovecot);
        let uid_validity = app.anna().page("/inbox").hidden("uid_validity");
        Self { payloads, app, uid_validity, dovecot }
    }

    /// Returns the path of the message with this payload.
    pub fn path(&self, at: usize) -> String {
        format!("/inbox/{}-{}", self.uid_validity, at + 1)
    }

    /// Returns the address of its page, as its sender designed it.
    pub fn page(&self, at: usize) -> String {
        format!("{}{}?view=formatted", self.app.origin(), self.path(at))
    }

    /// Returns the address of what its frame shows.
    pub fn body(&self, at: usize) -> String {
        format!("{}{}/body", self.app.origin(), self.path(at))
    }

    /// Returns payloads by the page they share; each of the first ones has one for itself.
    pub fn groups(&self, alone: usize) -> Vec<Vec<usize>> {
        let rest: Vec<usize> = (alone..self.payloads.len()).collect();
        (0..alone).map(|at| vec![at]).chain(rest.chunks(TOGETHER).map(<[usize]>::to_vec)).collect()
    }

    /// Returns what the frames show, as documents.
    pub fn bodies(&self) -> Vec<String> {
        let anna = self.app.anna();
        let answers = (0..self.payloads.len()).map(|at| anna.get(&format!("{}/body", self.path(at))));
        answers.filter(|answer| answer.status == 200).map(|answer| answer.body).collect()
    }

    /// Returns what protects mail, as the answers for the first message have it.
    pub fn real(&self) -> Real {
        let anna = self.app.anna();
        let policy = |answer: &Answer| answer.header("content-security-policy").to_owned();
        let page = anna.page(&format!("{}?view=formatted", self.path(0)));
        let sandbox = between(&page.body, "<iframe ", ">").and_then(|tag| between(tag, "sandbox=\"", "\"")).unwrap();
        Real {
            page_policy: policy(&page),
            sandbox: format!("sandbox=\"{sandbox}\""),
            body_policy: policy(&anna.page(&format!("{}/body", self.path(0)))),
        }
    }

    /// Starts a Chromium and signs Anna in by the form.
    pub fn chromium(&self, recorder: &RequestRecorder) -> Chromium {
        let port = self.app.origin().rsplit(':').next().unwrap().parse().unwrap();
        let chromium = Chromium::start(recorder.port(), &[port]);
        chromium.open(&format!("{}/login", self.app.origin())).unwrap();
        chromium.fill("input[name=address]", ANNA).unwrap();
        chromium.fill("input[name=password]", self.dovecot.password(ANNA)).unwrap();
        let button = chromium.elements("form[action='/login'] button").unwrap().remove(0);
        chromium.click(&button).unwrap();
        assert_eq!(chromium.ask("/url").unwrap().as_str(), Some(format!("{}/", self.app.origin()).as_str()));
        let _ = chromium.console().unwrap();
        chromium
    }
}

/// Writes a message that is nothing but HTML, with the same head each time.
fn mail(html: &str) -> String {
    let text = base64(html.as_bytes());
    let lines: Vec<&str> = text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "From: Shop <news@shop.example>\r\nTo: {ANNA}\r\nSubject: Offers\r\nDate: Fri, 10 Jan 2025 10:00:00 +0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        lines.join("\r\n")
    )
}
