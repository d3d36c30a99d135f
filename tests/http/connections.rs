//! Who holds connections: idle ones make room, answers that nobody reads end, slow readers stay.

use postern::serve::Limits;
use std::time::{Duration, Instant};
use support::host::closed_port;
use support::launcher::{Launcher, TestApp};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

const ASK: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
const PAGE: &[u8] = b"GET /help HTTP/1.1\r\nHost: x\r\n\r\n";
const LONG: Duration = Duration::from_secs(20);

async fn asked(stream: &mut TcpStream) -> bool {
    let mut text = [0; 256];
    stream.write_all(ASK).await.unwrap();
    let length = timeout(LONG, stream.read(&mut text)).await.unwrap().unwrap_or(0);
    text[..length].starts_with(b"HTTP/1.1 200 OK\r\n")
}

async fn is_closed(stream: &mut TcpStream) -> bool {
    // What was sent before the end may still be there to be read.
    timeout(LONG, stream.read_to_end(&mut Vec::new())).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_idle_connections_keep_nobody_out() {
    let machines = closed_port();
    let admin = format!("127.0.0.1:{machines}");
    let site = TestApp::with(closed_port(), &[("WEB__ADMIN_LISTEN", &admin)]);
    let mut held = Vec::new();
    for _ in 0..5000 {
        held.push(TcpStream::connect(site.address()).await.unwrap());
    }
    let mut late = TcpStream::connect(site.address()).await.unwrap();
    assert!(asked(&mut late).await, "the site");
    let mut watcher = TcpStream::connect(&admin).await.unwrap();
    assert!(asked(&mut watcher).await, "what machines ask");
    assert!(is_closed(&mut held[0]).await, "the first is closed first");
    assert!(asked(&mut held[4999]).await, "the last is kept");
    drop(held);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_house_closes_the_idle_and_never_those_at_work() {
    let limits = Limits { connections: 20, ..Limits::default() };
    let site = Launcher::before(closed_port()).within(limits).start();
    let mut at_work = TcpStream::connect(site.address()).await.unwrap();
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",
        site.address(),
        site.origin()
    );
    at_work.write_all(head.as_bytes()).await.unwrap();
    let mut text = [0; 256];
    let length = timeout(LONG, at_work.read(&mut text)).await.unwrap().unwrap();
    assert!(text[..length].starts_with(b"HTTP/1.1 100"), "the form is waited for");
    let mut held = Vec::new();
    for _ in 0..60 {
        let mut idle = TcpStream::connect(site.address()).await.unwrap();
        assert!(asked(&mut idle).await);
        held.push(idle);
    }
    assert!(is_closed(&mut held[0]).await);
    at_work.write_all(b"address=a").await.unwrap();
    let length = timeout(LONG, at_work.read(&mut text)).await.unwrap().unwrap();
    assert!(text[..length].starts_with(b"HTTP/1.1 422"), "{}", String::from_utf8_lossy(&text[..length]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_and_a_half_head_end() {
    let limits = Limits { head: Duration::from_millis(100), ..Limits::default() };
    let site = Launcher::before(closed_port()).within(limits).start();
    for half in [&b""[..], b"GET / HTTP/1.1\r\nHost", ASK] {
        let mut stream = TcpStream::connect(site.address()).await.unwrap();
        stream.write_all(half).await.unwrap();
        assert!(is_closed(&mut stream).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_nobody_reads_end_the_connection() {
    let limits = Limits { stall: Duration::from_millis(200), ..Limits::default() };
    let site = Launcher::before(closed_port()).within(limits).start();
    let mut stream = TcpStream::connect(site.address()).await.unwrap();
    let asking = async { while stream.write_all(PAGE).await.is_ok() {} };
    timeout(LONG, asking).await.expect("the connection is ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_gets_all_of_it() {
    let stall = Duration::from_secs(2);
    let site = Launcher::before(closed_port()).within(Limits { stall, ..Limits::default() }).start();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(8 * 1024).unwrap();
    let mut stream = socket.connect(site.address()).await.unwrap();
    let asked = 1000;
    stream.write_all(&PAGE.repeat(asked)).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let (started, mut all, mut piece) = (Instant::now(), Vec::new(), [0; 4096]);
    loop {
        match timeout(LONG, stream.read(&mut piece)).await.unwrap().expect("it goes on") {
            0 => break,
            length => all.extend_from_slice(&piece[..length]),
        }
        if started.elapsed() < stall * 2 {
            sleep(Duration::from_millis(5)).await;
        }
    }
    assert!(started.elapsed() > stall * 2, "it took longer than a stop may");
    assert!(all.ends_with(b"\r\n\r\nok\n"));
    assert_eq!(String::from_utf8_lossy(&all).matches("HTTP/1.1 200 OK").count(), asked + 1);
}
