//! Characters that a reader does not see, and that change what is read.

/// Tells whether a character breaks a line or turns the direction of writing ("exe.fdp" shown for "pdf.exe").
pub(in crate::mail) fn breaks_or_turns(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Tells whether a character has no place in a name: it breaks or turns, or stands between letters unseen.
pub fn is_hidden(c: char) -> bool {
    breaks_or_turns(c) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{feff}')
}

/// Tells whether nothing is seen of a character, whatever it is for: hidden, or of Unicode's Default_Ignorable_Code_Point, or
/// a blank that counts as a letter.
#[rustfmt::skip]
pub(in crate::mail) fn is_unseen(c: char) -> bool {
    is_hidden(c)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Reads the wide and the round forms of `@` and `.` as what they stand for, and drops what nobody sees but blanks.
pub(in crate::mail) fn plainly(c: char) -> Option<char> {
    match c {
        '\u{fe6b}' | '\u{ff20}' => Some('@'),
        '\u{2024}' | '\u{3002}' | '\u{fe52}' | '\u{ff0e}' | '\u{ff61}' => Some('.'),
        c => (!is_unseen(c) || c.is_whitespace()).then_some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_holds_what_is_hidden_and_that_holds_what_breaks_or_turns() {
        for c in '\0'..=char::MAX {
            assert!(!breaks_or_turns(c) || is_hidden(c), "{c:?}");
            assert!(!is_hidden(c) || is_unseen(c), "{c:?}");
        }
        for c in ['\u{200f}', '\u{feff}', '\u{2060}'] {
            assert!(!breaks_or_turns(c) && is_hidden(c), "{c:?}");
        }
        assert!(!is_hidden('\u{ad}') && is_unseen('\u{ad}') && !is_unseen('a') && !is_unseen(' '));
    }
}
