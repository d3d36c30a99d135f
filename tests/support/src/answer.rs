//! What a site answered, and what stands on its pages.

use reqwest::Response;
use reqwest::header::HeaderMap;

/// Holds what the site answered.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// The page.
    pub body: String,
    /// The same, as it came.
    pub octets: Vec<u8>,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> reqwest::Result<Self> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let octets = response.bytes().await?.to_vec();
        Ok(Self { status, headers, body: String::from_utf8_lossy(&octets).into_owned(), octets })
    }

    /// Returns a header field, or nothing at all.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header is ASCII"))
    }

    /// Returns where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Returns every `Set-Cookie` of one cookie.
    pub fn set_cookie(&self, name: &str) -> Option<String> {
        let mut all = self.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        all.rfind(|cookie| cookie.starts_with(&format!("{name}="))).map(str::to_owned)
    }

    /// Returns every value of a header field.
    pub fn header_all(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().expect("a header is ASCII")).collect()
    }

    /// Returns `name=value` of a cookie that is set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.set_cookie(name).and_then(|cookie| cookie.split(';').next().map(str::to_owned))
    }

    /// Returns the value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        self.find_hidden(name).unwrap_or_else(|| panic!("no hidden field {name} in {}", self.text())).to_owned()
    }

    /// Returns the value of a hidden field, if the page has it.
    pub fn find_hidden(&self, name: &str) -> Option<&str> {
        between(&self.body, &format!("type=\"hidden\" name=\"{name}\" value=\""), "\"")
    }

    /// Returns the UIDs of a list's rows, from the top.
    pub fn uids(&self) -> Vec<u32> {
        let boxes = self.body.split("name=\"uid\" value=\"").skip(1);
        boxes.map(|rest| rest.split('"').next().unwrap_or_default().parse().expect("a UID is a number")).collect()
    }

    /// Returns what the page says of the action before it, as one line.
    pub fn flash(&self) -> String {
        between(&self.body, "<div class=\"flash ", "</div></div>").map(plain).unwrap_or_default()
    }

    /// Returns the sentences about the action before it: their keys in `locales/`, and how many messages each speaks of.
    pub fn news(&self) -> Vec<(String, Option<u32>)> {
        news_in(&self.body)
    }

    /// Tells whether a sentence about the action before it is there, by its key: `flash-unwrap-done`.
    pub fn says(&self, key: &str) -> bool {
        self.news().iter().any(|(said, _)| said == key)
    }

    /// Returns how many messages a sentence about the action before it speaks of: `flash-delete-done`.
    pub fn told(&self, key: &str) -> Option<u32> {
        self.news().into_iter().find(|(said, _)| said == key).and_then(|(_, count)| count)
    }

    /// Returns the words of the page without its tags, as one line.
    pub fn text(&self) -> String {
        let body = self.body.split_once("<main").map_or(self.body.as_str(), |(_, main)| main);
        plain(body)
    }

    /// Returns where the page links to.
    pub fn links(&self) -> Vec<String> {
        let links = self.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        links.map(|href| href.replace("&#38;", "&")).collect()
    }

    /// Tells whether the page links to a place.
    pub fn links_to(&self, href: &str) -> bool {
        self.body.contains(&format!("href=\"{href}\""))
    }
}

/// Returns the sentences about an action in a part of a page: their keys in `locales/`, and how many messages each speaks of.
pub fn news_in(html: &str) -> Vec<(String, Option<u32>)> {
    let sentences = html.split("<p data-key=\"").skip(1).filter_map(|rest| rest.split_once('>'));
    let read = |(tag, _): (&str, &str)| {
        let key = tag.split('"').next().unwrap_or_default().to_owned();
        let count = between(tag, "data-count=\"", "\"").map(|count| count.parse().expect("a count is a number"));
        (key, count)
    };
    sentences.map(read).collect()
}

/// Returns what stands between two texts.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(inside, _)| inside)
}

/// Drops tags, resolves what Askama escapes, and makes one space of many.
fn plain(html: &str) -> String {
    let words: String = html
        .replace("<wbr>", "")
        .split('<')
        .enumerate()
        .map(|(at, piece)| match at {
            0 => piece.split_once('>').map_or(piece, |(_, rest)| rest).to_owned(),
            _ => format!(" {}", piece.split_once('>').map_or("", |(_, rest)| rest)),
        })
        .collect();
    let escapes = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">")];
    let words = escapes.iter().fold(words, |words, (from, to)| words.replace(from, to)).replace("&#38;", "&");
    // Fluent sets values apart with invisible marks.
    let words: String = words.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
