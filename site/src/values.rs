//! The functions that prose can call: `{{ quorum_read_min(n = 3, w = 2) }}`.

use sandtable_core::algorithms::b_tree::{BPlusTree, Reads};
use sandtable_core::algorithms::bitset::DenseBitset;
use sandtable_core::algorithms::clocks::{
    DottedSiblings, DriftingClock, Interval, VectorSiblings, VersionVector,
};
use sandtable_core::algorithms::pagination::{self, More, Order, Place};
use sandtable_core::algorithms::placement::{
    Maglev, ModN, Node, Placement, PlacementError, ideal_moves, moves, ring_share_error,
};
use sandtable_core::algorithms::quorum::{asks_for_version, disjoint_quorums, probability_within};
use sandtable_core::algorithms::rate_limit::{Quota, Rate, worst_case};
use sandtable_core::algorithms::search::{Bm25, byte_of_length, length_of_byte};
use sandtable_core::engine::problem::{excerpt, nearest};
use sandtable_core::scene::grouped;

/// A function of the registry.
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub help: &'static str,
    /// Its arguments, all whole numbers and all to be given, in any order.
    pub args: &'static [Arg],
    eval: fn(&[u64]) -> Result<String, String>,
}

/// An argument of a function: a whole number in a range.
pub struct Arg {
    /// Its name.
    pub name: &'static str,
    /// The smallest value.
    pub min: u64,
    /// The largest.
    pub max: u64,
}

/// What is wrong with a call, and the cure.
pub type Wrong = (String, String);

const fn arg(name: &'static str, min: u64, max: u64) -> Arg {
    Arg { name, min, max }
}

const COPIES: Arg = arg("n", 1, 99);
const WRITERS: Arg = arg("w", 1, 99);
const READERS: Arg = arg("r", 1, 99);
const LIMIT: Arg = arg("limit", 1, 1_000_000);
const PERIOD: Arg = arg("period_ms", 1, 86_400_000);
const SPAN: Arg = arg("span_ms", 1, 86_400_000);
const BURST: Arg = arg("burst", 1, 1_000_000);
const BEFORE: Arg = arg("before", 1, 500);
const AFTER: Arg = arg("after", 1, 500);
const PAGED: [Arg; 4] = [
    arg("rows", 1, 100_000),
    arg("offset", 0, 100_000),
    arg("limit", 1, 1_000),
    arg("fan_out", 4, 1_000),
];

