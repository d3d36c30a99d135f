//! Filters of mail servers and of large providers that say little.
//!
//! Zoho, Google and Yahoo leave nothing that says what their filters found.

use super::fields::{Fields, begins, first_number, number_behind, one_of, whole_number, yes_or_no};
use super::lists::named;
use super::said::Said;
use super::{Filter, Hit, Limit};

/// From so many points on SpamAssassin, which Mailgun uses, counts mail as spam where nobody has chosen otherwise.
const USUAL: f32 = 5.0;
/// From which per cent on Sophos counts mail as spam where a host has not chosen otherwise.
const SOPHOS: f32 = 50.0;
/// Vade's scale goes to 900; with 300 it calls mail spam. Where that begins its makers do not say.
const VADE: (f32, f32) = (300.0, 900.0);
/// What hMailServer tests, by words of its own sentences; a blocklist answers with a sentence of the host's.
const HMAIL_TESTS: [(&str, &str); 6] = [
    ("spamassassin", "HMAIL:SPAMASSASSIN"),
    ("spf", "HMAIL:SPF"),
    ("helo", "HMAIL:HELO"),
    ("surbl", "HMAIL:LINK"),
    ("dkim", "HMAIL:DKIM"),
    ("mx", "HMAIL:MX"),
];

/// `X-hMailServer-Spam: YES`, `-Reason-Score: 7`, `-Reason-1: Tagged as Spam by SpamAssassin - (Score: 7)`.
pub(super) fn hmail_server(fields: Fields<'_>) -> Option<Said> {
    let reason = |(field, words): (&str, &str)| {
        field.strip_prefix("x-hmailserver-reason-")?.parse::<u8>().ok()?;
        let (_, points) = words.rsplit_once("(Score:")?;
        let points = first_number(points);
        let lower: String = words.chars().take(200).collect::<String>().to_ascii_lowercase();
        let name =
            HMAIL_TESTS.iter().find(|(word, _)| lower.contains(word)).map_or("HMAIL:BLOCKLIST", |(_, name)| name);
        Some(Hit { points, ..Hit::saying(name, words) })
    };
    let spam = fields.get("x-hmailserver-spam").and_then(yes_or_no);
    let score = fields.get("x-hmailserver-reason-score").and_then(first_number);
    let hits = fields.beginning("x-hmailserver-reason-").filter_map(reason).collect();
    Said { filter: Some(Filter::HMailServer), score, spam, hits, ..Said::default() }.unless_silent()
}

/// `X-VR-SPAMSTATE: OK` with `-SPAMSCORE: -100` (OVH), `X-VADE-SPAMSTATE: clean`; the cause is sealed.
pub(super) fn vade(fields: Fields<'_>) -> Option<Said> {
    let get = |end: &str| ["x-vr-spam", "x-vade-spam"].iter().find_map(|begin| fields.get(&format!("{begin}{end}")));
    let score = get("score").and_then(first_number);
    let state = get("state").map(|state| state.split([':', ',', ' ']).next().unwrap_or_default());
    let spam = state.and_then(|state| one_of(state, &["spam", "phishing", "malware", "scam"], &["ok", "ham", "clean"]));
    let kinds = [("phishing", "VADE:PHISH"), ("malware", "VIRUS"), ("scam", "VADE:SCAM"), ("commercial", "VADE:BULK")];
    let kind = kinds.iter().find(|(word, _)| state.is_some_and(|state| begins(state, word)));
    let hits = kind.map(|(_, name)| Hit::new(name, None)).into_iter().collect();
    let limit = score.map(|_| Limit::Scale(VADE.0, VADE.1));
    Said { filter: Some(Filter::Vade), score, limit, spam, hits, ..Said::default() }.unless_silent()
}

/// `Gauge=IIIIIIII, Probability=8%, Report=' HTML_00_01 0.05, __ANY_URI 0'` (PureMessage, earlier PerlMx); names that
/// begin with two underscores are parts of rules.
pub(super) fn sophos(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-pmx-spam").or_else(|| fields.get("x-perlmx-spam"))?;
    let score = number_behind(value, "Probability=").filter(|score| (0.0..=100.0).contains(score))?;
    let listed = value.split_once("Report='").map_or("", |(_, listed)| listed.split('\'').next().unwrap_or_default());
    let mut hits = named(listed);
    hits.retain(|hit| hit.points.is_some());
    let limit = Some(Limit::Scale(SOPHOS, 100.0));
    Some(Said { filter: Some(Filter::Sophos), score: Some(score), limit, hits, ..Said::default() })
}

/// `X-GMX-Antispam: 0 (Mail was not recognized as spam)`, `6 (nemesis text pattern profiler)`; below zero it was not
/// looked at. `X-UI-Filterresults: notjunk:1;V03:...`, and `junk:10;...`.
pub(super) fn gmx(fields: Fields<'_>) -> Option<Said> {
    let code = fields.get("x-gmx-antispam").and_then(first_number).filter(|code| *code >= 0.0).map(|code| code > 0.0);
    let result = fields.get("x-ui-filterresults").and_then(|value| value.split(':').next());
    let result = result.and_then(|word| one_of(word, &["junk"], &["notjunk"]));
    Said::only(Filter::Gmx, [code, result].into_iter().flatten().reduce(|one, other| one || other))
}

/// `X-Yandex-Spam: 4` is spam, `1` is not; what 2 and 3 mean is not known.
pub(super) fn yandex(fields: Fields<'_>) -> Option<Said> {
    Said::only(Filter::Yandex, one_of(fields.get("x-yandex-spam")?, &["4"], &["1"]))
}

/// `X-Mailgun-Sflag: Yes` with `-Sscore: 5.7` and `X-Mailgun-Spam-Rules: DKIM_SIGNED, DKIM_VALID`.
pub(super) fn mailgun(fields: Fields<'_>) -> Option<Said> {
    let score = fields.get("x-mailgun-sscore").and_then(whole_number);
    let spam = fields.get("x-mailgun-sflag").and_then(yes_or_no);
    let hits = named(fields.get("x-mailgun-spam-rules").unwrap_or_default());
    let limit = score.map(|_| Limit::Usual(USUAL));
    Said { filter: Some(Filter::Mailgun), score, limit, spam, hits, ..Said::default() }.unless_silent()
}

/// `X-Mras: SPAM` and `PROBABLE_SPAM`. Ok it says of what its own users send, too, and that counts for nothing
/// elsewhere.
pub(super) fn mail_ru(fields: Fields<'_>) -> Option<Said> {
    Said::only(Filter::MailRu, one_of(fields.get("x-mras")?, &["spam", "probable_spam"], &[]))
}

/// `X-SES-Spam-Verdict: PASS` or `FAIL`, `X-SES-Virus-Verdict` the same; GRAY is neither.
pub(super) fn ses(fields: Fields<'_>) -> Option<Said> {
    let fails = |name: &str| fields.get(name).and_then(|verdict| one_of(verdict, &["fail"], &["pass"]));
    let virus = fails("x-ses-virus-verdict") == Some(true);
    let alerts = virus.then(|| Hit::new("VIRUS", None)).into_iter().collect();
    Said { filter: Some(Filter::Ses), spam: fails("x-ses-spam-verdict"), alerts, ..Said::default() }.unless_silent()
}
