//! The sign-in doctor: every situation has its sentence, its next step and its article, and none tells whether a mailbox exists.

use reqwest::Method;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};
use support::answer::Answer;
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, PASSWORD, closed_port};
use support::launcher::TestApp;
use support::scripted_server::ScriptServer;

/// Two domains, and tries enough for a long table.
const DOMAINS: [(&str, &str); 3] = [
    ("SERVER__0__DOMAINS", "[\"example.org\", \"post.example.net\"]"),
    ("LOGIN__TRIES_PER_ADDRESS", "1000"),
    ("LOGIN__TRIES_PER_CLIENT", "1000"),
];

/// What was typed, what is shown, whose address is offered, and the heading of the article about signing in.
struct Row(&'static str, &'static str, u16, &'static str, &'static str, &'static str);

const ROWS: [Row; 39] = [
    // The address.
    Row("anna", PASSWORD, 422, "Please type your full e-mail address", "anna@example.org", "the-address"),
    Row("anna", PASSWORD, 422, "Please type your full e-mail address", "anna@post.example.net", "the-address"),
    Row("anna@", PASSWORD, 422, "Please type your full e-mail address", "anna@example.org", "the-address"),
    Row("anna@example", PASSWORD, 422, "We do not look after mail for example", ANNA, "the-address"),
    Row("Anna L <anna@example.org>", PASSWORD, 422, "This is not an e-mail address", ANNA, "the-address"),
    Row("", PASSWORD, 422, "This is not an e-mail address", "", "the-address"),
    Row("@example.org", PASSWORD, 422, "This is not an e-mail address", "", "the-address"),
    Row("anna.example.org", PASSWORD, 422, "Please type your full e-mail address", ANNA, "the-address"),
    Row("annaexample.org", PASSWORD, 422, "Please type your full e-mail address", ANNA, "the-address"),
    Row("annaqexample.org", PASSWORD, 422, "Please type your full e-mail address", ANNA, "the-address"),
    Row("anna2example.org", PASSWORD, 422, "Please type your full e-mail address", ANNA, "the-address"),
    Row("anna(at)example.org", PASSWORD, 422, "Please type your full e-mail address", ANNA, "the-address"),
    Row("anna at example.org", PASSWORD, 422, "Please type your full e-mail address", ANNA, "the-address"),
    Row("anna@exmaple.org", PASSWORD, 422, "We do not look after mail for exmaple.org", ANNA, "the-address"),
    Row("anna@example.ogr", PASSWORD, 422, "We do not look after mail for example.ogr", ANNA, "the-address"),
    Row("anna@example.com", PASSWORD, 422, "We do not look after mail for example.com", ANNA, "the-address"),
    Row("anna@example.or", PASSWORD, 422, "We do not look after mail for example.or", ANNA, "the-address"),
    Row("anna@www.example.org", PASSWORD, 422, "We do not look after mail", ANNA, "the-address"),
    Row("anna@example.net", PASSWORD, 422, "We do not look after mail", "anna@post.example.net", "the-address"),
    Row("anna@gmail.com", PASSWORD, 422, "We do not look after mail for gmail.com", "", "the-address"),
    Row("anna@example,org", PASSWORD, 422, "This is not an e-mail address", ANNA, "the-address"),
    Row("anna@ example.org", PASSWORD, 422, "This is not an e-mail address", ANNA, "the-address"),
    Row("an na@example.org", PASSWORD, 422, "This is not an e-mail address", ANNA, "the-address"),
    Row("anna@example..org", PASSWORD, 422, "This is not an e-mail address", ANNA, "the-address"),
    Row("anna@@example.org", PASSWORD, 401, "do not match", ANNA, "the-password"),
    Row("anna.@example.org", PASSWORD, 401, "do not match", ANNA, "the-password"),
    // What stands around it is ignored.
    Row(" anna@example.org ", PASSWORD, 303, "", "", ""),
    Row("anna@example.org.", PASSWORD, 303, "", "", ""),
    Row("<anna@example.org>,", PASSWORD, 303, "", "", ""),
    Row("mailto:Anna@EXAMPLE.org", PASSWORD, 303, "", "", ""),
    // The password.
    Row(ANNA, "", 422, "The password is missing", "", "the-password"),
    Row(ANNA, "wrong", 401, "Address and password do not match", "", "the-password"),
    Row("nobody@example.org", PASSWORD, 401, "Address and password do not match", "", "the-password"),
    Row(ANNA, "SECRET WORDS", 401, "Is Caps Lock on?", "", "the-password"),
    Row(ANNA, "sECRET", 401, "look exchanged", "", "the-password"),
    Row(ANNA, " blank", 401, "begins or ends with a blank", "", "the-password"),
    Row(ANNA, "hid\u{200b}den", 401, "a sign that cannot be seen", "", "the-password"),
    Row(ANNA, "пароль", 401, "letters of another alphabet", "", "the-password"),
    Row(ANNA, ANNA, 401, "you typed your address", "", "the-password"),
];

/// Tells whether a page leads to a heading of the article about signing in, for whatever address.
fn leads(answer: &Answer, heading: &str) -> bool {
    let part = format!("#{heading}");
    answer.links().iter().any(|link| link.starts_with("/help/cannot-sign-in") && link.ends_with(&part))
}

#[test]
fn whatever_was_typed_is_answered_with_what_is_wrong_and_the_article_about_it() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::with(&dovecot, &DOMAINS);
    for Row(address, password, status, sentence, meant, heading) in ROWS {
        let answer = app.browser().sign_in(address, password);
        assert_eq!(answer.status, status, "{address:?} {password:?}: {}", answer.text());
        if status == 303 {
            continue;
        }
        assert!(answer.text().contains(sentence), "{address:?} {password:?}: {}", answer.text());
        assert!(leads(&answer, heading), "{address:?} {password:?}: {:?}", answer.links());
        assert_eq!(answer.body.contains("Did you mean"), !meant.is_empty(), "{address:?}: {}", answer.text());
        let offered = format!("/login?address={}", meant.replace('@', "%40"));
        let links: Vec<_> = answer.links().iter().map(|link| link.replace("&#38;", "&")).collect();
        assert!(meant.is_empty() || links.contains(&offered), "{address:?}: {links:?}");
        assert!(answer.body.contains("href=\"/login/help"), "{address:?}");
    }
}

