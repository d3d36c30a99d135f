//! What of HTML a mail may use: one list for both sieves.

/// Elements that are kept.
pub(super) const ELEMENTS: [&str; 76] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "nobr",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];
/// Elements that go with all that is inside; of others only the tags go.
pub(super) const DROPPED: [&str; 29] = [
    "applet",
    "area",
    "audio",
    "base",
    "canvas",
    "datalist",
    "embed",
    "frame",
    "frameset",
    "head",
    "iframe",
    "link",
    "math",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "plaintext",
    "script",
    "select",
    "source",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];
/// Attributes that any element may have.
pub(super) const EVERYWHERE: [&str; 9] =
    ["align", "bgcolor", "color", "dir", "height", "lang", "style", "valign", "width"];
/// Attributes that belong to one element.
pub(super) const BELONGING: [(&str, &[&str]); 12] = [
    // The title is ours: where the link leads.
    ("a", &["href", "title"]),
    ("abbr", &["title"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("font", &["face", "size"]),
    ("hr", &["noshade", "size"]),
    ("img", &["alt", "border", "hspace", "src", "vspace"]),
    ("li", &["type", "value"]),
    ("ol", &["reversed", "start", "type"]),
    ("table", &["border", "cellpadding", "cellspacing", "rules"]),
    ("td", &["abbr", "colspan", "nowrap", "rowspan", "scope"]),
    ("th", &["abbr", "colspan", "nowrap", "rowspan", "scope"]),
];
/// Schemes of links.
pub(super) const LINKS: [&str; 4] = ["http", "https", "mailto", "tel"];
/// Pictures that may stand inside the text, by media type; none of them can hold script or load anything.
pub(super) const PICTURES: [&str; 4] = ["image/gif", "image/jpeg", "image/png", "image/webp"];

/// Tells whether an element may have an attribute.
pub(super) fn attribute(element: &str, name: &str) -> bool {
    let of = |(known, names): &(&str, &[&str])| *known == element && names.contains(&name);
    EVERYWHERE.contains(&name) || BELONGING.iter().any(of)
}

/// Tells whether an address holds a picture of a known type itself (RFC 2397).
pub(super) fn is_picture(url: &str) -> bool {
    let Some((kind, octets)) = url.strip_prefix("data:").and_then(|data| data.split_once(";base64,")) else {
        return false;
    };
    PICTURES.contains(&kind) && octets.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+/=".contains(&octet))
}
