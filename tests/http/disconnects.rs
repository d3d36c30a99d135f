//! Who leaves before the mail server has spoken.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

use support::host::Host;
use support::launcher::{Launcher, Log};
use support::wait::until;

const PATIENCE: Option<Duration> = Some(Duration::from_secs(10));

#[test]
fn a_wrong_password_is_logged_though_the_browser_has_left() {
    let mail = TcpListener::bind("127.0.0.1:0").unwrap();
    let imap_port = mail.local_addr().unwrap().port();
    let host = Host { imap_port, pop3_port: 110, password: String::new(), prefix: "", delimiter: '/' };
    let log = Log::default();
    let app = Launcher::before(host).overheard(&log).start();

    let (form, origin) = ("address=anna%40example.org&password=x", app.origin());
    let host = origin.trim_start_matches("http://");
    let mut browser = TcpStream::connect(host).unwrap();
    browser.set_read_timeout(PATIENCE).unwrap();
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    );
    browser.write_all(head.as_bytes()).unwrap();

    let (mut line, _) = mail.accept().unwrap();
    line.set_read_timeout(PATIENCE).unwrap();
    line.write_all(b"* OK [CAPABILITY IMAP4rev1] hi\r\n").unwrap();
    let mut login = String::new();
    BufReader::new(&line).read_line(&mut login).unwrap();
    browser.shutdown(Shutdown::Write).unwrap();
    assert_eq!(browser.read_to_end(&mut Vec::new()).unwrap(), 0, "nothing is answered to who has left");

    let tag = login.split(' ').next().unwrap();
    line.write_all(format!("{tag} NO [AUTHENTICATIONFAILED] no\r\n").as_bytes()).unwrap();
    until("the refusal is logged", || log.text().contains("sign-in refused kind=wrong-password"));
}
