#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]

use super::library::samples;
use super::placeholders::sample;
use super::{Article, Articles, Guide, Mistake, Placeholders, markdown};
use crate::mail::Address;
use std::collections::BTreeSet;
use std::path::Path;

/// The pages an article may link to, besides other articles.
const PAGES: [&str; 23] = [
    "/",
    "/spam",
    "/trash",
    "/inbox",
    "/spam/empty",
    "/spam/filter",
    "/trash/empty",
    "/login",
    "/login/help",
    "/setup",
    "/setup/apple-mail",
    "/setup/gmail",
    "/setup/iphone",
    "/setup/other",
    "/setup/outlook",
    "/setup/outlook-classic",
    "/setup/samsung-email",
    "/setup/thunderbird",
    "/help",
    "/pictures",
    "/storage",
    "/storage/inbox",
    "/storage/clean",
];

fn slugs(found: &[&Article]) -> Vec<String> {
    found.iter().map(|article| article.slug.clone()).collect()
}

fn mistakes_of(files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), Ok((*text).to_owned())));
    Articles::of(files).1.iter().map(Mistake::to_string).collect()
}

#[test]
fn every_article_of_the_house_is_complete_and_leads_somewhere() {
    let articles = Articles::load(None).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    assert!(!articles.by_slug.is_empty(), "help/en has no article");
    for (slug, article) in &articles.by_slug {
        assert!(!article.front.tags.is_empty(), "{slug}: no tags");
        assert_ne!(article.front.order, i64::MAX, "{slug}: no order");
        assert!(!article.body.trim().is_empty(), "{slug}: no body");
        assert!(!article.front.related.contains(slug), "{slug}: related to itself");
        assert!(!markdown::has_html(&article.body), "{slug}: HTML in the Markdown");
        for link in markdown::links(&article.body) {
            let path = link.split(['#', '?']).next().unwrap_or_default();
            let ours =
                PAGES.contains(&path) || path.strip_prefix("/help/").is_some_and(|s| articles.article(s).is_some());
            let fine = if link.starts_with('/') { ours } else { link == "{support}" || markdown::may_link(&link) };
            assert!(fine, "{slug}: a link to {link}");
        }
    }
}

#[test]
fn every_link_of_the_house_to_a_heading_finds_it() {
    let articles = Articles::load(None).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    for (slug, article) in &articles.by_slug {
        for link in markdown::links(&article.body) {
            let Some((path, heading)) = link.split_once('#').filter(|_| !link.contains("://")) else { continue };
            let there = if path.is_empty() { slug } else { path.trim_start_matches("/help/") };
            let html = articles.article(there).map(|article| article.html(&sample())).unwrap_or_default();
            assert!(html.contains(&format!("id=\"{heading}\"")), "{slug}: no heading for {link}");
        }
    }
}

#[test]
fn every_reason_of_a_spam_filter_has_words_and_leads_to_a_place_in_an_article() {
    let articles = Articles::load(None).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    let l = crate::i18n::Locales::load().unwrap().choose("en");
    for &reason in [crate::mail::Reason::AGAINST, crate::mail::Reason::FOR].concat().iter() {
        for key in [Some(reason.key()), reason.short_key()].into_iter().flatten() {
            assert_ne!(l.t(key), key, "no words");
        }
        let (slug, heading) = reason.article().split_once('#').unwrap_or((reason.article(), ""));
        let html = articles.article(slug).map(|article| article.html(&sample())).unwrap_or_default();
        assert!(
            !html.is_empty() && (heading.is_empty() || html.contains(&format!("id=\"{heading}\""))),
            "{slug}#{heading}"
        );
    }
}

#[test]
fn every_guide_finds_its_article_and_its_heading() {
    let articles = Articles::load(None).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    for guide in Guide::ALL {
        let (slug, heading) = guide.slug();
        let article = articles.article(slug).unwrap_or_else(|| panic!("no article for {guide}"));
        let html = article.html(&sample());
        assert!(heading.is_none_or(|heading| html.contains(&format!("id=\"{heading}\""))), "no heading for {guide}");
    }
}

