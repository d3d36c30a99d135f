//! Articles that are written in the browser.

use super::{pages_at, signed_in, start, with_admin};
use reqwest::Method;
use support::answer::{Answer, between};
use support::client::Browser;
use support::database::Database;
use support::host::closed_port;
use support::launcher::Launcher;

const ARTICLE: &str = "/admin/articles/pop-and-imap";
const SHOWN: &str = "/help/pop-and-imap";

fn text(title: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\nsummary = \"In short.\"\ntags = [\"POP\"]\n+++\n\n{body}\n")
}

/// Returns the seal of the form in the middle of a page; above it stands the button that signs out.
fn form_seal(page: &Answer) -> String {
    let main = page.body.split("<main").nth(1).unwrap();
    between(main, "name=\"seal\" value=\"", "\"").unwrap().to_owned()
}

/// Sends the form of a page with another text in it.
fn send(browser: &Browser, path: &str, page: &Answer, wish: &str, text: &str) -> Answer {
    let (seal, seen) = (form_seal(page), page.hidden("seen"));
    browser.post_as_it_is(path, &[("seal", &seal), ("seen", &seen), ("text", text), ("do", wish)])
}

#[test]
fn what_is_saved_is_shown_to_readers_at_once_and_on_another_node_and_can_be_undone() {
    let (launcher, port) = with_admin(Launcher::before(closed_port()), "");
    let app = launcher.start();
    let (second, second_port) = with_admin(Launcher::before(closed_port()).on_database(app.database()), "");
    let other = second.start();
    let (browser, elsewhere) = (signed_in(&pages_at(port)), signed_in(&pages_at(second_port)));
    let title = |site: &support::client::Site| {
        let page = site.browser().page(SHOWN);
        page.body.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned()
    };
    let of_file = title(&app);
    let page = browser.page(ARTICLE);
    assert!(page.body.contains("title = &#34;") && page.hidden("seen") == "0", "{}", page.body);
    let saved = send(&browser, ARTICLE, &page, "save", &text("Our own words", "First.").replace('\n', "\r\n"));
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert!(browser.page(saved.location()).text().contains("This is what readers see now."));
    assert_eq!(title(&app), "Our own words");
    // It looks by itself three times a minute, and whenever somebody begins to write there.
    let there = elsewhere.page(ARTICLE);
    assert!(there.hidden("seen") == "1" && title(&other) == "Our own words", "{}", there.text());
    let second = send(&elsewhere, ARTICLE, &there, "save", &text("Other words", "Second."));
    assert_eq!(second.status, 303, "{}", second.text());
    assert_eq!((title(&other).as_str(), browser.page(ARTICLE).hidden("seen").as_str()), ("Other words", "2"));
    assert_eq!(title(&app), "Other words");
    // Back to the first version, then to the file.
    for (version, shown) in [("1", "Our own words"), ("0", of_file.as_str())] {
        let path = format!("{ARTICLE}/{version}");
        let old = browser.page(&path);
        let back = browser.post_as_it_is(
            &format!("{ARTICLE}/back"),
            &[("seal", &form_seal(&old)), ("seen", &old.hidden("seen")), ("version", version)],
        );
        assert_eq!(back.status, 303, "{}", back.text());
        assert_eq!(title(&app), shown);
    }
    let history = browser.page(ARTICLE);
    for version in 0..=4 {
        assert!(history.links_to(&format!("{ARTICLE}/{version}")), "{version}");
    }
    assert!(browser.page(&format!("{ARTICLE}/2")).text().contains("Second."));
    assert_eq!(browser.get(&format!("{ARTICLE}/5")).status, 404);
}

#[test]
fn of_two_editors_the_second_is_shown_both_texts_and_nothing_is_lost() {
    let (app, pages) = start();
    let (one, two) = (signed_in(&pages), signed_in(&pages));
    let (page_of_one, page_of_two) = (one.page(ARTICLE), two.page(ARTICLE));
    assert_eq!(send(&one, ARTICLE, &page_of_one, "save", &text("One", "By one.")).status, 303);
    let late = send(&two, ARTICLE, &page_of_two, "save", &text("Two", "By two."));
    assert_eq!(late.status, 409, "{}", late.text());
    assert!(late.body.contains("By one.") && late.body.contains("By two."), "{}", late.text());
    assert!(app.browser().page(SHOWN).text().contains("By one."));
    // Sending the old form again changes nothing; the form of the answer does.
    assert_eq!(send(&two, ARTICLE, &page_of_two, "save", &text("Two", "By two.")).status, 409);
    assert_eq!(send(&two, ARTICLE, &late, "save", &text("Two", "By one and two.")).status, 303);
    assert!(app.browser().page(SHOWN).text().contains("By one and two."));
    assert!(two.page(&format!("{ARTICLE}/1")).text().contains("By one."));
    assert_eq!(Database::at(app.database()).count("SELECT COUNT(*) FROM article_version"), 2);
}

