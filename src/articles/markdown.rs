//! Articles as Markdown: CommonMark and tables. HTML in it is shown as text, and a link leads where links may lead.

use super::placeholders::{Placeholders, SUPPORT, unknown_placeholder};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};
use std::collections::BTreeSet;

/// Renders an article's body as HTML for `placeholders`.
///
/// Placeholders are replaced in the parsed text, so a value cannot be read as Markdown or HTML.
pub fn render(body: &str, placeholders: &Placeholders) -> String {
    let mut events = Vec::new();
    let mut open_links = Vec::new();
    for event in parse(body) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let target = target(link_type, &dest_url, placeholders);
                open_links.push(target.is_some());
                if let Some(dest_url) = target {
                    events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                }
            }
            Event::End(TagEnd::Link) => {
                if open_links.pop().unwrap_or(false) {
                    events.push(Event::End(TagEnd::Link));
                }
            }
            // A picture would be a request to somebody; its text stays.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::Text(text) => events.push(Event::Text(placeholders.fill(&text).into())),
            // What is not known is no text to copy.
            Event::Code(text) if placeholders.is_unknown(&text) => {
                events.push(Event::Text(placeholders.fill(&text).into()))
            }
            Event::Code(text) => events.push(Event::Code(placeholders.fill(&text).into())),
            // The page's own heading is the article's title.
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                events.push(Event::Start(Tag::Heading { level: below_title(level), id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(level)) => events.push(Event::End(TagEnd::Heading(below_title(level)))),
            other => events.push(other),
        }
    }
    name_headings(&mut events, heading_ids(body));
    let events = link_headings(events, placeholders);
    let mut page = String::with_capacity(body.len() * 2);
    html::push_html(&mut page, events.into_iter());
    page
}

/// Returns a text as it stands in a body.
pub fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    html::push_html(&mut escaped, std::iter::once(Event::Text(text.into())));
    escaped
}

/// Returns what the headings and the rest of a body say, without marks, for the search.
pub fn plain_text(body: &str) -> (String, String) {
    let (mut headings, mut text, mut in_heading) = (String::new(), String::with_capacity(body.len()), false);
    for event in parse(body) {
        let place = if in_heading { &mut headings } else { &mut text };
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => {
                place.push(' ');
                in_heading = false;
            }
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => {
                place.push_str(&part)
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => place.push(' '),
            _ => {}
        }
    }
    (headings, text)
}

/// A heading, and where a link to it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// What stands behind the `#` of the link.
    pub id: String,
    /// The words.
    pub text: String,
    /// 2 for a heading below the title, 3 for one below that, and so on.
    pub level: u8,
}

/// A heading and what stands below it, without marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading; none before the first.
    pub heading: Option<Heading>,
    /// The text: each paragraph, line of a list and cell of a table.
    pub blocks: Vec<String>,
}

/// Returns a body as its sections; the ids are those of [`render`].
pub fn sections(body: &str, placeholders: &Placeholders) -> Vec<Section> {
    let (mut sections, mut taken) = (vec![Section { heading: None, blocks: Vec::new() }], BTreeSet::new());
    let (mut text, mut written, mut named) = (String::new(), String::new(), None);
    for event in parse(body) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                (text, written) = (String::new(), String::new());
                named = Some(below_title(level) as u8);
            }
            Event::End(TagEnd::Heading(_)) => {
                let text = std::mem::take(&mut text);
                let heading = Heading { id: free_id(&written, &mut taken), text, level: named.take().unwrap_or(2) };
                sections.push(Section { heading: Some(heading), blocks: Vec::new() });
            }
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => {
                text.push_str(&placeholders.fill(&part));
                written.push_str(&part);
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(Tag::Item | Tag::Paragraph | Tag::TableCell)
            | Event::End(
                TagEnd::Item | TagEnd::Paragraph | TagEnd::TableCell | TagEnd::CodeBlock | TagEnd::HtmlBlock,
            ) => {
                let block = std::mem::take(&mut text);
                if let Some(section) = sections.last_mut()
                    && !block.trim().is_empty()
                {
                    section.blocks.push(block.trim().to_owned());
                }
            }
            _ => {}
        }
    }
    sections
}

/// Returns the targets of all links, as written.
pub fn links(body: &str) -> Vec<String> {
    parse(body)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, .. }) => Some(format!("mailto:{dest_url}")),
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
            _ => None,
        })
        .collect()
}

/// Returns the first placeholder of a body that cannot be filled where it stands.
pub fn unknown_placeholder_in(body: &str) -> Option<String> {
    parse(body).find_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) if dest_url.as_ref() == SUPPORT => None,
        // In a link only the whole target may be a placeholder.
        Event::Start(Tag::Link { dest_url, .. }) => dest_url.contains('{').then(|| dest_url.into_string()),
        Event::Text(text) | Event::Code(text) => unknown_placeholder(&text).map(|name| format!("{{{name}}}")),
        _ => None,
    })
}

