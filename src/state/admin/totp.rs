//! Codes that an app shows for thirty seconds (TOTP, RFC 6238, with HMAC-SHA-1, six digits).

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// How long a code is shown, in seconds.
const STEP: i64 = 30;
/// Six digits.
const MODULUS: u32 = 1_000_000;
/// Steps that a clock may be off, either way (RFC 6238, 5.2).
const DRIFT: i64 = 1;

/// Finds the step whose code this is: the current one, or one beside it; `now` is in Unix seconds. All are looked at, whatever fits.
pub(super) fn step_of(secret: &[u8], typed: &str, now: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let current = now.div_euclid(STEP);
    let fits = |step: i64| code(secret, step).is_some_and(|code| is_same(&format!("{code:06}"), &digits));
    (current - DRIFT..=current + DRIFT).fold(None, |found, step| if fits(step) { Some(step) } else { found })
}

/// Compares in the same time wherever they differ.
fn is_same(code: &str, typed: &str) -> bool {
    let apart = code.bytes().zip(typed.bytes()).fold(0, |apart, (a, b)| apart | (a ^ b));
    code.len() == typed.len() && apart == 0
}

/// Makes the code of a step (RFC 4226, 5.3).
fn code(secret: &[u8], step: i64) -> Option<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0xf);
    let word = digest.get(offset..)?.first_chunk::<4>()?;
    Some((u32::from_be_bytes(*word) & 0x7fff_ffff) % MODULUS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B, for SHA-1.
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // The last six of its eight digits.
        for (now, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step_of(SECRET, code, now), Some(now / 30), "{now}");
            let (begin, end) = code.split_at(3);
            let spaced = format!(" {begin} {end} ");
            assert_eq!(step_of(SECRET, &spaced, now), Some(now / 30), "{spaced}");
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step_and_no_more() {
        let now = 1_111_111_109;
        for (off, fits) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            assert_eq!(step_of(SECRET, "081804", now + off), fits.then_some(now / 30), "{off}");
        }
        for wrong in ["", "81804", "0081804", "081805", "08180x", "\u{661}81804"] {
            assert_eq!(step_of(SECRET, wrong, now), None, "{wrong}");
        }
    }
}
