//! The product itself, on a free port, and a browser to click through it: everything a test does goes over HTTP.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use postern::config::Config;
use postern::serve::{self, Running};
use reqwest::header::{COOKIE, HeaderMap, ORIGIN};
use reqwest::{Client, Method, redirect};
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub use crate::host::ANNA;
use crate::host::Host;

/// Runs one Postern in front of one mail server until dropped.
pub struct TestApp {
    running: Option<Running>,
    address: SocketAddr,
    password: String,
    /// The seals of lists and messages that were shown, by folder and epoch.
    seals: Mutex<BTreeMap<(String, String), String>>,
    runtime: Runtime,
    dir: TempDir,
}

impl TestApp {
    /// Starts Postern for `example.org` in front of a server.
    pub fn start(host: impl Into<Host>) -> Self {
        Self::configured(host, "")
    }

    /// Starts Postern with more at the end of its configuration file: keys of the `[[server]]`, then other sections.
    pub fn configured(host: impl Into<Host>, more: &str) -> Self {
        Self::open(&host.into(), more, None)
    }

    /// Starts Postern with something between it and the server, which listens on another port.
    pub fn behind(port: u16, host: impl Into<Host>, more: &str) -> Self {
        Self::open(&Host { imap_port: port, ..host.into() }, more, None)
    }

    /// Starts Postern and keeps every word it logs, down to the finest.
    pub fn overheard(host: impl Into<Host>, log: &Log) -> Self {
        Self::open(&host.into(), "", Some(log.clone()))
    }

    fn open(host: &Host, more: &str, log: Option<Log>) -> Self {
        let dir = tempfile::Builder::new().prefix("postern-").tempdir().expect("there is room for a directory");
        let (imap, pop) = (host.imap_port, host.pop3_port);
        let text = format!(
            "[web]\nlisten = \"127.0.0.1:0\"\npublic_url = \"http://127.0.0.1\"\nadmin_listen = \"\"\n\
             [store]\nurl = \"sqlite://{}/postern.db\"\n\
             [brand]\nname = \"Example Mail\"\nsupport_url = \"https://example.org/support\"\n\
             [[server]]\ndomains = [\"example.org\"]\n\
             imap = {{ host = \"127.0.0.1\", port = {imap}, security = \"plain\" }}\n\
             pop = {{ host = \"127.0.0.1\", port = {pop}, security = \"plain\" }}\n{more}",
            dir.path().display()
        );
        let file = dir.path().join("postern.toml");
        fs::write(&file, text).expect("the configuration can be written");
        let config = Config::load(Some(&file), std::iter::empty()).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).enable_all();
        if let Some(log) = log {
            // The threads of this one site write here; other tests run in the same process.
            let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
            let dispatch = tracing::Dispatch::new(subscriber.with_writer(move || log.clone()).finish());
            // Of a single subscriber tracing believes that every thread has it, and lets the others switch its lines off.
            std::mem::forget(tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default()));
            builder.on_thread_start(move || std::mem::forget(tracing::dispatcher::set_default(&dispatch)));
        }
        let runtime = builder.build().expect("tokio starts");
        let running = runtime.block_on(serve::start(config)).expect("Postern starts");
        let (address, password) = (running.address(), host.password.clone());
        Self { running: Some(running), address, password, seals: Mutex::default(), runtime, dir }
    }

    /// Opens a browser that nobody has used yet.
    pub fn browser(&self) -> Browser<'_> {
        let client = Client::builder().cookie_store(true).redirect(redirect::Policy::none());
        let client = client.timeout(Duration::from_secs(60)).build().expect("there is an HTTP client");
        Browser { app: self, client }
    }

    /// Opens a browser and signs Anna in.
    pub fn anna(&self) -> Browser<'_> {
        let browser = self.browser();
        let answer = browser.sign_in(ANNA, &self.password);
        assert_eq!((answer.status, answer.location()), (303, "/"), "Anna is let in: {}", answer.text());
        browser
    }

    /// Remembers the seal of a list or a message. That of a page that asks before it empties goes with its own form alone.
    fn note_seal(&self, path: &str, answer: &Answer) {
        let (epoch, seal) = (answer.find_hidden("uid_validity"), answer.find_hidden("seal"));
        if let (Some(epoch), Some(seal)) = (epoch, seal)
            && answer.find_hidden("last_uid").is_none()
        {
            let mut seals = self.seals.lock().expect("no thread has panicked");
            seals.insert((folder(path), epoch.to_owned()), seal.to_owned());
        }
    }

    /// Returns the seal that pages of a folder had.
    fn seal(&self, path: &str, epoch: &str) -> Option<String> {
        self.seals.lock().expect("no thread has panicked").get(&(folder(path), epoch.to_owned())).cloned()
    }

    /// Returns the directory with the configuration and the database.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Returns `http://` and the site's host, as a browser writes it into Origin.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops Postern in an orderly way and waits for the end.
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}

