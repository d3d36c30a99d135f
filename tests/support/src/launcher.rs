//! Starts Postern in front of a mail server, in this process or as a program of its own. Its configuration is written here alone.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use postern::config::Config;
use postern::serve::{self, Limits, Running};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::time::timeout;

use crate::client::{Site, wait_on};
use crate::dovecot::Guard;
use crate::host::{ANNA, Host};
use crate::postgres::{self, Postgres};
use crate::process;

/// How long Postern may take until it serves.
const START: Duration = Duration::from_secs(20);

/// How long Postern may take to stop: ten seconds for running requests, and a moment to log out of the mail servers.
const STOP: Duration = Duration::from_secs(13);

/// Gathers how Postern is to be started.
pub struct Launcher {
    host: Host,
    port: u16,
    database: Option<String>,
    ignored: Option<String>,
    sections: String,
    variables: Vec<(String, String)>,
    limits: Limits,
    log: Option<Log>,
}

impl Launcher {
    /// Serves `example.org` from a server, on any free port, without anything for machines to ask.
    pub fn before(host: impl Into<Host>) -> Self {
        // Nobody waits ten seconds for a message to go, but where a test is about that.
        let at_once = ("POSTERN__JOBS__GRACE_SECONDS".to_owned(), "0".to_owned());
        let (sections, variables) = (String::new(), vec![at_once]);
        let (host, limits) = (host.into(), Limits::default());
        Self { host, port: 0, database: postgres::wanted(), ignored: None, sections, variables, limits, log: None }
    }

    /// Puts something between Postern and the server: it listens on this port.
    pub fn through(mut self, imap_port: u16) -> Self {
        self.host.imap_port = imap_port;
        self
    }

    /// Adds to the end of the configuration file: keys of the `[[server]]`, then other sections.
    pub fn configured(mut self, more: &str) -> Self {
        self.sections.push_str(more);
        self
    }

    /// Adds settings as variables of the environment, which go before those of the file: `("LOGIN__REFILL_SECONDS", "1")`.
    pub fn with(mut self, settings: &[(&str, &str)]) -> Self {
        let named = settings.iter().map(|(name, value)| (format!("POSTERN__{name}"), (*value).to_owned()));
        self.variables.extend(named);
        self
    }

    /// Keeps sessions and votes in a database of its own, by its address; without it in a file, or in PostgreSQL where
    /// `POSTERN_TEST_DATABASE` says so.
    pub fn on_database(mut self, url: &str) -> Self {
        self.database = Some(url.to_owned());
        self
    }

    /// Keeps sessions and votes in a file also where other tests use PostgreSQL.
    pub fn on_a_file(mut self) -> Self {
        self.database = None;
        self
    }

    /// Keeps sessions and votes in a new database of a server, or without one in a file.
    pub fn on_a_database_of(self, postgres: Option<&Postgres>) -> Self {
        match postgres {
            Some(postgres) => self.on_database(&postgres.database()),
            None => self.on_a_file(),
        }
    }

    /// Lets a program ignore a signal, such as `XFSZ`.
    pub fn ignoring(mut self, signal: &str) -> Self {
        self.ignored = Some(format!("--ignore-signal={signal}"));
        self
    }

