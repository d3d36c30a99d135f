//! The private Dovecot does what the other tests rely on, and so do the POP3 client and the fixtures.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use support::dovecot::{Delivery, Dovecot, Namespace, Options, RawImap, Tls};
use support::fixtures;
use support::pop3::Pop3;

const ANNA: &str = "anna@example.org";

/// Lists the live processes that have to do with a directory.
fn processes(dir: &str) -> Vec<String> {
    let of = |path: std::path::PathBuf| {
        let stat = fs::read_to_string(path.join("stat")).ok()?;
        let command = String::from_utf8_lossy(&fs::read(path.join("cmdline")).ok()?).into_owned();
        let place = fs::read_link(path.join("cwd")).map(|place| place.display().to_string()).unwrap_or_default();
        (!stat.contains(") Z ") && (command.contains(dir) || place.contains(dir))).then_some(command)
    };
    fs::read_dir("/proc").expect("there is /proc").flatten().filter_map(|entry| of(entry.path())).collect()
}

#[test]
fn a_server_leaves_no_process_and_no_directory() {
    let server = Dovecot::start(Options::default());
    let maildir = server.maildir(ANNA);
    let dir = maildir.ancestors().nth(3).expect("the server has a directory");
    let name = dir.display().to_string();
    let mut imap = server.imap(ANNA);
    assert!(imap.command("SELECT INBOX").expect("SELECT is answered").ok());
    assert!(processes(&name).len() > 2);
    drop(server);
    assert!(!dir.exists());
    assert_eq!(processes(&name), Vec::<String>::new());
}

#[test]
fn mail_delivered_into_spam_is_seen_over_imap_and_pop_sees_the_inbox_only() {
    let server = Dovecot::start(Options::default());
    assert_eq!(server.deliver(ANNA, "Spam", "Subject: one\r\n\r\n"), 1);
    server.deliver(ANNA, "INBOX", "Subject: two\r\n\r\n.dot\r\n");
    server.deliver_file(ANNA, "INBOX", b"Subject: three\r\n\r\nnul \0 and \r alone\r\n");
    let mut imap = server.imap(ANNA);
    assert!(imap.command("EXAMINE Spam").expect("EXAMINE is answered").text().contains("1 EXISTS"));
    let mut pop = Pop3::login(server.pop3_port(), ANNA, "correct horse").expect("POP3 lets Anna in");
    assert_eq!(pop.stat().expect("STAT is answered").0, 2);
    assert_eq!(pop.uidl().expect("UIDL is answered").len(), 2);
    assert_eq!(pop.retr(1).expect("RETR is answered"), b"Subject: two\r\n\r\n.dot\r\n");
    pop.dele(1).expect("DELE is answered");
    pop.quit().expect("QUIT is answered");
    assert_eq!((server.count_files(ANNA, "INBOX"), server.count_files(ANNA, "Spam")), (1, 1));
}

