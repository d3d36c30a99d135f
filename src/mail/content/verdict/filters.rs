//! What the filters on the way of a message wrote into its header, read into one verdict: points, limit, the rules that fired.
//!
//! Anybody can write such a field, and a spammer writes one of good mail. So what one filter wrote is taken together, and one of
//! them decides. A filter that calls the message spam is believed before one that does not: nobody forges that. Among those that say
//! the same the topmost is believed, for a server puts its own above what came along; only some hosts append them, as rspamd and Exim
//! do. What the one leaves out is taken from another that does not contradict it. A host can name its own filters, and then only they
//! are read.

use super::fields::Fields;
use super::filter::{Filter, X_SPAM};
use super::said::Said;
use super::{gateways, learners, microsoft, rspamd, x_spam};

/// Rules of one message that are read.
const MAX_HITS: usize = 200;

/// Reads what one kind of filter writes.
struct Dialect {
    /// Those that write it.
    filters: &'static [Filter],
    /// Tells whether a field is one of theirs.
    belongs: fn(&str) -> bool,
    read: fn(Fields<'_>) -> Option<Said>,
}

macro_rules! dialects {
    ($($filters:expr, $belongs:expr, $read:path;)*) => {
        const DIALECTS: &[Dialect] = &[$(Dialect { filters: $filters, belongs: $belongs, read: $read },)*];
    };
}

dialects! {
    &X_SPAM, x_spam::belongs, x_spam::read;
    &[Filter::Rspamd], rspamd::belongs, rspamd::read;
    &[Filter::Barracuda], |field| field.starts_with("x-barracuda"), gateways::barracuda;
    &[Filter::MailScanner], |field| field.contains("mailscanner"), gateways::mail_scanner;
    &[Filter::Microsoft], microsoft::belongs, microsoft::read;
    &[Filter::Proofpoint], |field| field.starts_with("x-proofpoint-spam"), gateways::proofpoint;
    &[Filter::Cloudmark], |field| field.starts_with("x-cmae-"), gateways::cloudmark;
    &[Filter::Bogofilter], |field| field == "x-bogosity", learners::bogofilter;
    &[Filter::Dspam], |field| field.starts_with("x-dspam-"), learners::dspam;
    &[Filter::SpamProbe], |field| field == "x-spamprobe", learners::spam_probe;
    &[Filter::Crm114], |field| field.starts_with("x-crm114-"), learners::crm114;
    &[Filter::HMailServer], |field| field.starts_with("x-hmailserver-"), gateways::hmail_server;
    &[Filter::Vade], |field| field.starts_with("x-vr-spam"), gateways::vade;
    &[Filter::Sophos], |field| field.starts_with("x-pmx-"), gateways::sophos;
    &[Filter::Gmx], |field| field == "x-gmx-antispam", gateways::gmx;
    &[Filter::Kaspersky], |field| field.starts_with("x-klms-") || field.starts_with("x-ksmg-"), gateways::kaspersky;
    &[Filter::TrendMicro], |field| field.starts_with("x-tm-as-") || field.starts_with("x-tmase-"), gateways::trend_micro;
    &[Filter::Yandex], |field| field == "x-yandex-spam", gateways::yandex;
    &[Filter::Mailgun], |field| field.starts_with("x-mailgun-"), gateways::mailgun;
}

/// Tells whether a field, by its name in lower case, is one that filters write.
pub(super) fn is_of_a_filter(field: &str) -> bool {
    field.starts_with("x-ham") || DIALECTS.iter().any(|dialect| (dialect.belongs)(field))
}

/// Reads the fields of name (lower case) and unfolded value; of filters that a host does not trust nothing, where it names any.
pub(super) fn read(fields: &[(String, String)], trust: &[Filter]) -> Said {
    let fields = Fields(fields);
    let is_trusted = |dialect: &&Dialect| trust.is_empty() || dialect.filters.iter().any(|one| trust.contains(one));
    let read = |dialect: &Dialect| Some((fields.place(dialect.belongs)?, (dialect.read)(fields)?));
    let mut all: Vec<(usize, Said)> = DIALECTS.iter().filter(is_trusted).filter_map(read).collect();
    // A score that is no number is none.
    all.iter_mut().for_each(|(_, said)| said.score = said.score.filter(|score| score.is_finite()));
    all.sort_by_key(|(place, said)| (said.spam != Some(true), said.score.is_none() && said.spam.is_none(), *place));
    let mut all = all.into_iter().map(|(_, said)| said);
    let mut first = all.next().unwrap_or_default();
    for other in all {
        let contradicts = matches!((first.spam, other.spam), (Some(one), Some(other)) if one != other);
        if contradicts {
            continue;
        }
        first.spam = first.spam.or(other.spam);
        if first.score.is_none() && other.score.is_some() {
            // A limit belongs to the points beside it.
            (first.score, first.limit) = (other.score, other.limit);
        } else if first.limit.is_none() && first.score.is_some() && first.score == other.score {
            first.limit = other.limit;
        }
        if first.hits.is_empty() && !other.hits.is_empty() {
            first.hits = other.hits;
            first.filter = other.filter.or(first.filter);
        }
        first.filter = first.filter.or(other.filter);
        first.alerts.extend(other.alerts);
    }
    first.hits.truncate(MAX_HITS);
    first.hits.append(&mut first.alerts);
    first
}
