//! The promises of replicated types, judged against what people meant.

use crate::algorithms::ordered::OrderedSet;

use super::change::{Change, ChangeId, Item};
use super::copy::Shown;
use super::kind::Family;
use super::spec::{ADDED, CONVERGE, COUNTED, KEPT, REMOVED, TOGETHER};
use super::words::shown as told;
use super::{Event, Setup, State};
use crate::engine::Ledger;

/// Whether a change fits what is replicated and what the copy shows.
///
/// # Errors
/// Why not.
pub(super) fn fits(setup: &Setup, shown: &Shown, change: &Change) -> Result<(), String> {
    let family = match change {
        Change::Add(_) | Change::Remove(_) => Family::Cart,
        Change::Count(_) => Family::Counter,
        Change::Write(_) => Family::Register,
        Change::Type(..) | Change::Erase(..) => Family::Text,
    };
    if family != setup.kind.family() {
        let what = match setup.kind.family() {
            Family::Cart => "a cart",
            Family::Counter => "a counter",
            Family::Register => "a register",
            Family::Text => "a text",
        };
        return Err(format!("what is replicated here is {what}"));
    }
    let length = length(shown);
    match (change, shown) {
        (Change::Remove(item), Shown::Items(items)) if !items.contains(item) => {
            Err(format!("there is no {item} in this copy"))
        }
        (Change::Type(_, at), _) if *at > length => {
            Err(format!("this copy has {length} characters"))
        }
        (Change::Erase(at, count), _) if at.saturating_add(*count) > length => {
            Err(format!("this copy has {length} characters"))
        }
        _ => Ok(()),
    }
}

/// How many characters a copy shows.
pub(super) fn length(shown: &Shown) -> u32 {
    match shown {
        Shown::Text(text) => text.len() as u32,
        _ => 0,
    }
}

/// What people did, what each copy has heard of it, and what it shows.
#[derive(Clone, Debug)]
pub struct Truth {
    done: Vec<Done>,
    knows: Vec<OrderedSet<ChangeId>>,
    shown: Vec<Option<Shown>>,
}

/// A change, as it was meant.
#[derive(Clone, Debug)]
struct Done {
    change: Change,
    /// The adds or writes that it takes away, or takes the place of: those of its item, or of its
    /// register, that it saw and that were not gone yet.
    takes: Vec<ChangeId>,
    /// The words that it breaks up: it typed into them, or deleted of them.
    breaks: Vec<ChangeId>,
}

impl Truth {
    pub(super) fn new(copies: usize) -> Truth {
        Truth {
            done: Vec::new(),
            knows: vec![OrderedSet::new(); copies],
            shown: vec![None; copies],
        }
    }

    /// How many changes there were, and how many a copy has heard of.
    pub(super) fn heard(&self, copy: u8) -> (usize, usize) {
        (self.done.len(), self.knows[usize::from(copy)].len())
    }

    /// Folds one event in. O(changes²).
    pub(super) fn fold(&mut self, setup: &Setup, event: &Event, ledger: &mut Ledger) {
        let (copy, shown) = match event {
            Event::Changed { id, copy, change, shown } => {
                let done = self.meant(usize::from(*copy), change);
                self.done.push(done);
                self.knows[usize::from(*copy)].insert(*id);
                (*copy, shown)
            }
            Event::Took { copy, knows, shown } => {
                self.knows[usize::from(*copy)].clone_from(knows);
                (*copy, shown)
            }
            Event::Net(_) | Event::TooEarly(_) | Event::Collected { .. } => return,
        };
        let index = usize::from(copy);
        let name = setup.names.process(copy);
        match shown {
            Shown::Items(items) => self.judge_items(index, name, items, ledger),
            Shown::Values(values) => self.judge_values(index, name, values, ledger),
            Shown::Number(number) => self.judge_number(index, name, *number, ledger),
            Shown::Text(text) => self.judge_text(index, name, text, ledger),
        }
        self.shown[index] = Some(shown.clone());
    }

    /// What a change means to a copy that shows what it shows.
    fn meant(&self, copy: usize, change: &Change) -> Done {
        let (mut takes, mut breaks) = (Vec::new(), Vec::new());
        if let Change::Add(item) | Change::Remove(item) = change {
            takes.extend(self.live(copy).filter(|(_, i)| *i == item).map(|(id, _)| id));
        }
        if let Change::Write(_) = change {
            takes.extend(self.live(copy).map(|(id, _)| id));
        }
        if let Some(Shown::Text(text)) = &self.shown[copy] {
            let word = |at: usize| text.get(at).map(|(_, id)| *id);
            match change {
                Change::Type(_, at) => {
                    // Into a word, or beside one of which something was deleted: perhaps there.
                    let left = (*at as usize).checked_sub(1).and_then(word);
                    let right = word(*at as usize);
                    let broken = self.broken(copy);
                    let hurt = |id: &ChangeId| left == right || broken.contains(id);
                    breaks.extend(left.into_iter().chain(right).filter(hurt));
                }
                Change::Erase(at, count) => {
                    breaks.extend((*at..at + count).filter_map(|at| word(at as usize)));
                }
                _ => {}
            }
        }
        Done { change: change.clone(), takes, breaks }
    }

