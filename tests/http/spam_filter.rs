//! The spam filter's switch, before a real Pigeonhole: beside an owner's own script, which stays as it is octet for octet, and with mail
//! that is really delivered.

use std::io::Write as _;
use std::process::{Command, Stdio};
use support::client::{Answer, Browser};
use support::dovecot::{Dovecot, Options, Scripts};
use support::host::ANNA;
use support::independent_client::names;
use support::launcher::TestApp;

pub const PATH: &str = "/spam/filter";

/// Anna's own rules; its odd layout is hers.
pub const THEIRS: &str = "require [\"fileinto\",  \"mailbox\"];\n# Für die Arbeit\r\nif header :contains \"Subject\" \"work\" {\n\tfileinto :create \"Work\"; stop; }";

/// The test of filters that everybody has (https://spamassassin.apache.org/gtube/).
const GTUBE: &str = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

pub fn with_scripts(extra: &str) -> Dovecot {
    Dovecot::start(Options { sieve: true, extra: extra.to_owned(), ..Options::default() })
}

/// Starts a server where rules of the owner's own are active, and opens their scripts.
pub fn with_theirs() -> (Dovecot, Scripts) {
    let dovecot = with_scripts("");
    let mut scripts = dovecot.scripts(ANNA);
    scripts.put("theirs", THEIRS);
    scripts.activate("theirs");
    (dovecot, scripts)
}

/// Says where scripts are kept.
pub fn sieve(port: u16) -> String {
    format!("spam = {{ sieve = {{ port = {port}, security = \"plain\" }} }}\n")
}

pub fn app(dovecot: &Dovecot) -> TestApp {
    TestApp::configured(dovecot, &sieve(dovecot.sieve_port()))
}

/// Presses a button of the page.
pub fn turn(anna: &Browser, on: &str) -> Answer {
    let page = anna.page(PATH);
    press(anna, &page, on)
}

pub fn press(anna: &Browser, page: &Answer, on: &str) -> Answer {
    anna.post_as_it_is(PATH, &[("on", on), ("seal", &page.hidden("seal"))])
}

pub fn turned(anna: &Browser, on: &str) -> Answer {
    let answer = turn(anna, on);
    assert_eq!((answer.status, answer.location()), (303, PATH), "{}", answer.text());
    let page = anna.page(PATH);
    assert!(page.says(if on == "yes" { "flash-filter-on" } else { "flash-filter-off" }), "{}", page.text());
    page
}

pub fn says(anna: &Browser, words: &str) {
    let text = anna.page(PATH).text();
    assert!(text.contains(words), "{words}\n{text}");
}

pub fn letter(name: &str, fields: &str) -> Vec<u8> {
    let head =
        format!("From: Ben <ben@example.com>\r\nTo: {ANNA}\r\nSubject: {name}\r\nMessage-ID: <{name}@example.com>");
    format!("{head}\r\n{fields}\r\n{GTUBE}\r\n").into_bytes()
}

/// Returns a message as SpamAssassin marks it.
pub fn marked(name: &str) -> Vec<u8> {
    letter(name, "X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=1000.0 required=5.0 tests=GTUBE\r\n")
}

