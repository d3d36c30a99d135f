//! The sections: every key, its default, and what it may be.

use super::admin::admin;
use super::limits::limits;
use super::log::log;
use super::reader::Setting;
use super::setup::setup;
use super::store::store;
use super::web::web;
use super::{
    Brand, Config, Help, Imap, Jobs, Login, Master, Quota, Server, ServerAddress, ServerSpam, Session, Spam, Store,
};
use crate::imap::Security;
use crate::mail::{Address, Filter, LoginName, Role, RuleTexts};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use secrecy::SecretString;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const SECTIONS: [&str; 15] = [
    "web", "store", "server", "brand", "help", "setup", "spam", "quota", "imap", "session", "jobs", "login", "limits",
    "log", "admin",
];
const SERVER: [&str; 13] = [
    "domains",
    "imap",
    "public_imap",
    "pop",
    "smtp",
    "login",
    "roles",
    "tls",
    "allow_plaintext",
    "tells_client",
    "master",
    "expires",
    "spam",
];
const SECURITY: [(&str, Security); 3] =
    [("tls", Security::Tls), ("starttls", Security::StartTls), ("plain", Security::Plain)];
const LOGIN: [(&str, LoginName); 2] = [("address", LoginName::Address), ("local-part", LoginName::LocalPart)];
const ROLES: [(&str, Role); 5] = [
    ("spam", Role::Spam),
    ("trash", Role::Trash),
    ("sent", Role::Sent),
    ("drafts", Role::Drafts),
    ("archive", Role::Archive),
];
const PASSWORD_FILE: &str = "a file with the master user's password in its first line";
const NAME: &str = "a name of 1 to 80 letters";
/// Letters of what a host says to people.
const MAX_LETTERS: usize = 500;

/// Reads everything; `folder` is what paths are relative to. What is missing or wrong is noted; a default stands in.
pub(super) fn config(root: &Setting<'_>, folder: &Path) -> Config {
    root.section(&SECTIONS);
    let web = web(&root.at("web"));
    let store = store(&root.at("store"), folder);
    let servers = servers(&root.at("server"), folder);
    let brand = brand(&root.at("brand"));
    let help = help(&root.at("help"), folder);
    let setup = setup(&root.at("setup"), folder);
    let spam = spam(&root.at("spam"), folder);
    let quota = quota(&root.at("quota"));
    let imap = imap(&root.at("imap"));
    let session = session(&root.at("session"));
    let jobs = jobs(&root.at("jobs"));
    let login = login(&root.at("login"));
    let log = log(&root.at("log"));
    let admin = admin(&root.at("admin"), folder);
    let limits = limits(&root.at("limits"));
    Config { web, store, servers, brand, help, setup, spam, quota, imap, session, jobs, login, limits, log, admin }
}

/// Reads `[store]` and nothing else.
pub(super) fn store_alone(root: &Setting<'_>, folder: &Path) -> Store {
    root.section(&SECTIONS);
    store(&root.at("store"), folder)
}

fn servers(at: &Setting<'_>, folder: &Path) -> Vec<Server> {
    let settings = at.items(true, "at least one [[server]] with domains and imap");
    let mut seen = BTreeSet::new();
    settings.iter().filter_map(|setting| server(setting, folder, &mut seen)).collect()
}

