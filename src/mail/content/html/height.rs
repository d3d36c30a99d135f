//! A guess of how high a mail will be: the frame around it cannot ask, and scrolls where the guess was wrong.

use super::Pictures;
use super::links::remote;
use html5ever::Attribute;

/// Guesses the height of a text of so many octets: some 65 letters a line, fewer on a phone and more elsewhere, of 22 pixels.
pub(super) fn of_text(octets: usize) -> usize {
    octets * 22 / 65
}

/// Guesses the height of what an element adds, in pixels, beyond that of its text.
pub(super) fn of_element(element: &str, attributes: &[Attribute], pictures: Pictures) -> usize {
    let value = |name: &str| attributes.iter().find(|one| &*one.name.local == name).map(|one| &*one.value);
    let given = || value("height").and_then(|height| height.trim_end_matches("px").parse::<usize>().ok());
    match element {
        // One that is not loaded takes the room of its words.
        "img" if pictures == Pictures::Own && remote(value("src").unwrap_or_default()).is_some() => 10,
        "img" => given().unwrap_or(80).min(1000),
        "br" | "li" | "hr" => 22,
        "h1" | "h2" | "h3" | "p" => 34,
        "blockquote" | "tr" => 14,
        _ => 0,
    }
}
