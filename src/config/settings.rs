//! What a host may decide: the sections and their values.

use super::{Admin, Limits, PublicUrl, Setup};
use crate::imap::Security;
use crate::mail::{Filter, LoginName, Role};
use crate::store::Location;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

/// The networks that a machine has for itself.
const THIS_MACHINE: [IpNet; 2] = [
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128)),
];

/// Everything a host may decide.
#[derive(Debug, Clone)]
pub struct Config {
    /// `[web]`: where Postern listens and how browsers reach it.
    pub web: Web,
    /// `[store]`: where sessions, votes and permissions are kept.
    pub store: Store,
    /// `[[server]]`: the mail servers; at least one.
    pub servers: Vec<Server>,
    /// `[brand]`: what the webmail is called.
    pub brand: Brand,
    /// `[help]`: the host's own articles.
    pub help: Help,
    /// `[setup]`: settings that install themselves.
    pub setup: Setup,
    /// `[spam]`: what is known of the spam filter.
    pub spam: Spam,
    /// `[quota]`: what the limits of the mail server are called.
    pub quota: Quota,
    /// `[imap]`: how many connections are held, and how long.
    pub imap: Imap,
    /// `[session]`: how long a person stays signed in.
    pub session: Session,
    /// `[jobs]`: when work is long, and how long deleting waits.
    pub jobs: Jobs,
    /// `[login]`: how often a password may be tried.
    pub login: Login,
    /// `[limits]`: how much one browser, and everybody behind one network address, may ask for.
    pub limits: Limits,
    /// `[log]`: what is told, and how.
    pub log: Log,
    /// `[admin]`: who may see how things stand here, and change the help articles.
    pub admin: Admin,
}

/// `[web]`: where Postern listens and how browsers reach it.
#[derive(Debug, Clone)]
pub struct Web {
    /// `listen`: address and port of the web server; default `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// `public_url`: how browsers reach it; default `http://` and `listen`.
    pub public_url: PublicUrl,
    /// `trusted_proxies`: networks whose `X-Forwarded-For` is believed; default none named, which is this machine
    /// (`127.0.0.0/8` and `::1`). `[]` is nobody.
    pub trusted_proxies: Option<Vec<IpNet>>,
    /// `admin_listen`: address and port of `/healthz` and `/readyz` once more, of `/metrics`, and of `/admin`; default `127.0.0.1:9090`, `""` is off.
    pub admin_listen: Option<SocketAddr>,
    /// `timezone`: an IANA name such as `Europe/Berlin` in which dates are shown; default none: what the system says.
    pub timezone: Option<String>,
    /// `drain_seconds`: how long it is still served after SIGTERM, while `/readyz` says 503, so that a proxy sends people elsewhere
    /// first; default 0.
    pub drain_seconds: u64,
}

impl Web {
    /// Returns the networks whose `X-Forwarded-For` is believed.
    pub fn trusted_proxies(&self) -> &[IpNet] {
        self.trusted_proxies.as_deref().unwrap_or(&THIS_MACHINE)
    }
}

/// `[store]`: where sessions, votes and permissions are kept.
#[derive(Debug, Clone)]
pub struct Store {
    /// `url`: an SQLite file, as `sqlite://relative.db` (to the working directory) or `sqlite:///absolute.db`, or a PostgreSQL
    /// database, as `postgres://user@host/database`; default `sqlite://postern.db`. The password of a server may stand in `password`
    /// or in the file `password_file` (relative to the configuration file) instead.
    pub location: Location,
    /// Where that is written.
    pub(super) written_at: String,
}

