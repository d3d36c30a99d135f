//! The content lines of a calendar (RFC 5545, 3.1): folded, with parameters, some of them in quotes, and escapes in texts.

/// Octets of a line with all its continuations that are looked at.
const MAX_LINE: usize = 16 * 1024;

/// Joins folded lines (RFC 5545, 3.1); what is too long of one is left out.
pub(super) fn lines(text: &str) -> impl Iterator<Item = String> {
    let mut physical =
        text.trim_start_matches('\u{feff}').split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).peekable();
    std::iter::from_fn(move || {
        let mut line = physical.next()?.chars().take(MAX_LINE).collect::<String>();
        while let Some(more) = physical.next_if(|next| next.starts_with([' ', '\t'])) {
            let room = MAX_LINE.saturating_sub(line.len());
            line.extend(more.chars().skip(1).take(room));
        }
        Some(line)
    })
}

/// A content line: `NAME;PARAMETER=value;OTHER="value":value`.
pub(super) struct Line {
    /// In upper case.
    pub name: String,
    /// Names in upper case.
    pub parameters: Vec<(String, String)>,
    pub value: String,
}

impl Line {
    pub fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.char_indices().find(|&(_, c)| {
            quoted ^= c == '"';
            c == ':' && !quoted
        });
        let (head, value) = line.split_at(colon?.0);
        let mut pieces = split_outside_quotes(head).into_iter();
        // A group stands before the name in some (vCard's habit).
        let name = pieces.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
        let parameter = |piece: &str| {
            let (name, value) = piece.split_once('=')?;
            Some((name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()))
        };
        let parameters = pieces.filter_map(parameter).take(20).collect();
        Some(Self { name, parameters, value: value.get(1..).unwrap_or_default().to_owned() })
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let pieces = text.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    });
    pieces.take(40).collect()
}

/// Undoes the escapes of TEXT (3.3.11).
pub(super) fn unescaped(value: &str) -> String {
    let (mut out, mut escaped) = (String::new(), false);
    for c in value.chars() {
        match (escaped, c) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (true, 'n' | 'N') => out.push('\n'),
            _ => out.push(c),
        }
        escaped = false;
    }
    out
}
