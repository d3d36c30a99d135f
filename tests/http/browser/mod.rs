//! Hostile HTML mail in a real Chromium, in the real frame on the real route, and a server that records whatever leaves it.
//!
//! `bin/check browser` runs it. The payloads are ours and, where `POSTERN_CORPUS` names a folder, those of its `html/*.json`.
mod chromium;
mod corpus;
mod fixture;
mod framed;
mod interaction;
mod long_work;
mod page_server;
mod payloads;
mod phone;
mod request_recorder;
mod single_protection;
mod unprotected;

use fixture::Fixture;
use framed::Seen;
use single_protection::SingleProtection;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

/// Browsers at once.
const BROWSERS: usize = 2;

fn say(what: impl std::fmt::Display) {
    // Not `eprintln!`, which is heard only when a test fails.
    let _ = writeln!(std::io::stderr(), "{what}");
}

/// Returns our own payloads and then those of the corpus, how many are ours, and what they are in words.
fn everything() -> (Vec<(String, String)>, usize, String) {
    let mut all = corpus::own();
    let own = all.len();
    let Some(folder) = std::env::var_os("POSTERN_CORPUS").map(PathBuf::from) else {
        return (all, own, format!("{own} payloads of our own (POSTERN_CORPUS is unset: none of the corpus)"));
    };
    let (theirs, counted) = corpus::of_folder(&folder);
    assert!(counted > 1000, "{} holds {counted} payloads", folder.display());
    let what = format!("{counted} payloads of the corpus ({} different) and {own} of our own", theirs.len());
    all.extend(theirs);
    (all, own, what)
}

fn nothing(wrong: &[String]) {
    let shown: String = wrong.iter().take(20).map(|what| what.chars().take(2000).collect::<String>() + "\n").collect();
    assert!(wrong.is_empty(), "{} things happened:\n{shown}", wrong.len());
}

/// Does something with each half of a list, in two browsers at the same time.
fn halves(list: &[String], work: impl Fn(&SingleProtection, &[String]) -> Vec<String> + Sync) -> Vec<String> {
    std::thread::scope(|scope| {
        let work = &work;
        let begin = |part| scope.spawn(move || work(&SingleProtection::start(), part));
        let threads: Vec<_> = list.chunks(list.len().div_ceil(BROWSERS)).map(begin).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
#[ignore = "needs Chromium: bin/check browser"]
fn no_payload_does_anything_in_the_frame_nor_does_either_protection_need_the_other() {
    let begun = Instant::now();
    let (all, own, what) = everything();
    let fixture = Fixture::set(all);
    let groups = fixture.groups(own);
    let seen = std::thread::scope(|scope| {
        let (fixture, groups) = (&fixture, &groups);
        let begin = |first| scope.spawn(move || framed::open(fixture, groups.iter().skip(first).step_by(BROWSERS)));
        let threads: Vec<_> = (0..BROWSERS).map(begin).collect();
        threads.into_iter().fold(Seen::default(), |sum, thread| sum.and(thread.join().unwrap()))
    });
    nothing(&seen.wrong);
    assert_eq!(seen.frames + seen.texts, fixture.payloads.len());
    say(format!(
        "browser: {what}: {} in the real frame, on {} real pages, {} shown as text; \
         0 scripts, 0 dialogs, 0 navigations, 0 windows, 0 requests; {:.0?}",
        seen.frames,
        seen.pages,
        seen.texts,
        begun.elapsed()
    ));

    let begun = Instant::now();
    let bodies = fixture.bodies();
    nothing(&halves(&bodies, SingleProtection::without_frame));
    say(format!(
        "browser: {} cleaned mails in frames that may do everything: 0 scripts, 0 dialogs, 0 navigations, 0 requests; {:.0?}",
        bodies.len(),
        begun.elapsed()
    ));

    let begun = Instant::now();
    let raw: Vec<String> = fixture.payloads.iter().map(|(_, payload)| payload.clone()).collect();
    let real = fixture.real();
    nothing(&halves(&raw, |alone, payloads| alone.without_sieve(&real, payloads)));
    say(format!(
        "browser: {} mails as they came in frames that may do nothing: 0 scripts, 0 dialogs, 0 navigations, 0 requests; {:.0?}",
        raw.len(),
        begun.elapsed()
    ));
}
