//! How are two ascending lists of 16-bit numbers combined, when they are alike and when one is short?

/// A list this many times as long as the other is searched by galloping rather than read through.
const GALLOP_RATIO: usize = 32;

/// The index of the first item that is at least `value`, from `start` on, by doubling steps and
/// then halving them.
fn gallop(items: &[u16], start: usize, value: u16) -> usize {
    let mut step = 1;
    let mut low = start;
    let mut high = start;
    while high < items.len() && items[high] < value {
        low = high + 1;
        high += step;
        step *= 2;
    }
    let high = high.min(items.len());
    low + items[low..high].partition_point(|item| *item < value)
}

/// Whether galloping through the longer list costs less than reading both.
fn far_apart(short: &[u16], long: &[u16]) -> bool {
    short.len().saturating_mul(GALLOP_RATIO) < long.len()
}

/// Calls `found` with every item that is in both, ascending.
fn gallop_common(short: &[u16], long: &[u16], mut found: impl FnMut(u16)) {
    let mut at = 0;
    for item in short {
        at = gallop(long, at, *item);
        match long.get(at) {
            None => return,
            Some(other) if other == item => found(*item),
            Some(_) => {}
        }
    }
}

/// How many items are compared at once: as many as a register of 128 bits holds.
const BLOCK: usize = 8;

/// For each item of `a`, all ones when it is in `b`, else zero. Plain loops over fixed lengths, which
/// compilers turn into comparisons of whole registers.
#[inline]
fn found_in(a: &[u16; BLOCK], b: &[u16; BLOCK]) -> [u16; BLOCK] {
    let mut found = [0; BLOCK];
    for y in b {
        for (mark, x) in found.iter_mut().zip(a) {
            *mark |= if x == y { u16::MAX } else { 0 };
        }
    }
    found
}

/// Calls `compare` with each pair of blocks that may share items and with the index of the first
/// block; returns how many blocks of each are behind it.
#[inline]
fn each_pair_of_blocks(
    a: &[[u16; BLOCK]],
    b: &[[u16; BLOCK]],
    mut compare: impl FnMut(usize, &[u16; BLOCK], &[u16; BLOCK]),
) -> (usize, usize) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (&a[i], &b[j]);
        compare(i, x, y);
        let (x, y) = (x[BLOCK - 1], y[BLOCK - 1]);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    (i, j)
}

/// What is in both.
pub(super) fn and(a: &[u16], b: &[u16]) -> Vec<u16> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if far_apart(short, long) {
        let mut common = Vec::with_capacity(short.len());
        gallop_common(short, long, |item| common.push(item));
        return common;
    }
    let mut common = vec![0; short.len() + BLOCK];
    let mut kept = 0;
    let (i, j) = each_pair_of_blocks(short.as_chunks().0, long.as_chunks().0, |_, block, other| {
        let found = found_in(block, other);
        if found.iter().fold(0, |any, mark| any | mark) != 0 {
            for (item, mark) in block.iter().zip(found) {
                common[kept] = *item;
                kept += usize::from(mark & 1);
            }
        }
    });
    let (mut i, mut j) = (i * BLOCK, j * BLOCK);
    // Every item is written and kept by moving on: no branch that depends on the data.
    while i < short.len() && j < long.len() {
        let (x, y) = (short[i], long[j]);
        common[kept] = x;
        kept += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    common.truncate(kept);
    common
}

