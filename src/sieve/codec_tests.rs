#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]

use super::super::command::{Command, ScriptName};
use super::super::{Error, Refusal};
use super::*;
use crate::imap;
use proptest::prelude::*;

/// What a command may bring here.
const MOST: usize = 1024 * 1024;

fn decoder(input: &[u8]) -> Decoder {
    let mut decoder = Decoder { octets: BytesMut::from(input), ..Decoder::default() };
    decoder.allow(MOST);
    decoder
}

fn first(input: &[u8]) -> Result<Option<Response>> {
    decoder(input).next()
}

fn end(input: &str) -> (Status, Option<Code>) {
    match first(input.as_bytes()).unwrap().unwrap() {
        Response::End(End { status, code }) => (status, code),
        data => panic!("{data:?}"),
    }
}

fn text(text: &str) -> Token {
    Token::Text(text.as_bytes().to_vec())
}

#[test]
fn the_three_ends_of_a_command_are_read_with_their_codes() {
    for (line, status, code) in [
        ("OK\r\n", Status::Ok, None),
        ("ok \"done\"\r\n", Status::Ok, None),
        ("OK (WARNINGS) {6}\r\nline 1\r\n", Status::Ok, Some(Code::Warnings)),
        ("NO (QUOTA/MAXSCRIPTS) \"Too many\"\r\n", Status::No, Some(Code::Quota)),
        ("NO (quota/maxsize)\r\n", Status::No, Some(Code::Quota)),
        ("NO (ACTIVE) \"in use\"\r\n", Status::No, Some(Code::Active)),
        ("NO (TAG {3}\r\nabc) \"x\"\r\n", Status::No, Some(Code::Other)),
        ("NO {18}\r\nline 2:\r\n  wrong\r\n\r\n", Status::No, None),
        ("BYE (TRYLATER) \"Too \\\"busy\\\"\"\r\n", Status::Bye, Some(Code::TryLater)),
    ] {
        assert_eq!(end(line), (status, code), "{line:?}");
    }
}

#[test]
fn data_is_read_as_the_rfc_and_pigeonhole_write_it() {
    let data = |line: &str| match first(line.as_bytes()).unwrap().unwrap() {
        Response::Data(tokens) => tokens,
        end => panic!("{end:?}"),
    };
    assert_eq!(data("\"summer\" ACTIVE\r\n"), [text("summer"), Token::Word("ACTIVE".into())]);
    assert_eq!(data("\"SIEVE\" \"fileinto include\"\r\n"), [text("SIEVE"), text("fileinto include")]);
    assert_eq!(data("{7}\r\nkeep;\r\n\r\n"), [text("keep;\r\n")]);
    assert_eq!(data("\"a \\\"b\\\" \\\\ c\"\r\n"), [text("a \"b\" \\ c")]);
    assert_eq!(data("{0}\r\n\r\n"), [text("")]);
}

#[test]
fn what_is_not_complete_is_waited_for_and_never_read_as_less() {
    let whole = b"\"a\\\"b\" {5+}\r\nx\r\nyz ACTIVE\r\n";
    for cut in 0..whole.len() {
        assert_eq!(first(&whole[..cut]).unwrap(), None, "{cut}");
    }
    assert!(first(whole).unwrap().is_some());
}

#[test]
fn what_is_not_managesieve_is_refused_at_once() {
    for line in [
        "* OK IMAP4rev1 ready\r\n",
        "+OK POP3\r\n",
        "220 smtp\r\n",
        "HTTP/1.1 400 Bad Request\r\n",
        "\r\n",
        "OK (\r\n",
        "OK (CODE\r\n",
        "OK () \"x\"\r\n",
        "OK \"a\" \"b\"\r\n",
        "OK word\r\n",
        "\"a\nb\"\r\n",
        "\"a\\b\"\r\n",
        "\"a\0b\"\r\n",
        "{}\r\n",
        "{-1}\r\n",
        "{3}x\r\nabc\r\n",
        "\u{16}\u{3}\u{1}\r\n",
        "OK\n",
    ] {
        assert!(matches!(first(line.as_bytes()), Err(Error::Line(imap::Error::Protocol(_)))), "{line:?}");
    }
}

