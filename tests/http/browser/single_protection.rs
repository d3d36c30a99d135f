//! Each of the two protections without the other: cleaned mail in frames that may do everything, and mail as it came in frames
//! that may do nothing.

use super::chromium::Chromium;
use super::framed::urls;
use super::page_server::PageServer;
use super::request_recorder::{RequestRecorder, settle};
use serde_json::json;

/// Frames on one page.
const TOGETHER: usize = 25;

/// Forbids nothing, and tells of all that would run, load or be sent: on the console, to a listener in the page, and to the recorder.
const WATCH: &str = "default-src 'none'; script-src 'nonce-ours'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; \
                     base-uri 'none'; report-uri http://report.example/";

/// Tells the page around a frame of dialogs, windows, failing scripts and whatever the policy would forbid.
const LISTEN: &str = "<script nonce=ours>(() => { const tell = (what) => parent.told.push(location.pathname + ': ' + what); \
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => tell(name); \
    addEventListener('securitypolicyviolation', (e) => tell(e.effectiveDirective + ' ' + e.blockedURI + ' ' + e.sample)); \
    addEventListener('error', (e) => tell(e.message)); addEventListener('pagehide', () => tell('went away')); })();</script>";

/// Appended to mail as it came: two more scripts, so that each frame has some, which would be heard at the recorder.
const CANARY: &str = "\n<script>new Image().src='http://canary.example/1'</script>\
    <img src=x: onerror=\"new Image().src='http://canary.example/2'\">";

/// What is said of a connection on which nothing is asked.
const AHEAD: &str = "a request left: \"\"";

/// A browser, the site with its pages, and the recorder.
pub struct SingleProtection {
    site: PageServer,
    recorder: RequestRecorder,
    chromium: Chromium,
}

impl SingleProtection {
    /// Starts all three.
    pub fn start() -> Self {
        let (site, recorder) = (PageServer::start(), RequestRecorder::open());
        let chromium = Chromium::start(recorder.port(), &[site.port()]);
        Self { site, recorder, chromium }
    }

    /// Puts a page with these documents in frames, waits, and returns what happened.
    fn watch(&self, page: &[(&str, &str)], sandbox: &str, headers: &[(&str, &str)], frames: &[String]) -> Vec<String> {
        let before = self.recorder.count();
        let put = |(at, html): (usize, &String)| self.site.put(&format!("/frame/{at}"), headers, html.clone());
        let addresses: Vec<String> = frames.iter().enumerate().map(put).collect();
        let elements: String =
            addresses.iter().map(|src| format!("<iframe {sandbox} src={src} height=60></iframe>")).collect();
        let html = format!("<!doctype html><link rel=icon href=data:,><script>var told = []</script>{elements}");
        let address = self.site.put("/page", page, html);
        let mut wrong = self.happened(&address, &addresses).unwrap_or_else(|problem| vec![problem]);
        wrong.extend(self.recorder.recorded(before).iter().map(|what| format!("a request left: {what:?}")));
        let _ = self.chromium.open("about:blank");
        let _ = self.chromium.console();
        wrong
    }

    fn happened(&self, page: &str, frames: &[String]) -> Result<Vec<String>, String> {
        self.chromium.open(page)?;
        settle();
        let told = self.chromium.run("return window.told || []")?;
        let told = told.as_array().into_iter().flatten().map(|what| what.as_str().unwrap_or_default().to_owned());
        let mut wrong: Vec<String> = told.collect();
        let (top, shown) = urls(&self.chromium.devtools("Page.getFrameTree", &json!({}))?);
        if top != page {
            wrong.push(format!("the page became {top}"));
        }
        wrong.extend(frames.iter().filter(|url| !shown.contains(url)).map(|url| format!("{url} went elsewhere")));
        let windows = self.chromium.windows()?.len();
        if windows != 1 {
            wrong.push(format!("{windows} windows are open"));
        }
        Ok(wrong)
    }

    /// Shows cleaned mail where nothing is forbidden.
    pub fn without_frame(&self, bodies: &[String]) -> Vec<String> {
        let listening = |body: &String| body.replacen("<head>", &format!("<head>{LISTEN}"), 1);
        let policy = [("content-security-policy-report-only", WATCH)];
        in_groups(bodies, |group| {
            let frames: Vec<String> = group.iter().map(listening).collect();
            assert!(frames.iter().all(|frame| frame.contains(LISTEN)), "the page of a letter has a head");
            self.watch(&[], "", &policy, &frames)
        })
    }

    /// Shows mail as it came with the frame's attribute and the policies of the real answers.
    ///
    /// Chromium opens connections ahead for `rel=preconnect` and for frames, whatever the policy says; nothing is asked on them.
    /// To tell them from requests, all addresses are plain http.
    pub fn without_sieve(&self, real: &Real, payloads: &[String]) -> Vec<String> {
        let page = [("content-security-policy", real.page_policy.as_str())];
        let body = [("content-security-policy", real.body_policy.as_str()), ("referrer-policy", "no-referrer")];
        in_groups(payloads, |group| {
            let frames: Vec<String> = group
                .iter()
                .map(|payload| format!("<!doctype html><body>{CANARY}{}{CANARY}", plain(payload)))
                .collect();
            let mut wrong = self.watch(&page, &real.sandbox, &body, &frames);
            wrong.retain(|what| what != AHEAD);
            wrong
        })
    }

    /// Shows one piece of mail as it came, and nobody listens in its page.
    pub fn without_a_listener(&self, payload: &str) -> Vec<String> {
        self.watch(&[], "", &[], &[format!("<!doctype html><html><body>{payload}")])
    }

    /// Shows one piece of mail as it came in the real frame, and returns what the browser says on its console.
    pub fn refused(&self, real: &Real, payload: &str) -> Vec<String> {
        let policy = [("content-security-policy", real.body_policy.as_str())];
        let frame = self.site.put("/frame", &policy, format!("<!doctype html><body>{payload}"));
        let html = format!("<!doctype html><link rel=icon href=data:,><iframe {} src={frame}></iframe>", real.sandbox);
        self.chromium.open(&self.site.put("/page", &[], html)).unwrap();
        settle();
        self.chromium.console().unwrap()
    }

    /// Shows one piece of mail as it came, with nothing between it and the world.
    pub fn without_anything(&self, payload: &str) -> Vec<String> {
        let html = format!("<!doctype html><html><head>{LISTEN}</head><body>{payload}");
        self.watch(&[], "", &[("content-security-policy-report-only", WATCH)], &[html])
    }
}

/// What protects mail in the product, read from its own answers.
pub struct Real {
    /// The policy of the page around the frame.
    pub page_policy: String,
    /// The frame's attribute.
    pub sandbox: String,
    /// The policy of what is in the frame.
    pub body_policy: String,
}

/// Makes https addresses such of http.
fn plain(payload: &str) -> String {
    payload.replace("https:", "http:").replace("HTTPS:", "HTTP:")
}

/// Does something with a group of documents, and again with each one where something happened.
fn in_groups(documents: &[String], watch: impl Fn(&[String]) -> Vec<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for group in documents.chunks(TOGETHER) {
        let together = watch(group);
        if together.is_empty() {
            continue;
        }
        let each = group.iter().flat_map(|one| {
            watch(std::slice::from_ref(one)).into_iter().map(move |what| format!("{what}\n    {one:?}"))
        });
        let before = wrong.len();
        wrong.extend(each);
        if wrong.len() == before {
            wrong.extend(together.into_iter().map(|what| format!("{what}, once\n    {group:?}")));
        }
    }
    wrong
}
