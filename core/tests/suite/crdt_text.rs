//! The text has the order that the paper gives it, and keeps together what was typed
//! together.

use proptest::prelude::*;
use sandtable_core::algorithms::crdt::{Lattice, Received, Text, TextId, TextOp};

use super::chance::chance;

/// Fugue as the paper has it (Weidner and Kleppmann 2023, algorithm 1): a tree, walked in order;
/// but who types passes over deleted characters below which nothing is to be seen.
#[derive(Clone, Default)]
struct Tree {
    nodes: Vec<Node>,
    /// The root's right children; it has no left ones.
    after: Vec<usize>,
}

#[derive(Clone)]
struct Node {
    id: TextId,
    value: char,
    deleted: bool,
    parent: Option<TextId>,
    left_side: bool,
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Tree {
    fn walk(&self) -> Vec<usize> {
        let mut out = Vec::new();
        // Iterative, so that a long chain does no harm: (node, whether its left side is done).
        let mut stack: Vec<(usize, bool)> = Vec::new();
        stack.extend(self.after.iter().rev().map(|n| (*n, false)));
        while let Some((node, done)) = stack.pop() {
            if done {
                out.push(node);
                stack.extend(self.nodes[node].right.iter().rev().map(|n| (*n, false)));
            } else {
                stack.push((node, true));
                stack.extend(self.nodes[node].left.iter().rev().map(|n| (*n, false)));
            }
        }
        out
    }

    /// Whether a character is to be seen, or one below it.
    fn lives(&self, node: usize) -> bool {
        let mut below = vec![node];
        while let Some(node) = below.pop() {
            let node = &self.nodes[node];
            if !node.deleted {
                return true;
            }
            below.extend(node.left.iter().chain(&node.right));
        }
        false
    }

    fn find(&self, id: TextId) -> Option<usize> {
        self.nodes.iter().position(|n| n.id == id)
    }

    fn place(&mut self, node: Node) {
        if self.find(node.id).is_some() {
            return;
        }
        let parent = node.parent.map(|p| self.find(p).expect("causal"));
        let (id, left_side, at) = (node.id, node.left_side, self.nodes.len());
        self.nodes.push(node);
        let ids: Vec<TextId> = self.nodes.iter().map(|n| n.id).collect();
        let siblings = match parent {
            None => &mut self.after,
            Some(p) if left_side => &mut self.nodes[p].left,
            Some(p) => &mut self.nodes[p].right,
        };
        let place = siblings.iter().position(|s| ids[*s] > id).unwrap_or(siblings.len());
        siblings.insert(place, at);
    }

    fn insert(&mut self, id: TextId, at: usize, value: char) {
        let walk = self.walk();
        let visible: Vec<usize> =
            walk.iter().copied().filter(|n| !self.nodes[*n].deleted).collect();
        let origin = at.checked_sub(1).map(|i| visible[i]);
        let right = match origin {
            None => &self.after,
            Some(o) => &self.nodes[o].right,
        };
        let (parent, left_side) = if right.iter().any(|n| self.lives(*n)) {
            let from = origin.map_or(0, |o| walk.iter().position(|n| *n == o).unwrap() + 1);
            let next = walk[from..].iter().find(|n| self.lives(**n)).unwrap();
            (Some(self.nodes[*next].id), true)
        } else {
            (origin.map(|o| self.nodes[o].id), false)
        };
        let (left, right, deleted) = (Vec::new(), Vec::new(), false);
        self.place(Node { id, value, deleted, parent, left_side, left, right });
    }

    fn delete(&mut self, at: usize) {
        let node = self.walk().into_iter().filter(|n| !self.nodes[*n].deleted).nth(at).unwrap();
        self.nodes[node].deleted = true;
    }

    fn join(&mut self, other: &Tree) {
        for node in &other.nodes {
            let (left, right) = (Vec::new(), Vec::new());
            self.place(Node { left, right, ..node.clone() });
            if node.deleted {
                let here = self.find(node.id).unwrap();
                self.nodes[here].deleted = true;
            }
        }
    }

    fn elements(&self) -> Vec<(TextId, char, bool)> {
        let node = |n: usize| (self.nodes[n].id, self.nodes[n].value, self.nodes[n].deleted);
        self.walk().into_iter().map(node).collect()
    }
}

const REPLICAS: usize = 3;

/// Replica, kind, place, and what to type or whom to hear.
type Step = (usize, u8, u16, u8);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0..REPLICAS, 0u8..10, any::<u16>(), any::<u8>()), 1..70)
}

