//! A headless Chromium, driven over WebDriver (W3C) by Debian's chromedriver, with no way out but to the recorder.

use base64::Engine as _;
use reqwest::Client;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::time::{Duration, Instant};
use support::dovecot::Guard;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long a browser may take to start, and then for one command.
const START: Duration = Duration::from_secs(60);

/// The key of an element in answers (WebDriver, 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Everything is measured at this size.
const WINDOW: &str = "--window-size=1000,900";

/// What the browser would ask for by itself, whatever page is open; only there it gets nowhere, without a recorder.
const ITSELF: [&str; 7] = [
    "accounts.google.com",
    "passwordsleakcheck-pa.googleapis.com",
    "clients2.google.com",
    "update.googleapis.com",
    "start.duckduckgo.com",
    "optimizationguide-pa.googleapis.com",
    "content-autofill.googleapis.com",
];

/// What is off: questions of the browser's own, and the process apart for a frame without rights, whose console chromedriver does
/// not read.
const OFF: [&str; 10] = [
    "PaintHolding",
    "IsolateSandboxedIframes",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "MediaRouter",
    "PreconnectToSearch",
    "BackForwardCache",
    "SpareRendererForSitePerProcess",
    "Translate",
    "RenderDocument",
];

/// Runs one browser until dropped; nothing of it is left then.
pub struct Chromium {
    guard: Guard,
    session: String,
    runtime: Runtime,
    client: Client,
    _dir: TempDir,
}

impl Chromium {
    /// Starts a browser that reaches these ports of 127.0.0.1, and whatever else it asks for at the port of the recorder.
    pub fn start(recorder: u16, reachable: &[u16]) -> Self {
        let dir = tempfile::Builder::new().prefix("postern-browser-").tempdir().unwrap();
        let path = dir.path().display().to_string();
        let log = dir.path().join("driver.log");
        // The profile, the caches and the temporary files lie in the folder that goes with us.
        let (home, temporary) = (format!("HOME={path}"), format!("TMPDIR={path}"));
        let command = ["/usr/bin/env", &home, &temporary, "chromedriver", "--port=0"];
        let mut guard = Guard::spawn(&command, dir.path(), None, File::create(&log).unwrap()).unwrap();
        let begun = Instant::now();
        let port = loop {
            let said = fs::read_to_string(&log).unwrap();
            let port = said.split("successfully on port ").nth(1).and_then(|rest| rest.split_once('.'));
            if let Some((port, _)) = port {
                break port.to_owned();
            }
            assert!(guard.running() && begun.elapsed() < START, "chromedriver did not start: {said}");
            std::thread::sleep(Duration::from_millis(5));
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = Client::builder().no_proxy().timeout(START).build().unwrap();
        let mut browser =
            Self { guard, session: format!("http://127.0.0.1:{port}/session"), runtime, client, _dir: dir };
        let known = browser.post("", &capabilities(&path, recorder, reachable)).unwrap();
        browser.session = format!("{}/{}", browser.session, known["sessionId"].as_str().unwrap());
        browser
    }

    fn send(&self, request: reqwest::RequestBuilder) -> Result<Value, String> {
        let text = self.runtime.block_on(async { request.send().await?.text().await });
        let text = text.map_err(|error| format!("the browser does not answer: {error}"))?;
        let mut answer: Value = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
            None => Ok(value),
        }
    }

    /// Sends a command of the session.
    ///
    /// # Errors
    /// What the driver says; an open dialog is closed and is the error `unexpected alert open` of the next command.
    pub fn post(&self, command: &str, with: &Value) -> Result<Value, String> {
        self.send(self.client.post(format!("{}{command}", self.session)).body(with.to_string()))
    }

