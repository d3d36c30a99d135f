//! What an action did, told on the next page. It travels in a cookie as keys of `locales/` and their values, never as text.

use super::SiteCookie;
use crate::i18n::{Arg, Locale};
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The name of the cookie.
const NAME: &str = "postern_flash";
/// How long news waits for a page.
const SECONDS: i64 = 300;
/// Octets of the cookie's value; browsers keep 4096 with the name.
const MOST: usize = 3000;
/// Sentences and values that are believed.
const MAX_SENTENCES: usize = 8;

/// How good the news is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Tone {
    /// It worked.
    Good,
    /// It worked in part, or nothing had to be done.
    Note,
    /// It did not work.
    Bad,
}

/// A flash in the visitor's language.
#[derive(Debug, Clone)]
pub struct FlashText {
    /// How good the news is.
    pub tone: Tone,
    /// One to four sentences.
    pub sentences: Vec<FlashSentence>,
    /// The action that can be taken back, and what binds the form that does to its owner.
    pub undo: Option<(String, String)>,
}

/// One sentence of a flash, and what it says as values: whoever counts need not read the text.
#[derive(Debug, Clone)]
pub struct FlashSentence {
    /// The key in `locales/`.
    pub key: String,
    /// How many messages it speaks of, where it counts them.
    pub count: Option<i64>,
    /// What it says.
    pub text: String,
}

/// A message for the next page, as keys of `locales/` and their values.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Flash {
    /// How good the news is.
    pub tone: Tone,
    /// The sentences.
    pub sentences: Vec<(String, Vec<(String, Arg)>)>,
    /// The action that can be taken back.
    #[serde(default)]
    pub undo: Option<String>,
}

impl Flash {
    /// Reads the flash that came with a request.
    pub(super) fn arrived(headers: &HeaderMap, https: bool) -> Option<Self> {
        let value = SiteCookie::new(NAME, https).arrived(headers)?;
        if value.len() > MOST {
            return None;
        }
        let flash: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).ok()?).ok()?;
        let ours = flash.sentences.iter().all(|(key, _)| key.starts_with("flash-"));
        (ours && flash.sentences.len() <= MAX_SENTENCES).then_some(flash)
    }

    /// Makes news that cannot be taken back.
    pub fn new(tone: Tone, sentences: Vec<(String, Vec<(String, Arg)>)>) -> Self {
        Self { tone, sentences, undo: None }
    }

    /// Says one sentence, by its key.
    pub fn saying(tone: Tone, key: &str) -> Self {
        Self::new(tone, vec![(key.to_owned(), Vec::new())])
    }

    /// Says it.
    pub fn say(&self, locale: &Locale) -> FlashText {
        let sentence = |(key, args): &(String, Vec<(String, Arg)>)| {
            let args: Vec<(&str, Arg)> = args.iter().map(|(name, arg)| (name.as_str(), arg.clone())).collect();
            let count = args.iter().find_map(|(name, arg)| match arg {
                Arg::Number(count) if *name == "count" => Some(*count),
                _ => None,
            });
            FlashSentence { key: key.clone(), count, text: locale.with(key, &args) }
        };
        FlashText { tone: self.tone, sentences: self.sentences.iter().map(sentence).collect(), undo: None }
    }

    fn value(&self) -> Option<String> {
        let value = URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).ok()?);
        (value.len() <= MOST).then_some(value)
    }
}

/// Sets the cookie of a flash that a handler left in the response, and clears it from the browser once a page has shown it.
pub async fn middleware(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let cookie = SiteCookie::new(NAME, state.is_https());
    let arrived = cookie.arrived(request.headers()).is_some();
    let mut response = next.run(request).await;
    let set = response.extensions_mut().remove::<Flash>().and_then(|flash| flash.value());
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let set_cookie = match set {
        Some(value) => Some(cookie.set(&value, Some(SECONDS))),
        None if arrived && is_page => Some(cookie.clear()),
        None => None,
    };
    if let Some(Ok(value)) = set_cookie {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}