#[test]
fn something_leads_to_every_article() {
    let articles = Articles::load(None).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    let of_reasons = [crate::mail::Reason::AGAINST, crate::mail::Reason::FOR].concat();
    let mut led_to: BTreeSet<String> = Guide::ALL.iter().map(|guide| guide.slug().0.to_owned()).collect();
    led_to.extend(of_reasons.iter().filter_map(|reason| reason.article().split('#').next()).map(str::to_owned));
    for (slug, article) in &articles.by_slug {
        let links = markdown::links(&article.body);
        let links = links.iter().filter_map(|link| link.strip_prefix("/help/")?.split(['#', '?']).next());
        let related = article.front.related.iter().map(String::as_str);
        led_to.extend(links.chain(related).filter(|other| other != slug).map(str::to_owned));
    }
    let alone: Vec<&String> = articles.by_slug.keys().filter(|slug| !led_to.contains(*slug)).collect();
    assert!(alone.is_empty(), "nothing leads to {alone:?}");
}

#[test]
fn only_the_guide_names_articles_to_pages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("templates"), root.join("src")];
    let mut naming = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            // Those below make or test the paths of articles as such.
            let is_elsewhere = [
                "src/articles",
                "src/figures/route.rs",
                "src/page_snapshots",
                "src/help",
                "src/setup/samples.rs",
                "src/web/url.rs",
            ]
            .contains(&name.as_str());
            if is_elsewhere {
                continue;
            }
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let text = std::fs::read_to_string(&entry).unwrap();
            let names = |line: &&str| line.contains("\"/help/") && !line.contains("\"/help/{");
            naming.extend(text.lines().filter(names).map(|line| format!("{name}: {line}")));
        }
    }
    assert!(naming.is_empty(), "{naming:#?}");
}

#[test]
fn an_article_is_shown_in_the_providers_words() {
    let articles = samples();
    let article = articles.article("mailbox-full").unwrap();
    assert_eq!(
        article.summary(&sample()),
        "What you deleted in your mail program may still be on the server at Example Mail."
    );
    let html = articles.article("spam-rescue").unwrap().html(&sample());
    assert!(html.contains("<code>pop.example.net</code>") && html.contains("<h2 id=\"still-not-there\">"), "{html}");
    assert_eq!(slugs(&articles.related(article)), ["spam-rescue"]);
}

#[test]
fn articles_are_found_by_words_and_by_tag() {
    let articles = samples();
    assert_eq!(slugs(&articles.find("", None)), ["spam-rescue", "mailbox-full"]);
    assert_eq!(slugs(&articles.find("FULL mailbox", None)), ["mailbox-full", "spam-rescue"]);
    assert_eq!(slugs(&articles.find("spam", None)), ["spam-rescue", "mailbox-full"]);
    assert_eq!(slugs(&articles.find("spam", Some("storage"))), ["mailbox-full"]);
    assert_eq!(slugs(&articles.find("", Some("storage"))), ["mailbox-full"]);
    assert_eq!(slugs(&articles.find("zebra", None)), [""; 0]);
    assert_eq!(slugs(&articles.find("", Some("zebra"))), [""; 0]);
    assert_eq!(articles.tags(), ["first steps", "spam", "storage"]);
}

