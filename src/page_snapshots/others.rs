//! The pages beside the mail: signing in, help, settings, errors.

use super::{HOSTILE, draw, layout, seal, with_flash};
use crate::articles::{Heading, Piece};
use crate::help::{ArticlePage, ArticleRow, HelpIndexPage, TagsPage};
use crate::mail::{Filing, FilterState, Lack, OwnRules};
use crate::pictures::PicturesPage;
use crate::setup::{Program, samples};
use crate::spam_filter::FilterPage;
use crate::state::AllowedPictures;
use crate::web::{ErrorPage, Layout, Link, RequestNumber, Tone};

pub(super) fn stranger(here: &'static str) -> Layout {
    Layout { address: None, ..layout(here) }
}

pub(super) fn way(href: &str, text: &str) -> Link {
    Link { href: href.to_owned(), text: text.to_owned() }
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
        text: panel
            .map(|_| "Call us if you miss mail: +49 30 123 <4>.\nOur filter learns from what you rescue.".to_owned()),
        seal: seal(),
    };
    let state = |filing, own_rules| Some(FilterState { filing, ours: "postern".to_owned(), own_rules, lack: None });
    let named = |rules: fn(String) -> OwnRules, name: &str| rules(name.to_owned());
    let buttons = |html: String| ["yes", "no"].map(|on| html.matches(&format!("value=\"{on}\"")).count());
    let panel = Some("https://panel.example.net/mail?for=<you>");
    assert_eq!(buttons(draw("filter-off", &page(state(Filing::Off, OwnRules::None), None))), [1, 0]);
    let beside = || named(OwnRules::Beside, "Urlaub und Arbeit");
    assert_eq!(buttons(draw("filter-on", &page(state(Filing::On, beside()), panel))), [0, 1]);
    assert_eq!(buttons(draw("filter-outdated", &page(state(Filing::Outdated, beside()), None))), [1, 1]);
    let hostile = draw("filter-inactive", &page(state(Filing::Inactive, named(OwnRules::Active, HOSTILE)), None));
    assert!(!hostile.contains('\u{202e}'), "a name that turns the sentence around it");
    assert_eq!(buttons(hostile), [1, 1]);
    let changed = state(Filing::Changed, named(OwnRules::Perhaps, "theirs"))
        .map(|state| FilterState { ours: HOSTILE.to_owned(), ..state });
    let changed = draw("filter-changed", &page(changed, panel));
    assert!(!changed.contains('\u{202e}'), "a name that turns the sentence around it");
    assert_eq!(buttons(changed), [0, 0]);
    assert_eq!(buttons(draw("filter-unknown", &page(state(Filing::Changed, OwnRules::Unknown), None))), [0, 0]);
    for (name, lack) in [("filter-missing", Lack::Extension("include")), ("filter-no-folder", Lack::SpamFolder)] {
        let lacks =
            state(Filing::Off, named(OwnRules::Active, "x")).map(|state| FilterState { lack: Some(lack), ..state });
        assert_eq!(buttons(draw(name, &page(lacks, None))), [0, 0]);
    }
    assert_eq!(buttons(draw("filter-gone", &page(state(Filing::On, named(OwnRules::Gone, "x")), None))), [0, 1]);
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

fn plain(text: &str) -> Vec<Piece> {
    vec![Piece { is_hit: false, text: text.to_owned() }]
}

fn articles() -> Vec<ArticleRow> {
    let row = |slug: &str, title: &str, summary: &str, useful| ArticleRow {
        href: format!("/help/{slug}"),
        title: plain(title),
        summary: plain(summary),
        heading: Some("What you can do".to_owned()),
        passage: vec![
            Piece { is_hit: false, text: "Open ".to_owned() },
            Piece { is_hit: true, text: "Spam".to_owned() },
            Piece { is_hit: false, text: format!(". {HOSTILE}") },
        ],
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
            "Look through Spam, press “Not spam”, and your mail program collects it.",
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
        by_tag: "/help/tags".to_owned(),
        tags: tags.clone(),
        tag: tag.map(str::to_owned),
        articles,
    };
    draw("help", &index("", Some("spam"), articles()));
    draw(
        "help-tags",
        &TagsPage {
            layout: layout("help"),
            all: "/help".to_owned(),
            tags: vec![(way("/help?tag=spam", "Spam"), articles())],
        },
    );
    draw("help-nothing", &HelpIndexPage { layout: stranger("help"), ..index(HOSTILE, None, Vec::new()) });
    let html = "<p>Your mail program speaks <strong>POP</strong>. POP is an old and simple way to fetch mail: it opens the Inbox, takes what is there, and leaves.</p><h2>What it never opens</h2><ul><li>Spam</li><li>Trash</li></ul><table><thead><tr><th>Folder</th><th>POP</th><th>IMAP</th></tr></thead><tbody><tr><td>Inbox</td><td>yes</td><td>yes</td></tr><tr><td>Spam</td><td>no</td><td>yes</td></tr></tbody></table><h3>What you can do</h3><ol><li>Open <a href=\"/spam\">Spam</a>.</li><li>Select what is yours and press <em>Not spam</em>.</li></ol><blockquote><p>Your mail program will collect it the next time it checks.</p></blockquote><pre><code>pop.example.net:995</code></pre>";
    let article = |voted| ArticlePage {
        layout: layout("help"),
        vote: "/help/pop-and-imap/vote".to_owned(),
        all: "/help".to_owned(),
        title: "Why your mail program does not see every folder".to_owned(),
        summary: "POP collects the Inbox and nothing else. Here is what that means for Spam and Trash.".to_owned(),
        html: html.to_owned(),
        contents: ["What it never opens", "What you can do", HOSTILE]
            .map(|text| Heading { id: "x".to_owned(), text: text.to_owned(), level: 2 })
            .to_vec(),
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
    const ANNA: Option<&str> = Some("anna.lindqvist@example.net");
    for (name, system, protocol, address) in [
        ("setup", "Windows NT 10.0", "imap", ANNA),
        ("setup-pop", "Windows NT 10.0", "pop", ANNA),
        ("setup-iphone", "iPhone", "imap", ANNA),
        ("setup-mac", "Macintosh", "imap", ANNA),
        ("setup-ask", "Linux; Android 14", "imap", None),
        ("setup-unknown", "", "imap", ANNA),
    ] {
        let html = draw(name, &samples::setup(stranger("setup"), system, protocol, address));
        assert_eq!(html.contains("apple.mobileconfig"), ["setup-iphone", "setup-mac"].contains(&name), "{name}");
    }
    draw("setup-problem", &samples::wrong(stranger("setup"), HOSTILE));
    for program in Program::ALL {
        draw(&format!("setup-{}", program.slug()), &samples::program(stranger("setup"), program, "imap", ANNA));
        let html =
            draw(&format!("setup-{}-pop", program.slug()), &samples::program(stranger("setup"), program, "pop", None));
        assert!(html.contains("(please ask your provider for this)"), "what is not known is not drawn: {html}");
    }
    let hostile = "\"><script>alert(1)</script>&@example.net";
    draw("setup-hostile", &samples::program(stranger("setup"), Program::Other, "imap", Some(hostile)));
}
