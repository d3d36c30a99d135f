//! rspamd 3's own fields: `X-Spamd-Result`, `X-Spamd-Bar`, `X-Rspamd-*` (its module milter_headers).

use super::fields::{Fields, first_number, one_of};
use super::lists::{row_of, symbols};
use super::said::Said;
use super::{Filter, Hit, Limit};

/// What rspamd does with spam.
const SPAM_ACTIONS: [&str; 4] = ["add header", "rewrite subject", "reject", "quarantine"];
/// What rspamd does with other mail.
const OTHER_ACTIONS: [&str; 2] = ["no action", "greylist"];
/// From how many points on rspamd adds its header where a host has not chosen otherwise (its file actions.conf).
const USUAL: f32 = 6.0;

pub(super) fn belongs(field: &str) -> bool {
    field.starts_with("x-spamd-") || field.starts_with("x-rspamd-") || matches!(field, "x-virus" | "x-virus-status")
}

/// `default: False [9.50 / 15.00]; SYMBOL(2.00)[option]; ...`, where the second number is from where on it refuses mail, and False
/// only says that it did not.
pub(super) fn read(fields: Fields<'_>) -> Option<Said> {
    let mut said = Said { filter: Some(Filter::Rspamd), ..Said::default() };
    if let Some(result) = fields.get("x-spamd-result") {
        let (score, rest) = result.split_once('[').map_or((None, ""), |(_, rest)| (first_number(rest), rest));
        let (pair, listed) = rest.split_once(']').unwrap_or((rest, ""));
        let limit = pair.split_once('/').and_then(|(_, limit)| first_number(limit));
        (said.score, said.limit, said.hits) = (score, limit.map(Limit::Refused), symbols(listed));
    } else {
        let bar = fields.get("x-spamd-bar").and_then(row_of).filter(|points| *points > 0.0);
        said.score = fields.get("x-rspamd-score").and_then(first_number).or(bar);
        said.limit = said.score.map(|_| Limit::Usual(USUAL));
        said.hits = symbols(fields.get("x-rspamd-report").unwrap_or_default());
    }
    said.spam = fields
        .get("x-rspamd-action")
        .or_else(|| fields.get("x-spam-action"))
        .and_then(|action| one_of(action, &SPAM_ACTIONS, &OTHER_ACTIONS));
    let infected = fields.get("x-virus-status").filter(|status| super::fields::begins(status, "infected"));
    said.alerts = fields.get("x-virus").or(infected).map(|words| Hit::saying("VIRUS", words)).into_iter().collect();
    let silent = said.score.is_none() && said.hits.is_empty() && said.spam.is_none() && said.alerts.is_empty();
    (!silent).then_some(said)
}
