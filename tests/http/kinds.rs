//! One message of each kind that mail comes in, as its owner finds it: what is shown, what is said of files, what is not.

use support::client::{Answer, Browser};
use support::dovecot::{Dovecot, Options};
use support::fixtures::{KINDS, kind};
use support::host::ANNA;
use support::launcher::TestApp;

struct Fixture {
    _dovecot: Dovecot,
    _app: TestApp,
    anna: Browser,
    path: String,
}

fn fixture(slug: &str, mailbox: &str, name: &str) -> Fixture {
    let dovecot = Dovecot::start(Options::default());
    dovecot.deliver(ANNA, mailbox, kind(name));
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    let path = format!("/{slug}/{}-1", anna.page(&format!("/{slug}")).hidden("uid_validity"));
    Fixture { _dovecot: dovecot, _app: app, anna, path }
}

impl Fixture {
    fn inbox(name: &str) -> Self {
        fixture("inbox", "INBOX", name)
    }

    fn page(&self) -> Answer {
        self.anna.page(&self.path)
    }

    fn get(&self, below: &str) -> Answer {
        self.anna.get(&format!("{}{below}", self.path))
    }
}

/// Returns what the list of files says, file by file.
fn files(page: &Answer) -> Vec<String> {
    let (_, list) = page.body.split_once("<section class=\"files\"").unwrap_or_default();
    let (list, _) = list.split_once("</ul>").unwrap_or_default();
    list.split("<li>").skip(1).map(str::to_owned).collect()
}

fn words(page: &Answer) -> String {
    page.text().chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}

