//! Simulated time: whole nanoseconds, so that every target counts the same.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// A moment, or a length of time, in nanoseconds since the start of a run. At most about 584 years.
///
/// Its text form is seconds without trailing zeros (`2.4s`); `40ms`, `7us` and `3ns` are read too.
///
/// ```
/// use sandtable_core::engine::SimTime;
/// let t: SimTime = "2.4s".parse().unwrap();
/// assert_eq!(t, SimTime::from_ms(2_400));
/// assert_eq!(t.to_string(), "2.4s");
/// assert_eq!("40ms".parse::<SimTime>().unwrap().to_string(), "0.04s");
/// assert!("2.4".parse::<SimTime>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(u64);

const UNITS: [(&str, u64); 4] = [("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000)];

impl SimTime {
    /// The start of a run.
    pub const ZERO: SimTime = SimTime(0);
    /// Later than everything.
    pub const MAX: SimTime = SimTime(u64::MAX);

    /// A time of `ns` nanoseconds.
    #[must_use]
    pub const fn from_ns(ns: u64) -> SimTime {
        SimTime(ns)
    }

    /// A time of `ms` milliseconds; more than 584 years saturate.
    #[must_use]
    pub const fn from_ms(ms: u64) -> SimTime {
        SimTime(ms.saturating_mul(1_000_000))
    }

    /// The time in nanoseconds.
    #[must_use]
    pub const fn as_ns(self) -> u64 {
        self.0
    }

    /// The time in seconds, for a picture; not exact beyond 2⁵³ ns (104 days).
    #[must_use]
    pub fn as_secs(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// The time in seconds to the nearest nanosecond below; negative and non-finite values are 0.
    #[must_use]
    pub fn from_secs(seconds: f64) -> SimTime {
        SimTime((seconds * 1e9) as u64)
    }

    /// For people: seconds to the millisecond, `2.4 s`.
    #[must_use]
    pub fn spoken(self) -> String {
        let ms = (self.0 + 500_000) / 1_000_000;
        let text = format!("{}.{:03}", ms / 1_000, ms % 1_000);
        format!("{} s", text.trim_end_matches('0').trim_end_matches('.'))
    }

    /// For a column of times: seconds with three decimals, `2.400 s`.
    #[must_use]
    pub fn clock(self) -> String {
        let ms = (self.0 + 500_000) / 1_000_000;
        format!("{}.{:03} s", ms / 1_000, ms % 1_000)
    }

    /// `self - earlier`, or zero if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: SimTime) -> SimTime {
        SimTime(self.0.saturating_sub(earlier.0))
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// What is wrong with the text, and what a time looks like.
    pub fn parse(text: &str) -> Result<SimTime, String> {
        let wrong = |why: &str| Err(format!("`{text}` {why}; write a time like `2.4s` or `40ms`"));
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let Some((_, scale)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            return wrong(if unit.is_empty() { "has no unit" } else { "has an unknown unit" });
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() || (fraction.is_empty() && number.contains('.')) {
            return wrong("has no number before the unit");
        }
        if fraction.contains('.') {
            return wrong("has two points");
        }
        let Some(mut ns) = whole.parse::<u64>().ok().and_then(|w| w.checked_mul(*scale)) else {
            return wrong("is too long a time");
        };
        let mut place = *scale;
        for digit in fraction.bytes() {
            if place % 10 != 0 {
                return wrong("is finer than a nanosecond");
            }
            place /= 10;
            match ns.checked_add(u64::from(digit - b'0') * place) {
                Some(sum) => ns = sum,
                None => return wrong("is too long a time"),
            }
        }
        Ok(SimTime(ns))
    }
}

impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1_000_000_000, self.0 % 1_000_000_000);
        if rest == 0 {
            write!(f, "{whole}s")
        } else {
            let fraction = format!("{rest:09}");
            write!(f, "{whole}.{}s", fraction.trim_end_matches('0'))
        }
    }
}

impl std::str::FromStr for SimTime {
    type Err = String;
    fn from_str(text: &str) -> Result<SimTime, String> {
        SimTime::parse(text)
    }
}

impl Add for SimTime {
    type Output = SimTime;
    fn add(self, other: SimTime) -> SimTime {
        SimTime(self.0.saturating_add(other.0))
    }
}

impl AddAssign for SimTime {
    fn add_assign(&mut self, other: SimTime) {
        *self = *self + other;
    }
}

impl Sub for SimTime {
    type Output = SimTime;
    fn sub(self, other: SimTime) -> SimTime {
        self.since(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_form_round_trips(ns: u64) {
            let t = SimTime::from_ns(ns);
            prop_assert_eq!(SimTime::parse(&t.to_string()), Ok(t));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,24}") {
            let _ = SimTime::parse(&text);
        }
    }

    #[test]
    fn refusals_say_why() {
        for (text, why) in [
            ("2", "no unit"),
            ("2m", "unknown unit"),
            (".5s", "no number"),
            ("1.s", "no number"),
            ("1.2.3s", "two points"),
            ("0.0000000001s", "finer than"),
            ("99999999999999999999s", "too long"),
            ("", "no unit"),
        ] {
            assert!(SimTime::parse(text).unwrap_err().contains(why), "{text}");
        }
    }

    #[test]
    fn for_people() {
        assert_eq!(SimTime::from_ms(2_400).spoken(), "2.4 s");
        assert_eq!(SimTime::from_ms(2_400).clock(), "2.400 s");
        assert_eq!(SimTime::from_ms(3_000).spoken(), "3 s");
    }
}
