//! How is a number that need not be whole written?

use std::fmt::Write;

/// A number with `places` digits after the point, at most nine: `2.50`. Halves are rounded away from
/// zero. What is too large for a count of its last digit (about 9·10¹⁸ of them) is written as that
/// limit; what is no number as `?`.
///
/// Whole numbers do the work, so it is the same on every target, and small: the standard library
/// finds the exact digits of any float, with 17 of the 442 kB of the page's code when it was measured.
///
/// ```
/// use sandtable_core::scene::decimal;
/// assert_eq!(decimal(2.5, 2), "2.50");
/// assert_eq!(decimal(-0.04, 1), "0.0");
/// assert_eq!(decimal(-1234.56, 0), "-1235");
/// ```
#[must_use]
pub fn decimal(value: f64, places: u32) -> String {
    if value.is_nan() {
        return "?".to_owned();
    }
    let places = places.min(9);
    let unit = 10_u64.pow(places);
    // A cast stays within the range of its type.
    let count = (value.abs() * unit as f64 + 0.5) as u64;
    let sign = if value < 0.0 && count > 0 { "-" } else { "" };
    let mut text = format!("{sign}{}", count / unit);
    if places > 0 {
        // Writing to a text cannot fail.
        let _ = write!(text, ".{:0width$}", count % unit, width = places as usize);
    }
    text
}

/// A number with at most `places` digits after the point, without zeros at its end: `2.5`.
///
/// ```
/// use sandtable_core::scene::figure;
/// assert_eq!(figure(2.5, 4), "2.5");
/// assert_eq!(figure(1e-9, 4), "0");
/// assert_eq!(figure(100.0, 3), "100");
/// ```
#[must_use]
pub fn figure(value: f64, places: u32) -> String {
    let mut text = decimal(value, places);
    if text.contains('.') {
        while text.ends_with('0') {
            text.pop();
        }
        if text.ends_with('.') {
            text.pop();
        }
    }
    text
}

/// A count with a comma at each thousand.
///
/// ```
/// use sandtable_core::scene::grouped;
/// assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
/// ```
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count of things, with a comma at each thousand.
///
/// ```
/// use sandtable_core::scene::counted;
/// assert_eq!(counted(1_u32, "term"), "1 term");
/// assert_eq!(counted(1_200_u32, "term"), "1,200 terms");
/// ```
#[must_use]
pub fn counted(count: impl Into<u64>, thing: &str) -> String {
    let count = count.into();
    format!("{} {thing}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_writes_what_the_standard_library_writes() {
        for i in -4000..4000 {
            // Never a half in the last digit: those are rounded otherwise.
            let value = f64::from(i) * 0.37 + 0.000_12;
            for places in 0..4 {
                let zero = format!("{:.*}", places as usize, 0.0);
                let wanted = format!("{value:.*}", places as usize);
                let wanted = if wanted == format!("-{zero}") { zero } else { wanted };
                assert_eq!(decimal(value, places), wanted, "{value} {places}");
            }
        }
    }

    #[test]
    fn what_is_no_ordinary_number_is_still_written() {
        assert_eq!(decimal(f64::NAN, 2), "?");
        assert_eq!(decimal(f64::INFINITY, 0), u64::MAX.to_string());
        assert_eq!(decimal(1.0, 99), "1.000000000");
    }
}