#[test]
fn what_people_ask_for_finds_the_article_about_it_first() {
    let articles = Articles::load(None).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    for (asked, wanted) in [
        ("login", "cannot-sign-in"),
        ("cannot log in", "cannot-sign-in"),
        ("why can't I sign in", "cannot-sign-in"),
        ("mailbox full", "mailbox-full"),
        ("quota", "mailbox-full"),
        ("my mailbox is full what can I do", "mailbox-full"),
        ("undo", "using-webmail"),
        ("android", "phone"),
        ("samsung", "phone"),
        ("iphone", "phone|apple-mail"),
        ("apple mail", "apple-mail"),
        ("mac", "apple-mail"),
        ("outlook", "outlook"),
        ("outlok", "outlook"),
        ("thunderbrid", "thunderbird"),
        ("smtp server", "server-settings"),
        ("which port", "server-settings|apple-mail"),
        ("pop imap difference", "pop-and-imap"),
        ("difference between pop and imap", "pop-and-imap"),
        ("change from pop to imap", "pop-to-imap"),
        ("password", "your-password"),
        ("forgot my password", "your-password"),
        ("passwrod", "your-password"),
        ("scam", "phishing"),
        ("phising", "phishing"),
        ("spam score", "spam-points"),
        ("points", "spam-points"),
        ("spamassassin", "how-the-spam-filter-works|spam-filter-on-off"),
        ("turn off spam filter", "spam-filter-on-off"),
        ("switch filter on", "spam-filter-on-off"),
        ("leave a copy on the server", "leave-on-server"),
        ("error message", "when-something-fails"),
        ("keyboard shortcuts", "using-webmail"),
        ("logged out", "cannot-sign-in"),
        ("undelete", "using-webmail|pop-and-imap"),
        ("spamfilter", "how-the-spam-filter-works|spam-filter-on-off"),
        ("0x800CCC0E", "outlook"),
    ] {
        let found = slugs(&articles.find(asked, None));
        let first = found.first().map_or("", String::as_str);
        assert!(wanted.split('|').any(|wanted| wanted == first), "{asked}: {found:?}");
    }
    for asked in ["zebra", "qwertzuiop", "<script>"] {
        assert_eq!(slugs(&articles.find(asked, None)), [""; 0], "{asked}");
    }
}

#[test]
fn a_search_leads_to_the_part_where_the_words_stand() {
    let articles = samples();
    let article = articles.article("mailbox-full").unwrap();
    let found = articles.shown_for(article, "make room", &sample());
    assert_eq!(found.heading.map(|heading| heading.id), Some("make-room".to_owned()));
    let found = articles.shown_for(article, "empty trash", &sample());
    let marked: Vec<_> = found.passage.iter().filter(|piece| piece.is_hit).map(|piece| piece.text.as_str()).collect();
    assert_eq!(marked, ["Trash", "empties"]);
    let unasked = articles.shown_for(article, "", &sample());
    assert!(unasked.passage.is_empty() && unasked.heading.is_none());
    let all = Articles::load(None).unwrap();
    for (slug, article) in &all.by_slug {
        for heading in article.headings(&sample()) {
            let html = article.html(&sample());
            assert!(html.contains(&format!("id=\"{}\"", heading.id)), "{slug}: {heading:?}");
        }
    }
}

#[test]
fn no_article_has_a_gap_in_it_whatever_is_configured() {
    let articles = Articles::load(None).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    let all = sample();
    let imap_alone = Placeholders { pop: None, smtp: None, support: None, ..sample() };
    let of_an_address = Placeholders {
        login: "anna".to_owned(),
        asked: Address::parse("anna@example.net").ok(),
        spam_days: "30 days".to_owned(),
        ..sample()
    };
    for placeholders in [&all, &imap_alone, &of_an_address] {
        for (slug, article) in &articles.by_slug {
            let texts = [article.title(placeholders), article.summary(placeholders), article.html(placeholders)];
            for text in texts {
                assert!(!text.contains(['{', '}']), "{slug}: a gap in {text}");
                assert!(!text.contains("href=\"\"") && !text.contains("<code></code>"), "{slug}: {text}");
            }
        }
    }
}

