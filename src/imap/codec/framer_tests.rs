use super::*;
use crate::imap::codec::tokens::{Token, Tokens};
use proptest::prelude::*;
use std::borrow::Cow;

/// Frames a stream that arrives in the given pieces.
fn frames(pieces: &[&[u8]], keep: usize) -> Result<Vec<Frame>> {
    let mut framer = Framer { keep, ..Framer::default() };
    let mut found = Vec::new();
    for piece in pieces {
        let mut input = *piece;
        loop {
            match framer.push(&mut input)? {
                Framed::Frame(frame) => found.push(frame),
                Framed::NeedMore => break,
                Framed::Chunk(_) => unreachable!("nothing is streamed here"),
            }
        }
    }
    Ok(found)
}

fn one(line: &[u8]) -> Frame {
    frames(&[line], 1000).unwrap().remove(0)
}

#[test]
fn a_literal_belongs_to_its_response() {
    let frame = one(b"* 1 FETCH (BODY[] {5}\r\na\r\nb) UID 7)\r\n");
    assert_eq!(frame.text, [b"* 1 FETCH (BODY[] ".to_vec(), b" UID 7)".to_vec()]);
    assert_eq!(frame.literals, [Literal { bytes: b"a\r\nb)".to_vec(), size: 5 }]);
}

#[test]
fn braces_at_the_end_of_human_text_announce_nothing() {
    for line in [&b"* OK limit is {5}\r\n"[..], b"A1 NO try {10}\r\n", b"* bye {3}\r\n", b"+ go {4}\r\n"] {
        assert!(one(line).literals.is_empty(), "{}", String::from_utf8_lossy(line));
    }
}

#[test]
fn a_literal_over_the_keep_limit_is_read_and_cut() {
    let found = frames(&[b"* 1 FETCH (BODY[] {9}\r\n123456789)\r\n* 2 EXISTS\r\n"], 4).unwrap();
    assert_eq!(found[0].literals, [Literal { bytes: b"1234".to_vec(), size: 9 }]);
    assert_eq!(found[1].text, [b"* 2 EXISTS".to_vec()]);
}

#[test]
fn sizes_beyond_every_limit_are_refused_at_once() {
    for size in ["4294967296", "99999999999999999999999999"] {
        let line = format!("* 1 FETCH (BODY[] {{{size}}}\r\n");
        assert!(matches!(frames(&[line.as_bytes()], 10), Err(Error::TooLarge(_))), "{size}");
    }
    let endless = vec![b'x'; MAX_TEXT + 1];
    assert!(matches!(frames(&[&endless], 10), Err(Error::TooLarge(_))));
}

#[test]
fn streamed_literals_come_in_chunks_and_are_not_kept() {
    let mut framer = Framer { streaming: true, ..Framer::default() };
    let mut input = &b"* 1 FETCH (BODY[] {6}\r\nabcdef)\r\n"[..];
    assert_eq!(framer.push(&mut input).unwrap(), Framed::Chunk(Bytes::from_static(b"abcdef")));
    let Framed::Frame(frame) = framer.push(&mut input).unwrap() else { panic!("no frame") };
    assert_eq!(frame.literals, [Literal { bytes: Vec::new(), size: 6 }]);
}

#[test]
fn tokens_of_every_kind_are_told_apart() {
    let frame = one(b"* LIST (\\Junk) \"/\" {4}\r\nSp m NIL BODY[HEADER.FIELDS (FROM \"x\")]<0> \"a\\\"b\\\\\" ()\r\n");
    let tokens: Vec<_> = Tokens::new(&frame).collect();
    assert_eq!(
        tokens,
        [
            Token::Atom(b"*"),
            Token::Atom(b"LIST"),
            Token::Open,
            Token::Atom(b"\\Junk"),
            Token::Close,
            Token::Quoted(Cow::Borrowed(b"/")),
            Token::Literal(&Literal { bytes: b"Sp m".to_vec(), size: 4 }),
            Token::Atom(b"NIL"),
            Token::Atom(b"BODY[HEADER.FIELDS (FROM \"x\")]<0>"),
            Token::Quoted(Cow::Borrowed(b"a\"b\\")),
            Token::Open,
            Token::Close,
        ]
    );
}

#[test]
fn a_hundred_thousand_brackets_need_no_stack() {
    let mut line = vec![b'('; 100_000];
    line.extend_from_slice(b"\r\n");
    let frame = one(&line);
    let mut tokens = Tokens::new(&frame);
    assert!(!tokens.skip_value());
    assert_eq!(tokens.next(), None);
}

