use super::{Block, Flow, Piece, Runs, Text};
use crate::mail::Links;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const FLOWED: Flow = Flow::Flowed { del_sp: false };

fn read(text: &str, flow: Flow) -> Text {
    Text::read(&[(text.to_owned(), flow)], Links::Live)
}

fn of_pieces(pieces: &[Piece]) -> String {
    let seen = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Link { shown, .. } => shown.clone(),
    };
    pieces.iter().map(seen).collect()
}

/// Returns depth and text of each run, as a reader sees them; folding set aside.
fn seen(text: &Text) -> Vec<(usize, String)> {
    let mut seen = Vec::new();
    for block in &text.blocks {
        match block {
            Block::Lines(pieces) | Block::Drawing(pieces) | Block::Signature(pieces) => {
                seen.push((0, of_pieces(pieces)));
            }
            Block::Quote(quote) => {
                for runs in [&quote.shown, &quote.folded] {
                    let mut depth = 0;
                    for run in &runs.runs {
                        depth = depth + run.opens - run.closes;
                        seen.push((depth, of_pieces(&run.pieces)));
                    }
                    assert_eq!(depth, runs.closes, "what is opened is closed");
                }
            }
        }
    }
    seen
}

fn links(text: &str) -> Vec<(String, Option<String>)> {
    let read = read(text, Flow::Fixed);
    assert_eq!(seen(&read), [(0, text.to_owned())]);
    let pieces = read.blocks.iter().flat_map(|block| match block {
        Block::Lines(pieces) | Block::Drawing(pieces) | Block::Signature(pieces) => pieces.clone(),
        Block::Quote(_) => Vec::new(),
    });
    let link = |piece| match piece {
        Piece::Link { href, really, .. } => Some((href, really)),
        Piece::Text(_) => None,
    };
    pieces.filter_map(link).collect()
}

fn has(depth: usize, text: &str) -> (usize, String) {
    (depth, text.to_owned())
}

#[test]
fn the_signature_stands_apart_and_ends_where_somebody_is_quoted() {
    let text = |text: &str| Block::Lines(vec![Piece::Text(text.to_owned())]);
    let signature = |text: &str| Block::Signature(vec![Piece::Text(text.to_owned())]);
    for flow in [Flow::Fixed, FLOWED] {
        assert_eq!(read("Bye\n-- \nAnna\nShop", flow).blocks, [text("Bye"), signature("Anna\nShop")]);
        assert_eq!(read("a\n-- \nb\n-- \nc", flow).blocks, [text("a\n-- \nb"), signature("c")]);
        assert_eq!(read("Bye\n--\nAnna", flow).blocks, [text("Bye\n--\nAnna")]);
        assert_eq!(read("Bye\n-- ", flow).blocks, [text("Bye\n-- ")]);
        let quoted = read("Yes\n-- \nAnna\n> Come?\n> -- \n> Ben", flow).blocks;
        assert_eq!(quoted[..2], [text("Yes"), signature("Anna")]);
        assert!(matches!(&quoted[2..], [Block::Quote(_)]));
    }
}

#[test]
fn a_paragraph_flows_until_a_line_that_ends_without_a_blank() {
    let text = "Dear Anna, \nI write \nto you.\n\n  stuffed\n>not stuffed \n> on\n>> deeper \n> back\n-- \nBen \nCo";
    assert_eq!(
        seen(&read(text, FLOWED)),
        [
            has(0, "Dear Anna, I write to you.\n\n stuffed"),
            has(1, "not stuffed on"),
            has(2, "deeper "),
            has(1, "back"),
            has(0, "Ben Co"),
        ]
    );
}

#[test]
fn a_signature_never_flows() {
    assert_eq!(seen(&read("Bye \n-- \nBen", FLOWED)), [has(0, "Bye "), has(0, "Ben")]);
    assert_eq!(seen(&read("> Bye \n> -- \n> Ben", FLOWED)), [has(1, "Bye \n-- \nBen")]);
}

#[test]
fn with_delsp_the_blank_is_no_part_of_the_text() {
    let flow = Flow::of(Some("Flowed"), Some("YES"));
    assert_eq!(seen(&read("日本 \n語\n  a \nb", flow)), [has(0, "日本語\n ab")]);
    assert_eq!((Flow::of(None, Some("yes")), Flow::of(Some("fixed"), None)), (Flow::Fixed, Flow::Fixed));
}

