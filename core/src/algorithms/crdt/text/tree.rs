//! Where is the n-th visible character, and which of two characters comes first?

use std::cmp::Ordering;

use super::span::{Few, Span};

/// The most spans in a leaf, and the most children of a node.
const FULL: usize = 32;
/// No leaf, no node.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A place in the tree: a leaf, a span in it, a character in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) leaf: u32,
    pub(super) index: usize,
    pub(super) offset: u32,
}

/// The spans of a text in their order, in the leaves of a B-tree that counts visible characters.
/// Finding, inserting and comparing places is O(log n) for n spans.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    leaves: Vec<Leaf>,
    nodes: Vec<Node>,
    root: u32,
    first: u32,
    visible: u32,
}

#[derive(Clone, Debug)]
struct Leaf {
    parent: u32,
    previous: u32,
    next: u32,
    visible: u32,
    spans: Vec<Span>,
}

/// A node, and how many visible characters each child has. Its children are leaves on the lowest
/// level and nodes above it.
#[derive(Clone, Debug)]
struct Node {
    parent: u32,
    children: Vec<u32>,
    visible: Vec<u32>,
    lowest: bool,
}

impl Tree {
    pub(super) fn new() -> Tree {
        let leaf =
            Leaf { parent: 0, previous: NOWHERE, next: NOWHERE, visible: 0, spans: Vec::new() };
        let node = Node { parent: NOWHERE, children: vec![0], visible: vec![0], lowest: true };
        Tree { leaves: vec![leaf], nodes: vec![node], root: 0, first: 0, visible: 0 }
    }

    /// How many visible characters there are.
    pub(super) fn visible(&self) -> u32 {
        self.visible
    }

    pub(super) fn visible_in(&self, leaf: u32) -> u32 {
        self.leaves[leaf as usize].visible
    }

    /// The first leaf.
    pub(super) fn first(&self) -> u32 {
        self.first
    }

    /// The leaf behind another.
    pub(super) fn next(&self, leaf: u32) -> Option<u32> {
        Some(self.leaves[leaf as usize].next).filter(|leaf| *leaf != NOWHERE)
    }

    pub(super) fn spans(&self, leaf: u32) -> &[Span] {
        &self.leaves[leaf as usize].spans
    }

