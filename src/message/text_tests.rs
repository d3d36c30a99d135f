//! What the template makes of a text: nothing but its own few elements, whatever the text.

use crate::i18n::{Locale, Locales};
use crate::mail::{Flow, Links, Text};
use askama::Template;
use proptest::prelude::*;
use std::sync::LazyLock;
use support::corpus;

#[derive(Template)]
#[template(
    source = "{% import \"partials/text.html\" as text %}{% call text::body(l, body) %}{% endcall %}",
    ext = "html"
)]
struct Drawn {
    l: Locale,
    body: Text,
}

const ELEMENTS: [&str; 7] = ["a", "blockquote", "details", "div", "p", "span", "summary"];
const DRAWN: &str =
    " class=\"drawn\" tabindex=\"0\" role=\"group\" aria-label=\"Table or drawing made of letters and signs\"";
const LINK: &str = " dir=\"ltr\" rel=\"noopener noreferrer nofollow\" target=\"_blank\"";

fn drawn(text: &str, flow: Flow, links: Links) -> String {
    static LOCALE: LazyLock<Locale> = LazyLock::new(|| Locales::load().unwrap().choose("en"));
    Drawn { l: LOCALE.clone(), body: Text::read(&[(text.to_owned(), flow)], links) }.render().unwrap()
}

/// Reads the drawing tag by tag; stops at anything that the template does not write itself. Returns the words.
fn strictly(html: &str) -> String {
    let mut open: Vec<&str> = Vec::new();
    let mut words = String::new();
    let mut rest = html.trim();
    while let Some((text, tag_on)) = rest.split_once('<') {
        assert!(!text.contains('>'), "{html}");
        words.push_str(text);
        let (tag, behind) = tag_on.split_once('>').unwrap();
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let (name, attributes) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
        assert!(ELEMENTS.contains(&name), "{tag} in {html}");
        match name {
            "div" => assert!([" class=\"text\" dir=\"auto\"", DRAWN].contains(&attributes), "{html}"),
            "p" => assert!(["", " class=\"signature\""].contains(&attributes), "{html}"),
            "span" => assert_eq!(attributes, " class=\"really\" dir=\"ltr\""),
            "a" => {
                let href = attributes.strip_prefix(" href=\"").and_then(|rest| rest.strip_suffix(LINK)).unwrap();
                let href = href.strip_suffix('"').unwrap();
                assert!(!href.contains(['"', '\'', '<', '>', ' ', '\n']), "{href}");
                let begin = href.split_once(':').unwrap().0.to_lowercase();
                assert!(["http", "https", "mailto"].contains(&begin.as_str()), "{href}");
                let shown = ["", "http://", "mailto:"].iter().filter_map(|scheme| href.strip_prefix(scheme));
                let same = shown.into_iter().any(|shown| behind.starts_with(&format!("{shown}</a>")));
                assert!(same, "what is shown is where it leads: {html}");
            }
            _ => assert_eq!(attributes, "", "{html}"),
        }
        open.push(name);
    }
    assert!(open.is_empty() && rest.is_empty(), "{html}");
    words
}

fn draws_only_its_own(text: &str) {
    for flow in [Flow::Fixed, Flow::Flowed { del_sp: false }, Flow::Flowed { del_sp: true }] {
        strictly(&drawn(text, flow, Links::Live));
        assert!(!drawn(text, flow, Links::Dead).contains("<a"), "{text:?}");
    }
    let quoted: String = text.split('\n').map(|line| format!("> {line}\n")).collect();
    strictly(&drawn(&quoted, Flow::Fixed, Links::Live));
}

#[test]
fn texts_that_pose_as_markup_stay_text() {
    for text in [
        "a@a.co?]<img/src=\"x\"/onerror=alert(1)>",
        "mailto:a@a.co?]<img/src=\"x\"/onerror=alert(1)>",
        "https://a.example/?]<img/src=\"x\"/onerror=alert(1)>",
        "https://a.example/'onmouseover='alert(1) https://a.example/\"onmouseover=\"alert(1)",
        "[1] <https://a.example/\"><script>alert(1)</script>\n\n[1]: javascript:alert(1)",
        "> <b>\n> </blockquote></div><script>alert(1)</script>",
        "https://a.example/&quot;&#34;&lt;b&gt;{{ 7*7 }}{% raw %}",
        "javascript:alert(1) javascript://a.example/%0aalert(1) data:text/html,<b> vbscript://a.example",
        "</p></div><details ontoggle=alert(1) open>",
    ] {
        draws_only_its_own(text);
    }
}

#[test]
fn a_link_is_drawn_with_what_its_host_really_is() {
    let html = drawn("see https://p\u{430}ypal.example/x.\n> quoted", Flow::Fixed, Links::Live);
    let link = "<a href=\"https://p\u{430}ypal.example/x\" dir=\"ltr\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">";
    let wanted = format!(
        "<p>see {link}https://p\u{430}ypal.example/x</a><span class=\"really\" dir=\"ltr\"> (xn--pypal-4ve.example)</span>.</p>\
         <blockquote><p>quoted</p></blockquote>"
    );
    assert!(html.contains(&wanted), "{html}");
}

#[test]
fn a_long_quote_opens_without_a_script() {
    let quote: String = (1..=20).map(|n| format!("> line {n}\n")).collect();
    let html = drawn(&format!("Yes!\n\n{quote}\nBen"), Flow::Fixed, Links::Live);
    let wanted = "<blockquote><p>line 1\nline 2\nline 3</p></blockquote>\
                  <details><summary>Show 17 more lines of the quote</summary><blockquote><p>line 4\n";
    let html: String = html.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
    assert!(html.contains(wanted) && html.contains("line 20</p></blockquote></details><p>\nBen</p></div>"), "{html}");
}

#[test]
fn every_payload_of_the_corpus_stays_text() {
    let Some(files) = corpus::files("html/*") else { return };
    let mut payloads = 0;
    for file in files.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "json")) {
        let list: Vec<serde_json::Value> = serde_json::from_slice(file.1).unwrap();
        for payload in list.iter().filter_map(|entry| entry.get("payload")?.as_str()) {
            draws_only_its_own(payload);
            payloads += 1;
        }
    }
    assert!(payloads > 1000, "{payloads} payloads");
    corpus::say(&format!("{payloads} payloads drawn as text"));
}

proptest! {
    #[test]
    fn no_text_draws_anything_of_its_own(text in "([<>\"'/=&@:.a-z \n-]|https://[a-z]|mailto:|<script>|\\PC){0,60}") {
        draws_only_its_own(&text);
    }

    #[test]
    fn what_is_drawn_is_what_was_written(text in "[^>\u{0}\r]{0,60}") {
        let text = text.trim_end().to_owned() + ".";
        let html = drawn(&text, Flow::Fixed, Links::Dead);
        let escaped = Escaped { text: &text }.render().unwrap();
        // Between what is drawn and what is not, a new element stands for the end of a line.
        prop_assert_eq!(strictly(&html).replace('\n', ""), escaped.replace('\n', ""));
    }
}

#[derive(Template)]
#[template(source = "{{ text }}", ext = "html")]
struct Escaped<'a> {
    text: &'a str,
}
