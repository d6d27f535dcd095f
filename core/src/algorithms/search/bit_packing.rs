//! How do many small numbers share a few words?

/// How many numbers make a full block.
pub(super) const BLOCK: usize = 128;
/// How many numbers of a full block lie side by side, so that one instruction can treat them.
const LANES: usize = 4;

/// The bits that the largest of some numbers takes; none if all are zero.
pub(super) fn width(values: &[u32]) -> u32 {
    u32::BITS - values.iter().fold(0, |all, value| all | value).leading_zeros()
}

/// How many words [`pack`] writes.
pub(super) fn words(count: usize, bits: u32) -> usize {
    (count * bits as usize).div_ceil(u32::BITS as usize)
}

/// Writes numbers of `bits` bits each behind `out`.
///
/// A full block lies in four lanes: number `4 r + l` is the `r`-th of lane `l`, and word `4 w + l`
/// is the `w`-th of lane `l`. Fewer numbers lie one behind the other. Source: D. Lemire, L. Boytsov,
/// "Decoding billions of integers per second through vectorization", *Software: Practice and
/// Experience* 45(1), 2015.
pub(super) fn pack(values: &[u32], bits: u32, out: &mut Vec<u32>) {
    let start = out.len();
    out.resize(start + words(values.len(), bits), 0);
    let out = &mut out[start..];
    let full = values.len() == BLOCK;
    for (index, &value) in values.iter().enumerate() {
        let (place, lane, lanes) =
            if full { (index / LANES, index % LANES, LANES) } else { (index, 0, 1) };
        let bit = place * bits as usize;
        let (word, shift) = (bit / 32, bit % 32);
        let spread = u64::from(value) << shift;
        if bits > 0 {
            out[word * lanes + lane] |= spread as u32;
        }
        if shift + bits as usize > 32 {
            out[(word + 1) * lanes + lane] |= (spread >> 32) as u32;
        }
    }
}

/// Reads back `out.len()` numbers of `bits` bits each from the first of `packed`.
pub(super) fn unpack(packed: &[u32], bits: u32, out: &mut [u32]) {
    if bits == 0 {
        out.fill(0);
    } else if let Ok(out) = <&mut [u32; BLOCK]>::try_from(&mut *out) {
        unpack_block(packed, bits, out);
    } else {
        unpack_few(packed, bits, out);
    }
}

fn unpack_block(packed: &[u32], bits: u32, out: &mut [u32; BLOCK]) {
    let mask = u32::MAX >> (32 - bits);
    let (packed, _) = packed.as_chunks::<LANES>();
    let packed = &packed[..bits as usize];
    let (rows, _) = out.as_chunks_mut::<LANES>();
    let (mut word, mut shift) = (0, 0);
    for row in rows {
        let low = packed[word];
        let end = shift + bits;
        if end <= 32 {
            *row = low.map(|low| (low >> shift) & mask);
        } else {
            let high = packed[word + 1];
            for lane in 0..LANES {
                row[lane] = ((low[lane] >> shift) | (high[lane] << (32 - shift))) & mask;
            }
        }
        word += usize::from(end >= 32);
        shift = end % 32;
    }
}

fn unpack_few(packed: &[u32], bits: u32, out: &mut [u32]) {
    let mask = u32::MAX >> (32 - bits);
    let mut bit = 0;
    for value in out {
        let (word, shift) = (bit / 32, bit % 32);
        let low = u64::from(packed[word]);
        let high = u64::from(packed.get(word + 1).copied().unwrap_or(0));
        *value = ((low | high << 32) >> shift) as u32 & mask;
        bit += bits as usize;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_width_and_count_come_back() {
        for bits in 0..=32_u32 {
            let mask = u32::MAX.checked_shr(32 - bits).unwrap_or(0);
            for count in [0, 1, 2, 3, 31, 32, 33, 100, 127, 128] {
                let mut next = 12_345_u32;
                let values: Vec<u32> = (0..count)
                    .map(|_| {
                        next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        next.rotate_left(7) & mask
                    })
                    .collect();
                assert!(width(&values) <= bits);
                let mut packed = vec![7];
                pack(&values, bits, &mut packed);
                assert_eq!(packed.len(), 1 + words(count, bits));
                let mut back = vec![9; count];
                unpack(&packed[1..], bits, &mut back);
                assert_eq!(back, values, "{count} numbers of {bits} bits");
            }
        }
    }
}