fn server(at: &Setting<'_>, folder: &Path, seen: &mut BTreeSet<String>) -> Option<Server> {
    if !at.section(&SERVER) {
        return None;
    }
    let domains = domains(&at.at("domains"), seen);
    let plaintext = at.at("allow_plaintext").flag(false);
    let imap = at.at("imap");
    if !imap.is_set() {
        imap.refuse("a place, such as { host = \"mail.example.net\", port = 993, security = \"tls\" }");
    }
    let found = server_address(&imap, None, (993, Security::Tls));
    refuse_plaintext(&imap, found.as_ref(), plaintext);
    let host = found.as_ref().map(|(address, _)| address.host.as_str());
    let spam = server_spam(&at.at("spam"), host, plaintext);
    // No password goes there from here; mail programs install what they are told by themselves, and send it.
    let told = |name: &str, usual: u16| {
        let setting = at.at(name);
        let found = server_address(&setting, None, (usual, Security::Tls));
        refuse_plaintext(&setting, found.as_ref(), plaintext);
        found.map(|(address, _)| address)
    };
    let (public_imap, pop, smtp) = (told("public_imap", 993), told("pop", 995), told("smtp", 465));
    let login = at.at("login").word(&LOGIN).unwrap_or(LoginName::Address);
    let roles = roles(&at.at("roles"));
    let tls = at.at("tls");
    tls.section(&["ca_file"]);
    let ca_file = ca_file(&tls.at("ca_file"), folder);
    let (master, expires) = (master(&at.at("master"), folder), expires(&at.at("expires")));
    let tells_client = at.at("tells_client").flag(false);
    let imap = found?.0;
    Some(Server { tells_client, domains, imap, public_imap, pop, smtp, login, roles, master, expires, spam, ca_file })
}

fn master(at: &Setting<'_>, folder: &Path) -> Option<Master> {
    if !at.section(&["user", "password_file", "separator"]) {
        return None;
    }
    let fit = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
    let name = |text: &str| fit(text).then(|| text.to_owned());
    let user = at.at("user");
    let file = at.at("password_file");
    for (setting, allowed) in [(&user, "the master user's name"), (&file, PASSWORD_FILE)] {
        if !setting.is_set() {
            setting.refuse(allowed);
        }
    }
    let separator = at.at("separator").text("what stands between the two names, such as \"*\"", name);
    let password = file.text(PASSWORD_FILE, |text| Some(folder.join(text))).and_then(|path| {
        let read = std::fs::read_to_string(&path).map_err(|error| error.to_string());
        let line = read.map(|text| text.lines().next().unwrap_or_default().to_owned());
        match line {
            Ok(line) if fit(&line) => return Some(SecretString::from(line)),
            Ok(_) => file.say("a file without a password", PASSWORD_FILE),
            Err(error) => file.say(&format!("{:?}: {error}", path.display().to_string()), PASSWORD_FILE),
        }
        None
    });
    let user = user.text("the master user's name", name);
    Some(Master { user: user?, password: password?, separator: separator.unwrap_or_else(|| "*".to_owned()) })
}

fn expires(at: &Setting<'_>) -> BTreeMap<Role, u32> {
    at.section(&["spam", "trash"]);
    let days = |(name, role)| Some((role, at.at(name).number(1..=36_500)?));
    [("spam", Role::Spam), ("trash", Role::Trash)].into_iter().filter_map(days).collect()
}

fn domains(at: &Setting<'_>, seen: &mut BTreeSet<String>) -> Vec<String> {
    let settings = at.items(true, "a list of domains, such as [\"example.net\"] or [\"*\"]");
    let mut domains = Vec::new();
    for setting in settings {
        let Some(domain) = setting.text("a domain, such as \"example.net\", or \"*\"", domain) else { continue };
        if seen.insert(domain.clone()) {
            domains.push(domain);
        } else {
            setting.say(&format!("{domain:?} for the second time"), "each domain once");
        }
    }
    domains
}

/// Reads the domain of an address, or `*`.
fn domain(text: &str) -> Option<String> {
    (text == "*" || Address::is_domain(text)).then(|| text.to_lowercase())
}

fn server_spam(at: &Setting<'_>, host: Option<&str>, plaintext: bool) -> ServerSpam {
    at.section(&["panel", "text", "sieve"]);
    let url = |text: &str| web_address(text, &["https://", "http://"]);
    let panel = at.at("panel").text("an address that begins with https:// or http://", url);
    let text = at.at("text").text("a text of 1 to 500 letters", plain_text);
    let setting = at.at("sieve");
    let sieve = server_address(&setting, host, (4190, Security::StartTls));
    refuse_plaintext(&setting, sieve.as_ref(), plaintext);
    ServerSpam { panel, text, sieve: sieve.map(|(address, _)| address) }
}

/// Reads what people are told, as it is: its lines stay.
fn plain_text(text: &str) -> Option<String> {
    let letters = text.trim().chars().count();
    let fit =
        (1..=MAX_LETTERS).contains(&letters) && !text.contains(|c: char| c.is_control() && c != '\n' && c != '\t');
    fit.then(|| text.trim().to_owned())
}

