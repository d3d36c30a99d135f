//! The pages beside the mail: signing in, help, settings, errors.

use super::{HOSTILE, draw, layout, seal, with_flash};
use crate::help::{ArticlePage, ArticleRow, HelpIndexPage};
use crate::login::{LoginPage, Problem};
use crate::mail::{Filing, FilterState};
use crate::pictures::PicturesPage;
use crate::setup::{Problem as SetupProblem, SetupPage, SetupRow};
use crate::spam_filter::FilterPage;
use crate::state::AllowedPictures;
use crate::web::{ErrorPage, Layout, Link, RequestNumber, Tone};

fn stranger(here: &'static str) -> Layout {
    Layout { address: None, ..layout(here) }
}

fn way(href: &str, text: &str) -> Link {
    Link { href: href.to_owned(), text: text.to_owned() }
}

#[test]
fn signing_in_is_drawn() {
    let page = |address: &str, problem| LoginPage {
        layout: stranger("login"),
        address: address.to_owned(),
        next: "/spam".to_owned(),
        problem,
    };
    let ways_to_help = |html: String| html.matches("<p><a href=\"/").count();
    assert_eq!(ways_to_help(draw("login", &page("", None))), 1);
    let problem = Problem {
        title: "Address and password do not match".to_owned(),
        text: "The mail server did not accept them. Mind capital letters, and try the password your mail program uses."
            .to_owned(),
        article: Some(way("/help/forgotten-password", "I have forgotten my password")),
    };
    let html = draw("login-problem", &page("anna.lindqvist@example.net", Some(problem)));
    assert_eq!(ways_to_help(html), 1, "the problem leads to help, so the form need not");
    let hostile = Problem { title: HOSTILE.to_owned(), text: HOSTILE.to_owned(), article: None };
    let html = draw("login-hostile", &page(HOSTILE, Some(hostile)));
    assert_eq!(ways_to_help(html), 1, "a problem of no article of its own leads to help all the same");
}

#[test]
fn whose_pictures_are_shown_is_drawn() {
    let page = |senders: &[&str], messages| PicturesPage {
        layout: layout("pictures"),
        allowed: AllowedPictures { senders: senders.iter().map(|&sender| sender.to_owned()).collect(), messages },
    };
    draw("pictures-nobody", &page(&[], 0));
    draw("pictures", &page(&["news@shop.example", HOSTILE], 3));
}

#[test]
fn the_switch_of_the_filter_is_drawn() {
    let page = |state: Option<FilterState>, panel: Option<&str>| FilterPage {
        layout: layout("spam"),
        state,
        panel: panel.map(str::to_owned),
        seal: seal(),
    };
    let state = |filing, own_rules: Option<&str>| {
        let own_rules = own_rules.map(str::to_owned);
        Some(FilterState { filing, own_rules, own_rules_gone: false, missing: None })
    };
    let buttons = |html: String| ["yes", "no"].map(|on| html.matches(&format!("value=\"{on}\"")).count());
    let panel = Some("https://panel.example.net/mail?for=<you>");
    assert_eq!(buttons(draw("filter-off", &page(state(Filing::Off, None), None))), [1, 0]);
    assert_eq!(buttons(draw("filter-on", &page(state(Filing::On, Some("Urlaub und Arbeit")), panel))), [0, 1]);
    let hostile = draw("filter-inactive", &page(state(Filing::Inactive, Some(HOSTILE)), None));
    assert!(!hostile.contains('\u{202e}'), "a name that turns the sentence around it");
    assert_eq!(buttons(hostile), [1, 1]);
    assert_eq!(buttons(draw("filter-changed", &page(state(Filing::Changed, None), panel))), [0, 0]);
    let lacks = state(Filing::Off, Some("x")).map(|state| FilterState { missing: Some("include"), ..state });
    assert_eq!(buttons(draw("filter-missing", &page(lacks, None))), [0, 0]);
    let gone = state(Filing::On, Some("x")).map(|state| FilterState { own_rules_gone: true, ..state });
    assert_eq!(buttons(draw("filter-gone", &page(gone, None))), [0, 1]);
    assert_eq!(buttons(draw("filter-panel", &page(None, panel))), [0, 0]);
    assert_eq!(buttons(draw("filter-provider", &page(None, None))), [0, 0]);
}

#[test]
fn an_error_is_drawn() {
    draw(
        "error",
        &ErrorPage {
            layout: layout(""),
            number: Some(RequestNumber::new()),
            title: "Your mail server does not answer".to_owned(),
            text: "We cannot reach it at the moment. Your mail is safe. Try again in a few minutes.".to_owned(),
            links: vec![way("/spam", "Try again"), way("/help/server-away", "What this means"), way("/", "Overview")],
        },
    );
}

