//! Pictures of every format, hostile ones, and what is none.

use super::*;
use ImageFormat::{Gif, Jpeg, Png, WebP};

fn file(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]);
    let mut out = Cursor::new(Vec::new());
    image::RgbImage::from_fn(width, height, pixel).write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn size(octets: &[u8]) -> Option<(u32, u32)> {
    let made = preview(octets)?;
    assert_eq!(image::guess_format(&made.octets).unwrap().to_mime_type(), made.media_type);
    let picture = image::load_from_memory(&made.octets).unwrap();
    Some((picture.width(), picture.height()))
}

fn jpeg_with(marker: u8, body: &[u8]) -> Vec<u8> {
    let jpeg = file(Jpeg, 80, 40);
    [&jpeg[..2], &[0xFF, marker, 0, body.len() as u8 + 2], body, &jpeg[2..]].concat()
}

#[test]
fn every_format_comes_out_small_and_in_proportion() {
    for format in [Png, Jpeg, Gif, WebP] {
        assert_eq!(size(&file(format, 1280, 64)), Some((640, 32)), "{format:?}");
        assert_eq!(size(&file(format, 30, 20)), Some((30, 20)), "{format:?} is not enlarged");
        assert_eq!(preview(&file(format, 30, 20)).unwrap().media_type, "image/jpeg");
    }
    let mut clear = Cursor::new(Vec::new());
    image::RgbaImage::new(9, 7).write_to(&mut clear, Png).unwrap();
    assert_eq!(preview(clear.get_ref()).unwrap().media_type, "image/png");
}

#[test]
fn a_script_in_a_picture_does_not_come_out() {
    let (gif, script) = (file(Gif, 30, 20), b"<script>alert(1)</script>");
    let palette = if gif[10] & 0x80 == 0 { 0 } else { 6 << (gif[10] & 7) };
    let (start, rest) = gif.split_at(13 + palette);
    let gif = [start, b"\x21\xFE\x19", script, b"\0", rest, script].concat();
    for octets in [gif, jpeg_with(0xFE, script), jpeg_with(0xE1, &[b"Exif\0\0", script.as_slice()].concat())] {
        let made = preview(&octets).unwrap().octets;
        assert!(!made.windows(7).any(|part| part == b"<script"));
    }
}

#[test]
fn what_is_no_picture_gives_none_and_what_is_cut_off_does_not_panic() {
    let noise: Vec<u8> = (0..5000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    for octets in [b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(), b"<html>", b"", &noise] {
        assert!(preview(octets).is_none());
    }
    for whole in [Png, Jpeg, Gif, WebP].map(|format| file(format, 90, 60)) {
        assert!(preview(&whole[..10]).is_none());
        let _ = preview(&whole[..whole.len() / 2]);
    }
}

#[test]
fn bombs_are_refused_for_what_their_headers_say() {
    assert_eq!(size(&file(Png, 20_000, 2)), Some((640, 1)));
    assert!(preview(&file(Png, 20_001, 2)).is_none());
    let mut jpeg = file(Jpeg, 80, 40);
    let at = jpeg.windows(2).position(|part| part == [0xFF, 0xC0]).unwrap();
    for (height, width, fits) in [(600_u16, 800_u16, true), (65_500, 65_500, false), (5000, 5000, false)] {
        jpeg[at + 5..at + 9].copy_from_slice(&[height.to_be_bytes(), width.to_be_bytes()].concat());
        assert_eq!(preview(&jpeg).is_some(), fits, "a decoder fills in what a JPEG lacks");
    }
    let padded = [file(WebP, 9, 9), vec![0; 140_000]].concat();
    assert!(preview(&padded).is_none(), "enough octets for tables of 54 MB");
    assert!(preview(&[file(Png, 9, 9), vec![0; MAX_FILE]].concat()).is_none());
}

#[test]
fn a_jpeg_in_several_scans_is_reckoned_with_its_coefficients() {
    let odd = b"\xFF\xD8 \xFF\xC0".as_slice();
    assert_eq!(coefficients(odd, 100), None);
    for (kind, scan, held) in [(0xC0, 3, 0), (0xC0, 1, 300), (0xC2, 3, 300)] {
        let frame = [0xFF, 0xD8, 0xFF, kind, 0, 17, 8, 0, 9, 0, 9, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0];
        assert_eq!(coefficients(&[&frame[..], &[0xFF, 0xDA, 0, 3, scan]].concat(), 100), Some(held));
    }
}

#[test]
fn the_sixth_orientation_turns_a_picture() {
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    assert_eq!((size(&file(Jpeg, 80, 40)), size(&jpeg_with(0xE1, exif))), (Some((80, 40)), Some((40, 80))));
}

#[test]
fn no_mutation_of_a_picture_panics() {
    let mut seed = 1_u32;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for whole in [Png, Jpeg, Gif, WebP].map(|format| file(format, 24, 16)) {
        for _ in 0..300 {
            let mut octets = whole.clone();
            for _ in 0..=next(4) {
                let at = next(octets.len());
                octets[at] = next(256) as u8;
            }
            let _ = preview(&octets);
        }
    }
}