    /// The adds and writes that a copy has heard of and nobody has taken away, as far as it has
    /// heard, with their items and values.
    fn live(&self, copy: usize) -> impl Iterator<Item = (ChangeId, &Item)> {
        let taken: OrderedSet<ChangeId> =
            self.known(copy).flat_map(|(_, done)| done.takes.iter().copied()).collect();
        let adds = self.known(copy).filter_map(|(id, done)| match &done.change {
            Change::Add(item) | Change::Write(item) => Some((id, item)),
            _ => None,
        });
        adds.filter(move |(id, _)| !taken.contains(id))
    }

    /// The words that are broken up, as far as a copy has heard.
    fn broken(&self, copy: usize) -> OrderedSet<ChangeId> {
        self.known(copy).flat_map(|(_, done)| done.breaks.iter().copied()).collect()
    }

    fn known(&self, copy: usize) -> impl Iterator<Item = (ChangeId, &Done)> {
        self.knows[copy].iter().map(|id| (*id, &self.done[*id as usize]))
    }

    fn judge_items(&self, copy: usize, name: &str, items: &[Item], ledger: &mut Ledger) {
        let meant: OrderedSet<&Item> = self.live(copy).map(|(_, item)| item).collect();
        if self.known(copy).any(|(_, done)| matches!(done.change, Change::Remove(_))) {
            ledger.exercise(REMOVED);
        }
        if !meant.is_empty() {
            ledger.exercise(ADDED);
        }
        if let Some(back) = items.iter().find(|item| !meant.contains(item)) {
            ledger.violate(REMOVED, format!("{back} was removed and is back at {name}"));
        }
        if let Some(lost) = meant.iter().find(|item| !items.contains(item)) {
            ledger.violate(ADDED, format!("{lost} was added and is not at {name}"));
        }
    }

    fn judge_values(&self, copy: usize, name: &str, values: &[Item], ledger: &mut Ledger) {
        let meant: OrderedSet<&Item> = self.live(copy).map(|(_, value)| value).collect();
        if !meant.is_empty() {
            ledger.exercise(KEPT);
        }
        if let Some(lost) = meant.iter().find(|value| !values.contains(value)) {
            let why = "though no later write had seen it";
            ledger.violate(KEPT, format!("{lost} was written and is not at {name}, {why}"));
        }
        if let Some(back) = values.iter().find(|value| !meant.contains(value)) {
            ledger.violate(KEPT, format!("{back} was overwritten and is back at {name}"));
        }
    }

    fn judge_number(&self, copy: usize, name: &str, number: i128, ledger: &mut Ledger) {
        let counts = self.known(copy).filter_map(|(_, done)| match done.change {
            Change::Count(by) => Some(i128::from(by)),
            _ => None,
        });
        let sum: i128 = counts.sum();
        ledger.exercise(COUNTED);
        if sum != number {
            ledger.violate(COUNTED, format!("{name} shows {number}, its changes make {sum}"));
        }
    }

    fn judge_text(&self, copy: usize, name: &str, text: &[(char, ChangeId)], ledger: &mut Ledger) {
        let broken = self.broken(copy);
        let mut over = OrderedSet::new();
        for pair in text.chunk_by(|a, b| a.1 == b.1) {
            let word = pair[0].1;
            ledger.exercise(TOGETHER);
            if !over.insert(word)
                && !broken.contains(&word)
                && let Change::Type(said, _) = &self.done[word as usize].change
            {
                ledger.violate(TOGETHER, format!("“{said}” is in pieces at {name}"));
            }
        }
    }

    /// Judges what can be judged only at the end: whether the copies agree.
    pub(super) fn settle(&self, setup: &Setup, state: &State, ledger: &mut Ledger) {
        if self.done.is_empty() {
            return;
        }
        ledger.exercise(CONVERGE);
        if !state.world.is_whole() {
            return;
        }
        let each: Vec<Shown> = state.replicas.iter().map(|r| r.copy.shown(&state.typed)).collect();
        if each.windows(2).all(|w| w[0] == w[1]) {
            ledger.keep(CONVERGE);
            return;
        }
        let names = (0..).map(|p| setup.names.process(p));
        let says: Vec<String> =
            names.zip(&each).map(|(n, s)| format!("{n} has {}", told(s))).collect();
        ledger.violate(CONVERGE, says.join(", "));
    }
}
