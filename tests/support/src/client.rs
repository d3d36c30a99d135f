//! A browser for the pages of one Postern: it keeps cookies and seals, sends forms as the pages do, and reads what is answered.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex, mpsc};
use std::time::Duration;

use reqwest::cookie::Jar;
use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, Url, redirect};
use tokio::runtime::{Handle, Runtime};

pub use crate::answer::{Answer, between};
use crate::host::ANNA;

/// Where all browsers of this process run.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().expect("tokio starts")
});

/// Waits for something that is done on a runtime, from a thread of any other or of none.
pub fn wait_on<T: Send + 'static>(runtime: &Handle, work: impl Future<Output = T> + Send + 'static) -> T {
    let (tell, told) = mpsc::sync_channel(1);
    runtime.spawn(async move { tell.send(work.await) });
    told.recv().expect("the work has not panicked")
}

/// Waits for something that is done on the runtime of the tests, as [`wait_on`].
pub fn wait<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    wait_on(RUNTIME.handle(), work)
}

/// Names a running Postern as browsers know it.
#[derive(Clone)]
pub struct Site(Arc<Known>);

struct Known {
    origin: String,
    password: String,
    /// The seals of lists and messages that were shown, by folder and uid_validity.
    seals: Mutex<BTreeMap<(String, String), String>>,
}

impl Site {
    /// Names the Postern at an origin, and Anna's password there.
    pub fn at(origin: &str, password: &str) -> Self {
        let (origin, password) = (origin.to_owned(), password.to_owned());
        Self(Arc::new(Known { origin, password, seals: Mutex::default() }))
    }

    /// Returns `http://` and the site's host, as a browser writes it into Origin.
    pub fn origin(&self) -> String {
        self.0.origin.clone()
    }

    /// Returns where it listens.
    pub fn address(&self) -> SocketAddr {
        self.0.origin.trim_start_matches("http://").parse().expect("an origin of ours has an address and a port")
    }

    /// Opens a browser that nobody has used yet.
    pub fn browser(&self) -> Browser {
        self.opened(Client::builder().cookie_store(true), HeaderMap::new())
    }

    /// Opens a browser behind a proxy, which says that it is at this address.
    pub fn browser_from(&self, address: &str) -> Browser {
        self.opened(Client::builder().cookie_store(true), forwarded_for(address))
    }

    /// Opens another window behind a proxy for somebody who is signed in: with the cookie of the session, `sid=` and its value, and
    /// with news of its own.
    pub fn window_from(&self, address: &str, session: &str) -> Browser {
        let jar = Jar::default();
        jar.add_cookie_str(session, &Url::parse(&self.origin()).expect("an origin is a URL"));
        self.opened(Client::builder().cookie_provider(Arc::new(jar)), forwarded_for(address))
    }

    /// Opens a browser that keeps no cookie.
    pub fn stranger(&self) -> Browser {
        self.opened(Client::builder(), HeaderMap::new())
    }

    fn opened(&self, client: ClientBuilder, headers: HeaderMap) -> Browser {
        let client = client.default_headers(headers).redirect(redirect::Policy::none());
        let client = client.timeout(Duration::from_secs(60)).build().expect("there is an HTTP client");
        Browser { site: self.clone(), client }
    }

    /// Opens a browser and signs Anna in. Where a busy machine is late with a connection to the database she tries again, as the page
    /// asks her to.
    ///
    /// # Panics
    /// When she is not let in.
    pub fn anna(&self) -> Browser {
        let browser = self.browser();
        let mut answer = browser.sign_in(ANNA, &self.0.password);
        for _ in 0..5 {
            if answer.status != 503 || !answer.text().contains("cannot reach its own records") {
                break;
            }
            answer = browser.sign_in(ANNA, &self.0.password);
        }
        assert_eq!((answer.status, answer.location()), (303, "/"), "Anna is let in: {}", answer.text());
        browser
    }

    /// Asks for a page with a Cookie header of the test's own.
    pub fn get(&self, path: &str, cookie: &str) -> Answer {
        self.stranger().send(Method::GET, path, &[(COOKIE.as_str(), cookie)], &[])
    }

    /// Sends a form as a page of the site would, with a Cookie header of the test's own, and adds nothing to it.
    pub fn post(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Answer {
        let origin = self.origin();
        let headers = [(COOKIE.as_str(), cookie), (ORIGIN.as_str(), origin.as_str())];
        self.stranger().send(Method::POST, path, &headers, form)
    }

    /// Sends the sign-in form from a browser that was never here.
    pub fn try_login(&self, address: &str, password: &str) -> Answer {
        self.post("/login", "", &[("address", address), ("password", password), ("next", "")])
    }

    /// Signs Anna in and returns her cookie: `sid=` and its value.
    pub fn login(&self) -> String {
        let answer = self.try_login(ANNA, &self.0.password);
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.cookie("sid").expect("a session cookie is set")
    }

    /// Remembers the seal of a list or a message. That of a page that asks before it empties goes with its own form alone.
    fn note_seal(&self, path: &str, answer: &Answer) {
        let (uid_validity, seal) = (answer.find_hidden("uid_validity"), answer.find_hidden("seal"));
        if let (Some(uid_validity), Some(seal)) = (uid_validity, seal)
            && answer.find_hidden("last_uid").is_none()
        {
            let mut seals = self.0.seals.lock().expect("no thread has panicked");
            seals.insert((folder(path), uid_validity.to_owned()), seal.to_owned());
        }
    }

    /// Returns the seal that pages of a folder had.
    fn seal(&self, path: &str, uid_validity: &str) -> Option<String> {
        self.0.seals.lock().expect("no thread has panicked").get(&(folder(path), uid_validity.to_owned())).cloned()
    }
}

/// Keeps cookies as a browser does, and follows no redirect by itself.
#[derive(Clone)]
pub struct Browser {
    site: Site,
    client: Client,
}

impl Browser {
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
        let named = path
            .split('/')
            .nth(2)
            .and_then(|name| name.split_once('-'))
            .map(|(uid_validity, _)| uid_validity.to_owned());
        let seal = match field("seal") {
            None => field("uid_validity").or(named).and_then(|uid_validity| self.site.seal(path, &uid_validity)),
            Some(_) => None,
        };
        let mut fields = fields.to_vec();
        fields.extend(seal.as_deref().map(|seal| ("seal", seal)));
        self.post_as_it_is(path, &fields)
    }

