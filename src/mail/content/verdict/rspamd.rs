//! rspamd 3's own fields: `X-Spamd-Result`, `X-Spamd-Bar`, `X-Rspamd-*` (its module milter_headers).

use super::fields::{Fields, first_number, one_of};
use super::lists::{row_of, symbols};
use super::said::Said;
use super::{Filter, Limit};

/// What rspamd does with spam.
const SPAM_ACTIONS: [&str; 5] = ["add header", "rewrite subject", "reject", "quarantine", "discard"];
/// What rspamd does with other mail; a soft reject says that the sender should come again later.
const OTHER_ACTIONS: [&str; 3] = ["no action", "greylist", "soft reject"];
/// From how many points on rspamd adds its header where a host has not chosen otherwise (its file actions.conf).
const USUAL: f32 = 6.0;

pub(super) fn belongs(field: &str) -> bool {
    ["x-spamd-", "x-rspamd-", "x-rspam-"].iter().any(|begin| field.starts_with(begin))
}

/// `default: False [9.50 / 15.00]; SYMBOL(2.00)[option]; ...`, where the second number is from where on it refuses
/// mail, and False only says that it did not.
pub(super) fn read(fields: Fields<'_>) -> Option<Said> {
    let mut said = Said { filter: Some(Filter::Rspamd), ..Said::default() };
    let refused = fields.get("x-spamd-result").map(|result| {
        let (word, rest) = result.split_once('[').unwrap_or((result, ""));
        let (pair, listed) = rest.split_once(']').unwrap_or((rest, ""));
        let limit = pair.split_once('/').and_then(|(_, limit)| first_number(limit));
        (said.score, said.limit, said.hits) = (first_number(pair), limit.map(Limit::Refused), symbols(listed));
        word.to_ascii_lowercase().contains(": true")
    });
    if said.score.is_none() {
        let bar = fields.get("x-spamd-bar").or_else(|| fields.get("x-rspamd-bar"));
        let bar = bar.and_then(row_of).filter(|points| *points > 0.0);
        said.score = fields.get("x-rspamd-score").and_then(first_number).or(bar);
        said.limit = said.score.map(|_| Limit::Usual(USUAL));
    }
    if said.hits.is_empty() {
        said.hits = symbols(fields.get("x-rspamd-report").unwrap_or_default());
    }
    said.spam = refused.filter(|refused| *refused).or(action(fields, "x-rspamd-action"));
    said.unless_silent()
}

/// Reads what rspamd did with the message.
pub(super) fn action(fields: Fields<'_>, field: &str) -> Option<bool> {
    fields.get(field).and_then(|action| one_of(action, &SPAM_ACTIONS, &OTHER_ACTIONS))
}
