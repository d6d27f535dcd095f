//! Random numbers: one small generator for each purpose and entity, never a shared stream.
//!
//! Why not one generator for the whole run: a draw more or less anywhere would shift every later
//! draw, so that two configurations could not be compared on the same luck and a shrunk script
//! would meet other weather. Why not `rand`: its convenient generators may change between
//! versions and targets, and a link must mean the same run for ever.

/// The PCG32 generator (PCG XSH RR 64/32; O'Neill 2014, HMC-CS-2014-0905, §6).
///
/// ```
/// use sandtable_core::engine::Pcg32;
/// // The first number of the demo of the reference implementation (pcg32-demo, round 1).
/// assert_eq!(Pcg32::from_state(42, 54).next_u32(), 0xa15c_02b7);
/// // A generator of its own for each purpose and entity.
/// let mut a = Pcg32::named(7, "latency", "write.1:A-B");
/// let mut b = Pcg32::named(7, "loss", "write.1:A-B");
/// assert_ne!(a.next_u64(), b.next_u64());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pcg32 {
    state: u64,
    increment: u64,
}

const MULTIPLIER: u64 = 6_364_136_223_846_793_005;

impl Pcg32 {
    /// The reference seeding: a starting state and the number of a stream.
    #[must_use]
    pub fn from_state(state: u64, stream: u64) -> Pcg32 {
        let mut rng = Pcg32 { state: 0, increment: (stream << 1) | 1 };
        rng.next_u32();
        rng.state = rng.state.wrapping_add(state);
        rng.next_u32();
        rng
    }

    /// The generator of one purpose (`latency`) and one entity (`write.1:A-B`) in the run `seed`.
    #[must_use]
    pub fn named(seed: u64, purpose: &str, entity: &str) -> Pcg32 {
        let mut name = Fnv1a::default();
        name.write(purpose.as_bytes());
        name.write(&[0]);
        name.write(entity.as_bytes());
        Pcg32::from_state(seed, name.finish())
    }

    /// As [`Pcg32::named`] for an entity that is numbered: no text is made.
    #[must_use]
    pub fn numbered(seed: u64, purpose: &str, entity: &[u64]) -> Pcg32 {
        let mut name = Fnv1a::default();
        name.write(purpose.as_bytes());
        name.write(&[0]);
        for part in entity {
            name.write(&part.to_le_bytes());
        }
        Pcg32::from_state(seed, name.finish())
    }

    /// The next 32 bits. O(1).
    pub fn next_u32(&mut self) -> u32 {
        let old = self.state;
        self.state = old.wrapping_mul(MULTIPLIER).wrapping_add(self.increment);
        let shifted = (((old >> 18) ^ old) >> 27) as u32;
        shifted.rotate_right((old >> 59) as u32)
    }

    /// The next 64 bits: the first draw is the upper half.
    pub fn next_u64(&mut self) -> u64 {
        (u64::from(self.next_u32()) << 32) | u64::from(self.next_u32())
    }

    /// A whole number from `low` to `high`, both included, each equally likely.
    ///
    /// Draws again where the remainder would favour small numbers (at most 64 times, after which
    /// the bias is below 2⁻⁶⁴). `high < low` gives `low`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        let span = high.saturating_sub(low).wrapping_add(1);
        if span == 0 {
            return self.next_u64();
        }
        let fair = u64::MAX - u64::MAX % span;
        for _ in 0..64 {
            let draw = self.next_u64();
            if draw < fair {
                return low + draw % span;
            }
        }
        low
    }

    /// True in `numerator` of `denominator` cases; a denominator of 0 is never.
    pub fn chance(&mut self, numerator: u64, denominator: u64) -> bool {
        denominator > 0 && self.between(1, denominator) <= numerator
    }
}

/// The FNV-1a hash of 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv), for names and traces.
///
/// ```
/// use sandtable_core::engine::Fnv1a;
/// let mut hash = Fnv1a::default();
/// hash.write(b"foobar");
/// assert_eq!(hash.finish(), 0x85944171f73967e8);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fnv1a(u64);

impl Default for Fnv1a {
    fn default() -> Fnv1a {
        Fnv1a(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv1a {
    /// Takes in more bytes. O(length).
    pub fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// The hash of everything taken in.
    #[must_use]
    pub fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Round 1 of pcg32-demo in the reference implementation (imneme/pcg-c-basic, Apache-2.0).
    #[test]
    fn known_answers() {
        let mut rng = Pcg32::from_state(42, 54);
        let expected =
            [0xa15c_02b7, 0x7b47_f409, 0xba1d_3330, 0x83d2_f293, 0xbfa4_784b, 0xcbed_606e];
        assert_eq!(expected.map(|_| rng.next_u32()), expected);
    }

    #[test]
    fn between_is_even_and_within() {
        let mut rng = Pcg32::named(1, "test", "between");
        let mut counts = [0u32; 6];
        for _ in 0..60_000 {
            counts[usize::try_from(rng.between(1, 6)).unwrap() - 1] += 1;
        }
        // Each face expects 10,000 with a standard deviation of 91: five of them are 456.
        assert!(counts.iter().all(|c| c.abs_diff(10_000) < 456), "{counts:?}");
        assert_eq!(rng.between(5, 5), 5);
        assert_eq!(rng.between(5, 4), 5);
        let _ = rng.between(0, u64::MAX);
    }

    #[test]
    fn chance_keeps_its_ratio() {
        let mut rng = Pcg32::numbered(1, "test", &[3]);
        let hits = (0..10_000).filter(|_| rng.chance(3, 10)).count();
        assert!(hits.abs_diff(3_000) < 230, "{hits}");
        assert!(!rng.chance(0, 10) && rng.chance(10, 10) && !rng.chance(1, 0));
    }
}
