//! Pages that only look: the list, near its top and deep down, and one message.

use super::browser::{Browser, Coding};
use super::raw::Raw;
use super::rig::{Rig, exists};
use super::table::{Target, Times, alone, by_turns, compared, head, met, ms, said, timed};
use postern::mail::ROW_FIELDS;
use std::sync::LazyLock;

const ROUNDS: usize = 200;
const WARM_UP: usize = 40;
/// Rounds in the large mailbox: opening it takes Dovecot a tenth of a second each time.
const LARGE_ROUNDS: usize = 50;
const LARGE_WARM_UP: usize = 6;
/// What a page that looks may cost: one and a half times the dialogue, and a millisecond.
const TARGET: Target = Target::Raw(1.5, 1.0);
const PAGE: usize = 50;
/// What a list asks for of each row.
static ROW: LazyLock<String> =
    LazyLock::new(|| format!("(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({})])", *ROW_FIELDS));

/// The Spam list: the first page and a deep one, of 2,000 messages and of 100,000.
pub fn list(rig: &mut Rig) -> Result<(), String> {
    let (few, many, wrapped) = (rig.guest(2_000)?, rig.guest(100_000)?, rig.guest_with_wrapped(40_000)?);
    head("list: a page of Spam, 50 rows. raw: NOOP and FETCH in one write, the mailbox open (EXAMINE) since before");
    let small = [listed(rig, &few, "2,000", 1)?, listed(rig, &few, "2,000", 40)?];
    let large = [listed(rig, &many, "100,000", 1)?, listed(rig, &many, "100,000", 500)?];
    listed(rig, &wrapped, "40,000, 10 of 50 wrapped", 1)?;
    first_time(rig, &many, "100,000")?;
    first_time(rig, &wrapped, "40,000, 10 of 50 wrapped")?;
    for (what, small, large) in [("first page", &small[0], &large[0]), ("deep page", &small[1], &large[1])] {
        let ratio = ms(large.median()) / ms(small.median());
        let target = format!("<= 2: {}", met(ratio <= 2.0));
        said(&format!("100,000 against 2,000, {what}"), &format!("{ratio:.2} times as long"), &target);
    }
    Ok(())
}

/// Measures one page of the list, and prints its lines; returns the times of the page as browsers ask for it.
fn listed(rig: &mut Rig, address: &str, count: &str, page: usize) -> Result<Times, String> {
    let path = format!("/spam?page={page}");
    let (mut browser, mut warm, mut cold, mut flags) =
        (rig.browser(address)?, rig.raw(address)?, rig.raw(address)?, rig.raw(address)?);
    let rows = browser.text(&path)?.matches("name=\"uid\"").count();
    if rows != PAGE {
        return Err(format!("{path} of {count} shows {rows} rows"));
    }
    let (warm_up, rounds) = if count != "2,000" { (LARGE_WARM_UP, LARGE_ROUNDS) } else { (WARM_UP, ROUNDS) };
    let last = exists(&warm.told(&["EXAMINE Spam"])?).ok_or("no EXISTS")? - (page - 1) * PAGE;
    flags.ask(&["EXAMINE Spam"])?;
    let range = format!("{}:{last}", last + 1 - PAGE);
    let (fetch, fetch_flags) = (format!("FETCH {range} {}", *ROW), format!("FETCH {range} (UID FLAGS)"));
    let mut plain = browser.again()?;
    let times = by_turns(
        warm_up,
        rounds,
        &mut [
            &mut |_| timed(|| browser.get(&path, Coding::Gzip)),
            &mut |_| timed(|| warm.ask(&["NOOP", &fetch]).map(<[u8]>::len)),
            &mut |_| timed(|| plain.get(&path, Coding::Plain)),
            &mut |_| timed(|| opened_and_read(&mut cold, &range)),
            &mut |_| timed(|| flags.ask(&["NOOP", &fetch_flags]).map(<[u8]>::len)),
        ],
    )?;
    let [gzip, warm, plain, cold, flags] = <[Times; 5]>::try_from(times).map_err(|_| "five things are measured")?;
    compared(&format!("page {page} of {count}, gzip"), &gzip, &warm, &TARGET);
    compared(&format!("page {page} of {count}, not compressed"), &plain, &warm, &TARGET);
    alone("  EXAMINE, then FETCH", &cold);
    alone("  NOOP, FETCH of the flags alone", &flags);
    Ok(gzip)
}