#[test]
fn quotes_that_were_typed_are_recognised() {
    let text = "Hi\n> one\n>> two\n> > two\n>\n> back\n>From here\nbye";
    assert_eq!(
        seen(&read(text, Flow::Fixed)),
        [has(0, "Hi"), has(1, "one"), has(2, "two\ntwo"), has(1, "\nback"), has(0, ">From here\nbye")]
    );
    let deep = format!("{} deep", ">".repeat(25));
    assert_eq!(seen(&read(&deep, Flow::Fixed)), [has(20, ">>>>> deep")]);
    assert_eq!(seen(&read(&deep, FLOWED)), [has(20, ">>>>> deep")]);
}

#[test]
fn a_long_quote_is_folded_behind_its_first_lines() {
    let folds = |lines: usize| {
        let text = (1..=lines).map(|n| format!("> {n}\n")).collect::<String>();
        let Some(Block::Quote(quote)) = read(text.trim_end(), Flow::Fixed).blocks.pop() else { panic!("a quote") };
        (quote.folded_lines, of_pieces(&quote.shown.runs[0].pieces), quote.folded.runs.len())
    };
    assert_eq!(folds(6), (0, "1\n2\n3\n4\n5\n6".to_owned(), 0));
    assert_eq!(folds(7), (4, "1\n2\n3".to_owned(), 1));
    assert_eq!(folds(40), (37, "1\n2\n3".to_owned(), 1));
    let nested = read("> a\n>> b\n>> c\n>> d\n> e\n> f\n> g\n> h", Flow::Fixed);
    assert_eq!(seen(&nested), [has(1, "a"), has(2, "b\nc"), has(2, "d"), has(1, "e\nf\ng\nh")]);
}

#[test]
fn several_texts_stand_one_below_the_other_each_in_its_way() {
    let texts = [("a \nb".to_owned(), FLOWED), ("c \nd".to_owned(), Flow::Fixed)];
    assert_eq!(seen(&Text::read(&texts, Links::Dead)), [has(0, "a b\n\nc \nd")]);
    assert!(Text::read(&[], Links::Live).is_empty());
}

