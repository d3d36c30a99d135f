//! A private PostgreSQL: an ordinary user's process on a free loopback port and a socket in a directory of its own, gone when the
//! value is dropped (and also when the process dies). Needs a `postgresql` package; nothing of the machine's own server is used.
//!
//! When we are root it runs as `nobody`, because PostgreSQL refuses to run as root.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::dovecot::{Guard, Tls, UnixUser, text};
use crate::host::free_port;
use crate::process;

/// Who owns every database.
pub const USER: &str = "postern";
/// The owner's password; it is needed on the port, and not on the socket.
pub const PASSWORD: &str = "elephant 7";

/// Says what is asked of whoever comes to the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The owner's password.
    Password,
    /// Nothing.
    Open,
}

/// How long a server may take until it answers.
const START: Duration = Duration::from_secs(30);

/// Runs one server until dropped.
pub struct Postgres {
    guard: Guard,
    programs: PathBuf,
    port: u16,
    user: UnixUser,
    databases: AtomicU32,
    dir: TempDir,
}

impl Postgres {
    /// Starts a server and returns once it answers.
    ///
    /// # Panics
    /// With the server's log when it does not start.
    pub fn start() -> Self {
        Self::try_start(Door::Password, None).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Starts a server that answers on its port with TLS, too.
    ///
    /// # Panics
    /// With the server's log when it does not start.
    pub fn with_tls(tls: &Tls) -> Self {
        Self::try_start(Door::Password, Some(tls)).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Starts a server, or says why not.
    ///
    /// # Errors
    /// With a sentence, and the server's log.
    pub fn try_start(door: Door, tls: Option<&Tls>) -> Result<Self, String> {
        let user = UnixUser::for_server()?;
        let programs = programs()?;
        let dir = tempfile::Builder::new().prefix("postgres-").tempdir().map_err(text("no temporary directory"))?;
        let path = dir.path();
        let write = |name: &str, content: &str| {
            let file = path.join(name);
            fs::write(&file, content)?;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
            user.owns(&file)
        };
        let written = [("password", PASSWORD), ("log", "")].iter().try_for_each(|(name, text)| write(name, text));
        written.and_then(|()| user.owns(path)).map_err(text("cannot write PostgreSQL's files"))?;
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.args(["--no-sync", "--encoding=UTF8", "--locale=C", "--auth-local=trust"]);
        initdb.arg(match door {
            Door::Password => "--auth-host=scram-sha-256",
            Door::Open => "--auth-host=trust",
        });
        initdb.args(["--username", USER, "--pwfile"]).arg(path.join("password")).arg("-D").arg(path.join("data"));
        said("initdb", user.applied(initdb.current_dir(path)).output())?;
        let mut settings = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 300\n\
                            listen_addresses = '127.0.0.1,::1'\nshared_buffers = 16MB\nautovacuum = off\n"
            .to_owned();
        if let Some(tls) = tls {
            let files = [("cert.pem", &tls.certificate), ("key.pem", &tls.key)];
            files.iter().try_for_each(|(name, text)| write(name, text)).map_err(text("no certificate"))?;
            settings += "ssl = on\nssl_cert_file = '../cert.pem'\nssl_key_file = '../key.pem'\n";
        }
        write("data/postgresql.auto.conf", &settings).map_err(text("cannot write PostgreSQL's settings"))?;
        let mut tries = 3;
        loop {
            let port = free_port().map_err(text("no free port"))?;
            match launch(&programs, port, &user, path) {
                Ok(guard) => return Ok(Self { guard, programs, port, user, databases: AtomicU32::new(0), dir }),
                Err(why) if why.contains("Address already in use") && tries > 1 => tries -= 1,
                Err(why) => return Err(why),
            }
        }
    }

    /// Makes an empty database, and returns its address.
    pub fn database(&self) -> String {
        let name = format!("db{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    /// Returns a database's address with the owner's password.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{}/{database}", PASSWORD.replace(' ', "%20"), self.port)
    }

    /// Returns the server's port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the folder of its socket.
    pub fn socket(&self) -> &Path {
        self.dir.path()
    }

    /// Writes all that it knows to its files, and returns where they lie.
    pub fn files(&self) -> PathBuf {
        self.sql("postgres", "CHECKPOINT");
        self.dir.path().join("data")
    }

    /// Runs SQL in a database, and returns what it prints.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", USER, "-p", &self.port.to_string()]);
        psql.arg("-h").arg(self.dir.path()).args(["-d", database, "-c", sql]);
        said("psql", psql.output()).unwrap_or_else(|why| panic!("{sql}: {why}"))
    }

    /// Ends the server and every connection; [`Postgres::come_back`] starts it again.
    pub fn go_away(&mut self) {
        let mut stop = Command::new(self.programs.join("pg_ctl"));
        stop.args(["stop", "--silent", "--mode=fast", "-D"]).arg(self.dir.path().join("data"));
        said("pg_ctl", self.user.applied(stop.current_dir(self.dir.path())).output())
            .unwrap_or_else(|why| panic!("{why}"));
        self.guard.stop();
    }

    /// Starts the server again, on the same port with the same databases.
    pub fn come_back(&mut self) {
        let guard = launch(&self.programs, self.port, &self.user, self.dir.path());
        self.guard = guard.unwrap_or_else(|why| panic!("{why}"));
    }

    /// Lets every process of the server stand still: connections stay, and nobody answers.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// Lets them go on.
    pub fn thaw(&self) {
        self.signal("CONT");
    }

    fn signal(&self, signal: &str) {
        let file = fs::read_to_string(self.dir.path().join("data/postmaster.pid")).expect("the server runs");
        let id =
            file.lines().next().and_then(|line| line.trim().parse().ok()).expect("its file begins with its number");
        // The first one first: else it starts another, between the count of the others and its own turn.
        process::signal(signal, &[id]);
        process::signal(signal, &process::children(id));
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.guard.running() {
            self.thaw();
            let stop = Command::new(self.programs.join("pg_ctl"))
                .args(["stop", "--silent", "--mode=immediate", "-D"])
                .arg(self.dir.path().join("data"))
                .output();
            drop(stop);
        }
    }
}

/// The server that the tests of this process share, each with a database of its own.
pub fn shared() -> &'static Postgres {
    static SHARED: OnceLock<Postgres> = OnceLock::new();
    // A build for tests takes a while to prove a password (RFC 7677), and hundreds of connections are made.
    SHARED.get_or_init(|| Postgres::try_start(Door::Open, None).unwrap_or_else(|why| panic!("{why}")))
}

