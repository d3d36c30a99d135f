//! The configuration of the private server, in the words of Dovecot 2.3 and of 2.4.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use super::encode::hex;
use super::{Namespace, Options, UnixUser};

/// What Dovecot 2.3 announces after sign-in when nobody tells it otherwise, with quota, NOTIFY and SPECIAL-USE on.
const CAPABILITIES: &str = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS \
     THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 \
     CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY \
     PREVIEW STATUS=SIZE SAVEDATE LITERAL+ NOTIFY SPECIAL-USE QUOTA";

/// The user name in front of an address under which [`super::Dovecot::deliver`] signs in: same mailbox, no quota.
pub const DELIVERY: &str = "deliver+";

/// Names the two configuration languages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Debian 12, Ubuntu 22.04 and 24.04.
    V23,
    /// Debian 13 and later.
    V24,
}

impl Syntax {
    /// Asks the installed Dovecot for its version.
    pub fn of(program: &str) -> Result<Self, String> {
        let missing = "Dovecot is not installed (Debian, Ubuntu: apt-get install dovecot-imapd dovecot-pop3d)";
        let output = Command::new(program).arg("--version").output().map_err(|_| missing)?;
        let version = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
        match (numbers.next(), numbers.next()) {
            (Some(2), Some(3)) => Ok(Self::V23),
            (Some(2), Some(4..)) => Ok(Self::V24),
            _ => Err(format!("Dovecot 2.3 or 2.4 is needed, this is {version:?}")),
        }
    }
}

/// The loopback ports a server listens on.
#[derive(Clone, Copy)]
pub struct Ports {
    /// Plain IMAP.
    pub imap: u16,
    /// IMAP over TLS.
    pub imaps: u16,
    /// Plain POP3.
    pub pop3: u16,
    /// ManageSieve, with STARTTLS when there is a certificate; 0 where owners have no scripts.
    pub sieve: u16,
    /// LMTP; 0 where owners have no scripts.
    pub lmtp: u16,
}

/// Writes `dovecot.conf` for a server that lives in `dir`.
pub fn render(syntax: Syntax, options: &Options, ports: Ports, user: &UnixUser, dir: &Path) -> String {
    let (at, name) = (dir.display(), dir.file_name().unwrap_or_default().to_string_lossy());
    let mut text = match syntax {
        Syntax::V23 => String::new(),
        Syntax::V24 => "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n".to_owned(),
    };
    let UnixUser { name: login, group, .. } = user;
    let (one, unlimited) = match syntax {
        Syntax::V23 => ("service_count = 1", "service_count = 0"),
        Syntax::V24 => ("restart_request_count = 1", "restart_request_count = unlimited"),
    };
    let serves = if options.process_for_each { one } else { unlimited };
    let protocols = if options.sieve { "imap pop3 sieve lmtp" } else { "imap pop3" };
    // Without the penalty socket a wrong password costs nothing; with it each one makes the next sign-in seconds slower.
    // Connections from 127.0.0.1 to 127.0.0.1 count as safe whatever is configured; those to 127.0.0.2 do not.
    let _ = write!(
        text,
        "protocols = {protocols}\nlisten = 127.0.0.1, 127.0.0.2\nlogin_greeting = Ready ({name}).\n\
         base_dir = {at}/run\nstate_dir = {at}/run\nlog_path = {at}/log\n\
         default_internal_user = {login}\ndefault_internal_group = {group}\ndefault_login_user = {login}\nfirst_valid_uid = 1\n\
         auth_mechanisms = plain login\nauth_username_chars =\nauth_failure_delay = 0 secs\n\
         mail_fsync = never\nmailbox_list_index = yes\nmail_max_userip_connections = 50\n\
         service anvil {{\n  chroot =\n  unix_listener anvil-auth-penalty {{\n    mode = 0\n  }}\n}}\nservice stats {{\n  chroot =\n}}\n\
         service imap {{\n  process_min_avail = 2\n  {serves}\n}}\n"
    );
    for (protocol, port, tls_port) in [("imap", ports.imap, ports.imaps), ("pop3", ports.pop3, 0)] {
        let _ = write!(
            text,
            "service {protocol}-login {{\n  chroot =\n  {unlimited}\n  process_min_avail = 1\n  \
             inet_listener {protocol} {{\n    port = {port}\n  }}\n  inet_listener {protocol}s {{\n    port = {tls_port}\n  }}\n}}\n"
        );
    }
    if options.sieve {
        text.push_str(&scripts(syntax, ports, user));
    }
    text.push_str(&dialect(syntax, options, dir));
    text.push_str(&namespace(options));
    text.push_str(&capabilities(syntax, options));
    if !options.refuse_cleartext {
        text.push_str("login_trusted_networks = 127.0.0.0/8\n");
    }
    text + &options.extra
}

/// Writes where owners keep scripts, and the delivery that runs them.
fn scripts(syntax: Syntax, ports: Ports, user: &UnixUser) -> String {
    let Ports { sieve, lmtp, .. } = ports;
    let (plugins, place) = match syntax {
        Syntax::V23 => {
            ("mail_plugins = $mail_plugins sieve", "plugin {\n  sieve = file:~/sieve;active=~/.dovecot.sieve\n}\n")
        }
        Syntax::V24 => (
            "mail_plugins {\n    sieve = yes\n  }",
            "sieve_script personal {\n  driver = file\n  path = ~/sieve\n  active_path = ~/.dovecot.sieve\n}\n",
        ),
    };
    format!(
        "service managesieve-login {{\n  chroot =\n  inet_listener sieve {{\n    port = {sieve}\n  }}\n}}\n\
         service lmtp {{\n  user = {}\n  unix_listener lmtp {{\n    mode = 0\n  }}\n  \
         inet_listener lmtp {{\n    port = {lmtp}\n  }}\n}}\n\
         protocol lmtp {{\n  postmaster_address = postmaster@example.org\n  {plugins}\n}}\n{place}",
        user.name
    )
}

