//! Filters in front of a mail server, and those of large providers.

use super::fields::{Fields, begins, first_number, number_behind, one_of, whole_number, yes_or_no};
use super::lists::{is_rule, row_of, tests};
use super::said::Said;
use super::{Filter, Hit, Limit};

/// From so many points on SpamAssassin, which Mailgun and MailScanner use, counts mail as spam where nobody has chosen otherwise.
const USUAL: f32 = 5.0;
/// From so much on Proofpoint's parts count, each from 0 to 100: its own "probable" begins there.
const PROOFPOINT: f32 = 50.0;
/// What Proofpoint looks for, and what we call it.
const PROOFPOINT_PARTS: [(&str, &str); 7] = [
    ("phishscore=", "PROOFPOINT:PHISH"),
    ("malwarescore=", "PROOFPOINT:MALWARE"),
    ("impostorscore=", "PROOFPOINT:IMPOSTER"),
    ("adultscore=", "PROOFPOINT:ADULT"),
    ("spamscore=", "PROOFPOINT:SPAM"),
    ("bulkscore=", "PROOFPOINT:BULK"),
    ("suspectscore=", "PROOFPOINT:SUSPECT"),
];

/// `Yes, SCORE=10.11 using per-user scores of TAG_LEVEL=3.5 ... tests=A, B`.
pub(super) fn barracuda(fields: Fields<'_>) -> Option<Said> {
    let status = fields.get("x-barracuda-spam-status").unwrap_or_default();
    let bare = || fields.get("x-barracuda-spam-score").and_then(first_number);
    // A level that is switched off stands at 1000; from the lowest of the others on it does something.
    let levels = ["TAG_LEVEL=", "QUARANTINE_LEVEL=", "KILL_LEVEL="].map(|level| number_behind(status, level));
    let limit = levels.into_iter().flatten().filter(|level| *level < 1000.0).min_by(f32::total_cmp);
    let flags = [Some(status), fields.get("x-barracuda-spam-flag")];
    let said = Said {
        filter: Some(Filter::Barracuda),
        score: number_behind(status, "SCORE=").or_else(bare),
        limit: limit.map(Limit::Spam),
        hits: tests(status),
        spam: flags.into_iter().flatten().filter_map(yes_or_no).reduce(|one, other| one || other),
        ..Said::default()
    };
    (said.score.is_some() || said.spam.is_some()).then_some(said)
}

/// `spam, SpamAssassin (not cached, score=12.3, required 6, BAYES_99 3.50, HTML_MESSAGE 0.00)`, in the words of any language, in a
/// field that begins with the provider's name.
pub(super) fn mail_scanner(fields: Fields<'_>) -> Option<Said> {
    let infected = fields.ending("mailscanner").filter(|found| found.to_ascii_lowercase().contains("infected"));
    let alerts: Vec<Hit> = infected.map(|words| Hit::saying("VIRUS", words)).into_iter().collect();
    let row = |value: &str| whole_number(value).or_else(|| row_of(value));
    let row = fields.ending("mailscanner-spamscore").and_then(row);
    let mut said = Said { filter: Some(Filter::MailScanner), alerts, ..Said::default() };
    match fields.ending("mailscanner-spamcheck").and_then(|value| value.split_once('(')) {
        Some((verdict, list)) => {
            let list = list.rsplit_once(')').map_or(list, |(list, _)| list);
            rules_of_mail_scanner(list, &mut said);
            // "not spam, SpamAssassin ("; in other languages only the rules tell.
            said.spam = if begins(verdict, "not spam") { Some(false) } else { begins(verdict, "spam").then_some(true) };
        }
        None => said.score = row,
    }
    if said.limit.is_none() && said.score.is_some() {
        said.limit = Some(Limit::Usual(USUAL));
    }
    (said.score.is_some() || !said.hits.is_empty() || !said.alerts.is_empty()).then_some(said)
}

fn rules_of_mail_scanner(list: &str, said: &mut Said) {
    let mut score_seen = false;
    for entry in list.split(',').map(str::trim) {
        let named =
            entry.rsplit_once([' ', '\t']).and_then(|(name, number)| Some((name.trim(), whole_number(number)?)));
        match (entry.split_once('='), named) {
            (Some((_, number)), _) if !score_seen => {
                said.score = whole_number(number);
                score_seen = said.score.is_some();
            }
            (None, Some((name, points))) if is_rule(name) => said.hits.push(Hit::new(name, Some(points))),
            (None, Some((_, limit))) if said.limit.is_none() => said.limit = Some(Limit::Spam(limit)),
            _ => {}
        }
    }
}

/// `rule=spam policy=default score=98 phishscore=0 bulkscore=12 spamscore=98 ...`, each from 0 to 100.
pub(super) fn proofpoint(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-proofpoint-spam-details")?;
    let rule = value.split_whitespace().find_map(|word| word.strip_prefix("rule="))?.to_ascii_lowercase();
    let high = |(word, name): &(&str, &'static str)| {
        number_behind(value, word).filter(|score| (PROOFPOINT..=100.0).contains(score)).map(|_| Hit::new(name, None))
    };
    let spam = if rule.contains("notspam") || rule.contains("safe") {
        Some(false)
    } else {
        ["spam", "phish", "bulk", "malware", "adult", "impost"].iter().any(|word| rule.contains(word)).then_some(true)
    };
    Some(Said {
        filter: Some(Filter::Proofpoint),
        score: number_behind(value, "score=").filter(|score| (0.0..=100.0).contains(score)),
        limit: Some(Limit::Scale(PROOFPOINT, 100.0)),
        hits: PROOFPOINT_PARTS.iter().filter_map(high).collect(),
        spam,
        ..Said::default()
    })
}

