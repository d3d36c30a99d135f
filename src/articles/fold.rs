//! The words of a text, however they are written.

/// Returns the words of a text, in small letters and without accents.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    spans(text).map(|(_, word)| word)
}

/// Returns the words of a text as [`words`] does, each with where it stands, in octets.
pub fn spans(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, String)> {
    let is_of_word = |c: char| c.is_alphanumeric() || is_joined_accent(c);
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, c)| !is_of_word(*c)).is_some() {}
        let (begin, _) = *rest.peek()?;
        let mut end = begin;
        while let Some((at, c)) = rest.next_if(|(_, c)| is_of_word(*c)) {
            end = at + c.len_utf8();
        }
        Some((begin..end, fold(text.get(begin..end)?)))
    })
}

/// Accents that follow their letter as a character of their own.
fn is_joined_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase).filter(|c| !is_joined_accent(*c)) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => folded.push('g'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => folded.push('i'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => folded.push('o'),
            'ŕ' | 'ŗ' | 'ř' => folded.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => folded.push('s'),
            'ţ' | 'ť' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        let folded = |text: &str| words(text).collect::<Vec<_>>();
        assert_eq!(folded("Größe des Postfachs, café"), ["grosse", "des", "postfachs", "cafe"]);
        assert_eq!(folded("GRÖSSE cafe\u{301} Łódź"), ["grosse", "cafe", "lodz"]);
    }

    #[test]
    fn each_word_is_where_it_stands() {
        let text = "– Größe: 12";
        let found: Vec<_> = spans(text).map(|(at, word)| (text.get(at).unwrap_or_default(), word)).collect();
        assert_eq!(found, [("Größe", "grosse".to_owned()), ("12", "12".to_owned())]);
    }
}
