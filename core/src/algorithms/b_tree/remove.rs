//! How does an item leave a B+tree without leaving pages that are nearly empty?

use super::{BPlusTree, Page};

impl<T: Ord + Clone> BPlusTree<T> {
    /// The fewest items or children of a page that is not the root.
    pub(super) fn least(&self) -> usize {
        self.fan_out / 2
    }

    /// Takes an item out; `false` if it was not there. O(log n) pages: a page that gets less than
    /// half full takes something from its neighbour, or is joined with it.
    pub fn remove(&mut self, item: &T) -> bool {
        let len = self.len;
        self.remove_below(self.root, item);
        // A root with one way only is no page of its own.
        if let Page::Inner { children, .. } = &self.pages[self.root]
            && let [only] = children[..]
        {
            self.free.push(self.root);
            self.root = only;
        }
        self.len < len
    }

    fn remove_below(&mut self, page: usize, item: &T) {
        let (at, child) = match &mut self.pages[page] {
            Page::Leaf { items, .. } => {
                if let Ok(at) = items.binary_search(item) {
                    items.remove(at);
                    self.len -= 1;
                }
                return;
            }
            Page::Inner { ways, children } => {
                let at = ways.partition_point(|way| way <= item);
                (at, children[at])
            }
        };
        self.remove_below(child, item);
        if self.size(child) < self.least() {
            // With the neighbour to the left, or for the first child with the one to the right.
            self.even_out(page, at.max(1) - 1);
        }
    }

    fn size(&self, page: usize) -> usize {
        match &self.pages[page] {
            Page::Leaf { items, .. } => items.len(),
            Page::Inner { children, .. } => children.len(),
        }
    }

    /// Joins the children `at` and `at + 1` if they fit on one page, else shares out evenly what
    /// they have.
    fn even_out(&mut self, parent: usize, at: usize) {
        let Page::Inner { ways, children } = &self.pages[parent] else { return };
        let (left, right, way) = (children[at], children[at + 1], ways[at].clone());
        let (all, room) = (self.size(left) + self.size(right), self.fan_out);
        let gone = std::mem::replace(
            &mut self.pages[right],
            Page::Inner { ways: Vec::new(), children: Vec::new() },
        );
        let rest = match (&mut self.pages[left], gone) {
            (Page::Leaf { items, .. }, Page::Leaf { items: more, before, after }) => {
                items.extend(more);
                if all > room {
                    let more = items.split_off(all / 2);
                    let way = more[0].clone();
                    Ok((way, Page::Leaf { items: more, before, after }))
                } else {
                    Err(Some(after))
                }
            }
            (Page::Inner { ways, children }, Page::Inner { ways: more, children: others }) => {
                ways.push(way);
                ways.extend(more);
                children.extend(others);
                if all > room {
                    let children = children.split_off(all / 2);
                    let mut more = ways.split_off(all / 2 - 1);
                    let way = more.remove(0);
                    Ok((way, Page::Inner { ways: more, children }))
                } else {
                    Err(None)
                }
            }
            // Pages of the same depth are of the same kind.
            _ => return,
        };
        match rest {
            Ok((way, page)) => {
                self.pages[right] = page;
                if let Page::Inner { ways, .. } = &mut self.pages[parent] {
                    ways[at] = way;
                }
            }
            Err(after) => {
                if let Some(after) = after {
                    self.link(left, after);
                }
                self.free.push(right);
                if let Page::Inner { ways, children } = &mut self.pages[parent] {
                    ways.remove(at);
                    children.remove(at + 1);
                }
            }
        }
    }
}
