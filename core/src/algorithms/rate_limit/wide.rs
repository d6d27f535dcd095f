//! Products and quotients that may need 128 bits, at the price of 64 where they do not.
//!
//! WebAssembly has no instruction for either, so that each would be a call; and few limits and times
//! are so large that 64 bits do not hold their product.

/// `a * b`.
#[inline]
pub(super) const fn product(a: u64, b: u64) -> u128 {
    if a.leading_zeros() + b.leading_zeros() >= u64::BITS {
        (a * b) as u128
    } else {
        a as u128 * b as u128
    }
}

/// `a * b`, which the caller knows to fit.
#[inline]
pub(super) const fn times(a: u128, b: u64) -> u128 {
    if a <= u64::MAX as u128 { product(a as u64, b) } else { a * b as u128 }
}

/// `floor(a / b)`; `b` is not 0.
#[inline]
pub(super) const fn quotient(a: u128, b: u64) -> u128 {
    if a <= u64::MAX as u128 { (a as u64 / b) as u128 } else { a / b as u128 }
}

/// `ceil(a / b)`; `b` is not 0.
#[inline]
pub(super) const fn quotient_up(a: u128, b: u64) -> u128 {
    if a <= u64::MAX as u128 { (a as u64).div_ceil(b) as u128 } else { a.div_ceil(b as u128) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_in_128_bits(a: u64, b: u64, a_shift in 0u32..64, b_shift in 0u32..64, wide: u128, less in 0u32..128) {
            let (a, b, wide) = (a >> a_shift, (b >> b_shift).max(1), wide >> less);
            prop_assert_eq!(product(a, b), u128::from(a) * u128::from(b));
            if let Some(expected) = wide.checked_mul(b.into()) {
                prop_assert_eq!(times(wide, b), expected);
            }
            prop_assert_eq!(quotient(wide, b), wide / u128::from(b));
            prop_assert_eq!(quotient_up(wide, b), wide.div_ceil(b.into()));
        }
    }
}
