//! What mail programs ask by themselves: Thunderbird's file and Outlook's dialogue, as their formats have them.

use reqwest::Method;
use roxmltree::{Document, Node};
use support::client::Answer;
use support::host::closed_port;
use support::launcher::{Launcher, TestApp};

/// A whole server, and one whose people sign in with the first part of their address and which sends no mail.
const SERVERS: &str = "pop = { host = \"pop.example.org\", port = 995 }\n\
    smtp = { host = \"smtp.example.org\", port = 587, security = \"starttls\" }\n\
    [[server]]\ndomains = [\"other.example\"]\nlogin = \"local-part\"\nimap = { host = \"imap.other.example\" }\n\
    [[server]]\ndomains = [\"bücher.example\"]\nimap = { host = \"imap.books.example\", port = 143, security = \"starttls\" }\n";
/// Somebody with one word of XML in the address.
const HARM: &str = "a\"><x>&b";

/// The elements of draft-ietf-mailmaint-autoconfig that stand in each element, in our order, which it allows, with how often: `?` is
/// at most once, `+` at least once, `*` any number, nothing exactly once.
const AUTOCONFIG: [(&str, &[&str]); 7] = [
    ("clientConfig", &["emailProvider", "webMail?"]),
    (
        "emailProvider",
        &["domain+", "displayName", "displayShortName", "incomingServer+", "outgoingServer*", "documentation*"],
    ),
    ("incomingServer", &["hostname", "port", "socketType", "authentication", "username"]),
    ("outgoingServer", &["hostname", "port", "socketType", "authentication", "username"]),
    ("documentation", &["descr+"]),
    ("webMail", &["loginPage"]),
    ("", &[]),
];
/// The elements of Outlook's response schema (2006a) that stand in each element, in our order.
const AUTODISCOVER: [(&str, &[&str]); 6] = [
    ("Autodiscover", &["Response"]),
    ("Response", &["User", "Account"]),
    ("User", &["DisplayName"]),
    ("Account", &["AccountType", "Action", "Protocol+"]),
    (
        "Protocol",
        &[
            "Type",
            "Server",
            "Port",
            "DomainRequired",
            "LoginName",
            "SPA",
            "SSL",
            "Encryption",
            "AuthRequired",
            "UsePOPAuth?",
            "SMTPLast?",
        ],
    ),
    ("", &[]),
];

fn app() -> TestApp {
    let settings = [("WEB__PUBLIC_URL", "https://webmail.example.org"), ("BRAND__NAME", "Tom & <Jerry>")];
    Launcher::before(closed_port()).with(&settings).configured(SERVERS).start()
}

fn elements<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(Node::is_element)
}

/// Asserts that every element stands where the format has it, in its order and as often; a text stands only in the last of a branch.
fn assert_formed(node: Node<'_, '_>, format: &[(&str, &[&str])]) {
    let name = node.tag_name().name();
    let allowed = format.iter().find(|(parent, _)| *parent == name).map_or(&[][..], |(_, inside)| inside);
    let mut children = elements(node).peekable();
    for wanted in allowed {
        let child = wanted.trim_end_matches(['?', '+', '*']);
        let mut count = 0;
        while let Some(found) = children.next_if(|found| found.tag_name().name() == child) {
            assert_formed(found, format);
            count += 1;
        }
        let often = match wanted.strip_prefix(child).unwrap() {
            "?" => 0..=1,
            "+" => 1..=usize::MAX,
            "*" => 0..=usize::MAX,
            _ => 1..=1,
        };
        assert!(often.contains(&count), "{count} times {child} in {name}");
    }
    let next = children.next().map(|next| next.tag_name().name().to_owned());
    assert_eq!(next, None, "in {name}, where it does not belong");
    let words = node.children().filter(|child| child.is_text()).filter_map(|text| text.text());
    assert!(allowed.is_empty() || words.map(str::trim).all(str::is_empty), "a text in {name}");
}

