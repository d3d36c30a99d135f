//! The pages of those who look after the site.

use super::{HOSTILE, draw, layout, seal};
use crate::admin::{
    AdminErrorPage, AdminPage, ArticleRow, DoorPage, EditorPage, FailureRow, Frame, JobRow, MissingRow, Preview,
    ServerRow, VersionPage, VersionRow,
};
use crate::articles::Mistake;
use crate::mail::Requirement;

fn frame(is_signed_in: bool) -> Frame {
    let layout = layout("");
    Frame {
        l: layout.l,
        brand: layout.brand,
        seal: is_signed_in.then(seal),
        css: layout.css,
        js: layout.js,
        icons: layout.icons,
        favicon: layout.favicon,
    }
}

#[test]
fn the_door_of_the_admin_pages_is_drawn() {
    let page = |asks_for_code, problem: Option<&str>| DoorPage {
        frame: frame(false),
        asks_for_code,
        problem: problem.map(str::to_owned),
    };
    assert!(!draw("admin-door", &page(false, None)).contains("name=\"code\""));
    let problem = frame(false).l.t("admin-wrong-code");
    assert!(draw("admin-door-wrong", &page(true, Some(&problem))).contains("one-time-code"));
    let (title, text) = ("Something went wrong here".to_owned(), HOSTILE.to_owned());
    draw("admin-error", &AdminErrorPage { frame: frame(true), title, text });
}

fn server(
    place: &str,
    is_up: Option<bool>,
    told: &str,
    capabilities: Option<&str>,
    missing: &[Requirement],
) -> ServerRow {
    ServerRow {
        place: place.to_owned(),
        domains: "example.net, example.org".to_owned(),
        is_up,
        told: told.to_owned(),
        capabilities: capabilities.map(str::to_owned),
        missing: missing.to_vec(),
    }
}

#[test]
fn how_things_stand_is_drawn() {
    let l = frame(true).l;
    let need = |extension, instead| Requirement { extension, there: false, instead };
    let failure = |day: &str, domain: &str, kind: &str, count| FailureRow {
        day: day.to_owned(),
        domain: domain.to_owned(),
        why: l.t(&format!("admin-failed-{kind}")),
        count,
    };
    let article = |slug: &str, title: &str, useful, not_useful, is_written| ArticleRow {
        slug: slug.to_owned(),
        title: title.to_owned(),
        useful,
        not_useful,
        is_written,
    };
    let missing = |said: &str| MissingRow {
        slug: "mailbox-full".to_owned(),
        said: said.to_owned(),
        when: "Sunday 29 November 2026, 14:05".to_owned(),
    };
    let caps =
        "ACL BINARY CHILDREN CONDSTORE CONTEXT=SEARCH ESEARCH ESORT I18NLEVEL=1 ID IDLE IMAP4REV1 LIST-STATUS LITERAL+";
    let needs = [
        need("MOVE", "COPY, count the copies, then expunge the originals"),
        need("QUOTA", "how full the mailbox is cannot be shown"),
    ];
    let jobs = [("admin-verb-empty", "admin-job-at-work", 2), ("admin-verb-rescue", "admin-job-waiting", 1)];
    let page = AdminPage {
        frame: frame(true),
        servers: vec![
            server(
                "mail.example.net:993",
                Some(true),
                "It answers, since Sunday 29 November 2026, 14:05.",
                Some(caps),
                &needs,
            ),
            server("mail.example.org:993", Some(true), "It answers.", Some(caps), &[]),
            server(
                "old.example.com:143",
                Some(false),
                "It has not answered since Sunday 29 November 2026, 13:40.",
                None,
                &[],
            ),
            server(HOSTILE, None, &l.t("admin-server-unasked"), None, &[]),
        ],
        failures: vec![
            failure("29 Nov 2026", "example.net", "wrong-password", 412),
            failure("29 Nov 2026", "a-long-name-of-a-domain.example.org", "server-away", 12),
            failure("28 Nov 2026", &l.t("admin-other-domain"), "not-served", 3),
        ],
        jobs: jobs.map(|(what, how, count)| JobRow { what: l.t(what), how: l.t(how), count }).to_vec(),
        articles: vec![
            article("mailbox-full", "My mailbox is full", 112, 31, true),
            article("pop-and-imap", HOSTILE, 5, 0, false),
        ],
        missing: vec![missing("How long does it take until my mail program sees the room?"), missing(HOSTILE)],
    };
    let html = draw("admin", &page);
    assert!(html.contains("href=\"/admin/articles/mailbox-full\"") && !html.contains("anna"));
    let (failures, jobs, missing) = (Vec::new(), Vec::new(), Vec::new());
    draw("admin-new", &AdminPage { failures, jobs, missing, ..page });
}

#[test]
fn an_article_in_the_making_is_drawn() {
    let version = |number, letters| VersionRow { number, when: "Sunday 29 November 2026, 14:05".to_owned(), letters };
    let text = "+++\ntitle = \"My mailbox is full\"\nsummary = \"What to do.\"\n+++\n\n## Make room\n\nOpen [Trash](/trash).\n";
    let page = || EditorPage {
        frame: frame(true),
        slug: "mailbox-full".to_owned(),
        text: text.to_owned(),
        seen: 3,
        seal: seal(),
        is_kept: false,
        problem: None,
        mistakes: Vec::new(),
        theirs: None,
        preview: None,
        versions: vec![version(3, 2231), version(2, 0), version(1, 2198)],
        has_file: true,
        shown_at: Some("https://webmail.example.net/help/mailbox-full".to_owned()),
    };
    let html = draw("admin-article", &EditorPage { is_kept: true, ..page() });
    assert!(html.contains("name=\"seen\" value=\"3\"") && html.contains("[Trash](/trash)"));
    let preview = Preview {
        title: "My mailbox is full".to_owned(),
        summary: "What to do.".to_owned(),
        html: "<h2 id=\"make-room\">Make room</h2><p>Open <a href=\"/trash\">Trash</a>.</p>".to_owned(),
    };
    draw("admin-article-preview", &EditorPage { preview: Some(preview), ..page() });
    let l = frame(true).l;
    let mistake = Mistake {
        file: "mailbox-full.md".to_owned(),
        line: Some(7),
        text: format!("found {HOSTILE}; allowed: others"),
    };
    let problem = Some(l.t("admin-has-mistakes"));
    draw("admin-article-wrong", &EditorPage { problem, mistakes: vec![mistake], ..page() });
    let (problem, theirs) = (Some(l.t("admin-conflict")), Some(format!("</textarea>{HOSTILE}")));
    let html = draw("admin-article-conflict", &EditorPage { problem, theirs, ..page() });
    assert_eq!(html.matches("</textarea>").count(), 2, "{html}");
    let new = EditorPage { versions: Vec::new(), has_file: false, shown_at: None, seen: 0, ..page() };
    draw("admin-article-new", &new);
    let version = |version, text: &str| VersionPage {
        frame: frame(true),
        slug: "mailbox-full".to_owned(),
        version,
        text: text.to_owned(),
        seen: 3,
        seal: seal(),
    };
    draw("admin-version", &version(2, text));
    draw("admin-version-nothing", &version(0, ""));
}
