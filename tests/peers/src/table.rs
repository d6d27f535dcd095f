//! What does a row of the table say, and how is the document written?

use crate::harness::{Duel, Spread};

/// One comparison.
pub(crate) struct Row {
    /// What both did.
    pub(crate) what: String,
    /// The peer, with its version.
    pub(crate) peer: String,
    /// Their figure.
    pub(crate) theirs: String,
    /// Ours.
    pub(crate) ours: String,
    /// Their time by ours; nothing where no times are compared.
    pub(crate) ratio: Option<Spread>,
    /// What was to be reached.
    pub(crate) target: String,
    /// Whether it was.
    pub(crate) verdict: Verdict,
}

/// Whether a target was reached.
pub(crate) enum Verdict {
    /// It was.
    Reached,
    /// It was not, and why.
    Missed(String),
    /// Nothing was measured, and why.
    NotMeasured(String),
    /// There was none: the figure is for information, with a remark.
    Informative(String),
}

/// What a ratio has to be.
#[derive(Clone, Copy)]
pub(crate) struct AtLeast {
    /// The ratio.
    pub(crate) ratio: f64,
    /// What to say if it is missed.
    pub(crate) otherwise: &'static str,
}

impl Row {
    /// A row about times.
    pub(crate) fn timed(
        what: &str,
        peer: String,
        duel: &Duel,
        unit: Unit,
        target: AtLeast,
    ) -> Self {
        // As exactly as it is shown.
        let reached = (duel.ratio.median * 100.0).round() / 100.0 >= target.ratio;
        let verdict =
            if reached { Verdict::Reached } else { Verdict::Missed(target.otherwise.to_owned()) };
        Self {
            what: what.to_owned(),
            peer,
            theirs: unit.shown(duel.theirs.median),
            ours: unit.shown(duel.ours.median),
            ratio: Some(duel.ratio),
            target: format!("≥ {}×", target.ratio),
            verdict,
        }
    }

    /// A row that holds or does not.
    pub(crate) fn checked(
        what: &str,
        peer: String,
        (theirs, ours): (String, String),
        target: &str,
        holds: Result<(), String>,
    ) -> Self {
        let verdict = holds.map_or_else(Verdict::Missed, |()| Verdict::Reached);
        let (what, target) = (what.to_owned(), target.to_owned());
        Self { what, peer, theirs, ours, ratio: None, target, verdict }
    }

    /// A row that could not be measured.
    pub(crate) fn missing(what: &str, peer: String, target: &str, why: String) -> Self {
        let (what, target) = (what.to_owned(), target.to_owned());
        let verdict = Verdict::NotMeasured(why);
        Self {
            what,
            peer,
            theirs: String::new(),
            ours: String::new(),
            ratio: None,
            target,
            verdict,
        }
    }

    /// The same figures without a target.
    pub(crate) fn informative(mut self, remark: &str) -> Self {
        self.target = String::new();
        self.verdict = Verdict::Informative(remark.to_owned());
        self
    }

    fn line(&self) -> String {
        let ratio = self.ratio.map_or(String::new(), |ratio| {
            format!("{:.2}× ({:.2} to {:.2})", ratio.median, ratio.p10, ratio.p90)
        });
        let verdict = match &self.verdict {
            Verdict::Reached => "reached".to_owned(),
            Verdict::Missed(why) => format!("**missed**: {why}"),
            Verdict::NotMeasured(why) => format!("not measured: {why}"),
            Verdict::Informative(remark) => remark.clone(),
        };
        let Self { what, peer, theirs, ours, target, .. } = self;
        let cells = [what, peer, theirs, ours, &ratio, target, &verdict];
        let cells = cells.map(|cell| cell.replace('|', "/").replace('\n', " "));
        format!("| {} |\n", cells.join(" | "))
    }
}

/// In which unit a time is shown.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// The largest of s, ms, µs and ns that leaves a figure of at least 1.
    Time,
    /// Nanoseconds for each of so many steps.
    NsEach(usize),
}

impl Unit {
    fn shown(self, seconds: f64) -> String {
        match self {
            Self::NsEach(steps) => format!("{:.2} ns", seconds * 1e9 / steps as f64),
            Self::Time => {
                let (scale, name) = [(1.0, "s"), (1e3, "ms"), (1e6, "µs")]
                    .into_iter()
                    .find(|(scale, _)| seconds * scale >= 1.0)
                    .unwrap_or((1e9, "ns"));
                format!("{:.2} {name}", seconds * scale)
            }
        }
    }
}

/// Rows about one kind of work, and how both sides are set up.
pub(crate) struct Section {
    /// The heading.
    pub(crate) title: &'static str,
    /// How each side is configured, so that both give the same guarantee.
    pub(crate) setup: &'static str,
    /// The rows.
    pub(crate) rows: Vec<Row>,
}

impl Section {
    /// As Markdown.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("## {}\n\n{}\n\n", self.title, self.setup);
        text += "| what | peer | theirs | ours | ratio (p10 to p90) | target | |\n";
        text += "|---|---|---|---|---|---|---|\n";
        for row in &self.rows {
            text += &row.line();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_reached_missed_or_why_not() {
        let spread = |median| Spread { p10: 0.5, median, p90: 3.0 };
        let duel = |ratio| Duel { theirs: spread(2e-3), ours: spread(1e-3), ratio: spread(ratio) };
        let target = AtLeast { ratio: 1.5, otherwise: "a | b" };
        let row = |ratio| Row::timed("x", "y 1.0".into(), &duel(ratio), Unit::Time, target).line();
        assert_eq!(
            row(1.6),
            "| x | y 1.0 | 2.00 ms | 1.00 ms | 1.60× (0.50 to 3.00) | ≥ 1.5× | reached |\n"
        );
        assert!(row(1.4).ends_with("| **missed**: a / b |\n"), "{}", row(1.4));
        let missing = Row::missing("x", String::new(), "", "no data".into()).line();
        assert!(missing.ends_with("| not measured: no data |\n"), "{missing}");
    }
}