#[test]
fn whatever_the_mail_server_says_is_told_in_words_of_our_own_and_in_its_own() {
    const GREETED: &str = "S: * OK [CAPABILITY IMAP4rev1] hi\nC: {tag} LOGIN {*}\n";
    let says = |answer: &str| vec![format!("{GREETED}S: {{tag}} {answer}\n")];
    for (script, status, sentence, words, heading) in [
        (
            says("NO [EXPIRED] Change it at once"),
            403,
            "Your password has expired",
            "Change it at once",
            "the-mail-server-refused",
        ),
        (
            says("NO [AUTHORIZATIONFAILED] not by IMAP"),
            403,
            "has locked this account",
            "not by IMAP",
            "the-mail-server-refused",
        ),
        (
            says("NO [CONTACTADMIN] Account disabled"),
            403,
            "has locked this account",
            "Account disabled",
            "the-mail-server-refused",
        ),
        (
            says("NO [CONTACTADMIN] Ring 12345"),
            403,
            "wants you to call your provider",
            "Ring 12345",
            "the-mail-server-refused",
        ),
        (
            says("NO [PRIVACYREQUIRED] Use TLS"),
            403,
            "wants a better protected connection",
            "Use TLS",
            "the-mail-server-refused",
        ),
        (
            says("NO [ALERT] Sign in at our site first"),
            403,
            "does not let you in",
            "Sign in at our site first",
            "the-mail-server-refused",
        ),
        (says("BAD what?"), 403, "does not let you in", "", "the-mail-server-refused"),
        (
            says("NO Maximum number of connections from user+IP exceeded"),
            503,
            "Too many connections to your mailbox",
            "",
            "too-many-connections",
        ),
        (says("NO [LIMIT] slow down"), 503, "Too many connections to your mailbox", "", "too-many-connections"),
        (says("NO [UNAVAILABLE] later"), 503, "The mail server is busy", "", "the-mail-server-is-away"),
        (says("NO [INUSE] another program"), 503, "The mail server is busy", "", "the-mail-server-is-away"),
        (says("NO [AUTHENTICATIONFAILED] There is no such user"), 401, "do not match", "", "the-password"),
        (
            vec!["S: * BYE restarting\nS! close\n".to_owned()],
            502,
            "The mail server does not answer",
            "",
            "the-mail-server-is-away",
        ),
        (
            vec!["S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\n".to_owned()],
            502,
            "no safe way to the mail server",
            "",
            "the-mail-server-is-away",
        ),
    ] {
        let server = ScriptServer::play(&script);
        let app = TestApp::start(server.port());
        let answer = app.browser().sign_in(ANNA, PASSWORD);
        let text = answer.text();
        assert_eq!(answer.status, status, "{script:?}: {text}");
        assert!(text.contains(sentence) && leads(&answer, heading), "{script:?}: {text}");
        assert_eq!(text.contains("The mail server says"), !words.is_empty(), "{script:?}: {text}");
        assert!(text.contains(words) && !text.contains("no such user"), "{script:?}: {text}");
    }
}

