//! Writes a tree back as HTML, only what is allowed, and says what it met: pictures elsewhere, and where links lead.

use super::cascade::Cascade;
use super::links::{self, Target, remote};
use super::tree::{Data, NodeId, Tree};
use super::{HtmlSummary, Links, Pictures, allowed, height};
use crate::mail::content::named;
use html5ever::{Attribute, ns};
use std::collections::BTreeSet;

/// Hosts of one message that are named.
const MAX_HOSTS: usize = 20;
/// Pictures of the message itself that are noted.
const MAX_OWN: usize = 200;
/// How a host is written behind its link: so that a reader sees it in any colours.
const MARK: &str = "color:#8a1c00;background-color:#fff3e0;font-size:13px;font-weight:bold;padding:0 3px;visibility:visible;\
    letter-spacing:normal;word-spacing:normal;text-indent:0;text-transform:none;direction:ltr";

/// Stands before the host of a link that deceives.
const SIGN: &str = "\u{26a0} ";

/// A tree written out, on its way to the sanitiser.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub html: String,
    pub look: HtmlSummary,
    /// Set when there is anything to see: a word, or a picture, shown or not.
    pub shows: bool,
    /// Set when colours are set, of letters or of what is behind them.
    pub has_colours: bool,
    /// Set when an element was left out around what it holds: then it may be read as another tree than this was.
    pub unwrapped: bool,
    /// Where a sign of warning may stand, and for which claim.
    signs: Vec<(usize, (String, String))>,
}

impl Written {
    /// Sets the sign before the host of each link that makes one of these claims.
    pub fn warn(&mut self, told: &[(String, String)]) {
        let signs = std::mem::take(&mut self.signs);
        let told = signs.into_iter().filter(|(_, claim)| told.contains(claim));
        let (mut html, mut done) = (String::with_capacity(self.html.len()), 0);
        for (at, _) in told {
            html.push_str(self.html.get(done..at).unwrap_or_default());
            html.push_str(SIGN);
            done = at;
        }
        html.push_str(self.html.get(done..).unwrap_or_default());
        self.html = html;
    }
}

/// What is said of a link behind it.
struct Mark {
    /// The way that it goes.
    way: String,
    /// The host that its text names and to which it does not lead, and the one to which it does.
    claim: Option<(String, String)>,
}

enum Step<'a> {
    Node(NodeId),
    End(&'a str),
    Mark(Mark),
}

/// Collects the stylesheets that are for every screen.
pub(super) fn stylesheets(tree: &Tree) -> String {
    let (mut css, mut open) = (String::new(), vec![0]);
    while let Some(id) = open.pop() {
        let Some(node) = tree.node(id) else { continue };
        match &node.data {
            Data::Element { name, attributes } if name.ns == ns!(html) && &*name.local == "style" => {
                let media = value(attributes, "media").unwrap_or("all").to_ascii_lowercase();
                if media.split(',').any(|medium| matches!(medium.trim(), "" | "all" | "screen")) {
                    css.push_str(&tree.text(id, usize::MAX));
                    css.push('\n');
                }
            }
            Data::Element { name, .. } if name.ns != ns!(html) => {}
            Data::Element { name, .. } if &*name.local != "head" && allowed::DROPPED.contains(&&*name.local) => {}
            _ => open.extend(node.children.iter().rev()),
        }
    }
    css
}

/// Writes a tree.
pub(super) fn write(tree: &Tree, cascade: &Cascade, pictures: Pictures, links: Links) -> Written {
    let mut writer =
        Writer { tree, cascade, pictures, links, out: Written::default(), hosts: BTreeSet::new(), last_host: None };
    let mut open = vec![Step::Node(0)];
    while let Some(step) = open.pop() {
        match step {
            Step::Node(id) => writer.node(id, &mut open),
            Step::Mark(mark) => writer.mark(mark),
            Step::End(name) => {
                for piece in ["</", name, ">"] {
                    writer.out.html.push_str(piece);
                }
            }
        }
    }
    writer.out
}

