use super::*;
use crate::imap::UidValidity;
use crate::imap::codec::{Framed, Framer};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn parse(bytes: &[u8]) -> Response {
    let mut input = bytes;
    match Framer::default().push(&mut input).unwrap() {
        Framed::Frame(frame) => Response::parse(&frame).unwrap(),
        other => panic!("no whole response: {other:?}"),
    }
}

fn fetched(line: &str) -> Fetched {
    match parse(format!("{line}\r\n").as_bytes()) {
        Response::Fetch(fetched) => *fetched,
        other => panic!("not a FETCH: {other:?}"),
    }
}

fn parts(structure: &str) -> Vec<(String, String)> {
    let structure = fetched(&format!("* 1 FETCH (BODYSTRUCTURE {structure} UID 9)"));
    assert_eq!(structure.uid, Uid::new(9), "what follows the structure is still read");
    structure.structure.map(|s| s.parts.into_iter().map(|p| (p.section, p.media_type)).collect()).unwrap_or_default()
}

#[test]
fn a_list_row_is_read() {
    let row = fetched(
        "* 12 FETCH (FLAGS (\\Seen $Junk) UID 7 X-ODD (a (b)) INTERNALDATE \" 1-Feb-2026 10:00:00 +0100\" RFC822.SIZE 44 BODY[HEADER.FIELDS (SUBJECT)] {3}\r\na]b)",
    );
    assert_eq!((row.uid, row.size), (Uid::new(7), Some(44)));
    assert_eq!(row.internal_date.map(|t| t.to_string()).as_deref(), Some("2026-02-01T09:00:00Z"));
    assert!(row.flags.unwrap().iter().any(|flag| flag.is("\\SEEN")));
    assert_eq!(row.sections, [(b"HEADER.FIELDS (SUBJECT)".to_vec(), Literal { bytes: b"a]b".to_vec(), size: 3 })]);
}

#[test]
fn codes_are_typed_and_unknown_ones_kept() {
    for (line, wanted) in [
        ("A1 NO [OVERQUOTA] Quota exceeded", ResponseCode::OverQuota),
        ("A1 NO [authenticationfailed] no", ResponseCode::AuthenticationFailed),
        ("A1 OK [UIDVALIDITY 5] ok", ResponseCode::UidValidity(UidValidity::new(5).unwrap())),
        ("A1 OK [MESSAGELIMIT 1000 23] part", ResponseCode::MessageLimit(1000)),
        (
            "A1 OK [APPENDUID 9 412] stored",
            ResponseCode::AppendUid { uid_validity: UidValidity::new(9).unwrap(), uid: Uid::new(412).unwrap() },
        ),
        ("A1 OK [APPENDUID 9 4:5] odd", ResponseCode::Other("APPENDUID 9 4:5".into())),
        ("A1 OK [UIDVALIDITY -5] odd", ResponseCode::Other("UIDVALIDITY -5".into())),
        ("A1 NO [X-NEW thing] odd", ResponseCode::Other("X-NEW thing".into())),
    ] {
        let Response::Tagged { code, .. } = parse(format!("{line}\r\n").as_bytes()) else { panic!("{line}") };
        assert_eq!(code, Some(wanted), "{line}");
    }
    let Response::Tagged { code: Some(ResponseCode::CopyUid { from, to, .. }), .. } =
        parse(b"A1 OK [COPYUID 9 4:2,8 100:103] x\r\n")
    else {
        panic!("no COPYUID")
    };
    assert_eq!((from.to_string(), to.len()), ("2:4,8".to_owned(), 4));
}

#[test]
fn greetings_with_letters_beyond_ascii_are_read() {
    let Response::Status { code, text, .. } = parse("* OK [ALERT]é\u{7}grüß dich\r\n".as_bytes()) else { panic!() };
    assert_eq!((code, text.as_str()), (Some(ResponseCode::Other("ALERT".into())), "é grüß dich"));
}