/// Writes what the two versions call by different names: the store, the users, TLS, the quota.
fn dialect(syntax: Syntax, options: &Options, dir: &Path) -> String {
    let at = dir.display();
    let refuse = options.refuse_cleartext;
    let (yes, no) = if refuse { ("yes", "no") } else { ("no", "yes") };
    let tls = if options.tls.is_some() { "yes" } else { "no" };
    let mut text = format!("ssl = {tls}\n");
    match syntax {
        Syntax::V23 => {
            let file = format!("{{\n  driver = passwd-file\n  args = {at}/users\n}}\n");
            let _ = write!(
                text,
                "disable_plaintext_auth = {yes}\nmail_location = maildir:~/Maildir\npassdb {file}userdb {file}"
            );
        }
        Syntax::V24 => {
            let file = format!("passwd-file {{\n  passwd_file_path = {at}/users\n}}\n");
            let _ = write!(
                text,
                "auth_allow_cleartext = {no}\nmail_driver = maildir\nmail_path = ~/Maildir\npassdb {file}userdb {file}"
            );
        }
    }
    if options.tls.is_some() {
        let _ = match syntax {
            Syntax::V23 => write!(text, "ssl_cert = <{at}/cert.pem\nssl_key = <{at}/key.pem\n"),
            Syntax::V24 => write!(text, "ssl_server_cert_file = {at}/cert.pem\nssl_server_key_file = {at}/key.pem\n"),
        };
    }
    if options.quota_bytes.is_some() {
        // The plug-in for the QUOTA commands announces itself, whatever the list of capabilities says.
        let shown = if options.hide_capabilities.contains(&"QUOTA") { "" } else { " imap_quota" };
        let _ = write!(text, "mail_plugins = quota\nprotocol imap {{\n  mail_plugins = quota{shown}\n}}\n");
        text.push_str(match syntax {
            Syntax::V23 => "plugin {\n  quota = count:User quota\n  quota_vsizes = yes\n}\n",
            Syntax::V24 => "quota \"User quota\" {\n  driver = count\n}\n",
        });
    }
    text
}

/// Writes the personal namespace and its mailboxes.
fn namespace(options: &Options) -> String {
    let (prefix, separator) = match options.namespace {
        Namespace::Plain => ("", "/"),
        Namespace::InboxPrefixDot => ("INBOX.", "."),
    };
    let mut text = format!("namespace inbox {{\n  inbox = yes\n  prefix = {prefix}\n  separator = {separator}\n");
    for (name, special_use) in &options.mailboxes {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        let _ = write!(text, "  mailbox \"{quoted}\" {{\n    auto = subscribe\n");
        if let Some(attribute) = special_use.filter(|_| options.special_use) {
            let _ = writeln!(text, "    special_use = {attribute}");
        }
        text.push_str("  }\n");
    }
    text + "}\n"
}

/// Leaves capabilities out of the announcement, before and after sign-in; the commands themselves go on working, but for QUOTA's.
fn capabilities(syntax: Syntax, options: &Options) -> String {
    let mut hidden = options.hide_capabilities.clone();
    hidden.extend((!options.special_use).then_some("SPECIAL-USE"));
    if hidden.is_empty() {
        return String::new();
    }
    hidden.extend(options.quota_bytes.is_none().then_some("QUOTA"));
    match syntax {
        Syntax::V23 => {
            let shown = CAPABILITIES.split_whitespace().filter(|name| !hidden.contains(name));
            format!("imap_capability = {}\n", shown.collect::<Vec<_>>().join(" "))
        }
        Syntax::V24 => {
            let lines = hidden.iter().map(|name| format!("  \"{name}\" = no\n"));
            format!("imap_capability {{\n{}}}\n", lines.collect::<String>())
        }
    }
}

/// Writes the users: for each address itself and its way in for deliveries. Hexadecimal carries any byte of a password.
pub fn users(syntax: Syntax, options: &Options, user: &UnixUser, dir: &Path) -> String {
    let mut text = String::new();
    for (number, (address, password)) in options.users.iter().enumerate() {
        let (address, secret) = (address.to_lowercase(), hex(password.as_bytes()));
        let (uid, gid, home) = (user.uid, user.gid, dir.join("home").join(number.to_string()));
        let mut line = |name: &str, quota: u64| {
            let rule = match syntax {
                Syntax::V23 => format!("userdb_quota_rule=*:bytes={quota}"),
                Syntax::V24 if quota == 0 => "userdb_quota_storage_size=unlimited".to_owned(),
                Syntax::V24 => format!("userdb_quota_storage_size={quota}B"),
            };
            let rule = options.quota_bytes.map(|_| rule).unwrap_or_default();
            let _ = writeln!(text, "{name}:{{PLAIN.HEX}}{secret}:{uid}:{gid}::{}::{rule}", home.display());
        };
        line(&address, options.quota_bytes.unwrap_or(0));
        line(&format!("{DELIVERY}{address}"), 0);
    }
    text
}
