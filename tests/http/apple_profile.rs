//! The file that sets up Mail on an iPhone, iPad or Mac, read by programs that are not ours: Python's plistlib and OpenSSL.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PKCS_ECDSA_P384_SHA384};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use support::client::Answer;
use support::host::closed_port;
use support::launcher::{Launcher, TestApp};

const SERVERS: &str = "pop = { host = \"pop.example.org\" }\n\
    smtp = { host = \"smtp.example.org\", port = 587, security = \"starttls\" }\n\
    [[server]]\ndomains = [\"other.example\"]\nlogin = \"local-part\"\nimap = { host = \"imap.other.example\" }\n\
    smtp = { host = \"smtp.other.example\" }\n\
    [[server]]\ndomains = [\"same.example\"]\nimap = { host = \"mail.same.example\" }\npop = { host = \"mail.same.example\" }\n\
    smtp = { host = \"mail.same.example\" }\n\
    [[server]]\ndomains = [\"reading.example\"]\nimap = { host = \"imap.reading.example\" }\n";

fn launcher() -> Launcher {
    let settings = [("WEB__PUBLIC_URL", "https://webmail.example.org"), ("BRAND__NAME", "Tom & <Jerry>")];
    Launcher::before(closed_port()).with(&settings).configured(SERVERS)
}

fn profile(app: &TestApp, query: &str) -> Answer {
    let answer = app.stranger().page(&format!("/setup/apple.mobileconfig?{query}"));
    assert_eq!(answer.header("content-type"), "application/x-apple-aspen-config");
    assert!(answer.header("content-disposition").contains("Tom _ _Jerry_.mobileconfig\""), "{:?}", answer.headers);
    answer
}

/// Reads a property list as Python does.
fn read(plist: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, plist).unwrap();
    let script = "import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], 'rb'))))";
    let output = Command::new("python3").args(["-c", script]).arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_file_has_the_settings_and_no_password() {
    let app = launcher().start();
    let told = read(&profile(&app, "address=anna%40example.org").octets);
    assert_eq!((told["PayloadType"].as_str(), told["PayloadVersion"].as_u64()), (Some("Configuration"), Some(1)));
    assert_eq!(told["PayloadDisplayName"], "Tom & <Jerry>");
    assert!(told["PayloadDescription"].as_str().unwrap().contains("password is not in this file"), "{told}");
    assert!(told["PayloadIdentifier"].as_str().unwrap().starts_with("org.example.webmail.mail."), "{told}");
    let account = &told["PayloadContent"][0];
    for (key, value) in [
        ("PayloadType", "com.apple.mail.managed"),
        ("EmailAccountType", "EmailTypeIMAP"),
        ("EmailAddress", "anna@example.org"),
        ("IncomingMailServerAuthentication", "EmailAuthPassword"),
        ("IncomingMailServerHostName", "127.0.0.1"),
        ("IncomingMailServerUsername", "anna@example.org"),
        ("OutgoingMailServerAuthentication", "EmailAuthPassword"),
        ("OutgoingMailServerHostName", "smtp.example.org"),
        ("OutgoingMailServerUsername", "anna@example.org"),
    ] {
        assert_eq!(account[key], value, "{key}");
    }
    assert_eq!(account["IncomingMailServerUseSSL"], false, "as it is configured");
    assert_eq!(
        (&account["OutgoingMailServerUseSSL"], &account["OutgoingMailServerPortNumber"]),
        (&true.into(), &587.into())
    );
    assert_eq!(account["OutgoingPasswordSameAsIncomingPassword"], true);
    assert!(account.get("IncomingPassword").is_none() && account.get("OutgoingPassword").is_none());

    let pop = read(&profile(&app, "address=anna%40example.org&protocol=pop").octets);
    let account = &pop["PayloadContent"][0];
    assert_eq!(
        (&account["EmailAccountType"], &account["IncomingMailServerHostName"]),
        (&"EmailTypePOP".into(), &"pop.example.org".into())
    );
    assert_eq!(
        (&account["IncomingMailServerUseSSL"], &account["IncomingMailServerPortNumber"]),
        (&true.into(), &995.into())
    );
    let ben = read(&profile(&app, "address=ben%40other.example&protocol=imap").octets);
    assert_eq!(ben["PayloadContent"][0]["IncomingMailServerUsername"], "ben");
    assert_eq!(ben["PayloadContent"][0]["EmailAddress"], "ben@other.example");
}

