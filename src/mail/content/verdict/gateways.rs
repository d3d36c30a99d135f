//! Filters in front of a mail server.
//!
//! Of some nothing can be read: `X-IronPort-Anti-Spam-Result` (Cisco) and `X-Brightmail-Tracker` (Symantec) are
//! sealed, as are Cloudmark's `X-CNFS-Analysis` and `X-Authority-Analysis`; SpamTitan writes amavis' fields. What a
//! host has them write beside has names of the host's choice.

use super::fields::{Fields, begins, first_number, number_behind, one_of, whole_number, yes_or_no};
use super::hit::MAX_HITS;
use super::lists::{is_rule, report, row_of, tests};
use super::said::Said;
use super::{Filter, Hit, Limit};

/// From so many points on SpamAssassin, which MailScanner uses, counts mail as spam where nobody has chosen otherwise.
const USUAL: f32 = 5.0;
/// From so much on Proofpoint's parts count, each from 0 to 100: below it hosts hand mail over, from it on they hold
/// it back.
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
    let rows = report(fields.get("x-barracuda-spam-report").unwrap_or_default());
    let said = Said {
        filter: Some(Filter::Barracuda),
        score: number_behind(status, "SCORE=").or_else(bare),
        limit: limit.map(Limit::Spam),
        hits: if rows.is_empty() { tests(status) } else { rows },
        spam: flags.into_iter().flatten().filter_map(yes_or_no).reduce(|one, other| one || other),
        ..Said::default()
    };
    said.unless_silent()
}

/// `spam, SpamAssassin (not cached, score=12.3, required 6, BAYES_99 3.50, HTML_MESSAGE 0.00)`, in the words of any
/// language, in a field that begins with the provider's name.
pub(super) fn mail_scanner(fields: Fields<'_>) -> Option<Said> {
    let infected = fields.ending("mailscanner").filter(|found| found.to_ascii_lowercase().contains("infected"));
    let alerts: Vec<Hit> = infected.map(|words| Hit::saying("VIRUS", words)).into_iter().collect();
    let row = |value: &str| whole_number(value).or_else(|| row_of(value));
    let row = fields.ending("mailscanner-spamscore").and_then(row);
    let mut said = Said { filter: Some(Filter::MailScanner), alerts, ..Said::default() };
    if let Some(check) = fields.ending("mailscanner-spamcheck") {
        let (verdict, list) = check.split_once('(').unwrap_or((check, ""));
        rules_of_mail_scanner(list.rsplit_once(')').map_or(list, |(list, _)| list), &mut said);
        // "not spam, SpamAssassin ("; in other languages only the points tell.
        let not = ["not spam", "nicht spam"].iter().any(|words| begins(verdict, words));
        said.spam = if not { Some(false) } else { begins(verdict, "spam").then_some(true) };
        // "spam, ORDB-RBL, SpamAssassin (": the names of blocklists.
        let lists =
            verdict.split(',').skip(1).map(str::trim).filter(|list| !list.is_empty() && !list.starts_with("SpamA"));
        let lists =
            lists.filter(|_| said.spam == Some(true)).take(5).map(|list| Hit::saying("MAILSCANNER:BLOCKLIST", list));
        said.hits.extend(lists);
    }
    said.score = said.score.or(row);
    if said.limit.is_none() && said.score.is_some() {
        said.limit = Some(Limit::Usual(USUAL));
    }
    said.unless_silent()
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
            (None, Some((name, points))) if is_rule(name) && said.hits.len() < MAX_HITS => {
                said.hits.push(Hit::new(name, Some(points)))
            }
            (None, Some((_, limit))) if said.limit.is_none() => said.limit = Some(Limit::Spam(limit)),
            _ => {}
        }
    }
}

