//! Lines: which of them flow into the next one (RFC 3676), and how deep they are quoted.

/// Levels of quoting that are told apart; the marks of deeper ones stay in the text.
const MAX_DEPTH: usize = 20;
/// Stretches of one depth that are told apart; behind them marks stay in the text.
const MAX_STRETCHES: usize = 1000;
/// What stands above a signature (RFC 3676, 4.3).
pub(super) const SIGNATURE: &str = "-- ";

/// Says how the lines of a text part end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Where the writer ended them.
    Fixed,
    /// A line that ends with a blank goes on in the next one (`format=flowed`).
    Flowed {
        /// Whether that blank is only a mark, and no part of the text (`delsp=yes`).
        del_sp: bool,
    },
}

impl Flow {
    /// Reads the parameters of Content-Type (RFC 3676, 4).
    pub(in crate::mail) fn of(format: Option<&str>, del_sp: Option<&str>) -> Self {
        let says = |parameter: Option<&str>, word: &str| parameter.is_some_and(|p| p.trim().eq_ignore_ascii_case(word));
        if says(format, "flowed") { Self::Flowed { del_sp: says(del_sp, "yes") } } else { Self::Fixed }
    }
}

/// Holds consecutive lines of one depth of quoting, without their marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub depth: usize,
    /// The lines; LF stands between them.
    pub text: String,
}

/// One line as it stands in the message, taken apart.
struct Line<'a> {
    depth: usize,
    text: &'a str,
    /// Whether the next line belongs to it.
    flows: bool,
}

impl<'a> Line<'a> {
    fn read(line: &'a str, flow: Flow) -> Self {
        match flow {
            Flow::Fixed => {
                let (depth, text) = unquoted(line);
                Self { depth, text, flows: false }
            }
            Flow::Flowed { del_sp } => {
                let text = line.trim_start_matches('>');
                let depth = line.len() - text.len();
                // The blank before a text that would else look like a mark (4.4).
                let text = text.strip_prefix(' ').unwrap_or(text);
                let flows = text.ends_with(' ') && text != SIGNATURE;
                let text = if flows && del_sp { text.strip_suffix(' ').unwrap_or(text) } else { text };
                Self { depth, text, flows }
            }
        }
    }
}

/// Takes the marks off a line that was typed: `> > text`, `>>text`. What mbox files make of a line with `From` is none.
fn unquoted(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while depth < MAX_DEPTH
        && let Some(next) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >").filter(|_| depth > 0))
    {
        (depth, rest) = (depth + 1, next);
    }
    if depth == 1 && rest.starts_with("From ") {
        return (0, line);
    }
    (depth, if depth > 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest })
}

/// Reads texts that stand one after the other, with a blank line in between.
pub(super) fn stretches(texts: &[(String, Flow)]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for (at, (text, flow)) in texts.iter().enumerate() {
        if at > 0 {
            add(&mut found, &Line::read("", Flow::Fixed), None);
        }
        let mut open: Option<usize> = None;
        for physical in text.split('\n') {
            let line = Line::read(physical.strip_suffix('\r').unwrap_or(physical), *flow);
            // A line of another depth, or a signature, ends a paragraph that was to go on (4.3, 4.5).
            let goes_on = open.filter(|&depth| depth == line.depth && line.text != SIGNATURE);
            add(&mut found, &line, goes_on);
            open = line.flows.then_some(line.depth);
        }
    }
    found
}

/// Adds a line behind the last stretch, or begins another; `goes_on` when it belongs to the line before.
fn add(found: &mut Vec<Stretch>, line: &Line<'_>, goes_on: Option<usize>) {
    let full = found.len() >= MAX_STRETCHES;
    let depth = if full { 0 } else { line.depth.min(MAX_DEPTH) };
    let marks = if goes_on.is_some() { 0 } else { line.depth - depth };
    match found.last_mut().filter(|last| full || last.depth == depth) {
        Some(last) => {
            if goes_on.is_none() {
                last.text.push('\n');
            }
            push(&mut last.text, marks, line.text);
        }
        None => {
            let mut text = String::new();
            push(&mut text, marks, line.text);
            found.push(Stretch { depth, text });
        }
    }
}

fn push(text: &mut String, marks: usize, line: &str) {
    text.extend(std::iter::repeat_n('>', marks));
    if marks > 0 {
        text.push(' ');
    }
    text.push_str(line);
}