const WORDS: [&str; 4] = ["x", "ab", "pqr", "é"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Every replica has, after every step, exactly the characters of the paper's tree in exactly
    /// its order, tombstones included; and in the end all are equal.
    #[test]
    fn the_order_is_that_of_the_paper(steps in steps()) {
        let mut texts = vec![Text::new(); REPLICAS];
        let mut trees = vec![Tree::default(); REPLICAS];
        // Replicas whose numbers are not in the order in which they are met.
        let name = |replica: usize| [7, 2, 5][replica];
        let mut typed = [0u32; REPLICAS];
        for (here, kind, at, what) in steps {
            let replica = name(here);
            let len = texts[here].len();
            match kind {
                0..=4 => {
                    let at = u32::from(at) % (len + 1);
                    let word = WORDS[usize::from(what) % WORDS.len()];
                    let first = texts[here].insert(replica, at, word).unwrap();
                    prop_assert_eq!(first, Some(TextId { replica, counter: typed[here] }));
                    for (i, value) in word.chars().enumerate() {
                        let id = TextId { replica, counter: typed[here] };
                        trees[here].insert(id, at as usize + i, value);
                        typed[here] += 1;
                    }
                }
                5 | 6 if len > 0 => {
                    let at = u32::from(at) % len;
                    let count = (1 + u32::from(what) % 4).min(len - at);
                    texts[here].delete(replica, at, count).unwrap();
                    (0..count).for_each(|_| trees[here].delete(at as usize));
                }
                7 if len > 0 => {
                    // Backspace, once or twice.
                    let at = u32::from(at) % len;
                    texts[here].delete(replica, at, 1).unwrap();
                    trees[here].delete(at as usize);
                    if at > 0 {
                        texts[here].delete(replica, at - 1, 1).unwrap();
                        trees[here].delete(at as usize - 1);
                    }
                }
                _ => {
                    let other = usize::from(what) % REPLICAS;
                    let (text, tree) = (texts[other].clone(), trees[other].clone());
                    texts[here].join(&text);
                    trees[here].join(&tree);
                    prop_assert!(texts[here].contains(&text));
                }
            }
            prop_assert_eq!(texts[here].elements().collect::<Vec<_>>(), trees[here].elements());
            prop_assert_eq!(texts[here].len() as usize, texts[here].chars().count());
        }
        for i in 0..2 * REPLICAS {
            let other = texts[i % REPLICAS].clone();
            texts[(i + 1) % REPLICAS].join(&other);
        }
        prop_assert!(texts[0] == texts[1] && texts[1] == texts[2]);
    }

    /// Operations in any order and twice: what comes too early is refused and changes nothing, and
    /// once everything has come everybody has the same text.
    #[test]
    fn operations_come_in_any_order(steps in steps(), shuffle in prop::collection::vec(any::<u16>(), 400)) {
        let mut texts = vec![Text::new(); REPLICAS];
        let mut ops: Vec<TextOp> = Vec::new();
        for (here, kind, at, what) in steps {
            let (replica, len, version) = (here as u32, texts[here].len(), texts[here].version());
            match kind {
                0..=4 => {
                    let word = WORDS[usize::from(what) % WORDS.len()];
                    texts[here].insert(replica, u32::from(at) % (len + 1), word).unwrap();
                }
                5 | 6 if len > 0 => {
                    let at = u32::from(at) % len;
                    texts[here].delete(replica, at, (1 + u32::from(what) % 4).min(len - at)).unwrap();
                }
                _ => {
                    let other = texts[usize::from(what) % REPLICAS].clone();
                    texts[here].join(&other);
                    continue;
                }
            }
            ops.extend(texts[here].since(&version));
        }
        // A newcomer who gets the operations shuffled, and again and again until all are known.
        let mut newcomer = Text::new();
        for pick in &shuffle {
            if ops.is_empty() {
                break;
            }
            let before = newcomer.clone();
            let op = &ops[usize::from(*pick) % ops.len()];
            let received = newcomer.receive(op);
            prop_assert_eq!(received == Received::New, before != newcomer);
        }
        for _ in 0..=ops.len() {
            for op in &ops {
                newcomer.receive(op);
            }
        }
        prop_assert!(ops.iter().all(|op| newcomer.receive(op) == Received::Known));
        let mut all = Text::new();
        texts.iter().for_each(|t| all.join(t));
        prop_assert!(newcomer == all);
        // Nonsense is refused or harmless.
        let wild = TextId { replica: 99, counter: 3 };
        let op = TextOp::Delete { replica: 0, counter: 0, first: wild, len: u32::MAX, backward: true };
        prop_assert!(newcomer.receive(&op) != Received::New);
    }

    /// What two people type in the same place at the same time is not shuffled, in whatever order
    /// each of them types their own: forwards, backwards, or inside out.
    #[test]
    fn what_is_typed_together_stays_together(
        ann in prop::collection::vec(any::<u8>(), 1..20),
        bob in prop::collection::vec(any::<u8>(), 1..20),
        at in 0u32..=6,
    ) {
        let mut start = Text::new();
        start.insert(0, 0, "..____..").unwrap();
        start.delete(0, 2, 2).unwrap();
        let type_all = |replica: u32, letter: &str, places: &[u8]| {
            let mut text = start.clone();
            for (count, place) in places.iter().enumerate() {
                let inside = u32::from(*place) % (count as u32 + 1);
                text.insert(replica, at + inside, letter).unwrap();
            }
            text
        };
        let (mut a, b) = (type_all(1, "a", &ann), type_all(2, "b", &bob));
        a.join(&b);
        let letters: String = a.chars().filter(|c| c.is_alphabetic()).collect();
        let (x, y) = ("a".repeat(ann.len()), "b".repeat(bob.len()));
        prop_assert!(letters == format!("{x}{y}") || letters == format!("{y}{x}"), "{}", a);
        let together = a.to_string().contains(&letters);
        prop_assert!(together, "{}", a);
    }
}

