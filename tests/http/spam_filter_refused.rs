//! The spam filter's switch before servers for rules that refuse, cut or make no sense, at any step.

use crate::spam_filter::{PATH, app, sieve, turn, turned};
use support::client::Answer;
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::launcher::{Launcher, Log};
use support::scripted_server::{ScriptServer, literal};

/// What Pigeonhole says, and the sign-in.
const SIGNED_IN: &str = "S: \"SASL\" \"PLAIN\"\nS: OK\nC: AUTHENTICATE {*}\nS: OK\nC: CAPABILITY\n\
     S: \"SIEVE\" \"fileinto mailbox include\"\nS: \"VERSION\" \"1.0\"\nS: OK\n";
const LISTED: &str = "C: LISTSCRIPTS\nS: \"theirs\" ACTIVE\nS: OK\nC: GETSCRIPT \"theirs\"\nS: \"keep;\"\nS: OK\n";

/// Asks for the page before a server that says this.
fn before(script: &str) -> Answer {
    let dovecot = Dovecot::start(Options::default());
    let server = ScriptServer::play(&[script]);
    let app =
        Launcher::before(&dovecot).configured(&sieve(server.port())).with(&[("IMAP__ANSWER_SECONDS", "1")]).start();
    app.anna().get(PATH)
}

#[test]
fn a_server_for_rules_that_is_away_or_makes_no_sense_is_said_to_be_so() {
    let endless = format!("{SIGNED_IN}C: LISTSCRIPTS\nS> {}\nS! stall\n", "x".repeat(20_000));
    for (script, status) in [
        ("S! close\n", 502),
        ("S! stall\n", 502),
        ("S: * OK IMAP4rev1 ready\n", 502),
        ("S: \"SASL\" \"PLAIN\"\nS: OK\nC: AUTHENTICATE {*}\nS: NO \"no\"\n", 403),
        ("S: BYE (TRYLATER) \"later\"\n", 503),
        (&format!("{SIGNED_IN}C: LISTSCRIPTS\nS: \"theirs\"\nS! close\n"), 502),
        (&endless, 502),
    ] {
        let answer = before(script);
        assert_eq!(answer.status, status, "{script:.80}: {}", answer.text());
        assert!(answer.body.contains("href=\"/help"), "{script:.80}: {}", answer.text());
        assert!(!answer.text().contains("Off."), "{script:.80}");
    }
}

/// Returns what the switch writes beside a script called "theirs".
fn written() -> String {
    let dovecot = Dovecot::start(Options { sieve: true, ..Options::default() });
    let mut theirs = dovecot.scripts(ANNA);
    theirs.put("theirs", "keep;");
    theirs.activate("theirs");
    turned(&app(&dovecot).anna(), "yes");
    String::from_utf8(theirs.get("postern")).unwrap()
}

/// The commands that change something.
const ACTS: [&str; 4] = ["SETACTIVE", "DELETESCRIPT", "PUTSCRIPT", "RENAMESCRIPT"];

