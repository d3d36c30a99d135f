//! A link with somebody's address, as a support desk sends it: settings and articles are those of that address, and stay so.

use support::client::{Answer, between};
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::launcher::TestApp;

/// A second server, whose people sign in with the first part of their address.
const OTHER: &str = "[[server]]\ndomains = [\"other.example\"]\nlogin = \"local-part\"\n\
    imap = { host = \"imap.other.example\" }\npop = { host = \"pop.other.example\" }\n";
const BEN: &str = "?address=ben%40other.example";
/// Addresses of nobody here: malformed, not served, and meant to do harm.
const STRANGE: [&str; 5] = [
    "ben%20b%40other.example",
    "ben",
    "ben%40elsewhere.example",
    "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%40elsewhere.example",
    "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
];

fn app() -> (Dovecot, TestApp) {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::configured(&dovecot, OTHER);
    (dovecot, app)
}

/// Returns the targets of the links in the page's main part, without those to a heading of it.
fn links(page: &Answer) -> Vec<String> {
    let main = between(&page.body, "<main", "</main>").unwrap();
    let hrefs = main.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"));
    hrefs.map(|href| href.replace("&amp;", "&")).filter(|href| !href.starts_with('#')).collect()
}

#[test]
fn settings_for_an_address_that_is_none_say_so_and_keep_what_was_typed() {
    let (_dovecot, app) = app();
    for browser in [app.browser(), app.anna()] {
        for (typed, shown, words) in [
            ("ben", "ben", "Please type your full e-mail address"),
            ("ben%20b%40other.example", "ben b@other.example", "This is not an e-mail address"),
            ("ben%40elsewhere.example", "ben@elsewhere.example", "We do not look after mail for elsewhere.example"),
            ("%3Cscript%3E", "&#60;script&#62;", "Please type your full e-mail address"),
        ] {
            let page = browser.get(&format!("/setup?address={typed}"));
            assert_eq!(page.status, 422, "{typed}: {}", page.text());
            assert!(page.text().contains(words), "{typed}: {}", page.text());
            let field = between(&page.body, "<input id=\"address\"", ">").unwrap();
            assert!(field.contains(&format!("value=\"{shown}\"")), "{field}");
            assert!(!page.text().contains("127.0.0.1") && !page.body.contains("<script>"), "{}", page.text());
        }
        let empty = browser.page("/setup?address=");
        assert!(empty.text().contains("127.0.0.1"), "nothing typed is no mistake: {}", empty.text());
    }
    let page = app.browser().page(&format!("/setup{BEN}"));
    assert!(page.text().contains("imap.other.example"), "{}", page.text());
    assert!(page.links_to(&format!("/help/pop-and-imap{BEN}")), "{:?}", links(&page));
}

#[test]
fn an_article_shows_the_settings_of_the_address_in_the_link() {
    let (dovecot, app) = app();
    let port = dovecot.imap_port().to_string();
    for browser in [app.browser(), app.anna()] {
        let page = browser.page(&format!("/help/server-settings{BEN}"));
        let text = page.text();
        assert!(text.contains("Server imap.other.example") && text.contains("Server pop.other.example"), "{text}");
        assert!(text.contains("User name ben ") && !text.contains(&port), "{text}");
        // What nobody knows cannot be taken for something to type.
        assert!(text.contains("Port (please ask your provider for this) Security (please ask"), "{text}");
        assert_eq!(page.header("cache-control"), "no-store");
    }
    let page = app.browser().page(&format!("/help/server-settings?address={}", ANNA.replace('@', "%40")));
    assert!(page.text().contains(&format!("User name {ANNA} ")) && page.text().contains(&port), "{}", page.text());
    // Whoever is signed in needs no link for that.
    let page = app.anna().page("/help/server-settings");
    assert!(page.text().contains(&format!("User name {ANNA} ")), "{}", page.text());
    let page = app.browser().page("/help/server-settings");
    assert!(page.text().contains("User name your full e-mail address"), "{}", page.text());
}

#[test]
fn the_help_keeps_the_address_from_link_to_link() {
    let (_dovecot, app) = app();
    let visitor = app.browser();
    for path in ["/help", "/help/server-settings", "/help/apple-mail", "/help/cannot-sign-in"] {
        let page = visitor.page(&format!("{path}{BEN}"));
        let links = links(&page);
        let ours = |link: &&String| link.starts_with("/help") || link.starts_with("/setup");
        assert!(links.iter().filter(ours).count() > 2, "{path}: {links:?}");
        for link in links.iter().filter(ours) {
            assert!(link.contains("address=ben%40other.example"), "{path}: {link}");
            assert!(matches!(visitor.get(link).status, 200 | 303), "{path}: {link}");
        }
        assert!(links.iter().filter(|link| !ours(link)).all(|link| !link.contains("ben")), "{path}: {links:?}");
    }
    let found = visitor.page("/help?q=settings&address=ben%40other.example");
    assert!(found.links_to(&format!("/help/server-settings{BEN}")), "{}", found.text());
    assert_eq!(found.hidden("address"), "ben@other.example", "the next search keeps it");
    let voted = visitor.post(&format!("/help/apple-mail/vote{BEN}"), &[("useful", "yes")]);
    assert_eq!(voted.location(), format!("/help/apple-mail{BEN}"));
    let article = visitor.page(&format!("/help/pop-and-imap{BEN}"));
    assert!(article.body.contains(&format!("action=\"/help/pop-and-imap/vote{BEN}\"")), "{}", article.body);
}

#[test]
fn an_address_that_is_not_served_is_nowhere_in_the_help() {
    let (_dovecot, app) = app();
    let visitor = app.browser();
    for path in ["/help", "/help/server-settings", "/help/apple-mail"] {
        let plain = visitor.page(path).body;
        for address in STRANGE {
            assert_eq!(visitor.page(&format!("{path}?address={address}")).body, plain, "{path}: {address}");
        }
    }
    // One that is served may look like anything, too.
    let harm = "x%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%26%40other.example";
    let page = visitor.page(&format!("/help/server-settings?address={harm}"));
    assert!(!page.body.contains("<script>"), "{}", page.body);
    assert!(page.text().contains("User name x\"><script>alert(1)</script>"), "{}", page.text());
    for link in links(&page).iter().filter(|link| link.starts_with("/help")) {
        assert!(link.contains("address=x%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E%26%40other.example"), "{link}");
    }
}

#[test]
fn each_part_of_an_article_can_be_linked_to() {
    let (_dovecot, app) = app();
    let page = app.browser().page("/help/apple-mail");
    let headings = page.body.matches("<h2 id=\"").count()
        - page.body.matches("<h2 id=\"vote\">").count()
        - page.body.matches("<h2 id=\"related\">").count();
    assert!(headings > 3, "{headings}");
    assert_eq!(page.body.matches("<a class=\"part\" href=\"#").count(), headings);
    assert!(page.body.contains("<a class=\"part\" href=\"#on-a-mac\"><span class=\"vh\">Link to this part</span>"));
}

#[test]
fn the_article_about_apple_mail_tells_the_ports() {
    let (_dovecot, app) = app();
    let text = app.browser().page(&format!("/help/apple-mail{BEN}")).text();
    for words in ["Port, if it asks for one: 993 for IMAP, or 995 for POP", "port 993 with SSL/TLS for IMAP"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.contains("Host Name: (please ask your provider for this)"), "{text}");
}
