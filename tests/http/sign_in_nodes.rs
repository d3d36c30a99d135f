//! How often a password may be tried where several nodes share one database: as often as before one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use support::database::Database;
use support::host::{ANNA, PASSWORD};
use support::launcher::{Launcher, TestApp};
use support::postgres::{self, Postgres};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// No try comes back while a test runs.
const SLOW: (&str, &str) = ("LOGIN__REFILL_SECONDS", "3600");

/// A mail server that knows one password, and counts how often it is asked.
struct Counting {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Counting {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, asked) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let counts = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Self::serve(stream, counts.clone()));
            }
        });
        Self { port, asked }
    }

    async fn serve(stream: TcpStream, asked: Arc<AtomicUsize>) {
        let mut stream = BufReader::new(stream);
        let _ = stream.write_all(b"* OK [CAPABILITY IMAP4rev1] hi\r\n").await;
        let mut line = String::new();
        while stream.read_line(&mut line).await.is_ok_and(|octets| octets > 0) {
            let tag = line.split(' ').next().unwrap_or_default();
            let is_right = line.contains(PASSWORD);
            let answer = match line.contains("LOGIN ") {
                true if is_right => "OK [CAPABILITY IMAP4rev1] in",
                true => "NO [AUTHENTICATIONFAILED] no",
                false => "BAD what?",
            };
            if line.contains("LOGIN ") {
                asked.fetch_add(1, Ordering::SeqCst);
            }
            if stream.write_all(format!("{tag} {answer}\r\n").as_bytes()).await.is_err() {
                return;
            }
            line.clear();
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Starts nodes over one database.
fn nodes(count: usize, database: &str, mail: &Counting, settings: &[(&str, &str)]) -> Vec<TestApp> {
    let node = |_| Launcher::before(mail.port).on_database(database).with(&[SLOW]).with(settings).start();
    (0..count).map(node).collect()
}

fn try_at(node: &TestApp, cookie: &str, address: &str, password: &str) -> u16 {
    node.post("/login", cookie, &[("address", address), ("password", password)]).status
}

/// Tries all of these at once, spread over the nodes, and counts the answers by status.
fn all_at_once(nodes: &[TestApp], tries: usize, password: &str) -> BTreeMap<u16, usize> {
    let answers = thread::scope(|scope| {
        let begun: Vec<_> = (0..tries)
            .map(|n| {
                let node = &nodes[n % nodes.len()];
                scope.spawn(move || try_at(node, "", ANNA, password))
            })
            .collect();
        begun.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    let mut counted = BTreeMap::new();
    for status in answers {
        *counted.entry(status).or_default() += 1;
    }
    counted
}

#[tokio::test(flavor = "multi_thread")]
async fn three_nodes_ask_the_mail_server_about_a_wrong_password_as_often_as_one() {
    for count in [1, 3] {
        let mail = Counting::start().await;
        let nodes = nodes(count, &postgres::shared().database(), &mail, &[("LOGIN__TRIES_PER_ADDRESS", "5")]);
        // Two of them one after the other, on different nodes; then many at once.
        assert_eq!([&nodes[0], &nodes[count - 1]].map(|node| try_at(node, "", ANNA, "x")), [401, 401]);
        assert_eq!(all_at_once(&nodes, 24, "x"), BTreeMap::from([(401, 3), (429, 21)]), "{count} nodes");
        for node in &nodes {
            assert_eq!(try_at(node, "", ANNA, PASSWORD), 429, "{count} nodes");
        }
        assert_eq!(mail.asked(), 5, "{count} nodes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_on_any_node_gives_its_try_back_to_all() {
    let mail = Counting::start().await;
    let nodes = nodes(3, &postgres::shared().database(), &mail, &[("LOGIN__TRIES_PER_ADDRESS", "2")]);
    assert_eq!(try_at(&nodes[0], "", ANNA, "x"), 401);
    for turn in 0..9 {
        assert_eq!(try_at(&nodes[turn % 3], "", ANNA, PASSWORD), 303, "{turn}: who signs in pays nothing");
    }
    assert_eq!([1, 2, 0].map(|node| try_at(&nodes[node], "", ANNA, "x")), [401, 429, 429]);
    assert_eq!(mail.asked(), 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_gets_in_on_each_node_from_a_browser_used_before_while_strangers_guess() {
    let mail = Counting::start().await;
    let nodes = nodes(3, &postgres::shared().database(), &mail, &[("LOGIN__TRIES_PER_ADDRESS", "2")]);
    let known = nodes[0].try_login(ANNA, PASSWORD).cookie("device").unwrap_or_default();
    assert_eq!([0, 1, 2].map(|node| try_at(&nodes[node], "", ANNA, "x")), [401, 401, 429]);
    for node in &nodes {
        assert_eq!((try_at(node, "", ANNA, PASSWORD), try_at(node, &known, ANNA, PASSWORD)), (429, 303));
    }
    let own = [0, 1, 2].map(|node| try_at(&nodes[node], &known, ANNA, "x"));
    assert_eq!(own, [401, 401, 429], "a browser has tries of its own, on all nodes together");
    let told = nodes[1].get("/login/help?address=anna%40example.org", "").text();
    assert!(told.contains("To keep others from guessing"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_pays_on_all_nodes_for_what_it_asks_of_any() {
    let mail = Counting::start().await;
    let nodes = nodes(3, &postgres::shared().database(), &mail, &[("LOGIN__TRIES_PER_CLIENT", "3")]);
    let from = |node: usize, network: &str, name: &str, password: &str| {
        nodes[node].browser_from(network).sign_in(&format!("{name}@example.org"), password).status
    };
    let guessed = [(0, "a"), (1, "b"), (2, "c"), (0, "d"), (1, "e"), (2, "f")];
    let guessed = guessed.map(|(node, name)| from(node, "192.0.2.1", name, "x"));
    assert_eq!(guessed, [401, 401, 401, 429, 429, 429]);
    for node in 0..3 {
        assert_eq!(from(node, "192.0.2.2", "anna", PASSWORD), 303, "another network has not paid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_costs_nothing_while_the_database_stands_still_and_the_page_says_so() {
    let (mail, mut postgres) = (Counting::start().await, Postgres::start());
    let database = postgres.database();
    let nodes = nodes(2, &database, &mail, &[("LOGIN__TRIES_PER_ADDRESS", "1")]);
    postgres.go_away();
    for node in &nodes {
        let answer = node.try_login(ANNA, PASSWORD);
        assert_eq!((answer.status, answer.header("retry-after")), (503, "30"), "{}", answer.text());
        assert_eq!(node.get("/login/help?address=anna%40example.org", "").status, 200, "the help opens all the same");
    }
    assert_eq!(mail.asked(), 0, "nobody is asked whose answer could not be counted");
    postgres.come_back();
    let began = Instant::now();
    // Connections that were cut are found out one by one.
    while nodes.iter().any(|node| node.get("/readyz", "").status != 200) {
        assert!(began.elapsed() < Duration::from_secs(30), "the database is back");
    }
    assert_eq!([0, 1].map(|node| try_at(&nodes[node], "", ANNA, "x")), [401, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_does_not_know_whose_tries_they_are() {
    let (mail, postgres) = (Counting::start().await, Postgres::start());
    let database = postgres.database();
    let nodes = nodes(1, &database, &mail, &[]);
    assert_eq!(nodes[0].browser_from("192.0.2.77").sign_in(ANNA, "x").status, 401);
    let rows = Database::at(&database);
    assert_eq!(rows.count("SELECT COUNT(*) FROM failed_try"), 2, "the mailbox's and the network's");
    let clear = "SELECT COUNT(*) FROM failed_try WHERE octet_length(key) <> 32 \
                 OR POSITION('anna'::bytea IN key) > 0 OR POSITION('192.0.2.77'::bytea IN key) > 0";
    assert_eq!(rows.count(clear), 0);
}