#[test]
fn a_delivery_keeps_flags_keywords_date_and_a_name_with_umlauts() {
    let server = Dovecot::start(Options::default());
    let bill = Delivery {
        flags: vec!["\\Seen".to_owned(), "$NotJunk".to_owned()],
        internal_date: Some("2026-03-01T10:00:00Z".parse().expect("this is a moment")),
        ..Delivery::new("Müller & Söhne", "Subject: bill\r\n\r\nbody\r\n")
    };
    assert_eq!(server.deliver_many(ANNA, &[bill.clone(), bill]), [1, 2]);
    let mut imap = server.imap(ANNA);
    assert!(imap.command("EXAMINE \"M&APw-ller &- S&APY-hne\"").expect("EXAMINE is answered").ok());
    let text = imap.command("FETCH 2 (FLAGS INTERNALDATE BODY.PEEK[])").expect("FETCH is answered").text();
    for part in ["\\Seen", "$NotJunk", "01-Mar-2026 10:00:00 +0000", "Subject: bill\r\n\r\nbody\r\n"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn hidden_capabilities_are_announced_neither_before_nor_after_sign_in() {
    let hidden = ["MOVE", "UIDPLUS", "QUOTA", "LITERAL+", "SPECIAL-USE", "STATUS=SIZE", "LIST-STATUS"];
    let quota_bytes = Some(1 << 20);
    let server = Dovecot::start(Options { hide_capabilities: hidden.into(), quota_bytes, ..Options::default() });
    let mut imap = RawImap::connect("127.0.0.1", server.imap_port()).expect("the server answers");
    let before = imap.command("CAPABILITY").expect("CAPABILITY is answered").text();
    let signed_in = imap.login(ANNA, "correct horse").expect("the sign-in is answered").text();
    let after = imap.command("CAPABILITY").expect("CAPABILITY is answered").text();
    for text in [&imap.greeting, &before, &signed_in, &after] {
        for name in hidden {
            assert!(!text.split([' ', ']', '\n']).any(|word| word == name), "{name} in {text}");
        }
    }
    assert!(after.contains("ESEARCH"), "{after}");
}

#[test]
fn a_server_can_be_one_without_special_use_and_with_an_inbox_prefix() {
    let namespace = Namespace::InboxPrefixDot;
    let server = Dovecot::start(Options { special_use: false, namespace, ..Options::default() });
    server.deliver(ANNA, "Spam", "Subject: one\r\n\r\n");
    let mut imap = server.imap(ANNA);
    let list = imap.command("LIST \"\" *").expect("LIST is answered").text();
    assert!(list.contains("\".\" INBOX.Spam") && !list.contains("Junk"), "{list}");
    assert!(!imap.command("CAPABILITY").expect("CAPABILITY is answered").text().contains("SPECIAL-USE"));
    assert!(imap.command("EXAMINE INBOX.Spam").expect("EXAMINE is answered").text().contains("1 EXISTS"));
}

#[test]
fn any_password_works() {
    let passwords = [" a b ", "q\"uo\\te:'%u", "ümlaut €", "😀 emoji", "{PLAIN}x:y"];
    let user = |(number, password): (usize, &&str)| (format!("User{number}@example.org"), (*password).to_owned());
    let users: Vec<_> = passwords.iter().enumerate().map(user).collect();
    let server = Dovecot::start(Options { users: users.clone(), ..Options::default() });
    for (address, password) in &users {
        server.imap(&address.to_lowercase());
        let mut imap = RawImap::connect("127.0.0.1", server.imap_port()).expect("the server answers");
        let refused = imap.login(address, &format!("{password}!")).expect("the sign-in is answered");
        assert!(refused.tagged.starts_with("NO"), "{}", refused.tagged);
    }
}

#[test]
fn the_quota_shows_and_holds_and_deliveries_may_go_beyond() {
    let server = Dovecot::start(Options { quota_bytes: Some(10_240), ..Options::default() });
    server.deliver(ANNA, "Trash", vec![b'x'; 20_480]);
    let mut imap = server.imap(ANNA);
    let quota = imap.command("GETQUOTAROOT INBOX").expect("GETQUOTAROOT is answered").text();
    assert!(quota.contains("(STORAGE 20 10)"), "{quota}");
    let append = imap.command("APPEND INBOX {5+}\r\nhello").expect("APPEND is answered").text();
    assert!(append.contains("OVERQUOTA"), "{append}");
}

#[test]
fn a_restart_and_a_crash_cut_connections_and_keep_the_mail() {
    let mut server = Dovecot::start(Options::default());
    server.deliver(ANNA, "Spam", "Subject: one\r\n\r\n");
    let mut imap = server.imap(ANNA);
    server.restart();
    assert!(imap.command("NOOP").is_err());
    let mut imap = server.imap(ANNA);
    assert!(imap.command("EXAMINE Spam").expect("EXAMINE is answered").text().contains("1 EXISTS"));
    server.stop_now();
    assert!(imap.command("NOOP").is_err());
    assert!(RawImap::connect("127.0.0.1", server.imap_port()).is_err());
    server.restart();
    let mut imap = server.imap(ANNA);
    server.doveadm(&["kick", ANNA]);
    sleep(Duration::from_millis(300));
    assert!(imap.command("NOOP").is_err());
}

#[test]
fn a_certificate_opens_tls_and_passwords_without_it_can_be_refused() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("rcgen makes a certificate");
    let tls = Some(Tls { certificate: made.cert.pem(), key: made.signing_key.serialize_pem() });
    let server = Dovecot::start(Options { tls, refuse_cleartext: true, ..Options::default() });
    let remote = RawImap::connect(Dovecot::REMOTE, server.imap_port()).expect("the server answers");
    assert!(remote.greeting.contains("LOGINDISABLED") && remote.greeting.contains("STARTTLS"), "{}", remote.greeting);
    // The TLS port speaks only after a handshake.
    assert!(std::net::TcpStream::connect(("127.0.0.1", server.imaps_port())).is_ok());
    server.deliver(ANNA, "Spam", "Subject: one\r\n\r\n");
}

#[test]
fn five_thousand_messages_arrive_in_order() {
    let server = Dovecot::start(Options::default());
    let message = |number| Delivery::new("Spam", format!("Subject: {number}\r\n\r\nbody\r\n"));
    let uids = server.deliver_many(ANNA, &(0..5000).map(message).collect::<Vec<_>>());
    assert!(uids.into_iter().eq(1..=5000));
    let mut imap = server.imap(ANNA);
    assert!(imap.command("EXAMINE Spam").expect("EXAMINE is answered").text().contains("5000 EXISTS"));
}

#[test]
fn a_server_that_does_not_start_says_why() {
    let options = Options { extra: "nonsense = yes\n".to_owned(), ..Options::default() };
    let why = Dovecot::try_start(options).err().expect("Dovecot refuses the setting");
    assert!(why.contains("nonsense"), "{why}");
}

#[test]
fn the_cast_fills_the_mailbox_and_three_messages_in_spam_are_wanted() {
    let mail = fixtures::mail(jiff::Timestamp::now());
    let counts =
        ["INBOX", "Spam", "Trash", "Sent", "Drafts", "Rechnungen Müller"].map(|name| fixtures::count(&mail, name));
    assert_eq!(counts, [12, 63, 40, 4, 2, 2]);
    let texts: Vec<_> =
        mail.iter().filter(|one| one.mailbox == "Spam").map(|one| String::from_utf8_lossy(&one.raw)).collect();
    for subject in fixtures::WANTED {
        assert_eq!(
            texts.iter().filter(|text| text.contains(&format!("\r\nSubject: {subject}\r\n"))).count(),
            1,
            "{subject}"
        );
    }
    let mailboxes = fixtures::MAILBOXES.map(|(name, attribute)| (name.to_owned(), attribute)).into();
    let server = Dovecot::start(Options { quota_bytes: Some(fixtures::QUOTA_BYTES), mailboxes, ..Options::default() });
    server.deliver_many(fixtures::ADDRESS, &mail);
    let quota = server.imap(fixtures::ADDRESS).command("GETQUOTAROOT INBOX").expect("GETQUOTAROOT is answered").text();
    let used = quota.split("(STORAGE ").nth(1).and_then(|rest| rest.split(' ').next()).expect("the quota shows");
    let percent = used.parse::<u64>().expect("the quota is a number") * 1024 * 100 / fixtures::QUOTA_BYTES;
    assert!((92..=94).contains(&percent), "{quota}");
}
