//! A way in for the fuzz targets (`fuzz/`): built with `--cfg fuzzing` only.

use super::Links;
use super::content::event::events;
use super::content::html::proof;
use super::content::mime;
use super::content::text::{Flow, Text};

const TYPES: [&str; 4] = ["text/plain", "text/html", "text/x-odd", "text/plain; format=flowed"];
const CHARSETS: [Option<&str>; 8] = [
    None,
    Some("utf-8"),
    Some("iso-8859-1"),
    Some("koi8-r"),
    Some("utf-7"),
    Some("iso-2022-jp"),
    Some("gb18030"),
    Some("x-none"),
];
const ENCODINGS: [&str; 5] = ["7bit", "8bit", "quoted-printable", "base64", "x-uuencode"];

/// Reads a message as a page does, as the letter says: headers, a body, a whole source, HTML, a file name, or an
/// appointment.
pub fn read(letter: u8, message: &[u8]) -> String {
    let number = usize::from(letter);
    match number % 8 {
        0 | 1 => {
            let head = mime::head(message);
            let people = head.from.iter().chain(&head.to).chain(&head.cc);
            let people = people.flat_map(|person| person.name.iter().chain(&person.address));
            people.chain(&head.subject).chain(&head.date_as_sent).map(String::as_str).collect()
        }
        2 => Text::read(&[(mime::text_of_source(message).0, Flow::Fixed)], Links::Live).to_string(),
        3 => mime::html_to_text(&String::from_utf8_lossy(message)).replace('\0', ""),
        5 => {
            let events = events(&mime::text("text/plain", Some("utf-8"), "8bit", message));
            events
                .iter()
                .flat_map(|e| e.summary.iter().chain(&e.location).chain(&e.organizer))
                .map(String::as_str)
                .collect()
        }
        4 => mime::file_name(&String::from_utf8_lossy(message)).unwrap_or_default(),
        _ => {
            let of = |number: usize| number / 8;
            let media_type = TYPES.get(of(number) % TYPES.len()).copied().unwrap_or_default();
            let charset = CHARSETS.get(of(number) % CHARSETS.len()).copied().flatten();
            let encoding = ENCODINGS.get(number % ENCODINGS.len()).copied().unwrap_or_default();
            let text = mime::text(media_type, charset, encoding, message);
            let flow = if media_type.ends_with("flowed") {
                Flow::of(Some("flowed"), charset.and(Some("yes")))
            } else {
                Flow::Fixed
            };
            Text::read(&[(text, flow)], Links::Live).to_string()
        }
    }
}

/// Makes HTML safe, and says what of it should not have come out.
pub fn faults(html: &str) -> Vec<String> {
    proof::faults(html)
}
