//! What must hold for whatever comes out of the sieves, for tests and fuzz targets: read again by other eyes than theirs.

use super::tree::{Data, Tree};
use super::{Links, Pictures, SafeHtml, allowed, clean, safe, styles};
use crate::mail::content::leads::Claim;
use html5ever::ns;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Makes HTML safe in every way a page may ask for, and says what is wrong with what came out.
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (pictures, links) in
        [(Pictures::Own, Links::Live), (Pictures::Own, Links::Dead), (Pictures::Remote, Links::Live)]
    {
        let none: Arc<BTreeMap<String, String>> = Arc::default();
        let Some(SafeHtml { html: safe, .. }) =
            safe(html, pictures, links, &none, |leads| leads.claims.iter().map(Claim::pair).collect())
        else {
            continue;
        };
        faults.extend(not_allowed(&safe, pictures, links));
        if clean::clean(&safe, pictures, links, &none) != safe {
            faults.push("changes when it is cleaned again".to_owned());
        }
    }
    faults
}

/// Says what in an output is not on the lists; reads it as a browser would.
fn not_allowed(html: &str, pictures: Pictures, links: Links) -> Vec<String> {
    let Ok(tree) = Tree::grown(&format!("<!doctype html><html><head></head><body>{html}</body></html>")) else {
        return vec!["more than went in".to_owned()];
    };
    let (mut wrong, mut open) = (Vec::new(), vec![0]);
    while let Some(id) = open.pop() {
        open.extend(tree.children(id));
        let Some(Data::Element { name, attributes }) = tree.node(id).map(|node| &node.data) else { continue };
        let element = &*name.local;
        if name.ns != ns!(html)
            || !(allowed::ELEMENTS.contains(&element) || ["html", "head", "body"].contains(&element))
        {
            wrong.push(format!("<{element}>"));
        }
        for attribute in attributes {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            let fine = match (element, name) {
                ("a", "rel") => value == "noopener noreferrer nofollow",
                ("a", "target") => value == "_blank",
                ("a", "href") => {
                    let scheme = url::Url::parse(value).map(|url| url.scheme().to_owned()).unwrap_or_default();
                    links == Links::Live && allowed::LINKS.contains(&scheme.as_str())
                }
                ("img", "src") => {
                    let web = value.starts_with("https://") || value.starts_with("http://");
                    allowed::is_picture(value) || (pictures == Pictures::Remote && web)
                }
                (_, "style") => style_is_fine(value),
                _ => allowed::attribute(element, name),
            };
            if !fine {
                wrong.push(format!("<{element} {name}={value:?}>"));
            }
        }
    }
    wrong
}

/// A reading of declarations that knows nothing of the filter's.
fn style_is_fine(style: &str) -> bool {
    let lower = style.to_ascii_lowercase();
    let dangerous = ["@", "\\", "/*", "{", "}", "<"];
    let of_list = |one: &str| one.split_once(':').is_some_and(|(name, _)| styles::PROPERTIES.contains(&name.trim()));
    let unquoted: String = lower.split('"').step_by(2).collect();
    let is_name = |c: char| c.is_alphanumeric() || "-_".contains(c);
    let called = unquoted.match_indices('(').map(|(at, _)| unquoted.get(..at).unwrap_or_default());
    let mut called = called.map(|before| before.rsplit(|c| !is_name(c)).next().unwrap_or_default());
    !dangerous.iter().any(|word| unquoted.contains(word))
        && called.all(|function| styles::FUNCTIONS.contains(&function))
        && unquoted.split(';').all(of_list)
}
