//! Thunderbird's own account set-up: the real program is given an address and asks Postern. It is driven over Marionette (Mozilla's
//! remote protocol: JSON in both directions, each with its length before it).

use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use support::dovecot::Guard;
use support::host::closed_port;
use support::launcher::{Launcher, TestApp};
use tempfile::TempDir;

/// How long Thunderbird may take to start, and then for one command.
const START: Duration = Duration::from_secs(60);

/// More of the server of `example.org`, one whose people sign in with the first part of their address, one that sends no mail, and one
/// of a name beyond ASCII.
const SERVERS: &str = "pop = { host = \"pop.example.org\", port = 995 }\n\
    smtp = { host = \"smtp.example.org\", port = 587, security = \"starttls\" }\n\
    [[server]]\ndomains = [\"other.example\"]\nlogin = \"local-part\"\nimap = { host = \"imap.other.example\" }\n\
    pop = { host = \"pop.other.example\", port = 110, security = \"starttls\" }\nsmtp = { host = \"smtp.other.example\" }\n\
    [[server]]\ndomains = [\"silent.example\"]\nimap = { host = \"imap.silent.example\" }\n\
    [[server]]\ndomains = [\"bücher.example\"]\nimap = { host = \"imap.books.example\" }\nsmtp = { host = \"smtp.books.example\" }\n";

/// Does what the dialog for a new account does with an address, and returns what it would offer, in order, and which questions were
/// answered. MX and SRV records are the one thing that Thunderbird does not ask through its own network: nobody has any.
const SET_UP: &str = r#"
const [address] = arguments;
const module = name => ChromeUtils.importESModule(`resource:///modules/${name}.sys.mjs`);
const { FindConfig } = module("accountcreation/FindConfig");
const { AccountConfig } = module("accountcreation/AccountConfig");
const { DNS } = module("DNS");
DNS.mx = DNS.srv = async () => [];
const security = {
  [Ci.nsMsgSocketType.plain]: "plain",
  [Ci.nsMsgSocketType.alwaysSTARTTLS]: "STARTTLS",
  [Ci.nsMsgSocketType.SSL]: "TLS",
};
const sign_in = { [Ci.nsMsgAuthMethod.passwordCleartext]: "password" };
const answered = [];
const watch = channel => {
  channel.QueryInterface(Ci.nsIHttpChannel);
  answered.push(`${channel.responseStatus} ${channel.URI.spec}`);
};
return (async () => {
  Services.obs.addObserver(watch, "http-on-examine-response");
  try {
    const domain = address.split("@")[1];
    const search = FindConfig.parallelAutoDiscovery(domain, address, new AbortController().signal, "", "");
    const { value: found, done } = await search.next();
    if (!found) return { answered };
    if (!done) throw new Error("it would ask its user: " + JSON.stringify(found));
    AccountConfig.replaceVariables(found, "Anna Lindner", address, "");
    const server = s => [s.type, s.hostname, s.port, security[s.socketType], sign_in[s.auth], s.username];
    const incoming = [found.incoming, ...found.incomingAlternatives].map(server);
    const outgoing = [found.outgoing, ...found.outgoingAlternatives].filter(s => s.hostname).map(server);
    return { answered, source: found.subSource, name: found.displayName, complete: found.isComplete(), incoming, outgoing };
  } finally {
    Services.obs.removeObserver(watch, "http-on-examine-response");
  }
})();
"#;

/// Runs one Thunderbird with a new profile until dropped; nothing of it is left then.
struct Thunderbird {
    guard: Guard,
    line: BufReader<TcpStream>,
    commands: u64,
    _dir: TempDir,
}

impl Thunderbird {
    /// Starts a Thunderbird for which every name is this machine, port 80 is Postern's, and nobody listens on port 443.
    fn before(app: &TestApp) -> Self {
        let dir = tempfile::Builder::new().prefix("postern-thunderbird-").tempdir().unwrap();
        let (path, log) = (dir.path().display().to_string(), dir.path().join("program.log"));
        let ports = format!("80={};443={}", app.origin().rsplit(':').next().unwrap(), closed_port());
        let settings = [
            ("marionette.port", json!(0)),
            ("network.dns.forceResolve", json!("127.0.0.1")),
            ("network.socket.forcePort", json!(ports)),
            ("network.proxy.type", json!(0)),
        ];
        let settings: String =
            settings.iter().map(|(name, value)| format!("user_pref(\"{name}\", {value});\n")).collect();
        let profile = dir.path().join("profile");
        fs::create_dir(&profile).unwrap();
        fs::write(profile.join("user.js"), settings).unwrap();
        let (home, temporary, profile) =
            (format!("HOME={path}"), format!("TMPDIR={path}"), profile.display().to_string());
        let program = ["/usr/bin/env", &home, &temporary, "thunderbird", "--headless", "--no-remote"];
        let driven = ["--marionette", "--remote-allow-system-access", "--profile", &profile];
        let command = [&program[..], &driven].concat();
        let mut guard = Guard::spawn(&command, dir.path(), None, File::create(&log).unwrap()).unwrap();
        let begun = Instant::now();
        let port: u16 = loop {
            let said = String::from_utf8_lossy(&fs::read(&log).unwrap()).into_owned();
            let port = said.split("Listening on port ").nth(1).and_then(|rest| rest.split_once('\n'));
            if let Some((port, _)) = port {
                break port.parse().unwrap();
            }
            assert!(guard.running() && begun.elapsed() < START, "Thunderbird did not start: {said}");
            std::thread::sleep(Duration::from_millis(20));
        };
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(START)).unwrap();
        let mut thunderbird = Self { guard, line: BufReader::new(stream), commands: 0, _dir: dir };
        assert_eq!(thunderbird.read()["marionetteProtocol"], 3);
        thunderbird.command("WebDriver:NewSession", &json!({})).unwrap();
        // The program itself, and not a page in it.
        thunderbird.command("Marionette:SetContext", &json!({ "value": "chrome" })).unwrap();
        thunderbird
    }

    fn read(&mut self) -> Value {
        let mut length = Vec::new();
        self.line.read_until(b':', &mut length).unwrap();
        let length = std::str::from_utf8(&length).unwrap().trim_end_matches(':').parse().unwrap();
        let mut octets = vec![0; length];
        self.line.read_exact(&mut octets).unwrap();
        serde_json::from_slice(&octets).unwrap()
    }

    /// Sends a command and returns its result, or what Thunderbird says against it.
    fn command(&mut self, name: &str, with: &Value) -> Result<Value, String> {
        self.commands += 1;
        let command = json!([0, self.commands, name, with]).to_string();
        write!(self.line.get_mut(), "{}:{command}", command.len()).unwrap();
        let mut answer = self.read();
        assert_eq!((&answer[0], &answer[1]), (&json!(1), &json!(self.commands)), "{answer}");
        if answer[2].is_null() { Ok(answer[3].take()) } else { Err(answer[2].to_string()) }
    }

    /// Gives the set-up an address, and returns what it found.
    fn set_up(&mut self, address: &str) -> Value {
        let script = json!({ "script": SET_UP, "args": [address], "sandbox": "system" });
        self.command("WebDriver:ExecuteScript", &script).unwrap()["value"].take()
    }
}

