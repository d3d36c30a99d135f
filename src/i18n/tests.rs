//! What the languages must be able to say.

use super::locales::{Files, text_of};
use super::{Locale, Locales};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::path::Path;

/// Keys that are put together at run time, by what they begin with.
const FAMILIES: [&str; 11] = [
    "admin-failed-",
    "admin-verb-",
    "error-",
    "flash-",
    "good-",
    "job-",
    "login-",
    "reason-",
    "rule-",
    "short-reason-",
    "sure-",
];

fn english() -> Locale {
    Locales::load().unwrap().in_zone(TimeZone::UTC).choose("en")
}

#[test]
fn a_sentence_follows_its_number() {
    let l = english();
    assert_eq!(l.n("messages", &0), "No messages");
    assert_eq!(l.n("messages", &1), "1 message");
    assert_eq!(l.n("messages", &3412), "3,412 messages");
}

#[test]
fn a_size_is_told_in_the_unit_people_know() {
    let l = english();
    assert_eq!(l.size(&(214 << 20)), "214 MB");
    assert_eq!(l.size(&3_650_722_201), "3.4 GB");
    assert_eq!(l.size(&11_800), "12 kB");
    assert_eq!(
        [l.size(&19_503_513), l.quota_size(&19_503_513), l.quota_size(&(20 << 20))],
        ["19 MB", "18.5 MB", "20 MB"]
    );
}

#[test]
fn a_score_is_told_with_one_digit_after_the_point() {
    let l = english();
    assert_eq!([l.decimal(&5.0), l.decimal(&7.24), l.decimal(&-1.0)], ["5", "7.2", "\u{2212}1"]);
}

#[test]
fn a_day_is_told_as_short_as_can_be() {
    let l = english();
    let now: Timestamp = "2026-03-05T18:00:00Z".parse().unwrap();
    for (when, told) in [
        ("2026-03-05T09:05:00Z", "09:05"),
        ("2026-03-03T09:05:00Z", "3 March"),
        ("2025-11-30T09:05:00Z", "30 Nov 2025"),
        ("2026-03-06T09:05:00Z", "6 March"),
    ] {
        assert_eq!(l.day_seen_from(&when.parse().unwrap(), &now), told);
    }
    assert_eq!(l.moment(&now), "Thursday 5 March 2026, 18:00");
    assert_eq!(l.stamp(&now), "2026-03-05T18:00Z");
}

#[test]
fn times_are_told_in_the_configured_zone() {
    let zone = TimeZone::fixed(jiff::tz::offset(-5));
    let l = Locales::load().unwrap().in_zone(zone).choose("en");
    let now: Timestamp = "2026-03-05T18:00:00Z".parse().unwrap();
    assert_eq!(l.day_seen_from(&now, &now), "13:00");
    assert_eq!(l.day_seen_from(&"2026-03-05T02:00:00Z".parse().unwrap(), &now), "4 March");
}

#[test]
fn a_key_that_is_nowhere_is_shown_as_it_is() {
    let l = english();
    assert_eq!(l.t("no-such-key"), "no-such-key");
    assert!(l.complaints().contains("no-such-key"));
}

#[test]
fn any_accept_language_gets_a_language() {
    let locales = Locales::load().unwrap();
    for header in ["", "en-GB,en;q=0.9", "xx", "*", ";;;,,,q=", "en;q=nan", "en;q=0", "de;q=0.5,en;q=0.1"] {
        assert!(!locales.choose(header).t("sign-in").is_empty(), "{header}");
    }
    assert_eq!(locales.choose("xx-YY, en-US;q=0.3").lang(), "en");
}

/// Calls `look` with every file below a directory.
fn walk(dir: &Path, look: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, look);
        } else if path.extension().is_some_and(|ext| ext == "rs" || ext == "html") {
            look(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Finds the string that follows each place where `before` stands.
fn literals<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split_once('"').map(|(key, _)| key)).collect()
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn keys_of(file: &str) -> BTreeSet<String> {
    let text = text_of(file).unwrap();
    let keys = text.lines().filter_map(|line| line.split_once(" =").map(|(key, _)| key));
    keys.filter(|key| is_key(key)).map(str::to_owned).collect()
}

#[test]
fn every_sentence_that_is_said_is_written_and_the_other_way_round() {
    let known = keys_of("en.ftl");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut asked, mut named) = (BTreeSet::new(), BTreeSet::new());
    let mut look = |path: &Path, text: &str| {
        if path.ends_with("i18n/tests.rs") {
            return;
        }
        // Rust may break a call before its first argument.
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
        for call in [".t(\"", ".n(\"", ".with(\""] {
            asked.extend(literals(&text, call).into_iter().filter(|key| is_key(key)).map(str::to_owned));
        }
        let strings: Vec<String> = text.split('"').map(str::to_owned).collect();
        asked.extend(strings.iter().filter(|s| s.starts_with("flash-") && is_key(s) && !s.ends_with('-')).cloned());
        named.extend(strings);
    };
    walk(&root.join("src"), &mut look);
    walk(&root.join("templates"), &mut look);
    let missing: Vec<_> = asked.difference(&known).collect();
    assert!(missing.is_empty(), "said, but not in locales/en.ftl: {missing:?}");
    let dynamic = |key: &&String| FAMILIES.iter().any(|family| key.starts_with(family));
    let unused: Vec<_> = known.difference(&named).filter(|key| !dynamic(key)).collect();
    assert!(unused.is_empty(), "in locales/en.ftl, but never said: {unused:?}");
}

#[test]
fn another_language_has_no_key_that_english_lacks() {
    let known = keys_of("en.ftl");
    for file in Files::iter() {
        let extra: Vec<_> = keys_of(&file).difference(&known).cloned().collect();
        assert!(extra.is_empty(), "locales/{file}: {extra:?}");
    }
}

#[test]
fn a_plain_sentence_is_said_as_fluent_says_it() {
    let locales = Locales::load().unwrap();
    for file in Files::iter() {
        let l = locales.choose(file.trim_end_matches(".ftl"));
        assert_eq!(l.said_otherwise(), Vec::<String>::new(), "{file}");
    }
}
