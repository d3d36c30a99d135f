//! Messages that nobody here wrote, through a real Dovecot and every page that shows them.
//!
//! Postern is a program of its own here: its memory is measured.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use support::client::{Answer, Browser};
use support::corpus::{files, say};
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::launcher::{Launcher, Program};

/// How long one page may take, in a test build and beside other tests.
const PAGE: Duration = Duration::from_secs(10);
/// Kilobytes by which Postern may grow while it shows everything.
const GROWTH: u64 = 128 * 1024;

/// Watches what showing things costs a Postern that is a program of its own.
struct Watch {
    postern: Program,
    before: u64,
    pages: u32,
    slowest: (Duration, String),
}

impl Watch {
    fn begin(dovecot: &Dovecot) -> (Self, Browser) {
        let postern = Launcher::before(dovecot).with(&[("LIMITS__PER_SESSION", "0")]).program();
        let anna = postern.anna();
        // The high-water mark starts anew at what is in use now (proc(5)).
        postern.forget_peak();
        let before = postern.kilobytes("VmRSS");
        (Self { postern, before, pages: 0, slowest: (Duration::ZERO, String::new()) }, anna)
    }

    fn get(&mut self, anna: &Browser, path: &str, about: &str) -> Answer {
        let start = Instant::now();
        let answer = anna.get(path);
        let took = start.elapsed();
        assert_eq!(answer.status, 200, "{path}, {about}: {}", answer.text());
        assert!(took < PAGE, "{path}, {about}: {took:?}");
        self.pages += 1;
        if took > self.slowest.0 {
            self.slowest = (took, format!("{path}, {about}"));
        }
        answer
    }

    /// Stops on panics in the code of this project, and where memory grew too much.
    fn end(self, what: &str) {
        let grown = self.postern.kilobytes("VmHWM").saturating_sub(self.before);
        say(&format!(
            "{what}: {} pages, the slowest {:?} ({}), {} MiB at the highest",
            self.pages,
            self.slowest.0,
            self.slowest.1,
            grown / 1024
        ));
        assert!(grown < GROWTH, "{what}: {grown} kB more");
        let log = self.postern.end();
        // Those inside mail-parser are caught in src/mail/mime.rs, and such a message reads as empty.
        let panics = log.lines().filter(|line| line.contains("panicked at") && !line.contains("/mail-parser-"));
        assert_eq!(panics.collect::<Vec<_>>(), [""; 0], "{what}");
    }
}

/// Returns a message's lines without their line ends, as a server may change those.
fn lines(octets: &[u8]) -> Vec<u8> {
    octets.iter().copied().filter(|&octet| octet != b'\r').collect()
}

/// Shows a message as its sender designed it, where the page has a frame for it, and tells whether it has.
fn framed(watch: &mut Watch, anna: &Browser, path: &str, name: &str) -> bool {
    let page = watch.get(anna, &format!("{path}?view=formatted"), name);
    let framed = page.body.contains(&format!("src=\"{path}/body\""));
    if framed {
        for links in ["", "?links=live"] {
            let body = watch.get(anna, &format!("{path}/body{links}"), name);
            assert!(body.header("content-security-policy").contains("sandbox"), "{name}");
            assert!(!body.body.to_ascii_lowercase().contains("<script"), "{name}");
        }
    } else {
        assert_eq!(anna.get(&format!("{path}/body")).status, 404, "{name}");
    }
    framed
}

/// Returns the parts that a page offers as files.
fn parts(page: &Answer, path: &str) -> Vec<String> {
    let begin = format!("href=\"{path}/part/");
    let found = page.body.split(&begin).skip(1).map(|rest| format!("{path}/part/{}", rest.split('"').next().unwrap()));
    found.collect()
}