/// Returns the texts of the elements of these names in an element, in their order.
fn texts<'a>(node: Node<'a, 'a>, names: &[&str]) -> Vec<&'a str> {
    let inside = elements(node).filter(|child| names.contains(&child.tag_name().name()));
    inside.map(|child| child.text().unwrap_or_default()).collect()
}

fn named<'a>(document: &'a Document<'a>, name: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.tag_name().name() == name).collect()
}

const FACTS: [&str; 5] = ["hostname", "port", "socketType", "authentication", "username"];

#[test]
fn thunderbird_is_told_what_the_draft_says_and_imap_first() {
    let app = app();
    for path in ["/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml"] {
        let answer = app.stranger().page(&format!("{path}?emailaddress=anna%40example.org"));
        assert_eq!(answer.header("content-type"), "application/xml; charset=utf-8");
        let document = Document::parse(&answer.body).unwrap();
        let root = document.root_element();
        assert_eq!((root.tag_name().name(), root.attribute("version")), ("clientConfig", Some("1.1")));
        assert_formed(root, &AUTOCONFIG);
        let provider = named(&document, "emailProvider")[0];
        assert_eq!(provider.attribute("id"), Some("example.org"));
        assert_eq!(texts(provider, &["domain", "displayName"]), ["example.org", "Tom & <Jerry>"]);
        let servers: Vec<_> = named(&document, "incomingServer");
        let kinds: Vec<_> = servers.iter().map(|server| server.attribute("type").unwrap()).collect();
        assert_eq!(kinds, ["imap", "pop3"], "the preferred one is first");
        assert_eq!(texts(servers[0], &FACTS)[2..], ["plain", "password-cleartext", "%EMAILADDRESS%"]);
        let pop = ["pop.example.org", "995", "SSL", "password-cleartext", "%EMAILADDRESS%"];
        assert_eq!(texts(servers[1], &FACTS), pop);
        let sending = named(&document, "outgoingServer")[0];
        assert_eq!(sending.attribute("type"), Some("smtp"));
        let smtp = ["smtp.example.org", "587", "STARTTLS", "password-cleartext", "%EMAILADDRESS%"];
        assert_eq!(texts(sending, &FACTS), smtp);
        let url = |name: &str| named(&document, name)[0].attribute("url").unwrap().to_owned();
        assert_eq!(url("documentation"), "https://webmail.example.org/setup");
        assert_eq!(url("loginPage"), "https://webmail.example.org/");
        let nobody = app.stranger().page(&format!("{path}?emailaddress=nobody%40EXAMPLE.org"));
        assert_eq!(nobody.body, answer.body, "nothing tells whose mailbox there is");
    }
}

#[test]
fn a_server_without_pop_and_sending_names_neither() {
    let app = app();
    let answer = app.stranger().page("/mail/config-v1.1.xml?emailaddress=ben%40other.example");
    let document = Document::parse(&answer.body).unwrap();
    assert_formed(document.root_element(), &AUTOCONFIG);
    let servers = named(&document, "incomingServer");
    let facts = ["imap.other.example", "993", "SSL", "password-cleartext", "%EMAILLOCALPART%"];
    assert_eq!((servers.len(), texts(servers[0], &FACTS)), (1, facts.to_vec()));
    assert!(named(&document, "outgoingServer").is_empty());
}

