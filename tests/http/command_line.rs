//! What a host types: `check-config` says each mistake in a line, and `probe` asks for the password without showing it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::dovecot::{Dovecot, Options};
use support::host::{ANNA, PASSWORD};
use support::launcher::{Launcher, command, probe, probed_server, program_path};

/// Runs `postern check-config` in a folder whose `postern.toml` has more before its server; returns the exit code and what it says.
fn check(folder: &Path, more: &str) -> (Option<i32>, Vec<String>) {
    let server = "[[server]]\ndomains = [\"example.org\"]\nimap.host = \"mail.example.org\"\n";
    std::fs::write(folder.join("postern.toml"), format!("{more}\n{server}")).unwrap();
    let program = command(folder, &[]).arg("check-config").output().unwrap();
    let told = String::from_utf8(program.stderr).unwrap();
    (program.status.code(), told.lines().map(str::to_owned).collect())
}

#[test]
fn a_mistake_in_an_article_is_one_line_with_file_place_and_what_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    std::fs::create_dir(&own).unwrap();
    let front = "+++\ntitle = \"T\"\nsummary = \"S\"\n";
    for (name, text) in [
        ("a.md", "+++\ntitle = T\nsummary = \"S\"\n+++\n".to_owned()),
        ("b.md", format!("{front}tag = [\"x\"]\n+++\n")),
        ("c.md", format!("{front}+++\nOne line.\n\nAsk {{imap.hots}}.\n")),
        ("d.md", format!("{front}+++\n\n[x](/help/gone)\n")),
    ] {
        std::fs::write(own.join(name), text).unwrap();
    }
    let (code, lines) = check(folder.path(), "[help]\nfolder = \"own\"");
    assert_eq!((code, lines.len()), (Some(2), 4), "{lines:#?}");
    let places = ["own/a.md:2: found ", "own/b.md:4: found ", "own/c.md:7: found ", "own/d.md:6: found "];
    for (line, place) in lines.iter().zip(places) {
        assert!(line.starts_with(place) && line.contains("; allowed: "), "{place}: {line}");
    }
    // The same lines stop the start.
    let program = command(folder.path(), &[]).output().unwrap();
    let told = String::from_utf8(program.stderr).unwrap();
    assert!(lines.iter().all(|line| told.lines().any(|told| told == line)), "{told}");
}

#[test]
fn a_database_that_cannot_be_kept_where_it_should_be_is_a_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    std::fs::write(at("a-file"), "x").unwrap();
    std::fs::create_dir(at("a-folder")).unwrap();
    for path in ["nowhere/postern.db", "a-file/postern.db", "a-folder"] {
        let (code, lines) = check(folder.path(), &format!("[store]\nurl = \"sqlite://{path}\""));
        assert_eq!((code, lines.len()), (Some(2), 1), "{path}: {lines:#?}");
        assert!(lines[0].starts_with("postern.toml:2: store.url: found "), "{lines:#?}");
        assert!(lines[0].contains(path) && lines[0].contains("; allowed: "), "{lines:#?}");
    }
    for path in ["postern.db", "a-folder/postern.db"] {
        let (code, lines) = check(folder.path(), &format!("[store]\nurl = \"sqlite://{path}\""));
        assert_eq!((code, lines), (Some(0), vec!["the configuration is good".to_owned()]), "{path}");
        assert!(!at(path).exists(), "checking makes no database");
    }
}

#[test]
fn a_certificate_that_signs_nothing_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let own = rcgen::generate_simple_self_signed(["webmail.example.org".to_owned()]).unwrap();
    std::fs::write(folder.path().join("key.pem"), own.signing_key.serialize_pem()).unwrap();
    let stranger = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let more = "[setup]\ncertificate = \"chain.pem\"\nkey = \"key.pem\"";
    std::fs::write(folder.path().join("chain.pem"), own.cert.pem().repeat(2)).unwrap();
    assert_eq!(check(folder.path(), more).0, Some(0));
    std::fs::write(folder.path().join("chain.pem"), own.cert.pem() + stranger).unwrap();
    let (code, lines) = check(folder.path(), more);
    assert_eq!((code, lines.len()), (Some(2), 1), "{lines:#?}");
    assert!(lines[0].starts_with("postern.toml:2: setup.certificate: found \"chain.pem\": "), "{lines:#?}");
    assert!(lines[0].contains("; allowed: a file with a PEM certificate"), "{lines:#?}");
    let program = command(folder.path(), &[]).output().unwrap();
    assert_eq!((program.status.code(), String::from_utf8(program.stderr).unwrap().trim_end()), (Some(2), &*lines[0]));
}

#[test]
fn a_folder_in_which_nothing_can_be_written_is_no_place_for_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let shut = folder.path().join("shut");
    std::fs::create_dir(&shut).unwrap();
    let mode = |mode| std::fs::set_permissions(&shut, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    mode(0o555);
    // Nothing is shut to root.
    let is_root = std::fs::write(shut.join("x"), "").is_ok();
    let (code, lines) = check(folder.path(), "[store]\nurl = \"sqlite://shut/postern.db\"");
    mode(0o755);
    assert_eq!(code, Some(if is_root { 0 } else { 2 }), "{lines:#?}");
}

