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

/// Cuts a file into front matter and body.
///
/// # Errors
/// A sentence that says what is wrong and where.
pub fn parse(text: &str) -> Result<(FrontMatter, String), String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let above = text.strip_prefix("+++\n").ok_or("the first line must be exactly +++")?;
    let (toml, body) = if let Some(body) = above.strip_prefix("+++\n") {
        ("", body)
    } else if let Some(cut) = above.split_once("\n+++\n") {
        cut
    } else {
        let toml = above.strip_suffix("\n+++").ok_or("no second line that is exactly +++")?;
        (toml, "")
    };
    // The line is counted in the file, where +++ is the first.
    let front: FrontMatter = toml::from_str(&format!("\n{toml}")).map_err(|error| error.to_string())?;
    for (key, value) in [("title", &front.title), ("summary", &front.summary)] {
        if value.trim().is_empty() {
            return Err(format!("{key} is empty"));
        }
    }
    if front.tags.iter().any(|tag| tag.trim().is_empty() || tag.chars().any(char::is_control)) {
        return Err("tags has an empty tag".to_owned());
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
        for (text, reason) in [
            ("# A", "first line"),
            ("++++\ntitle = \"A\"\n+++\n", "first line"),
            ("+++\ntitle = \"A\"\nsummary = \"B\"\n", "second line"),
            ("+++\n+++\n", "title"),
            ("+++\ntitle = \"A\"\n+++\n", "summary"),
            ("+++\ntitle = A\n+++\n", "line 2"),
            ("+++\ntitle = \"A\"\nsummary = \" \"\n+++\n", "summary is empty"),
            ("+++\ntitle = \"A\"\nsummary = \"B\"\ntag = [\"c\"]\n+++\n", "tag"),
            ("+++\ntitle = \"A\"\nsummary = \"B\"\ntags = [\"\"]\n+++\n", "empty tag"),
            ("+++\ntitle = \"A\"\nsummary = \"B\"\norder = \"first\"\n+++\n", "line 4"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(reason), "{reason} in {error}");
        }
    }
}
