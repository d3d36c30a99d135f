//! The last sieve: ammonia, with our lists. Nothing edits what it gives.

use super::styles::Filter;
use super::{Links, Pictures, allowed, links, writer};
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Octets of pictures of the message itself in one mail: each may be named ten thousand times.
const MAX_PICTURE_OCTETS: usize = 16 * 1024 * 1024;

/// Cleans HTML; `own` gives pictures as `data:` addresses by their Content-ID.
pub(super) fn clean(html: &str, pictures: Pictures, links: Links, own: &Arc<BTreeMap<String, String>>) -> String {
    let (own, room, filter) = (own.clone(), AtomicUsize::new(MAX_PICTURE_OCTETS), Filter::default());
    let mut builder = Builder::empty();
    builder
        .tags(allowed::ELEMENTS.into_iter().collect())
        .clean_content_tags(allowed::DROPPED.into_iter().collect())
        .generic_attributes(allowed::EVERYWHERE.into_iter().collect())
        .tag_attributes(allowed::BELONGING.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect())
        .url_schemes(allowed::LINKS.into_iter().chain(["cid", "data"]).collect())
        .url_relative(UrlRelative::Deny)
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true)
        .attribute_filter(move |element, name, value| match (element, name) {
            ("a", "href") => links::target(value).filter(|_| links == Links::Live).map(|_| Cow::Borrowed(value)),
            ("img", "src") => picture(value, pictures, &own, &room),
            (_, "style") => Some(filter.declarations(value)).filter(|kept| !kept.is_empty()).map(Cow::Owned),
            _ => Some(Cow::Borrowed(value)),
        });
    builder.clean(html).to_string()
}

fn picture<'a>(
    src: &'a str,
    pictures: Pictures,
    own: &BTreeMap<String, String>,
    room: &AtomicUsize,
) -> Option<Cow<'a, str>> {
    if writer::is_own(src) {
        let data = own.get(&writer::content_id(src))?;
        let less = |room: usize| room.checked_sub(data.len());
        room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).ok()?;
        return allowed::is_picture(data).then(|| Cow::Owned(data.clone()));
    }
    let remote = pictures == Pictures::Remote && links::remote(src).is_some();
    (allowed::is_picture(src) || remote).then_some(Cow::Borrowed(src))
}