/// Collects what is logged.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Returns everything logged so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no writer has panicked")).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer has panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps cookies as a browser does, and follows no redirect by itself.
pub struct Browser<'a> {
    app: &'a TestApp,
    client: Client,
}

impl Browser<'_> {
    /// Asks for a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], &[])
    }

    /// Asks for a page that must be there.
    pub fn page(&self, path: &str) -> Answer {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer
    }

    /// Sends a form as a page of the site does: with the seal that the page of its folder had, unless it brings another.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let field = |name| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned());
        let named = path.split('/').nth(2).and_then(|name| name.split_once('-')).map(|(epoch, _)| epoch.to_owned());
        let seal = match field("seal") {
            None => field("uid_validity").or(named).and_then(|epoch| self.app.seal(path, &epoch)),
            Some(_) => None,
        };
        let mut fields = fields.to_vec();
        fields.extend(seal.as_deref().map(|seal| ("seal", seal)));
        self.post_as_it_is(path, &fields)
    }

    /// Sends a form and adds nothing to it.
    pub fn post_as_it_is(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = self.app.origin();
        self.send(Method::POST, path, &[(ORIGIN.as_str(), &origin)], fields)
    }

    /// Sends a form and returns the page it leads to, which says what happened.
    pub fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields);
        assert_eq!(answer.status, 303, "{path}: {}", answer.text());
        self.page(answer.location())
    }

    /// Sends a list's form with these boxes ticked.
    pub fn tick(&self, path: &str, list: &Answer, uids: &[u32]) -> Answer {
        self.submit(path, &choice(&list.hidden("uid_validity"), &texts(uids)))
    }

    /// Sends the form of a page that asks before it empties.
    pub fn empty(&self, path: &str, question: &Answer) -> Answer {
        self.post(path, &pairs(&emptying(question)))
    }

    /// Sends the sign-in form.
    pub fn sign_in(&self, address: &str, password: &str) -> Answer {
        self.post("/login", &[("address", address), ("password", password)])
    }

    /// Sends any request.
    pub fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let mut request = self.client.request(method.clone(), format!("{}{path}", self.app.origin()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if method == Method::POST {
            request = request.form(fields);
        }
        self.app.runtime.block_on(async {
            let response = request.send().await.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = response.bytes().await.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
            let body_text = String::from_utf8_lossy(&body).into_owned();
            let answer = Answer { status, headers, body: body_text, octets: body.to_vec() };
            self.app.note_seal(path, &answer);
            answer
        })
    }

    /// Asks for something and reads no more than its first octets, until what is returned is dropped.
    pub fn hold(&self, path: &str) -> reqwest::Response {
        let request = self.client.get(format!("{}{path}", self.app.origin()));
        self.app.runtime.block_on(async {
            let mut response = request.send().await.unwrap_or_else(|error| panic!("{path}: {error}"));
            response.chunk().await.unwrap_or_else(|error| panic!("{path}: {error}"));
            response
        })
    }

    /// Takes the rest of what was held.
    pub fn take_rest(&self, held: reqwest::Response) {
        self.app.runtime.block_on(async { held.bytes().await.unwrap_or_else(|error| panic!("the rest: {error}")) });
    }

    /// Asks for something and leaves after its first octets.
    pub fn leave_early(&self, path: &str) {
        let held = self.hold(path);
        self.app.runtime.block_on(async move { drop(held) });
    }

    /// Asks for a page with a Cookie header of the test's own instead of the browser's cookies.
    pub fn with_cookie(&self, path: &str, cookie: &str) -> Answer {
        self.app.browser().send(Method::GET, path, &[(COOKIE.as_str(), cookie)], &[])
    }
}