#[test]
fn installing_it_again_replaces_what_was_there_and_nothing_else() {
    let app = launcher().start();
    let names = |query: &str| {
        let told = read(&profile(&app, query).octets);
        let account = &told["PayloadContent"][0];
        ["PayloadIdentifier", "PayloadUUID"].map(|key| (told[key].to_string(), account[key].to_string()))
    };
    let anna = names("address=anna%40example.org");
    assert_eq!(names("address=anna%40EXAMPLE.org&protocol=imap"), anna);
    assert!(anna.iter().all(|(whole, account)| whole != account), "{anna:?}");
    let same = ["imap", "pop"].map(|protocol| names(&format!("address=a%40same.example&protocol={protocol}")));
    assert!(same[0].iter().zip(&same[1]).all(|(imap, pop)| imap.0 != pop.0 && imap.1 != pop.1), "one host for both");
    for other in
        ["address=anna%40example.org&protocol=pop", "address=ben%40example.org", "address=anna%40other.example"]
    {
        let names = names(other);
        assert!(names.iter().zip(&anna).all(|(one, two)| one.0 != two.0 && one.1 != two.1), "{other}");
    }
}

#[test]
fn a_word_of_xml_in_an_address_stays_a_word() {
    let app = launcher().start();
    let file = profile(&app, "address=a%22%3E%3C%2Fstring%3E%3Cx%3E%26b%40example.org");
    let told = read(&file.octets);
    assert_eq!(told["PayloadContent"][0]["EmailAddress"], "a\"></string><x>&b@example.org");
    assert!(!file.body.contains("<x>"), "{}", file.body);
}

#[test]
fn there_is_no_file_for_what_is_not_served() {
    let app = launcher().start();
    for (query, status) in [
        ("", 422),
        ("address=anna", 422),
        ("address=a%40elsewhere.example", 422),
        ("address=a%EF%BF%BF%40example.org", 422),
        ("address=a%40reading.example", 404),
        ("address=ben%40other.example&protocol=pop", 404),
        ("address=anna%40example.org&protocol=jmap", 404),
    ] {
        let answer = app.stranger().get(&format!("/setup/apple.mobileconfig?{query}"));
        assert_eq!((answer.status, answer.header("content-type")), (status, "text/html; charset=utf-8"), "{query}");
    }
    let page = app.stranger().get("/setup/apple.mobileconfig?address=anna");
    assert!(page.text().contains("Please type your full e-mail address"), "{}", page.text());
}

/// Writes an authority, a certificate of it and its key into a folder: `ca.pem`, `chain.pem`, `key.pem`.
fn certify(folder: &Path, key: &KeyPair) {
    let authority_key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "An authority");
    let authority = params.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(params, authority_key);
    let mut params = CertificateParams::new(vec!["webmail.example.org".to_owned()]).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, "webmail.example.org");
    let own = params.signed_by(key, &issuer).unwrap();
    std::fs::write(folder.join("ca.pem"), authority.pem()).unwrap();
    std::fs::write(folder.join("chain.pem"), own.pem() + &authority.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
}

fn rsa(folder: &Path) -> KeyPair {
    let file = folder.join("rsa.pem");
    let made = Command::new("openssl")
        .args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(made.status.success());
    KeyPair::from_pem(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Lets OpenSSL check a signature; returns what was signed, or what is wrong.
fn verify(folder: &Path, signed: &[u8]) -> Result<Vec<u8>, String> {
    std::fs::write(folder.join("signed"), signed).unwrap();
    let output = Command::new("openssl")
        .args(["cms", "-verify", "-binary", "-inform", "DER", "-in", "signed", "-CAfile", "ca.pem", "-purpose", "any"])
        .current_dir(folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(output.stdout) } else { Err(told) }
}

#[test]
fn the_file_is_signed_where_there_is_a_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let keys =
        [KeyPair::generate().unwrap(), KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap(), rsa(folder.path())];
    for key in keys {
        certify(folder.path(), &key);
        let more = format!("[setup]\ncertificate = {:?}\nkey = {:?}\n", at("chain.pem"), at("key.pem"));
        let app = launcher().configured(&more).start();
        let signed = profile(&app, "address=anna%40example.org");
        let content = verify(folder.path(), &signed.octets).unwrap();
        assert_eq!(read(&content)["PayloadContent"][0]["EmailAddress"], "anna@example.org");
        let mut forged = signed.octets.clone();
        let place = forged.windows(5).position(|octets| octets == b"anna@").unwrap();
        forged[place] = b'h';
        assert!(verify(folder.path(), &forged).is_err(), "a file that was changed is refused");

        // A certificate that stands there twice is one.
        let twice = std::fs::read_to_string(folder.path().join("chain.pem")).unwrap().repeat(2);
        std::fs::write(folder.path().join("chain.pem"), twice).unwrap();
        verify(folder.path(), &profile(&app, "address=anna%40example.org").octets).unwrap();

        // A renewed certificate is read without a new start, and a spoilt one stops nobody.
        certify(folder.path(), &key);
        verify(folder.path(), &profile(&app, "address=anna%40example.org").octets).unwrap();
        std::fs::write(folder.path().join("key.pem"), "spoilt").unwrap();
        assert_eq!(read(&profile(&app, "address=anna%40example.org").octets)["PayloadVersion"], 1);
    }
}