#[test]
fn the_providers_article_replaces_ours_of_the_same_name_and_a_new_one_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let own = "+++\ntitle = \"Ours\"\nsummary = \"S\"\n+++\nText\n";
    std::fs::write(folder.path().join("opening-hours.md"), own).unwrap();
    std::fs::write(folder.path().join("README.txt"), "not an article").unwrap();
    let articles = Articles::load(Some(folder.path())).unwrap();
    assert_eq!(articles.article("opening-hours").unwrap().title(&sample()), "Ours");

    let files = [("a.md", "First"), ("b.md", "Other"), ("/provider/a.md", "Second")];
    let text = |title| Ok(format!("+++\ntitle = \"{title}\"\nsummary = \"S\"\n+++\n"));
    let (articles, mistakes) = Articles::of(files.map(|(name, title)| (name.to_owned(), text(title))));
    assert_eq!(mistakes, []);
    assert_eq!(articles.article("a").unwrap().title(&sample()), "Second");
    assert_eq!(articles.by_slug.len(), 2);
}

#[test]
fn every_mistake_of_a_provider_is_named_with_its_file() {
    let front = |more: &str, body: &str| format!("+++\ntitle = \"T\"\nsummary = \"S\"\n{more}\n+++\n{body}\n");
    let found = mistakes_of(&[
        ("/own/My Article.md", ""),
        ("/own/bare.md", "# Bare"),
        ("/own/related.md", &front("related = [\"nowhere\", \"bare\"]", "")),
        ("/own/linked.md", &front("", "[x](/help/gone#there) [y](/help/related) [z](/help?q=spam)")),
        ("/own/placed.md", &front("", "{imap.hots}")),
    ]);
    let expected = [
        ("/own/My Article.md: ", "small letters"),
        ("/own/bare.md:1: ", "+++"),
        ("/own/placed.md:6: ", "{imap.hots}"),
        ("/own/linked.md:6: ", "\"gone\""),
        ("/own/related.md:4: ", "\"nowhere\""),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (mistake, (file, reason)) in found.iter().zip(expected) {
        assert!(mistake.starts_with(file) && mistake.contains(reason), "{mistake}");
    }
}

#[test]
fn files_that_cannot_be_read_are_mistakes_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("latin.md"), b"+++\ntitle = \"Gr\xf6\xdfe\"\n").unwrap();
    std::fs::write(folder.path().join("long.md"), "x".repeat(300 * 1024)).unwrap();
    let mistakes = Articles::load(Some(folder.path())).unwrap_err();
    assert_eq!(mistakes.len(), 2, "{mistakes:#?}");
    assert!(mistakes.iter().any(|mistake| mistake.text.contains("UTF-8")), "{mistakes:#?}");
    assert!(mistakes.iter().any(|mistake| mistake.text.contains("at most")), "{mistakes:#?}");

    let nowhere = folder.path().join("nowhere");
    let mistakes = Articles::load(Some(&nowhere)).unwrap_err();
    assert_eq!(mistakes.first().map(|mistake| mistake.file.clone()), Some(nowhere.display().to_string()));
}

#[test]
fn an_article_is_the_same_for_everybody_but_for_the_user_name() {
    let (articles, mistakes) = Articles::of([(
        "a.md".to_owned(),
        Ok("+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n## For {login}\n\nType `{login}`, {login} and {brand}. See [b](/help/a).\n".to_owned()),
    )]);
    assert_eq!(mistakes, []);
    let article = articles.article("a").unwrap();
    for login in ["anna@example.net", "o'neil&<b>@example.net", "{brand}", "anna@example.net"] {
        let anna = Placeholders { login: login.to_owned(), ..sample() };
        let html = articles.html(article, &anna);
        let alone = article.html(&anna).replace(markdown::text(login).as_str(), "X");
        let body = |html: &str| html.split_once("</h2>").unwrap().1.split_once("</div>").unwrap().1.to_owned();
        assert_eq!(body(&html).replace(markdown::text(login).as_str(), "X"), body(&alone));
        assert!(!html.contains('\u{e000}') && !html.contains("<b>"), "{html}");
    }
    let asked = Placeholders { asked: Address::parse("anna@example.net").ok(), ..sample() };
    assert!(articles.html(article, &asked).contains("/help/a?address=anna%40example.net"));
}
