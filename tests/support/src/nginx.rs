//! A private nginx in front of several Posterns: an ordinary user's process on a free loopback port, with its files in a directory of
//! its own, gone when the value is dropped (and also when the process dies). Needs the package `nginx-light`.
//!
//! It asks one after the other, in turn and without memory of who asked before, and knows of a dead one by failing at it. As nginx
//! does by itself, it sends what changes something to a second one only where the first has not taken it.

use std::fmt::Write as _;
use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::dovecot::{Guard, UnixUser, text};
use crate::host::free_port;

/// How long it may take until it listens.
const START: Duration = Duration::from_secs(10);

/// How long a Postern may keep it waiting for an answer, in seconds.
pub const PATIENCE: u64 = 12;

/// Runs one nginx until dropped.
pub struct Nginx {
    _guard: Guard,
    port: u16,
    dir: TempDir,
}

impl Nginx {
    /// Starts one in front of these ports.
    ///
    /// # Panics
    /// With its log when it does not start.
    pub fn before(ports: &[u16]) -> Self {
        Self::try_before(ports).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Starts one in front of these ports, or says why not.
    ///
    /// # Errors
    /// With a sentence, and nginx's log.
    pub fn try_before(ports: &[u16]) -> Result<Self, String> {
        let user = UnixUser::for_server()?;
        let dir = tempfile::Builder::new().prefix("nginx-").tempdir().map_err(text("no temporary directory"))?;
        let port = free_port().map_err(text("no free port"))?;
        let (path, conf) = (dir.path(), dir.path().join("nginx.conf"));
        fs::write(&conf, configuration(path, port, ports)).map_err(text("cannot write nginx's configuration"))?;
        let log = fs::File::create(path.join("log")).map_err(text("no log"))?;
        [path, &conf].iter().try_for_each(|path| user.owns(path)).map_err(text("cannot hand over nginx's files"))?;
        let (at, conf, errors) = (path.to_string_lossy(), conf.to_string_lossy(), path.join("errors"));
        let command = [program(), "-p", &at, "-c", &conf, "-e", &errors.to_string_lossy()];
        let mut guard = Guard::spawn(&command, path, user.change(), log).map_err(text("cannot start nginx"))?;
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if !guard.running() || start.elapsed() > START {
                let said = |name: &str| fs::read_to_string(path.join(name)).unwrap_or_default();
                return Err(format!("nginx did not start (Debian: nginx-light):\n{}{}", said("log"), said("errors")));
            }
            sleep(Duration::from_millis(10));
        }
        Ok(Self { _guard: guard, port, dir })
    }

    /// Returns where browsers find it.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns the lines of its log of what was asked: status, time, method and path, whom it asked, what each of them answered.
    pub fn asked(&self) -> Vec<String> {
        let log = fs::read_to_string(self.dir.path().join("asked")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }
}

/// Names the program: an ordinary user's PATH on Debian lacks /usr/sbin.
fn program() -> &'static str {
    ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].into_iter().find(|path| Path::new(path).exists()).unwrap_or("nginx")
}

fn configuration(dir: &Path, port: u16, ports: &[u16]) -> String {
    let at = dir.display();
    let mut text = format!(
        "daemon off;\nworker_processes 1;\npid {at}/pid;\nerror_log {at}/errors warn;\nevents {{\n  worker_connections 2048;\n}}\n\
         http {{\n  log_format asked '$status $request_time $request_method $uri ($upstream_addr) ($upstream_status)';\n  \
         access_log {at}/asked asked;\n"
    );
    for place in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        let _ = writeln!(text, "  {place}_temp_path {at}/{place};");
    }
    text.push_str("  upstream nodes {\n");
    for port in ports {
        let _ = writeln!(text, "    server 127.0.0.1:{port} max_fails=1 fail_timeout=3s;");
    }
    let _ = write!(
        text,
        "  }}\n  server {{\n    listen 127.0.0.1:{port};\n    client_max_body_size 1m;\n    location / {{\n      \
         proxy_pass http://nodes;\n      proxy_http_version 1.1;\n      proxy_set_header Connection \"\";\n      \
         proxy_set_header Host $http_host;\n      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n      \
         proxy_connect_timeout 2s;\n      proxy_read_timeout {PATIENCE}s;\n      proxy_next_upstream error timeout;\n    }}\n  }}\n}}\n"
    );
    text
}
