//! The nightly run: ten thousand owners who have switched it on, five hundred of them on a real Dovecot, while one of these is signed in.

use super::browser::{Browser, Coding};
use super::many_accounts::{MESSAGES, ManyAccounts};
use super::rig::{PASSWORD, Rig};
use super::table::{Times, alone, head, met, ms, said, timed};
use postern::config::Config;
use postern::mail::{Account, Address, Role};
use postern::retention::Shown;
use postern::state::AppState;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use support::database::Database;
use support::dovecot::{Delivery, Dovecot, Options};
use support::launcher::{command, program_path};
use support::process;

/// Owners on Dovecot, and on the server that plays the others.
const REAL: usize = 500;
const PLAYED: usize = 9500;
/// Messages in each Spam on Dovecot; all but the last are due.
const EACH: u32 = 5;
const MASTER: &str = "night owl";
const DAY: i64 = 24 * 3600;

fn owner(number: usize, domain: &str) -> String {
    format!("owner{number}@{domain}")
}

/// Cleans the folders of ten thousand owners.
pub fn night(_: &mut Rig) -> Result<(), String> {
    head(
        "night: `postern clean`, without a night to spread it over: 10,000 owners, 500 of them on Dovecot, 9,500 on a server that plays them",
    );
    let failed = |error: std::io::Error| error.to_string();
    let folder = tempfile::tempdir().map_err(failed)?;
    let (dir, played) = (folder.path(), ManyAccounts::start()?);
    let dovecot = dovecot(dir)?;
    let port = dovecot.imap_port();
    write(dir, port, played.port).map_err(failed)?;
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    let start = Instant::now();
    runtime.block_on(switch_on(dir))?;
    eprintln!("bench: 10,000 owners have switched it on, {:.1} s", start.elapsed().as_secs_f64());
    drop(runtime);
    let database = Database::at(&format!("sqlite://{}/postern.db", dir.display()));
    // All but the last message of each have been seen 40 days ago, and yesterday.
    let now = jiff::Timestamp::now().as_second();
    database.run(&format!(
        "UPDATE retention SET run_at = 1, seen = substr(seen, 1, instr(seen, '\"marks\":') + 7) || '[[{},{EACH}],[{},{EACH}]]}}'",
        now - 40 * DAY,
        now - DAY
    ));
    let serve = command(dir, &[("RUST_LOG", "error")]).args(["serve"]).stdout(Stdio::null()).spawn().map_err(failed)?;
    let served = Served(serve);
    sleep(Duration::from_secs(1));
    let origin = format!("http://127.0.0.1:{}", fs::read_to_string(dir.join("port")).map_err(failed)?.trim());
    let mut browser = Browser::sign_in(&origin, &owner(REAL - 1, "real.example"), PASSWORD)?;
    let mut idle = Times::default();
    for _ in 0..60 {
        idle.push(timed(|| browser.get("/inbox", Coding::Plain))?);
    }
    played.forget();
    let begun = Instant::now();
    let program = program_path()?;
    let mut clean = Command::new(program)
        .current_dir(dir)
        .args(["clean"])
        .env("RUST_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (mut peak, mut most_real, mut meanwhile) = (0.0_f64, 0, Times::default());
    while clean.try_wait().map_err(failed)?.is_none() {
        peak = peak.max(process::memory(clean.id()).map_or(0.0, |memory| memory.most as f64 / 1024.0));
        most_real = most_real.max(process::connections_to(port));
        meanwhile.push(timed(|| browser.get("/inbox", Coding::Plain))?);
        sleep(Duration::from_millis(20));
    }
    let took = begun.elapsed();
    let output = clean.wait_with_output().map_err(failed)?;
    let told = String::from_utf8_lossy(&output.stdout).replace('\n', ", ");
    said("what it came to", told.trim_end_matches(", "), "");
    let (accounts, messages) = played.taken();
    said(
        "on the played server",
        &format!("{accounts} owners lost {messages} messages, {} due", PLAYED * (EACH as usize - 1)),
        "",
    );
    let (all, most) = played.connections();
    said("connections to it", &format!("{all}, {most} at once"), &format!("<= 8 at once: {}", met(most <= 8)));
    said("connections to Dovecot at once", &most_real.to_string(), "");
    said("time", &format!("{:.1} s, {:.0} owners a second", took.as_secs_f64(), 10_000.0 / took.as_secs_f64()), "");
    said("peak memory", &format!("{peak:.1} MB"), &format!("< 64 MB: {}", met(peak < 64.0)));
    alone("the list of one who is signed in, before", &idle);
    alone("the same meanwhile", &meanwhile);
    let slower = ms(meanwhile.median()) / ms(idle.median());
    said("meanwhile against before", &format!("{slower:.2}"), "");
    drop(served);
    Ok(())
}

/// Ends a server when it is dropped.
struct Served(std::process::Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn dovecot(dir: &Path) -> Result<Dovecot, String> {
    let masters = dir.join("masters");
    fs::write(&masters, format!("postern:{{PLAIN}}{MASTER}\n")).map_err(|error| error.to_string())?;
    let extra = format!(
        "mail_max_userip_connections = 0\nauth_master_user_separator = *\npassdb {{\n  driver = passwd-file\n  args = {}\n  master = yes\n}}\n",
        masters.display()
    );
    let users = (0..REAL).map(|number| (owner(number, "real.example"), PASSWORD.to_owned())).collect();
    let dovecot =
        Dovecot::try_start(Options { users, hide_capabilities: vec!["SAVEDATE"], extra, ..Options::default() })?;
    for number in 0..REAL {
        let mail: Vec<_> = (0..EACH).map(|n| Delivery::new("Spam", format!("Subject: {n}\r\n\r\nx\r\n"))).collect();
        dovecot.try_deliver_many(&owner(number, "real.example"), &mail)?;
    }
    Ok(dovecot)
}

/// Writes the configuration, and which port is served.
fn write(dir: &Path, real: u16, played: u16) -> std::io::Result<()> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    fs::write(dir.join("port"), port.to_string())?;
    fs::write(dir.join("master.password"), MASTER)?;
    let server = |domain: &str, port: u16| {
        format!(
            "[[server]]\ndomains = [\"{domain}\"]\nimap = {{ host = \"127.0.0.1\", port = {port}, security = \"plain\" }}\n\
             [server.master]\nuser = \"postern\"\npassword_file = \"master.password\"\n"
        )
    };
    let text = format!(
        "[web]\nlisten = \"127.0.0.1:{port}\"\nadmin_listen = \"\"\n[limits]\nper_session = 0\n[store]\nurl = \"sqlite://{}/postern.db\"\n{}{}",
        dir.display(),
        server("real.example", real),
        server("played.example", played)
    );
    fs::write(dir.join("postern.toml"), text)
}

/// Lets every owner switch it on, with nothing due yet.
async fn switch_on(dir: &Path) -> Result<(), String> {
    let config =
        Config::load(Some(&dir.join("postern.toml")), std::iter::empty()).map_err(|error| error.to_string())?;
    let state = AppState::new(config).await.map_err(|error| error.to_string())?;
    let real = (0..REAL).map(|number| owner(number, "real.example"));
    for address in real.chain((0..PLAYED).map(|number| owner(number, "played.example"))) {
        let address = Address::parse(&address).map_err(|_| "no address")?;
        let server = state.mail_server(&address).ok_or("no server")?.clone();
        let account = Account::new(server, address, PASSWORD.to_owned().into());
        let now = postern::store::now();
        let (mailbox, due) =
            state.keeper().preview(&account, Role::Spam, 30, now).await.map_err(|error| error.to_string())?;
        let shown =
            Shown { as_of: now, uid_validity: due.epoch.uid_validity, count: due.amount.count, mailbox: mailbox.name };
        state.keeper().switch_on(&account, Role::Spam, 30, shown).await.map_err(|error| error.to_string())?;
        account.close_connections();
    }
    state.shut_down().await;
    if MESSAGES == EACH { Ok(()) } else { Err("both servers hold as many".to_owned()) }
}