    /// Serves on a port that people know.
    pub fn on_port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Holds the connections of browsers to other limits than a host's; in this process only.
    pub fn within(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Keeps every word that is logged, down to the finest; in this process only.
    pub fn overheard(mut self, log: &Log) -> Self {
        self.log = Some(log.clone());
        self
    }

    /// Chooses what a program logs, as `RUST_LOG` does.
    pub fn logging(mut self, filter: &str) -> Self {
        self.variables.push(("RUST_LOG".to_owned(), filter.to_owned()));
        self
    }

    /// Starts Postern in this process.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(self) -> TestApp {
        let dir = folder().expect("there is room for a directory");
        let file = self.write(dir.path()).expect("the configuration can be written");
        let database = self.database_in(dir.path());
        let config =
            Config::load(Some(&file), self.variables.into_iter()).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).enable_all();
        if let Some(log) = self.log {
            // The threads of this one site write here; other tests run in the same process.
            let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
            let dispatch = tracing::Dispatch::new(subscriber.with_writer(move || log.clone()).finish());
            // Of a single subscriber tracing believes that every thread has it, and lets the others switch its lines off.
            std::mem::forget(tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default()));
            builder.on_thread_start(move || std::mem::forget(tracing::dispatcher::set_default(&dispatch)));
        }
        let runtime = builder.build().expect("tokio starts");
        let running = wait_on(runtime.handle(), serve::start_within(config, self.limits)).expect("Postern starts");
        let site = Site::at(&format!("http://{}", running.address()), &self.host.password);
        TestApp { running: Some(running), site, runtime: Some(runtime), database, dir }
    }

    /// Starts Postern as a program of its own, with its log.
    ///
    /// # Panics
    /// With its log when it does not start.
    pub fn program(self) -> Program {
        self.try_program().unwrap_or_else(|why| panic!("{why}"))
    }

    /// Starts Postern as a program of its own, and returns once it serves.
    ///
    /// # Errors
    /// With a sentence for whoever sits at the terminal, and Postern's log.
    pub fn try_program(self) -> Result<Program, String> {
        let program = program_path()?;
        let dir = folder().map_err(|error| format!("no temporary directory: {error}"))?;
        self.write(dir.path()).map_err(|error| format!("cannot write postern.toml: {error}"))?;
        let log = File::create(dir.path().join(LOG)).map_err(|error| format!("cannot write {LOG}: {error}"))?;
        let variables: Vec<String> = self.variables.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let path = program.to_string_lossy();
        let mut command = vec!["env"];
        command.extend(self.ignored.as_deref());
        command.extend(variables.iter().map(String::as_str));
        command.extend([&path, "serve", "--config", "postern.toml"]);
        let guard = Guard::spawn(&command, dir.path(), None, log);
        let mut guard = guard.map_err(|error| format!("cannot start {path}: {error}"))?;
        let start = Instant::now();
        let origin = loop {
            let told = read_log(dir.path());
            if let Some(origin) = told.lines().find_map(|line| line.strip_prefix("listening on ")) {
                break origin.to_owned();
            }
            if !guard.running() || start.elapsed() > START {
                return Err(format!("Postern does not start.\n{told}"));
            }
            sleep(Duration::from_millis(5));
        };
        let id = process::find(&program, dir.path()).ok_or("Postern's process is not to be found")?;
        Ok(Program { guard, id, site: Site::at(&origin, &self.host.password), dir })
    }

    /// Returns the address of the database, when the rest lies in a folder.
    fn database_in(&self, dir: &Path) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite://{}/postern.db", dir.display()))
    }

    /// Writes the configuration file.
    fn write(&self, dir: &Path) -> io::Result<PathBuf> {
        let (port, imap, pop) = (self.port, self.host.imap_port, self.host.pop3_port);
        let public = if port == 0 { String::new() } else { format!(":{port}") };
        let pop = match pop {
            0 => String::new(),
            _ => format!("pop = {{ host = \"127.0.0.1\", port = {pop}, security = \"plain\" }}\n"),
        };
        let text = format!(
            "[web]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1{public}\"\nadmin_listen = \"\"\n\
             [store]\nurl = \"{}\"\n\
             [brand]\nname = \"Example Mail\"\n\
             [[server]]\ndomains = [\"example.org\"]\n\
             imap = {{ host = \"127.0.0.1\", port = {imap}, security = \"plain\" }}\n\
             {pop}{}",
            self.database_in(dir),
            self.sections
        );
        let file = dir.join("postern.toml");
        fs::write(&file, text)?;
        Ok(file)
    }
}

/// Where a program writes what it says.
const LOG: &str = "postern.log";

fn folder() -> io::Result<TempDir> {
    tempfile::Builder::new().prefix("postern-").tempdir()
}

fn read_log(dir: &Path) -> String {
    String::from_utf8_lossy(&fs::read(dir.join(LOG)).unwrap_or_default()).into_owned()
}

/// Runs one Postern in this process until dropped.
pub struct TestApp {
    running: Option<Running>,
    site: Site,
    runtime: Option<Runtime>,
    database: String,
    dir: TempDir,
}

impl TestApp {
    /// Starts Postern for `example.org` in front of a server.
    pub fn start(host: impl Into<Host>) -> Self {
        Self::configured(host, "")
    }

    /// Starts Postern with more at the end of its configuration file: keys of the `[[server]]`, then other sections.
    pub fn configured(host: impl Into<Host>, more: &str) -> Self {
        Launcher::before(host).with(&[SUPPORT]).configured(more).start()
    }