#[test]
fn a_real_server_that_counts_too_many_connections_is_told_from_a_wrong_password() {
    let dovecot = Dovecot::start(Options {
        extra: "mail_max_userip_connections = 1\nprotocol imap {\n  mail_max_userip_connections = 1\n}\n".to_owned(),
        ..Options::default()
    });
    let mut program = TcpStream::connect(("127.0.0.1", dovecot.imap_port())).unwrap();
    writeln!(program, "a LOGIN {ANNA} \"{PASSWORD}\"\r").unwrap();
    let app = TestApp::start(&dovecot);
    let began = Instant::now();
    loop {
        let answer = app.browser().sign_in(ANNA, PASSWORD);
        if answer.status == 503 {
            assert!(answer.text().contains("Too many connections to your mailbox"), "{}", answer.text());
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "{}: {}", answer.status, answer.text());
    }
    drop(program);
}

#[test]
fn a_server_that_is_away_is_away_since_a_time_and_the_doctor_asks_it_again() {
    let mut dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    assert!(browser.page("/login/help").text().contains("Your mail server answers"));
    dovecot.stop_now();
    let answer = browser.sign_in(ANNA, PASSWORD);
    assert!(answer.status == 502 && answer.text().contains("has not answered since"), "{}", answer.text());
    let doctor = browser.page(&format!("/login/help?address={ANNA}"));
    assert!(doctor.text().contains("has not answered since"), "{}", doctor.text());
    assert!(leads(&doctor, "the-mail-server-is-away"));
    dovecot.restart();
    let began = Instant::now();
    while !browser.page("/login/help").text().contains("Your mail server answers") {
        assert!(began.elapsed() < Duration::from_secs(30), "the doctor asks no more than every five seconds, but then");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn the_doctor_looks_at_an_address_without_a_password_and_says_the_same_of_any() {
    let dovecot = Dovecot::start(Options::default());
    let more: Vec<_> = DOMAINS.into_iter().filter(|(name, _)| !name.contains("PER_ADDRESS")).collect();
    let app = TestApp::with(&dovecot, &[&more[..], &[("LOGIN__TRIES_PER_ADDRESS", "1")]].concat());
    let browser = app.browser();
    let [anna, nobody] = [ANNA, "nobody@example.org"].map(|address| {
        browser.page(&format!("/login/help?address={address}")).body.replace(address.split('@').next().unwrap(), "X")
    });
    let without_clock =
        |page: &str| page.lines().filter(|line| !line.contains("data-now")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(without_clock(&anna), without_clock(&nobody));
    assert!(anna.contains("You can try at once") || anna.contains("you can try at once"), "{anna}");
    let slip = browser.page("/login/help?address=anna@exmaple.org");
    assert!(slip.text().contains("We do not look after mail for exmaple.org"), "{}", slip.text());
    assert!(slip.links_to("/login/help?address=anna%40example.org"), "{:?}", slip.links());
    for odd in ["anna", "%00", "a%0d%0ab@example.org", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", &"a".repeat(5000)] {
        let page = browser.get(&format!("/login/help?address={odd}"));
        assert!(page.status == 200 && !page.body.contains("<script>alert"), "{odd}: {}", page.status);
    }
    assert_eq!(browser.sign_in(ANNA, "wrong").status, 401);
    let text = browser.page(&format!("/login/help?address={ANNA}")).text();
    assert!(text.contains("please wait 1 minute"), "{text}");
    assert_eq!(browser.page("/login/help").status, 200);
}

#[test]
fn a_browser_without_cookies_is_told_so_and_one_with_them_is_not() {
    let app = TestApp::start(closed_port());
    for path in ["/login", "/login/help"] {
        let (keeps, refuses) = (app.browser(), app.stranger());
        for browser in [&keeps, &refuses] {
            let page = browser.page(path);
            assert!(page.links_to("/login/cookies.css") && page.body.contains("cookies-off"), "{}", page.body);
        }
        let shown = |style: String| style.contains(".cookies-off{display:flex}");
        assert!(!shown(keeps.page("/login/cookies.css").body), "{path}: its cookie has come back");
        let style = refuses.page("/login/cookies.css");
        assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
        assert!(shown(style.body), "{path}: no cookie came");
    }
}

#[test]
fn a_session_that_has_ended_is_told_of_and_a_first_visit_is_not() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let sid = format!("sid={}", "A".repeat(43));
    let ended = app.get("/login?next=%2Fspam", &sid);
    assert!(ended.text().contains("You were signed out. That happens after 60 minutes"), "{}", ended.text());
    assert!(leads(&ended, "you-were-signed-out"));
    assert!(!app.browser().page("/login").text().contains("You were signed out"));
    anna.post("/logout", &[]);
    assert!(!anna.page("/login").text().contains("That happens after"), "who signs out knows why");
}

#[test]
fn no_such_mailbox_and_a_wrong_password_take_the_same_time() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::with(&dovecot, &DOMAINS);
    let browser = app.browser();
    let timed = |address: &str| {
        let began = Instant::now();
        assert_eq!(browser.sign_in(address, "wrong").status, 401);
        began.elapsed().as_secs_f64() * 1000.0
    };
    timed(ANNA);
    let (mut wrong, mut nobody): (Vec<f64>, Vec<f64>) =
        (0..20).map(|n| (timed(ANNA), timed(&format!("nobody{n}@example.org")))).unzip();
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        (times[times.len() / 4], times[times.len() / 2], times[times.len() * 3 / 4])
    };
    let (wrong, nobody) = (median(&mut wrong), median(&mut nobody));
    assert!((wrong.1 - nobody.1).abs() < wrong.1 / 5.0, "wrong password: {wrong:?} ms, no such mailbox: {nobody:?} ms");
    // What a network adds is thousands of times more than what could be told apart here.
    report(&format!("wrong password: {wrong:.2?} ms, no such mailbox: {nobody:.2?} ms (quartiles of 20 each)"));
}