    /// Asks something of the session.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn ask(&self, what: &str) -> Result<Value, String> {
        self.send(self.client.get(format!("{}{what}", self.session)))
    }

    /// Opens a page and waits until it and its frames have loaded.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn open(&self, url: &str) -> Result<(), String> {
        self.post("/url", &json!({ "url": url })).map(drop)
    }

    /// Runs a function's body in the page or the frame that is looked at.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn run(&self, script: &str) -> Result<Value, String> {
        self.run_with(script, &json!([]))
    }

    /// Runs a function's body with arguments, and waits for what it promises.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn run_with(&self, script: &str, arguments: &Value) -> Result<Value, String> {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Returns what was said on the console, by the browser too, since this was last asked.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn console(&self) -> Result<Vec<String>, String> {
        let entries = self.post("/se/log", &json!({ "type": "browser" }))?;
        Ok(entries.as_array().unwrap().iter().map(|entry| entry["message"].as_str().unwrap().to_owned()).collect())
    }

    /// Returns the open windows and tabs.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn windows(&self) -> Result<Vec<String>, String> {
        let handles = self.ask("/window/handles")?;
        Ok(handles.as_array().unwrap().iter().map(|handle| handle.as_str().unwrap().to_owned()).collect())
    }

    /// Returns the elements that a CSS selector finds.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn elements(&self, selector: &str) -> Result<Vec<String>, String> {
        let found = self.post("/elements", &json!({ "using": "css selector", "value": selector }))?;
        Ok(found.as_array().unwrap().iter().map(|element| element[ELEMENT].as_str().unwrap().to_owned()).collect())
    }

    /// Looks at a frame of this page from here on.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn enter(&self, frame: &str) -> Result<(), String> {
        self.post("/frame", &json!({ "id": { ELEMENT: frame } })).map(drop)
    }

    /// Sends a command of the DevTools protocol.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn devtools(&self, command: &str, with: &Value) -> Result<Value, String> {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": with }))
    }

    /// Clicks on an element.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn click(&self, element: &str) -> Result<(), String> {
        self.post(&format!("/element/{element}/click"), &json!({})).map(drop)
    }

    /// Types into a field.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn fill(&self, selector: &str, text: &str) -> Result<(), String> {
        let field = self.elements(selector)?.remove(0);
        self.post(&format!("/element/{field}/value"), &json!({ "text": text })).map(drop)
    }

    /// Draws what is to be seen into `target/browser/`, for looking at.
    pub fn picture(&self, name: &str) {
        let drawn = self.ask("/screenshot").unwrap();
        let octets = base64::engine::general_purpose::STANDARD.decode(drawn.as_str().unwrap()).unwrap();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name).with_extension("png"), octets).unwrap();
    }

    /// Closes the window or tab that is looked at.
    ///
    /// # Errors
    /// As [`Chromium::post`].
    pub fn close(&self) -> Result<(), String> {
        self.send(self.client.delete(format!("{}/window", self.session))).map(drop)
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Closes the browser; the guard ends the driver, and what may be left of both.
        let _ = self.send(self.client.delete(&self.session));
        self.guard.stop();
    }
}

fn capabilities(dir: &str, recorder: u16, reachable: &[u16]) -> Value {
    let itself: String = ITSELF.iter().map(|host| format!("MAP {host} ~NOTFOUND, ")).collect();
    let ours: String = reachable.iter().map(|port| format!("MAP 127.0.0.1:{port} 127.0.0.1:{port}, ")).collect();
    json!({ "capabilities": { "alwaysMatch": {
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": { "prefs": {
            "credentials_enable_service": false, "profile.password_manager_leak_detection": false, "signin.allowed": false,
        }, "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--disable-default-apps", "--disable-extensions", "--disable-field-trial-config", "--disable-domain-reliability", "--disable-back-forward-cache", "--process-per-site", "--in-process-gpu", "--disable-renderer-backgrounding",
            format!("--disable-features={}", OFF.join(",")),
            // Without debugger there is no browser: it ends with its driver, in whatever way that ends.
            "--remote-debugging-pipe", WINDOW, format!("--user-data-dir={dir}/profile"),
            format!("--host-resolver-rules={ours}{itself}MAP * 127.0.0.1:{recorder}"),
        ] },
    } } })
}
