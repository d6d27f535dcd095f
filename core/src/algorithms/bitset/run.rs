//! How are stretches of numbers combined without writing out the numbers?

/// All numbers from `start` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: u16,
    pub(super) last: u16,
}

impl Run {
    pub(super) fn len(self) -> u32 {
        u32::from(self.last) - u32::from(self.start) + 1
    }
}

/// Where membership changes: the start of each run, and the number after its last.
pub(super) fn edges_of_runs(runs: &[Run]) -> impl Iterator<Item = u32> {
    runs.iter().flat_map(|run| [u32::from(run.start), u32::from(run.last) + 1])
}

/// Where membership changes in a list of single numbers; neighbours change it twice in one place.
pub(super) fn edges_of_items(items: &[u16]) -> impl Iterator<Item = u32> {
    items.iter().flat_map(|item| [u32::from(*item), u32::from(*item) + 1])
}

/// The runs of the numbers for which `keep(in a, in b)` holds. `keep(false, false)` must not.
/// Time: the edges of both.
pub(super) fn sweep(
    a: impl Iterator<Item = u32>,
    b: impl Iterator<Item = u32>,
    keep: impl Fn(bool, bool) -> bool,
) -> Vec<Run> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    let (mut in_a, mut in_b) = (false, false);
    let mut runs = Vec::new();
    let mut open = None;
    loop {
        let at = match (a.peek(), b.peek()) {
            (None, None) => return runs,
            (Some(x), None) => *x,
            (None, Some(y)) => *y,
            (Some(x), Some(y)) => *x.min(y),
        };
        while a.next_if_eq(&at).is_some() {
            in_a = !in_a;
        }
        while b.next_if_eq(&at).is_some() {
            in_b = !in_b;
        }
        match (open, keep(in_a, in_b)) {
            (None, true) => open = Some(at),
            (Some(start), false) => {
                runs.push(Run { start: start as u16, last: (at - 1) as u16 });
                open = None;
            }
            _ => {}
        }
    }
}

/// Calls `common` with every pair of runs of which one may reach into the other, ascending: where
/// the stretch that both hold starts, and what comes after it. It is empty if that is no more than
/// the start.
#[inline]
pub(super) fn each_common(a: &[Run], b: &[Run], mut common: impl FnMut(u16, u32)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        common(x.start.max(y.start), u32::from(x.last.min(y.last)) + 1);
        i += usize::from(x.last <= y.last);
        j += usize::from(y.last <= x.last);
    }
}

/// The stretches that lie in a run of both.
pub(super) fn and(a: &[Run], b: &[Run]) -> Vec<Run> {
    // Each is written and kept by moving on: no branch that depends on the data.
    let mut runs = vec![Run { start: 0, last: 0 }; a.len() + b.len()];
    let mut kept = 0;
    each_common(a, b, |start, end| {
        runs[kept] = Run { start, last: (end - 1) as u16 };
        kept += usize::from(end > u32::from(start));
    });
    runs.truncate(kept);
    runs
}

/// How many numbers lie in a run of both.
pub(super) fn and_count(a: &[Run], b: &[Run]) -> u32 {
    let mut count = 0;
    each_common(a, b, |start, end| count += end.saturating_sub(start.into()));
    count
}

/// Calls `found` with every item that lies in a run, or with every item that lies in none.
pub(super) fn each_item(items: &[u16], runs: &[Run], inside: bool, mut found: impl FnMut(u16)) {
    let mut at = 0;
    for item in items {
        while runs.get(at).is_some_and(|run| run.last < *item) {
            at += 1;
        }
        if runs.get(at).is_some_and(|run| run.start <= *item) == inside {
            found(*item);
        }
    }
}