impl Drop for Thunderbird {
    fn drop(&mut self) {
        self.guard.stop();
    }
}

fn app(imap_port: u16) -> TestApp {
    let settings = [("WEB__PUBLIC_URL", "https://webmail.example.org"), ("BRAND__NAME", "Tom & <Jerry>")];
    Launcher::before(imap_port).with(&settings).configured(SERVERS).start()
}

#[test]
#[ignore = "needs Thunderbird: bin/check thunderbird"]
fn thunderbird_offers_imap_with_pop_beside_it_and_sends_as_the_file_says() {
    let imap_port = closed_port();
    let app = app(imap_port);
    let found = Thunderbird::before(&app).set_up("anna@example.org");
    let question = "200 http://autoconfig.example.org/mail/config-v1.1.xml?emailaddress=anna%40example.org";
    assert!(found["answered"].as_array().unwrap().contains(&json!(question)), "{found}");
    assert_eq!((&found["source"], &found["complete"]), (&json!("xml-from-isp-http"), &json!(true)), "{found}");
    assert_eq!(found["name"], "Tom & <Jerry>");
    let incoming = json!([
        ["imap", "127.0.0.1", imap_port, "plain", "password", "anna@example.org"],
        ["pop3", "pop.example.org", 995, "TLS", "password", "anna@example.org"],
    ]);
    assert_eq!(found["incoming"], incoming);
    let outgoing = json!([["smtp", "smtp.example.org", 587, "STARTTLS", "password", "anna@example.org"]]);
    assert_eq!(found["outgoing"], outgoing);
}

#[test]
#[ignore = "needs Thunderbird: bin/check thunderbird"]
fn thunderbird_signs_in_with_the_first_part_of_the_address_where_the_server_wants_that() {
    let app = app(closed_port());
    let found = Thunderbird::before(&app).set_up("ben@other.example");
    assert_eq!((&found["source"], &found["complete"]), (&json!("xml-from-isp-http"), &json!(true)), "{found}");
    let incoming = json!([
        ["imap", "imap.other.example", 993, "TLS", "password", "ben"],
        ["pop3", "pop.other.example", 110, "STARTTLS", "password", "ben"],
    ]);
    assert_eq!(found["incoming"], incoming);
    assert_eq!(found["outgoing"], json!([["smtp", "smtp.other.example", 465, "TLS", "password", "ben"]]));
}

#[test]
#[ignore = "needs Thunderbird: bin/check thunderbird"]
fn a_server_that_sends_no_mail_is_found_all_the_same() {
    // Thunderbird refuses a file that names no outgoing server, and takes what Postern tells Outlook.
    let app = app(closed_port());
    let found = Thunderbird::before(&app).set_up("eve@silent.example");
    assert_eq!(found["complete"], true, "{found}");
    let incoming = json!([["imap", "imap.silent.example", 993, "TLS", "password", "eve@silent.example"]]);
    assert_eq!((&found["incoming"], &found["outgoing"]), (&incoming, &json!([])));
}

#[test]
#[ignore = "needs Thunderbird: bin/check thunderbird"]
fn a_name_beyond_ascii_is_found_as_the_network_writes_it() {
    // Of a name in its own letters this set-up asks nobody.
    let app = app(closed_port());
    let address = "eve@xn--bcher-kva.example";
    let found = Thunderbird::before(&app).set_up(address);
    assert_eq!((&found["source"], &found["complete"]), (&json!("xml-from-isp-http"), &json!(true)), "{found}");
    assert_eq!(found["incoming"], json!([["imap", "imap.books.example", 993, "TLS", "password", address]]));
}

#[test]
#[ignore = "needs Thunderbird: bin/check thunderbird"]
fn a_domain_that_is_not_served_gives_thunderbird_nothing_to_offer() {
    let app = app(closed_port());
    let found = Thunderbird::before(&app).set_up("ben@elsewhere.example");
    let question = "404 http://autoconfig.elsewhere.example/mail/config-v1.1.xml?emailaddress=ben%40elsewhere.example";
    assert!(found["answered"].as_array().unwrap().contains(&json!(question)), "{found}");
    assert!(found["incoming"].is_null() && found["outgoing"].is_null(), "{found}");
}
