//! Whoever asks for more than anybody needs is refused, and nobody else notices.

use reqwest::Method;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::client::Browser;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::{ANNA, PASSWORD};
use support::launcher::{Launcher, TestApp};
use support::postgres::Postgres;

const BEN: &str = "ben@example.org";
const PAGE: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

fn mail() -> Dovecot {
    let users = [ANNA, BEN].map(|user| (user.to_owned(), PASSWORD.to_owned()));
    let dovecot = Dovecot::start(Options { users: users.into(), ..Options::default() });
    let letter = |n: u32| format!("From: b{n}@example.com\r\nSubject: letter {n}\r\n\r\nHello.\r\n");
    let letters: Vec<_> = (0..20).map(|n| Delivery::new("Spam", letter(n).into_bytes())).collect();
    for user in [ANNA, BEN] {
        dovecot.deliver_many(user, &letters);
    }
    dovecot
}

fn signed_in(site: &TestApp, address: &str) -> Browser {
    let browser = site.browser();
    assert_eq!(browser.sign_in(address, PASSWORD).status, 303, "{address}");
    browser
}

/// Asks for a page as browsers do; every refusal says when to come again.
async fn ask(browser: &Browser, path: &str) -> u16 {
    let answer = browser.ask(Method::GET, path, &[PAGE], &[]).await;
    assert!(answer.status != 429 || !answer.header("retry-after").is_empty());
    assert!(answer.status < 500, "{path}: {}", answer.text());
    answer.status
}

