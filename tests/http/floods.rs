//! Everything at once: votes without end, sockets that say nothing, guessed passwords; and ten owners who go on with their mail.
//!
//! `bin/check floods` runs this on the release build and prints what it saw; only what may not happen at all fails it.
#![allow(clippy::print_stdout, reason = "the figures are what it is run for")]

use postern::mail::PAGE_SIZE;
use reqwest::Method;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use support::client::{Answer, Browser, pairs, texts};
use support::dovecot::{Delivery, Dovecot, Options};
use support::launcher::Launcher;
use tokio::net::TcpStream;

const OWNERS: usize = 10;
const PASSWORD: &str = "correct horse";
const VOTES: u32 = 10_000;
const SOCKETS: usize = 5_000;
const GUESSES: u32 = 2_000;
/// Mailboxes that are guessed at; those of the owners are among them.
const GUESSED: u32 = 50;

/// What was answered, how often.
type Answers = BTreeMap<u16, u32>;

fn owner(number: usize) -> String {
    format!("owner{number}@example.org")
}

fn mail() -> Dovecot {
    let users = (0..OWNERS).map(|number| (owner(number), PASSWORD.to_owned())).collect();
    let dovecot = Dovecot::start(Options { users, ..Options::default() });
    for number in 0..OWNERS {
        let letter =
            |n: u32| format!("From: b{n}@example.com\r\nSubject: letter {n}\r\nMessage-ID: <{n}@x>\r\n\r\nHello.\r\n");
        let letters: Vec<_> = (0..400).map(|n| Delivery::new("Spam", letter(n).into_bytes())).collect();
        dovecot.deliver_many(&owner(number), &letters);
    }
    dovecot
}

/// The longest that each page took.
#[derive(Default)]
struct Slowest(BTreeMap<&'static str, Duration>);

impl Slowest {
    async fn of<T>(&mut self, what: &'static str, work: impl Future<Output = T>) -> T {
        let began = Instant::now();
        let done = work.await;
        let longest = self.0.entry(what).or_default();
        *longest = (*longest).max(began.elapsed());
        done
    }

    fn and(mut self, other: Self) -> Self {
        for (what, time) in other.0 {
            let longest = self.0.entry(what).or_default();
            *longest = (*longest).max(time);
        }
        self
    }
}

/// One round of what an owner does; whatever is refused on the way fails.
async fn round(browser: &Browser, address: &str, slowest: &mut Slowest) {
    let page = async |slowest: &mut Slowest, what: &'static str, path: &str| {
        let answer = slowest.of(what, browser.ask(Method::GET, path, &[], &[])).await;
        assert_eq!(answer.status, 200, "{address}: {path}");
        answer
    };
    page(slowest, "overview", "/").await;
    let list = page(slowest, "Spam", "/spam").await;
    let (uid_validity, seal, uids) = (list.hidden("uid_validity"), list.hidden("seal"), texts(&list.uids()));
    assert!(uids.len() <= PAGE_SIZE as usize && !uids.is_empty(), "{address}: {} rows", uids.len());
    page(slowest, "message", &format!("/spam/{uid_validity}-{}", uids[0])).await;
    let form = [("uid_validity", uid_validity.as_str()), ("seal", &seal), ("uid", &uids[0])];
    let rescued = slowest.of("not spam", sent(browser, "/spam/rescue", &form)).await;
    assert_eq!(rescued.status, 303, "{address}: not spam");
    page(slowest, "article", "/help/pop-and-imap").await;
    assert_eq!(slowest.of("sign out", sent(browser, "/logout", &[])).await.status, 303, "{address}");
    let back = slowest.of("sign in", signed_in(browser, address)).await;
    assert_eq!((back.status, back.location()), (303, "/"), "{address}");
}

/// Sends a form as a page of the site would.
async fn sent(browser: &Browser, path: &str, form: &[(&str, &str)]) -> Answer {
    browser.ask(Method::POST, path, &[("sec-fetch-site", "same-origin")], form).await
}

async fn signed_in(browser: &Browser, address: &str) -> Answer {
    sent(browser, "/login", &[("address", address), ("password", PASSWORD)]).await
}

