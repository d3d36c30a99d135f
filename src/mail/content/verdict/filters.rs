//! What the filters on the way of a message wrote into its header, read into one verdict: points, limit, the rules
//! that fired.
//!
//! Anybody can write such a field, and a spammer writes one of good mail. So what one filter wrote is taken together
//! (`groups`), and one group decides. One that calls the message spam is believed before one that does not, wherever
//! it stands: a spammer has no reason to forge that, and hosts that append their fields, as rspamd and Exim do, stand
//! below what came along. Among those that say the same the topmost is believed: a server puts its own above the rest.
//! What it leaves out is taken from a group below it of the same filter that does not contradict it, and from no
//! other. A host can name its own filters, and then only they are read.

use super::filter::{Filter, X_SPAM};
use super::hit::MAX_HITS;
use super::said::Said;
use super::{Hit, groups};

/// Warnings of one message that are read.
const MAX_ALERTS: usize = 10;

/// Reads the fields of name (lower case) and unfolded value; of filters that a host does not trust nothing, where it
/// names any.
pub(super) fn read(fields: &[(String, String)], trust: &[Filter]) -> Said {
    let groups = groups::read(fields, trust);
    let alerts: Vec<Hit> =
        groups.iter().flat_map(|group| &group.alerts).filter(|alert| is_bad(alert)).cloned().collect();
    let deciding = deciding(&groups, trust);
    let topmost = groups.iter().position(Said::says_something);
    let mut groups = groups.into_iter().skip(deciding.unwrap_or(0));
    let mut said = groups.next().unwrap_or_default();
    for below in groups.filter(Said::says_something) {
        if is_of_same(&said, &below) {
            said.add(below);
        }
    }
    let named = said.filter.map_or(!trust.is_empty(), |filter| trust.contains(&filter));
    said.trusted = (named && deciding.is_some()) || (deciding.is_some() && deciding == topmost) || topmost.is_none();
    said.hits.truncate(MAX_HITS);
    let good = std::mem::take(&mut said.alerts).into_iter().filter(|alert| !is_bad(alert));
    said.hits.extend(good.chain(alerts).take(MAX_ALERTS));
    said
}

/// Finds the group that decides.
fn deciding(groups: &[Said], trust: &[Filter]) -> Option<usize> {
    // `X-Spam-*` are written by several, and who wrote them cannot always be told; rspamd has fields of its own beside them.
    let writes = |filter: Filter| X_SPAM.contains(&filter) && filter != Filter::Rspamd;
    let shared = trust.iter().copied().any(writes);
    let is_named = |group: &Said| {
        group.filter.is_none_or(writes) && shared || group.filter.is_some_and(|filter| trust.contains(&filter))
    };
    let any_named = groups.iter().any(|group| is_named(group) && group.says_something());
    let find = |is: fn(&Said) -> bool| groups.iter().position(|group| is(group) && (!any_named || is_named(group)));
    find(|group| group.spam == Some(true))
        .or_else(|| find(|group| group.score.is_some() || group.spam.is_some()))
        .or_else(|| find(|group| !group.hits.is_empty()))
}

/// Tells whether two groups may be of one filter; who wrote `X-Spam-*` cannot always be told.
fn is_of_same(one: &Said, other: &Said) -> bool {
    let writes = |filter: Filter| X_SPAM.contains(&filter) || filter == Filter::MailScanner;
    let shared = |filter: Option<Filter>| filter.is_none_or(writes);
    match (one.filter, other.filter) {
        (Some(one), Some(other)) => one == other,
        (one, other) => shared(one) && shared(other),
    }
}

/// Tells whether an alert warns. Those of another filter count, too: nobody forges a warning.
fn is_bad(alert: &Hit) -> bool {
    alert.name != "AMAVIS:WHITELISTED"
}
