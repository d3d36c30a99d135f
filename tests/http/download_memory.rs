//! What a download weighs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::launcher::Launcher;

/// Octets of the attachment.
const LARGE: usize = 50_000_000;
/// What Postern may gain while it passes it on, in kilobytes.
const GAIN: u64 = 2_000;

fn with_attachment(octets: &[u8]) -> Vec<u8> {
    let mut mail = format!(
        "From: b@example.net\r\nTo: {ANNA}\r\nSubject: a film\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nLook!\r\n--b\r\n\
         Content-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    .into_bytes();
    for line in octets.chunks(57) {
        mail.extend(STANDARD.encode(line).as_bytes());
        mail.extend(b"\r\n");
    }
    mail.extend(b"--b--\r\n");
    mail
}

#[tokio::test]
async fn a_large_attachment_arrives_octet_for_octet_and_is_never_held() {
    let mail = Dovecot::start(Options::default());
    let octets: Vec<u8> = (0..LARGE).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let small = mail.deliver(ANNA, "INBOX", with_attachment(&octets[..300_000]));
    let large = mail.deliver_many(ANNA, &[Delivery::new("INBOX", with_attachment(&octets))])[0];
    let postern = Launcher::before(&mail).program();
    let anna = postern.anna();
    let uid_validity = anna.page("/inbox").hidden("uid_validity");
    for path in ["part/2", "raw"] {
        anna.page(&format!("/inbox/{uid_validity}-{small}/{path}"));
    }
    for path in ["part/2", "raw"] {
        let before = postern.kilobytes("VmRSS");
        postern.forget_peak();
        let mut response = anna.open(&format!("/inbox/{uid_validity}-{large}/{path}")).await;
        assert_eq!(response.status(), 200);
        let (mut length, mut differs) = (0, None);
        while let Some(piece) = response.chunk().await.unwrap() {
            if path == "part/2" && differs.is_none() && octets.get(length..length + piece.len()) != Some(&piece[..]) {
                differs = Some(length);
            }
            length += piece.len();
        }
        assert_eq!(differs, None, "the octets behind this one are others");
        assert!(if path == "raw" { length > LARGE } else { length == LARGE }, "{path}: {length}");
        let gain = postern.kilobytes("VmHWM").saturating_sub(before);
        assert!(gain < GAIN, "{path}: {gain} kB more while {length} octets passed");
    }
    postern.end();
}