#[test]
fn mailboxes_are_listed_however_they_are_spelled() {
    for (line, name, delimiter) in [
        ("* LIST (\\HasNoChildren \\Junk) \"/\" Junk", "Junk", Some('/')),
        ("* LIST () \".\" \"INBOX.Entw&APw-rfe\"", "INBOX.Entw&APw-rfe", Some('.')),
        ("* LIST () NIL {5}\r\na \"b\\", "a \"b\\", None),
        ("* list () NIL nil", "nil", None),
    ] {
        let Response::List(listed) = parse(format!("{line}\r\n").as_bytes()) else { panic!("{line}") };
        assert_eq!((listed.name.wire(), listed.delimiter), (name.as_bytes(), delimiter), "{line}");
    }
}

#[test]
fn search_results_are_read_in_both_forms() {
    for (line, wanted) in [
        ("* SEARCH 4 2 9", vec![(4, 4), (2, 2), (9, 9)]),
        ("* SEARCH", vec![]),
        ("* ESEARCH (TAG \"A1\") UID COUNT 3 ALL 1:2,9", vec![(1, 2), (9, 9)]),
        ("* ESEARCH (TAG \"A1\") UID", vec![]),
        ("* SEARCH 5 -1 4294967296", vec![(5, 5)]),
    ] {
        let Response::Found(found) = parse(format!("{line}\r\n").as_bytes()) else { panic!("{line}") };
        assert_eq!(found.iter().map(|(a, b)| (a.get(), b.get())).collect::<Vec<_>>(), wanted, "{line}");
    }
}

#[test]
fn status_and_quota_are_read_whatever_else_they_hold() {
    let Response::MailboxStatus(name, items) =
        parse(b"* STATUS \"a b\" (MAILBOXID (M1) MESSAGES 3 SIZE 5000000000 UNSEEN 1)\r\n")
    else {
        panic!()
    };
    assert_eq!(name.wire(), b"a b");
    assert_eq!((items.messages, items.size, items.unseen), (Some(3), Some(5_000_000_000), Some(1)));
    let Response::Quota(root) = parse(b"* QUOTA \"User quota\" (MESSAGE 3 10 STORAGE 12 100)\r\n") else { panic!() };
    assert_eq!(root.storage, Some((12_288, 102_400)));
}

#[test]
fn unknown_lines_are_skipped() {
    for line in ["* XYZZY (((", "* 5 FOO", "* -1 EXISTS", "* 99999999999 EXISTS", "*", "* ()", ""] {
        assert!(matches!(parse(format!("{line}\r\n").as_bytes()), Response::Unknown), "{line:?}");
    }
}

