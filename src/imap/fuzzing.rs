//! A way in for the fuzz targets (`fuzz/`): built with `--cfg fuzzing` only.

use super::codec::{Frame, Framed, Framer, Response};

/// Holds what was read of a stream: the responses, and whether it ended in an error.
#[derive(Debug, PartialEq)]
pub struct Read {
    frames: Vec<Frame>,
    error: Option<String>,
}

impl Read {
    /// Counts the octets that are held.
    pub fn octets(&self) -> usize {
        let of = |frame: &Frame| {
            frame.text.iter().map(Vec::len).sum::<usize>()
                + frame.literals.iter().map(|literal| literal.bytes.len()).sum::<usize>()
        };
        self.frames.iter().map(of).sum()
    }
}

/// Reads a stream that arrives in these pieces, and every response in it; keeps `keep` octets of each literal.
pub fn read(pieces: &[&[u8]], keep: usize) -> Read {
    let mut framer = Framer::default();
    framer.keep = keep;
    let mut read = Read { frames: Vec::new(), error: None };
    for piece in pieces {
        let mut input = *piece;
        loop {
            match framer.push(&mut input) {
                Ok(Framed::Frame(frame)) => {
                    let _ = Response::parse(&frame);
                    read.frames.push(frame);
                }
                Ok(Framed::NeedMore | Framed::Chunk(_)) => break,
                Err(error) => {
                    read.error = Some(error.to_string());
                    return read;
                }
            }
        }
    }
    read
}
