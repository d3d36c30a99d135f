//! What the spam filter wrote into the headers.

/// Holds the points a spam filter gave, and the limit it compared them with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The filter's points; more is worse.
    pub score: f32,
    /// From how many points on mail counts as spam, where the header says so.
    pub limit: Option<f32>,
}

impl Verdict {
    /// Reads the first field that holds points, of name (lower case) and unfolded value.
    ///
    /// `X-Spam-Status: Yes, score=9.5 required=5.0` is SpamAssassin's; `X-Spamd-Result: default: False [9.50 / 15.00]` is
    /// rspamd's, where the second number is from where on it refuses mail, so it is not taken as the limit.
    /// Exim writes `X-Spam-Score` as ten times the points, without a dot; it writes the points into `X-Spam-Status` too.
    pub(super) fn read(fields: &[(String, String)]) -> Option<Self> {
        let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        let status = value("x-spam-status").and_then(|value| {
            let score = after(value, "score=").or_else(|| after(value, "hits="))?;
            Some(Self { score, limit: after(value, "required=") })
        });
        let result = || value("x-spamd-result").and_then(|value| Some(Self { score: after(value, "[")?, limit: None }));
        let bare = || {
            let value = value("x-spam-score").or_else(|| value("x-rspamd-score"))?;
            let number = value.split_whitespace().next().filter(|number| number.contains('.'))?;
            Some(Self { score: number.parse().ok()?, limit: None })
        };
        status.or_else(result).or_else(bare).filter(|verdict| verdict.score.is_finite())
    }
}

fn after(value: &str, mark: &str) -> Option<f32> {
    let (_, rest) = value.split_once(mark)?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_from_the_common_dialects() {
        for (name, value, wanted) in [
            ("x-spam-status", "Yes, score=9.5 required=5.0 tests=A,B", Some((9.5, Some(5.0)))),
            ("x-spam-status", "No, score=-1.9", Some((-1.9, None))),
            ("x-spam-status", "Yes,\tscore=7.131\ttagged_above=2\trequired=6.31", Some((7.131, Some(6.31)))),
            ("x-spam-status", "Yes", None),
            ("x-spamd-result", "default: False [9.50 / 15.00]; A(1)[]", Some((9.5, None))),
            ("x-spam-score", "79", None),
            ("x-spam-score", "7.9 (+++++++)", Some((7.9, None))),
            ("x-spam-score", "nan", None),
        ] {
            let read = Verdict::read(&[(name.to_owned(), value.to_owned())]);
            assert_eq!(read, wanted.map(|(score, limit)| Verdict { score, limit }), "{name}: {value}");
        }
    }
}
