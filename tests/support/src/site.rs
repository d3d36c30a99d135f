//! A site of its own for a test: Postern on a free port, in front of a private Dovecot or of nothing.

use crate::dovecot::{Dovecot, Options};
use postern::config::Config;
use postern::serve::{Limits, Running};
use reqwest::header::{LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

pub const ANNA: &str = "anna@example.org";
pub const PASSWORD: &str = "correct horse";

/// Runs until dropped; `stop` ends it in order.
pub struct Site {
    running: Running,
    pub client: Client,
    pub folder: tempfile::TempDir,
}

impl Site {
    /// Starts Postern with more settings, as pairs of a variable's end and its value.
    pub async fn start(imap_port: u16, more: &[(&str, &str)]) -> Self {
        Self::start_within(imap_port, more, Limits::default()).await
    }

    /// Starts Postern with other limits than a host has.
    pub async fn start_within(imap_port: u16, more: &[(&str, &str)], limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", folder.path().join("postern.db").display());
        let imap = format!("{{ host = \"127.0.0.1\", port = {imap_port}, security = \"plain\" }}");
        let settings = [
            ("WEB__LISTEN", "127.0.0.1:0"),
            ("WEB__ADMIN_LISTEN", ""),
            ("STORE__URL", &database),
            ("SERVER__0__DOMAINS", "[\"example.org\"]"),
            ("SERVER__0__IMAP", &imap),
            ("BRAND__SUPPORT_URL", "https://example.org/support"),
        ];
        let all = settings.iter().chain(more).map(|(key, value)| (format!("POSTERN__{key}"), (*value).to_owned()));
        let config = Config::load(None, all).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let running = postern::serve::start_within(config, limits).await.unwrap();
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { running, client, folder }
    }

    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address())
    }

    pub async fn stop(self) {
        self.running.stop().await;
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.origin())).header("cookie", cookie);
        request.send().await.unwrap()
    }

    /// Sends a form as a page of ours would.
    pub async fn post(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Response {
        let request = self.client.request(Method::POST, format!("{}{path}", self.origin())).form(form);
        request.header("cookie", cookie).header(ORIGIN, self.origin()).send().await.unwrap()
    }

    pub async fn try_login(&self, address: &str, password: &str) -> Response {
        self.post("/login", "", &[("address", address), ("password", password), ("next", "")]).await
    }

    /// Signs Anna in and returns her cookie.
    pub async fn login(&self) -> String {
        let response = self.try_login(ANNA, PASSWORD).await;
        assert_eq!(response.status(), 303);
        cookie(&response, "sid").unwrap()
    }
}

/// Returns `name=value` of a cookie that a response sets.
pub fn cookie(response: &Response, name: &str) -> Option<String> {
    let pairs = response.headers().get_all(SET_COOKIE).iter().map(|v| v.to_str().unwrap().split(';').next().unwrap());
    pairs.map(str::to_owned).find(|pair| pair.starts_with(&format!("{name}=")))
}

pub fn location(response: &Response) -> &str {
    response.headers().get(LOCATION).map_or("", |value| value.to_str().unwrap())
}

pub fn dovecot() -> Dovecot {
    let users = vec![(ANNA.to_owned(), PASSWORD.to_owned())];
    Dovecot::start(Options { users, ..Options::default() })
}

/// Returns a port at which nobody listens.
pub fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Returns the names of the files in a folder that hold some octets.
pub fn files_with(folder: &Path, secret: &[u8]) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let holds = |path: &std::path::PathBuf| std::fs::read(path).unwrap().windows(secret.len()).any(|w| w == secret);
    files.filter(holds).map(|path| path.display().to_string()).collect()
}
