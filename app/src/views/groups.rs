//! Choices by what they do: `Crash` with a button for each node, instead of a row of sentences.

use sandtable_core::scene::Choice;

use super::hits::{Hit, HitKind};

/// Choices that start with the same verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The words that all of them start with.
    pub words: String,
    /// What they are done to, which decides between buttons and a menu.
    pub kind: HitKind,
    /// What is left of each label, and the choice.
    pub items: Vec<(String, Choice)>,
}

/// More targets than this, and they stand in a menu.
const LISTED_MAX: usize = 8;

impl Group {
    /// Whether its targets stand beside the verb, and not in a menu.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.kind == HitKind::Node && self.items.len() <= LISTED_MAX
    }
}

/// Groups choices by verb, in the order of their first appearance. O(choices × groups).
#[must_use]
pub fn groups(choices: &[Choice], hits: &[Hit]) -> Vec<Group> {
    let mut verbs: Vec<(String, Vec<Choice>)> = Vec::new();
    for choice in choices {
        let verb = choice.action.split(' ').next().unwrap_or_default();
        match verbs.iter_mut().find(|(v, _)| v == verb) {
            Some((_, list)) => list.push(choice.clone()),
            None => verbs.push((verb.to_owned(), vec![choice.clone()])),
        }
    }
    let kind = |choice: &Choice| {
        let owner = hits.iter().filter(|h| h.choices.contains(choice));
        owner.map(|h| h.kind).max().unwrap_or(HitKind::Node)
    };
    let groups = verbs.into_iter().map(|(_, list)| {
        let shared = list.iter().map(|c| verb_words(c, hits)).min().unwrap_or(0);
        let shared = shared.min(shared_words(&list));
        let words: Vec<&str> = list[0].label.split(' ').take(shared).collect();
        let items = list.iter().map(|c| {
            let rest: Vec<&str> = c.label.split(' ').skip(shared).collect();
            (rest.join(" "), c.clone())
        });
        Group { words: words.join(" "), kind: kind(&list[0]), items: items.collect() }
    });
    groups.collect()
}

/// How many words of a choice's label say what is done; the rest names what it is done to, in the
/// words of the item that carries the choice.
fn verb_words(choice: &Choice, hits: &[Hit]) -> usize {
    let words: Vec<&str> = choice.label.split(' ').collect();
    let owner = hits.iter().find(|h| h.choices.contains(choice));
    let named = |from: &usize| owner.is_some_and(|o| o.label.contains(&words[*from..].join(" ")));
    (1..words.len()).find(named).unwrap_or(words.len())
}

/// How many words all labels start with; at least one word of each is left.
fn shared_words(list: &[Choice]) -> usize {
    let first: Vec<&str> = list[0].label.split(' ').collect();
    let shared = list.iter().map(|c| {
        let words = c.label.split(' ');
        let same = words.clone().zip(&first).take_while(|(a, b)| a == *b).count();
        same.min(words.count().saturating_sub(1))
    });
    shared.min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(action: &str, label: &str) -> Choice {
        Choice { action: action.to_owned(), label: label.to_owned(), fault: true }
    }

    #[test]
    fn choices_of_one_verb_share_its_words() {
        let list = [
            choice("crash A", "Crash A"),
            choice("crash B", "Crash B"),
            choice("restart C", "Restart C"),
            choice("restart C blank", "Restart C with an empty disk"),
            choice("read via A", "Read via A"),
        ];
        let groups = groups(&list, &[]);
        let words: Vec<&str> = groups.iter().map(|g| g.words.as_str()).collect();
        assert_eq!(words, ["Crash", "Restart", "Read via"]);
        let rest: Vec<&str> = groups[1].items.iter().map(|(rest, _)| rest.as_str()).collect();
        assert_eq!(rest, ["C", "C with an empty disk"]);
    }

    #[test]
    fn a_single_message_is_not_part_of_the_verb() {
        let drop = choice("drop saved.1:A-client", "Drop saved#1 A→client");
        let hit = Hit {
            id: "message saved.1:A-client".to_owned(),
            kind: HitKind::Message,
            label: "saved#1 A→client: saved".to_owned(),
            place: (0.0, 0.0),
            extent: (1.0, 1.0),
            heir: None,
            choices: vec![drop.clone()],
        };
        let groups = groups(&[drop], &[hit]);
        assert_eq!(groups[0].words, "Drop");
        assert_eq!(groups[0].items[0].0, "saved#1 A→client");
    }
}
