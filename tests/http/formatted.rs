//! HTML mail in its frame: what is shown, what is not loaded, what the reader decides, and what is only text.

use support::client::{Answer, Browser};
use support::dovecot::{Dovecot, Options};
use support::host::ANNA;
use support::independent_client::{deliver, look};
use support::launcher::{Launcher, TestApp};

const BEN: &str = "ben@example.org";
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Writes a mail of a text, an HTML part, and a picture that the HTML names.
fn mail(html: &str) -> Vec<u8> {
    format!(
        "From: Shop <News@Shop.example>\r\nTo: {ANNA}\r\nSubject: Offers\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; boundary=\"==r\"\r\n\r\n\
         --==r\r\nContent-Type: multipart/alternative; boundary=\"==a\"\r\n\r\n\
         --==a\r\nContent-Type: text/plain\r\n\r\nOnly the text.\r\n\
         --==a\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n--==a--\r\n\
         --==r\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo@shop.example>\r\n\
         Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n{PNG}\r\n--==r--\r\n"
    )
    .into_bytes()
}

const OFFERS: &str = "<html><head><style>.big{font-size:30px;position:fixed}</style><title>T</title></head>\
    <body bgcolor=\"#eeeecc\"><p class=big onclick=\"alert(1)\">Sale</p><img src=\"cid:logo@shop.example\" alt=Logo>\
    <img src=\"https://pixel.example/open.gif?who=anna\"><a href=\"https://shop.example/\">shop.example</a> \
    <a href=\"https://evil.example/\">www.bank.example</a><script>alert(2)</script></body></html>";

/// Holds a running site with one message in the Inbox and the same in Spam.
struct Fixture {
    dovecot: Dovecot,
    app: TestApp,
}

fn fixture(mail: &[u8]) -> Fixture {
    let dovecot = Dovecot::start(Options::default());
    for mailbox in ["INBOX", "Spam"] {
        dovecot.deliver(ANNA, mailbox, mail);
    }
    let app = TestApp::start(&dovecot);
    Fixture { dovecot, app }
}

fn path(anna: &Browser, slug: &str) -> String {
    format!("/{slug}/{}-1", anna.page(&format!("/{slug}")).hidden("uid_validity"))
}

fn goes_back(answer: &Answer, path: &str) {
    assert_eq!((answer.status, answer.location()), (303, path));
}

fn policy(answer: &Answer) -> &str {
    assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1);
    answer.header("content-security-policy")
}

