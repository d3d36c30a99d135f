//! Message numbers: UID, UIDVALIDITY, and sets of UIDs (RFC 9051, 2.3.1 and 9).

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// Identifies a message within one UIDVALIDITY of one mailbox (RFC 9051, 2.3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(NonZeroU32);

/// The UIDVALIDITY of a mailbox; when it changes, every known UID is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UidValidity(NonZeroU32);

/// Says that a text is not a number from 1 to 4294967295 in its shortest form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number from 1 to 4294967295")]
pub struct BadNumber;

macro_rules! nz_number {
    ($name:ident) => {
        impl $name {
            /// Wraps a number; `None` for 0, for `nz-number` begins at 1 (RFC 9051, 9).
            pub fn new(number: u32) -> Option<Self> {
                NonZeroU32::new(number).map(Self)
            }

            /// Returns the bare number.
            pub fn get(self) -> u32 {
                self.0.get()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

nz_number!(Uid);
nz_number!(UidValidity);

/// Reads `nz-number`: digits only, no sign, no leading zero.
fn parse_nz(text: &str) -> Result<NonZeroU32, BadNumber> {
    let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().map_err(|_| BadNumber) } else { Err(BadNumber) }
}

impl FromStr for Uid {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        parse_nz(text).map(Self)
    }
}

impl FromStr for UidValidity {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        parse_nz(text).map(Self)
    }
}

/// Holds UIDs as sorted, disjoint, non-adjacent ranges; it has no way to say `*` (RFC 9051, 9: `sequence-set`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UidSet {
    ranges: Vec<(u32, u32)>,
}

impl UidSet {
    /// Octets a set may take in a command (RFC 7162, 4 wants lines of at most 8192; Dovecot takes 65536).
    pub const MAX_TEXT: usize = 7000;

    /// Makes the set of every UID there can be.
    pub fn all() -> Self {
        Self { ranges: vec![(1, u32::MAX)] }
    }

    /// Makes the set of every UID from 1 up to and including `last`.
    pub fn up_to(last: Uid) -> Self {
        Self { ranges: vec![(1, last.get())] }
    }

    /// Makes the set of every UID a message above `last` can have; unlike `*` it never means `last` itself.
    pub fn above(last: Uid) -> Self {
        Self { ranges: last.get().checked_add(1).map(|first| (first, u32::MAX)).into_iter().collect() }
    }

    /// Tells whether there is nothing in the set.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Counts the UIDs.
    pub fn len(&self) -> u64 {
        self.ranges.iter().map(|&(first, last)| u64::from(last - first) + 1).sum()
    }

    /// Tells whether a UID is in the set.
    pub fn contains(&self, uid: Uid) -> bool {
        let number = uid.get();
        let at = self.ranges.partition_point(|&(_, last)| last < number);
        self.ranges.get(at).is_some_and(|&(first, _)| first <= number)
    }

    /// Walks over the UIDs, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = Uid> + '_ {
        self.ranges.iter().flat_map(|&(first, last)| first..=last).filter_map(Uid::new)
    }

    /// Returns the UIDs of both sets.
    pub fn union(&self, other: &Self) -> Self {
        let both = self.ranges.iter().chain(&other.ranges);
        Self::from_ranges(both.filter_map(|&(first, last)| Uid::new(first).zip(Uid::new(last))))
    }

    /// Returns the UIDs of this set that are also in the other.
    pub fn intersection(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let (mut mine, mut theirs) = (self.ranges.iter().copied(), other.ranges.iter().copied());
        let (mut a, mut b) = (mine.next(), theirs.next());
        while let (Some((a1, a2)), Some((b1, b2))) = (a, b) {
            let (first, last) = (a1.max(b1), a2.min(b2));
            if first <= last {
                ranges.push((first, last));
            }
            if a2 < b2 { a = mine.next() } else { b = theirs.next() }
        }
        Self { ranges }
    }

    /// Returns the UIDs of this set that are not in the other.
    pub fn difference(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let mut holes = other.ranges.iter().copied().peekable();
        for &(first, last) in &self.ranges {
            let mut next = Some(first);
            while let (Some(start), Some(&(h1, h2))) = (next, holes.peek()) {
                if h1 > last {
                    break;
                }
                if h2 >= start {
                    if h1 > start {
                        ranges.push((start, h1 - 1));
                    }
                    next = h2.checked_add(1).filter(|&n| n <= last);
                }
                if h2 > last {
                    break;
                }
                holes.next();
            }
            if let Some(start) = next {
                ranges.push((start, last));
            }
        }
        Self { ranges }
    }

    /// Cuts the set into pieces of at most `most` UIDs and at most `octets` octets of wire text each.
    ///
    /// RFC 7162, 4 wants command lines of at most 8192 octets from clients.
    pub fn chunks(&self, most: u32, octets: usize) -> Vec<Self> {
        let most = most.max(1);
        let (mut pieces, mut piece, mut held, mut text) = (Vec::new(), Vec::new(), 0u32, 0usize);
        for &(first, last) in &self.ranges {
            let mut first = first;
            loop {
                let end = last.min(first.saturating_add(most - held - 1));
                piece.push((first, end));
                held += end - first + 1;
                text += range_text(first, end).len() + 1;
                if held >= most || text + 22 > octets {
                    pieces.push(Self { ranges: std::mem::take(&mut piece) });
                    (held, text) = (0, 0);
                }
                if end == last {
                    break;
                }
                first = end + 1;
            }
        }
        if !piece.is_empty() {
            pieces.push(Self { ranges: piece });
        }
        pieces
    }

    /// Returns the highest UID.
    pub fn last(&self) -> Option<Uid> {
        self.ranges.last().and_then(|&(_, last)| Uid::new(last))
    }

    /// Returns the one range from the lowest to the highest UID.
    pub fn span(&self) -> Self {
        let ends = self.ranges.first().zip(self.ranges.last());
        Self { ranges: ends.map(|(&(first, _), &(_, last))| (first, last)).into_iter().collect() }
    }

    /// Takes ranges as a server wrote them: in any order, overlapping, and `7:3` for `3:7`.
    pub(crate) fn from_ranges(ranges: impl IntoIterator<Item = (Uid, Uid)>) -> Self {
        let mut written: Vec<(u32, u32)> =
            ranges.into_iter().map(|(a, b)| (a.get().min(b.get()), a.get().max(b.get()))).collect();
        written.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (first, last) in written {
            match ranges.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => ranges.push((first, last)),
            }
        }
        Self { ranges }
    }
}