#[test]
fn body_structures_give_the_sections_of_the_rfc() {
    let text = r#"("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 10 2)"#;
    let html = r#"("text" "html" NIL NIL NIL "base64" 20 3 NIL ("inline" NIL) NIL NIL)"#;
    let file =
        r#"("application" "pdf" ("name" "a.pdf") NIL NIL "base64" 99 NIL ("attachment" ("filename" "b.pdf")) NIL NIL)"#;
    let names =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    assert_eq!(parts(text), names(&[("1", "text/plain")]));
    assert_eq!(
        parts(&format!(r#"(({text}{html} "alternative" ("boundary" "x") NIL NIL){file} "mixed")"#)),
        names(&[("1.1", "text/plain"), ("1.2", "text/html"), ("2", "application/pdf")])
    );
    let message = format!(
        r#"("message" "rfc822" ("x-spam-type" "original") NIL NIL "8bit" 500 (NIL NIL NIL) ({text}{html} "mixed") 30 NIL ("attachment" NIL))"#
    );
    assert_eq!(
        parts(&format!(r#"({text}{message} "mixed")"#)),
        names(&[("1", "text/plain"), ("2", "message/rfc822"), ("2.1", "text/plain"), ("2.2", "text/html")])
    );
    let single = format!(r#"("message" "rfc822" NIL NIL NIL "8bit" 500 (NIL) {text} 30)"#);
    assert_eq!(parts(&single), names(&[("1", "message/rfc822"), ("1.1", "text/plain")]));
}

#[test]
fn the_disposition_names_the_file() {
    let file =
        r#"("application" "pdf" ("name" "a.pdf") NIL NIL "base64" 99 NIL ("ATTACHMENT" ("FileName" "b.pdf")) NIL NIL)"#;
    let part = fetched(&format!("* 1 FETCH (BODYSTRUCTURE {file})")).structure.unwrap().parts.remove(0);
    assert_eq!((part.file_name(), part.is_attachment(), part.size), (Some("b.pdf"), true, 99));
}

#[test]
fn nesting_without_end_is_refused_and_the_rest_is_read() {
    let deep = format!("{}{}", "(".repeat(20_000), ")".repeat(20_000));
    assert_eq!(parts(&deep), []);
    assert_eq!(parts(&format!("({} \"mixed\")", r#"("a" "b" NIL NIL NIL "7bit" 1)"#.repeat(1500))), []);
    for odd in ["()", "(NIL)", "(\"text\")", "((((", "(\"a\" \"b\" ((", "NIL"] {
        let _ = parse(format!("* 1 FETCH (BODYSTRUCTURE {odd})\r\n").as_bytes());
    }
}

/// Frames and reads everything that can be read.
fn read(stream: &[u8]) -> Vec<Response> {
    let (mut framer, mut input, mut found) = (Framer::default(), stream, Vec::new());
    while let Ok(Framed::Frame(frame)) = framer.push(&mut input) {
        found.extend(Response::parse(&frame));
    }
    found
}

const BEGINNINGS: [&str; 18] = [
    "* 1 FETCH (BODYSTRUCTURE ",
    "* 1 FETCH (FLAGS ",
    "* 1 FETCH (BODY[",
    "* 1 FETCH (INTERNALDATE ",
    "* 1 FETCH (UID ",
    "* 1 FETCH ",
    "* LIST ",
    "* LIST () ",
    "* STATUS x (MESSAGES ",
    "* ESEARCH ",
    "* ESEARCH (TAG \"A\") UID COUNT 1 PARTIAL ",
    "* SEARCH ",
    "* QUOTA x (STORAGE ",
    "* CAPABILITY ",
    "* OK [COPYUID 1 ",
    "* OK [PERMANENTFLAGS ",
    "A1 NO [",
    "",
];

#[test]
fn a_megabyte_of_anything_is_read_in_one_pass() {
    let message = "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 1 (NIL) ";
    let text = "(\"text\" \"plain\" (\"a\" \"b\") NIL NIL \"7bit\" 1 1)";
    let brackets = ["(", ")", "()", "((", "[", "]", "BODY[", "~{1}"];
    let words = ["\"", "\\\"", "\"\" ", ",", "1,", "3:1,", "NIL ", message, text, "(\"a\" "];
    for begin in BEGINNINGS {
        for unit in brackets.into_iter().chain(words) {
            // The structure is what a sender shapes; of the others less tells as much.
            let octets = if begin.contains("BODYSTRUCTURE") { 1_000_000 } else { 50_000 };
            let line = format!("{begin}{}\r\n", unit.repeat(octets / unit.len()));
            let start = Instant::now();
            read(line.as_bytes());
            // A pass takes a moment; one pass for each octet takes a day.
            assert!(start.elapsed() < Duration::from_secs(20), "{begin}{unit}...: {:?}", start.elapsed());
        }
    }
}

#[test]
fn ten_thousand_levels_need_no_stack() {
    let on_little_stack = || {
        let multipart = "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1)";
        let message = "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 1 (NIL) ";
        for unit in ["(", multipart, message] {
            let line = format!("* 1 FETCH (BODYSTRUCTURE {}{} UID 9)", unit.repeat(10_000), ")".repeat(10_000));
            let message = fetched(&line);
            assert_eq!((message.uid, message.structure), (Uid::new(9), None), "{unit}");
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(on_little_stack);
    thread.unwrap().join().unwrap();
}

#[test]
fn numbers_are_digits_and_end_at_63_bits() {
    for (text, wanted) in [
        ("5", Some(5)),
        ("\"5\"", Some(5)),
        ("007", Some(7)),
        ("9223372036854775807", Some(9_223_372_036_854_775_807)),
        ("9223372036854775808", None),
        ("18446744073709551616", None),
        ("+5", None),
        ("-5", None),
        ("5.0", None),
        ("NIL", None),
        ("()", None),
        ("\"\"", None),
    ] {
        assert_eq!(fetched(&format!("* 1 FETCH (UID 9 RFC822.SIZE {text})")).size, wanted, "{text}");
    }
    assert!(matches!(parse(b"* +5 EXISTS\r\n"), Response::Unknown));
}

#[test]
fn a_mailbox_whose_name_holds_nul_is_no_mailbox() {
    for line in ["* LIST () \"/\" \"a\0b\"", "* LIST () \"/\" a\0b", "* LIST () \"/\" {3}\r\na\0b"] {
        assert!(matches!(parse(format!("{line}\r\n").as_bytes()), Response::Unknown), "{line:?}");
    }
}

proptest! {
    #[test]
    fn no_octets_are_too_odd_to_be_read(stream in any::<Vec<u8>>()) {
        read(&stream);
    }

    #[test]
    fn no_heap_of_words_is_too_odd_to_be_read(
        begin in prop::sample::select(BEGINNINGS.to_vec()),
        words in prop::collection::vec(
            prop_oneof![
                "[()\"\\\\ ,:\\[\\]*{}~+-]{1,4}",
                "(NIL|ALL|PARTIAL|UID|BODY\\[|BODYSTRUCTURE|RFC822.SIZE|MESSAGES|STORAGE|\"text\"|\"rfc822\"|\"message\") ?",
                "[0-9]{1,21}[ ,:)]?",
                "\\{[0-4]\\}\r\n.{0,5}",
                "[a-z\u{e4}\u{0}-\u{1f}]{0,6}",
            ],
            0..40,
        ),
    ) {
        read(format!("{begin}{}\r\n* 1 EXISTS\r\n", words.concat()).as_bytes());
    }
}

#[test]
fn words_without_number_are_not_all_kept() {
    // Each octet of these would take thirty in memory.
    let many = |word: fn(u32) -> String| (0..20_000).map(word).collect::<String>();
    let flag = |n: u32| format!("a{n} ");
    let Response::Flags(flags) = parse(format!("* FLAGS ({})\r\n", many(flag)).as_bytes()) else { panic!() };
    assert_eq!(flags.len(), 1000);
    let Response::List(listed) = parse(format!("* LIST ({}) NIL x\r\n", many(flag)).as_bytes()) else { panic!() };
    assert_eq!((listed.attributes.len(), listed.name.wire()), (1000, &b"x"[..]));
    let Response::Capability(words) = parse(format!("* CAPABILITY {}\r\n", many(flag)).as_bytes()) else { panic!() };
    assert_eq!(words.words().count(), 1000);
    let pair = |n: u32| format!("\"p{n}\" \"\" ");
    let structure = format!("(\"a\" \"b\" ({}) NIL NIL \"7bit\" 1)", many(pair));
    let row = fetched(&format!("* 1 FETCH (BODYSTRUCTURE {structure} {}UID 9)", many(|_| "BODY[1] \"\" ".into())));
    assert_eq!((row.uid, row.sections.len()), (Uid::new(9), 1000));
    assert_eq!(row.structure.unwrap().parts.remove(0).parameters.len(), 100);
}
