//! Where the boxes and lines of a small graph lie: from the top down, nothing over anything else.
//!
//! Layers by longest path, an empty place in each layer that a line passes through, rows ordered by
//! the mean place of their neighbours: Sugiyama, Tagawa, Toda, “Methods for visual understanding of
//! hierarchical system structures”, 1981.

use std::collections::BTreeSet;

/// How high a box is.
pub const BOX_HEIGHT: u32 = 32;
/// Between two boxes of a row.
const GAP: u32 = 16;
/// Between two rows.
const ROW_GAP: u32 = 28;
/// The place that a line takes in a row that it passes.
const LANE: u32 = 8;
/// Around everything, so that no stroke is cut.
const MARGIN: u32 = 2;
/// How often rows are ordered anew, each time down and up.
const SWEEPS: usize = 4;

/// A laid-out graph. Lengths are in units of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// How wide the picture is.
    pub width: u32,
    /// How high it is.
    pub height: u32,
    /// The left upper corner of each node's box.
    pub boxes: Vec<(u32, u32)>,
    /// The corners of each line, from the bottom of a box to the top of another.
    pub lines: Vec<Vec<(u32, u32)>>,
}

/// The nodes that hang together, each group in order, the groups by their first node. Edges name
/// nodes by their place. O(nodes · edges).
#[must_use]
pub fn components(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..nodes).collect();
    // Each round carries the smallest number one edge further.
    for _ in 0..nodes {
        for (a, b) in edges {
            let least = group[*a].min(group[*b]);
            (group[*a], group[*b]) = (least, least);
        }
    }
    let heads: BTreeSet<usize> = group.iter().copied().collect();
    heads.iter().map(|head| (0..nodes).filter(|n| group[*n] == *head).collect()).collect()
}

/// The nodes of a circle, if edges lead in one.
#[must_use]
pub fn circle(nodes: usize, edges: &[(usize, usize)]) -> Option<Vec<usize>> {
    let order = order(nodes, edges);
    let left: Vec<usize> = (0..nodes).filter(|n| !order.contains(n)).collect();
    // What only follows from a circle is not in it.
    let on = |n: &usize| reaches(edges, *n, *n);
    if left.is_empty() { None } else { Some(left.iter().copied().filter(on).collect()) }
}

/// Lays out nodes of these widths; an edge leads from what comes first to what builds on it. What
/// follows from other edges is not drawn. `None` if edges lead in a circle.
///
/// ```
/// let layout = sandtable_site::graph::layout(&[60, 60], &[(0, 1)]).unwrap();
/// assert!(layout.boxes[1].1 > layout.boxes[0].1, "the second lies below the first");
/// ```
#[must_use]
pub fn layout(widths: &[u32], edges: &[(usize, usize)]) -> Option<Layout> {
    let nodes = widths.len();
    let order = order(nodes, edges);
    if order.len() < nodes {
        return None;
    }
    let edges: BTreeSet<(usize, usize)> = edges.iter().copied().collect();
    let direct: Vec<(usize, usize)> = edges
        .iter()
        .copied()
        .filter(|edge| {
            let others: Vec<(usize, usize)> = edges.iter().copied().filter(|e| e != edge).collect();
            !reaches(&others, edge.0, edge.1)
        })
        .collect();
    let mut layer = vec![0_usize; nodes];
    for node in &order {
        let before = direct.iter().filter(|(_, to)| to == node);
        layer[*node] = before.map(|(from, _)| layer[*from] + 1).max().unwrap_or(0);
    }
    // What nothing leads to stands right above what builds on it.
    for node in 0..nodes {
        if direct.iter().all(|(_, to)| *to != node) {
            let after = direct.iter().filter(|(from, _)| *from == node);
            layer[node] = after.map(|(_, to)| layer[*to] - 1).min().unwrap_or(0);
        }
    }
    // Slots: the nodes, and behind them the places through which long lines pass.
    let mut widths = widths.to_vec();
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for (from, to) in &direct {
        let mut chain = vec![*from];
        for between in layer[*from] + 1..layer[*to] {
            chain.push(widths.len());
            widths.push(LANE);
            layer.push(between);
        }
        chain.push(*to);
        chains.push(chain);
    }
    let rows = rows(&layer, &chains);
    Some(place(&widths, &rows, &chains, nodes))
}

/// The nodes so that each comes after all that leads to it; nodes of a circle and behind it are left
/// out.
fn order(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    loop {
        let next = (0..nodes).find(|n| {
            let ready = |(from, to): &(usize, usize)| to != n || order.contains(from);
            !order.contains(n) && edges.iter().all(ready)
        });
        match next {
            Some(node) => order.push(node),
            None => return order,
        }
    }
}