#[test]
fn without_an_address_the_name_of_the_host_tells_the_domain() {
    let app = app();
    let domain = |host: &str, query: &str| {
        let path = format!("/mail/config-v1.1.xml{query}");
        let answer = app.stranger().send(Method::GET, &path, &[("host", host)], &[]);
        let document = Document::parse(&answer.body).ok();
        let of = |document: &Document<'_>| named(document, "emailProvider")[0].attribute("id").unwrap().to_owned();
        (answer.status, document.as_ref().map(of))
    };
    let told = |domain: &str| (200, Some(domain.to_owned()));
    assert_eq!(domain("autoconfig.other.example", ""), told("other.example"));
    assert_eq!(domain("AUTOCONFIG.Other.Example:8443", ""), told("other.example"));
    assert_eq!(domain("autoconfig.other.example", "?emailaddress=%25EMAILADDRESS%25"), told("other.example"));
    assert_eq!(domain("webmail.example.org", ""), told("example.org"));
    assert_eq!(domain("webmail.example.org", "?emailaddress="), told("example.org"));
    assert_eq!(domain("autoconfig.other.example", "?emailaddress=x%40example.org"), told("example.org"));
    assert_eq!(domain("autoconfig.elsewhere.example", "").0, 404);
    assert_eq!(domain("autoconfig.\"><x>", ""), told("example.org"));
}

#[test]
fn what_is_no_address_and_what_is_not_served_get_no_settings() {
    let app = app();
    for (asked, status) in [
        ("ben%40elsewhere.example", 404),
        ("ben", 422),
        ("ben%40", 422),
        ("%22%3E%3Cx%3E%26", 422),
        ("a%40%3Cx%3E", 422),
        ("a%0d%0a%40example.org", 422),
        (&"x".repeat(3000), 422),
    ] {
        let answer = app.stranger().get(&format!("/mail/config-v1.1.xml?emailaddress={asked}"));
        assert_eq!(answer.status, status, "{asked}: {}", answer.body);
        assert!(answer.header("content-type").starts_with("text/plain") && !answer.body.contains('<'), "{asked}");
    }
    let books = app.stranger().page("/mail/config-v1.1.xml?emailaddress=a%40b%C3%BCcher.example");
    let ascii = "<emailProvider id=\"xn--bcher-kva.example\">\n<domain>xn--bcher-kva.example</domain>";
    assert!(books.body.contains(ascii), "Thunderbird refuses a file that names another: {}", books.body);
    assert!(books.body.contains("imap.books.example"));
    let same = app.stranger().page("/mail/config-v1.1.xml?emailaddress=a%40xn--bcher-kva.example");
    assert_eq!(same.body, books.body);
    let host = ("host", "autoconfig.xn--bcher-kva.example");
    assert_eq!(app.stranger().send(Method::GET, "/mail/config-v1.1.xml", &[host], &[]).body, books.body);
}

#[test]
fn a_file_for_everybody_is_about_a_domain_that_is_named_or_there_is_none() {
    let folder = |domains: &str| {
        let settings = [("WEB__PUBLIC_URL", "https://webmail.example.org"), ("SERVER__0__DOMAINS", domains)];
        Launcher::before(closed_port()).with(&settings).start().stranger().get("/mail/config-v1.1.xml")
    };
    let answer = folder("[\"*\"]");
    assert_eq!(answer.status, 404, "the webmail's own name is no mail domain: {}", answer.body);
    assert!(answer.body.contains("?emailaddress="), "{}", answer.body);
    let answer = folder("[\"*\", \"example.com\"]");
    assert!(answer.status == 200 && answer.body.contains("<domain>example.com</domain>"), "{}", answer.body);
}

#[test]
fn all_programs_are_told_the_public_name_of_a_server_that_postern_has_another_way_to() {
    let more = "public_imap = { host = \"imap.example.org\", port = 143, security = \"starttls\" }\n\
        smtp = { host = \"smtp.example.org\" }\n";
    let settings = [("WEB__PUBLIC_URL", "https://webmail.example.org")];
    let app = Launcher::before(closed_port()).with(&settings).configured(more).start();
    let address = "anna%40example.org";
    let outlook = ask(&app, "/autodiscover/autodiscover.xml", &question("anna@example.org", SCHEMA));
    let mut told = vec![outlook];
    for path in [
        "/mail/config-v1.1.xml?emailaddress=",
        "/setup?address=",
        "/setup/thunderbird?address=",
        "/help/server-settings?address=",
    ] {
        told.push(app.stranger().page(&format!("{path}{address}")));
    }
    told.push(app.stranger().page(&format!("/setup/apple.mobileconfig?address={address}")));
    for answer in told {
        assert!(answer.body.contains("imap.example.org") && answer.body.contains("143"), "{}", answer.body);
        assert!(!answer.body.contains("127.0.0.1"), "{}", answer.body);
    }
}