/// `[[server]]`: one mail server and the domains it serves.
#[derive(Debug, Clone)]
pub struct Server {
    /// `domains`: lower case; `*` is every domain no server names. No default.
    pub domains: Vec<String>,
    /// `imap`: where mail is read; default port 993, security `tls`. The host has no default.
    pub imap: ServerAddress,
    /// `public_imap`: what mail programs are told instead, in Setup and when they ask by themselves; default none: they are told
    /// `imap`, and in it port 993, security `tls`.
    pub public_imap: Option<ServerAddress>,
    /// `pop`: shown in Setup; default none, and in it port 995, security `tls`.
    pub pop: Option<ServerAddress>,
    /// `smtp`: shown in Setup; default none, and in it port 465, security `tls`.
    pub smtp: Option<ServerAddress>,
    /// `login`: the user name the server wants; default `address`.
    pub login: LoginName,
    /// `roles`: mailboxes pinned to a role (`spam`, `trash`, `sent`, `drafts`, `archive`); default none.
    pub roles: BTreeMap<Role, String>,
    /// `master`: a user that opens every mailbox, for the nightly cleaning of those who switched it on; default none.
    pub master: Option<Master>,
    /// `expires`: after how many days the mail server itself deletes from `spam` or `trash`; default none.
    pub expires: BTreeMap<Role, u32>,
    /// `spam`: what people can do about the spam filter; default nothing.
    pub spam: ServerSpam,
    /// `tells_client`: whether the server is told the network address of who asks, where it takes that (ID, RFC 2971); default false.
    pub tells_client: bool,
    /// `tls.ca_file`: PEM certificates trusted besides the system's, relative to the configuration file; default none.
    pub ca_file: Option<PathBuf>,
}

impl Server {
    /// Returns the first domain that it names; none where it serves only `*`.
    pub fn first_domain(&self) -> Option<&str> {
        self.domains.iter().map(String::as_str).find(|domain| *domain != "*")
    }

    /// Returns where mail programs read mail by IMAP: what they are told, wherever Postern itself connects.
    pub fn public_imap(&self) -> &ServerAddress {
        self.public_imap.as_ref().unwrap_or(&self.imap)
    }
}

/// `[server.master]`: a user of the mail server that opens every mailbox in its owner's name.
#[derive(Debug, Clone)]
pub struct Master {
    /// `user`: the master user's name.
    pub user: String,
    /// `password_file`: a file with the password alone, relative to the configuration file; what it holds.
    pub password: SecretString,
    /// `separator`: stands between the owner's name and the master's; default `*`.
    pub separator: String,
}

/// `[server.spam]`: what people can do about the spam filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerSpam {
    /// `panel`: the provider's own page with the switch, `https:` or `http:`; default none.
    pub panel: Option<String>,
    /// `text`: what the provider wants to say on the page of the switch, plain text of at most 500 letters; default nothing.
    pub text: Option<String>,
    /// `sieve`: where the mail server takes scripts (ManageSieve, RFC 5804), so that Postern has the switch itself; default none, and
    /// in it the host of `imap`, port 4190, security `starttls`.
    pub sieve: Option<ServerAddress>,
}

/// Where a server listens: `{ host = "mail.example.net", port = 993, security = "tls" }`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServerAddress {
    /// `host`: a host name or an IP address (IPv6 without brackets). No default.
    pub host: String,
    /// `port`: from 1 to 65535; the default is the protocol's port for TLS.
    pub port: u16,
    /// `security`: `tls`, `starttls` or `plain`; default `tls`.
    pub security: Security,
}

impl ServerAddress {
    /// Tells whether only programs on this machine can come there.
    pub fn is_loopback(&self) -> bool {
        let host = self.host.strip_suffix('.').unwrap_or(&self.host);
        let address: Option<IpAddr> = host.parse().ok();
        host.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.to_canonical().is_loopback())
    }
}

/// `[jobs]`: when work is long, and how long deleting waits.
#[derive(Debug, Clone)]
pub struct Jobs {
    /// `from`: actions on more messages than this become jobs, with a page that shows how far they are; default 500.
    pub from: u32,
    /// `grace_seconds`: how long deleting for good waits, so that it can be taken back; default 10, 0 is not at all.
    pub grace_seconds: u64,
}

/// `[brand]`: what the webmail is called.
#[derive(Debug, Clone)]
pub struct Brand {
    /// `name`: shown on every page; default `Webmail`.
    pub name: String,
    /// `support_url`: where people get help, `https:`, `http:` or `mailto:`; default none.
    pub support_url: Option<String>,
}

/// `[help]`: the host's own articles.
#[derive(Debug, Clone)]
pub struct Help {
    /// `folder`: a folder of articles, relative to the configuration file; default none: those built in.
    pub folder: Option<PathBuf>,
}

/// `[quota]`: what the limits of the mail server are called.
#[derive(Debug, Clone)]
pub struct Quota {
    /// `names`: by the name of a quota root (RFC 9208, 3.1), what its owner calls it; default none: "Your mailbox" where there is one
    /// root, else as the server calls it.
    pub names: BTreeMap<String, String>,
}

