//! Requests that are broken, slow or endless, and how the server stops.

use std::time::Duration;
use support::host::closed_port;
use support::launcher::TestApp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

async fn answer(stream: &mut TcpStream) -> String {
    let mut text = vec![0; 4096];
    let length = timeout(Duration::from_secs(10), stream.read(&mut text)).await.unwrap().unwrap();
    String::from_utf8_lossy(&text[..length]).into_owned()
}

#[tokio::test]
async fn a_stop_lets_a_request_finish_and_waits_for_nobody_who_sends_none() {
    let mut site = TestApp::start(closed_port());
    let mut idle = TcpStream::connect(site.address()).await.unwrap();
    let mut half = TcpStream::connect(site.address()).await.unwrap();
    half.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    assert!(answer(&mut idle).await.starts_with("HTTP/1.1 200 OK\r\n"));
    site.stop();
    assert_eq!(idle.read(&mut [0; 16]).await.unwrap_or(0), 0, "the idle connection was closed");
}

#[tokio::test]
async fn a_head_that_is_too_much_is_refused() {
    let site = TestApp::start(closed_port());
    let mut stream = TcpStream::connect(site.address()).await.unwrap();
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-Many: 1\r\n".repeat(500));
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(answer(&mut stream).await.starts_with("HTTP/1.1 431 "));
}
