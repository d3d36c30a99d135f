//! What a reader does and sees: every link is clicked, and what is around the frame is photographed.

use super::chromium::Chromium;
use super::fixture::Fixture;
use super::page_server::PageServer;
use super::request_recorder::{RequestRecorder, settle};
use super::{corpus, payloads, say};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Returns the links of a document, and how many things it has that send or lead anywhere else.
const LINKS: &str = "return [[...document.querySelectorAll('a[href]')].map((a) => [a.protocol, a.target, a.rel]), \
                     document.querySelectorAll('form,button,input,area,iframe,object,embed,svg a,[onclick]').length]";

/// Returns where the frame of a page is: left, top, width, height.
const FRAME: &str = "const at = document.querySelector('iframe').getBoundingClientRect(); scrollTo(0, 0); \
                     return [at.x, at.y + scrollY, at.width, at.height]";

fn until_windows(chromium: &Chromium, count: usize) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let windows = chromium.windows().unwrap();
        if windows.len() == count {
            return windows;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{count} windows, and not {windows:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Clicks on a link in the frame and looks at what opens.
fn click(chromium: &Chromium, fixture: &Fixture, at: usize, link: &str, title: &str) {
    let page = chromium.windows().unwrap();
    chromium.click(link).unwrap_or_else(|problem| panic!("{title}: {problem}"));
    let windows = until_windows(chromium, 2);
    let new = windows.iter().find(|window| !page.contains(window)).unwrap();
    chromium.post("/window", &json!({ "handle": new })).unwrap();
    assert_eq!(chromium.run("return window.opener").unwrap(), Value::Null, "{title}");
    chromium.close().unwrap();
    chromium.post("/window", &json!({ "handle": page[0] })).unwrap();
    assert_eq!(chromium.ask("/url").unwrap(), json!(fixture.page(at)), "{title}: the page was left");
    chromium.enter(&chromium.elements("iframe").unwrap()[0]).unwrap();
    assert_eq!(chromium.run("return location.href").unwrap(), json!(fixture.body(at)), "{title}: the frame was left");
}

#[test]
#[ignore = "needs Chromium: bin/check browser"]
fn a_click_on_a_link_opens_a_page_that_knows_nothing_of_ours() {
    let (fixture, recorder) = (Fixture::set(corpus::own()), RequestRecorder::open());
    let chromium = fixture.chromium(&recorder);
    let mut clicks = 0;
    for (at, (title, _)) in fixture.payloads.iter().enumerate() {
        chromium.open(&fixture.page(at)).unwrap();
        // Of HTML in which nobody would see anything the text is shown.
        let Some(frame) = chromium.elements("iframe").unwrap().into_iter().next() else { continue };
        chromium.enter(&frame).unwrap();
        let found = chromium.run(LINKS).unwrap();
        assert_eq!(found[1], 0, "{title}: something that is no link leads away");
        let links = found[0].as_array().unwrap();
        for (number, link) in links.iter().enumerate() {
            assert_eq!([&link[1], &link[2]], ["_blank", "noopener noreferrer nofollow"], "{title}");
            match link[0].as_str().unwrap() {
                "http:" | "https:" => {
                    let element = chromium.elements("a[href]").unwrap().remove(number);
                    click(&chromium, &fixture, at, &element, title);
                    clicks += 1;
                }
                other => assert!(["mailto:", "tel:"].contains(&other), "{title}: {other}"),
            }
        }
    }
    settle();
    let asked = recorder.recorded(0);
    assert!(clicks > 5 && asked.iter().any(|what| what.starts_with("GET ")), "{clicks} clicks, {asked:?}");
    // Whence a reader comes, and whose cookie the browser has, is nobody's business.
    let telling = |what: &&String| what.contains("127.0.0.1") || what.to_ascii_lowercase().contains("cookie:");
    assert_eq!(asked.iter().find(telling), None);
    say(format!("browser: {clicks} links clicked: each opened a page of its own that knows nothing of ours"));
}

/// Photographs what is above, left, right and below of the frame.
fn around(chromium: &Chromium, address: &str) -> Vec<String> {
    chromium.open(address).unwrap();
    let at = chromium.run(FRAME).unwrap();
    let [x, y, width, height] = [0, 1, 2, 3].map(|side| at[side].as_f64().unwrap());
    assert!(x > 0.0 && y > 0.0 && width < 1000.0 && height > 0.0, "{at}");
    let sides = [
        (0.0, 0.0, 1000.0, y),
        (0.0, y, x, height.min(60.0)),
        (x + width, y, x, height.min(60.0)),
        (0.0, y + height, 1000.0, 90.0),
    ];
    let photograph = |(x, y, width, height): (f64, f64, f64, f64)| {
        let clip = json!({ "x": x, "y": y, "width": width, "height": height, "scale": 1 });
        let what = json!({ "clip": clip, "captureBeyondViewport": true });
        chromium.devtools("Page.captureScreenshot", &what).unwrap()["data"].as_str().unwrap().to_owned()
    };
    sides.map(photograph).into()
}

#[test]
#[ignore = "needs Chromium: bin/check browser"]
fn nothing_is_painted_outside_the_frame() {
    let harmless = |title: &str| (title.to_owned(), "<p>x".to_owned());
    // The first and the last page lead on to one other message only.
    let mut letters = vec![harmless("first"), harmless("second")];
    letters.extend(payloads::OVERLAYS.iter().map(|(title, html)| ((*title).to_owned(), (*html).to_owned())));
    letters.push(harmless("last"));
    let fixture = Fixture::set(letters);
    let chromium = fixture.chromium(&RequestRecorder::open());
    let clean = around(&chromium, &fixture.page(1));
    let mut unframed = Vec::new();
    for (at, (title, _)) in fixture.payloads.iter().enumerate().skip(1).take(fixture.payloads.len() - 2) {
        chromium.open(&fixture.page(at)).unwrap();
        if chromium.elements("iframe").unwrap().is_empty() {
            // Nobody would see anything in it, so its text is shown.
            unframed.push(title.as_str());
            continue;
        }
        let painted = around(&chromium, &fixture.page(at));
        let differing: Vec<usize> = (0..clean.len()).filter(|side| painted[*side] != clean[*side]).collect();
        assert_eq!(differing, [0; 0], "{title}: above is 0, left 1, right 2, below 3");
    }
    say(format!("browser: overlays that are shown as text: {unframed:?}"));
    assert!(unframed.len() <= 2, "{unframed:?}");

    // The same, where the letter is no document of its own: all four sides have to differ.
    let site = PageServer::start();
    let free = Chromium::start(RequestRecorder::open().port(), &[site.port()]);
    let page =
        |letter: &str| format!("<!doctype html><body style='margin:60px'>Above<p>{letter}<p><iframe></iframe><p>Below");
    let clean = around(&free, &site.put("/clean", &[], page("")));
    let painted = around(&free, &site.put("/painted", &[], page(payloads::OVERLAYS[0].1)));
    assert!((0..4).all(|side| painted[side] != clean[side]), "paint is not seen");
    say(format!(
        "browser: {} letters that paint over all: the four sides of the frame stay as they were",
        fixture.payloads.len() - 2
    ));
}