/// Returns a message that SpamAssassin itself has marked, where it is installed.
fn really_marked(name: &str) -> Vec<u8> {
    let started = Command::new("spamassassin")
        .args(["--local", "--cf=report_safe 0", "--cf=use_bayes 0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut filter) = started else { return marked(name) };
    let mut input = filter.stdin.take().unwrap();
    input.write_all(&letter(name, "Date: Thu, 05 Mar 2026 10:00:00 +0000\r\n")).unwrap();
    drop(input);
    let output = filter.wait_with_output().unwrap();
    // One without rules marks nothing.
    if String::from_utf8_lossy(&output.stdout).contains("X-Spam-Flag: YES") { output.stdout } else { marked(name) }
}

#[test]
fn on_and_off_beside_an_owners_own_rules_which_stay_as_they_are() {
    let dovecot = with_scripts("");
    let mut theirs = dovecot.scripts(ANNA);
    theirs.put("Für mich", THEIRS);
    theirs.put("old", "keep;");
    theirs.activate("Für mich");
    let app = app(&dovecot);
    let anna = app.anna();
    says(&anna, "Off. Our rules for marked mail do not run.");
    says(&anna, "Your own rules, “Für mich”, are active.");
    assert_eq!(theirs.list(), ["*Für mich", "old"], "looking changes nothing");

    dovecot.arrives(ANNA, &really_marked("off"));
    let page = turned(&anna, "yes");
    assert!(page.text().contains("On. Your mail server puts marked mail into Spam."), "{}", page.text());
    assert!(page.text().contains("“Für mich”, stay as they are"), "{}", page.text());
    assert_eq!(theirs.list(), ["Für mich", "old", "*postern"]);
    dovecot.arrives(ANNA, &really_marked("on"));
    dovecot.arrives(ANNA, &marked("on-at-work"));
    dovecot.arrives(ANNA, &letter("good", "X-Spam-Status: No, score=1.0 required=5.0 tests=none\r\n"));
    dovecot.arrives(ANNA, &letter("good-at-work", ""));
    // Twice is as once.
    turned(&anna, "yes");

    let page = turned(&anna, "no");
    assert!(page.text().contains("Off. Our rules"), "{}", page.text());
    assert_eq!(theirs.list(), ["*Für mich", "old"], "ours is gone, and hers is active again");
    assert_eq!(theirs.get("Für mich"), THEIRS.as_bytes(), "octet for octet");
    turned(&anna, "no");
    dovecot.arrives(ANNA, &marked("off-again"));
    dovecot.arrives(ANNA, &letter("work-off", ""));

    let subjects = |mailbox| names(&dovecot, mailbox);
    assert_eq!(subjects("Spam"), ["on", "on-at-work"]);
    assert_eq!(subjects("INBOX"), ["off", "good", "off-again"]);
    assert_eq!(subjects("Work"), ["good-at-work", "work-off"]);
}

#[test]
fn without_rules_of_the_owners_own_none_is_active_afterwards() {
    let dovecot = with_scripts("");
    let app = app(&dovecot);
    let anna = app.anna();
    says(&anna, "no other active rules");
    turned(&anna, "yes");
    let mut theirs = dovecot.scripts(ANNA);
    assert_eq!(theirs.list(), ["*postern"]);
    assert!(!String::from_utf8(theirs.get("postern")).unwrap().contains("include"));
    dovecot.arrives(ANNA, &marked("on"));
    turned(&anna, "no");
    assert_eq!(theirs.list(), [""; 0]);
    assert_eq!(names(&dovecot, "Spam"), ["on"]);
}

#[test]
fn a_folder_with_an_odd_name_below_inbox_is_found_by_the_script_too() {
    let mailboxes = vec![("Späm und Müll".to_owned(), Some("\\Junk"))];
    let namespace = support::dovecot::Namespace::InboxPrefixDot;
    let dovecot = Dovecot::start(Options { sieve: true, mailboxes, namespace, ..Options::default() });
    let app = app(&dovecot);
    turned(&app.anna(), "yes");
    dovecot.arrives(ANNA, &marked("on"));
    assert_eq!(names(&dovecot, "Späm und Müll"), ["on"]);
}

#[test]
fn what_other_programs_do_to_the_scripts_is_told_and_never_undone() {
    let dovecot = with_scripts("");
    let mut theirs = dovecot.scripts(ANNA);
    theirs.put("theirs", THEIRS);
    theirs.put("other", "keep;");
    theirs.activate("theirs");
    let app = app(&dovecot);
    let anna = app.anna();
    turned(&anna, "yes");

    // Another script is made active: ours does nothing, and can be switched on again beside that one, or go.
    theirs.activate("other");
    says(&anna, "Not active. Other rules were made active instead");
    turned(&anna, "yes");
    assert!(String::from_utf8(theirs.get("postern")).unwrap().contains("\"other\""));
    theirs.activate("theirs");
    turned(&anna, "no");
    assert_eq!(theirs.list(), ["other", "*theirs"], "what was made active since stays so");

    // None is made active.
    turned(&anna, "yes");
    theirs.activate("");
    says(&anna, "somebody has switched them off");
    turned(&anna, "no");
    assert_eq!(theirs.list(), ["other", "theirs"]);

    // The included one is renamed.
    theirs.activate("theirs");
    turned(&anna, "yes");
    theirs.rename("theirs", "renamed");
    says(&anna, "“theirs”, are not there any more under this name");
    turned(&anna, "no");
    assert_eq!(theirs.list(), ["other", "renamed"]);
    assert_eq!(theirs.get("renamed"), THEIRS.as_bytes());

    // Ours is edited: it is nobody's to touch.
    turned(&anna, "yes");
    let page = anna.page(PATH);
    let edited = String::from_utf8(theirs.get("postern")).unwrap() + "# mine now\r\n";
    theirs.put("postern", &edited);
    says(&anna, "Another program has changed what we wrote");
    assert!(!anna.page(PATH).body.contains("name=\"on\""), "there is no button");
    for on in ["yes", "no"] {
        let answer = press(&anna, &page, on);
        assert_eq!(answer.status, 409, "{}", answer.text());
        assert!(answer.body.contains("/help/spam-filter-on-off"), "{}", answer.text());
    }
    assert_eq!(theirs.get("postern"), edited.as_bytes());
    assert_eq!(theirs.list(), ["other", "*postern", "renamed"]);
}

#[test]
fn a_script_of_the_same_name_that_is_not_ours_is_left_alone() {
    let dovecot = with_scripts("");
    let mut theirs = dovecot.scripts(ANNA);
    theirs.put("postern", THEIRS);
    let app = app(&dovecot);
    let anna = app.anna();
    says(&anna, "Another program has changed what we wrote");
    assert_eq!(theirs.get("postern"), THEIRS.as_bytes());
}

#[test]
fn a_server_that_lacks_an_extension_is_told_of_and_nothing_is_written() {
    for (lacks, can) in [("fileinto", false), ("include", true), ("mailbox", true)] {
        let dovecot = with_scripts(&format!("plugin {{\n  sieve_extensions = -{lacks}\n}}\n"));
        let app = app(&dovecot);
        let anna = app.anna();
        let page = anna.page(PATH);
        assert_eq!(page.text().contains(&format!("lacks “{lacks}”")), !can, "{}", page.text());
        assert_eq!(page.body.contains("name=\"on\""), can, "{lacks}");
        if can {
            turned(&anna, "yes");
            dovecot.arrives(ANNA, &marked("on"));
            assert_eq!(names(&dovecot, "Spam"), ["on"], "{lacks}");
            turned(&anna, "no");
        }
        if lacks == "include" {
            // Beside rules of her own it is needed, also where they were made active since the page was drawn.
            let page = anna.page(PATH);
            let mut theirs = dovecot.scripts(ANNA);
            theirs.put("theirs", "keep;");
            theirs.activate("theirs");
            let answer = press(&anna, &page, "yes");
            assert_eq!(answer.status, 501, "{}", answer.text());
            says(&anna, "lacks “include”");
            assert_eq!(theirs.list(), ["*theirs"]);
        }
    }
}

#[test]
fn rules_of_the_owner_that_the_server_would_not_run_beside_ours_stay_active() {
    let dovecot = with_scripts("");
    let mut theirs = dovecot.scripts(ANNA);
    theirs.put("circle", "require \"include\";\r\ninclude :optional \"postern\";\r\n");
    theirs.activate("circle");
    let app = app(&dovecot);
    let answer = turn(&app.anna(), "yes");
    assert_eq!(answer.status, 403, "{}", answer.text());
    assert_eq!(theirs.list(), ["*circle"], "what was written for it is gone again");
}

#[test]
fn windows_that_look_and_press_at_once_leave_all_of_it_or_none() {
    let (dovecot, mut theirs) = with_theirs();
    let app = app(&dovecot);
    let anna = app.anna();
    let page = anna.page(PATH);
    std::thread::scope(|scope| {
        for number in 0..12 {
            let (anna, page) = (&anna, &page);
            scope.spawn(move || {
                let status = press(anna, page, if number % 2 == 0 { "yes" } else { "no" }).status;
                assert_eq!((status, anna.get(PATH).status), (303, 200));
            });
        }
    });
    let on = anna.page(PATH).text().contains("On. Your mail server");
    assert_eq!(theirs.list(), if on { vec!["*postern", "theirs"] } else { vec!["*theirs"] });
    assert_eq!(theirs.get("theirs"), THEIRS.as_bytes());
}

#[test]
fn a_form_that_was_drawn_for_nobody_turns_nothing() {
    let dovecot = with_scripts("");
    let app = app(&dovecot);
    let anna = app.anna();
    let page = anna.page(PATH);
    for (on, seal, status) in
        [("yes", "", 409), ("yes", "AAAAAAAAAAAAAAAAAAAAAA", 409), ("maybe", &page.hidden("seal"), 422)]
    {
        assert_eq!(anna.post_as_it_is(PATH, &[("on", on), ("seal", seal)]).status, status, "{on} {seal}");
    }
    assert_eq!(app.stranger().get(PATH).location(), "/login?next=%2Fspam%2Ffilter");
    assert_eq!(dovecot.scripts(ANNA).list(), [""; 0]);
}

#[test]
fn without_a_switch_of_ours_the_page_says_who_has_one() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let page = app.anna().page(PATH);
    assert!(page.text().contains("Your provider decides") && page.body.contains("https://example.org/support"));
    assert!(page.body.contains("/help/spam-filter-on-off") && !page.body.contains("name=\"on\""));
    assert_eq!(
        app.anna().post_as_it_is(PATH, &[("on", "yes"), ("seal", page.find_hidden("seal").unwrap_or_default())]).status,
        409
    );
    let app = TestApp::configured(&dovecot, "spam = { panel = \"https://panel.example.org/?a=1&b=2\" }\n");
    let page = app.anna().page(PATH);
    assert!(page.body.contains("href=\"https://panel.example.org/?a=1&#38;b=2\"") && !page.text().contains("decides"));
}