#[expect(clippy::print_stdout, reason = "a figure that somebody wants to see")]
fn report(line: &str) {
    println!("{line}");
}

#[test]
fn an_owner_gets_in_from_a_known_browser_whoever_guesses_from_wherever_on_two_nodes() {
    let dovecot = Dovecot::start(Options::default());
    let proxies = ("WEB__TRUSTED_PROXIES", "[\"127.0.0.0/8\"]");
    let slow = ("LOGIN__REFILL_SECONDS", "3600");
    let first = TestApp::with(&dovecot, &[proxies, slow]);
    let second = TestApp::with(&dovecot, &[proxies, slow, ("STORE__URL", first.database())]);
    let home = "198.51.100.7";
    let signed_in = first.browser_from(home).sign_in(ANNA, PASSWORD);
    assert_eq!(signed_in.status, 303);
    let known = signed_in.cookie("device").unwrap();
    let nodes = [first.stranger(), second.stranger()];
    let guess = |number: usize, client: &str, address: &str| {
        let at = number % nodes.len();
        let (node, origin) = (&nodes[at], [&first, &second][at].origin());
        let headers = [("origin", origin.as_str()), ("x-forwarded-for", client)];
        node.send(Method::POST, "/login", &headers, &[("address", address), ("password", "guess")]).status
    };
    // Each refusal takes Dovecot half a second: eight guess at once.
    let tally = |guess: &(dyn Fn(usize) -> u16 + Sync)| {
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let guessers: Vec<_> = (0..8)
                .map(|first| scope.spawn(move || (first..1000).step_by(8).map(guess).collect::<Vec<_>>()))
                .collect();
            guessers.into_iter().flat_map(|guesser| guesser.join().unwrap()).collect()
        });
        let count = |wanted: u16| statuses.iter().filter(|status| **status == wanted).count();
        (count(401), count(429))
    };
    // All of them from where the owner is: an office, or a café.
    let many_addresses = tally(&|n| guess(n / 8, home, &format!("user{n}@example.org")));
    let many_clients = tally(&|n| guess(n / 8, &format!("203.0.{}.{}", 113 + n / 250, n % 250 + 1), ANNA));
    assert_eq!(many_addresses.0 + many_addresses.1, 1000);
    assert_eq!(many_clients.0 + many_clients.1, 1000);
    assert!(many_addresses.0 <= 2 * 40, "the network's tries on each node: {many_addresses:?}");
    assert!(many_clients.0 <= 2 * 8, "the mailbox's tries on each node: {many_clients:?}");
    for site in [&first, &second] {
        let headers = [("origin", site.origin()), ("x-forwarded-for", home.to_owned()), ("cookie", known.clone())];
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let form = [("address", ANNA), ("password", PASSWORD)];
        assert_eq!(site.stranger().send(Method::POST, "/login", &headers, &form).status, 303, "the owner gets in");
        assert_eq!(
            site.stranger().send(Method::POST, "/login", &headers[..2], &form).status,
            429,
            "a stranger does not"
        );
    }
    report(&format!(
        "1,000 addresses from one client: {} asked the mail server, {} were put off; one address from 1,000 clients: {} and {}",
        many_addresses.0, many_addresses.1, many_clients.0, many_clients.1
    ));
}