/// `X-CMAE-Score: 100`: from 0 to 100; what it found is sealed.
pub(super) fn cloudmark(fields: Fields<'_>) -> Option<Said> {
    let score = fields.get("x-cmae-score").and_then(whole_number).filter(|score| (0.0..=100.0).contains(score))?;
    let spam = score >= 99.0;
    let hits = spam.then(|| Hit::new("CLOUDMARK", None)).into_iter().collect();
    Some(Said { filter: Some(Filter::Cloudmark), score: Some(score), hits, ..Said::default() })
}

/// `Yes--12.345600-5.000000-31-1` (Trend Micro): the points, and their limit.
pub(super) fn trend_micro(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-tm-as-result").or_else(|| fields.get("x-tmase-result"))?;
    let (word, rest) = value.split_once('-')?;
    let sign = if rest.starts_with('-') { -1.0 } else { 1.0 };
    let mut numbers = rest.trim_start_matches('-').split('-').map(whole_number);
    let (score, limit) = (numbers.next().flatten(), numbers.next().flatten());
    // It writes good mail below zero, and spam with two dashes, too.
    let spam = yes_or_no(word)?;
    let score = score.map(|score| if spam { score } else { score * sign });
    Some(Said {
        filter: Some(Filter::TrendMicro),
        score,
        limit: limit.map(Limit::Spam),
        spam: Some(spam),
        ..Said::default()
    })
}

/// `X-KLMS-AntiSpam-Status: spam` with `-Rate: 90` (Kaspersky), from 0 to 100.
pub(super) fn kaspersky(fields: Fields<'_>) -> Option<Said> {
    let get = |end: &str| ["x-klms", "x-ksmg"].iter().find_map(|begin| fields.get(&format!("{begin}-antispam-{end}")));
    let word = get("status")?.split([',', ';']).next().unwrap_or_default();
    let spam = one_of(word, &["spam", "probable_spam", "massmail"], &["not_detected", "not_spam"]);
    let said = Said::only(Filter::Kaspersky, spam)?;
    Some(Said { score: get("rate").and_then(whole_number).filter(|rate| (0.0..=100.0).contains(rate)), ..said })
}

/// What providers write of which only the number, or yes and no, is known: hMailServer, Vade (0 to 900), Sophos (per cent), GMX, Yandex,
/// Mailgun.
pub(super) fn hmail_server(fields: Fields<'_>) -> Option<Said> {
    let reason = |(name, value): (&str, &str)| {
        let is_reason = name.strip_prefix("x-hmailserver-reason-").is_some_and(|number| whole_number(number).is_some());
        let (words, points) = value.rsplit_once("(Score: ").filter(|_| is_reason)?;
        let hit = Hit::saying("HMAILSERVER", words.trim().trim_end_matches('-').trim());
        Some(Hit { points: whole_number(points.trim_end_matches(')')), ..hit })
    };
    let said = Said {
        filter: Some(Filter::HMailServer),
        score: fields.get("x-hmailserver-reason-score").and_then(first_number),
        hits: fields.beginning("x-hmailserver-reason-").filter_map(reason).collect(),
        spam: fields.get("x-hmailserver-spam").and_then(yes_or_no),
        ..Said::default()
    };
    (said.score.is_some() || said.spam.is_some()).then_some(said)
}

pub(super) fn vade(fields: Fields<'_>) -> Option<Said> {
    let score = fields.get("x-vr-spamscore").and_then(first_number);
    let spam = fields.get("x-vr-spamstate").and_then(|state| one_of(state, &["spam"], &["ok", "ham", "clean"]));
    let said = Said { filter: Some(Filter::Vade), score, spam, ..Said::default() };
    (score.is_some() || spam.is_some()).then_some(said)
}

pub(super) fn sophos(fields: Fields<'_>) -> Option<Said> {
    let score = number_behind(fields.get("x-pmx-spam")?, "Probability=")?;
    Some(Said { filter: Some(Filter::Sophos), score: Some(score), ..Said::default() })
}

/// `0 (not spam)`, `5 (reason)`; below zero it was not looked at.
pub(super) fn gmx(fields: Fields<'_>) -> Option<Said> {
    let code = fields.get("x-gmx-antispam").and_then(first_number).filter(|code| *code >= 0.0)?;
    Said::only(Filter::Gmx, Some(code > 0.0))
}

/// `X-Yandex-Spam: 4` is spam, `1` is not.
pub(super) fn yandex(fields: Fields<'_>) -> Option<Said> {
    Said::only(Filter::Yandex, one_of(fields.get("x-yandex-spam")?, &["4"], &["1"]))
}

pub(super) fn mailgun(fields: Fields<'_>) -> Option<Said> {
    let score = fields.get("x-mailgun-sscore").and_then(whole_number);
    let said = Said::only(Filter::Mailgun, fields.get("x-mailgun-sflag").and_then(yes_or_no))?;
    Some(Said { score, limit: score.map(|_| Limit::Usual(USUAL)), ..said })
}
