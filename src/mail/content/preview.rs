//! Makes small pictures of pictures that came with a mail, so that a browser never sees the sender's own octets.
//!
//! What a decoder will hold is reckoned from the headers before any pixel is read. A phone's photo of 12 million
//! pixels fits; what would take more than [`MAX_HELD`] octets does not, whatever the picture looks like.

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use std::panic::catch_unwind;

/// A picture made anew.
#[derive(Debug)]
pub struct Preview {
    /// Type of the octets: `image/jpeg` when opaque, else `image/png`.
    pub media_type: &'static str,
    /// The new picture's octets.
    pub octets: Vec<u8>,
}

/// Octets of a file that is looked at.
pub(in crate::mail) const MAX_FILE: usize = 8 * 1024 * 1024;
/// Octets a decoder may hold at once, next to the file itself.
const MAX_HELD: u64 = 54_000_000;
/// Octets of metadata (a colour profile that is packed, say) a decoder may hold of them.
const MAX_METADATA: u64 = 1024 * 1024;
const MAX_PIXELS: u64 = 24_000_000;
const MAX_SIDE: u32 = 20_000;
/// Width and height into which a preview fits.
const SIDE: u32 = 640;
const QUALITY: u8 = 80;
/// Octets of code tables that one octet of a lossless WebP can ask for, even when the picture is of one pixel.
const TABLES: u64 = 400;

/// Reads a picture and makes a small one of it; `None` for what is no picture, is too large, or is broken.
pub(in crate::mail) fn preview(octets: &[u8]) -> Option<Preview> {
    if octets.len() > MAX_FILE {
        return None;
    }
    catch_unwind(|| encoded(&small(octets)?)).ok().flatten()
}

fn small(octets: &[u8]) -> Option<DynamicImage> {
    let format = image::guess_format(octets).ok()?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP) {
        return None;
    }
    let mut reader = ImageReader::with_format(Cursor::new(octets), format);
    reader.limits(limits(MAX_METADATA));
    let mut decoder = reader.into_decoder().ok()?;
    let spare = MAX_HELD.checked_sub(held(&decoder, format, octets)?)?;
    // A GIF's first frame may be larger than the picture, and takes five octets a pixel where four are reckoned.
    decoder.set_limits(limits(spare / 5 * 4)).ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(orientation);
    Some(picture)
}

fn limits(octets: u64) -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(octets);
    limits
}

/// Reckons the most octets that decoding will hold; `None` for too many pixels.
fn held(decoder: &impl ImageDecoder, format: ImageFormat, octets: &[u8]) -> Option<u64> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let file = octets.len() as u64;
    let extra = match format {
        ImageFormat::Jpeg => file + coefficients(octets, pixels).unwrap_or(8 * pixels),
        ImageFormat::Gif => pixels,
        ImageFormat::WebP if octets.windows(4).any(|name| matches!(name, b"VP8L" | b"ALPH" | b"ANMF")) => {
            12 * pixels + TABLES * file
        }
        ImageFormat::WebP => 2 * pixels + file,
        _ => 0,
    };
    (pixels <= MAX_PIXELS).then(|| decoder.total_bytes() + extra)
}

/// Reckons what a JPEG's coefficients take: nothing when it is in one scan; `None` when its headers are odd.
fn coefficients(octets: &[u8], pixels: u64) -> Option<u64> {
    let mut frame: Option<(u8, &[u8])> = None;
    let mut rest = octets.get(2..)?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else { return None };
        let end = 2 + usize::from(u16::from_be_bytes([high, low]));
        let body = rest.get(4..end)?;
        match (marker, frame) {
            (0xC0..=0xC2, None) => frame = Some((marker, body.get(5..)?)),
            (0xC0..=0xC2, Some(_)) => return None,
            (0xDA, Some((kind, [parts, ..]))) if kind != 0xC2 && body.first() == Some(parts) => return Some(0),
            (0xDA, Some((_, [_, parts @ ..]))) => {
                let sizes = parts.chunks(3).filter_map(|part| part.get(1)).map(|size| (size >> 4, size & 15));
                let (mut sum, mut across, mut down) = (0, 1, 1);
                for (x, y) in sizes.map(|(x, y)| (u64::from(x), u64::from(y))) {
                    (sum, across, down) = (sum + x * y, across.max(x), down.max(y));
                }
                return Some(2 * pixels * sum / (across * down));
            }
            _ => {}
        }
        rest = rest.get(end..)?;
    }
}

fn encoded(picture: &DynamicImage) -> Option<Preview> {
    let mut out = Cursor::new(Vec::new());
    let rgba = picture.to_rgba8();
    let media_type = if rgba.pixels().all(|pixel| matches!(pixel.0, [_, _, _, 255])) {
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).ok()?;
        "image/jpeg"
    } else {
        rgba.write_to(&mut out, ImageFormat::Png).ok()?;
        "image/png"
    };
    Some(Preview { media_type, octets: out.into_inner() })
}

#[cfg(test)]
mod tests;