/// Runs `postern probe` on a terminal of its own. First the terminal's name is printed, then what the program prints.
fn probe_on_a_terminal(imap_port: u16, folder: &Path) -> std::process::Child {
    let probe = format!("tty; exec {} probe {ANNA}", program_path().unwrap().display());
    Command::new("script")
        .args(["--quiet", "--return", "--command", &probe, "/dev/null"])
        .current_dir(folder)
        .envs(probed_server(imap_port))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until a terminal no longer shows what is typed.
fn until_it_shows_nothing(terminal: &str) {
    let start = Instant::now();
    loop {
        let modes = Command::new("stty").args(["-F", terminal, "-a"]).output().unwrap();
        if String::from_utf8_lossy(&modes.stdout).split_whitespace().any(|mode| mode == "-echo") {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "the terminal goes on showing what is typed");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn probe_asks_on_a_terminal_and_does_not_show_the_password() {
    let (mail, folder) = (Dovecot::start(Options::default()), tempfile::tempdir().unwrap());
    let mut process = probe_on_a_terminal(mail.imap_port(), folder.path());
    let mut output = BufReader::new(process.stdout.take().unwrap());
    let mut terminal = String::new();
    output.read_line(&mut terminal).unwrap();
    until_it_shows_nothing(terminal.trim());
    let mut keys = process.stdin.take().unwrap();
    keys.write_all(format!("{PASSWORD}\r").as_bytes()).unwrap();
    let mut told = String::new();
    output.read_to_string(&mut told).unwrap();
    drop(keys);
    let status = process.wait().unwrap();
    assert!(told.starts_with(&format!("Password of {ANNA}: ")), "{told}");
    assert!(!told.contains(PASSWORD), "{told}");
    assert!(told.contains("capabilities: ") && status.code() != Some(2), "{status}: {told}");
}

#[test]
fn probe_reads_a_password_from_a_pipe_and_asks_nothing() {
    let mail = Dovecot::start(Options::default());
    let output = probe(mail.imap_port(), PASSWORD);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(String::from_utf8_lossy(&output.stdout).contains("capabilities: "));
}

#[test]
fn a_copy_of_the_database_is_made_while_it_runs_and_put_back_while_it_does_not() {
    let dovecot = Dovecot::start(Options::default());
    let mut app = Launcher::before(&dovecot).on_a_file().start();
    let (cookie, database) = (app.login(), app.database().to_owned());
    let folder = app.dir().to_owned();
    let run = |what: &str, file: &str| {
        let done = command(&folder, &[]).args([what, file, "--config", "postern.toml"]).output().unwrap();
        let told = [done.stdout, done.stderr].map(|told| String::from_utf8(told).unwrap()).concat();
        (done.status.code(), told)
    };
    let (code, told) = run("backup", "copy.db");
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(run("backup", "copy.db").0, Some(1), "what is there is not written over");
    let (code, told) = run("restore", "copy.db");
    assert!(code == Some(1) && told.contains("stop Postern first"), "{told}");
    let later = app.login();
    app.stop();
    let kept = || {
        let (code, told) = run("restore", "copy.db");
        assert_eq!(code, Some(0), "{told}");
        let kept = told.lines().find_map(|line| line.strip_prefix("what was there before: ")).unwrap().to_owned();
        assert!(kept.contains(".before-2") && folder.join(&kept).exists(), "{kept}");
        kept
    };
    assert_ne!(kept(), kept(), "a second restore keeps what the first one has kept");
    let app = Launcher::before(&dovecot).on_database(&database).start();
    assert_eq!(app.get("/spam", &cookie).status, 200, "who was signed in then is so now");
    assert_eq!(app.get("/spam", &later).status, 303, "who came after is not");
}

#[test]
fn a_copy_is_made_and_put_back_while_a_password_is_not_there_that_only_the_service_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[store]\nurl = \"sqlite://p.db\"\n[log]\nformat = \"runes\"\n[[server]]\ndomains = [\"*\"]\n\
                imap.host = \"mail.example.org\"\n\
                master = { user = \"m\", password_file = \"/run/credentials/none/master\" }\n";
    std::fs::write(folder.path().join("postern.toml"), text).unwrap();
    std::fs::write(folder.path().join("p.db"), "").unwrap();
    let run = |what: &str, settings: &[(&str, &str)]| {
        let done = command(folder.path(), settings).args([what, "copy.db"]).output().unwrap();
        (done.status.code(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
    };
    let (code, told) = run("backup", &[]);
    assert_eq!(code, Some(0), "{told}");
    // An empty one is none of Postern's: it was read, and the other sections were not.
    let (code, told) = run("restore", &[]);
    assert!(code == Some(1) && told.contains("copy.db cannot be used"), "{told}");
    for (name, wrong) in [("POSTERN__STORE__URL", "mysql://x"), ("POSTERN__STOER__URL", "sqlite://q.db")] {
        let (code, told) = run("restore", &[(name, wrong)]);
        assert!(code == Some(2) && told.starts_with(name) && told.lines().count() == 1, "{told}");
    }
}

#[test]
fn a_copy_of_a_postgresql_is_made_by_its_own_means_and_the_answer_says_by_which() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("POSTERN__STORE__URL", "postgres://postern@127.0.0.1/p")];
    let server = "[[server]]\ndomains = [\"example.org\"]\nimap.host = \"mail.example.org\"\n";
    std::fs::write(folder.path().join("postern.toml"), server).unwrap();
    for (what, instead) in [("backup", "pg_dump"), ("restore", "pg_restore")] {
        let done = command(folder.path(), &settings).args([what, "copy"]).output().unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.code() == Some(1) && told.contains(instead), "{told}");
        assert!(!folder.path().join("copy").exists());
    }
}
