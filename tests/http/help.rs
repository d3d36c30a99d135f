//! What needs no sign-in: the help, its votes, the settings for mail programs, and what machines ask.

use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::launcher::TestApp;

const ARTICLE: &str = "/help/pop-and-imap";
const VOTE: &str = "/help/pop-and-imap/vote";

#[test]
fn the_help_lists_finds_and_shows_articles() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let browser = app.browser();
    let index = browser.page("/help");
    let all = index.body.matches("<li class=\"card\">").count();
    assert!(all >= 7 && index.links_to(ARTICLE), "{}", index.text());
    let found = browser.page("/help?q=never+see+spam");
    assert!(
        found.body.contains(&format!("href=\"{ARTICLE}")) && found.body.matches("<li class=\"card\">").count() <= all,
        "{}",
        found.text()
    );
    let nothing = browser.page("/help?q=%3Cscript%3Exyzzy");
    assert!(nothing.text().contains("No article has these words") && !nothing.body.contains("<script>"));
    assert!(nothing.links_to("https://example.org/support"));
    assert!(browser.page("/help?tag=POP").links_to(ARTICLE));
    let article = browser.page(ARTICLE);
    assert!(article.text().contains("Why POP never shows Spam") && article.text().contains("Example Mail"));
    assert!(!article.body.contains("{brand}"));
    let slugs: Vec<_> = index.body.split("href=\"/help/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for slug in slugs {
        let article = browser.page(&format!("/help/{slug}"));
        let links = article.body.split("href=\"").skip(1).map(|rest| rest.split(['"', '#']).next().unwrap());
        for link in links.filter(|link| link.starts_with("/help") || link.starts_with("/setup")) {
            assert!(matches!(browser.get(&link.replace("&#38;", "&")).status, 200 | 303), "{slug} links to {link}");
        }
    }
    assert_eq!(browser.get("/help/no-such-article").status, 404);
    assert_eq!(browser.get("/help/..%2f..%2fetc%2fpasswd").status, 404);
    assert_eq!(browser.page("/login/help").status, 200);
}

#[test]
fn a_visitor_has_one_vote_an_article_and_may_change_it() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let useful = |count: u32| {
        let text = app.browser().page(ARTICLE).text();
        let shown = match count {
            0 => !text.contains("found this useful"),
            1 => text.contains("1 person found this useful"),
            _ => text.contains(&format!("{count} people found this useful")),
        };
        assert!(shown, "{count}: {text}");
    };
    let (one, two) = (app.browser(), app.browser());
    let next = one.submit(VOTE, &[("useful", "yes")]);
    assert!(next.flash().contains("It is good to know that this helped."), "{}", next.text());
    useful(1);
    one.submit(VOTE, &[("useful", "yes")]);
    useful(1);
    two.submit(VOTE, &[("useful", "yes")]);
    useful(2);
    one.submit(VOTE, &[("useful", "no")]);
    useful(1);
    assert!(one.page(ARTICLE).text().contains("Somebody can help you in person"));
    // Signed in, one is the same visitor in every browser.
    app.anna().submit(VOTE, &[("useful", "yes")]);
    app.anna().submit(VOTE, &[("useful", "yes")]);
    useful(2);
    assert_eq!(one.post(VOTE, &[("useful", "perhaps")]).status, 422);
    assert_eq!(one.post(VOTE, &[]).status, 422);
    assert_eq!(one.post("/help/no-such-article/vote", &[("useful", "yes")]).status, 404);
    useful(2);
}

#[test]
fn the_settings_show_the_servers_of_an_address() {
    let dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    let visitor = app.browser();
    for page in [visitor.page("/setup"), visitor.page("/setup?address=anna%40example.org"), app.anna().page("/setup")] {
        let text = page.text();
        for setting in ["127.0.0.1", &dovecot.pop3_port().to_string(), &dovecot.imap_port().to_string()] {
            assert!(text.contains(setting), "{setting}: {text}");
        }
    }
    assert!(visitor.page("/setup?address=anna%40example.org").text().contains(ANNA));
    assert_eq!(visitor.get("/setup/no-such-program").status, 404);
}

#[test]
fn machines_are_told_that_it_lives_and_is_ready() {
    let mut dovecot = Dovecot::start(Options::default());
    let app = TestApp::start(&dovecot);
    dovecot.stop_now();
    let browser = app.browser();
    assert_eq!(browser.page("/healthz").body, "ok\n");
    assert_eq!(browser.page("/readyz").body, "ready\n", "a mail server that is away is no reason to restart this one");
    browser.page("/help");
}
