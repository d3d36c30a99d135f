//! What no server can be told, because no string of IMAP holds it: asked for, it is simply not there.

use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::launcher::TestApp;

#[test]
fn a_search_for_what_no_server_can_be_asked_finds_nothing() {
    let dovecot = Dovecot::start(Options::default());
    for folder in ["INBOX", "Spam", "Trash"] {
        dovecot.deliver(ANNA, folder, "From: b@example.net\r\nSubject: Alpha\r\n\r\nHello\r\n");
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for list in ["inbox", "spam", "trash"] {
        for query in ["q=%00", "q=Alpha+%00", "q=%00&sort=size", "q=Al%00pha&sort=score", "q=%00&page=2"] {
            let page = anna.get(&format!("/{list}?{query}"));
            assert_eq!(page.status, 200, "/{list}?{query}: {}", page.text());
            assert!(
                page.uids().is_empty() && page.text().contains("No sender or subject in "),
                "{query}: {}",
                page.text()
            );
        }
        assert_eq!(anna.page(&format!("/{list}?q=Alpha")).uids().len(), 1, "the connection is as good as before");
    }
}

#[test]
fn no_octet_in_an_address_of_a_page_or_in_a_form_is_a_failure_of_ours() {
    let dovecot = Dovecot::start(Options::default());
    let uid = dovecot.deliver(ANNA, "Spam", "From: b@example.net\r\nSubject: Alpha\r\n\r\nHello\r\n");
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let uid_validity = anna.page("/spam").hidden("uid_validity");
    let message = format!("/spam/{uid_validity}-{uid}");
    for odd in ["%00", "%0d%0a", "%ff", "%7f", "%C2%80", "%E2%80%AE"] {
        for path in [
            format!("/{odd}"),
            format!("/spam{odd}"),
            format!("/spam/{odd}"),
            format!("/spam?page={odd}&sort={odd}&q=a"),
            format!("/spam?q={odd}"),
            format!("/spam/{uid_validity}-{uid}{odd}"),
            format!("{message}?q={odd}&page={odd}"),
            format!("{message}?q=Alpha{odd}&sort=subject"),
            format!("{message}/part/{odd}"),
            format!("{message}/part/1{odd}"),
            format!("{message}/raw?{odd}"),
            format!("/help/{odd}"),
            format!("/help?q={odd}&tag={odd}"),
            format!("/setup?address=anna{odd}@example.org"),
            format!("/setup/{odd}"),
            format!("/login?next=/{odd}&address={odd}"),
            format!("/static/{odd}/{odd}"),
        ] {
            let status = app.browser().get(&path).status;
            assert!(status < 500, "a stranger at {path}: {status}");
            let status = anna.get(&path).status;
            assert!(status < 500, "{path}: {status}");
        }
    }
    for odd in ["\0", "\r\n", "\u{7f}", "\u{80}", "\u{202e}"] {
        for (path, fields) in [
            ("/spam/rescue", vec![("uid_validity", odd), ("uid", odd)]),
            ("/spam/rescue", vec![("uid_validity", &*uid_validity), ("uid", odd), ("next", odd)]),
            ("/spam/empty", vec![("uid_validity", &*uid_validity), ("last_uid", odd), ("count", odd)]),
            ("/help/pop-and-imap/vote", vec![("useful", odd)]),
        ] {
            let status = anna.post(path, &fields).status;
            assert!(status < 500, "{path} {fields:?}: {status}");
        }
        let address = format!("an{odd}na@example.org");
        for (address, password) in [(&*address, "x"), (ANNA, odd)] {
            let form = [("address", address), ("password", password), ("next", odd)];
            let status = app.browser().post("/login", &form).status;
            assert!(status < 500, "{address:?} {password:?}: {status}");
        }
    }
    assert_eq!(anna.page("/spam").uids(), [uid], "nothing was done");
}