/// Opens so many pages, two hundred at a time, and counts the answers.
async fn opened(browser: &Browser, path: &'static str, count: usize) -> BTreeMap<u16, usize> {
    let next = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = (0..200)
        .map(|_| {
            let (browser, next) = (browser.clone(), next.clone());
            tokio::spawn(async move {
                let mut answers = Vec::new();
                while next.fetch_add(1, Ordering::Relaxed) < count {
                    answers.push(ask(&browser, path).await);
                }
                answers
            })
        })
        .collect();
    let mut counted = BTreeMap::new();
    for worker in workers {
        for status in worker.await.unwrap() {
            *counted.entry(status).or_default() += 1;
        }
    }
    counted
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_thousand_pages_that_one_session_opens_at_once_most_are_refused_and_others_go_on() {
    let dovecot = mail();
    let site = Launcher::before(&dovecot).with(&[("LIMITS__PER_SESSION", "200")]).start();
    let (anna, ben) = (signed_in(&site, ANNA), signed_in(&site, BEN));
    let over = Arc::new(AtomicBool::new(false));
    let working = tokio::spawn({
        let over = over.clone();
        async move {
            let mut pages = 0;
            while !over.load(Ordering::Relaxed) && pages < 150 {
                for path in ["/", "/spam"] {
                    assert_eq!(ask(&ben, path).await, 200, "{path}: another owner goes on");
                    pages += 1;
                }
            }
            pages
        }
    });
    let began = Instant::now();
    let answers = opened(&anna, "/spam", 2000).await;
    let refilled = usize::try_from(began.elapsed().as_secs()).unwrap() * 200 / 60 + 1;
    over.store(true, Ordering::Relaxed);
    assert!(working.await.unwrap() > 0);
    let refused = answers.get(&429).copied().unwrap_or_default();
    assert!(refused >= 2000 - 200 - refilled, "{answers:?} in {:?}", began.elapsed());
    assert_eq!(answers.keys().filter(|status| ![200, 429].contains(*status)).count(), 0, "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_refusal_is_a_page_with_a_way_out_and_one_line_for_machines() {
    let dovecot = mail();
    let site = Launcher::before(&dovecot).with(&[("LIMITS__PER_SESSION", "2")]).start();
    let anna = signed_in(&site, ANNA);
    for _ in 0..2 {
        assert_eq!(ask(&anna, "/spam?page=1").await, 200);
    }
    let page = anna.ask(Method::GET, "/spam?page=1", &[PAGE], &[]).await;
    assert_eq!((page.status, page.header("content-type")), (429, "text/html; charset=utf-8"));
    let wait: u64 = page.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    assert!(page.body.contains("href=\"/spam?page=1\""), "the page can be asked for again: {}", page.body);
    assert!(page.body.contains("/help/when-something-fails#you-are-asked-to-wait"), "{}", page.body);
    assert!(!page.body.contains(ANNA) && !page.body.contains("href=\"/login\""), "nobody was looked up");
    assert_eq!((page.header("cache-control"), page.header("x-frame-options")), ("no-store", "DENY"));
    let line = anna.get("/spam");
    assert_eq!((line.status, line.header("content-type")), (429, "text/plain; charset=utf-8"));
    assert!(line.body.starts_with("too many requests: try again in "), "{}", line.body);
    assert_eq!(site.stranger().get("/login").status, 200, "who is no part of the session goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_has_a_limit_of_its_own_where_the_proxy_names_it_and_files_are_not_counted() {
    let dovecot = mail();
    let site = Launcher::before(&dovecot).with(&[("LIMITS__PER_CLIENT", "3")]).start();
    let client = site.browser_from("192.0.2.1");
    let page = client.page("/login").body;
    let style = page.split('"').find(|text| text.starts_with("/static/")).unwrap().to_owned();
    for path in [style.as_str(), "/healthz", "/readyz"].repeat(5) {
        assert_eq!(client.get(path).status, 200, "{path}");
    }
    assert_eq!([(); 4].map(|()| client.get("/login").status), [200, 200, 429, 429]);
    assert_eq!(client.get("/mail/config-v1.1.xml?emailaddress=a@example.org").status, 429, "programs are counted, too");
    assert_eq!([style.as_str(), "/healthz"].map(|path| client.get(path).status), [200, 200]);
    assert_eq!(site.browser_from("192.0.2.2").get("/login").status, 200, "another network");
    assert_eq!([(); 6].map(|()| site.stranger().get("/login").status), [200; 6], "behind a proxy that names nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_counts_until_it_has_been_taken() {
    let dovecot = mail();
    let big = format!("From: c@example.com\r\nSubject: big\r\n\r\n{}", "A line of text.\r\n".repeat(500_000));
    dovecot.deliver_many(ANNA, &[Delivery::new("Spam", big.into_bytes())]);
    let site = Launcher::before(&dovecot).with(&[("LIMITS__PER_SESSION_AT_ONCE", "1")]).start();
    let anna = signed_in(&site, ANNA);
    let list = anna.page("/spam");
    let path = format!("/spam/{}-{}/raw", list.hidden("uid_validity"), list.uids().iter().max().unwrap());
    let held = anna.hold(&path);
    assert_eq!(anna.get("/spam").status, 429);
    drop(held);
    let began = Instant::now();
    while anna.get("/spam").status == 429 {
        assert!(began.elapsed() < Duration::from_secs(20), "it ends with the connection");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_refused_without_a_question_to_the_database() {
    let (dovecot, mut postgres) = (mail(), Postgres::start());
    let site =
        Launcher::before(&dovecot).on_database(&postgres.database()).with(&[("LIMITS__PER_SESSION", "2")]).start();
    let anna = signed_in(&site, ANNA);
    assert_eq!([ask(&anna, "/spam").await, ask(&anna, "/").await], [200, 200]);
    postgres.go_away();
    assert_eq!([ask(&anna, "/spam").await, ask(&anna, "/").await], [429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_goes_on_while_a_neighbour_behind_the_same_address_has_used_up_its_share() {
    let dovecot = mail();
    let site = Launcher::before(&dovecot).with(&[("LIMITS__PER_CLIENT", "8")]).start();
    let (anna, neighbour) = (site.browser_from("192.0.2.1"), site.browser_from("192.0.2.1"));
    assert_eq!(anna.sign_in(ANNA, PASSWORD).status, 303);
    assert_eq!(anna.get("/spam").status, 200);
    assert_eq!([(); 10].map(|()| neighbour.get("/login").status)[8..], [429, 429]);
    for _ in 0..10 {
        assert_eq!(anna.get("/spam").status, 200);
    }
    // Longer than the session itself is remembered.
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!([(); 4].map(|()| neighbour.get("/login").status)[3..], [429]);
    assert_eq!(anna.get("/spam").status, 200);
    assert_eq!(anna.post("/logout", &[]).status, 303);
    assert_eq!(anna.get("/spam").status, 429, "it is one of them again");
}
