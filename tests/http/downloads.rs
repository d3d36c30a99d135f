//! The source of a message and its attachments: octet for octet, always as files, and nothing of them runs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use support::client::Answer;
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, look};
use support::launcher::TestApp;

/// Writes a message with a text and these parts: header lines, and an encoded body.
fn mail(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut mail = format!(
        "From: b@example.net\r\nTo: {ANNA}\r\nSubject: files\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"==b\"\r\n\r\n--==b\r\nContent-Type: text/plain\r\n\r\nLook!\r\n"
    );
    for (head, body) in parts {
        mail += &format!("--==b\r\n{head}\r\n\r\n{body}\r\n");
    }
    (mail + "--==b--\r\n").into_bytes()
}

fn base64(octets: &[u8]) -> String {
    octets.chunks(57).map(|line| STANDARD.encode(line) + "\r\n").collect()
}

/// Two connections have Spam open; one shows the list, and the other, which has not heard of the news, is asked for the message.
#[test]
fn mail_that_came_a_moment_ago_opens_on_whichever_connection_is_asked() {
    let dovecot = Dovecot::start(Options::default());
    let file = ("Content-Type: application/x-thing; name=f\r\nContent-Transfer-Encoding: base64", "aGVsbG8=");
    let long = base64(&vec![7; 8_000_000]);
    dovecot.deliver(ANNA, "Spam", mail(&[(file.0, long.as_str())]));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    let held = anna.hold(&format!("/spam/{uid_validity}-1/raw"));
    anna.page("/spam");
    anna.take_rest(held);
    for round in 0..3 {
        for (at, below) in ["", "/raw", "/part/2"].into_iter().enumerate() {
            let uid = dovecot.deliver(ANNA, "Spam", mail(&[file]));
            assert_eq!(anna.page("/spam").uids()[0], uid);
            let answer = anna.get(&format!("/spam/{uid_validity}-{uid}{below}"));
            assert_eq!(answer.status, 200, "round {round}, {at} {below}: {}", answer.text());
        }
    }
}

/// Holds a running site and the address of the one message in Spam.
struct Fixture {
    app: TestApp,
    dovecot: Dovecot,
    uid_validity: String,
}

fn fixture(mail: &[u8]) -> Fixture {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver(ANNA, "Spam", mail);
    let app = TestApp::start(&dovecot);
    let uid_validity = app.anna().page("/spam").hidden("uid_validity");
    Fixture { app, dovecot, uid_validity }
}

impl Fixture {
    fn get(&self, below: &str) -> Answer {
        self.app.anna().get(&format!("/spam/{}-1{below}", self.uid_validity))
    }
}

fn nothing_in_it_can_run(answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1);
}

#[test]
fn every_encoding_arrives_as_it_was_before_it_was_encoded() {
    let octets: Vec<u8> = (0..5000u32).map(|n| (n * n % 251) as u8).collect();
    let fixture = fixture(&mail(&[
        ("Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64", &base64(&octets)),
        ("Content-Type: text/x-odd; name=b.txt\r\nContent-Transfer-Encoding: quoted-printable", "a=3Db=\r\nc =C3=BC"),
        ("Content-Type: application/x-thing; name=c\r\nContent-Transfer-Encoding: 7bit", "as it is = 3D"),
        ("Content-Type: application/x-empty; name=empty.bin", ""),
    ]));
    let page = fixture.get("");
    for section in ["2", "3", "4", "5"] {
        assert!(page.links_to(&format!("/spam/{}-1/part/{section}", fixture.uid_validity)), "{section}: {}", page.body);
    }
    let pdf = fixture.get("/part/2");
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    assert_eq!(pdf.header("content-disposition"), "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf");
    assert_eq!(pdf.octets, octets);
    assert_eq!(fixture.get("/part/3").octets, "a=bc \u{fc}".as_bytes());
    assert_eq!(fixture.get("/part/4").octets, b"as it is = 3D");
    let empty = fixture.get("/part/5");
    assert_eq!((empty.status, empty.octets.len()), (200, 0));
    for section in ["2", "3", "4", "5"] {
        nothing_in_it_can_run(&fixture.get(&format!("/part/{section}")));
    }
}