#[test]
fn each_kind_opens_in_every_folder_with_all_that_its_page_names() {
    let dovecot = Dovecot::start(Options::default());
    for (_, source) in KINDS {
        for mailbox in ["INBOX", "Spam", "Trash"] {
            dovecot.deliver(ANNA, mailbox, source);
        }
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for slug in ["inbox", "spam", "trash"] {
        let uid_validity = anna.page(&format!("/{slug}")).hidden("uid_validity");
        for (uid, (name, _)) in (1..).zip(KINDS) {
            let path = format!("/{slug}/{uid_validity}-{uid}");
            for view in ["", "?view=text", "?view=formatted", "?view=formatted&links=live"] {
                let page = anna.page(&format!("{path}{view}"));
                let named = page.body.split(['"', ' ']).filter(|word| word.starts_with(&format!("{path}/")));
                for url in named.filter(|url| !url.ends_with("/images")) {
                    assert_eq!(anna.get(url).status, 200, "{name} in {slug}{view}: {url}");
                }
                let pictures = page.body.contains("/preview/");
                // As text a newsletter does not show its logo, which is then a file like others.
                let expected = name == "attachments" || (name == "newsletter" && view == "?view=text");
                assert_eq!(pictures, expected && slug != "spam", "{name} in {slug}{view}");
            }
        }
    }
}

#[test]
fn files_that_pretend_are_marked_and_a_picture_is_made_anew() {
    let site = Fixture::inbox("attachments");
    let page = site.page();
    let files = files(&page);
    let file =
        |name: &str| files.iter().find(|file| file.contains(name)).unwrap_or_else(|| panic!("{name} in {files:?}"));
    assert!(file("invoice.pdf.exe").contains("pretends to be something harmless"));
    assert!(file("Minutes_of_the_meeting").contains("the_letters_of_neighbo.txt"), "{files:?}");
    assert!(file("photo.jpg").contains("do not match") && !file("photo.jpg").contains("/preview/"));
    assert_eq!(files.iter().filter(|file| file.contains("class=\"warning\"")).count(), 2, "{files:?}");
    let shown: Vec<_> = page.body.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let shown: Vec<_> = shown.into_iter().filter(|src| src.contains("/preview/")).collect();
    assert_eq!(shown.len(), 1, "{shown:?}");
    let preview = site.anna.get(shown[0]);
    assert!(preview.header("content-type").starts_with("image/"));
    let policy = preview.header("content-security-policy");
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
    assert_eq!(preview.header("x-content-type-options"), "nosniff");
    for (below, status) in [("/preview/1", 404), ("/preview/9", 404), ("/preview/x", 404), ("/preview/HEADER", 404)] {
        assert_eq!(site.get(below).status, status, "{below}");
    }
}

#[test]
fn nothing_is_previewed_in_spam() {
    let spam = fixture("spam", "Spam", "attachments");
    for section in 1..9 {
        assert_eq!(spam.get(&format!("/preview/{section}")).status, 404);
    }
}

#[test]
fn a_message_that_was_passed_on_is_opened_in_place_with_its_files() {
    let site = Fixture::inbox("forwarded");
    let page = site.page();
    let text = words(&page);
    for wanted in [
        "can you fetch my books?",
        "Forwarded message: Your reserved books are here",
        "Town library",
        "desk@library.example",
        "Your two books wait at the desk until 23 November.",
        "Forwarded message: The spanner",
        "have you seen my big spanner?",
        "slip.pdf",
        "Your reserved books are here.eml",
        "9 November 2026",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    let (_, slip) = page.body.split_once("/part/").unwrap();
    assert!(slip.contains("slip.pdf"));
    let part = page.body.split('"').find(|url| url.contains("/part/2.")).unwrap();
    let file = site.anna.get(part);
    assert!(file.body.starts_with("%PDF") && file.header("content-disposition").contains("slip.pdf"), "{}", file.body);
    assert!(site.get("/part/2").header("content-disposition").contains(".eml"));
}

/// A phone sends its photos inside the text; the frame shows those it has room for.
#[test]
fn a_picture_inside_the_text_that_is_not_shown_there_is_listed_as_a_file() {
    let html = |ids: &[&str]| ids.iter().map(|id| format!("<img src=\"cid:{id}\">")).collect::<String>();
    let part = |id: &str, size: usize| {
        let lines = ("A".repeat(76) + "\r\n").repeat(size / 78);
        format!(
            "--b\r\nContent-Type: image/jpeg; name={id}.jpg\r\nContent-Disposition: inline\r\nContent-ID: <{id}>\r\nContent-Transfer-Encoding: base64\r\n\r\n{lines}"
        )
    };
    let mail = format!(
        "From: b@example.net\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/html\r\n\r\n<p>Hello{}\r\n{}{}{}--b--\r\n",
        html(&["small", "large", "photo10"]),
        part("small", 5000),
        part("large", 2_000_000),
        part("photo1", 5000),
    );
    let dovecot = Dovecot::start(Options::default());
    for mailbox in ["INBOX", "Spam"] {
        dovecot.deliver(ANNA, mailbox, mail.clone());
    }
    let app = TestApp::start(&dovecot);
    let anna = app.anna();
    for (slug, view, wanted) in [
        ("inbox", "", &["large.jpg", "photo1.jpg"][..]),
        ("inbox", "?view=text", &["small.jpg", "large.jpg", "photo1.jpg"]),
        ("spam", "", &["small.jpg", "large.jpg", "photo1.jpg"]),
        ("spam", "?view=formatted", &["large.jpg", "photo1.jpg"]),
    ] {
        let path = format!("/{slug}/{}-1{view}", anna.page(&format!("/{slug}")).hidden("uid_validity"));
        let page = anna.page(&path);
        let found = files(&page);
        let listed = |name: &&&str| found.iter().any(|file| file.contains(**name));
        assert_eq!(
            ["small.jpg", "large.jpg", "photo1.jpg"].iter().filter(listed).copied().collect::<Vec<_>>(),
            wanted,
            "{path}"
        );
    }
}

#[test]
fn an_invitation_says_what_when_and_where() {
    let text = words(&Fixture::inbox("calendar").page());
    for wanted in [
        "Invitation to an appointment What Review of the winter programme",
        "When Tuesday 1 December 2026, 14:00 – 15:30 (time zone Europe/Berlin)",
        "Where Room Kastanie",
        "Invited by Petra Vogt <petra.vogt@office.example>",
        "To answer, use your mail program",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    assert_eq!(text.matches("Invitation to an appointment").count(), 1, "it comes twice in the mail: {text}");
}

#[test]
fn what_cannot_be_read_here_says_what_it_is() {
    let encrypted = words(&Fixture::inbox("pgp-encrypted").page());
    assert!(encrypted.contains("This message is encrypted") && !encrypted.contains("has no text"), "{encrypted}");
    let signed = words(&Fixture::inbox("pgp-signed").page());
    assert!(signed.contains("digital signature"), "{signed}");
    assert!(words(&Fixture::inbox("smime-signed").page()).contains("digital signature"));
    let outlook = words(&Fixture::inbox("winmail").page());
    assert!(outlook.contains("Outlook has packed files in here"), "{outlook}");
    let empty = Fixture::inbox("empty").page();
    assert!(words(&empty).contains("has no text to show") && files(&empty).is_empty(), "{}", words(&empty));
}

#[test]
fn all_header_lines_are_shown_as_plain_text() {
    let site = Fixture::inbox("plain");
    assert!(site.page().links_to(&format!("{}/headers", site.path)));
    let headers = site.get("/headers");
    assert_eq!(headers.header("content-type"), "text/plain");
    assert!(headers.header("content-security-policy").contains("sandbox"));
    assert!(headers.body.contains("\r\nTo: ") && headers.body.ends_with("\r\n\r\n"), "{}", headers.body);
    let source = site.get("/raw");
    assert!(source.body.starts_with(&headers.body) && source.body.len() > headers.body.len());
    assert_eq!(site.anna.get("/inbox/1-1/headers").status, 409);
}

#[test]
fn a_drawing_keeps_its_columns_and_the_signature_stands_apart() {
    let page = Fixture::inbox("plain").page();
    assert!(page.body.contains("class=\"drawn\"") && page.body.contains("class=\"signature\""), "{}", page.body);
    assert!(page.body.contains("<details><summary>"), "the long quote is folded");
}