/// Whether edges lead from one node to another, by at least one.
fn reaches(edges: &[(usize, usize)], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for (_, next) in edges.iter().filter(|(a, _)| *a == node) {
            if *next == to {
                return true;
            }
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    false
}

/// The slots of each row, ordered so that few lines cross.
fn rows(layer: &[usize], chains: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let height = layer.iter().max().map_or(0, |last| last + 1);
    let mut rows: Vec<Vec<usize>> =
        (0..height).map(|row| (0..layer.len()).filter(|n| layer[*n] == row).collect()).collect();
    let steps: Vec<(usize, usize)> =
        chains.iter().flat_map(|chain| chain.windows(2).map(|w| (w[0], w[1]))).collect();
    let sort = |rows: &mut Vec<Vec<usize>>, row: usize, from: usize| {
        let beside = rows[from].clone();
        let mean = |slot: &usize| {
            let places: Vec<usize> = beside
                .iter()
                .enumerate()
                .filter(|(_, other)| {
                    steps.contains(&(**other, *slot)) || steps.contains(&(*slot, **other))
                })
                .map(|(place, _)| place)
                .collect();
            // In thousandths, so that equal means are equal.
            places.iter().sum::<usize>() * 1000 / places.len().max(1)
        };
        rows[row].sort_by_key(mean);
    };
    for _ in 0..SWEEPS {
        for row in 1..height {
            sort(&mut rows, row, row - 1);
        }
        for row in (1..height).rev() {
            sort(&mut rows, row - 1, row);
        }
    }
    rows
}

/// Puts each row into the middle, and the lines between them.
fn place(widths: &[u32], rows: &[Vec<usize>], chains: &[Vec<usize>], nodes: usize) -> Layout {
    let wide = |row: &Vec<usize>| {
        let gaps = row.len().saturating_sub(1) as u32 * GAP;
        row.iter().map(|slot| widths[*slot]).sum::<u32>() + gaps
    };
    let width = rows.iter().map(wide).max().unwrap_or(0) + 2 * MARGIN;
    let mut corners = vec![(0, 0); widths.len()];
    for (index, row) in rows.iter().enumerate() {
        let mut x = (width - wide(row)) / 2;
        let y = MARGIN + index as u32 * (BOX_HEIGHT + ROW_GAP);
        for slot in row {
            corners[*slot] = (x, y);
            x += widths[*slot] + GAP;
        }
    }
    let line = |chain: &Vec<usize>| {
        let middle = |slot: usize| corners[slot].0 + widths[slot] / 2;
        let mut line = Vec::new();
        for (index, slot) in chain.iter().enumerate() {
            let (top, bottom) = (corners[*slot].1, corners[*slot].1 + BOX_HEIGHT);
            if index > 0 {
                line.push((middle(*slot), top));
            }
            if index + 1 < chain.len() {
                line.push((middle(*slot), bottom));
            }
        }
        line
    };
    let height =
        rows.len() as u32 * (BOX_HEIGHT + ROW_GAP) - ROW_GAP.min(rows.len() as u32 * ROW_GAP);
    Layout {
        width,
        height: height + 2 * MARGIN,
        boxes: corners[..nodes].to_vec(),
        lines: chains.iter().map(line).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn groups_are_told_apart() {
        assert_eq!(components(5, &[(3, 1), (1, 4)]), [vec![0], vec![1, 3, 4], vec![2]]);
    }

    #[test]
    fn a_circle_is_named_without_what_follows_from_it() {
        assert_eq!(circle(4, &[(0, 1), (1, 2), (2, 1), (2, 3)]), Some(vec![1, 2]));
        assert_eq!(circle(3, &[(0, 1), (1, 2), (0, 2)]), None);
        assert_eq!(layout(&[9, 9], &[(0, 1), (1, 0)]), None);
        assert_eq!(circle(1, &[(0, 0)]), Some(vec![0]));
    }

    #[test]
    fn what_follows_from_other_edges_is_not_drawn() {
        let layout = layout(&[50; 3], &[(0, 1), (1, 2), (0, 2)]).unwrap();
        assert_eq!(layout.lines.len(), 2);
    }

    #[test]
    fn lines_that_could_cross_do_not() {
        let layout = layout(&[50; 4], &[(0, 3), (1, 2)]).unwrap();
        let [a, b, c, d] = layout.boxes[..] else { panic!() };
        assert_eq!(a.0 < b.0, d.0 < c.0);
    }

    proptest! {
        /// Whatever the graph: boxes lie inside and apart, lines go down and through no box.
        #[test]
        fn nothing_lies_over_anything_else(
            widths in proptest::collection::vec(20_u32..200, 1..9),
            pairs in proptest::collection::vec((0_usize..9, 0_usize..9), 0..14),
        ) {
            let n = widths.len();
            let edges: Vec<(usize, usize)> =
                pairs.into_iter().map(|(a, b)| (a % n, b % n)).filter(|(a, b)| a < b).collect();
            let layout = layout(&widths, &edges).unwrap();
            let inside = |x: u32, y: u32| x <= layout.width && y <= layout.height;
            for (i, (x, y)) in layout.boxes.iter().enumerate() {
                prop_assert!(inside(x + widths[i], y + BOX_HEIGHT));
                for (j, (u, v)) in layout.boxes.iter().enumerate().skip(i + 1) {
                    let apart = y != v || x + widths[i] <= *u || u + widths[j] <= *x;
                    prop_assert!(apart, "{i} and {j}");
                }
            }
            for line in &layout.lines {
                prop_assert!(line.windows(2).all(|w| w[0].1 < w[1].1), "down");
                // Between rows there are no boxes; within a row a line goes straight.
                for pair in line.windows(2).skip(1).step_by(2) {
                    prop_assert_eq!(pair[0].0, pair[1].0);
                    for (i, (x, y)) in layout.boxes.iter().enumerate() {
                        let beside = pair[0].0 < *x || pair[0].0 > x + widths[i];
                        prop_assert!(*y != pair[0].1 || beside, "through {i}");
                    }
                }
            }
        }
    }
}