/// A step of the conversation: what is asked, and what is answered when all goes well.
type StepOfIt = (&'static str, String);

/// Writes how the switch is turned on and off: the steps of the first look, and those behind it.
fn conversations(ours: &str) -> [(&'static str, Vec<StepOfIt>, Vec<StepOfIt>); 2] {
    let ok = |asked| (asked, "S: OK".to_owned());
    let list = |names: &str| ("C: LISTSCRIPTS", format!("{names}\nS: OK"));
    let theirs = || ("C: GETSCRIPT \"theirs\"", "S: \"keep;\"\nS: OK".to_owned());
    let ours = || ("C: GETSCRIPT \"postern\"", format!("S: {}\nS: OK", literal(ours)));
    let (off, inactive, on) =
        ("S: \"theirs\" ACTIVE", "S: \"theirs\" ACTIVE\nS: \"postern\"", "S: \"theirs\"\nS: \"postern\" ACTIVE");
    let turning_on = vec![
        ok("C: CHECKSCRIPT {*}\nC: {*}"),
        ok("C: HAVESPACE \"postern\" {*}"),
        ok("C: PUTSCRIPT \"postern\" {*}\nC: {*}"),
        list(inactive),
        ours(),
        theirs(),
        ok("C: SETACTIVE \"postern\""),
        list(on),
        ours(),
    ];
    let turning_off = vec![
        ok("C: SETACTIVE \"theirs\""),
        list(inactive),
        ours(),
        theirs(),
        ok("C: DELETESCRIPT \"postern\""),
        list(off),
        theirs(),
    ];
    [("yes", vec![list(off), theirs()], turning_on), ("no", vec![list(on), ours()], turning_off)]
}

#[test]
fn a_refusal_or_a_cut_at_any_step_is_told_and_nothing_but_our_script_is_touched() {
    let said =
        |steps: &[StepOfIt]| steps.iter().map(|(asked, answer)| format!("{asked}\n{answer}\n")).collect::<String>();
    let mut cases = Vec::new();
    for (on, look, turning) in conversations(&written()) {
        let page = format!("{SIGNED_IN}{}C: LOGOUT\n", said(&look));
        let steps = [look.clone(), turning].concat();
        for stop in 0..=steps.len() {
            let done = format!("{SIGNED_IN}{}", said(&steps[..stop]));
            let Some((asked, _)) = steps.get(stop) else {
                cases.push((on, page.clone(), done, "", 303));
                continue;
            };
            // A script of the owner's that the server does not show is nobody's fault.
            let shown = !asked.contains("GETSCRIPT \"theirs\"");
            let no = if asked.contains("CHECKSCRIPT") { 409 } else { 403 };
            for (answer, status) in [
                ("S: NO (QUOTA/MAXSCRIPTS) \"Two are enough\"", 507),
                ("S: NO \"not for you\"", no),
                ("S! close", 502),
                ("S: what", 502),
            ] {
                if shown || !answer.contains("NO") {
                    cases.push((on, page.clone(), format!("{done}{asked}\n{answer}\n"), *asked, status));
                }
            }
        }
    }
    let dovecot = Dovecot::start(Options::default());
    let scripts: Vec<&str> = cases.iter().flat_map(|(_, page, script, ..)| [page.as_str(), script.as_str()]).collect();
    let server = ScriptServer::play(&scripts);
    let app = Launcher::before(&dovecot).configured(&sieve(server.port())).start();
    let anna = app.anna();
    for (on, _, script, asked, status) in &cases {
        let before = server.heard().len();
        let answer = turn(&anna, on);
        assert_eq!(answer.status, *status, "{script}: {}", answer.text());
        let heard = server.heard()[before..].to_vec();
        let is_act = |line: &&String| line.starts_with("C: ") && ACTS.iter().any(|act| line.contains(act));
        let acts: Vec<&String> = heard.iter().filter(is_act).collect();
        for act in &acts {
            let fine =
                ["SETACTIVE \"postern\"", "SETACTIVE \"theirs\"", "DELETESCRIPT \"postern\"", "PUTSCRIPT \"postern\""];
            assert!(fine.iter().any(|fine| act.contains(fine)), "{act}");
        }
        // Where it stops nothing follows; only what was written for nothing goes again.
        let expected =
            script.lines().filter(|line| line.starts_with("C: ") && ACTS.iter().any(|act| line.contains(act))).count();
        let gone = *asked == "C: SETACTIVE \"postern\"" && [403, 507].contains(status);
        assert_eq!(acts.len(), expected + usize::from(gone), "{script}: {acts:?}");
        assert!(!gone || acts.last().is_some_and(|act| act.contains("DELETESCRIPT")), "{acts:?}");
    }
}

#[test]
fn what_was_written_is_not_there_when_it_is_looked_for() {
    let dovecot = Dovecot::start(Options::default());
    let done = "C: CHECKSCRIPT {*}\nC: {*}\nS: OK\nC: HAVESPACE \"postern\" {*}\nS: OK\nC: PUTSCRIPT \"postern\" {*}\nC: {*}\nS: OK\n";
    let look = format!("{SIGNED_IN}{LISTED}C: LOGOUT\n");
    let server = ScriptServer::play(&[look, format!("{SIGNED_IN}{LISTED}{done}{LISTED}")]);
    let app = Launcher::before(&dovecot).configured(&sieve(server.port())).start();
    assert_eq!(turn(&app.anna(), "yes").status, 409);
}

#[test]
fn without_starttls_on_another_machine_no_password_is_sent_and_none_is_ever_logged() {
    let dovecot = Dovecot::start(Options { sieve: true, ..Options::default() });
    let log = Log::default();
    let configured = format!("spam = {{ sieve = {{ host = \"127.0.0.2\", port = {} }} }}\n", dovecot.sieve_port());
    let app = Launcher::before(&dovecot).configured(&configured).overheard(&log).start();
    assert_eq!(app.anna().get(PATH).status, 502, "it offers no STARTTLS");
    let app = Launcher::before(&dovecot).configured(&sieve(dovecot.sieve_port())).overheard(&log).start();
    turned(&app.anna(), "yes");
    let told = log.text();
    assert!(told.contains("does not offer STARTTLS"), "{told}");
    for secret in ["correct horse", "AGFubmFAZXhhbXBsZS5vcmc"] {
        assert!(!told.contains(secret), "{secret}");
    }
    let logins: Vec<String> = dovecot
        .log()
        .lines()
        .filter(|line| line.contains("managesieve-login: Info: Login:"))
        .map(str::to_owned)
        .collect();
    assert!(logins.iter().any(|line| line.contains("lip=127.0.0.1")), "{logins:?}");
    assert!(logins.iter().all(|line| !line.contains("lip=127.0.0.2")), "{logins:?}");
}