    /// Starts Postern with settings that are variables of the environment: `("LOGIN__REFILL_SECONDS", "1")`.
    pub fn with(host: impl Into<Host>, settings: &[(&str, &str)]) -> Self {
        Launcher::before(host).with(&[SUPPORT]).with(settings).start()
    }

    /// Returns the address of the database, as the configuration has it.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Returns the folder that holds the files of the database, after all it knows is written there.
    pub fn database_files(&self) -> PathBuf {
        postgres::files_of(&self.database, self.dir())
    }

    /// Returns the directory with the configuration, and with the database where that is a file.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Stops Postern in an orderly way and waits for the end.
    ///
    /// # Panics
    /// When it takes longer than a stop may.
    pub fn stop(&mut self) {
        if let (Some(running), Some(runtime)) = (self.running.take(), &self.runtime) {
            let stopped = wait_on(runtime.handle(), async { timeout(STOP, running.stop()).await });
            stopped.unwrap_or_else(|_| panic!("Postern has not stopped within {STOP:?}"));
        }
    }
}

/// Where people of the tests get help.
const SUPPORT: (&str, &str) = ("BRAND__SUPPORT_URL", "https://example.org/support");

impl Drop for TestApp {
    fn drop(&mut self) {
        // Tokio lets no runtime end on a thread of another one, and a test may be on such a thread.
        let runtime = self.runtime.take();
        let _ = std::thread::spawn(move || drop(runtime)).join();
    }
}

impl Deref for TestApp {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}

/// Collects what is logged.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Returns everything logged so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no writer has panicked")).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer has panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs one Postern as a process of its own, until ended or dropped: for its log, its memory and its end.
pub struct Program {
    guard: Guard,
    id: u32,
    site: Site,
    dir: TempDir,
}

impl Program {
    /// Returns the process's number.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Tells whether it still runs.
    pub fn running(&mut self) -> bool {
        self.guard.running()
    }

    /// Returns what it has written so far.
    pub fn log(&self) -> String {
        read_log(self.dir.path())
    }

    /// Ends it in order, and returns its log.
    ///
    /// # Panics
    /// When SIGTERM is no orderly end.
    pub fn end(mut self) -> String {
        let status = self.guard.stop();
        let log = self.log();
        assert!(status.is_some_and(|status| status.success()), "SIGTERM is an orderly end: {status:?}\n{log}");
        log
    }

    /// Returns a line of `/proc/PID/status` in kilobytes, such as `VmRSS`.
    pub fn kilobytes(&self, what: &str) -> u64 {
        process::kilobytes(self.id, what).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Forgets the highest weight so far (`VmHWM`).
    pub fn forget_peak(&self) {
        fs::write(format!("/proc/{}/clear_refs", self.id), "5").expect("our own process's peak can be forgotten");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Whoever wants an orderly end asks for it.
        self.guard.kill();
    }
}

impl Deref for Program {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}

/// Finds the program that was built together with this one: `debug/postern` beside `debug/deps/http-...` and `debug/examples/demo`.
///
/// # Errors
/// When there is none.
pub fn program_path() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| format!("cannot tell where this program is: {error}"))?;
    let found = own.ancestors().nth(2).map(|dir| dir.join("postern")).filter(|path| path.exists());
    found.ok_or_else(|| "postern is not built: bin/check, bin/demo and bin/bench build it".to_owned())
}

/// Makes a command of the program, in a folder of its own and with variables of its own.
pub fn command(folder: &Path, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(program_path().expect("postern is built"));
    command.current_dir(folder).envs(variables.iter().copied());
    command
}

/// Says to `postern probe` where a server listens, by variables of the environment.
pub fn probed_server(imap_port: u16) -> [(&'static str, String); 2] {
    let imap = format!("{{ host = \"127.0.0.1\", port = {imap_port}, security = \"plain\" }}");
    [("POSTERN__SERVER__0__DOMAINS", "[\"example.org\"]".to_owned()), ("POSTERN__SERVER__0__IMAP", imap)]
}

/// Runs `postern probe` for Anna's mailbox, and passes it a password through a pipe.
pub fn probe(imap_port: u16, password: &str) -> Output {
    let folder = folder().expect("there is room for a directory");
    let mut process = command(folder.path(), &[])
        .args(["probe", ANNA])
        .envs(probed_server(imap_port))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = process.stdin.take().expect("its input is a pipe");
    input.write_all(format!("{password}\n").as_bytes()).expect("it reads the password");
    drop(input);
    process.wait_with_output().expect("it ends")
}