struct Writer<'a> {
    tree: &'a Tree,
    cascade: &'a Cascade,
    pictures: Pictures,
    links: Links,
    out: Written,
    hosts: BTreeSet<String>,
    /// What was said of the link before.
    last_host: Option<String>,
}

impl<'a> Writer<'a> {
    fn node(&mut self, id: NodeId, open: &mut Vec<Step<'a>>) {
        let tree = self.tree;
        let Some(node) = tree.node(id) else { return };
        let mut end = None;
        match &node.data {
            Data::Text(text) => return self.text(text),
            Data::Other => {}
            // SVG and MathML: nothing of it is text of the mail.
            Data::Element { name, .. } if name.ns != ns!(html) => return,
            Data::Element { name, attributes } => match &*name.local {
                "body" => {
                    self.body(id, attributes);
                    end = Some("div");
                }
                dropped if allowed::DROPPED.contains(&dropped) => return,
                kept if allowed::ELEMENTS.contains(&kept) => {
                    let mark = self.element(id, kept, attributes);
                    if let Some(mark) = mark {
                        open.push(Step::Mark(mark));
                    }
                    end = (!matches!(kept, "br" | "hr" | "img" | "col")).then_some(kept);
                }
                "html" | "head" => {}
                _ => self.out.unwrapped = true,
            },
        }
        open.extend(end.map(Step::End));
        open.extend(node.children.iter().rev().map(|&child| Step::Node(child)));
    }

    fn text(&mut self, text: &str) {
        escape(text, &mut self.out.html);
        // Blanks between tags are no text.
        let letters = text.trim().len();
        self.out.shows |= letters > 0;
        self.out.look.height += height::of_text(letters);
    }

    /// The body of a mail is a block inside ours; its old attributes become style.
    fn body(&mut self, id: NodeId, attributes: &[Attribute]) {
        let mut style = String::new();
        for (name, property) in [("bgcolor", "background-color"), ("text", "color")] {
            if let Some(colour) = value(attributes, name) {
                style.push_str(&format!("{property}:{colour};"));
            }
        }
        style.push_str(value(attributes, "style").unwrap_or_default());
        self.out.html.push_str("<div");
        for name in ["dir", "lang"] {
            if let Some(value) = value(attributes, name) {
                self.attribute(name, value);
            }
        }
        self.style(id, &style);
        self.out.html.push('>');
    }

    /// Writes a start tag; returns what is to stand behind the element.
    fn element(&mut self, id: NodeId, element: &str, attributes: &[Attribute]) -> Option<Mark> {
        self.out.look.height += height::of_element(element, attributes, self.pictures);
        let (mut mark, mut own) = (None, "");
        self.out.html.push('<');
        self.out.html.push_str(element);
        for attribute in attributes.iter().filter(|attribute| attribute.name.ns == ns!()) {
            let value = &*attribute.value;
            match &*attribute.name.local {
                "href" if element == "a" => mark = self.link(id, value),
                "src" if element == "img" => self.picture(value),
                "background" => self.elsewhere(value),
                "style" => own = value,
                // Where a link leads is said by us alone.
                "title" if element == "a" => {}
                name if allowed::attribute(element, name) => {
                    self.out.has_colours |= matches!(name, "bgcolor" | "color");
                    self.attribute(name, value);
                }
                _ => {}
            }
        }
        if element == "img" && value(attributes, "alt").is_none() {
            // Else a screen reader spells the address.
            self.attribute("alt", "");
        }
        self.style(id, own);
        self.out.html.push('>');
        mark
    }

