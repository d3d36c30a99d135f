//! Any server: one suite, over HTTP from outside, in front of Dovecot with and without each capability, Cyrus IMAP and
//! Courier IMAP. Each configuration is one test with one server; the cases of the suite use it one after another.

mod actions;
mod pages;
mod probe;
mod storage;
mod suite;
mod trouble;

use support::dovecot::{Dovecot, Namespace, Options};
use support::other_servers::{courier::Courier, cyrus::Cyrus};

/// What Postern can do without, in Dovecot's spelling.
const OPTIONAL: [&str; 10] = [
    "UIDPLUS",
    "MOVE",
    "SPECIAL-USE",
    "LIST-STATUS",
    "STATUS=SIZE",
    "QUOTA",
    "ESEARCH",
    "SORT",
    "LITERAL+",
    "CONDSTORE",
];

/// Hides capabilities, and those that build on them.
fn without(names: &[&'static str]) -> Options {
    let also = |name: &&'static str| match *name {
        "SORT" => vec!["SORT", "SORT=DISPLAY", "ESORT"],
        "CONDSTORE" => vec!["CONDSTORE", "QRESYNC"],
        other => vec![other],
    };
    Options {
        hide_capabilities: names.iter().flat_map(also).collect(),
        special_use: !names.contains(&"SPECIAL-USE"),
        quota_bytes: Some(1 << 20),
        process_for_each: true,
        ..Options::default()
    }
}

/// Runs the suite on one Dovecot, and POP3 with it.
fn dovecot(options: Options) {
    let dovecot = Dovecot::start(options);
    suite::run(&(&dovecot).into());
    suite::collected_over_pop(&dovecot);
}

macro_rules! dovecot_without {
    ($($name:ident: $hidden:expr;)*) => {$(
        #[test]
        fn $name() {
            dovecot(without(&$hidden));
        }
    )*};
}

dovecot_without! {
    the_suite_passes_on_dovecot: [];
    the_suite_passes_on_dovecot_without_uidplus: ["UIDPLUS"];
    the_suite_passes_on_dovecot_without_move: ["MOVE"];
    the_suite_passes_on_dovecot_without_special_use: ["SPECIAL-USE"];
    the_suite_passes_on_dovecot_without_list_status: ["LIST-STATUS"];
    the_suite_passes_on_dovecot_without_status_size: ["STATUS=SIZE"];
    the_suite_passes_on_dovecot_without_quota: ["QUOTA"];
    the_suite_passes_on_dovecot_without_esearch: ["ESEARCH"];
    the_suite_passes_on_dovecot_without_sort: ["SORT"];
    the_suite_passes_on_dovecot_without_literal_plus: ["LITERAL+"];
    the_suite_passes_on_dovecot_without_condstore: ["CONDSTORE"];
}

#[test]
fn the_suite_passes_on_dovecot_without_all_of_them() {
    let mut options = without(&OPTIONAL);
    options.hide_capabilities.extend(["LIST-EXTENDED", "SASL-IR", "CHILDREN"]);
    dovecot(options);
}

#[test]
fn the_suite_passes_on_dovecot_with_mailboxes_below_inbox() {
    dovecot(Options { namespace: Namespace::InboxPrefixDot, ..without(&[]) });
}

#[test]
fn the_suite_passes_on_dovecot_with_mailboxes_below_inbox_and_without_all_of_them() {
    dovecot(Options { namespace: Namespace::InboxPrefixDot, ..without(&OPTIONAL) });
}

#[test]
#[ignore = "needs Cyrus: bin/check servers"]
fn the_suite_passes_on_cyrus() {
    suite::run(Cyrus::start(Namespace::Plain).host());
}

#[test]
#[ignore = "needs Cyrus: bin/check servers"]
fn the_suite_passes_on_cyrus_with_mailboxes_below_inbox() {
    suite::run(Cyrus::start(Namespace::InboxPrefixDot).host());
}

#[test]
#[ignore = "needs Courier: bin/check servers"]
fn the_suite_passes_on_courier() {
    suite::run(Courier::start().host());
}
