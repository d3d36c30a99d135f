//! The real page with the real frame: one payload on a page, or the frame again and again beside itself, one for each payload.

use super::chromium::Chromium;
use super::fixture::Fixture;
use super::request_recorder::{RequestRecorder, settle};
use serde_json::{Value, json};

/// Pages between two pauses in which something late may still happen.
const STRIDE: usize = 25;

/// Puts copies of the page's frame beside it, with all that its element says but for the address, and waits until they are there.
const BESIDE: &str = "const frame = document.querySelector('iframe'); \
    return Promise.all([...arguments].map((address) => new Promise((done) => { \
        const copy = frame.cloneNode(); copy.onload = done; copy.src = address; copy.height = 50; frame.before(copy); \
    }))).then(() => null);";

/// What was seen on the pages.
#[derive(Default)]
pub struct Seen {
    /// Pages that were opened.
    pub pages: usize,
    /// Frames on them, each with another payload.
    pub frames: usize,
    /// Mails that are shown as text.
    pub texts: usize,
    /// What must not happen, in words.
    pub wrong: Vec<String>,
}

impl Seen {
    /// Adds up.
    pub fn and(mut self, other: Self) -> Self {
        self.pages += other.pages;
        self.frames += other.frames;
        self.texts += other.texts;
        self.wrong.extend(other.wrong);
        self
    }
}

/// Opens pages in a browser of its own: one for each group of payloads, at the page of the first.
pub fn open<'a>(fixture: &Fixture, groups: impl Iterator<Item = &'a Vec<usize>>) -> Seen {
    let recorder = RequestRecorder::open();
    let chromium = fixture.chromium(&recorder);
    settle();
    assert_eq!(recorder.recorded(0), [""; 0], "the browser speaks by itself");
    let mut seen = Seen::default();
    for (count, group) in groups.enumerate() {
        let mut here = Seen::default();
        here.wrong = look(&chromium, &recorder, fixture, group, &mut here);
        if !here.wrong.is_empty() && group.len() > 1 {
            let together = std::mem::take(&mut here).wrong;
            for at in group {
                let alone = look(&chromium, &recorder, fixture, &[*at], &mut here);
                here.wrong.extend(alone);
            }
            // A mail that is shown as text has no address for a frame.
            if here.wrong.is_empty() && here.texts == 0 {
                here.wrong = together;
            }
        }
        seen = seen.and(here);
        if (count + 1) % STRIDE == 0 {
            settle();
        }
    }
    let before = recorder.count();
    settle();
    seen.wrong.extend(recorder.recorded(before).iter().map(|what| format!("a request left at the end: {what:?}")));
    seen
}

/// Opens one page and says what happened that must not.
fn look(
    chromium: &Chromium,
    recorder: &RequestRecorder,
    fixture: &Fixture,
    group: &[usize],
    seen: &mut Seen,
) -> Vec<String> {
    let before = recorder.count();
    // A dialog is an error of the next command.
    let mut wrong = seen_on_page(chromium, fixture, group, seen).unwrap_or_else(|problem| vec![problem]);
    wrong.extend(recorder.recorded(before).iter().map(|what| format!("a request left: {what:?}")));
    let tried: Vec<_> = group.iter().map(|at| &fixture.payloads[*at]).collect();
    wrong.iter().map(|what| format!("{what}\n    {tried:?}")).collect()
}

fn seen_on_page(
    chromium: &Chromium,
    fixture: &Fixture,
    group: &[usize],
    seen: &mut Seen,
) -> Result<Vec<String>, String> {
    let page = fixture.page(group[0]);
    chromium.open(&page)?;
    let mut expected: Vec<String> = group.iter().map(|at| fixture.body(*at)).collect();
    if expected.len() > 1 {
        chromium.run_with(BESIDE, &json!(expected[1..]))?;
    }
    let (top, mut frames) = urls(&chromium.devtools("Page.getFrameTree", &json!({}))?);
    let mut wrong = Vec::new();
    if top != page {
        wrong.push(format!("the page became {top}"));
    }
    expected.sort();
    frames.sort();
    seen.pages += 1;
    if frames.is_empty() && group.len() == 1 {
        seen.texts += 1;
    } else if frames == expected {
        seen.frames += frames.len();
    } else {
        frames.retain(|url| !expected.contains(url));
        wrong.push(format!("frames went elsewhere: {frames:?}"));
    }
    let windows = chromium.windows()?.len();
    if windows != 1 {
        wrong.push(format!("{windows} windows are open"));
    }
    wrong.extend(chromium.console()?.into_iter().map(|line| format!("the browser says: {line}")));
    Ok(wrong)
}

/// Returns the address of the page and those of all its frames.
pub fn urls(tree: &Value) -> (String, Vec<String>) {
    let url = |tree: &Value| tree["frame"]["url"].as_str().unwrap_or_default().to_owned();
    let top = &tree["frameTree"];
    let (mut open, mut frames) = (vec![top], Vec::new());
    while let Some(tree) = open.pop() {
        for child in tree["childFrames"].as_array().into_iter().flatten() {
            frames.push(url(child));
            open.push(child);
        }
    }
    (url(top), frames)
}
