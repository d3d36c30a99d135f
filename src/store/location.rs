//! Where the database is: a file of our own, or a PostgreSQL server.

use secrecy::{ExposeSecret as _, SecretString};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use url::Url;

/// Says where sessions, votes and permissions are kept.
#[derive(Debug, Clone)]
pub enum Location {
    /// An SQLite file, made when it is not there.
    File(PathBuf),
    /// A database of a PostgreSQL server.
    Server(Box<Server>),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(server) => server.fmt(f),
        }
    }
}

/// A database of a PostgreSQL server, and who asks it. Printed without the password.
#[derive(Clone)]
pub struct Server {
    pub(super) options: PgConnectOptions,
    /// Whether the network is protected: false where the wire may carry rows in clear, or to somebody who only says who it is.
    is_protected: bool,
    has_password: bool,
}

/// What may stand behind `?`, as libpq calls it (PostgreSQL's manual, 34.1.2).
const PARAMETERS: &str = "host, port, user, dbname, sslmode, sslrootcert, sslcert, sslkey, application_name, options";
const SHAPE: &str =
    "\"postgres://user@host/database\" or \"postgres:///database?host=/folder/of/the/socket&user=name\"";

impl Server {
    /// Reads `postgres://user:password@host:port/database?sslmode=verify-full`. Files that it names lie in `folder`, unless their
    /// path is absolute.
    ///
    /// Without `sslmode` a server on another machine has to prove who it is (`verify-full`).
    ///
    /// # Errors
    /// What was found, without the password, and what is allowed.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, [String; 2]> {
        let shape = |found: String| [found, SHAPE.to_owned()];
        let url = Url::parse(text).map_err(|error| shape(format!("a PostgreSQL address that is none ({error})")))?;
        // What stands behind the user may hold a password: `/`, `?`, `#` or `@` in it would be read as something else, and repeated.
        let is_misread = url.path().contains('@') || url.query().is_some_and(|query| query.contains('@'));
        if is_misread || url.fragment().is_some() {
            return Err(shape(
                "an address with a '/', '?', '#' or '@' that has to be written as %2F, %3F, %23 or %40".into(),
            ));
        }
        let decoded = |text: &str| {
            let octets = percent_encoding::percent_decode_str(text);
            octets
                .decode_utf8()
                .map(std::borrow::Cow::into_owned)
                .map_err(|_| shape("letters that are not UTF-8".into()))
        };
        // The defaults of the driver are the variables of libpq: all that is said here goes before them.
        let mut options = PgConnectOptions::new_without_pgpass().port(5432).application_name("postern");
        let (mut host, mut database, mut mode) = (url.host_str().map(decoded).transpose()?, None, None);
        if let Some(port) = url.port() {
            options = options.port(port);
        }
        if !url.username().is_empty() {
            options = options.username(&decoded(url.username())?);
        }
        let has_password = url.password().is_some();
        if let Some(password) = url.password() {
            options = options.password(&decoded(password)?);
        }
        let path = decoded(url.path().trim_start_matches('/'))?;
        if !path.is_empty() {
            database = Some(path);
        }
        for (key, value) in url.query_pairs() {
            options = match &*key {
                "host" => {
                    host = Some(value.into_owned());
                    options
                }
                "dbname" => {
                    database = Some(value.into_owned());
                    options
                }
                "sslmode" => {
                    mode = Some(security(&value)?);
                    options
                }
                "port" => {
                    let port =
                        value.parse().map_err(|_| [format!("port {value:?}"), "a port from 1 to 65535".into()])?;
                    options.port(port)
                }
                "user" => options.username(&value),
                "sslrootcert" => options.ssl_root_cert(readable(&key, &value, folder)?),
                "sslcert" => options.ssl_client_cert(readable(&key, &value, folder)?),
                "sslkey" => options.ssl_client_key(readable(&key, &value, folder)?),
                "application_name" => options.application_name(&value),
                "options" => raw_options(options, &value)?,
                key if key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_') => {
                    return Err([format!("{key:?} in a PostgreSQL address"), PARAMETERS.to_owned()]);
                }
                _ => return Err(["an unknown word in a PostgreSQL address".to_owned(), PARAMETERS.to_owned()]),
            };
        }
        let host =
            host.filter(|host| !host.is_empty()).ok_or_else(|| shape("a PostgreSQL address without a host".into()))?;
        let database = database.ok_or_else(|| shape("a PostgreSQL address without a database".into()))?;
        let is_here = is_here(&host);
        let mode = mode.unwrap_or(if is_here { PgSslMode::Prefer } else { PgSslMode::VerifyFull });
        let bare = bare(&host);
        options = if bare.starts_with('/') { options.socket(bare) } else { options.host(bare) };
        options = options.database(&database).ssl_mode(mode);
        Ok(Self { options, is_protected: is_here || matches!(mode, PgSslMode::VerifyFull), has_password })
    }

    /// Tells whether the address had a password.
    pub fn has_password(&self) -> bool {
        self.has_password
    }

    /// Tells whether nobody on the way to the server can read along.
    pub fn is_protected(&self) -> bool {
        self.is_protected
    }

    /// Takes a password that does not stand in the address.
    #[must_use]
    pub fn with_password(self, password: &SecretString) -> Self {
        Self { options: self.options.password(password.expose_secret()), has_password: true, ..self }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (user, database) = (self.options.get_username(), self.options.get_database().unwrap_or_default());
        let port = self.options.get_port();
        match self.options.get_socket() {
            Some(socket) => write!(f, "postgres://{user}@/{database} at {}, port {port}", socket.display()),
            None => match self.options.get_host() {
                host if host.contains(':') => write!(f, "postgres://{user}@[{host}]:{port}/{database}"),
                host => write!(f, "postgres://{user}@{host}:{port}/{database}"),
            },
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Takes the brackets off an IPv6 address.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

/// Tells whether a host is this machine.
fn is_here(host: &str) -> bool {
    host.starts_with('/')
        || host == "localhost"
        || bare(host).parse().is_ok_and(|ip: IpAddr| ip.to_canonical().is_loopback())
}

fn security(mode: &str) -> Result<PgSslMode, [String; 2]> {
    let found = || format!("sslmode {mode:?}");
    mode.parse().map_err(|_| [found(), "verify-full, verify-ca, require, prefer, allow, disable".to_owned()])
}

fn readable(key: &str, file: &str, folder: &Path) -> Result<PathBuf, [String; 2]> {
    let path = folder.join(file);
    match std::fs::read(&path) {
        Ok(_) => Ok(path),
        Err(error) => Err([format!("{key} {:?}: {error}", path.display().to_string()), "a PEM file".to_owned()]),
    }
}

/// Reads `-c name=value` once or several times, such as `-c search_path=postern`.
fn raw_options(options: PgConnectOptions, text: &str) -> Result<PgConnectOptions, [String; 2]> {
    let wrong = || [format!("options {text:?}"), "-c name=value, once or several times".to_owned()];
    let mut words = text.split_whitespace();
    let mut pairs = Vec::new();
    while let Some(word) = words.next() {
        let pair = match word.strip_prefix("-c") {
            Some("") => words.next().ok_or_else(wrong)?,
            Some(pair) => pair,
            None => return Err(wrong()),
        };
        pairs.push(pair.split_once('=').ok_or_else(wrong)?);
    }
    Ok(options.options(pairs))
}
