//! Everything at once: votes without end, sockets that say nothing, guessed passwords; and ten owners who go on with their mail.
//!
//! `bin/check floods` runs this on the release build and prints what it saw; only what may not happen at all fails it.
#![allow(clippy::print_stdout, reason = "the figures are what it is run for")]

use postern::mail::PAGE_SIZE;
use reqwest::header::{LOCATION, ORIGIN, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use support::dovecot::{Delivery, Dovecot, Options};
use support::program::Program;
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

/// A browser behind the host's proxy, at this address.
struct Browser {
    client: Client,
    origin: String,
    address: String,
}

impl Browser {
    fn new(origin: &str, address: String) -> Self {
        let client = Client::builder().cookie_store(true).redirect(redirect::Policy::none());
        let client = client.timeout(Duration::from_secs(120)).build().unwrap();
        Self { client, origin: origin.to_owned(), address }
    }

    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.origin));
        request.header("x-forwarded-for", &self.address).header(ORIGIN, &self.origin)
    }

    async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).send().await.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        self.ask(Method::POST, path).form(form).send().await.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    async fn sign_in(&self, address: &str, password: &str) -> Response {
        self.post("/login", &[("address", address), ("password", password)]).await
    }
}

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

fn hidden(page: &str, name: &str) -> String {
    let rest = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {page}")).1;
    rest.split('"').next().unwrap().to_owned()
}

/// One round of what an owner does; whatever is refused on the way fails.
async fn round(browser: &Browser, address: &str, slowest: &mut Slowest) {
    let page = async |slowest: &mut Slowest, what: &'static str, path: &str| {
        let response = slowest.of(what, browser.get(path)).await;
        assert_eq!(response.status(), 200, "{address}: {path}");
        response.text().await.unwrap()
    };
    page(slowest, "overview", "/").await;
    let list = page(slowest, "Spam", "/spam").await;
    let (epoch, seal) = (hidden(&list, "uid_validity"), hidden(&list, "seal"));
    let uids: Vec<&str> =
        list.split("name=\"uid\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(uids.len() <= PAGE_SIZE as usize && !uids.is_empty(), "{address}: {} rows", uids.len());
    page(slowest, "message", &format!("/spam/{epoch}-{}", uids[0])).await;
    let form = [("uid_validity", epoch.as_str()), ("seal", &seal), ("uid", uids[0])];
    let rescued = slowest.of("not spam", browser.post("/spam/rescue", &form)).await;
    assert_eq!(rescued.status(), 303, "{address}: not spam");
    page(slowest, "article", "/help/pop-and-imap").await;
    assert_eq!(slowest.of("sign out", browser.post("/logout", &[])).await.status(), 303, "{address}");
    let back = slowest.of("sign in", browser.sign_in(address, PASSWORD)).await;
    assert_eq!((back.status().as_u16(), back.headers()[LOCATION].to_str().unwrap()), (303, "/"), "{address}");
}

/// Sends so many requests, eight at a time, and counts the answers.
async fn flood<F>(count: u32, one: impl Fn(u32) -> F + Send + Sync + Clone + 'static) -> Answers
where
    F: Future<Output = Response> + Send + 'static,
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
                    let response = one(number).await;
                    let status = response.status().as_u16();
                    assert!(status != 429 || response.headers().contains_key(RETRY_AFTER));
                    *answers.entry(status).or_default() += 1;
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
    let program = Program::start(&dovecot, &[]);
    let origin = program.origin.clone();
    let mut owners = Vec::new();
    let mut before = Slowest::default();
    for number in 0..OWNERS {
        let browser = Browser::new(&origin, format!("198.51.100.{number}"));
        assert_eq!(browser.sign_in(&owner(number), PASSWORD).await.status(), 303);
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
    let place = origin.trim_start_matches("http://").to_owned();
    let sockets = tokio::spawn(async move {
        let mut held = Vec::new();
        for _ in 0..SOCKETS {
            held.push(TcpStream::connect(&place).await.unwrap());
        }
        held
    });
    // Nobody of these keeps a cookie: each vote is somebody new, from one of a hundred networks.
    let stranger = Arc::new(Browser::new(&origin, String::new()));
    let from = |browser: &Browser, method, path: &str, address: String| {
        let request = browser.client.request(method, format!("{}{path}", browser.origin));
        request.header("x-forwarded-for", address).header(ORIGIN, &browser.origin)
    };
    let nobody = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    let voter = Arc::new(Browser { client: nobody, ..Browser::new(&origin, String::new()) });
    let votes = flood(VOTES, move |number| {
        let ask = from(&voter, Method::POST, "/help/pop-and-imap/vote", format!("203.0.113.{}", number % 100));
        async move { ask.form(&[("useful", "yes")]).send().await.unwrap() }
    });
    let guesses = flood(GUESSES, move |number| {
        let ask = from(&stranger, Method::POST, "/login", format!("192.0.2.{}", number % 40));
        let address = owner((number % GUESSED) as usize);
        async move { ask.form(&[("address", address.as_str()), ("password", "guess")]).send().await.unwrap() }
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
