//! Making what is on the page what it should be now, with as few changes as possible.

use web_sys::{Element, Node};

use super::live::{Held, Item, Mounted, follow, hold, listen, make_kid, put, unlisten};
use super::{El, Kid, Value};

fn patch(old: &mut Mounted, new: El) {
    let new = *new.0;
    if new.once.is_some() {
        return;
    }
    let same = old.attrs.len() == new.attrs.len()
        && old.attrs.iter().zip(&new.attrs).all(|(a, b)| a.0 == b.0);
    if !same {
        for (name, _) in &old.attrs {
            if new.attrs.iter().all(|(n, _)| n != name) {
                let _ = old.node.remove_attribute(name);
            }
        }
        old.attrs.clear();
    }
    let mut held = std::mem::take(&mut old.attrs).into_iter();
    for (name, value) in new.attrs {
        let before = held.next();
        let kept = match (before, value) {
            (Some((_, Held::Text(was))), Value::Text(text)) if was == text => Held::Text(was),
            (Some((_, Held::Css(was))), Value::Css(text)) if was == text => Held::Css(was),
            (_, value) => hold(&old.node, name, value),
        };
        old.attrs.push((name, kept));
    }
    let same = old.events.len() == new.events.len()
        && old.events.iter().zip(&new.events).all(|(a, b)| a.0 == b.0);
    if same {
        for ((_, handler, _), (_, new)) in old.events.iter().zip(new.events) {
            if let Ok(mut handler) = handler.try_borrow_mut() {
                *handler = new;
            }
        }
    } else {
        for (name, _, closure) in &old.events {
            unlisten(&old.node, name, closure);
        }
        let events = new.events.into_iter().map(|(name, h)| listen(&old.node, name, h));
        old.events = events.collect();
    }
    let node = old.node.clone();
    list(&mut old.kids, new.kids, &node, None);
}

/// Makes `items` what `kids` say: elements with keys are found again by them, others by their place.
/// O(kids + moved × kids): what follows what it followed before is found at once, and not moved.
pub(super) fn list(items: &mut Vec<Item>, kids: Vec<Kid>, parent: &Element, end: Option<&Node>) {
    let mut old = std::mem::take(items);
    remove_gone(&mut old, &kids, parent);
    let mut old: Vec<Option<Item>> = old.into_iter().map(Some).collect();
    // The first of those that are left: whatever is new or moved goes before it.
    let mut next = 0;
    for kid in kids {
        while old.get(next).is_some_and(Option::is_none) {
            next += 1;
        }
        let found = match key_of(&kid) {
            Some(key) => {
                let is_it = |i: &usize| old[*i].as_ref().and_then(Item::key) == Some(key);
                (next..old.len()).find(is_it)
            }
            None => (next < old.len()).then_some(next),
        };
        let moved = found.is_some_and(|i| i != next);
        let was = found.and_then(|i| old[i].take());
        let before = || {
            let node = old[next.min(old.len())..].iter().flatten().next().map(first_node);
            node.or(end.cloned())
        };
        let item = match (was, kid) {
            (Some(Item::El(mut was)), Kid::El(el))
                if was.tag == el.0.tag && was.key == el.0.key =>
            {
                patch(&mut was, el);
                if moved {
                    put(parent, &was.node, before().as_ref());
                }
                Item::El(was)
            }
            (Some(Item::Text(was, node)), Kid::Text(text)) => {
                if was != text {
                    node.set_data(&text);
                }
                Item::Text(text, node)
            }
            (Some(Item::Live(mut was)), Kid::Live(f)) => {
                let (items, end) = (std::mem::take(&mut was.items), was.end.clone());
                // The old one must not act any more when the new one does.
                drop(was);
                Item::Live(follow(f, items, end))
            }
            (Some(was), kid) => {
                let at = first_node(&was);
                let item = make_kid(kid, parent, Some(&at));
                remove(&was, parent);
                item
            }
            (None, kid) => make_kid(kid, parent, before().as_ref()),
        };
        items.push(item);
    }
    for item in old.into_iter().flatten() {
        remove(&item, parent);
    }
}

/// Takes away what has a key that is none any more, so that what stays need not be moved.
fn remove_gone(old: &mut Vec<Item>, kids: &[Kid], parent: &Element) {
    let mut after = 0;
    old.retain(|item| {
        let Some(key) = item.key() else { return true };
        // Mostly it comes after the one that was looked for before.
        let (early, late) = kids.split_at(after);
        let is_it = |kid: &Kid| key_of(kid) == Some(key);
        let found = late.iter().position(is_it).map(|i| after + i).or(early.iter().position(is_it));
        match found {
            Some(i) => after = i + 1,
            None => remove(item, parent),
        }
        found.is_some()
    });
}

impl Item {
    fn key(&self) -> Option<&str> {
        match self {
            Item::El(Mounted { key, .. }) => key.as_deref(),
            _ => None,
        }
    }
}

fn key_of(kid: &Kid) -> Option<&str> {
    match kid {
        Kid::El(el) => el.0.key.as_deref(),
        _ => None,
    }
}

fn first_node(item: &Item) -> Node {
    match item {
        Item::El(m) => m.node.clone().into(),
        Item::Text(_, node) => node.clone().into(),
        Item::Live(live) => {
            let first = live.items.try_borrow().ok().and_then(|i| i.first().map(first_node));
            first.unwrap_or_else(|| live.end.clone().into())
        }
    }
}

fn remove(item: &Item, parent: &Element) {
    match item {
        Item::El(m) => {
            let _ = parent.remove_child(&m.node);
        }
        Item::Text(_, node) => {
            let _ = parent.remove_child(node);
        }
        Item::Live(live) => {
            if let Ok(items) = live.items.try_borrow() {
                for item in items.iter() {
                    remove(item, parent);
                }
            }
            let _ = parent.remove_child(&live.end);
        }
    }
}
