//! Making what is on the page what it should be now, with as few changes as possible.

use web_sys::{Element, Node};

use super::live::{Held, Item, Mounted, follow, hold, listen, make_kid, put, unlisten};
use super::{El, Kid, Value};

fn patch(old: &mut Mounted, new: El) {
    let new = *new.0;
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
/// O(kids × keys).
pub(super) fn list(items: &mut Vec<Item>, kids: Vec<Kid>, parent: &Element, end: Option<&Node>) {
    let mut old: Vec<Option<Item>> = std::mem::take(items).into_iter().map(Some).collect();
    // What is not found again goes first, so that what stays need not be moved.
    let keys: Vec<Option<String>> = kids.iter().map(key_of).collect();
    for item in &mut old {
        let gone = match item {
            Some(Item::El(Mounted { key: Some(key), .. })) => {
                keys.iter().all(|k| k.as_ref() != Some(key))
            }
            _ => false,
        };
        if gone && let Some(item) = item.take() {
            remove(&item, parent);
        }
    }
    old.retain(Option::is_some);
    let mut next = 0;
    for (kid, key) in kids.into_iter().zip(keys) {
        let found = match &key {
            Some(key) => old
                .iter()
                .position(|item| matches!(item, Some(Item::El(m)) if m.key.as_ref() == Some(key))),
            None => (next < old.len()).then_some(next),
        };
        let found = found.and_then(|i| old[i].take().map(|item| (i, item)));
        while old.get(next).is_some_and(Option::is_none) {
            next += 1;
        }
        // The node before which this one belongs: the first of those that are left.
        let before = old[next.min(old.len())..].iter().flatten().next().map(first_node);
        let before = before.as_ref().or(end);
        let item = match (found, kid) {
            (Some((_, Item::El(mut was))), Kid::El(el))
                if was.tag == el.0.tag && was.key == el.0.key =>
            {
                patch(&mut was, el);
                let follower = was.node.next_sibling();
                if follower.as_ref() != before && key.is_some() {
                    put(parent, &was.node, before);
                }
                Item::El(was)
            }
            (Some((_, Item::Text(was, node))), Kid::Text(text)) => {
                if was != text {
                    node.set_data(&text);
                }
                Item::Text(text, node)
            }
            (Some((_, Item::Live(mut was))), Kid::Live(f)) => {
                let (items, end) = (std::mem::take(&mut was.items), was.end.clone());
                // The old one must not act any more when the new one does.
                drop(was);
                Item::Live(follow(f, items, end))
            }
            (Some((_, was)), kid) => {
                let at = first_node(&was);
                let item = make_kid(kid, parent, Some(&at));
                remove(&was, parent);
                item
            }
            (None, kid) => make_kid(kid, parent, before),
        };
        items.push(item);
    }
    for item in old.into_iter().flatten() {
        remove(&item, parent);
    }
}

fn key_of(kid: &Kid) -> Option<String> {
    match kid {
        Kid::El(el) => el.0.key.clone(),
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