/// Typing is one span; so is what was deleted of it in one go, from either end.
#[test]
fn spans_stay_few() {
    let mut text = Text::new();
    for i in 0..1_000 {
        text.insert(1, i, "x").unwrap();
    }
    assert_eq!(text.spans(), 1);
    for _ in 0..100 {
        text.delete(1, text.len() - 1, 1).unwrap();
    }
    for _ in 0..100 {
        text.delete(1, 0, 1).unwrap();
    }
    assert_eq!((text.spans(), text.len(), text.tombstones()), (3, 800, 200));
    // One insertion, and one deletion from each end.
    assert_eq!(text.since(&Text::new().version()).len(), 5);
    let mut other = Text::new();
    other.join(&text);
    assert!(other == text && other.spans() == 3);
}

/// Many edits all over, against a plain string.
#[test]
fn a_long_session_is_a_plain_string() {
    let mut text = Text::new();
    let mut plain: Vec<char> = Vec::new();
    let mut random = chance(1);
    for _ in 0..30_000 {
        if random(3) == 0 && !plain.is_empty() {
            let at = random(plain.len());
            let count = (1 + random(5)).min(plain.len() - at);
            text.delete(1, at as u32, count as u32).unwrap();
            plain.drain(at..at + count);
        } else {
            let at = random(plain.len() + 1);
            let word = ["a", "bcd", "ef"][random(3)];
            text.insert(1, at as u32, word).unwrap();
            plain.splice(at..at, word.chars());
        }
    }
    assert!(text.chars().eq(plain.iter().copied()));
    let mut other = Text::new();
    other.join(&text);
    assert!(other == text);
    assert!(
        text.insert(1, text.len() + 1, "x").is_err() && text.delete(1, 0, text.len() + 1).is_err()
    );
}