/// `rule=spam policy=default score=98 phishscore=0 bulkscore=12 spamscore=98 mlxlogscore=999 ...`: the parts go from 0
/// to 100, and those that are not in the table do not say what they count. What was written where the message was sent
/// says nothing here.
pub(super) fn proofpoint(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-proofpoint-spam-details")?;
    let word =
        |key: &str| value.split_whitespace().find_map(|word| word.strip_prefix(key)).map(str::to_ascii_lowercase);
    let rule = word("rule=").unwrap_or_default();
    if word("policy=").or(word("route=")).is_some_and(|policy| policy.contains("outbound")) || rule.contains("outbound")
    {
        return None;
    }
    let part = |name: &str| number_behind(value, name).filter(|score| (0.0..=100.0).contains(score));
    let high =
        |(word, name): &(&str, &str)| part(word).filter(|score| *score >= PROOFPOINT).map(|_| Hit::new(name, None));
    let spam = if ["notspam", "safe", "allow"].iter().any(|word| rule.contains(word)) {
        Some(false)
    } else {
        ["spam", "phish", "bulk", "malware", "adult", "impost"].iter().any(|word| rule.contains(word)).then_some(true)
    };
    let score = part("score=");
    let hits = PROOFPOINT_PARTS.iter().filter_map(high).collect();
    let limit = score.map(|_| Limit::Scale(PROOFPOINT, 100.0));
    Said { filter: Some(Filter::Proofpoint), score, limit, hits, spam, ..Said::default() }.unless_silent()
}

/// `X-CMAE-Score: 100`, `X-CM-Score: 0.00`, `X-CMAE-Scan-Result: 100`: from 0 to 100; a large host takes it for spam
/// from 95 on. What it found is sealed.
pub(super) fn cloudmark(fields: Fields<'_>) -> Option<Said> {
    let fields = ["x-cmae-score", "x-cm-score", "x-cmae-scan-result"].iter().filter_map(|name| fields.get(name));
    let score = fields.filter_map(whole_number).find(|score| (0.0..=100.0).contains(score))?;
    let hits = (score >= CLOUDMARK).then(|| Hit::new("CLOUDMARK", None)).into_iter().collect();
    let limit = Some(Limit::Scale(CLOUDMARK, 100.0));
    Some(Said { filter: Some(Filter::Cloudmark), score: Some(score), limit, hits, ..Said::default() })
}

/// From so much on Cloudmark's score counts.
const CLOUDMARK: f32 = 95.0;

/// `Yes-5.339-5.0-31-1` (`X-TM-AS-Result`: spam, points, their limit, kind of list, 2 for phishing) and
/// `10--5.534000-4.000000` (`X-TMASE-Result`: another kind, points, their limit). A dash stands before each, so two of
/// them are a minus.
pub(super) fn trend_micro(fields: Fields<'_>) -> Option<Said> {
    let (named, bare) = (fields.get("x-tm-as-result"), fields.get("x-tmase-result"));
    let (word, rest) = named.filter(|value| !value.trim().is_empty()).or(bare)?.split_once('-')?;
    let (sign, rest) = rest.strip_prefix('-').map_or((1.0, rest), |rest| (-1.0, rest));
    let numbers: Vec<_> = rest.split('-').take(4).map(whole_number).collect();
    let number = |at: usize| numbers.get(at).copied().flatten();
    let phishing = number(3) == Some(2.0) && yes_or_no(word) == Some(true);
    Said {
        filter: Some(Filter::TrendMicro),
        score: number(0).map(|points| points * sign),
        limit: number(1).map(Limit::Spam),
        hits: phishing.then(|| Hit::new("TRENDMICRO:PHISH", None)).into_iter().collect(),
        spam: yes_or_no(word),
        ..Said::default()
    }
    .unless_silent()
}