/// Returns the folder in a path.
fn folder(path: &str) -> String {
    path.split(['/', '?']).nth(1).unwrap_or_default().to_owned()
}

/// Returns the hidden fields of a page that asks before it empties.
pub fn emptying(question: &Answer) -> Vec<(&'static str, String)> {
    let field = |name| question.find_hidden(name).map(|value| (name, value.to_owned()));
    ["uid_validity", "last_uid", "count", "left_out", "seal"].into_iter().filter_map(field).collect()
}

/// Lends fields to a form.
pub fn pairs<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Writes numbers as a form has them.
pub fn texts(uids: &[u32]) -> Vec<String> {
    uids.iter().map(ToString::to_string).collect()
}

/// Makes the fields of a list's form.
pub fn choice<'a>(uid_validity: &'a str, uids: &'a [String]) -> Vec<(&'static str, &'a str)> {
    std::iter::once(("uid_validity", uid_validity)).chain(uids.iter().map(|uid| ("uid", uid.as_str()))).collect()
}

/// Holds what the site answered.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// The page.
    pub body: String,
    /// The same, as it came.
    pub octets: Vec<u8>,
}

impl Answer {
    /// Returns a header field, or nothing at all.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header is ASCII"))
    }

    /// Returns where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Returns every `Set-Cookie` of one cookie.
    pub fn set_cookie(&self, name: &str) -> Option<String> {
        let mut all = self.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        all.rfind(|cookie| cookie.starts_with(&format!("{name}="))).map(str::to_owned)
    }

    /// Returns the value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        self.find_hidden(name).unwrap_or_else(|| panic!("no hidden field {name} in {}", self.text())).to_owned()
    }

    /// Returns the value of a hidden field, if the page has it.
    pub fn find_hidden(&self, name: &str) -> Option<&str> {
        between(&self.body, &format!("type=\"hidden\" name=\"{name}\" value=\""), "\"")
    }

    /// Returns the UIDs of a list's rows, from the top.
    pub fn uids(&self) -> Vec<u32> {
        let boxes = self.body.split("name=\"uid\" value=\"").skip(1);
        boxes.map(|rest| rest.split('"').next().unwrap_or_default().parse().expect("a UID is a number")).collect()
    }

    /// Returns what the page says of the action before it, as one line.
    pub fn flash(&self) -> String {
        between(&self.body, "<div class=\"flash ", "</div></div>").map(plain).unwrap_or_default()
    }

    /// Returns the words of the page without its tags, as one line.
    pub fn text(&self) -> String {
        let body = self.body.split_once("<main").map_or(self.body.as_str(), |(_, main)| main);
        plain(body)
    }

    /// Tells whether the page links to a place.
    pub fn links_to(&self, href: &str) -> bool {
        self.body.contains(&format!("href=\"{href}\""))
    }
}

/// Returns what stands between two texts.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(inside, _)| inside)
}

/// Drops tags, resolves what Askama escapes, and makes one space of many.
fn plain(html: &str) -> String {
    let words: String = html
        .replace("<wbr>", "")
        .split('<')
        .enumerate()
        .map(|(at, piece)| match at {
            0 => piece.split_once('>').map_or(piece, |(_, rest)| rest).to_owned(),
            _ => format!(" {}", piece.split_once('>').map_or("", |(_, rest)| rest)),
        })
        .collect();
    let escapes = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">")];
    let words = escapes.iter().fold(words, |words, (from, to)| words.replace(from, to)).replace("&#38;", "&");
    // Fluent sets values apart with invisible marks.
    let words: String = words.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Waits until something is so, looking again and again; stops the test when it does not become so.
pub fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(20), "it did not happen: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
