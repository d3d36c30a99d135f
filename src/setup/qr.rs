//! A picture that leads the camera of a phone to a page of ours (a QR code, ISO/IEC 18004).

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// The white edge around it, in squares, as the standard wants.
const EDGE: usize = 4;

/// A drawing of squares: for `<svg viewBox="0 0 SIZE SIZE"><path d="PATH"/></svg>` on white.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Squares from edge to edge.
    pub(crate) size: usize,
    /// What is black.
    pub(crate) path: String,
}

impl Picture {
    /// Draws a text; nothing when it is too long to be one picture.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            // Dark squares beside each other are one stroke.
            let mut x = 0;
            for run in row.chunk_by(|one, other| one == other) {
                if run.first() == Some(&Color::Dark) {
                    let _ = write!(path, "M{} {}h{}v1h-{}z", x + EDGE, y + EDGE, run.len(), run.len());
                }
                x += run.len();
            }
        }
        Some(Self { size: width + 2 * EDGE, path })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_corners_and_a_white_edge() {
        let picture = Picture::of("https://webmail.example.net/setup?address=anna%40example.net").unwrap();
        let mut squares = vec![vec![false; picture.size]; picture.size];
        for stroke in picture.path.split('M').skip(1) {
            let (at, rest) = stroke.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            squares[y][x..x + length].fill(true);
        }
        let last = picture.size - EDGE - 7;
        for (x, y) in [(EDGE, EDGE), (last, EDGE), (EDGE, last)] {
            let corner: Vec<String> = (0..7)
                .map(|row| squares[y + row][x..x + 7].iter().map(|dark| if *dark { '#' } else { '.' }).collect())
                .collect();
            let wanted = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"];
            assert_eq!(corner, wanted, "{x} {y}");
        }
        assert!(squares[..EDGE].iter().flatten().all(|dark| !dark));
        assert!(squares.iter().all(|row| row[..EDGE].iter().chain(&row[picture.size - EDGE..]).all(|dark| !dark)));
        assert!(Picture::of(&"x".repeat(5000)).is_none());
    }
}