/// Refuses to send passwords in clear over a network, unless the host has written that this is meant.
fn refuse_plaintext(at: &Setting<'_>, found: Option<&(ServerAddress, bool)>, plaintext: bool) {
    if let Some((address, beside)) = found
        && address.security == Security::Plain
        && !(plaintext || *beside || address.is_loopback())
    {
        let found = format!("\"plain\" for {:?}, which is another machine", address.host);
        at.at("security").say(&found, "tls, starttls, or plain with allow_plaintext = true beside it");
    }
}

/// Reads where a server listens, and whether `allow_plaintext` stands in it; port and security are what they are when nothing is said.
fn server_address(
    at: &Setting<'_>,
    usual_host: Option<&str>,
    (port, security): (u16, Security),
) -> Option<(ServerAddress, bool)> {
    if !at.section(&["host", "port", "security", "allow_plaintext"]) {
        return None;
    }
    let host = at.at("host");
    let allowed = "a host name or an IP address, such as \"mail.example.net\"";
    if !host.is_set() && usual_host.is_none() {
        host.refuse(allowed);
    }
    let known = |text: &str| ServerName::try_from(text).is_ok().then(|| text.to_owned());
    let host = if host.is_set() { host.text(allowed, known) } else { usual_host.map(str::to_owned) };
    let port = at.at("port").number(1..=u16::MAX).unwrap_or(port);
    let security = at.at("security").word(&SECURITY).unwrap_or(security);
    let plaintext = at.at("allow_plaintext").flag(false);
    Some((ServerAddress { host: host?, port, security }, plaintext))
}

fn roles(at: &Setting<'_>) -> BTreeMap<Role, String> {
    at.section(&ROLES.map(|(name, _)| name));
    // "Empty Spam" must never mean the inbox.
    let mailbox = |text: &str| {
        let fit = !text.is_empty() && !text.chars().any(char::is_control) && !text.eq_ignore_ascii_case("INBOX");
        fit.then(|| text.to_owned())
    };
    let pin = |(name, role)| Some((role, at.at(name).text("the name of a mailbox other than INBOX", mailbox)?));
    ROLES.into_iter().filter_map(pin).collect()
}

fn ca_file(at: &Setting<'_>, folder: &Path) -> Option<PathBuf> {
    let allowed = "a file with at least one PEM certificate";
    let path = folder.join(at.text(allowed, not_empty)?);
    match certificates(&path) {
        Ok(0) => at.say(&format!("no certificate in {:?}", path.display().to_string()), allowed),
        Ok(_) => {}
        Err(error) => at.say(&format!("{:?}: {error}", path.display().to_string()), allowed),
    }
    Some(path)
}

/// Counts the certificates in a file; all of them must be usable.
fn certificates(path: &Path) -> Result<usize, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&bytes) {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    Ok(roots.len())
}

fn brand(at: &Setting<'_>) -> Brand {
    at.section(&["name", "support_url"]);
    let name = at.at("name").text(NAME, name).unwrap_or_else(|| "Webmail".into());
    let url = |text: &str| web_address(text, &["https://", "http://", "mailto:"]);
    let support_url = at.at("support_url").text("an address that begins with https://, http:// or mailto:", url);
    Brand { name, support_url }
}

/// Reads an address that a link may have, with one of these schemes.
fn web_address(text: &str, schemes: &[&str]) -> Option<String> {
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme))?;
    (!rest.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control())).then(|| text.to_owned())
}

/// Reads what something is called.
fn name(text: &str) -> Option<String> {
    let fit = !text.trim().is_empty() && text.chars().count() <= 80 && !text.chars().any(char::is_control);
    fit.then(|| text.trim().to_owned())
}

fn quota(at: &Setting<'_>) -> Quota {
    at.section(&["names"]);
    let names = at.at("names").entries("a table, such as { \"User quota\" = \"your mailbox\" }");
    Quota { names: names.into_iter().filter_map(|(root, called)| Some((root, called.text(NAME, name)?))).collect() }
}