impl FromIterator<Uid> for UidSet {
    fn from_iter<I: IntoIterator<Item = Uid>>(uids: I) -> Self {
        Self::from_ranges(uids.into_iter().map(|uid| (uid, uid)))
    }
}

impl FromStr for UidSet {
    type Err = BadNumber;

    /// Reads what `Display` writes: `1:3,7`; nothing for the empty set.
    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let ranges = text.split(',').filter(|_| !text.is_empty()).map(|range| {
            let (first, last) = range.split_once(':').unwrap_or((range, range));
            Ok((first.parse()?, last.parse()?))
        });
        Ok(Self::from_ranges(ranges.collect::<Result<Vec<(Uid, Uid)>, BadNumber>>()?))
    }
}

fn range_text(first: u32, last: u32) -> String {
    if first == last { first.to_string() } else { format!("{first}:{last}") }
}

impl fmt::Display for UidSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, &(first, last)) in self.ranges.iter().enumerate() {
            if n > 0 {
                f.write_str(",")?;
            }
            f.write_str(&range_text(first, last))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(numbers: &[u32]) -> UidSet {
        numbers.iter().filter_map(|&n| Uid::new(n)).collect()
    }

    #[test]
    fn a_set_is_written_as_the_shortest_ranges() {
        assert_eq!(set(&[9, 1, 2, 3, 3, 7]).to_string(), "1:3,7,9");
        assert_eq!(set(&[u32::MAX, u32::MAX - 1]).to_string(), "4294967294:4294967295");
    }

    #[test]
    fn a_set_is_read_as_it_is_written_and_never_as_more() {
        for text in ["", "7", "1:3,7,9", "1,4294967295"] {
            assert_eq!(text.parse::<UidSet>().map(|set| set.to_string()), Ok(text.to_owned()));
        }
        for bad in [",", "1,", "*", "1:*", "0", "1:", "1-3", "1, 2", "4294967296"] {
            assert_eq!(bad.parse::<UidSet>(), Err(BadNumber), "{bad:?}");
        }
    }

    #[test]
    fn a_uid_is_read_only_in_its_shortest_form() {
        for bad in ["", "0", "+1", "-1", "01", " 1", "1 ", "4294967296", "*", "1:2", "١"] {
            assert_eq!(bad.parse::<Uid>(), Err(BadNumber), "{bad:?}");
        }
        assert_eq!("4294967295".parse::<Uid>().map(Uid::get), Ok(u32::MAX));
    }

    #[test]
    fn ranges_in_any_order_are_sorted_in_one_go() {
        let range = |(a, b): (u32, u32)| Uid::new(a).zip(Uid::new(b));
        let written = [(9, 9), (7, 3), (4, 5), (8, 8), (1, 1), (u32::MAX, u32::MAX), (u32::MAX, 20)];
        let set = UidSet::from_ranges(written.into_iter().filter_map(range));
        assert_eq!(set.to_string(), "1,3:9,20:4294967295");
        assert_eq!(set.span().to_string(), "1:4294967295");
        // One by one into a vector this took minutes.
        let falling = (1..=1_000_000u32).rev().filter_map(|n| range((2 * n, 2 * n)));
        assert_eq!(UidSet::from_ranges(falling).len(), 1_000_000);
    }

    proptest! {
        #[test]
        fn sets_behave_as_sets(a in prop::collection::btree_set(1u32..60, 0..40), b in prop::collection::btree_set(1u32..60, 0..40), most in 1u32..9) {
            let (x, y) = (set(&a.iter().copied().collect::<Vec<_>>()), set(&b.iter().copied().collect::<Vec<_>>()));
            let numbers = |s: &UidSet| s.iter().map(Uid::get).collect::<BTreeSet<_>>();
            prop_assert_eq!(numbers(&x), a.clone());
            prop_assert_eq!(x.len(), a.len() as u64);
            prop_assert_eq!(numbers(&x.intersection(&y)), a.intersection(&b).copied().collect());
            prop_assert_eq!(numbers(&x.difference(&y)), a.difference(&b).copied().collect());
            prop_assert_eq!(x.union(&y), set(&a.union(&b).copied().collect::<Vec<_>>()));
            let pieces = x.chunks(most, 40);
            prop_assert!(pieces.iter().all(|p| !p.is_empty() && p.len() <= u64::from(most) && p.to_string().len() <= 40));
            prop_assert_eq!(pieces.iter().flat_map(|p| p.iter().map(Uid::get).collect::<Vec<_>>()).collect::<Vec<_>>(), a.into_iter().collect::<Vec<_>>());
        }
    }
}
