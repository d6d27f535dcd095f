//! What does a scene say that the one before it did not?

use super::topology::FLIGHT;
use super::{Scene, View};

impl Scene {
    /// What has changed since another scene of the same run, in lines of the first view that says
    /// something new; where nothing is new, what is there no longer. That a message is further on
    /// its way is no change. O(lines²) in the lines from the first to the last that differ.
    ///
    /// ```
    /// use sandtable_core::session::{Session, Side};
    /// let mut session = Session::open("v1/quorum").unwrap();
    /// session.seek(2);
    /// let before = session.scene(Side::Main);
    /// session.step();
    /// let after = session.scene(Side::Main);
    /// assert!(after.changes(&before)[0].ends_with("tell#1 C→A: v1"));
    /// assert!(after.changes(&after).is_empty());
    /// ```
    #[must_use]
    pub fn changes(&self, before: &Scene) -> Vec<String> {
        let texts = self.views.iter().enumerate().map(|(i, view)| {
            (view.text(), before.views.get(i).map(View::text).unwrap_or_default())
        });
        let mut gone = Vec::new();
        for (now, old) in texts {
            let (new, left) = differing(&now, &old);
            if !new.is_empty() {
                return new;
            }
            gone.extend(left.into_iter().map(|line| format!("no longer: {line}")));
        }
        gone
    }
}

/// The lines that only one of two texts has, each without its dash.
fn differing(a: &str, b: &str) -> (Vec<String>, Vec<String>) {
    let (mut a, mut b): (Vec<&str>, Vec<&str>) = (a.lines().collect(), b.lines().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    a.drain(..same);
    b.drain(..same);
    while a.last().is_some_and(|last| b.last() == Some(last)) {
        a.pop();
        b.pop();
    }
    let only = |these: &[&str], others: &[&str]| {
        let own = these.iter().filter(|line| others.iter().all(|l| thing(l) != thing(line)));
        own.map(|line| bare(line).to_owned()).collect()
    };
    (only(&a, &b), only(&b, &a))
}

/// A line without its dash.
fn bare(line: &str) -> &str {
    line.strip_prefix("- ").unwrap_or(line)
}

/// A line without how far on its way its message is.
fn thing(line: &str) -> &str {
    let message = bare(line).strip_prefix(FLIGHT);
    message.and_then(|far| far.split_once(':')).map_or(line, |(_, thing)| thing)
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn what_only_moved_has_not_changed() {
        let before = "Who\n- A\n- B: up\n- in flight, 0 % of the way: ask#1 A→B\n- in flight, 5 % of the way: ask#1 A→C\n- end";
        let after = "Who\n- A\n- B: down\n- in flight, 70 % of the way: ask#1 A→C\n- end";
        let (new, gone) = differing(after, before);
        assert_eq!(new, ["B: down"]);
        assert_eq!(gone, ["B: up", "in flight, 0 % of the way: ask#1 A→B"]);
        assert_eq!(differing("", "a\n- b"), (vec![], vec!["a".to_owned(), "b".to_owned()]));
    }
}
