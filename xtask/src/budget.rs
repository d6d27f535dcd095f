//! What may the site cost, and how is a figure held against that?

/// A promise about one figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// What is measured, as the README's table says it.
    pub(crate) what: &'static str,
    /// The most or the least that it may be.
    pub(crate) limit: Limit,
    /// The unit of the figure, with the space before it.
    pub(crate) unit: &'static str,
}

/// The bound of a budget.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// The figure may not be larger.
    AtMost(f64),
    /// The figure may not be smaller.
    AtLeast(f64),
}

/// A page alone.
pub(crate) const PAGE_HTML: Budget =
    Budget { what: "The HTML of a page, brotli", limit: Limit::AtMost(20.0), unit: " kB" };

/// A page as it is read before any script runs.
pub(crate) const FIRST_PAINT: Budget = Budget {
    what: "A page before wasm: HTML + CSS, brotli",
    limit: Limit::AtMost(30.0),
    unit: " kB",
};

/// A page with its first live widget.
pub(crate) const FIRST_WIDGET: Budget = Budget {
    what: "Everything to the first live widget, brotli; the controls below it come behind",
    limit: Limit::AtMost(150.0),
    unit: " kB",
};

impl Budget {
    /// Whether a figure is within the budget.
    pub(crate) fn holds(&self, figure: f64) -> bool {
        match self.limit {
            Limit::AtMost(most) => figure <= most,
            Limit::AtLeast(least) => figure >= least,
        }
    }

    /// The bound, as `≤ 30 kB`.
    pub(crate) fn bound(&self) -> String {
        match self.limit {
            Limit::AtMost(most) => format!("≤ {most}{}", self.unit),
            Limit::AtLeast(least) => format!("≥ {least}{}", self.unit),
        }
    }

    /// A figure with its unit, to three significant digits.
    pub(crate) fn shown(&self, figure: f64) -> String {
        let digits = match figure.abs() {
            size if size >= 100.0 => 0,
            size if size >= 10.0 => 1,
            _ => 2,
        };
        format!("{figure:.digits$}{}", self.unit)
    }
}

/// The middle of an odd number of figures, the lower middle of an even one.
pub(crate) fn median(figures: &[f64]) -> Option<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_holds_up_to_its_bound() {
        assert!(FIRST_PAINT.holds(30.0) && !FIRST_PAINT.holds(30.01));
        let least = Budget { limit: Limit::AtLeast(2.0), ..FIRST_PAINT };
        assert!(least.holds(2.0) && !least.holds(1.99));
    }

    #[test]
    fn figures_are_shown_with_three_digits_and_a_unit() {
        assert_eq!(FIRST_PAINT.shown(123.45), "123 kB");
        assert_eq!(FIRST_PAINT.shown(12.345), "12.3 kB");
        assert_eq!(FIRST_PAINT.shown(0.123), "0.12 kB");
        assert_eq!(FIRST_PAINT.bound(), "≤ 30 kB");
    }

    #[test]
    fn the_median_is_a_figure_that_was_measured() {
        assert_eq!(median(&[5.0, 1.0, 9.0]), Some(5.0));
        assert_eq!(median(&[4.0, 2.0]), Some(2.0));
        assert_eq!(median(&[]), None);
    }
}
