//! Which lines of a text draw with letters of one width: tables, charts, pictures made of letters.

/// Lines of one text that are looked at; behind them nothing is a drawing.
const MAX_LINES: usize = 20_000;
/// Signs that lines are drawn with, besides those of U+2500 to U+259F.
const SIGNS: &str = "|-+=_/\\<>^~*#";
/// Octets of a line that can be part of a drawing.
const MAX_LINE: usize = 400;

/// Cuts a text into parts that are drawn and parts that are not; the LF between two parts is dropped. Together they are the text.
pub(super) fn parts(text: &str) -> Vec<(bool, &str)> {
    let (mut parts, mut begin, mut drawn) = (Vec::new(), 0, false);
    for (at, draws) in paragraphs(text) {
        if draws != drawn && at > begin {
            parts.extend(text.get(begin..at.saturating_sub(1)).map(|part| (drawn, part)));
            begin = at;
        }
        drawn = draws;
    }
    parts.extend(text.get(begin..).map(|part| (drawn, part)));
    parts
}

/// Finds the paragraphs of a text: where each begins, and whether it draws. Empty lines go with what stands before them.
fn paragraphs(text: &str) -> Vec<(usize, bool)> {
    let (mut found, mut at, mut here) = (Vec::new(), 0, Paragraph::default());
    for (number, line) in text.split('\n').enumerate() {
        let empty = line.trim().is_empty();
        if !empty && here.ended {
            found.push((here.begin, here.draws()));
            here = Paragraph { begin: at, ..Paragraph::default() };
        }
        here.ended |= empty && here.lines > 0;
        here.lines += usize::from(!empty);
        here.drawn += usize::from(number < MAX_LINES && is_drawn(line));
        at += line.len() + 1;
    }
    found.push((here.begin, here.draws()));
    found
}

#[derive(Default)]
struct Paragraph {
    begin: usize,
    lines: usize,
    drawn: usize,
    ended: bool,
}

impl Paragraph {
    fn draws(&self) -> bool {
        self.drawn >= 2 && self.drawn * 2 >= self.lines
    }
}

/// Tells whether a line says more by where its letters stand than by what they say.
fn is_drawn(line: &str) -> bool {
    let line = line.trim();
    if line.len() > MAX_LINE || line.is_empty() {
        return false;
    }
    let is_sign = |c: char| SIGNS.contains(c) || ('\u{2500}'..='\u{259f}').contains(&c);
    let signs = line.chars().filter(|&c| is_sign(c)).count();
    let letters = line.chars().filter(|c| !c.is_whitespace()).count();
    // A rule across the page is drawn with one sign only.
    let several = line.chars().next().is_some_and(|first| line.chars().any(|c| c != first));
    let made_of_signs = letters >= 4 && several && signs * 10 >= letters * 6;
    let columns = line.contains("   ") || line.contains('\t') || line.matches('|').count() >= 2;
    made_of_signs || columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_pictures_are_drawn_and_letters_are_not() {
        let letter = "Dear Anna,\n\nthank you.  It was nice - really!\nSee you <soon>.\n";
        let rule = "=====================\nNews of the day\n=====================\nWe have moved.";
        let table = "Day     Hours\nMon     8-12\nTue     14-18";
        let grid = "+----+----+\n| a  | b  |\n+----+----+";
        let chart = "    /\\    /\\\n   /  \\__/  \\\n  /          \\";
        for (text, wanted) in [
            (letter, vec![(false, letter)]),
            (rule, vec![(false, rule)]),
            (table, vec![(true, table)]),
            (grid, vec![(true, grid)]),
            (chart, vec![(true, chart)]),
            ("", vec![(false, "")]),
            (
                "Our hours:\n\nMon     8-12\nTue     14-18\n\nBye",
                vec![(false, "Our hours:\n"), (true, "Mon     8-12\nTue     14-18\n"), (false, "Bye")],
            ),
            ("One   gap in a line\nthat is no table", vec![(false, "One   gap in a line\nthat is no table")]),
        ] {
            assert_eq!(parts(text), wanted, "{text}");
            assert_eq!(parts(text).iter().map(|(_, part)| *part).collect::<Vec<_>>().join("\n"), text);
        }
    }
}