/// Tells whether a body has HTML of its own, which readers would see as text.
#[cfg(test)]
pub fn has_html(body: &str) -> bool {
    parse(body).any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
}

/// Tells whether a link may lead there: `http(s)`, `mailto`, a path of our own, or a heading of this page.
pub fn may_link(target: &str) -> bool {
    // Browsers skip tabs and line ends inside a URL and read `\` as `/`: "/\evil.example" is another host.
    if target.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return false;
    }
    let starts_with = |scheme: &str| target.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    let path = target.starts_with('/') && !target.starts_with("//");
    let heading = target.strip_prefix('#').is_some_and(|id| !id.is_empty());
    path || heading || ["http://", "https://", "mailto:"].into_iter().any(starts_with)
}

fn parse(body: &str) -> TextMergeStream<'_, Parser<'_>> {
    TextMergeStream::new(Parser::new_ext(body, Options::ENABLE_TABLES))
}

fn target<'a>(link_type: LinkType, dest_url: &CowStr<'a>, placeholders: &Placeholders) -> Option<CowStr<'a>> {
    if dest_url.as_ref() == SUPPORT {
        return placeholders.support.clone().filter(|url| may_link(url)).map(CowStr::from);
    }
    if link_type == LinkType::Email {
        return Some(dest_url.clone());
    }
    may_link(dest_url).then(|| placeholders.lead(dest_url).into())
}

fn below_title(level: HeadingLevel) -> HeadingLevel {
    if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level }
}

/// Returns the id of each heading, made of its words as they are written, so that a support desk can link to it: an id does not
/// change with what stands for a placeholder.
fn heading_ids(body: &str) -> Vec<String> {
    let (mut taken, mut words, mut ids) = (BTreeSet::new(), None::<String>, Vec::new());
    for event in parse(body) {
        match event {
            Event::Start(Tag::Heading { .. }) => words = Some(String::new()),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                if let Some(words) = &mut words {
                    words.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => ids.push(free_id(&words.take().unwrap_or_default(), &mut taken)),
            _ => {}
        }
    }
    ids
}

/// Gives each heading its id.
fn name_headings(events: &mut [Event<'_>], ids: Vec<String>) {
    let mut ids = ids.into_iter();
    for event in events {
        if let Event::Start(Tag::Heading { id, .. }) = event {
            *id = ids.next().map(CowStr::from);
        }
    }
}

/// Puts a link to itself beside each heading: beside, for one within it would be read aloud with its words.
fn link_headings<'a>(events: Vec<Event<'a>>, placeholders: &Placeholders) -> Vec<Event<'a>> {
    let mut linked = Vec::with_capacity(events.len());
    let mut link = None;
    for event in events {
        match &event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2 | HeadingLevel::H3, id: Some(id), .. }) => {
                // An id is made of letters, digits and hyphens.
                link = Some(format!("<a class=\"part\" href=\"#{id}\"><span class=\"vh\">"));
                linked.extend([Event::Html("<div class=\"headed\">".into()), event]);
            }
            Event::End(TagEnd::Heading(_)) => {
                linked.push(event);
                if let Some(link) = link.take() {
                    let end = Event::Html("</span><span aria-hidden=\"true\">#</span></a></div>\n".into());
                    linked.extend([Event::Html(link.into()), Event::Text(placeholders.part.clone().into()), end]);
                }
            }
            _ => linked.push(event),
        }
    }
    linked
}

fn free_id(heading: &str, taken: &mut BTreeSet<String>) -> String {
    let words: Vec<String> = super::fold::words(heading).collect();
    let id = if words.is_empty() { "part".to_owned() } else { words.join("-") };
    let mut free = id.clone();
    let mut number = 2;
    while !taken.insert(free.clone()) {
        free = format!("{id}-{number}");
        number += 1;
    }
    free
}

#[cfg(test)]
mod tests {
    use super::super::placeholders::sample;
    use super::*;

    fn html(body: &str) -> String {
        render(body, &sample())
    }

