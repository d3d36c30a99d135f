//! How often a password may be tried, and who pays for it.

use std::time::{Duration, Instant};
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, PASSWORD};
use support::launcher::TestApp;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

const BEN: &str = "ben@example.org";
/// No try comes back while a test runs.
const SLOW: (&str, &str) = ("LOGIN__REFILL_SECONDS", "3600");

fn two_people() -> Dovecot {
    let users = [ANNA, BEN].map(|user| (user.to_owned(), PASSWORD.to_owned()));
    Dovecot::start(Options { users: users.into(), ..Options::default() })
}

fn statuses(site: &TestApp, cookie: &str, tries: &[(&str, &str)]) -> Vec<u16> {
    let mut statuses = Vec::new();
    for (address, password) in tries {
        let form = [("address", *address), ("password", *password)];
        statuses.push(site.post("/login", cookie, &form).status);
    }
    statuses
}

#[tokio::test(flavor = "multi_thread")]
async fn one_mailbox_has_one_allowance_whatever_domain_leads_to_it() {
    let dovecot = Dovecot::start(Options::default());
    let more = [
        ("SERVER__0__DOMAINS", "[\"*\"]"),
        ("SERVER__0__LOGIN", "local-part"),
        ("LOGIN__TRIES_PER_ADDRESS", "2"),
        SLOW,
    ];
    let site = TestApp::with(dovecot.imap_port(), &more);
    let tries = [("anna@d0.example", "x"), ("Anna@d1.example", "x"), ("anna@d2.example", "x"), ("ben@d2.example", "x")];
    assert_eq!(statuses(&site, "", &tries), [401, 401, 429, 401]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_a_mailbox_whose_tries_are_used_up_uses_up_its_own() {
    let dovecot = two_people();
    let more = [("LOGIN__TRIES_PER_ADDRESS", "1"), ("LOGIN__TRIES_PER_CLIENT", "3"), SLOW];
    let site = TestApp::with(dovecot.imap_port(), &more);
    let tries = [(ANNA, "wrong"), (ANNA, "wrong"), (ANNA, PASSWORD), (BEN, PASSWORD)];
    assert_eq!(statuses(&site, "", &tries), [401, 429, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_who_guess_do_not_keep_an_owner_out_of_a_browser_used_before() {
    let dovecot = two_people();
    let more = [("LOGIN__TRIES_PER_ADDRESS", "2"), SLOW];
    let site = TestApp::with(dovecot.imap_port(), &more);
    let signed_in = site.try_login(ANNA, PASSWORD);
    let known = signed_in.cookie("device").unwrap_or_default();
    let of_ben = site.try_login(BEN, PASSWORD).cookie("device").unwrap_or_default();
    let forged = format!("device={0}.{0}", "A".repeat(22));

    assert_eq!(statuses(&site, "", &[(ANNA, "x"), (ANNA, "x"), (ANNA, PASSWORD)]), [401, 401, 429]);
    for stranger in [of_ben, forged] {
        assert_eq!(statuses(&site, &stranger, &[(ANNA, PASSWORD)]), [429], "{stranger}");
    }
    assert_eq!(statuses(&site, &known, &[(ANNA, PASSWORD), (ANNA, "x"), (ANNA, "x")]), [303, 401, 401]);
    assert_eq!(statuses(&site, &known, &[(ANNA, PASSWORD)]), [429], "it has as many tries, and no more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_is_known_to_every_process_that_shares_the_database_and_to_two_mailboxes() {
    let dovecot = two_people();
    let first = TestApp::with(dovecot.imap_port(), &[SLOW]);
    let more = [("STORE__URL", first.database()), ("LOGIN__TRIES_PER_ADDRESS", "1"), SLOW];
    let second = TestApp::with(dovecot.imap_port(), &more);
    let anna = first.try_login(ANNA, PASSWORD).cookie("device").unwrap_or_default();
    let form = [("address", BEN), ("password", PASSWORD)];
    let both = first.post("/login", &anna, &form).cookie("device").unwrap_or_default();
    for person in [ANNA, BEN] {
        assert_eq!(statuses(&second, "", &[(person, "x"), (person, PASSWORD)]), [401, 429]);
        assert_eq!(statuses(&second, &both, &[(person, PASSWORD)]), [303], "{person}");
    }
    for name in ["anna", "ben", "example.org"] {
        assert!(!both.contains(name), "{both}");
    }
}

/// What a mail server says of a password once it is told to.
#[derive(Clone, Copy)]
enum Verdict {
    Right,
    Wrong,
    Cut,
}

/// A mail server that waits with each verdict, and tells of each sign-in and of each end of a connection.
struct Slow {
    port: u16,
    asked: UnboundedReceiver<()>,
    verdicts: UnboundedSender<Verdict>,
    ended: UnboundedReceiver<()>,
}

impl Slow {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (verdicts, mut told) = unbounded_channel();
        let (asks, asked) = unbounded_channel();
        let (ends, ended) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                Self::serve(stream, &asks, &mut told).await;
                let _ = ends.send(());
            }
        });
        Self { port, asked, verdicts, ended }
    }

    async fn serve(stream: TcpStream, asks: &UnboundedSender<()>, told: &mut UnboundedReceiver<Verdict>) {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"* OK [CAPABILITY IMAP4rev1] hi\r\n").await.unwrap();
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        let tag = line.split(' ').next().unwrap().to_owned();
        asks.send(()).unwrap();
        let Some(verdict) = told.recv().await else { return };
        let answer = match verdict {
            Verdict::Right => "OK [CAPABILITY IMAP4rev1] in",
            Verdict::Wrong => "NO [AUTHENTICATIONFAILED] no",
            Verdict::Cut => return,
        };
        // Whoever asked may have gone.
        let _ = stream.write_all(format!("{tag} {answer}\r\n").as_bytes()).await;
        if matches!(verdict, Verdict::Wrong) {
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_the_browser_breaks_off_costs_a_try_only_when_the_password_was_wrong() {
    let mut mail = Slow::start().await;
    let site = TestApp::with(mail.port, &[("LOGIN__TRIES_PER_ADDRESS", "1"), SLOW]);
    for verdict in [Verdict::Right, Verdict::Cut, Verdict::Wrong] {
        break_off(&site, &mut mail.asked).await;
        mail.verdicts.send(verdict).unwrap();
        timeout(Duration::from_secs(10), mail.ended.recv()).await.unwrap();
        if matches!(verdict, Verdict::Wrong) {
            break;
        }
        // The next try is let through as soon as the verdict has arrived.
        let began = Instant::now();
        mail.verdicts.send(Verdict::Right).unwrap();
        while statuses(&site, "", &[(ANNA, PASSWORD)]) != [303] {
            assert!(began.elapsed() < Duration::from_secs(10), "the try did not come back");
        }
        timeout(Duration::from_secs(10), mail.asked.recv()).await.unwrap();
        timeout(Duration::from_secs(10), mail.ended.recv()).await.unwrap();
    }
    assert_eq!(statuses(&site, "", &[(ANNA, PASSWORD)]), [429], "hanging up is no free guess");
}

/// Sends a sign-in and leaves while the mail server thinks about it; returns when the site has noticed.
async fn break_off(site: &TestApp, asked: &mut UnboundedReceiver<()>) {
    let form = "address=anna%40example.org&password=x";
    let (host, origin, length) = (site.address(), site.origin(), form.len());
    let mut browser = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Length: {length}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}"
    );
    browser.write_all(head.as_bytes()).await.unwrap();
    timeout(Duration::from_secs(10), asked.recv()).await.unwrap();
    browser.shutdown().await.unwrap();
    let left = timeout(Duration::from_secs(10), browser.read(&mut [0; 16])).await.unwrap();
    assert_eq!(left.unwrap_or(0), 0, "nothing is answered to who has left");
}