/// Asks as Outlook does: no Origin, no cookie, XML.
fn ask(app: &TestApp, path: &str, question: &str) -> Answer {
    app.stranger().post_document(path, "text/xml", question)
}

fn question(address: &str, schema: &str) -> String {
    let address = address.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
         <Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\"><Request>\
         <EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>{schema}</AcceptableResponseSchema>\
         </Request></Autodiscover>"
    )
}

const SCHEMA: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

#[test]
fn outlook_is_told_what_its_schema_says_in_whatever_case_it_asks() {
    let app = app();
    let mut told = Vec::new();
    for path in [
        "/autodiscover/autodiscover.xml",
        "/Autodiscover/Autodiscover.xml",
        "/AutoDiscover/AutoDiscover.xml",
        "/AUTODISCOVER/AUTODISCOVER.XML",
    ] {
        let answer = ask(&app, path, &question("anna@example.org", SCHEMA));
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/xml; charset=utf-8"), "{path}");
        told.push(answer.body);
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]));
    let document = Document::parse(&told[0]).unwrap();
    let root = document.root_element();
    assert_formed(root, &AUTODISCOVER);
    let outer = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    assert_eq!(root.tag_name().namespace(), Some(outer));
    assert!(
        root.descendants()
            .filter(|node| node.is_element() && *node != root)
            .all(|node| node.tag_name().namespace() == Some(SCHEMA))
    );
    assert_eq!(named(&document, "Account").len(), 1, "of several accounts Outlook takes one");
    assert_eq!(texts(named(&document, "Account")[0], &["AccountType", "Action"]), ["email", "settings"]);
    let facts = ["Type", "Server", "Port", "LoginName", "SSL", "Encryption"];
    let services: Vec<_> = named(&document, "Protocol").iter().map(|node| texts(*node, &facts)).collect();
    assert_eq!(services.len(), 3);
    assert_eq!((services[0][0], &services[0][3..]), ("IMAP", &["anna@example.org", "off", "None"][..]));
    assert_eq!(services[1], ["POP3", "pop.example.org", "995", "anna@example.org", "on", "SSL"]);
    assert_eq!(services[2], ["SMTP", "smtp.example.org", "587", "anna@example.org", "on", "TLS"]);

    let nobody = ask(&app, "/autodiscover/autodiscover.xml", &question("nobody@example.org", SCHEMA));
    assert_eq!(nobody.body.replace("nobody", "anna"), told[0], "nothing tells whose mailbox there is");
    let secure = SCHEMA.replace("http:", "https:");
    assert_eq!(ask(&app, "/autodiscover/autodiscover.xml", &question("anna@example.org", &secure)).body, told[0]);
    let ben = ask(&app, "/autodiscover/autodiscover.xml", &question("ben@other.example", ""));
    assert!(ben.body.contains("<LoginName>ben</LoginName>") && !ben.body.contains("POP3"), "{}", ben.body);
}

#[test]
fn a_word_of_xml_in_an_address_stays_a_word() {
    let app = app();
    let address = format!("{HARM}@example.org");
    let answer = ask(&app, "/autodiscover/autodiscover.xml", &question(&address, SCHEMA));
    let document = Document::parse(&answer.body).unwrap();
    assert_formed(document.root_element(), &AUTODISCOVER);
    for name in ["LoginName", "DisplayName"] {
        assert!(named(&document, name).iter().all(|node| node.text() == Some(&address)), "{}", answer.body);
    }
    assert!(!answer.body.contains("<x>"), "{}", answer.body);
}