    #[test]
    fn html_of_an_article_is_shown_as_text() {
        assert_eq!(html("a <b>bold</b> move"), "<p>a &lt;b&gt;bold&lt;/b&gt; move</p>\n");
        let block = html("<script>alert(1)</script>\n\n<div>\n*x*\n</div>");
        assert!(!block.contains("<script") && !block.contains("<div"), "{block}");
        assert!(block.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{block}");
        assert!(!html("<!-- a note -->").contains("<!--"));
    }

    #[test]
    fn a_link_leads_to_the_web_to_an_address_or_to_a_page_of_ours() {
        assert_eq!(html("[spam](/spam)"), "<p><a href=\"/spam\">spam</a></p>\n");
        assert!(html("[x](https://example.net/)").contains("href=\"https://example.net/\""));
        assert!(html("[x](mailto:help@example.net)").contains("href=\"mailto:help@example.net\""));
        assert!(html("<help@example.net>").contains("href=\"mailto:help@example.net\""));
        assert!(html("[x](#in-outlook)").contains("href=\"#in-outlook\""));
    }

    #[test]
    fn any_other_link_becomes_its_text() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java&#9;script:alert(1)",
            "data:text/html,x",
            "//evil.example/",
            "/\\evil.example/",
            "/&#9;/evil.example/",
            "</ /evil.example>",
            "other-article",
            "other.md",
            "https:evil",
            "",
            "#",
        ] {
            assert_eq!(html(&format!("[the *words*]({target})")), "<p>the <em>words</em></p>\n", "{target}");
        }
        assert_eq!(html("[x](<javascript:a b>)\n"), "<p>x</p>\n");
        assert_eq!(html("<javascript:alert(1)>"), "<p>javascript:alert(1)</p>\n");
    }

    #[test]
    fn a_link_to_support_needs_a_configured_url() {
        assert_eq!(html("[ask]({support})"), "<p><a href=\"https://example.net/support\">ask</a></p>\n");
        let none = Placeholders { support: None, ..sample() };
        assert_eq!(render("[ask]({support}) us", &none), "<p>ask us</p>\n");
        let wrong = Placeholders { support: Some("javascript:alert(1)".to_owned()), ..sample() };
        assert_eq!(render("[ask]({support})", &wrong), "<p>ask</p>\n");
    }

    #[test]
    fn a_picture_is_shown_as_its_text() {
        assert_eq!(html("![the Spam page](https://evil.example/pixel.gif)"), "<p>the Spam page</p>\n");
    }

    #[test]
    fn placeholders_are_filled_in_text_code_headings_and_tables() {
        let page = html("## {brand}\n\n| server | port |\n|---|---|\n| `{imap.host}` | {imap.port} |\n\n    {login}\n");
        for part in ["<h2 id=\"brand\">Example Mail</h2>", "<code>imap.example.net</code>", "<td>993</td>"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("<pre><code>anna@example.net\n</code></pre>"), "{page}");
    }

    #[test]
    fn a_value_cannot_be_markdown_or_html() {
        let brand = "[x](/logout) *b* `c` <i>d</i> & | e\n\n# f".to_owned();
        let placeholders = Placeholders { brand, ..sample() };
        let page = render("by {brand}", &placeholders);
        assert_eq!(page, "<p>by [x](/logout) *b* `c` &lt;i&gt;d&lt;/i&gt; &amp; | e\n\n# f</p>\n");
    }

    #[test]
    fn headings_have_an_id_of_their_own_and_stay_below_the_title() {
        let page = html("# In Outlook\n\n## Größe & *Platz*\n\n## In Outlook\n\n## ???\n");
        for part in [
            "<h2 id=\"in-outlook\">In Outlook</h2>",
            "<h2 id=\"grosse-platz\">",
            "<h2 id=\"in-outlook-2\">",
            "<h2 id=\"part\">",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
    }

    #[test]
    fn a_link_stands_beside_each_heading_and_its_words_are_text() {
        let placeholders = Placeholders { part: "Link <b>\"".to_owned(), ..sample() };
        let link = "<a class=\"part\" href=\"#a\"><span class=\"vh\">Link &lt;b&gt;\"</span><span aria-hidden=\"true\">#</span></a>";
        assert_eq!(
            render("## A", &placeholders),
            format!("<div class=\"headed\">\n<h2 id=\"a\">A</h2>\n{link}</div>\n")
        );
        assert!(!render("#### A", &placeholders).contains("class=\"part\""));
    }

    #[test]
    fn what_nobody_knows_is_no_code_to_copy() {
        assert_eq!(html("`{smtp.host}` `{imap.host}`"), "<p>ask us <code>imap.example.net</code></p>\n");
    }

    #[test]
    fn a_placeholder_that_cannot_be_filled_is_found_wherever_it_stands() {
        assert_eq!(unknown_placeholder_in("`{imap.hots}`"), Some("{imap.hots}".to_owned()));
        assert_eq!(unknown_placeholder_in("[x](https://{imap.host}/)"), Some("https://{imap.host}/".to_owned()));
        assert_eq!(unknown_placeholder_in("ask {support}"), Some("{support}".to_owned()));
        assert_eq!(unknown_placeholder_in("[ask]({support}) at {brand}, `{pop.port}`"), None);
    }

    #[test]
    fn links_and_html_are_found() {
        assert_eq!(links("[a](/spam) <b@c.example> [d]({support})"), ["/spam", "mailto:b@c.example", "{support}"]);
        assert!(has_html("a <br> b") && has_html("<div>\n</div>"));
        assert!(!has_html("1 < 2, `<br>`, <https://example.net/>"));
    }
}