/// Every function, by name.
pub static FUNCTIONS: &[Function] = &[
    Function {
        name: "bitset_bytes",
        help: "The bytes of a set with a bit for each document.",
        args: &[arg("docs", 1, 100_000_000)],
        eval: |a| Ok(grouped(DenseBitset::new(a[0] as u32).bytes())),
    },
    Function {
        name: "bm25_saturation_percent",
        help: "The part of its weight that a word adds in a document of mean length.",
        args: &[arg("tf", 1, 1_000_000), arg("k1_percent", 0, 100_000)],
        eval: |a| {
            let bm25 = Bm25::new(a[1] as f32 / 100.0, 0.75).map_err(|e| e.to_string())?;
            Ok(percent(bm25.share(1.0, a[0] as u32, 100, 100.0).into()))
        },
    },
    Function {
        name: "bucket_worst",
        help: "The most that a token bucket or GCRA admits in any span.",
        args: &[LIMIT, PERIOD, BURST, SPAN],
        eval: |a| Ok(worst_case::bucket(quota(a[0], a[1], a[2])?, ns(a[3])).to_string()),
    },
    Function {
        name: "clock_drift_ms",
        help: "How far a clock that runs too fast by so many millionths is ahead after so long.",
        args: &[arg("ppm", 1, 999_999), arg("seconds", 1, 31_536_000)],
        eval: |a| {
            let (mut clock, after) = (DriftingClock::new(0), a[1] * 1_000_000_000);
            clock.set_rate(0, a[0] as i32);
            Ok(decimal((clock.read(after) - after) as f64 / 1e6, 3))
        },
    },
    Function {
        name: "commit_wait_ms",
        help: "How long commit wait takes with a clock that is right.",
        args: &[arg("epsilon_ms", 1, 10_000)],
        eval: |a| {
            let begun = Interval::around(ns(a[0]), ns(a[0]));
            Ok(decimal((begun.latest - begun.earliest) as f64 / 1e6, 3))
        },
    },
    Function {
        name: "copies_spare",
        help: "How many of n copies may be out of reach when so many are needed.",
        args: &[COPIES, arg("needed", 1, 99)],
        eval: |a| Ok(at_most(a[1], a[0], "needed", "n")?.to_string()),
    },
    Function {
        name: "fixed_window_worst",
        help: "The most that a fixed window admits in any span.",
        args: &[LIMIT, PERIOD, SPAN],
        eval: |a| Ok(worst_case::fixed_window(rate(a[0], a[1])?, ns(a[2])).to_string()),
    },
    Function {
        name: "ideal_moves_percent",
        help: "The share of keys that must move when equal nodes join or leave.",
        args: &[BEFORE, AFTER],
        eval: |a| {
            let nodes = |n: u64| (0..n as u32).map(|id| Node { id, weight: 1 }).collect::<Vec<_>>();
            Ok(percent(ideal_moves(1 << 40, &nodes(a[0]), &nodes(a[1])) / (1u64 << 40) as f64))
        },
    },
    Function {
        name: "jump_stops_mean",
        help: "The expected number of stops that a key makes in jump hash.",
        args: &[arg("nodes", 1, 1_000_000)],
        eval: |a| Ok(decimal((1..=a[0]).map(|bucket| 1.0 / bucket as f64).sum(), 1)),
    },
    Function {
        name: "kept_length",
        help: "What Lucene's byte keeps of a length in terms.",
        args: &[arg("length", 0, 1_000_000)],
        eval: |a| Ok(length_of_byte(byte_of_length(a[0] as u32)).to_string()),
    },
    Function {
        name: "leaky_queue_delay_ms",
        help: "The longest that a leaky bucket as a queue holds a request.",
        args: &[LIMIT, PERIOD, BURST],
        eval: |a| {
            let held = worst_case::leaky_queue_delay_ns(quota(a[0], a[1], a[2])?);
            Ok(decimal(held as f64 / 1e6, 3))
        },
    },
    Function {
        name: "leaky_queue_worst",
        help: "The most that a leaky bucket as a queue lets out in any span.",
        args: &[LIMIT, PERIOD, SPAN],
        eval: |a| Ok(worst_case::leaky_queue(rate(a[0], a[1])?, ns(a[2])).to_string()),
    },
    Function {
        name: "maglev_needless_percent",
        help: "The share of slots of a Maglev table that change hands between nodes that stay.",
        args: &[arg("slots", 2, 65_537), arg("before", 1, 60), arg("after", 1, 60)],
        eval: |a| maglev_needless(a[0] as u32, a[1] as u32, a[2] as u32).map(percent),
    },
    Function {
        name: "mod_n_moves_percent",
        help: "The share of keys that hash mod N moves when equal nodes join or leave.",
        args: &[arg("before", 1, 60), arg("after", 1, 60)],
        eval: |a| mod_n_moves(a[0], a[1]).map(percent),
    },
    Function {
        name: "offset_pages_read",
        help: "The tree pages read for a page of a list by offset.",
        args: &PAGED,
        eval: |a| Ok(page_reads(a, false)?.pages.to_string()),
    },
    Function {
        name: "offset_rows_read",
        help: "The rows read for a page of a list by offset, with the one beyond it.",
        args: &PAGED,
        eval: |a| Ok(page_reads(a, false)?.rows.to_string()),
    },
    Function {
        name: "page_offset",
        help: "The rows in front of a page, by its number from one.",
        args: &[arg("page", 1, 1_000_000), arg("limit", 1, 1_000)],
        eval: |a| Ok(((a[0] - 1) * a[1]).to_string()),
    },
    Function {
        name: "place_pages_read",
        help: "The tree pages read for a page of a list by place.",
        args: &PAGED,
        eval: |a| Ok(page_reads(a, true)?.pages.to_string()),
    },
    Function {
        name: "place_rows_read",
        help: "The rows read for a page of a list by place, with the one beyond it.",
        args: &PAGED,
        eval: |a| Ok(page_reads(a, true)?.rows.to_string()),
    },
    Function {
        name: "quorum_miss_percent",
        help: "The share of read quorums that miss a given write quorum.",
        args: &[COPIES, READERS, WRITERS],
        eval: |a| {
            let (n, r, w) = quorum(a)?;
            Ok(percent(disjoint_quorums(n, r, w)))
        },
    },
    Function {
        name: "quorum_read_min",
        help: "The smallest R that always meets W among N.",
        args: &[COPIES, WRITERS],
        eval: |a| {
            at_most(a[1], a[0], "w", "n")?;
            Ok(asks_for_version(a[0] as u32, a[1] as u32).to_string())
        },
    },
    Function {
        name: "quorum_shared_min",
        help: "How many copies a read and a write quorum share at least.",
        args: &[COPIES, READERS, WRITERS],
        eval: |a| {
            let (n, r, w) = quorum(a)?;
            Ok((r + w).saturating_sub(n).to_string())
        },
    },
    Function {
        name: "quorum_within_percent",
        help: "The probability that a read returns one of the last k versions.",
        args: &[COPIES, READERS, WRITERS, arg("k", 1, 100)],
        eval: |a| {
            let (n, r, w) = quorum(a)?;
            Ok(percent(probability_within(n, r, w, a[3] as u32)))
        },
    },
    Function {
        name: "ring_search_max",
        help: "The most comparisons that a search among the points of a ring takes.",
        args: &[arg("nodes", 1, 100_000), arg("points", 1, 1_000)],
        eval: |a| Ok((u64::BITS - (a[0] * a[1]).leading_zeros()).to_string()),
    },
    Function {
        name: "ring_share_error_percent",
        help: "The standard error of a node's share on a ring with random points.",
        args: &[arg("nodes", 2, 100_000), arg("points", 1, 100_000)],
        eval: |a| Ok(percent(ring_share_error(a[0] as u32, a[1] as u32))),
    },
    Function {
        name: "siblings_dotted",
        help: "Values kept after so many writes by two clients in turns, with dotted vectors.",
        args: &[arg("writes", 1, 10_000)],
        eval: |a| {
            let mut key = DottedSiblings::default();
            in_turns(a[0], |context, write| key.write(0, context, write));
            Ok(key.values().len().to_string())
        },
    },
    Function {
        name: "siblings_vector",
        help: "Values kept after so many writes by two clients in turns, under one version vector.",
        args: &[arg("writes", 1, 10_000)],
        eval: |a| {
            let mut key = VectorSiblings::default();
            in_turns(a[0], |context, write| key.write(0, context, write));
            Ok(key.values().len().to_string())
        },
    },
    Function {
        name: "sliding_counter_worst",
        help: "The most that a sliding-window counter admits in any period.",
        args: &[LIMIT, PERIOD],
        eval: |a| Ok(worst_case::sliding_counter(rate(a[0], a[1])?).to_string()),
    },
    Function {
        name: "sliding_log_bytes",
        help: "The most bytes that a sliding-window log keeps for one key.",
        args: &[LIMIT, PERIOD],
        eval: |a| Ok(worst_case::sliding_log_bytes(rate(a[0], a[1])?).to_string()),
    },
    Function {
        name: "sliding_log_worst",
        help: "The most that a sliding-window log admits in any span.",
        args: &[LIMIT, PERIOD, SPAN],
        eval: |a| Ok(worst_case::sliding_log(rate(a[0], a[1])?, ns(a[2])).to_string()),
    },
];