#[test]
fn links_lead_where_they_say() {
    for (text, wanted) in [
        ("see https://example.org/a?b=c#d.", &["https://example.org/a?b=c#d"][..]),
        ("(HTTP://Example.ORG:8080/x)", &["HTTP://Example.ORG:8080/x"]),
        ("mailto:anna@example.org?subject=x", &["mailto:anna@example.org"]),
        ("https://medium.example/@ben", &["https://medium.example/@ben"]),
        ("https://müller.example/straße", &["https://müller.example/straße"]),
        (
            "Ben <ben.b+list@example.org>, (anna@example.org)",
            &["mailto:ben.b+list@example.org", "mailto:anna@example.org"],
        ),
        ("see WWW.Example.org/a?b#c, (www.example.org)", &["http://WWW.Example.org/a?b#c", "http://www.example.org"]),
        // Directions and what nobody sees end a link.
        ("https://a.example/\u{202e}gpj.exe", &["https://a.example/"]),
        ("https://a.example\u{200b}.evil.example/", &["https://a.example"]),
        ("https://a.example/\u{ad}x", &["https://a.example/"]),
        // These are none.
        ("https://bank.example@evil.example/", &[]),
        ("https://bank.example:pass@evil.example", &[]),
        ("https://bank.example\\@evil.example", &[]),
        ("https://bank.example%40evil.example/", &[]),
        ("https://bank.example\u{3002}evil.example/", &[]),
        ("https://bank.example\u{2044}login.evil.example/", &[]),
        ("javascript:alert(1) javascript://example.org/%0aalert(1)", &[]),
        ("data://text.html ftp://example.org file:///etc/passwd xhttps://example.org", &[]),
        ("http://localhost/ http://[::1]/ http:// https://.", &[]),
        ("notmailto:anna@example.org xwww.example.org a.www.example.org \u{fe6b}anna@example.org", &[]),
        ("www.bank.example@evil.example www.bank.example%40evil.example www.bank.example\\@evil.example", &[]),
        ("www. www..example.org www.example.org:x@evil.example", &[]),
        ("\"anna\"@example.org an\u{200b}na@localhost x:anna@example.org", &[]),
        ("mailto:\"a b\"@example.org mailto:%0d%0abcc:x@example.org", &[]),
    ] {
        let found: Vec<_> = links(text).into_iter().map(|(href, _)| href).collect();
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn hosts_that_deceive_are_shown_as_the_wire_spells_them() {
    let really = |text: &str| links(text).pop().unwrap().1;
    assert_eq!(really("https://p\u{430}yp\u{430}l.example/x").as_deref(), Some("xn--pypl-53dc.example"));
    assert!(really("https://\u{430}\u{440}\u{440}\u{4cf}\u{435}.example/").unwrap().starts_with("xn--"));
    assert_eq!(really("https://\u{ff45}xample.org").as_deref(), Some("example.org"));
    assert_eq!(really("https://müller.example"), None);
    assert_eq!(really("https://xn--mller-kva.example"), None);
    assert_eq!(really("https://Example.org"), None);
}

#[test]
fn nothing_is_a_link_where_none_are_wanted() {
    let text = Text::read(&[("https://example.org mailto:a@example.org".to_owned(), Flow::Fixed)], Links::Dead);
    assert_eq!(text.blocks, [Block::Lines(vec![Piece::Text("https://example.org mailto:a@example.org".to_owned())])]);
}

/// Counts what a page would draw.
fn size(text: &Text) -> usize {
    let runs = |runs: &Runs| runs.runs.iter().map(|run| run.opens + run.closes + run.pieces.len() + 1).sum::<usize>();
    let block = |block: &Block| match block {
        Block::Lines(pieces) | Block::Drawing(pieces) | Block::Signature(pieces) => pieces.len(),
        Block::Quote(quote) => runs(&quote.shown) + runs(&quote.folded) + 1,
    };
    text.blocks.iter().map(block).sum()
}

#[test]
fn half_a_megabyte_of_anything_is_read_at_once_into_a_bounded_tree() {
    for unit in [
        ">",
        "> ",
        ">\n",
        ">\n\n",
        "> \n>> \n",
        "http://",
        "http://a.b ",
        "https://a.b/(",
        "<",
        "< ",
        "(",
        "a@",
        "a@a.aa",
        "mailto:",
        ":",
        "://",
        "mailto:a@a.aa",
        "http://a@",
        "http://[",
        "a:",
        ".",
        "\n",
        " \n",
        "-- \n",
        "\u{202e}",
        "http://\u{430}a.b\n",
        "'http://'",
    ] {
        let text = unit.repeat(512 * 1024 / unit.len());
        for flow in [Flow::Fixed, FLOWED] {
            let start = Instant::now();
            let tree = read(&text, flow);
            let took = start.elapsed();
            // What grows with the square takes many minutes; a machine with much else to do takes some seconds.
            assert!(took < Duration::from_secs(20), "{unit:?}, {flow:?}: {took:?}");
            assert!(size(&tree) < 45_000, "{unit:?}, {flow:?}: {}", size(&tree));
        }
    }
}

/// Drops what marks quotes and what flowing may change.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '>' | ' ' | '\n' | '\r')).collect()
}

proptest! {
    #[test]
    fn what_is_seen_is_the_text(text in "([a-z.:/@>< \n-]|https://[a-z]{1,3}\\.[a-z]{2,3}|mailto:a@b\\.cc|\\PC){0,60}") {
        let texts = [(text.clone(), Flow::Fixed)];
        let all = |read: &Text| seen(read).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        for links in [Links::Live, Links::Dead] {
            let seen = all(&Text::read(&texts, links));
            prop_assert_eq!(bare(&seen.concat()), bare(&text));
            if !text.contains('>') {
                prop_assert_eq!(seen.concat(), text.clone());
            }
        }
        let flowed = read(&text, FLOWED);
        prop_assert_eq!(bare(&all(&flowed).concat()), bare(&text));
    }

    #[test]
    fn every_link_begins_as_it_may(text in "(https?://|mailto:|javascript:|data:|[a-z.@/:\\\\%?#]|\\PC){0,40}") {
        for block in read(&text, Flow::Fixed).blocks {
            let Block::Lines(pieces) = block else { continue };
            for piece in pieces {
                let Piece::Link { href, .. } = piece else { continue };
                let lower = href.to_lowercase();
                prop_assert!(["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)), "{}", href);
                let host = href.split('/').nth(2).unwrap_or_default();
                prop_assert!(lower.starts_with("mailto:") || !host.split(['?', '#']).next().unwrap().contains('@'), "{}", href);
            }
        }
    }
}