/// `X-KLMS-AntiSpam-Status: spam` with `-Rate: 95` and `-Method: headers`; older ones `X-SpamTest-Status: Probable
/// Spam`. From which rate on it says so is not known.
pub(super) fn kaspersky(fields: Fields<'_>) -> Option<Said> {
    let begins = ["x-klms-antispam", "x-ksmg-antispam", "x-kse-antispam", "x-spamtest"];
    let get = |end: &str| begins.iter().find_map(|begin| fields.get(&format!("{begin}-{end}")));
    let word = get("status").and_then(|status| status.split([',', ';']).next()).unwrap_or_default();
    let words = ["spam", "probable_spam", "probable spam", "massmail", "mass mail", "blacklisted", "phishing"];
    let spam = one_of(word, &words, &["not_detected", "not detected", "not_spam", "trusted", "whitelisted"]);
    let method = get("method").filter(|method| spam == Some(true) && one_of(method, &["none"], &[]).is_none());
    let score = get("rate").and_then(whole_number).filter(|rate| (0.0..=100.0).contains(rate) && spam.is_some());
    let hits = method.map(|method| Hit::saying("KASPERSKY", method)).into_iter().collect();
    Said { filter: Some(Filter::Kaspersky), score, spam, hits, ..Said::default() }.unless_silent()
}

/// `X-SpamReason: Yes, hits=7.8 required=7.0 tests=newsletters: ,HTML_MESSAGE` (MessageLabs, later Symantec).
pub(super) fn symantec(fields: Fields<'_>) -> Option<Said> {
    let value = fields.get("x-spamreason")?;
    let (score, limit) = (number_behind(value, "hits="), number_behind(value, "required=").map(Limit::Spam));
    let said = Said { filter: Some(Filter::Symantec), score, limit, hits: tests(value), ..Said::default() };
    Said { spam: yes_or_no(value), ..said }.unless_silent()
}

/// `X-SpamExperts-Class: spam` with `-Evidence: Combined (0.97)`, a probability; from 0.9 on it is spam where a host
/// has not chosen otherwise. A host may put its own name before it, and then it is not read.
pub(super) fn spam_experts(fields: Fields<'_>) -> Option<Said> {
    let get = |end: &str| {
        ["x-spamexperts", "x-mailassure", "x-spampanel"].iter().find_map(|begin| fields.get(&format!("{begin}-{end}")))
    };
    let class = get("class")?.trim();
    let spam = one_of(class, &["spam", "phish", "virus", "malware"], &["ham", "whitelisted"]);
    let score = get("evidence").and_then(|evidence| evidence.split_once('(')).and_then(|(_, rest)| first_number(rest));
    let score = score.filter(|score| (0.0..=1.0).contains(score));
    let kinds = [("phish", "SPAMEXPERTS:PHISH"), ("virus", "VIRUS"), ("malware", "VIRUS")];
    let kind = kinds.iter().find(|(word, _)| class.eq_ignore_ascii_case(word)).map(|(_, name)| Hit::new(name, None));
    let limit = score.map(|_| Limit::Probability(0.9));
    let hits = kind.into_iter().collect();
    Said { filter: Some(Filter::SpamExperts), score, limit, hits, spam, ..Said::default() }.unless_silent()
}

/// `X-purgate-type: clean`, and at T-Online `X-TOI-EXPURGATEID: 150726::1620576229-... CLEAN NORMAL`.
pub(super) fn expurgate(fields: Fields<'_>) -> Option<Said> {
    let of_host = || fields.get("x-toi-expurgateid").and_then(|value| value.split_whitespace().nth(1));
    let word = fields.get("x-purgate-type").or_else(of_host).or_else(|| fields.get("x-purgate"))?;
    let word = word.split(['.', ' ', '\t']).next().unwrap_or_default();
    let kinds =
        [("bulk", "EXPURGATE:BULK"), ("virus", "VIRUS"), ("dangerous", "VIRUS"), ("phishing", "EXPURGATE:PHISH")];
    let kind = kinds.iter().find(|(kind, _)| begins(word, kind)).map(|(_, name)| Hit::new(name, None));
    let spam = one_of(word, &["spam", "virus", "phishing", "dangerous"], &["clean", "normal"]);
    Said { filter: Some(Filter::Expurgate), spam, hits: kind.into_iter().collect(), ..Said::default() }.unless_silent()
}

/// `X-Mimecast-Spam-Score: 0.003`; from which on it counts each host chooses.
pub(super) fn mimecast(fields: Fields<'_>) -> Option<Said> {
    let score = fields.get("x-mimecast-spam-score").and_then(first_number);
    Said { filter: Some(Filter::Mimecast), score, ..Said::default() }.unless_silent()
}
