//! Small attachments that open in real programs, and large ones that only take up room.

use super::super::dovecot::encode::base64;
use super::letter::lines;

/// Writes a one-page PDF with one line of text, as base64.
pub fn pdf(text: &str) -> String {
    let safe: String = text.chars().filter(|c| c.is_ascii() && !"()\\".contains(*c)).collect();
    let page = format!("BT /F1 18 Tf 60 760 Td ({safe}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    let end = format!("xref\n0 6\n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    lines(&base64((file + &end).as_bytes()))
}

/// Writes a PNG of evening sky over water, as base64; `shade` moves the sun.
pub fn picture(shade: u8) -> String {
    const WIDTH: u32 = 120;
    const HEIGHT: u32 = 80;
    let mut pixels = Vec::new();
    for y in 0..HEIGHT {
        pixels.push(0);
        for x in 0..WIDTH {
            let sun = x.abs_diff(u32::from(shade)).pow(2) + y.abs_diff(30).pow(2) < 100;
            let (sky, depth) = (255 - y * 2, (y * 2) as u8);
            pixels.extend(if sun && y < 45 {
                [255, 226, 120]
            } else if y < 45 {
                [sky as u8, 150, 110 + depth]
            } else {
                [20, 90 + depth / 4, 140 - ((x + y * 3) % 12) as u8]
            });
        }
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        let body = [kind.as_slice(), data].concat();
        file.extend((data.len() as u32).to_be_bytes());
        file.extend(&body);
        file.extend(crc32(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[&WIDTH.to_be_bytes()[..], &HEIGHT.to_be_bytes()[..], &[8, 2, 0, 0, 0]].concat());
    // One stored block: the length fits its sixteen bits.
    let length = pixels.len() as u16;
    let stored =
        [&[0x78, 1, 1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), &pixels, &adler32(&pixels).to_be_bytes()];
    chunk(b"IDAT", &stored.concat());
    chunk(b"IEND", &[]);
    lines(&base64(&file))
}

/// Writes about `bytes` of base64 that means nothing.
pub fn filler(bytes: usize) -> String {
    let line = |number: usize| {
        let noise: Vec<u8> = (0..57).map(|i| (number * 97 + i * 151 + (i * number) % 13) as u8).collect();
        lines(&base64(&noise))
    };
    let block: Vec<_> = (0..64).map(line).collect();
    block.iter().map(String::as_str).cycle().take(bytes / 78).collect()
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| step(crc)))
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1, 0), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}