#[test]
fn every_length_has_a_limit_before_all_of_it_has_come() {
    let endless = |begin: &str, octet: &str| format!("{begin}{}", octet.repeat(MAX_LINE + 2));
    for line in [
        endless("", "a"),
        endless("\"", "a"),
        endless("OK ", " "),
        endless("OK ", "("),
        endless("{", "1"),
        format!("{{{}}}\r\n", MOST + 1),
        "{99999999999999999999}\r\n".to_owned(),
        format!("{{{MOST}}}\r\n{} {{1}}\r\n", "a".repeat(MOST)),
    ] {
        let told = first(line.as_bytes());
        assert!(matches!(told, Err(Error::Line(imap::Error::TooLarge(_)))), "{:.20}: {told:?}", line);
    }
}

#[test]
fn what_a_command_brings_has_one_limit_over_all_its_lines() {
    let line = format!("{{1000}}\r\n{}\r\n", "a".repeat(1000));
    let mut decoder = decoder(line.repeat(3).as_bytes());
    decoder.allow(2 * line.len() + 1);
    assert!(decoder.next().unwrap().is_some() && decoder.next().unwrap().is_some());
    assert!(matches!(decoder.next(), Err(Error::Line(imap::Error::TooLarge(_)))));
}

#[test]
fn a_refusal_is_told_without_a_word_of_the_servers() {
    for (word, told) in [("QUOTA/MAXSIZE", "X refused (QUOTA)"), ("MY-RULE", "X refused (another code)")] {
        let refusal = Refusal { command: "X", code: Some(Code::named(word)) };
        assert_eq!(refusal.to_string(), told);
    }
}

#[test]
fn a_name_holds_nothing_that_ends_a_line() {
    for name in ["", "a\r\nDELETESCRIPT \"b\"", "a\0", "\u{7f}", "a\u{2028}", "a\u{85}", &"a".repeat(513)] {
        assert_eq!(ScriptName::parse(name), None, "{name:?}");
    }
    assert_eq!(ScriptName::parse("Meine „Regeln“ \"1\"").unwrap().as_str(), "Meine „Regeln“ \"1\"");
}

proptest! {
    #[test]
    fn a_string_that_is_sent_reads_as_itself(sent in any::<String>(), long in 0..3_usize) {
        let sent = sent.repeat(1 + long * 400);
        let octets = Command::new("X").string(&sent).finished();
        let tokens = vec![Token::Word("X".into()), text(&sent)];
        prop_assert_eq!(scan(&octets, MOST).unwrap(), Scanned::Line(tokens, octets.len()), "one line, whatever is in it");
    }

    #[test]
    fn no_octets_are_too_odd_and_a_cut_changes_nothing(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        let whole = first(&octets).ok();
        for cut in 0..octets.len() {
            if let Ok(Some(early)) = first(&octets[..cut]) {
                prop_assert_eq!(Some(Some(early)), whole.clone());
                break;
            }
        }
    }

    #[test]
    fn octet_by_octet_the_same_is_read_as_at_once(text in "[a-z{}\"]{0,40}", size in 0..60_usize) {
        let line = format!("\"a\" {{{size}}}\r\n{}{text:?}\r\n", "x".repeat(size));
        let mut slow = decoder(b"");
        let mut read = Ok(None);
        for octet in line.as_bytes() {
            slow.octets.extend_from_slice(&[*octet]);
            read = slow.next();
            if !matches!(read, Ok(None)) {
                break;
            }
        }
        prop_assert_eq!(read.ok(), first(line.as_bytes()).ok());
    }

    #[test]
    fn nothing_that_looks_like_managesieve_harms(line in "(OK|NO|\"[a-z\\\\]{0,4}\"|\\{[0-9]{1,3}\\+?\\}(\r\n)?|\\(|\\)| |\r\n|[a-z]{1,4}){0,12}") {
        let mut decoder = decoder(line.as_bytes());
        while let Ok(Some(_)) = decoder.next() {}
    }
}