    /// Sends a form and adds nothing to it.
    pub fn post_as_it_is(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, &[(ORIGIN.as_str(), &self.site.origin())], fields)
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

    /// Sends a text that is no form.
    pub fn post_text(&self, path: &str, content_type: &str, text: &'static str) -> Answer {
        let headers = [(ORIGIN.as_str(), self.site.origin()), ("content-type", content_type.to_owned())];
        let lent = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.execute(path, self.request(Method::POST, path, &lent).body(text))
    }

    /// Sends a document as a program does that is no browser: it says nothing of an origin.
    pub fn post_document(&self, path: &str, content_type: &str, text: &str) -> Answer {
        let request = self.request(Method::POST, path, &[("content-type", content_type)]);
        self.execute(path, request.body(text.to_owned()))
    }

    /// Sends any request; all but GET and HEAD have a form.
    pub fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        self.execute(path, self.with_form(method, path, headers, fields))
    }

    /// Sends a form to a server that may end before it has answered; `None` when it does.
    pub fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let request = self.with_form(Method::POST, path, &[(ORIGIN.as_str(), &self.site.origin())], fields);
        wait(async move { Answer::read(request.send().await?).await }).ok()
    }

    fn execute(&self, path: &str, request: RequestBuilder) -> Answer {
        let answer = wait(async move { Answer::read(request.send().await?).await });
        self.noted(path, answer.unwrap_or_else(|error| panic!("{path}: {error}")))
    }

    /// Sends any request as a page of the site does, on the runtime of whoever asks.
    ///
    /// # Errors
    /// When no answer comes, or not all of it.
    pub async fn try_ask(&self, method: Method, path: &str, fields: &[(&str, &str)]) -> reqwest::Result<Answer> {
        let origin = if method == Method::GET { String::new() } else { self.site.origin() };
        let sent = self.with_form(method, path, &[(ORIGIN.as_str(), &origin)], fields).send().await;
        Answer::read(sent?).await
    }

    /// Sends any request, on the runtime of whoever asks.
    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let sent = self.with_form(method.clone(), path, headers, fields).send().await;
        let response = sent.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let answer = Answer::read(response).await.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        self.noted(path, answer)
    }

    /// Asks for something on the runtime of whoever asks, and reads its head only.
    pub async fn open(&self, path: &str) -> Response {
        let sent = self.request(Method::GET, path, &[]).send().await;
        sent.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn with_form(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> RequestBuilder {
        let has_form = ![Method::GET, Method::HEAD].contains(&method);
        let request = self.request(method, path, headers);
        if has_form { request.form(fields) } else { request }
    }

    fn request(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.site.0.origin));
        let said = headers.iter().filter(|(_, value)| !value.is_empty());
        said.fold(request, |request, (name, value)| request.header(*name, *value))
    }

    fn noted(&self, path: &str, answer: Answer) -> Answer {
        self.site.note_seal(path, &answer);
        answer
    }

    /// Asks for something and reads no more than its first octets, until what is returned is dropped.
    pub fn hold(&self, path: &str) -> Response {
        let (browser, path) = (self.clone(), path.to_owned());
        wait(async move {
            let mut response = browser.open(&path).await;
            response.chunk().await.unwrap_or_else(|error| panic!("{path}: {error}"));
            response
        })
    }

    /// Takes the rest of what was held.
    pub fn take_rest(&self, held: Response) {
        wait(async { held.bytes().await.unwrap_or_else(|error| panic!("the rest: {error}")) });
    }

    /// Asks for something and leaves after its first octets.
    pub fn leave_early(&self, path: &str) {
        let held = self.hold(path);
        wait(async move { drop(held) });
    }

    /// Asks for a page with a Cookie header of the test's own instead of the browser's cookies.
    pub fn with_cookie(&self, path: &str, cookie: &str) -> Answer {
        self.site.get(path, cookie)
    }
}

/// Says for whom a proxy asks.
fn forwarded_for(address: &str) -> HeaderMap {
    let address = HeaderValue::from_str(address).expect("an address is a header's value");
    HeaderMap::from_iter([(HeaderName::from_static("x-forwarded-for"), address)])
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

/// Returns the hidden fields of a list's form that takes all of it.
pub fn taking_all(page: &Answer) -> Vec<(&'static str, String)> {
    let field = |name| page.find_hidden(name).map(|value| (name, value.to_owned()));
    let names = ["all", "uid_validity", "last_uid", "count", "q", "seal", "original", "next", "rows"];
    names.into_iter().filter_map(field).collect()
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