impl Framer {
    /// Counts what is held, as it is allocated.
    fn held(&self) -> usize {
        let text: usize = self.frame.text.iter().map(Vec::capacity).sum();
        let literals: usize = self.frame.literals.iter().map(|literal| literal.bytes.capacity()).sum();
        text + literals + self.line.capacity()
    }
}

/// Pushes a piece again and again until it is too much; returns the most that was held, and how much came in.
fn flood(begin: &str, piece: &[u8], keep: usize) -> (usize, usize) {
    let mut framer = Framer { keep, ..Framer::default() };
    assert_eq!(framer.push(&mut begin.as_bytes()).unwrap(), Framed::NeedMore);
    let (mut most, mut came) = (0, 0);
    while came < 600 * 1024 * 1024 {
        let mut input = piece;
        came += piece.len();
        loop {
            match framer.push(&mut input) {
                Ok(Framed::NeedMore) => break,
                Ok(_) => most = most.max(framer.held()),
                Err(Error::TooLarge(_)) => return (most.max(framer.held()), came),
                Err(other) => panic!("{other:?}"),
            }
        }
        most = most.max(framer.held());
    }
    panic!("no limit was met in {came} octets");
}

#[test]
fn no_stream_makes_the_framer_hold_more_than_its_limits() {
    // A vector grows by doubling, so that what is allocated may be twice what is in it.
    let limit = 2 * (MAX_KEPT + MAX_TEXT);
    let literal = [b" {65536}\r\n".to_vec(), vec![b'x'; 65536]].concat();
    let small = b" {9}\r\n123456789".repeat(1000);
    let empty = b"{0}\r\n".repeat(1000);
    let frames = [b"* 1 FETCH (BODY[] {65536}\r\n".to_vec(), vec![b'x'; 65536], b")\r\n".to_vec()].concat();
    for (begin, piece, keep) in [
        ("* 1 FETCH (", literal.as_slice(), 65536),
        ("* 1 FETCH (", literal.as_slice(), 0),
        ("* 1 FETCH (", small.as_slice(), 65536),
        ("* 1 FETCH (", empty.as_slice(), 65536),
        ("* 1 FETCH (BODY[] {250000000}\r\n", &[b'x'; 65536], usize::MAX),
        ("* SEARCH", &b" 1".repeat(9999), 65536),
        ("* OK [", &[b'x'; 65536], 65536),
        ("* X", frames.as_slice(), 65536),
    ] {
        let (most, came) = flood(begin, piece, keep);
        assert!(most <= limit, "{begin}: {most} octets held of {came}");
    }
}

#[test]
fn what_an_answer_may_bring_begins_anew_with_the_next_question() {
    let line = [b"* X {1048576}\r\n".to_vec(), vec![b'x'; 1024 * 1024], b"\r\n".to_vec()].concat();
    let mut framer = Framer { keep: usize::MAX, ..Framer::default() };
    for _ in 0..200 {
        framer.begin_answer();
        assert!(matches!(framer.push(&mut line.as_slice()), Ok(Framed::Frame(_))));
    }
    let answers = (0..200).map(|_| framer.push(&mut line.as_slice())).take_while(Result::is_ok).count();
    assert_eq!(answers, MAX_ANSWER / (1024 * 1024) - 2, "with the one before, as many as fit");
}

proptest! {
    #[test]
    fn any_split_of_any_stream_gives_the_same_responses(
        lines in prop::collection::vec(
            prop_oneof![
                any::<Vec<u8>>(),
                "\\* [0-9] FETCH \\(BODY\\[\\] \\{[0-9]\\}\r\n.{0,12}\\)\r\n".prop_map(String::into_bytes),
                "(\\*|A1) (OK|NO|SEARCH) [a-z{}0-9\"]{0,8}\r?\n".prop_map(String::into_bytes),
            ],
            0..8,
        ),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        keep in 0usize..6,
    ) {
        let stream = lines.concat();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len() + 1)).collect();
        places.extend([0, stream.len()]);
        places.sort_unstable();
        let pieces: Vec<&[u8]> = places.windows(2).map(|pair| &stream[pair[0]..pair[1]]).collect();
        let whole = frames(&[&stream], keep);
        let split = frames(&pieces, keep);
        prop_assert_eq!(whole.is_ok(), split.is_ok());
        if let (Ok(whole), Ok(split)) = (whole, split) {
            prop_assert!(whole.iter().flat_map(|f| &f.literals).all(|l| l.bytes.len() <= keep));
            for frame in &whole {
                prop_assert!(Tokens::new(frame).count() <= frame.text.iter().map(|t| t.len() + 1).sum());
            }
            prop_assert_eq!(whole, split);
        }
    }
}
