//! Fields taken together that one filter wrote.

use super::fields::Fields;
use super::registry::{DIALECTS, Dialect};
use super::{Filter, said::Said};
use std::collections::BTreeSet;

/// Fields that stand together and belong together.
struct Run {
    start: usize,
    end: usize,
    /// Whose they are; what others may write, too, can stand among them.
    own: &'static Dialect,
    names: BTreeSet<String>,
}

/// Reads each group, from the top, of filters that are trusted, where any are named.
///
/// A group ends at another field that begins with `X-`, and where a name comes again: no filter writes its verdict twice. It
/// never begins with what many write (`X-Spam-*`) and goes on with what only one writes: a filter that has fields of
/// its own writes those first, and what stands above them may have come along. Where that tears apart what one filter
/// wrote, the parts are put together again (`Said::add`).
pub(super) fn read(fields: &[(String, String)], trust: &[Filter]) -> Vec<Said> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for (at, (field, _)) in fields.iter().enumerate() {
        if is_beside(field) {
            continue;
        }
        let Some(own) = DIALECTS.iter().find(|dialect| (dialect.belongs)(field) && dialect.is_trusted(trust)) else {
            open = false;
            continue;
        };
        match runs.last_mut().filter(|run| open && run.takes(own, field)) {
            Some(run) => {
                run.end = at + 1;
                run.names.insert(field.clone());
            }
            None => runs.push(Run { start: at, end: at + 1, own, names: BTreeSet::from([field.clone()]) }),
        }
        open = true;
    }
    runs.iter().filter_map(|run| run.read(fields.get(run.start..run.end)?)).collect()
}

impl Run {
    fn takes(&self, other: &'static Dialect, field: &str) -> bool {
        let belongs = std::ptr::eq(self.own, other) || (self.own.writes_x_spam && other.is_x_spam());
        belongs && (!self.names.contains(field) || may_repeat(field))
    }

    fn read(&self, fields: &[(String, String)]) -> Option<Said> {
        let own = (self.own.read)(Fields(fields));
        let shared = || DIALECTS.iter().find(|dialect| dialect.is_x_spam()).and_then(|x| (x.read)(Fields(fields)));
        let said = match (own, self.own.writes_x_spam.then(shared).flatten()) {
            (Some(mut own), Some(shared)) => {
                // Within what one filter wrote "yes" counts: some of its words are older than its verdict.
                own.spam = if shared.spam == Some(true) { shared.spam } else { own.spam };
                own.alerts.extend(shared.alerts.iter().cloned());
                own.add(shared);
                own
            }
            (own, shared) => own.or(shared)?,
        };
        said.sound().unless_silent()
    }
}

/// Fields that stand among those of filters, and say nothing of spam.
fn is_beside(field: &str) -> bool {
    matches!(field, "x-virus-scanned" | "x-stat-signature" | "x-quarantine-id" | "x-ham-report" | "x-ham_report")
}

fn may_repeat(field: &str) -> bool {
    matches!(field, "x-spamtest-info" | "x-spamtest-method" | "x-purgate" | "x-purgate-ad")
}
