use super::*;
use proptest::prelude::*;

/// Frames a stream that arrives in the given pieces.
fn frames(pieces: &[&[u8]], keep: usize) -> Result<Vec<Frame>> {
    let mut framer = Framer { keep, ..Framer::default() };
    let mut found = Vec::new();
    for piece in pieces {
        let mut input = *piece;
        loop {
            match framer.push(&mut input)? {
                Found::Frame(frame) => found.push(frame),
                Found::NeedMore => break,
                Found::Chunk(_) => unreachable!("nothing is streamed here"),
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
    assert_eq!(framer.push(&mut input).unwrap(), Found::Chunk(Bytes::from_static(b"abcdef")));
    let Found::Frame(frame) = framer.push(&mut input).unwrap() else { panic!("no frame") };
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