fn articles() -> Vec<ArticleRow> {
    let row = |slug: &str, title: &str, summary: &str, useful| ArticleRow {
        href: format!("/help/{slug}"),
        title: title.to_owned(),
        summary: summary.to_owned(),
        tags: vec!["spam".to_owned()],
        useful,
    };
    vec![
        row(
            "pop-and-imap",
            "Why your mail program does not see every folder",
            "POP collects the Inbox and nothing else. Here is what that means for Spam and Trash.",
            112,
        ),
        row(
            "not-spam",
            "A message I expected never came",
            "HtmlSummary through Spam, press “Not spam”, and your mail program collects it.",
            1,
        ),
        row("mailbox-full", "My mailbox is full", "What takes up the room, and how to make some in two minutes.", 0),
    ]
}

#[test]
fn help_is_drawn() {
    let tags = ["spam", "storage", "settings", "password", "R&D + more"].map(|tag| way("/help?tag=x", tag)).to_vec();
    let index = |query: &str, tag: Option<&str>, articles| HelpIndexPage {
        layout: layout("help"),
        query: query.to_owned(),
        address: None,
        all: "/help".to_owned(),
        tags: tags.clone(),
        tag: tag.map(str::to_owned),
        articles,
    };
    draw("help", &index("", Some("spam"), articles()));
    draw("help-nothing", &HelpIndexPage { layout: stranger("help"), ..index(HOSTILE, None, Vec::new()) });
    let html = "<p>Your mail program speaks <strong>POP</strong>. POP is an old and simple way to fetch mail: it opens the Inbox, takes what is there, and leaves.</p><h2>What it never opens</h2><ul><li>Spam</li><li>Trash</li></ul><table><thead><tr><th>Folder</th><th>POP</th><th>IMAP</th></tr></thead><tbody><tr><td>Inbox</td><td>yes</td><td>yes</td></tr><tr><td>Spam</td><td>no</td><td>yes</td></tr></tbody></table><h3>What you can do</h3><ol><li>Open <a href=\"/spam\">Spam</a>.</li><li>Select what is yours and press <em>Not spam</em>.</li></ol><blockquote><p>Your mail program will collect it the next time it checks.</p></blockquote><pre><code>pop.example.net:995</code></pre>";
    let article = |voted| ArticlePage {
        layout: layout("help"),
        vote: "/help/pop-and-imap/vote".to_owned(),
        all: "/help".to_owned(),
        title: "Why your mail program does not see every folder".to_owned(),
        summary: "POP collects the Inbox and nothing else. Here is what that means for Spam and Trash.".to_owned(),
        html: html.to_owned(),
        tags: vec![way("/help?tag=spam", "spam"), way("/help?tag=settings", "settings")],
        related: articles().split_off(1),
        useful: 112,
        voted,
    };
    draw("article", &article(None));
    let with_support = draw("article-voted", &article(Some(false)));
    assert!(with_support.contains("help you in person"));
    let layout = Layout { support_url: None, ..layout("help") };
    let without = draw("article-voted-no-support", &ArticlePage { layout, ..article(Some(false)) });
    assert!(without.contains("Thank you for telling us.") && !without.contains("in person"));
    // Right after the vote the news at the top says it.
    let thanks = "Thank you. We will look at this article again.".to_owned();
    let layout = Layout { support_url: None, ..with_flash("help", Tone::Good, &[thanks]) };
    let now = draw("article-voted-now", &ArticlePage { layout, ..article(Some(false)) });
    assert_eq!(now.matches("Thank you").count(), 1, "{now}");
}

#[test]
fn settings_are_drawn() {
    let row = |service: &str, host: &str, port| SetupRow {
        service: service.to_owned(),
        host: host.to_owned(),
        port,
        security: "SSL/TLS",
    };
    let rows = || {
        vec![
            row("Collecting mail (POP)", "pop.example.net", 995),
            row("Collecting mail (IMAP)", "imap.example.net", 993),
            row("Sending mail (SMTP)", "a-rather-long-host-name-for-sending.mail.example.net", 465),
        ]
    };
    let page = |address: Option<&str>, rows, typed: &str, problem| SetupPage {
        layout: stranger("setup"),
        address: address.map(str::to_owned),
        domain: "example.net".to_owned(),
        rows,
        login: "anna.lindqvist@example.net".to_owned(),
        which: "/help/pop-and-imap".to_owned(),
        typed: typed.to_owned(),
        problem,
    };
    draw("setup", &page(Some("anna.lindqvist@example.net"), rows(), "", None));
    draw("setup-ask", &page(None, rows(), "", None));
    let problem = SetupProblem { title: HOSTILE.to_owned(), text: HOSTILE.to_owned() };
    draw("setup-problem", &page(None, Vec::new(), HOSTILE, Some(problem)));
}
