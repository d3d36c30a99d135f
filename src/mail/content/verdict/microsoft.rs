//! Microsoft's fields: `X-Forefront-Antispam-Report`, `X-Microsoft-Antispam`, `X-CustomSpam`.

use super::fields::{Fields, first_number, one_of};
use super::said::Said;
use super::{Filter, Hit, Limit};

/// From which SCL on Microsoft calls mail spam, and how far it goes.
const SCL: (f32, f32) = (5.0, 9.0);
/// From which bulk complaint level on Microsoft takes a message for advertising.
const BULK: f32 = 7.0;
/// Where it filed a message, and why (SFV).
const SPAM_FILED: [&str; 4] = ["SPM", "SKS", "SKB", "BLK"];
/// The same for mail that passed, or was let through.
const OTHER_FILED: [&str; 6] = ["NSPM", "SKN", "SKI", "SKA", "SFE", "SKQ"];
/// Words of `X-CustomSpam`, and what they are about.
const CUSTOM: [(&str, &str); 9] = [
    ("spf", "CUSTOM:SPF"),
    ("url", "CUSTOM:LINK"),
    ("numeric ip", "CUSTOM:LINK"),
    ("web bug", "CUSTOM:PICTURE"),
    ("image", "CUSTOM:PICTURE"),
    ("html", "CUSTOM:HTML"),
    ("tag", "CUSTOM:HTML"),
    ("frame", "CUSTOM:HTML"),
    ("script", "CUSTOM:HTML"),
];

pub(super) fn belongs(field: &str) -> bool {
    let begins =
        ["x-forefront-antispam", "x-microsoft-antispam", "x-ms-exchange-", "x-exchange-antispam", "x-customspam"];
    begins.iter().any(|begin| field.starts_with(begin))
}

/// `CIP:...;SCL:5;SFV:SPM;CAT:PHSH;`. One with `DIR:OUT` was written where the message was sent, and says nothing here.
pub(super) fn read(fields: Fields<'_>) -> Option<Said> {
    let report = fields.get("x-forefront-antispam-report").unwrap_or_default();
    if part(report, "DIR") == Some("OUT") {
        return None;
    }
    let bare = || fields.get("x-ms-exchange-organization-scl");
    let score = part(report, "SCL").or_else(bare).and_then(first_number);
    let category = part(report, "CAT").filter(|category| !matches!(*category, "" | "NONE"));
    let filed = part(report, "SFV").filter(|filed| !filed.is_empty());
    let mut hits: Vec<Hit> = category.map(|category| Hit::new(&format!("CAT:{category}"), None)).into_iter().collect();
    // That it filed it as spam says nothing beside what it took it for.
    let says_more = |filed: &&str| category.is_none() || !matches!(*filed, "SPM" | "NSPM");
    hits.extend(filed.filter(says_more).map(|filed| Hit::new(&format!("SFV:{filed}"), None)));
    let bulk = fields.get("x-microsoft-antispam").and_then(|parts| part(parts, "BCL")).and_then(first_number);
    hits.extend(bulk.filter(|level| *level >= BULK).map(|level| Hit::new(&format!("BCL:{level}"), None)));
    if let Some(words) = fields.get("x-customspam") {
        let lower = words.to_ascii_lowercase();
        hits.extend(CUSTOM.iter().find(|(word, _)| lower.contains(word)).map(|(_, name)| Hit::saying(name, words)));
    }
    let said = Said {
        filter: Some(Filter::Microsoft),
        score,
        limit: score.map(|_| Limit::Scale(SCL.0, SCL.1)),
        spam: filed.and_then(|filed| one_of(filed, &SPAM_FILED, &OTHER_FILED)),
        hits,
        ..Said::default()
    };
    said.unless_silent()
}

/// Finds a value in `CIP:...;SCL:5;SFV:SPM;`.
fn part<'a>(parts: &'a str, key: &str) -> Option<&'a str> {
    let mut pairs = parts.split(';').filter_map(|part| part.trim().split_once(':'));
    pairs.find(|(name, _)| *name == key).map(|(_, value)| value.trim())
}