/// Sends so many requests, eight at a time, and counts the answers.
async fn flood<F>(count: u32, one: impl Fn(u32) -> F + Send + Sync + Clone + 'static) -> Answers
where
    F: Future<Output = Answer> + Send + 'static,
{
    let next = Arc::new(AtomicU32::new(0));
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let (next, one) = (next.clone(), one.clone());
            tokio::spawn(async move {
                let mut answers = Answers::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return answers;
                    }
                    let answer = one(number).await;
                    assert!(answer.status != 429 || !answer.header("retry-after").is_empty());
                    *answers.entry(answer.status).or_default() += 1;
                }
            })
        })
        .collect();
    let mut sum = Answers::new();
    for worker in workers {
        for (status, count) in worker.await.unwrap() {
            *sum.entry(status).or_default() += count;
        }
    }
    sum
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "half a minute of load: bin/check floods"]
async fn ten_owners_go_on_with_their_mail_under_votes_sockets_and_guessed_passwords() {
    let dovecot = mail();
    // Nobody clicks as often as these owners do.
    let program = Launcher::before(&dovecot).with(&[("LIMITS__PER_CLIENT", "0")]).program();
    let mut owners = Vec::new();
    let mut before = Slowest::default();
    for number in 0..OWNERS {
        let browser = program.browser_from(&format!("198.51.100.{number}"));
        assert_eq!(signed_in(&browser, &owner(number)).await.status, 303);
        round(&browser, &owner(number), &mut before).await;
        owners.push(browser);
    }
    let calm = program.kilobytes("VmRSS");
    program.forget_peak();
    let over = Arc::new(AtomicBool::new(false));
    let began = Instant::now();
    let working: Vec<_> = owners
        .into_iter()
        .enumerate()
        .map(|(number, browser)| {
            let over = over.clone();
            tokio::spawn(async move {
                let (mut slowest, mut rounds) = (Slowest::default(), 0);
                while !over.load(Ordering::Relaxed) {
                    round(&browser, &owner(number), &mut slowest).await;
                    rounds += 1;
                }
                (slowest, rounds)
            })
        })
        .collect();
    let place = program.address();
    let sockets = tokio::spawn(async move {
        let mut held = Vec::new();
        for _ in 0..SOCKETS {
            held.push(TcpStream::connect(place).await.unwrap());
        }
        held
    });
    // Nobody of these keeps a cookie: each vote is somebody new, from one of a hundred networks.
    let from = |browser: Browser, path: &'static str, address: String, form: Vec<(&'static str, String)>| async move {
        let headers = [("sec-fetch-site", "same-origin"), ("x-forwarded-for", &address)];
        browser.ask(Method::POST, path, &headers, &pairs(&form)).await
    };
    let voter = program.stranger();
    let votes = flood(VOTES, move |number| {
        let vote = vec![("useful", "yes".to_owned())];
        from(voter.clone(), "/help/pop-and-imap/vote", format!("203.0.113.{}", number % 100), vote)
    });
    let guesser = program.browser();
    let guesses = flood(GUESSES, move |number| {
        let guess = vec![("address", owner((number % GUESSED) as usize)), ("password", "guess".to_owned())];
        from(guesser.clone(), "/login", format!("192.0.2.{}", number % 40), guess)
    });
    let (votes, guesses) = tokio::join!(votes, guesses);
    let held = sockets.await.unwrap();
    let attacked = began.elapsed();
    over.store(true, Ordering::Relaxed);
    let (mut during, mut rounds) = (Slowest::default(), 0);
    for one in working {
        let (slowest, done) = one.await.expect("an owner was refused");
        during = during.and(slowest);
        rounds += done;
    }
    assert_eq!(votes.values().sum::<u32>(), VOTES);
    assert!(votes.keys().all(|status| [303, 429].contains(status)), "{votes:?}");
    assert!(guesses.keys().all(|status| [401, 429].contains(status)), "{guesses:?}");
    assert!(rounds >= OWNERS, "each owner got round at least once");
    println!("{VOTES} votes: {votes:?}; {GUESSES} guesses at {GUESSED} mailboxes: {guesses:?}; {} sockets", held.len());
    println!("{rounds} rounds of {OWNERS} owners in {:.1} s, none refused; slowest (before):", attacked.as_secs_f64());
    for (what, time) in &during.0 {
        println!("  {what:<10} {:>6.0} ms ({:.0})", time.as_secs_f64() * 1e3, before.0[what].as_secs_f64() * 1e3);
    }
    let (now, most) = (program.kilobytes("VmRSS"), program.kilobytes("VmHWM"));
    println!("memory: {} MB before, {} MB at most, {} MB after", calm / 1024, most / 1024, now / 1024);
    drop(held);
    program.end();
}