#[test]
fn a_preview_is_what_readers_would_see_and_mistakes_are_told_by_line_and_nothing_is_saved() {
    let (app, pages) = start();
    let browser = signed_in(&pages);
    let page = browser.page(ARTICLE);
    let seen = send(
        &browser,
        ARTICLE,
        &page,
        "preview",
        &text("{brand} says", "## Here\n\n**bold** <script>alert(1)</script>"),
    );
    assert_eq!(seen.status, 200);
    assert!(seen.body.contains("Example Mail says") && seen.body.contains("<strong>bold</strong>"), "{}", seen.body);
    assert!(!seen.body.contains("<script>alert"));
    for wish in ["preview", "save"] {
        let wrong = send(&browser, ARTICLE, &page, wish, &text("T", "One {imap.hots}.\n\n[x](/help/gone)"));
        assert_eq!(wrong.status, if wish == "save" { 422 } else { 200 });
        assert!(wrong.text().contains("pop-and-imap.md:7: found {imap.hots}"), "{}", wrong.text());
        assert!(wrong.body.contains("One {imap.hots}."), "the text is there again");
    }
    let dead = send(&browser, ARTICLE, &page, "save", &text("T", "[x](/help/gone)"));
    assert!(dead.status == 422 && dead.text().contains(":7:"), "{}", dead.text());
    let long = send(&browser, ARTICLE, &page, "save", &text("T", &"ü".repeat(140_000)));
    assert!(long.status == 422 && long.text().contains("256 kB"), "{}", long.status);
    // The server answers before it has read all of it, and the connection may end under the answer.
    let huge = signed_in(&pages).try_post(ARTICLE, &[("text", &"x".repeat(1_100_000))]);
    assert!(huge.is_none_or(|answer| answer.status == 413));
    assert_eq!(send(&browser, ARTICLE, &page, "save", "").status, 422);
    assert_eq!(Database::at(app.database()).count("SELECT COUNT(*) FROM article_version"), 0);
}

#[test]
fn a_new_article_is_written_found_and_taken_away_again() {
    let (app, pages) = start();
    let browser = signed_in(&pages);
    let opened = browser.get("/admin/articles?name=opening-hours");
    assert_eq!((opened.status, opened.location()), (303, "/admin/articles/opening-hours"));
    for bad in ["Opening", "a/b", "..", "tags", "a%20b", ""] {
        assert_eq!(browser.get(&format!("/admin/articles?name={bad}")).status, 422, "{bad}");
    }
    assert_eq!(browser.get("/admin/articles/Bad%20Name").status, 404);
    let page = browser.page(opened.location());
    assert!(page.text().contains("There is no such article yet"));
    let saved = send(
        &browser,
        opened.location(),
        &page,
        "save",
        &text("When we are there", "From **nine** to five, about xylophones."),
    );
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert!(app.browser().page("/help?q=xylophones").links_to("/help/opening-hours"));
    assert!(browser.page("/admin").text().contains("When we are there (written here)"));
    let nothing = browser.page("/admin/articles/opening-hours/0");
    let fields = [("seal", form_seal(&nothing)), ("seen", nothing.hidden("seen")), ("version", "0".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(browser.post_as_it_is("/admin/articles/opening-hours/back", &fields).status, 303);
    assert_eq!(app.browser().get("/help/opening-hours").status, 404);
    assert!(browser.page("/admin/articles/opening-hours/1").text().contains("nine"), "it can come back");
}

#[test]
fn a_form_without_the_seal_of_this_session_and_this_article_saves_nothing_and_keeps_the_text() {
    let (app, pages) = start();
    let (browser, other) = (signed_in(&pages), signed_in(&pages));
    let own = form_seal(&browser.page(ARTICLE));
    let sent = |seal: &str| {
        browser.post_as_it_is(
            ARTICLE,
            &[("seal", seal), ("seen", "0"), ("text", &text("T", "Kept here.")), ("do", "save")],
        )
    };
    let others = [
        String::new(),
        form_seal(&other.page(ARTICLE)),
        form_seal(&browser.page("/admin/articles/mailbox-full")),
        form_seal(&browser.page(&format!("{ARTICLE}/0"))),
        browser.page("/admin").hidden("seal"),
    ];
    for seal in others {
        let answer = sent(&seal);
        assert!(answer.status == 409 && answer.body.contains("Kept here."), "{seal}: {}", answer.text());
    }
    let fields = [("seal", own.as_str()), ("seen", "0"), ("text", "x"), ("do", "save")];
    assert_eq!(browser.send(Method::POST, ARTICLE, &[], &fields).status, 403);
    assert_eq!(browser.send(Method::POST, ARTICLE, &[("origin", &app.origin())], &fields).status, 403);
    let back = [("seal", own.as_str()), ("seen", "0"), ("version", "0")];
    assert_eq!(browser.post_as_it_is(&format!("{ARTICLE}/back"), &back).status, 409);
    let ended = pages.browser().post_as_it_is(ARTICLE, &fields);
    assert!(ended.status == 401 && ended.text().contains("go one page back"), "{}", ended.text());
    for missing in 0..fields.len() {
        let some: Vec<_> = fields.iter().enumerate().filter(|(n, _)| *n != missing).map(|(_, field)| *field).collect();
        assert_eq!(browser.post_as_it_is(ARTICLE, &some).status, 422);
    }
    assert_eq!(Database::at(app.database()).count("SELECT COUNT(*) FROM article_version"), 0);
    assert_eq!(sent(&own).status, 303);
}
