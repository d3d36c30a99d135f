//! Chance that can be had again: the same seed makes the same choices, though not the same moments.

/// Draws numbers (SplitMix64, Steele, Lea and Flood 2014).
pub struct Chance(u64);

impl Chance {
    /// Begins one of the streams of a seed.
    pub fn of(seed: u64, stream: u64) -> Self {
        let mut chance = Self(seed ^ stream.wrapping_mul(0xA24B_AED4_963E_E407));
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Draws a number from the first on and below the other.
    pub fn between(&mut self, from: u64, below: u64) -> u64 {
        from + self.next() % (below - from).max(1)
    }

    /// Draws whether something happens that happens so often in a hundred times.
    pub fn percent(&mut self, often: u64) -> bool {
        self.between(0, 100) < often
    }

    /// Draws one of several.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.between(0, all.len() as u64);
        &all[usize::try_from(at).unwrap()]
    }

    /// Draws so many of several, in their order.
    pub fn some<T: Clone>(&mut self, all: &[T], count: usize) -> Vec<T> {
        let mut left = count.min(all.len());
        let mut drawn = Vec::with_capacity(left);
        for (at, one) in all.iter().enumerate() {
            if left > 0 && self.between(0, (all.len() - at) as u64) < left as u64 {
                drawn.push(one.clone());
                left -= 1;
            }
        }
        drawn
    }
}

#[test]
fn the_same_seed_draws_the_same_and_so_many_as_are_asked_for() {
    let draw = |seed| {
        let mut chance = Chance::of(seed, 3);
        (0..50).map(|_| chance.some(&[1, 2, 3, 4, 5, 6, 7, 8], 3)).collect::<Vec<_>>()
    };
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7), draw(8));
    assert!(draw(7).iter().all(|drawn| drawn.len() == 3 && drawn.is_sorted()));
    assert_eq!(Chance::of(1, 1).some(&[1, 2], 5), [1, 2]);
}
