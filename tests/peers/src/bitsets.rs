//! How fast and how small are bitmaps, on real lists and on synthetic densities?

use fixedbitset::FixedBitSet;
use roaring::RoaringBitmap;
use sandtable_core::algorithms::bitset::{CompressedBitset, DenseBitset};

use crate::data::Data;
use crate::harness::duel;
use crate::random::Random;
use crate::table::{AtLeast, Row, Section, Unit};
use crate::versions;

const SETUP: &str = "Compressed sets against roaring, plain ones against fixedbitset; built for \
the target's baseline; roaring chooses SIMD when it runs, with unsafe code in its dependencies. `AND` and `OR` build the set of the answer, `AND \
count` only counts. All runs over neighbours: set 0 with 1, 1 with 2, and so on. Sets are stored in \
their smallest form on both sides (`optimize`, `optimize_runs`); sizes are those of the Roaring \
format. census1881 is 200 lists of a real census; the synthetic sets are 9 of 1,000,000 numbers, \
each number with the given probability, or stretches of 50 to 150 numbers.";

/// The same sets on both sides.
struct Sets {
    name: String,
    theirs: Vec<RoaringBitmap>,
    ours: Vec<CompressedBitset>,
    /// Why ours is slower where it is.
    otherwise: &'static str,
}

/// Most containers are lists.
const LISTS: &str = "roaring compares and merges lists with SSE4.2 and AVX2, chosen when it runs; \
ours is safe code for the baseline, SSE2";
/// Most containers are bitmaps or runs.
const WORDS: &str = "not profiled: both pass once over the same words or runs";

impl Sets {
    fn new(name: &str, lists: &[Vec<u32>], otherwise: &'static str) -> Self {
        let theirs = lists.iter().map(|list| {
            let mut set: RoaringBitmap = list.iter().copied().collect();
            set.optimize();
            set
        });
        let ours = lists.iter().map(|list| {
            let mut set: CompressedBitset = list.iter().copied().collect();
            set.optimize_runs();
            set
        });
        Self { name: name.to_owned(), theirs: theirs.collect(), ours: ours.collect(), otherwise }
    }

    fn rows(&self) -> Vec<Row> {
        let Self { name, theirs, ours, .. } = self;
        let peer = || versions::of("roaring");
        let sums = (
            theirs.windows(2).fold((0, 0), |(and, or), pair| {
                (and + (&pair[0] & &pair[1]).len(), or + (&pair[0] | &pair[1]).len())
            }),
            ours.windows(2).fold((0, 0), |(and, or), pair| {
                (and + pair[0].and(&pair[1]).count(), or + pair[0].or(&pair[1]).count())
            }),
        );
        let counted: u64 = ours.windows(2).map(|pair| pair[0].and_count(&pair[1])).sum();
        let equal = sums.0 == sums.1 && counted == sums.1.0;
        let shown = |(and, or): (u64, u64)| format!("{and}, {or}");
        let mut rows = vec![Row::checked(
            &format!("{name}: sums over AND and OR"),
            peer(),
            (shown(sums.0), shown(sums.1)),
            "equal",
            if equal { Ok(()) } else { Err("an answer is wrong".to_owned()) },
        )];
        let numbers: u64 = theirs.iter().map(RoaringBitmap::len).sum();
        let sizes: (u64, u64) = (
            theirs.iter().map(|set| set.serialized_size() as u64).sum(),
            ours.iter().map(CompressedBitset::serialized_bytes).sum(),
        );
        let bits = |bytes: u64| format!("{:.3} bits", 8.0 * bytes as f64 / numbers as f64);
        rows.push(Row::checked(
            &format!("{name}: size of an integer"),
            peer(),
            (bits(sizes.0), bits(sizes.1)),
            "≤ theirs",
            if sizes.1 <= sizes.0 { Ok(()) } else { Err("larger".to_owned()) },
        ));
        let target = AtLeast { ratio: 1.0, otherwise: self.otherwise };
        let mut timed = |what: &str, duel| {
            let what = format!("{name}: {what}");
            rows.push(Row::timed(&what, peer(), &duel, Unit::NsEach(theirs.len() - 1), target));
        };
        let and = duel(
            || theirs.windows(2).map(|pair| (&pair[0] & &pair[1]).is_empty() as u64).sum::<u64>(),
            || ours.windows(2).map(|pair| pair[0].and(&pair[1]).is_empty() as u64).sum::<u64>(),
        );
        timed("AND", and);
        let count = duel(
            || theirs.windows(2).map(|pair| pair[0].intersection_len(&pair[1])).sum::<u64>(),
            || ours.windows(2).map(|pair| pair[0].and_count(&pair[1])).sum::<u64>(),
        );
        timed("AND count", count);
        let or = duel(
            || theirs.windows(2).map(|pair| (&pair[0] | &pair[1]).is_empty() as u64).sum::<u64>(),
            || ours.windows(2).map(|pair| pair[0].or(&pair[1]).is_empty() as u64).sum::<u64>(),
        );
        timed("OR", or);
        rows
    }
}