/// Evaluates a call with named arguments.
///
/// ```
/// use sandtable_site::values::evaluate;
/// assert_eq!(evaluate("quorum_read_min", &[("n", "3"), ("w", "2")]), Ok("2".to_owned()));
/// let (what, cure) = evaluate("quorum_raed_min", &[]).unwrap_err();
/// assert_eq!(what, "there is no function `quorum_raed_min`");
/// assert_eq!(cure, "did you mean `quorum_read_min`?");
/// ```
///
/// # Errors
/// An unknown name or argument with the nearest known one, a missing argument, a value out of
/// range.
pub fn evaluate(name: &str, given: &[(&str, &str)]) -> Result<String, Wrong> {
    let names = || FUNCTIONS.iter().map(|f| f.name);
    let Some(function) = FUNCTIONS.iter().find(|f| f.name == name) else {
        return Err((
            format!("there is no function `{}`", excerpt(name)),
            suggest(name, names(), "choose from"),
        ));
    };
    let args = || function.args.iter().map(|a| a.name);
    let mut values = vec![None; function.args.len()];
    for (arg, text) in given {
        let Some(at) = function.args.iter().position(|a| a.name == *arg) else {
            let what = format!("`{name}` takes no `{}`", excerpt(arg));
            return Err((what, suggest(arg, args(), "its arguments are")));
        };
        let Arg { min, max, .. } = function.args[at];
        let value = text.parse::<u64>().ok().filter(|v| (min..=max).contains(v));
        let Some(value) = value else {
            let what = format!("`{arg} = {}` is out of range", excerpt(text));
            return Err((what, format!("write a whole number from {min} to {max}")));
        };
        if values[at].replace(value).is_some() {
            return Err((format!("`{arg}` stands twice"), "keep one of them".to_owned()));
        }
    }
    let missing = args().zip(&values).filter(|(_, v)| v.is_none()).map(|(a, _)| a);
    let missing: Vec<&str> = missing.collect();
    if !missing.is_empty() {
        let what = format!("`{name}` lacks {}", missing.join(", "));
        let like: Vec<String> = args().map(|a| format!("{a} = …")).collect();
        return Err((what, format!("write `{name}({})`", like.join(", "))));
    }
    let values: Vec<u64> = values.into_iter().flatten().collect();
    (function.eval)(&values).map_err(|what| (what, function.help.to_owned()))
}

