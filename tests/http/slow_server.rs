//! A mail server that is slow holds back its own people, and nobody whose mail is on another one.

use reqwest::Method;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::client::Browser;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::{ANNA, PASSWORD};
use support::launcher::Launcher;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

const OWNERS: usize = 200;
/// Connections to each server: half of the slow one's people wait for one.
const CONNECTIONS: usize = 100;
const SLOW: Duration = Duration::from_millis(300);
/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a mail server answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    AtOnce,
    /// Not until the pace is another one.
    NotYet,
    /// After three tenths of a second each.
    Slowly,
}

/// A mail server with an empty Spam for everybody, whose pace is set from outside.
struct Paced {
    port: u16,
    pace: watch::Sender<Pace>,
    /// Commands that wait for an answer.
    asked: Arc<AtomicUsize>,
}

impl Paced {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (pace, told) = watch::channel(Pace::AtOnce);
        let asked: Arc<AtomicUsize> = Arc::default();
        let counts = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Self::serve(stream, told.clone(), counts.clone()));
            }
        });
        Self { port, pace, asked }
    }

    async fn serve(stream: TcpStream, mut pace: watch::Receiver<Pace>, asked: Arc<AtomicUsize>) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"* OK [CAPABILITY IMAP4rev1] hi\r\n").await?;
        let mut line = String::new();
        while stream.read_line(&mut line).await? > 0 {
            let (tag, command) = line.trim_end().split_once(' ').unwrap_or_default();
            let said = match command.split(' ').next().unwrap_or_default() {
                "LIST" => "* LIST () \"/\" INBOX\r\n* LIST () \"/\" Spam\r\n* LIST () \"/\" Trash\r\n",
                "EXAMINE" | "SELECT" => "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n",
                "UID" if command.contains("SEARCH") => "* SEARCH\r\n",
                _ => "",
            };
            asked.fetch_add(1, Ordering::SeqCst);
            let now = *pace.wait_for(|pace| *pace != Pace::NotYet).await.map_err(std::io::Error::other)?;
            if now == Pace::Slowly {
                tokio::time::sleep(SLOW).await;
            }
            asked.fetch_sub(1, Ordering::SeqCst);
            stream.write_all(format!("{said}{tag} OK [CAPABILITY IMAP4rev1] done\r\n").as_bytes()).await?;
            line.clear();
        }
        Ok(())
    }
}

async fn page(browser: &Browser, path: &str) -> u16 {
    browser.ask(Method::GET, path, &[], &[]).await.status
}

async fn signed_in(browser: &Browser, address: &str) {
    let form = [("address", address), ("password", PASSWORD)];
    let answer = browser.ask(Method::POST, "/login", &[("sec-fetch-site", "same-origin")], &form).await;
    assert_eq!(answer.status, 303, "{address}: {}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_on_a_fast_server_are_answered_while_two_hundred_wait_for_a_slow_one() {
    let (dovecot, slow) = (Dovecot::start(Options::default()), Paced::start().await);
    let letter = b"From: b@example.com\r\nSubject: a letter\r\n\r\nHello.\r\n";
    dovecot.deliver_many(ANNA, &[Delivery::new("Spam", letter.to_vec())]);
    let server = format!(
        "[[server]]\ndomains = [\"slow.example\"]\nimap = {{ host = \"127.0.0.1\", port = {}, security = \"plain\" }}\n",
        slow.port
    );
    let connections = CONNECTIONS.to_string();
    let settings =
        [("IMAP__CONNECTIONS", connections.as_str()), ("IMAP__WAIT_SECONDS", "300"), ("IMAP__ANSWER_SECONDS", "300")];
    let site = Launcher::before(&dovecot).with(&settings).configured(&server).start();
    let mut owners = Vec::new();
    for some in (0..OWNERS).collect::<Vec<_>>().chunks(16) {
        let signing_in = some.iter().map(|number| {
            let browser = site.browser();
            async move {
                signed_in(&browser, &format!("owner{number}@slow.example")).await;
                browser
            }
        });
        owners.extend(futures_util::future::join_all(signing_in).await);
    }
    slow.pace.send_replace(Pace::NotYet);
    let waiting: Vec<_> =
        owners.into_iter().map(|owner| tokio::spawn(async move { page(&owner, "/spam").await })).collect();
    let began = Instant::now();
    while slow.asked.load(Ordering::SeqCst) < CONNECTIONS {
        assert!(began.elapsed() < PATIENCE, "every connection to the slow server waits for an answer");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }

    let anna = site.browser();
    signed_in(&anna, ANNA).await;
    let list = anna.ask(Method::GET, "/spam", &[], &[]).await;
    let message = format!("/spam/{}-{}", list.hidden("uid_validity"), list.uids()[0]);
    for path in ["/", "/spam", &message, "/trash", "/storage", "/help/pop-and-imap"].repeat(3) {
        assert_eq!(page(&anna, path).await, 200, "{path}");
    }
    let answered = waiting.iter().filter(|page| page.is_finished()).count();
    assert_eq!(answered, 0, "all that was answered while {OWNERS} waited");

    slow.pace.send_replace(Pace::Slowly);
    for (number, waiting) in waiting.into_iter().enumerate() {
        assert_eq!(waiting.await.unwrap(), 200, "owner {number} is answered in the end");
    }
}
