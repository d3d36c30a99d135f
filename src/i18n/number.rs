//! Whole numbers and sizes, without floating point.

use fluent_bundle::FluentValue;
use fluent_bundle::memoizer::MemoizerKind;

/// Writes a whole number in groups of three digits.
pub(super) fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

type Formatter<M> = fn(&FluentValue, &M) -> Option<String>;

/// Returns what groups the numbers inside sentences; Fluent takes a bare function, so each separator has its own.
pub(super) fn formatter<M: MemoizerKind>(separator: &str) -> Option<Formatter<M>> {
    match separator {
        "," => Some(in_sentence::<',', M>),
        "." => Some(in_sentence::<'.', M>),
        "\u{a0}" | "\u{202f}" => Some(in_sentence::<'\u{a0}', M>),
        "’" => Some(in_sentence::<'’', M>),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and in range")]
fn in_sentence<const SEPARATOR: char, M>(value: &FluentValue, _: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let whole = number.value.fract() == 0.0 && (0.0..9e15).contains(&number.value);
    whole.then(|| grouped(number.value as u64, SEPARATOR.encode_utf8(&mut [0; 4])))
}

/// The decimal units of a size; the name ends the key `size-...`.
const UNITS: [(&str, u64); 4] =
    [("size-kb", 1_000), ("size-mb", 1_000_000), ("size-gb", 1_000_000_000), ("size-tb", 1_000_000_000_000)];

/// Returns the key of the unit, and the figure in it: two digits of meaning below 10 (not for kB), else whole.
pub(super) fn in_unit(octets: u64, decimal_point: &str) -> (&'static str, String) {
    // 999.6 kB would be written "1000 kB", so the next unit begins where rounding would make four digits.
    let (key, unit) = UNITS.iter().rev().find(|(_, unit)| octets >= unit - unit / 2_000).unwrap_or(&UNITS[0]);
    let tenths = (u128::from(octets) * 10 + u128::from(unit / 2)) / u128::from(*unit);
    let figure = if tenths >= 100 || *unit == 1_000 || tenths % 10 == 0 {
        // A kilobyte is begun, not rounded: no message has 0 kB.
        if *unit == 1_000 { octets.div_ceil(1_000).to_string() } else { ((tenths + 5) / 10).to_string() }
    } else {
        format!("{}{decimal_point}{}", tenths / 10, tenths % 10)
    };
    (key, figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_threes() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (3_412, "3,412"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number, ","), text);
        }
    }

    #[test]
    fn sizes_are_written_with_the_digits_that_matter() {
        for (octets, key, figure) in [
            (0, "size-kb", "0"),
            (1, "size-kb", "1"),
            (12_345, "size-kb", "13"),
            (999_400, "size-kb", "1000"),
            (999_999, "size-mb", "1"),
            (1_250_000, "size-mb", "1.3"),
            (214_000_000, "size-mb", "214"),
            (3_400_000_000, "size-gb", "3.4"),
            (u64::MAX, "size-tb", "18446744"),
        ] {
            assert_eq!(in_unit(octets, "."), (key, figure.to_owned()), "{octets}");
        }
    }
}
