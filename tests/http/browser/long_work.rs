//! Long work in a real Chromium, with script and without it: choose all of a search, delete, change one's mind, watch, stop, take back.

use super::chromium::Chromium;
use super::request_recorder::RequestRecorder;
use serde_json::json;
use std::time::Duration;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::independent_client::names;
use support::launcher::TestApp;
use support::wait::until;

fn mail(subject: &str, count: usize) -> Vec<Delivery> {
    let letter =
        |n| format!("From: a@example.com\r\nSubject: {subject} {n}\r\nMessage-ID: <{subject}{n}@x>\r\n\r\n.\r\n");
    (0..count).map(|n| Delivery::new("Spam", letter(n))).collect()
}

struct Tour<'a> {
    chromium: &'a Chromium,
    origin: String,
    with_script: bool,
}

impl Tour<'_> {
    fn open(&self, path: &str) {
        self.chromium.open(&format!("{}{path}", self.origin)).unwrap();
    }

    fn press(&self, selector: &str) {
        let found = self.chromium.elements(selector).unwrap();
        let first = found.first().unwrap_or_else(|| panic!("no {selector} on {:?}", self.text()));
        self.chromium.click(first).unwrap();
    }

    fn text(&self) -> String {
        self.chromium.run("return document.querySelector('main').innerText").unwrap().to_string()
    }

    /// Waits until the page says this by itself.
    fn says(&self, text: &str) {
        until(text, || {
            self.chromium.run("return document.body.innerText").is_ok_and(|all| all.to_string().contains(text))
        });
    }

    /// Presses the button that deletes for good, and answers its question.
    fn delete(&self) {
        self.press(".acts .danger");
        match self.with_script {
            true => {
                // A double click is no answer.
                std::thread::sleep(Duration::from_millis(800));
                self.press(".acts .danger");
            }
            false => self.press("form.verbs button.danger"),
        }
    }

    fn picture(&self, name: &str) {
        let kind = if self.with_script { "script" } else { "plain" };
        self.chromium.picture(&format!("long-work-{name}-{kind}"));
    }
}

fn take_the_tour(with_script: bool) {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver_many(ANNA, &[mail("Offer", 130), mail("Letter", 70)].concat());
    let app = TestApp::with(&dovecot, &[("JOBS__FROM", "60"), ("JOBS__GRACE_SECONDS", "5")]);
    let recorder = RequestRecorder::open();
    let port = app.origin().rsplit(':').next().unwrap().parse().unwrap();
    let chromium = Chromium::start(recorder.port(), &[port]);
    if !with_script {
        chromium.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true })).unwrap();
    }
    let tour = Tour { chromium: &chromium, origin: app.origin(), with_script };
    tour.open("/login");
    chromium.fill("input[name=address]", ANNA).unwrap();
    chromium.fill("input[name=password]", dovecot.password(ANNA)).unwrap();
    tour.press("form[action='/login'] button");
    tour.says("Overview");

    tour.open("/spam?q=Offer");
    tour.press("a[href*='all=yes']");
    tour.says("All 130 messages found");
    tour.picture("all");
    tour.delete();
    tour.says("Nothing is deleted yet");
    tour.picture("grace");
    tour.press("button[formaction='/undo']");
    tour.says("nothing was deleted");
    assert_eq!(names(&dovecot, "Spam").len(), 200);

    tour.open("/spam?q=Offer&all=yes");
    tour.delete();
    tour.says("Nothing is deleted yet");
    // Nobody presses anything: the page goes on by itself to the end.
    tour.says("130 messages deleted for good");
    tour.picture("done");
    assert_eq!((names(&dovecot, "Spam").len(), names(&dovecot, "INBOX").len()), (70, 0));

    tour.open("/spam?all=yes");
    tour.press(".acts .main");
    tour.says("70 messages moved to your Inbox");
    tour.press("form[action='/undo'] button");
    tour.says("70 messages are back");
    tour.picture("taken-back");
    assert_eq!((names(&dovecot, "Spam").len(), names(&dovecot, "INBOX").len()), (70, 0));

    dovecot.deliver_many(ANNA, &mail("More", 4000));
    tour.open("/spam?all=yes");
    tour.press(".acts .main");
    tour.says("a second. About");
    tour.picture("running");
    tour.press("form[action$='/cancel'] button");
    tour.says("were not touched");
    tour.picture("cancelled");
    let (spam, inbox) = (names(&dovecot, "Spam").len(), names(&dovecot, "INBOX").len());
    assert!(spam + inbox == 4070 && spam > 0 && inbox > 0, "{spam} {inbox}");

    // A few at a time are told of where they were chosen.
    tour.open("/spam");
    tour.press("tbody input[name=uid]");
    tour.delete();
    tour.says("begins in");
    tour.picture("notice");
    tour.press("button[form^='undo-']");
    tour.says("nothing was deleted");
    assert_eq!(names(&dovecot, "Spam").len(), spam);
    assert_eq!(recorder.count(), 0, "nothing was asked of anybody else");
}

#[test]
#[ignore = "needs Chromium: bin/check browser"]
fn all_of_a_search_is_deleted_watched_stopped_and_taken_back_with_script() {
    take_the_tour(true);
}

#[test]
#[ignore = "needs Chromium: bin/check browser"]
fn all_of_a_search_is_deleted_watched_stopped_and_taken_back_without_script() {
    take_the_tour(false);
}
