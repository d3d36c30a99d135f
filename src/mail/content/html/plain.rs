//! HTML mail as text: blocks begin lines, cells stay in theirs, and what styles hide is shown.

use super::allowed;
use super::tree::{Data, NodeId, Tree};
use html5ever::{Attribute, local_name, ns};

/// How an element stands in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Display {
    /// In the line.
    Inline,
    /// In the line, away from what stands before it.
    Cell,
    /// In lines of its own.
    Block,
    /// Likewise, with an empty line around.
    Paragraph,
    /// Likewise, its own lines as they are.
    Preformatted,
}

enum Step {
    Node(NodeId),
    End(Display),
}

/// Holds a text as it grows.
#[derive(Default)]
struct Text {
    out: String,
    /// Line ends and blanks that are due before the next word.
    lines: usize,
    blanks: usize,
    /// How many elements are open whose lines are kept.
    as_is: usize,
}

/// Writes the text of a mail.
pub(super) fn text(tree: &Tree) -> String {
    let (mut text, mut open) = (Text::default(), vec![Step::Node(0)]);
    while let Some(step) = open.pop() {
        let id = match step {
            Step::Node(id) => id,
            Step::End(display) => {
                text.end(display);
                continue;
            }
        };
        let Some(node) = tree.node(id) else { continue };
        match &node.data {
            Data::Text(words) => text.words(words),
            Data::Element { name, .. } if name.ns != ns!(html) || allowed::DROPPED.contains(&&*name.local) => continue,
            Data::Element { name, attributes } => {
                let display = display(&name.local);
                text.begin(&name.local, display, attributes);
                open.push(Step::End(display));
            }
            Data::Other => {}
        }
        open.extend(node.children.iter().rev().map(|&child| Step::Node(child)));
    }
    text.out
}

fn display(element: &str) -> Display {
    match element {
        "td" | "th" => Display::Cell,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "blockquote" | "table" | "hr"
        | "figure" => Display::Paragraph,
        "pre" | "xmp" | "listing" => Display::Preformatted,
        "address" | "article" | "aside" | "button" | "caption" | "center" | "dd" | "details" | "div" | "dt"
        | "fieldset" | "figcaption" | "footer" | "form" | "header" | "legend" | "li" | "main" | "nav" | "section"
        | "summary" | "tr" => Display::Block,
        _ => Display::Inline,
    }
}

impl Text {
    fn begin(&mut self, element: &str, display: Display, attributes: &[Attribute]) {
        self.around(display);
        match element {
            "br" => self.lines = (self.lines + 1).min(2),
            "li" => self.word("-\u{a0}"),
            "img" => {
                let alt = attributes.iter().find(|one| one.name.local == local_name!("alt"));
                if let Some(alt) = alt.map(|alt| alt.value.trim()).filter(|alt| !alt.is_empty()) {
                    self.words(&format!(" [{alt}] "));
                }
            }
            _ => {}
        }
        self.as_is += usize::from(display == Display::Preformatted);
    }

    fn end(&mut self, display: Display) {
        self.as_is -= usize::from(display == Display::Preformatted);
        self.around(display);
    }

    /// Stands what comes next apart from what came before.
    fn around(&mut self, display: Display) {
        match display {
            Display::Inline => {}
            Display::Cell => self.blanks = 2,
            Display::Block => self.lines = self.lines.max(1),
            Display::Paragraph | Display::Preformatted => self.lines = 2,
        }
    }

    fn words(&mut self, text: &str) {
        if self.as_is > 0 {
            for (number, line) in text.split('\n').enumerate() {
                self.lines += usize::from(number > 0);
                self.word(line.trim_end_matches('\r'));
            }
            return;
        }
        // What HTML takes for blanks; a no-break space is none.
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        for (number, word) in text.split(blank).enumerate() {
            self.blanks = self.blanks.max(usize::from(number > 0));
            self.word(word);
        }
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        let blanks = std::mem::take(&mut self.blanks);
        let lines = std::mem::take(&mut self.lines);
        if !self.out.is_empty() {
            let (piece, times) = if lines > 0 { ("\n", lines) } else { (" ", blanks) };
            self.out.extend(std::iter::repeat_n(piece, times));
        }
        self.out.extend(word.chars().filter(|&c| c != '\0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_begin_lines_and_words_stay_apart() {
        for (html, wanted) in [
            ("<h1>Limited</h1>We noticed", "Limited\n\nWe noticed"),
            ("<div>a<div>b</div></div>c", "a\nb\nc"),
            (" a \n <b> b</b>c <i></i> d ", "a bc d"),
            ("a<br>b<br><br>c<br><br><br>d", "a\nb\n\nc\n\nd"),
            ("<ul><li>one<li>two <b>and</b></ul>x", "-\u{a0}one\n-\u{a0}two and\n\nx"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>", "a  b\nc  d"),
            ("<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd"),
            ("<head><title>t</title><style>p{}</style></head><script>x</script><p>a", "a"),
            ("a<span style='display:none'>b</span><div hidden>c</div>", "ab\nc"),
            ("<a href=https://x.example><img src=x alt=' Go '></a>now<img alt=''>", "[Go] now"),
            ("<svg><text>x</text></svg>a&nbsp;b&lt;\0", "a\u{a0}b<"),
            ("<p> </p><div>\n</div>", ""),
        ] {
            assert_eq!(text(&Tree::read(html).unwrap()), wanted, "{html}");
        }
    }
}