#[test]
fn in_the_inbox_html_is_shown_in_a_frame_without_rights() {
    let fixture = fixture(&mail(OFFERS));
    let anna = fixture.app.anna();
    let path = path(&anna, "inbox");
    let page = anna.page(&path);
    let frame = format!("src=\"{path}/body\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\"");
    assert!(page.body.contains(&frame), "{}", page.body);
    assert!(!page.body.contains("Only the text.") && page.text().contains("from pixel.example is not loaded"));
    assert!(page.text().contains("says “www.bank.example”, but leads to evil.example"), "{}", page.text());
    assert!(policy(&page).contains("frame-src 'self'") && policy(&page).contains("frame-ancestors 'none'"));

    let body = anna.get(&format!("{path}/body"));
    assert_eq!((body.status, body.header("content-type")), (200, "text/html; charset=utf-8"));
    for part in ["default-src 'none'", "img-src data:;", "frame-ancestors 'self'", "sandbox allow-popups"] {
        assert!(policy(&body).contains(part), "{part}: {}", policy(&body));
    }
    let headers =
        [("x-frame-options", "SAMEORIGIN"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")];
    for (name, value) in headers {
        assert_eq!(body.header(name), value);
    }
    for wanted in
        ["Sale", "font-size:30px", "background-color:#eeeecc", "data:image/png;base64,iVBOR", "⚠ evil.example"]
    {
        assert!(body.body.contains(wanted), "{wanted}: {}", body.body);
    }
    let (_, letter) = body.body.split_once("<body>").unwrap();
    for gone in ["pixel.example", "onclick", "alert", "position", "<script"] {
        assert!(!letter.contains(gone), "{gone}: {letter}");
    }
    let text = anna.page(&format!("{path}?view=text"));
    assert!(text.text().contains("Only the text.") && !text.body.contains("<iframe"));
    assert_eq!(look(&fixture.dovecot, "INBOX").len(), 1);
}

#[test]
fn in_spam_the_first_view_is_text_and_links_wait_for_the_reader() {
    let fixture = fixture(&mail(OFFERS));
    let anna = fixture.app.anna();
    let path = path(&anna, "spam");
    let page = anna.page(&path);
    assert!(page.text().contains("Only the text.") && !page.body.contains("<iframe"));
    assert!(page.links_to(&format!("{path}?view=formatted")), "{}", page.body);

    let formatted = anna.page(&format!("{path}?view=formatted"));
    assert!(formatted.body.contains(&format!("src=\"{path}/body\"")) && !formatted.body.contains("/images\""));
    assert!(formatted.text().contains("lead to shop.example, evil.example"), "{}", formatted.text());
    let body = anna.get(&format!("{path}/body")).body;
    assert!(body.contains("Sale") && !body.contains("href") && body.contains("shop.example</span>"), "{body}");

    let live = anna.page(&format!("{path}?view=formatted&links=live"));
    assert!(live.body.contains(&format!("src=\"{path}/body?links=live\"")), "{}", live.body);
    let body = anna.get(&format!("{path}/body?links=live")).body;
    assert!(
        body.contains("href=\"https://shop.example/\" title=\"shop.example\" target=\"_blank\" rel=\"noopener noreferrer nofollow\""),
        "{body}"
    );
}

#[test]
fn pictures_are_loaded_once_the_reader_allows_them_and_never_in_spam() {
    let fixture = fixture(&mail(OFFERS));
    fixture.dovecot.deliver(ANNA, "INBOX", mail("<img src=https://pixel.example/two.gif>"));
    let anna = fixture.app.anna();
    let first = path(&anna, "inbox");
    let second = format!("{}2", first.trim_end_matches('1'));
    let loads = |path: &str| {
        let body = anna.get(&format!("{path}/body"));
        let allowed = policy(&body).contains("img-src data: https: http:;");
        assert_eq!(allowed, body.body.contains("https://pixel.example/"), "{}", body.body);
        assert!(policy(&body).contains("sandbox allow-popups") && policy(&body).contains("default-src 'none'"));
        allowed
    };
    assert!(!loads(&first) && !loads(&second));
    goes_back(&anna.post(&format!("{first}/images"), &[("allow", "message")]), &first);
    assert!(loads(&first) && !loads(&second));
    assert!(anna.page(&first).text().contains("because you allowed it"));
    goes_back(&anna.post(&format!("{second}/images"), &[("allow", "sender")]), &second);
    assert!(loads(&first) && loads(&second));
    goes_back(&anna.post(&format!("{first}/images"), &[("allow", "nothing")]), &first);
    assert!(!loads(&first) && !loads(&second));

    let spam = path(&anna, "spam");
    assert!(anna.post(&format!("{spam}/images"), &[("allow", "sender")]).headers.contains_key("set-cookie"));
    assert!(anna.page(&spam).says("flash-pictures-spam"));
    goes_back(&anna.post(&format!("{spam}/images"), &[("allow", "sender")]), &spam);
    assert!(!loads(&spam) && !loads(&first));
    assert_eq!(anna.post(&format!("{first}/images"), &[("allow", "world")]).status, 422);
    assert_eq!(anna.get(&format!("{first}/images")).status, 405);
}

#[test]
fn whoever_was_allowed_to_show_pictures_is_listed_to_their_owner_alone_and_can_be_stopped() {
    let users = [ANNA, BEN].map(|user| (user.to_owned(), format!("the password of {user}"))).into();
    let dovecot = Dovecot::start(Options { users, ..Options::default() });
    dovecot.deliver(ANNA, "INBOX", mail(OFFERS));
    let app = TestApp::start(&dovecot);
    let (anna, ben) = (app.anna(), app.browser());
    assert_eq!(ben.sign_in(BEN, dovecot.password(BEN)).status, 303);
    let path = path(&anna, "inbox");
    let loads = || policy(&anna.get(&format!("{path}/body"))).contains("https:");
    assert!(!anna.page("/pictures").body.contains("<li><bdi>"));
    for allow in ["sender", "message"] {
        goes_back(&anna.post(&format!("{path}/images"), &[("allow", allow)]), &path);
    }
    assert!(anna.page(&path).links_to("/pictures") && loads());
    let page = anna.page("/pictures");
    assert!(
        page.body.contains("news@shop.example") && page.text().contains("1 message you allowed by itself"),
        "{}",
        page.text()
    );
    assert!(!ben.page("/pictures").body.contains("news@shop.example"));
    goes_back(&anna.post("/pictures/forbid", &[("what", "sender"), ("sender", "news@shop.example")]), "/pictures");
    assert!(loads(), "the message itself is still allowed");
    goes_back(&anna.post("/pictures/forbid", &[("what", "messages")]), "/pictures");
    assert!(!loads() && !anna.page("/pictures").body.contains("news@shop.example"));
    assert_eq!(anna.post("/pictures/forbid", &[]).status, 422);
    assert_eq!(app.browser().get("/pictures").location(), "/login?next=%2Fpictures");
}

/// Whoever forges the address of a shop would learn that its customer reads.
#[test]
fn a_sender_who_was_found_to_be_somebody_else_has_no_pictures_loaded() {
    let dovecot = Dovecot::start(Options::default());
    let forged =
        [&b"Authentication-Results: mx.example.org; dmarc=fail header.from=shop.example\r\n"[..], &mail(OFFERS)]
            .concat();
    dovecot.deliver(ANNA, "INBOX", mail(OFFERS));
    dovecot.deliver(ANNA, "INBOX", forged);
    let app = Launcher::before(&dovecot).configured("[spam]\nauthserv_ids = [\"mx.example.org\"]\n").start();
    let anna = app.anna();
    let real = path(&anna, "inbox");
    let forged = format!("{}2", real.trim_end_matches('1'));
    let loads = |path: &str| policy(&anna.get(&format!("{path}/body"))).contains("https:");
    goes_back(&anna.post(&format!("{real}/images"), &[("allow", "sender")]), &real);
    assert!(loads(&real) && !loads(&forged));
    let page = anna.page(&forged);
    assert!(page.body.contains("value=\"message\"") && !page.body.contains("value=\"sender\""), "{}", page.body);
    goes_back(&anna.post(&format!("{forged}/images"), &[("allow", "message")]), &forged);
    assert!(loads(&forged));
}

#[test]
fn html_that_is_too_much_is_shown_as_text() {
    let bomb = format!("<p>Hello there</p>{}", "<div>".repeat(60_000));
    let fixture = fixture(&mail(&bomb));
    let anna = fixture.app.anna();
    let path = path(&anna, "inbox");
    let page = anna.page(&path);
    assert!(
        page.text().contains("too large or too complicated") && page.text().contains("Only the text."),
        "{}",
        page.text()
    );
    assert!(!page.body.contains("<iframe"));
    assert_eq!(anna.get(&format!("{path}/body")).status, 404);
}

#[test]
fn a_message_without_html_has_no_frame_and_no_body() {
    let dovecot = Dovecot::start(Options::default());
    deliver(&dovecot, "INBOX", &["One"]);
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let path = path(&anna, "inbox");
    assert!(!anna.page(&path).body.contains("<iframe"));
    assert_eq!(anna.get(&format!("{path}/body")).status, 404);
    assert_eq!(anna.get("/inbox/1-1/body").status, 409);
    assert_eq!(app.browser().get(&format!("{path}/body")).status, 303);
}

#[test]
fn html_that_shows_nothing_is_no_blank_frame_and_html_alone_reads_as_text_in_lines() {
    let html = |html: &str| {
        format!("From: a@b.example\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n{html}\r\n").into_bytes()
    };
    let empty = fixture(&html("<html><body><p> </p><div></div></body></html>"));
    let anna = empty.app.anna();
    let page = anna.page(&path(&anna, "inbox"));
    assert!(!page.body.contains("<iframe") && page.text().contains("has no text to show"), "{}", page.text());
    assert_eq!(anna.get(&format!("{}/body", path(&anna, "inbox"))).status, 404);

    let alone = fixture(&html("<h1>Limited</h1>We noticed<table><tr><td>a<td>b</table>"));
    let anna = alone.app.anna();
    let page = anna.page(&path(&anna, "spam"));
    assert!(page.body.contains("Limited\n\nWe noticed\n\na  b"), "{}", page.body);
}