    /// Writes what the stylesheets and an element's own style come to.
    fn style(&mut self, id: NodeId, own: &str) {
        let style = self.cascade.style(id, own);
        if !style.is_empty() {
            self.out.has_colours |= sets_colours(&style);
            self.attribute("style", &style);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        for piece in [" ", name, "=\""] {
            self.out.html.push_str(piece);
        }
        escape(value, &mut self.out.html);
        self.out.html.push('"');
    }

    fn link(&mut self, id: NodeId, href: &str) -> Option<Mark> {
        let Target { url, host, by } = links::target(href)?;
        if self.links == Links::Live {
            self.attribute("href", &url);
        }
        let host = host?;
        let way = by.map_or_else(|| host.clone(), |by| format!("{by} \u{2192} {host}"));
        self.attribute("title", &way);
        let text = self.words(id);
        let named = named::named_otherwise(&text, &host);
        self.out.look.links += 1;
        if self.hosts.len() < MAX_HOSTS {
            self.out.look.link_hosts.extend(self.hosts.insert(host.clone()).then(|| host.clone()));
        } else if !self.hosts.contains(&host) && self.out.look.link_hosts.len() == MAX_HOSTS {
            self.out.look.link_hosts.push("\u{2026}".to_owned());
        }
        self.out.look.leads.host(&host);
        if let Some(named) = &named {
            self.out.look.leads.claim(named, &host);
        }
        // A dead link tells where it would lead; of pictures in a row the first does, for they have no words of their own.
        let same = text.trim().is_empty() && self.last_host.as_ref() == Some(&way);
        let marked = named.is_some() || (self.links == Links::Dead && !same);
        self.last_host = Some(way.clone());
        marked.then(|| Mark { way, claim: named.map(|named| (named.host, host)) })
    }

    fn mark(&mut self, mark: Mark) {
        for piece in [" <span style=\"", MARK, "\">"] {
            self.out.html.push_str(piece);
        }
        self.out.signs.extend(mark.claim.map(|claim| (self.out.html.len(), claim)));
        escape(&mark.way, &mut self.out.html);
        self.out.html.push_str("</span>");
    }

    /// Collects what can be read inside a link, as far as it is looked at.
    fn words(&self, id: NodeId) -> String {
        let (mut text, mut open) = (String::new(), vec![id]);
        while let Some(node) = open.pop().and_then(|id| self.tree.node(id)).filter(|_| text.len() <= links::MAX_TEXT) {
            match &node.data {
                Data::Text(piece) => text.push_str(piece),
                Data::Element { name, .. } if allowed::DROPPED.contains(&&*name.local) => {}
                _ => open.extend(node.children.iter().rev()),
            }
        }
        text
    }

    fn picture(&mut self, src: &str) {
        self.out.shows = true;
        let src = src.trim();
        if is_own(src) && self.out.look.own_pictures.len() < MAX_OWN {
            self.out.look.own_pictures.insert(content_id(src));
        }
        if is_own(src) || allowed::is_picture(src) {
            self.attribute("src", src);
        } else {
            self.elsewhere(src);
            if let Some(url) = remote(src).filter(|_| self.pictures == Pictures::Remote) {
                self.attribute("src", url.as_str());
            }
        }
    }

    /// Counts a picture that would have to be fetched from somebody.
    fn elsewhere(&mut self, src: &str) {
        let Some(host) = remote(src).and_then(|url| url.host_str().map(str::to_owned)) else { return };
        self.out.look.pictures += 1;
        let hosts = &mut self.out.look.picture_hosts;
        if hosts.len() < MAX_HOSTS && !hosts.contains(&host) {
            hosts.push(host);
        }
    }
}

/// Tells whether a style, as the cascade writes it, sets the colour of letters or of what is behind them.
fn sets_colours(style: &str) -> bool {
    let none = ["inherit", "initial", "transparent", "none", "unset"];
    style.split(';').filter_map(|one| one.split_once(':')).any(|(name, value)| {
        matches!(name, "color" | "background" | "background-color") && !none.contains(&value.trim())
    })
}

/// Tells whether an address names a part of the message itself.
pub(super) fn is_own(src: &str) -> bool {
    src.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:"))
}

/// Takes the Content-ID out of a `cid:` address (RFC 2392).
pub(super) fn content_id(src: &str) -> String {
    let id = src.trim().get(4..).unwrap_or_default();
    percent_encoding::percent_decode_str(id).decode_utf8_lossy().trim_matches(['<', '>']).to_owned()
}

fn value<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a str> {
    attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => {}
            c => out.push(c),
        }
    }
}
