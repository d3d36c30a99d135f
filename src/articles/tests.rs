#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]

use super::library::samples;
use super::placeholders::sample;
use super::{Article, Articles, Mistake, Placeholders, markdown};
use crate::mail::Address;

/// The pages an article may link to, besides other articles.
const PAGES: [&str; 14] = [
    "/",
    "/spam",
    "/trash",
    "/inbox",
    "/spam/empty",
    "/spam/filter",
    "/trash/empty",
    "/login",
    "/setup",
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
