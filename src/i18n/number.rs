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

/// Writes a whole number as it stands in a sentence; one below zero as it is.
pub(super) fn in_words(number: i64, separator: &str) -> String {
    u64::try_from(number).map_or_else(|_| number.to_string(), |number| grouped(number, separator))
}

/// Writes a number with one digit after the point, without a zero there.
pub(super) fn with_one_digit(number: f32, decimal_point: &str) -> String {
    let text = format!("{:.1}", number.abs());
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let minus = if number < 0.0 && text != "0" { "\u{2212}" } else { "" };
    match text.split_once('.') {
        Some((whole, tenth)) => [minus, whole, decimal_point, tenth].concat(),
        None => [minus, text].concat(),
    }
}

type Formatter<M> = fn(&FluentValue, &M) -> Option<String>;

/// Returns what groups the numbers inside sentences; Fluent takes a bare function, so each separator has its own.
pub(super) fn formatter<M: MemoizerKind>(separator: &str) -> Option<Formatter<M>> {
    match separator {
        "," => Some(in_sentence::<',', M>),
        "." => Some(in_sentence::<'.', M>),
        "\u{a0}" => Some(in_sentence::<'\u{a0}', M>),
        "\u{202f}" => Some(in_sentence::<'\u{202f}', M>),
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

const KB: u64 = 1 << 10;
/// The units of a size above the smallest; the name ends the key `size-...`. Hosts, mail programs and quotas (RFC 9208, 5.1) count
/// in 1024s and write kB and MB.
const UNITS: [(&str, u64); 3] = [("size-tb", 1 << 40), ("size-gb", 1 << 30), ("size-mb", 1 << 20)];

/// Returns the key of the unit, and the figure in it: one digit after the point below 10 (not for kB), else whole.
pub(super) fn in_unit(octets: u64, decimal_point: &str) -> (&'static str, String) {
    // A kilobyte is begun, not rounded: no message has 0 kB.
    let begun = octets.div_ceil(KB);
    if begun < 1024 {
        return ("size-kb", begun.to_string());
    }
    // 1023.6 MB would be written "1024 MB", so the next unit begins where rounding would make that of it.
    let is_reached = |&&(_, unit): &&(&str, u64)| octets >= unit - unit / 2048;
    let (key, unit) = UNITS.iter().find(is_reached).copied().unwrap_or(("size-mb", 1 << 20));
    let tenths = (u128::from(octets) * 10 + u128::from(unit / 2)) / u128::from(unit);
    let figure = if tenths < 100 { in_tenths(tenths, decimal_point) } else { ((tenths + 5) / 10).to_string() };
    (key, figure)
}

/// Returns the same for a size beside a quota: one digit after the point below 100, and rounded down, for what is nearly full must not
/// look like full.
pub(super) fn in_unit_beside_quota(octets: u64, decimal_point: &str) -> (&'static str, String) {
    let Some((key, unit)) = UNITS.iter().find(|(_, unit)| octets >= *unit) else {
        return ("size-kb", (octets / KB).to_string());
    };
    let tenths = u128::from(octets) * 10 / u128::from(*unit);
    (key, if tenths < 1000 { in_tenths(tenths, decimal_point) } else { (tenths / 10).to_string() })
}

/// Writes a number of tenths, without a zero behind the point.
fn in_tenths(tenths: u128, decimal_point: &str) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{}{decimal_point}{tenth}", tenths / 10),
    }
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

    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    const GIB: u64 = 1 << 30;

    #[test]
    fn sizes_are_counted_in_1024s_and_written_with_the_digits_that_matter() {
        for (octets, key, figure) in [
            (0, "size-kb", "0"),
            (1, "size-kb", "1"),
            (12 * KIB + 1, "size-kb", "13"),
            (1023 * KIB, "size-kb", "1023"),
            (1023 * KIB + 1, "size-mb", "1"),
            (MIB, "size-mb", "1"),
            (MIB * 5 / 4, "size-mb", "1.3"),
            (MIB * 994 / 100, "size-mb", "9.9"),
            (MIB * 996 / 100, "size-mb", "10"),
            (MIB * 186 / 10, "size-mb", "19"),
            (214 * MIB, "size-mb", "214"),
            (MIB * 10_234 / 10, "size-mb", "1023"),
            (MIB * 10_236 / 10, "size-gb", "1"),
            (GIB * 34 / 10, "size-gb", "3.4"),
            (u64::MAX, "size-tb", "16777216"),
        ] {
            assert_eq!(in_unit(octets, "."), (key, figure.to_owned()), "{octets}");
        }
    }

    #[test]
    fn beside_a_quota_sizes_have_one_digit_more_and_are_never_rounded_up() {
        for (octets, key, figure) in [
            (0, "size-kb", "0"),
            (KIB * 2 - 1, "size-kb", "1"),
            (MIB - 1, "size-kb", "1023"),
            (20 * MIB, "size-mb", "20"),
            (20 * MIB - 1, "size-mb", "19.9"),
            (MIB * 186 / 10 + 1, "size-mb", "18.6"),
            (MIB * 1_008 / 10, "size-mb", "100"),
            (GIB - 1, "size-mb", "1023"),
            (GIB * 3 / 2, "size-gb", "1.5"),
            (u64::MAX, "size-tb", "16777215"),
        ] {
            assert_eq!(in_unit_beside_quota(octets, "."), (key, figure.to_owned()), "{octets}");
        }
    }
}