fn help(at: &Setting<'_>, folder: &Path) -> Help {
    at.section(&["folder"]);
    let setting = at.at("folder");
    let path = setting.text("a folder of articles", not_empty).map(|path| folder.join(path));
    if let Some(path) = &path
        && let Err(error) = std::fs::read_dir(path)
    {
        setting.say(&format!("{:?}: {error}", path.display().to_string()), "a folder of articles");
    }
    Help { folder: path }
}

fn spam(at: &Setting<'_>, folder: &Path) -> Spam {
    at.section(&["rules_dir", "authserv_ids", "trust"]);
    let (setting, allowed) = (at.at("rules_dir"), "a folder of SpamAssassin's *.cf files");
    let rules_dir = setting.text(allowed, not_empty).map(|path| folder.join(path));
    if let Some(Err(error)) = rules_dir.as_deref().map(RuleTexts::read) {
        setting.say(&error, allowed);
    }
    let name = |text: &str| {
        let fit =
            (1..=255).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic() && !"\"();=\\".contains(c));
        fit.then(|| text.to_ascii_lowercase())
    };
    let names = at.at("authserv_ids").items(false, "a list of names, such as [\"mx.example.net\"]");
    let name =
        |setting: &Setting<'_>| setting.text("the name of one of your mail servers, such as \"mx.example.net\"", name);
    let known = Filter::ALL.iter().map(|filter| filter.word()).collect::<Vec<_>>().join(", ");
    let (one_of, trust) =
        (format!("one of {known}"), at.at("trust").items(false, "a list of filters, such as [\"spamassassin\"]"));
    let trust = trust.iter().filter_map(|item| item.text(&one_of, Filter::named)).collect();
    Spam { rules_dir, authserv_ids: names.iter().filter_map(name).collect(), trust }
}

fn not_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn imap(at: &Setting<'_>) -> Imap {
    at.section(&[
        "connections_per_account",
        "connections",
        "idle_seconds",
        "proof_seconds",
        "wait_seconds",
        "answer_seconds",
    ]);
    let connections_per_account = at.at("connections_per_account").number(1..=20).unwrap_or(2);
    let setting = at.at("connections");
    let connections = setting.number(1..=100_000).unwrap_or(500);
    if connections < connections_per_account {
        setting.refuse(&format!("at least connections_per_account, {connections_per_account}"));
    }
    // Servers hang up after half an hour (RFC 9051, 5.4).
    let idle_seconds = at.at("idle_seconds").number(1..=1740).unwrap_or(120);
    let proof_seconds = at.at("proof_seconds").number(0..=86_400).unwrap_or(900);
    let wait_seconds = at.at("wait_seconds").number(1..=300).unwrap_or(20);
    let answer_seconds = at.at("answer_seconds").number(1..=600).unwrap_or(30);
    Imap { connections_per_account, connections, idle_seconds, proof_seconds, wait_seconds, answer_seconds }
}

fn session(at: &Setting<'_>) -> Session {
    at.section(&["idle_minutes", "absolute_hours"]);
    let idle_minutes = at.at("idle_minutes").number(1..=43_200).unwrap_or(60);
    let absolute_hours = at.at("absolute_hours").number(1..=720).unwrap_or(12);
    Session { idle_minutes, absolute_hours }
}

fn jobs(at: &Setting<'_>) -> Jobs {
    at.section(&["from", "grace_seconds"]);
    let from = at.at("from").number(0..=1_000_000).unwrap_or(500);
    let grace_seconds = at.at("grace_seconds").number(0..=3600).unwrap_or(10);
    Jobs { from, grace_seconds }
}

fn login(at: &Setting<'_>) -> Login {
    at.section(&["tries_per_address", "tries_per_client", "refill_seconds"]);
    let tries_per_address = at.at("tries_per_address").number(1..=1_000).unwrap_or(8);
    let tries_per_client = at.at("tries_per_client").number(1..=100_000).unwrap_or(40);
    let refill_seconds = at.at("refill_seconds").number(1..=86_400).unwrap_or(60);
    Login { tries_per_address, tries_per_client, refill_seconds }
}
