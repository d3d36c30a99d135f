//! What stands above an article: TOML between two lines that are exactly `+++`.

/// The front matter of an article.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// The title, plain text.
    pub title: String,
    /// One or two sentences, plain text.
    pub summary: String,
    /// What the list can be narrowed by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Slugs of articles to read next.
    #[serde(default)]
    pub related: Vec<String>,
    /// Where the article stands in the list; those without stand last.
    #[serde(default = "last")]
    pub order: i64,
}

fn last() -> i64 {
    i64::MAX
}

/// Says what is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: the first line of the file is 1. None, when it is the file as a whole.
    pub line: Option<usize>,
    /// What was found and what is allowed.
    pub text: String,
}

impl Fault {
    /// Makes one line of what was found and what is allowed.
    pub fn new(line: Option<usize>, found: &str, allowed: &str) -> Self {
        // What is found may have come from a parser, in several lines.
        let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { line, text: format!("found {found}; allowed: {allowed}") }
    }

    /// Makes one of a text that must not stand in a file, at the first line that has it.
    pub fn at(file: &str, wrong: &str, found: &str, allowed: &str) -> Self {
        Self::new(file.lines().position(|line| line.contains(wrong)).map(|above| above + 1), found, allowed)
    }
}

/// Cuts a file into front matter and body.
///
/// # Errors
/// The first fault.
pub fn parse(text: &str) -> Result<(FrontMatter, String), Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let edges = "front matter between two lines that are exactly +++";
    let first = || Fault::new(Some(1), "another first line", edges);
    let above = text.strip_prefix("+++\n").ok_or_else(first)?;
    let (toml, body) = if let Some(body) = above.strip_prefix("+++\n") {
        ("", body)
    } else if let Some(cut) = above.split_once("\n+++\n") {
        cut
    } else {
        let no_second = || Fault::new(None, "no second line +++", edges);
        (above.strip_suffix("\n+++").ok_or_else(no_second)?, "")
    };
    // The line is counted in the file, where +++ is the first.
    let front: FrontMatter = toml::from_str(toml).map_err(|error| {
        let before = error.span().and_then(|span| toml.get(..span.start)).unwrap_or_default();
        let line = 2 + before.matches('\n').count();
        Fault::new(Some(line), error.message(), "title, summary, and perhaps tags, related, order, each as TOML has it")
    })?;
    for (key, value) in [("title", &front.title), ("summary", &front.summary)] {
        if value.trim().is_empty() {
            return Err(Fault::at(&text, key, &format!("{key} is empty"), "plain words"));
        }
    }
    if front.tags.iter().any(|tag| tag.trim().is_empty() || tag.chars().any(char::is_control)) {
        return Err(Fault::at(&text, "tags", "an empty tag", "words on one line"));
    }
    Ok((front, body.to_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_body_are_told_apart() {
        let text =
            "+++\ntitle = \"A\"\nsummary = \"B\"\ntags = [\"c\"]\nrelated = [\"d\"]\norder = 3\n+++\nBody\n+++\n";
        let (front, body) = parse(text).unwrap();
        assert_eq!((front.title.as_str(), front.summary.as_str(), front.order), ("A", "B", 3));
        assert_eq!((front.tags, front.related), (vec!["c".to_owned()], vec!["d".to_owned()]));
        assert_eq!(body, "Body\n+++\n");
    }

    #[test]
    fn files_of_other_editors_are_read() {
        let (front, body) = parse("\u{feff}+++\r\ntitle = \"A\"\r\nsummary = \"B\"\r\n+++\r\nBody\r\n").unwrap();
        assert_eq!((front.title.as_str(), body.as_str()), ("A", "Body\n"));
        assert_eq!(parse("+++\ntitle = \"A\"\nsummary = \"B\"\n+++").unwrap().1, "");
    }

    #[test]
    fn each_mistake_has_a_reason() {
        for (text, line, reason) in [
            ("# A", Some(1), "first line"),
            ("++++\ntitle = \"A\"\n+++\n", Some(1), "first line"),
            ("+++\ntitle = \"A\"\nsummary = \"B\"\n", None, "second line"),
            ("+++\n+++\n", Some(2), "title"),
            ("+++\ntitle = \"A\"\n+++\n", Some(2), "summary"),
            ("+++\ntitle = A\n+++\n", Some(2), "quoted"),
            ("+++\ntitle = \"A\"\nsummary = \" \"\n+++\n", Some(3), "summary is empty"),
            ("+++\ntitle = \"A\"\nsummary = \"B\"\ntag = [\"c\"]\n+++\n", Some(4), "`tag`"),
            ("+++\r\ntitle = \"A\"\r\nsummary = \"B\"\r\ntags = [\"\"]\r\n+++\r\n", Some(4), "empty tag"),
            ("+++\ntitle = \"A\"\nsummary = \"B\"\norder = \"first\"\n+++\n", Some(4), "string"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.line, line, "{text}: {fault:?}");
            assert!(fault.text.starts_with("found ") && fault.text.contains(reason), "{reason} in {fault:?}");
            assert_eq!(fault.text.lines().count(), 1, "{fault:?}");
        }
    }
}