    /// All spans in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Span> {
        let leaves = std::iter::successors(Some(self.first), |leaf| self.next(*leaf));
        leaves.flat_map(|leaf| self.spans(leaf))
    }

    /// The leaf with the visible character number `at`, which must exist, and how many visible
    /// characters are in front of that leaf.
    pub(super) fn leaf_of_visible(&self, at: u32) -> (u32, u32) {
        let (mut node, mut left) = (&self.nodes[self.root as usize], at);
        loop {
            let mut child = 0;
            while left >= node.visible[child] {
                left -= node.visible[child];
                child += 1;
            }
            let below = node.children[child];
            if node.lowest {
                return (below, at - left);
            }
            node = &self.nodes[below as usize];
        }
    }

    /// The visible character number `at` of a leaf, which must exist.
    pub(super) fn visible_spot(&self, leaf: u32, at: u32) -> Spot {
        let mut offset = at;
        for (index, span) in self.leaves[leaf as usize].spans.iter().enumerate() {
            let visible = span.visible();
            if offset < visible {
                return Spot { leaf, index, offset };
            }
            offset -= visible;
        }
        Spot { leaf, index: 0, offset: 0 }
    }

    /// The start of the next span, or nothing at the end of the text. A place behind the last span
    /// of a leaf counts as the first of the next leaf.
    pub(super) fn settle(&self, spot: Spot) -> Option<Spot> {
        let leaf = &self.leaves[spot.leaf as usize];
        if spot.index < leaf.spans.len() {
            return Some(spot);
        }
        let next = leaf.next;
        (next != NOWHERE).then_some(Spot { leaf: next, index: 0, offset: 0 })
    }

    /// Which of two places comes first.
    pub(super) fn order(&self, a: Spot, b: Spot) -> Ordering {
        if a.leaf == b.leaf {
            return (a.index, a.offset).cmp(&(b.index, b.offset));
        }
        let (leaf_a, leaf_b) = (&self.leaves[a.leaf as usize], &self.leaves[b.leaf as usize]);
        let (mut child_a, mut child_b) = (a.leaf, b.leaf);
        let (mut parent_a, mut parent_b) = (leaf_a.parent, leaf_b.parent);
        // All leaves are equally deep, so both ways meet in the same step.
        while parent_a != parent_b {
            (child_a, child_b) = (parent_a, parent_b);
            parent_a = self.nodes[parent_a as usize].parent;
            parent_b = self.nodes[parent_b as usize].parent;
        }
        let children = &self.nodes[parent_a as usize].children;
        let place = |child| children.iter().position(|c| *c == child);
        place(child_a).cmp(&place(child_b))
    }

    /// Makes a span of a leaf longer at its end by visible characters.
    pub(super) fn extend(&mut self, spot: Spot, by: u32) {
        self.leaves[spot.leaf as usize].spans[spot.index].len += by;
        self.grow(spot.leaf, i64::from(by));
    }

    /// Puts spans in the place of `count` spans. Returns a new leaf with some of the spans of this
    /// one if it had to be split.
    pub(super) fn replace(
        &mut self,
        leaf: u32,
        index: usize,
        count: usize,
        new: &Few,
    ) -> Option<u32> {
        let spans = &mut self.leaves[leaf as usize].spans;
        let sum = |spans: &[Span]| spans.iter().map(|s| i64::from(s.visible())).sum::<i64>();
        let new = new.as_slice();
        let by = sum(new) - sum(&spans[index..index + count]);
        if new.len() == count {
            spans[index..index + count].copy_from_slice(new);
        } else {
            spans.splice(index..index + count, new.iter().copied());
        }
        let full = spans.len() > FULL;
        if by != 0 {
            self.grow(leaf, by);
        }
        full.then(|| self.split_leaf(leaf))
    }

    /// A leaf has more visible characters, or fewer.
    fn grow(&mut self, leaf: u32, by: i64) {
        let add = |count: &mut u32| *count = (i64::from(*count) + by) as u32;
        add(&mut self.visible);
        let at = &mut self.leaves[leaf as usize];
        add(&mut at.visible);
        let (mut child, mut parent) = (leaf, at.parent);
        while parent != NOWHERE {
            let node = &mut self.nodes[parent as usize];
            if let Some(place) = node.children.iter().position(|c| *c == child) {
                add(&mut node.visible[place]);
            }
            (child, parent) = (parent, node.parent);
        }
    }

    /// Splits a full leaf in two; the new one gets the half with fewer characters, because whoever
    /// remembers where characters are has to be told of each.
    fn split_leaf(&mut self, leaf: u32) -> u32 {
        let new = self.leaves.len() as u32;
        let old = &mut self.leaves[leaf as usize];
        let half = old.spans.len() / 2;
        let characters = |spans: &[Span]| spans.iter().map(|s| u64::from(s.len)).sum::<u64>();
        let behind = characters(&old.spans[half..]) <= characters(&old.spans[..half]);
        let mut spans = old.spans.split_off(half);
        if !behind {
            std::mem::swap(&mut spans, &mut old.spans);
        }
        let visible = spans.iter().map(Span::visible).sum();
        old.visible -= visible;
        let (parent, remaining) = (old.parent, old.visible);
        let (previous, next) = if behind { (leaf, old.next) } else { (old.previous, leaf) };
        self.leaves.push(Leaf { parent, previous, next, visible, spans });
        match previous {
            NOWHERE => self.first = new,
            previous => self.leaves[previous as usize].next = new,
        }
        if next != NOWHERE {
            self.leaves[next as usize].previous = new;
        }
        self.adopt(parent, leaf, remaining, new, visible, behind);
        new
    }

    /// Gives a node a new child beside one of its children, and splits it if it is full.
    fn adopt(&mut self, parent: u32, child: u32, left: u32, new: u32, has: u32, behind: bool) {
        let node = &mut self.nodes[parent as usize];
        let place = node.children.iter().position(|c| *c == child).unwrap_or(0);
        node.visible[place] = left;
        let place = place + usize::from(behind);
        node.children.insert(place, new);
        node.visible.insert(place, has);
        if node.children.len() > FULL {
            self.split_node(parent);
        }
    }

    fn split_node(&mut self, node: u32) {
        let new = self.nodes.len() as u32;
        let old = &mut self.nodes[node as usize];
        let half = old.children.len() / 2;
        let (children, visible) = (old.children.split_off(half), old.visible.split_off(half));
        let (mut parent, lowest) = (old.parent, old.lowest);
        let left: u32 = old.visible.iter().sum();
        let has: u32 = visible.iter().sum();
        for child in &children {
            if lowest {
                self.leaves[*child as usize].parent = new;
            } else {
                self.nodes[*child as usize].parent = new;
            }
        }
        if parent == NOWHERE {
            parent = new + 1;
            self.nodes[node as usize].parent = parent;
            self.nodes.push(Node { parent, children, visible, lowest });
            let (children, visible) = (vec![node, new], vec![left, has]);
            self.nodes.push(Node { parent: NOWHERE, children, visible, lowest: false });
            self.root = parent;
        } else {
            self.nodes.push(Node { parent, children, visible, lowest });
            self.adopt(parent, node, left, new, has, true);
        }
    }
}