/// How many are in both.
pub(super) fn and_count(a: &[u16], b: &[u16]) -> u32 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut count = 0;
    if far_apart(short, long) {
        gallop_common(short, long, |_| count += 1);
        return count;
    }
    // A mark is minus one; a list has so few blocks that no sum overflows.
    let mut sums = [0_u16; BLOCK];
    let (i, j) = each_pair_of_blocks(short.as_chunks().0, long.as_chunks().0, |_, block, other| {
        for (sum, mark) in sums.iter_mut().zip(found_in(block, other)) {
            *sum = sum.wrapping_sub(mark);
        }
    });
    count += sums.iter().map(|sum| u32::from(*sum)).sum::<u32>();
    let (mut i, mut j) = (i * BLOCK, j * BLOCK);
    while i < short.len() && j < long.len() {
        let (x, y) = (short[i], long[j]);
        count += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

/// What is in either, and in both once.
pub(super) fn or(a: &[u16], b: &[u16]) -> Vec<u16> {
    merge(a, b, |_, _| true)
}

/// What is in `a` and not in `b`.
pub(super) fn and_not(a: &[u16], b: &[u16]) -> Vec<u16> {
    if far_apart(a, b) {
        let mut at = 0;
        let rest = a.iter().filter(|item| {
            at = gallop(b, at, **item);
            b.get(at) != Some(*item)
        });
        return rest.copied().collect();
    }
    let mut rest = vec![0; a.len() + BLOCK];
    let mut kept = 0;
    let blocks: &[[u16; BLOCK]] = a.as_chunks().0;
    // The block at hand, and which of its items were found so far.
    let (mut current, mut seen) = (0, [0_u16; BLOCK]);
    let mut keep = |block: &[u16; BLOCK], seen: [u16; BLOCK]| {
        for (item, mark) in block.iter().zip(seen) {
            rest[kept] = *item;
            kept += usize::from(mark == 0);
        }
    };
    let (i, _) = each_pair_of_blocks(blocks, b.as_chunks().0, |at, block, other| {
        if at != current {
            keep(&blocks[current], seen);
            (current, seen) = (at, [0; BLOCK]);
        }
        for (mark, found) in seen.iter_mut().zip(found_in(block, other)) {
            *mark |= found;
        }
    });
    if i > current {
        keep(&blocks[current], seen);
    }
    let mut i = i * BLOCK;
    let mut j = a.get(i).map_or(b.len(), |item| b.partition_point(|other| other < item));
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        rest[kept] = x;
        kept += usize::from(x < y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    rest.truncate(kept);
    rest.extend_from_slice(&a[i..]);
    rest
}

/// What is in exactly one of the two.
pub(super) fn xor(a: &[u16], b: &[u16]) -> Vec<u16> {
    merge(a, b, |x, y| x != y)
}

/// Lists with fewer items together than this are merged in one go.
const LANES_FROM: usize = 64;

/// A part of a merge: what is left of two lists, what was written, and how much of it is kept.
struct Lane<'a> {
    a: &'a [u16],
    b: &'a [u16],
    out: &'a mut [u16],
    i: usize,
    j: usize,
    kept: usize,
}

impl Lane<'_> {
    /// How often it can surely step.
    fn steps(&self) -> usize {
        (self.a.len() - self.i).min(self.b.len() - self.j)
    }

    /// The smaller of the next two items is written, and kept by moving on.
    #[inline]
    fn step(&mut self, keep: impl Fn(u16, u16) -> bool) {
        let (x, y) = (self.a[self.i], self.b[self.j]);
        self.out[self.kept] = x.min(y);
        self.kept += usize::from(keep(x, y));
        self.i += usize::from(x <= y);
        self.j += usize::from(y <= x);
    }

    /// Writes what is left.
    fn finish(&mut self, keep: impl Fn(u16, u16) -> bool) {
        while self.steps() > 0 {
            self.step(&keep);
        }
        for rest in [&self.a[self.i..], &self.b[self.j..]] {
            self.out[self.kept..self.kept + rest.len()].copy_from_slice(rest);
            self.kept += rest.len();
        }
    }
}

/// Both lists in order; of an item in both, one, if `keep` says so.
///
/// A step waits for the one before it. So the lists are cut in four at the same items and the parts
/// merged at once, a step of each in turn.
fn merge(a: &[u16], b: &[u16], keep: impl Fn(u16, u16) -> bool) -> Vec<u16> {
    let mut all = vec![0; a.len() + b.len()];
    let (mut rest_a, mut rest_b, mut rest_out) = (a, b, all.as_mut_slice());
    let mut cut = |end: usize| {
        let low_a = rest_a.split_off(..end.min(rest_a.len())).unwrap_or_default();
        let bound = rest_a.first().map_or(rest_b.len(), |at| rest_b.partition_point(|y| y < at));
        let low_b = rest_b.split_off(..bound).unwrap_or_default();
        let out = rest_out.split_off_mut(..low_a.len() + low_b.len()).unwrap_or_default();
        Lane { a: low_a, b: low_b, out, i: 0, j: 0, kept: 0 }
    };
    let small = a.len() + b.len() < LANES_FROM;
    let part = if small { a.len() } else { a.len().div_ceil(4) };
    let mut lanes = [cut(part), cut(part), cut(part), cut(part)];
    loop {
        let steps = lanes.iter().map(Lane::steps).min().unwrap_or(0);
        if steps == 0 {
            break;
        }
        let [p, q, r, s] = &mut lanes;
        for _ in 0..steps {
            p.step(&keep);
            q.step(&keep);
            r.step(&keep);
            s.step(&keep);
        }
    }
    let mut written = [(0, 0); 4];
    for (lane, written) in lanes.iter_mut().zip(&mut written) {
        lane.finish(&keep);
        *written = (lane.out.len(), lane.kept);
    }
    let (mut from, mut to) = (0, 0);
    for (room, kept) in written {
        all.copy_within(from..from + kept, to);
        from += room;
        to += kept;
    }
    all.truncate(to);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn galloping_finds_what_a_search_finds() {
        let items: Vec<u16> = (0..500).map(|item| item * 7).collect();
        for value in 0..3600 {
            for start in [0, 3, 250, 499, 500] {
                let expected = start + items[start..].partition_point(|item| *item < value);
                assert_eq!(gallop(&items, start, value), expected, "{value} from {start}");
            }
        }
    }

    #[test]
    fn a_short_list_gives_the_same_by_galloping() {
        let long: Vec<u16> = (0..4000).map(|item| item * 3).collect();
        let short = [0, 1, 2, 3, 5997, 5998, 11_997, 65_535];
        assert!(far_apart(&short, &long));
        assert_eq!(and(&short, &long), [0, 3, 5997, 11_997]);
        assert_eq!(and(&long, &short), [0, 3, 5997, 11_997]);
        assert_eq!(and_count(&short, &long), 4);
        assert_eq!(and_not(&short, &long), [1, 2, 5998, 65_535]);
    }
}