#[test]
fn every_message_is_listed_sorted_read_and_handed_out_as_it_is() {
    let Some(messages) = files("mail/*/msg/*") else { return };
    let dovecot = Dovecot::start(Options::default());
    for octets in messages.values() {
        dovecot.deliver_file(ANNA, "Spam", octets);
    }
    let (mut watch, anna) = Watch::begin(&dovecot);
    let mut seen = BTreeMap::new();
    for sort in ["date", "size", "from", "subject", "score"] {
        let mut uids = Vec::new();
        for page in 1..=messages.len().div_ceil(50) {
            let list = watch.get(&anna, &format!("/spam?sort={sort}&page={page}"), sort);
            uids.extend(list.uids());
            seen.insert(sort, list.hidden("uid_validity"));
        }
        uids.sort_unstable();
        assert_eq!(uids, (1..=u32::try_from(messages.len()).unwrap()).collect::<Vec<_>>(), "each once, by {sort}");
    }
    // The server numbers files in an order of its own: which is which is told by the octets.
    let mut sources: BTreeMap<Vec<u8>, &Path> =
        messages.iter().map(|(path, octets)| (lines(octets), path.as_path())).collect();
    let (mut strange, mut formatted) = (0, 0);
    for uid in 1..=messages.len() {
        let path = format!("/spam/{}-{uid}", seen["date"]);
        let source = watch.get(&anna, &format!("{path}/raw"), "source");
        let name = sources.remove(&lines(&source.octets)).map(|path| path.display().to_string());
        strange += usize::from(name.is_none());
        let name = name.unwrap_or_else(|| "a message the server changed, or one that is there twice".to_owned());
        let page = watch.get(&anna, &path, &name);
        formatted += usize::from(framed(&mut watch, &anna, &path, &name));
        for part in parts(&page, &path) {
            let start = Instant::now();
            let file = anna.get(&part);
            assert!(file.status < 500 && start.elapsed() < PAGE, "{part}, {name}: {}", file.status);
        }
    }
    // NUL is what Dovecot changes, and some messages stand in several collections.
    let twice =
        messages.len() - messages.values().map(|octets| lines(octets)).collect::<std::collections::BTreeSet<_>>().len();
    let with_nul = messages.values().filter(|octets| octets.contains(&0)).count();
    assert!(
        strange <= twice + with_nul,
        "{strange} of {} sources came changed; {twice} stand there twice, {with_nul} hold NUL",
        messages.len()
    );
    watch.end(&format!("{} messages, {formatted} of them with HTML", messages.len()));
}

#[test]
fn every_attachment_is_shown_as_a_file_and_handed_out_octet_for_octet() {
    let Some(files) = files("attachments/*") else { return };
    let dovecot = Dovecot::start(Options::default());
    for (path, octets) in &files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kind = match path.extension().and_then(|end| end.to_str()) {
            Some("svg") => "image/svg+xml",
            Some("xml") => "text/xml",
            Some("htm" | "html" | "demo") => "text/html",
            Some("png") => "image/png",
            _ => "application/octet-stream",
        };
        let body: String = octets.chunks(57).map(|line| STANDARD.encode(line) + "\r\n").collect();
        let mail = format!(
            "From: b@example.net\r\nTo: {ANNA}\r\nSubject: {name}\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=\"==b\"\r\n\r\n--==b\r\nContent-Type: text/plain\r\n\r\nLook!\r\n--==b\r\n\
             Content-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{body}--==b--\r\n"
        );
        dovecot.deliver(ANNA, "Spam", mail);
    }
    let (mut watch, anna) = Watch::begin(&dovecot);
    let uid_validity = watch.get(&anna, "/spam", "list").hidden("uid_validity");
    for (uid, (file, octets)) in (1u32..).zip(&files) {
        let (path, name) = (format!("/spam/{uid_validity}-{uid}"), file.display().to_string());
        let page = watch.get(&anna, &path, &name);
        let parts = parts(&page, &path);
        assert_eq!(parts.len(), 1, "{name}: {parts:?}");
        let answer = watch.get(&anna, &parts[0], &name);
        assert!(answer.octets == *octets, "{name} came changed");
        assert!(answer.header("content-disposition").starts_with("attachment"), "{name}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
    }
    watch.end(&format!("{} attachments", files.len()));
}