#[test]
fn the_source_is_what_was_delivered_and_looking_at_it_changes_nothing() {
    let mail = mail(&[("Content-Type: text/html; name=x.html", "<script>alert(1)</script>\r\n\u{fc}")]);
    let fixture = fixture(&mail);
    let before = look(&fixture.dovecot, "Spam");
    let source = fixture.get("/raw");
    assert_eq!((source.status, source.header("content-type")), (200, "text/plain"));
    assert!(source.header("content-disposition").starts_with("inline;"));
    assert_eq!(source.octets, mail);
    nothing_in_it_can_run(&source);
    assert!(fixture.get("").links_to(&format!("/spam/{}-1/raw", fixture.uid_validity)));
    fixture.get("/part/2");
    assert_eq!(look(&fixture.dovecot, "Spam"), before);
}

#[test]
fn an_attachment_is_a_file_whatever_the_sender_calls_it() {
    let hostile = "Content-Type: text/html; charset=\"utf-8\r\n\tx\"; name=\"a\\\"; b.html\"\r\n\
                   Content-Disposition: inline; filename*=utf-8''%0d%0aSet-Cookie%3A%20x%3D1%E2%80%AEfdp.exe";
    let long = format!("Content-Type: image/svg+xml; name=\"{}.svg\"", "x".repeat(900));
    let fixture = fixture(&mail(&[
        (hostile, "<script>alert(1)</script>"),
        (&long, "<svg onload=alert(1)>"),
        ("Content-Type: application/octet-stream; name=\"../../etc/passwd\"", "root"),
    ]));
    for section in ["2", "3", "4"] {
        let answer = fixture.get(&format!("/part/{section}"));
        assert_eq!(answer.status, 200, "{section}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        let name = answer.header("content-disposition");
        assert!(name.starts_with("attachment; filename=\"") && name.len() < 600, "{name}");
        assert!(!name.contains('/') && !name.contains("%E2%80%AE"), "{name}");
        assert!(answer.headers.get("set-cookie").is_none_or(|cookie| !cookie.to_str().unwrap().contains("x=1")));
        nothing_in_it_can_run(&answer);
    }
}

#[test]
fn what_is_not_there_is_not_found_and_strangers_are_sent_to_sign_in() {
    let fixture = fixture(&mail(&[]));
    for below in ["/part/9", "/part/1.7", "/part/x", "/part/1.HEADER", "/part/1]", "/part/0", "/part/", "/part/1..2"] {
        assert_eq!(fixture.get(below).status, 404, "{below}");
    }
    let anna = fixture.app.anna();
    assert_eq!(anna.get(&format!("/spam/{}-77/raw", fixture.uid_validity)).status, 404);
    assert_eq!(anna.get("/spam/1-1/raw").status, 409);
    assert_eq!(anna.get("/spam/1-1/part/2").status, 409);
    let stranger = fixture.app.browser().get(&format!("/spam/{}-1/raw", fixture.uid_validity));
    assert_eq!(stranger.status, 303);
    assert!(stranger.location().starts_with("/login?next=%2Fspam%2F"), "{}", stranger.location());
}

#[test]
fn the_files_of_the_original_inside_a_wrapper_can_be_saved() {
    let inner = String::from_utf8(mail(&[("Content-Type: text/csv; name=list.csv", "a,b")])).unwrap();
    let wrapper = format!(
        "From: f@example.net\r\nSubject: [SPAM] files\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=w\r\n\r\n\
         --w\r\nContent-Type: text/plain\r\n\r\nreport\r\n--w\r\n\
         Content-Type: message/rfc822; x-spam-type=original\r\n\r\n{inner}\r\n--w--\r\n"
    );
    let fixture = fixture(wrapper.as_bytes());
    let href = format!("/spam/{}-1/part/2.2", fixture.uid_validity);
    assert!(fixture.get("").links_to(&href), "{}", fixture.get("").body);
    assert_eq!(fixture.get("/part/2.2").octets, b"a,b");
}

#[test]
fn a_browser_that_leaves_halfway_does_not_harm_the_next_page() {
    let octets = vec![b'x'; 8_000_000];
    let fixture =
        fixture(&mail(&[("Content-Type: a/b; name=big\r\nContent-Transfer-Encoding: base64", &base64(&octets))]));
    let anna = fixture.app.anna();
    for _ in 0..3 {
        anna.leave_early(&format!("/spam/{}-1/part/2", fixture.uid_validity));
        anna.page("/spam");
    }
    deliver(&fixture.dovecot, "Spam", &["later"]);
    assert_eq!(anna.page("/spam").uids(), [2, 1]);
    assert_eq!(fixture.get("/part/2").octets, octets);
}
