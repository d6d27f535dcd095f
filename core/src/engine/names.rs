//! The names of a run's processes and of its kinds of messages.

use super::Problem;
use super::action::MessageName;
use super::problem::{excerpt, nearest};

/// The names by which actions, messages and sentences speak of a run's parts.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The processes, in order; at most 256.
    pub processes: Vec<String>,
    /// The kinds of messages.
    pub kinds: &'static [&'static str],
}

impl Names {
    /// Names for these processes and kinds of messages.
    #[must_use]
    pub fn new<T: Into<String>>(
        processes: impl IntoIterator<Item = T>,
        kinds: &'static [&'static str],
    ) -> Names {
        Names { processes: processes.into_iter().map(Into::into).collect(), kinds }
    }

    /// A process's name; `?` if there is none.
    #[must_use]
    pub fn process(&self, index: u8) -> &str {
        self.processes.get(usize::from(index)).map_or("?", String::as_str)
    }

    /// The index of the process with that name.
    ///
    /// # Errors
    /// There is none; the cure lists them.
    pub fn find(&self, name: &str) -> Result<u8, Problem> {
        if let Some(index) = self.processes.iter().position(|p| p == name) {
            return Ok(index as u8);
        }
        let all = self.processes.iter().map(String::as_str);
        let cure = match nearest(name, all.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("choose from {}", all.collect::<Vec<_>>().join(", ")),
        };
        Err(Problem::new(format!("there is no process `{}`", excerpt(name)), cure))
    }

    /// A message's name in actions: `write.2:A-C`.
    #[must_use]
    pub fn message(&self, name: MessageName) -> String {
        let kind = self.kinds.get(usize::from(name.kind)).unwrap_or(&"?");
        let copy = if name.copy { "b" } else { "" };
        let (from, to) = (self.process(name.from), self.process(name.to));
        format!("{kind}.{}{copy}:{from}-{to}", name.ordinal)
    }

    /// A message's name in sentences: `write#2 A→C`.
    #[must_use]
    pub fn spoken(&self, name: MessageName) -> String {
        let kind = self.kinds.get(usize::from(name.kind)).unwrap_or(&"?");
        let copy = if name.copy { " (copy)" } else { "" };
        let (from, to) = (self.process(name.from), self.process(name.to));
        format!("{kind}#{} {from}→{to}{copy}", name.ordinal)
    }
}

/// A list for a sentence: `A`, `A and B`, `A, B and C`.
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [head @ .., last] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", head.join(", "), last.as_ref())
        }
    }
}