/// A page that nobody has drawn before, another one each round; what Dovecot remembers of the messages it remembers for both.
fn first_time(rig: &mut Rig, address: &str, count: &str) -> Result<(), String> {
    let (mut browser, mut raw) = (rig.browser(address)?, rig.raw(address)?);
    let exists = exists(&raw.told(&["EXAMINE Spam"])?).ok_or("no EXISTS")?;
    let page = |round: usize| 600 + round;
    let last = |round: usize| exists - (page(round) - 1) * PAGE;
    raw.ask(&[format!("FETCH {}:{} {}", last(LARGE_WARM_UP + LARGE_ROUNDS), last(0), *ROW)])?;
    let times = by_turns(
        LARGE_WARM_UP,
        LARGE_ROUNDS,
        &mut [
            &mut |round| {
                let path = format!("/spam?page={}", page(round));
                timed(|| browser.get(&path, Coding::Gzip))
            },
            &mut |round| {
                let fetch = format!("FETCH {}:{} {}", last(round) + 1 - PAGE, last(round), *ROW);
                timed(|| raw.ask(&["NOOP", &fetch]).map(<[u8]>::len))
            },
        ],
    )?;
    let [ours, theirs] = <[Times; 2]>::try_from(times).map_err(|_| "two things are measured")?;
    compared(&format!("another page of {count} each time, gzip"), &ours, &theirs, &TARGET);
    Ok(())
}

/// Opens the mailbox and reads the rows; where they stand is known only from the first answer.
fn opened_and_read(raw: &mut Raw, range: &str) -> Result<usize, String> {
    exists(&raw.told(&["EXAMINE Spam"])?).ok_or("no EXISTS")?;
    raw.ask(&[format!("FETCH {range} {}", *ROW)]).map(<[u8]>::len)
}

/// One message: each round another one of the newest.
pub fn read(rig: &mut Rig) -> Result<(), String> {
    let address = rig.guest(2_000)?;
    let (mut browser, mut raw) = (rig.browser(&address)?, rig.raw(&address)?);
    let opened = raw.told(&["EXAMINE Spam"])?;
    let last = exists(&opened).ok_or("no EXISTS")?;
    let epoch = opened.split_once("[UIDVALIDITY ").and_then(|(_, rest)| rest.split(']').next()).ok_or("no epoch")?;
    let messages = with_plain_text(&mut raw, last)?;
    let path = |uid: usize| format!("/spam/{epoch}-{uid}");
    let at = |round: usize| messages.get(round % messages.len()).copied().ok_or_else(|| "no messages".to_owned());
    let mut plain = browser.again()?;
    let times = by_turns(
        WARM_UP,
        ROUNDS,
        &mut [
            &mut |round| page(&mut browser, &path(at(round)?.0), Coding::Gzip),
            &mut |round| {
                let (uid, section) = at(round)?;
                timed(|| {
                    let head = "UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODYSTRUCTURE";
                    raw.ask(&[format!("UID FETCH {uid} ({head})")])?;
                    raw.ask(&[format!("UID FETCH {uid} (UID BODY.PEEK[{section}]<0.524288>)")]).map(<[u8]>::len)
                })
            },
            &mut |round| page(&mut plain, &path(at(round)?.0), Coding::Plain),
        ],
    )?;
    let mut ping = rig.browser(&address)?;
    let health = by_turns(WARM_UP, ROUNDS, &mut [&mut |_| page(&mut ping, "/healthz", Coding::Plain)])?;
    head("read: one message of 2,000. raw: UID FETCH of headers and structure, then of the text, the mailbox open");
    let [gzip, raw, plain] = <[Times; 3]>::try_from(times).map_err(|_| "three things are measured")?;
    compared("a message, gzip", &gzip, &raw, &TARGET);
    compared("a message, not compressed", &plain, &raw, &TARGET);
    let healthz = health.first().map(|times| ms(times.median())).unwrap_or_default();
    said("/healthz, for what HTTP alone costs", &format!("{healthz:.2} ms"), "");
    Ok(())
}

fn page(browser: &mut Browser, path: &str, coding: Coding) -> Result<std::time::Duration, String> {
    timed(|| browser.get(path, coding))
}

/// Finds messages of the newest fifty that have a plain text near the top, and its section: for others a page needs more.
fn with_plain_text(raw: &mut Raw, last: usize) -> Result<Vec<(usize, &'static str)>, String> {
    let said = raw.told(&[format!("FETCH {}:{last} (UID BODYSTRUCTURE)", last + 1 - PAGE)])?;
    let read = |line: &str| {
        let uid = line.split_once("(UID ")?.1.split(' ').next()?.parse().ok()?;
        let structure = line.split_once("BODYSTRUCTURE ")?.1;
        let wrapped = structure.contains("\"rfc822\"");
        let section = ["(\"text\" \"plain\"", "((\"text\" \"plain\""].iter().any(|begin| structure.starts_with(begin));
        (section && !wrapped).then_some((uid, "1"))
    };
    let found: Vec<_> = said.lines().filter_map(read).collect();
    if found.len() < 10 { Err(format!("only {} messages have a plain text", found.len())) } else { Ok(found) }
}