const LEN: u32 = 1_000_000;

/// Each number below [`LEN`] with a probability of `per_million` in a million.
fn scattered(per_million: u32) -> Vec<Vec<u32>> {
    let mut random = Random(u64::from(per_million));
    (0..9).map(|_| (0..LEN).filter(|_| random.below(1_000_000) < per_million).collect()).collect()
}

/// Stretches of 50 to 150 numbers with gaps of 500 to 1500.
fn stretches() -> Vec<Vec<u32>> {
    let mut random = Random(3);
    let list = |random: &mut Random| {
        let (mut at, mut list) = (0, Vec::new());
        while at < LEN {
            at += 500 + random.below(1000);
            let len = 50 + random.below(100);
            list.extend(at..at + len);
            at += len;
        }
        list
    };
    (0..9).map(|_| list(&mut random)).collect()
}

fn plain(name: &str, lists: &[Vec<u32>]) -> Vec<Row> {
    let len = lists.iter().flatten().max().map_or(0, |last| last + 1);
    let theirs: Vec<FixedBitSet> = lists
        .iter()
        .map(|list| {
            let mut set = FixedBitSet::with_capacity(len as usize);
            list.iter().for_each(|number| set.insert(*number as usize));
            set
        })
        .collect();
    let ours: Vec<DenseBitset> = lists
        .iter()
        .map(|list| DenseBitset::from_members(len, list.iter().copied()).expect("below the length"))
        .collect();
    let peer = || versions::of("fixedbitset");
    let sums = (
        theirs.windows(2).map(|pair| pair[0].intersection_count(&pair[1]) as u64).sum::<u64>(),
        ours.windows(2).map(|pair| pair[0].and_count(&pair[1])).sum::<u64>(),
    );
    assert_eq!(sums.0, sums.1, "plain sets have the same sums");
    let target = AtLeast { ratio: 1.0, otherwise: "the same loop over words on both sides" };
    let pairs = lists.len() - 1;
    let and = duel(
        || theirs.windows(2).map(|pair| (&pair[0] & &pair[1]).len()).sum::<usize>(),
        || ours.windows(2).map(|pair| u64::from(pair[0].and(&pair[1]).len())).sum::<u64>(),
    );
    let or = duel(
        || theirs.windows(2).map(|pair| (&pair[0] | &pair[1]).len()).sum::<usize>(),
        || ours.windows(2).map(|pair| u64::from(pair[0].or(&pair[1]).len())).sum::<u64>(),
    );
    let count = duel(
        || theirs.windows(2).map(|pair| pair[0].intersection_count(&pair[1])).sum::<usize>(),
        || ours.windows(2).map(|pair| pair[0].and_count(&pair[1])).sum::<u64>(),
    );
    [("AND", and), ("AND count", count), ("OR", or)]
        .map(|(what, duel)| {
            let what = format!("{name}, plain: {what}");
            Row::timed(&what, peer(), &duel, Unit::NsEach(pairs), target)
        })
        .into()
}

/// The lists of census1881.
fn census(data: &Data) -> Result<Vec<Vec<u32>>, String> {
    let texts = data.archive("real-roaring/census1881.zip")?;
    let number =
        |text: &str| text.trim().parse::<u32>().map_err(|error| format!("`{text}`: {error}"));
    let list =
        |text: &String| text.trim().split(',').filter(|n| !n.is_empty()).map(number).collect();
    texts.iter().map(|(_, text)| list(text)).collect()
}

/// The rows about bitmaps.
pub(crate) fn section(data: &Data) -> Section {
    let mut rows = match census(data) {
        Ok(lists) => Sets::new("census1881", &lists, LISTS).rows(),
        Err(why) => vec![Row::missing("census1881", versions::of("roaring"), "≤ theirs", why)],
    };
    for (name, lists, otherwise) in [
        ("1 in 1,000", scattered(1000), LISTS),
        ("1 in 100", scattered(10_000), LISTS),
        ("1 in 10", scattered(100_000), WORDS),
        ("1 in 2", scattered(500_000), WORDS),
        ("stretches", stretches(), WORDS),
    ] {
        rows.extend(Sets::new(name, &lists, otherwise).rows());
    }
    rows.extend(plain("1 in 10", &scattered(100_000)));
    Section { title: "Bitmaps", setup: SETUP, rows }
}