/// Returns the address of an empty database, where `POSTERN_TEST_DATABASE` is `postgres`; nothing where tests are to use files.
pub fn wanted() -> Option<String> {
    let wanted = std::env::var_os("POSTERN_TEST_DATABASE")?;
    assert_eq!(wanted, "postgres", "POSTERN_TEST_DATABASE is `postgres` or unset");
    Some(shared().database())
}

/// Returns the folder that holds the files of a site's database, after all it knows is written there: its own, or the shared server's.
pub fn files_of(url: &str, own: &Path) -> PathBuf {
    if url.starts_with("sqlite:") { own.to_owned() } else { shared().files() }
}

/// Finds the newest installed server: Debian keeps its programs out of everybody's path.
fn programs() -> Result<PathBuf, String> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|path| Some((path.file_name()?.to_str()?.parse().ok()?, path.join("bin"))))
        .filter(|(_, path)| path.join("initdb").exists())
        .collect();
    found.sort();
    let usual = || Path::new("/usr/local/bin/initdb").exists().then(|| PathBuf::from("/usr/local/bin"));
    found.pop().map(|(_, path)| path).or_else(usual).ok_or_else(|| "PostgreSQL is not installed".to_owned())
}

/// Starts the server and waits until it answers.
fn launch(programs: &Path, port: u16, user: &UnixUser, dir: &Path) -> Result<Guard, String> {
    let output = fs::OpenOptions::new().append(true).open(dir.join("log")).map_err(text("no log"))?;
    let (program, data) = (programs.join("postgres"), dir.join("data"));
    let (program, data, dir_name) = (program.to_string_lossy(), data.to_string_lossy(), dir.to_string_lossy());
    let port = port.to_string();
    let command = [&program, "-D", &data, "-k", &dir_name, "-p", &port];
    let mut guard = Guard::spawn(&command, dir, user.change(), output).map_err(text("cannot start PostgreSQL"))?;
    let ready = programs.join("pg_isready");
    let is_ready =
        || Command::new(&ready).args(["-q", "-h", &dir_name, "-p", &port]).status().is_ok_and(|s| s.success());
    let start = Instant::now();
    while !is_ready() {
        if !guard.running() || start.elapsed() > START {
            let log = fs::read_to_string(dir.join("log")).unwrap_or_default();
            return Err(format!("PostgreSQL did not start:\n{log}"));
        }
        sleep(Duration::from_millis(10));
    }
    Ok(guard)
}

fn said(program: &str, output: std::io::Result<Output>) -> Result<String, String> {
    let output = output.map_err(|error| format!("cannot run {program}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}