/// The cure for an unknown name: the nearest known one, or all of them.
#[must_use]
pub fn suggest<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone, all: &str) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{all} {}", known.collect::<Vec<_>>().join(", ")),
    }
}

/// A share as a percentage with one decimal, or with as many as it takes not to look like all or
/// nothing.
///
/// ```
/// use sandtable_site::values::percent;
/// assert_eq!(percent(2.0 / 3.0), "66.7\u{a0}%");
/// assert_eq!((percent(0.0), percent(1.0)), ("0\u{a0}%".into(), "100\u{a0}%".into()));
/// assert_eq!(percent(0.99996), "99.996\u{a0}%");
/// ```
#[must_use]
pub fn percent(share: f64) -> String {
    let all_or_nothing = |text: &str| text == "0" || text == "100";
    let exact = share == 0.0 || share == 1.0;
    let mut text = decimal(share * 100.0, 1);
    for digits in 2..=9 {
        if exact || !all_or_nothing(&text) {
            break;
        }
        text = decimal(share * 100.0, digits);
    }
    format!("{text}\u{a0}%")
}

/// A number with at most so many decimals and no zeros at their end.
fn decimal(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

fn at_most(a: u64, b: u64, a_name: &str, b_name: &str) -> Result<u64, String> {
    b.checked_sub(a).ok_or_else(|| format!("`{a_name} = {a}` is more than `{b_name} = {b}`"))
}

fn quorum(a: &[u64]) -> Result<(u32, u32, u32), String> {
    at_most(a[1], a[0], "r", "n")?;
    at_most(a[2], a[0], "w", "n")?;
    Ok((a[0] as u32, a[1] as u32, a[2] as u32))
}

/// What a page behind so many rows of a list reads, by offset or by place.
fn page_reads(a: &[u64], by_place: bool) -> Result<Reads, String> {
    let row = |id: u64| pagination::Row { key: id, id };
    let mut list = BPlusTree::new(a[3] as usize).map_err(|e| e.to_string())?;
    (1..=a[0]).for_each(|id| {
        list.insert(row(id));
    });
    let (order, limit, more) = (Order::Ascending, a[2] as usize, More::OneBeyond);
    let place = (a[1] > 0).then(|| Place::Row(row(a[1])));
    Ok(match by_place {
        true => pagination::after(&list, order, place, limit, more).reads,
        false => pagination::by_offset(&list, order, a[1], limit, more).reads,
    })
}

/// Two clients write in turns, each upon what its own last write returned.
fn in_turns(writes: u64, mut write: impl FnMut(&VersionVector, u64) -> VersionVector) {
    let mut known = [VersionVector::new(), VersionVector::new()];
    for turn in 0..writes {
        let client = &mut known[turn as usize % 2];
        *client = write(client, turn);
    }
}

fn ns(ms: u64) -> u64 {
    ms * 1_000_000
}

fn rate(limit: u64, period_ms: u64) -> Result<Rate, String> {
    Rate::new(limit as u32, ns(period_ms)).map_err(|e| e.to_string())
}

fn quota(limit: u64, period_ms: u64, burst: u64) -> Result<Quota, String> {
    rate(limit, period_ms)?.with_burst(burst as u32).map_err(|e| e.to_string())
}

/// Of each slot of a Maglev table, whether it goes from one node to another that was there before
/// and is there after.
fn maglev_needless(slots: u32, before: u32, after: u32) -> Result<f64, String> {
    let table = |nodes: u32| {
        let mut maglev = Maglev::new(slots)?;
        maglev.add_all((0..nodes).map(|id| (Node { id, weight: 1 }, format!("node-{id}"))))?;
        Ok(maglev.table().to_vec())
    };
    let tables = table(before).and_then(|then| Ok((then, table(after)?)));
    let (then, now) = tables.map_err(|e: PlacementError| e.to_string())?;
    let stays = |id: u32| id < before && id < after;
    let moved = then.iter().zip(&now).filter(|(a, b)| a != b && stays(**a) && stays(**b));
    Ok(moved.count() as f64 / f64::from(slots))
}

/// Exact: hashes modulo the least common multiple of both sizes, each once.
fn mod_n_moves(before: u64, after: u64) -> Result<f64, String> {
    let keys: Vec<u64> = (0..before * after).collect();
    let place = |nodes: u64| {
        let mut placement = ModN::new();
        for id in 0..nodes as u32 {
            placement.add(id, 1).map_err(|e| e.to_string())?;
        }
        placement.place_all(&keys).map_err(|e| e.to_string())
    };
    let moved = moves(&place(before)?, &place(after)?).map_err(|e| e.to_string())?;
    Ok(moved.len() as f64 / keys.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str, args: &[(&str, &str)]) -> String {
        evaluate(name, args).unwrap()
    }

    #[test]
    fn values_are_those_of_the_literature() {
        let one = [("n", "3"), ("r", "1"), ("w", "1")];
        assert_eq!(value("quorum_miss_percent", &one), "66.7\u{a0}%");
        // Bailis et al. 2012, section 3.1: N = 3, R = W = 1, within 5 versions.
        let within = [("n", "3"), ("r", "1"), ("w", "1"), ("k", "5")];
        assert_eq!(value("quorum_within_percent", &within), "86.8\u{a0}%");
        assert_eq!(value("quorum_read_min", &[("n", "5"), ("w", "3")]), "3");
        assert_eq!(value("quorum_shared_min", &[("n", "3"), ("r", "2"), ("w", "2")]), "1");
        assert_eq!(value("copies_spare", &[("n", "3"), ("needed", "2")]), "1");
        assert_eq!(value("ideal_moves_percent", &[("before", "4"), ("after", "5")]), "20\u{a0}%");
        assert_eq!(value("mod_n_moves_percent", &[("before", "4"), ("after", "5")]), "80\u{a0}%");
        let error = |nodes, points| {
            value("ring_share_error_percent", &[("nodes", nodes), ("points", points)])
        };
        // Lamping and Veach 2014, table 1, for many nodes.
        assert_eq!(error("1000", "100"), "10\u{a0}%");
        assert_eq!(error("5", "1"), "81.6\u{a0}%");
        assert_eq!(value("jump_stops_mean", &[("nodes", "1000")]), "7.5");
        assert_eq!(value("ring_search_max", &[("nodes", "5"), ("points", "20")]), "7");
        let needless = |slots, before, after| {
            let args = [("slots", slots), ("before", before), ("after", after)];
            value("maglev_needless_percent", &args)
        };
        // Nobody stays: all slots are the newcomer's or were the leaver's.
        assert_eq!(
            (needless("101", "1", "2"), needless("101", "2", "1")),
            ("0\u{a0}%".into(), "0\u{a0}%".into())
        );
        assert_ne!(needless("101", "4", "5"), "0\u{a0}%");
        let window = [("limit", "100"), ("period_ms", "60000"), ("span_ms", "60000")];
        assert_eq!(value("fixed_window_worst", &window), "200");
        assert_eq!(value("sliding_log_worst", &window), "100");
    }

    #[test]
    fn wrong_calls_are_refused_with_a_cure() {
        let cure = |name: &str, args: &[(&str, &str)]| {
            let (what, cure) = evaluate(name, args).unwrap_err();
            format!("{what}; {cure}")
        };
        assert_eq!(
            cure("quorum_read_min", &[("n", "3"), ("x", "2")]),
            "`quorum_read_min` takes no `x`; its arguments are n, w"
        );
        assert_eq!(
            cure("quorum_read_min", &[("n", "3")]),
            "`quorum_read_min` lacks w; write `quorum_read_min(n = …, w = …)`"
        );
        assert_eq!(
            cure("quorum_read_min", &[("n", "3"), ("w", "0")]),
            "`w = 0` is out of range; write a whole number from 1 to 99"
        );
        assert!(cure("quorum_read_min", &[("n", "3"), ("n", "3")]).contains("stands twice"));
        assert!(
            cure("quorum_read_min", &[("n", "3"), ("w", "4")]).contains("is more than `n = 3`")
        );
        assert!(cure("zebra", &[]).contains("choose from "));
    }

    #[test]
    fn functions_are_in_order_and_every_corner_of_their_ranges_answers() {
        assert!(FUNCTIONS.windows(2).all(|f| f[0].name < f[1].name));
        for function in FUNCTIONS {
            for corner in 0..1u32 << function.args.len() {
                let texts: Vec<String> = function
                    .args
                    .iter()
                    .enumerate()
                    .map(|(i, a)| if corner >> i & 1 == 0 { a.min } else { a.max }.to_string())
                    .collect();
                let args =
                    function.args.iter().map(|a| a.name).zip(texts.iter().map(String::as_str));
                // It answers or refuses; it never panics.
                let _ = evaluate(function.name, &args.collect::<Vec<_>>());
            }
        }
    }
}