#[test]
fn outlook_is_told_by_number_what_is_wrong_with_its_question() {
    let app = app();
    let entity = "<!DOCTYPE a [<!ENTITY b \"anna@example.org\">]><a><EMailAddress>&b;</EMailAddress></a>";
    let phones = "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006";
    for (asked, code) in [
        (String::new(), "600"),
        ("hello".to_owned(), "600"),
        ("<a>".repeat(4000), "600"),
        (entity.to_owned(), "600"),
        (question("anna", SCHEMA), "600"),
        (question("", SCHEMA), "600"),
        (question("anna\u{ffff}@example.org", SCHEMA), "600"),
        (question("anna@example.org", phones), "601"),
    ] {
        let answer = ask(&app, "/Autodiscover/Autodiscover.xml", &asked);
        assert_eq!(answer.status, 200, "{asked:.99}");
        let document = Document::parse(&answer.body).unwrap();
        let error = named(&document, "Error")[0];
        assert_eq!(texts(error, &["ErrorCode"]), [code], "{asked:.99}");
        assert!(error.attribute("Time").is_some() && error.attribute("Id").is_some());
        assert!(!answer.body.contains("anna"), "{}", answer.body);
    }
    assert_eq!(ask(&app, "/Autodiscover/Autodiscover.xml", &question("a@elsewhere.example", SCHEMA)).status, 404);
    assert_eq!(ask(&app, "/Autodiscover/Autodiscover.xml", &"x".repeat(100_000)).status, 413);
    assert!(app.stranger().page("/Autodiscover/Autodiscover.xml").body.contains("<ErrorCode>600</ErrorCode>"));
}

#[test]
fn whoever_asks_in_json_is_sent_to_where_outlook_asks() {
    let app = app();
    let ask = |path: &str| {
        let answer = app.stranger().get(path);
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
        let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        (answer.status, told)
    };
    let pointer = serde_json::json!({
        "Protocol": "AutodiscoverV1",
        "Url": "https://webmail.example.org/autodiscover/autodiscover.xml",
    });
    for path in [
        "/autodiscover/autodiscover.json?Protocol=AutodiscoverV1&Email=anna%40example.org",
        "/Autodiscover/Autodiscover.json?protocol=autodiscoverv1&email=nobody%40example.org",
        "/autodiscover/autodiscover.json?Protocol=AutodiscoverV1",
        "/AutoDiscover/AutoDiscover.json/v1.0/anna%40example.org?Protocol=AutodiscoverV1",
        "/autodiscover/autodiscover.json/V1.0/anna@example.org?Protocol=AutodiscoverV1&RedirectCount=1",
    ] {
        assert_eq!(ask(path), (200, pointer.clone()), "{path}");
    }
    for (query, status, code) in [
        ("?Protocol=EWS&Email=anna%40example.org", 400, "InvalidProtocol"),
        ("?Email=anna%40example.org", 400, "MandatoryParameterMissing"),
        ("?Protocol=AutodiscoverV1&Email=anna", 422, "InvalidUserId"),
        ("/v1.0/a%40elsewhere.example?Protocol=AutodiscoverV1", 404, "UserNotFound"),
    ] {
        let (told, answer) = ask(&format!("/autodiscover/autodiscover.json{query}"));
        assert_eq!((told, answer["ErrorCode"].as_str()), (status, Some(code)), "{query}");
    }
    assert_eq!(app.stranger().get("/autodiscover/other.json").status, 404);
}

#[test]
fn a_form_of_a_page_is_still_refused_from_elsewhere() {
    let app = app();
    for path in ["/login", "/autodiscover/other.xml", "/Login"] {
        assert_eq!(app.stranger().post_document(path, "text/xml", "<a/>").status, 403, "{path}");
    }
}