/// `[spam]`: what is known of the spam filter.
#[derive(Debug, Clone)]
pub struct Spam {
    /// `rules_dir`: a folder with SpamAssassin's `*.cf` files, relative to the configuration file, whose `describe` lines explain
    /// rules behind the technical details of a message; default none.
    pub rules_dir: Option<PathBuf>,
    /// `authserv_ids`: the names under which your own mail servers write `Authentication-Results`, lower case; default none: no
    /// page says whether a sender is confirmed. Your servers must take such fields out of the mail that comes in (RFC 8601, 5).
    pub authserv_ids: Vec<String>,
    /// `trust`: the spam filters of your own whose words are believed; default none: those of any filter are.
    pub trust: Vec<Filter>,
}

/// `[imap]`: how many connections are held, and how long.
#[derive(Debug, Clone)]
pub struct Imap {
    /// `connections_per_account`: connections one account may hold at once; default 2.
    pub connections_per_account: usize,
    /// `connections`: connections in all; default 500.
    pub connections: usize,
    /// `idle_seconds`: how long an unused connection is kept; default 120.
    pub idle_seconds: u64,
    /// `proof_seconds`: how long after its sign-in a connection is used; the next one proves the password again, so that a session
    /// does not outlive a changed password; 0: for each page anew; default 900.
    pub proof_seconds: u64,
    /// `wait_seconds`: how long a page waits for a connection before it says that all are in use; default 20.
    pub wait_seconds: u64,
    /// `answer_seconds`: how long the server may take to answer; searching may take three times as long, moving four times;
    /// default 30.
    pub answer_seconds: u64,
}

/// `[session]`: how long a person stays signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// `idle_minutes`: without a request; default 60.
    pub idle_minutes: u64,
    /// `absolute_hours`: whatever happens; default 12.
    pub absolute_hours: u64,
}

/// `[login]`: how often a password may be tried.
#[derive(Debug, Clone)]
pub struct Login {
    /// `tries_per_address`: for one mailbox, and for each browser that was signed in to it before; default 8.
    pub tries_per_address: u32,
    /// `tries_per_client`: from one network address; default 40.
    pub tries_per_client: u32,
    /// `refill_seconds`: how long until one try is given back; default 60.
    pub refill_seconds: u64,
}

/// `[log]`: what is told, and how.
#[derive(Debug, Clone)]
pub struct Log {
    /// `format`: `text`, or `json`: each line is one JSON object; default `text`.
    pub format: LogFormat,
    /// `otlp_endpoint`: where a collector of OpenTelemetry on this machine takes traces, such as `http://127.0.0.1:4318`; only in a program
    /// that is built with the feature `otel`; default none.
    pub otlp_endpoint: Option<String>,
    /// `client_addresses`: whether a refused sign-in is logged with the client's address, which is what a host needs to ban it;
    /// default true.
    pub client_addresses: bool,
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object.
    Json,
}

impl Config {
    /// Returns the server for a domain: the one that names it, in either spelling of a name beyond ASCII, else the one for `*`. No two
    /// servers name the same.
    pub fn server_for(&self, domain: &str) -> Option<&Server> {
        self.servers.get(self.position_for(domain)?)
    }

    /// Returns where in [`Config::servers`] the server for a domain stands.
    pub fn position_for(&self, domain: &str) -> Option<usize> {
        let domain = domain.to_lowercase();
        let of = |name: &str| self.servers.iter().position(|server| server.domains.iter().any(|d| d == name));
        of(&domain).or_else(|| self.position_of_spelling(&domain)).or_else(|| of("*"))
    }

    /// Finds a name that DNS has in one spelling only (RFC 5890, 2.3.2.1), `bücher.example` as `xn--bcher-kva.example`, under the other.
    fn position_of_spelling(&self, domain: &str) -> Option<usize> {
        let has_spellings = |name: &str| !name.is_ascii() || name.split('.').any(|label| label.starts_with("xn--"));
        let ascii = |name: &str| idna::domain_to_ascii(name).ok();
        let wanted = has_spellings(domain).then(|| ascii(domain))??;
        let is_it = |name: &String| has_spellings(name) && ascii(name).is_some_and(|name| name == wanted);
        self.servers.iter().position(|server| server.domains.iter().any(is_it))
    }
}
