//! What do the closing lines of a test runner say?

use std::fmt;
use std::ops::AddAssign;

/// How many tests did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
    /// Tests that passed at their second try: on a busy machine a browser may be late.
    pub(crate) flaky: u64,
    /// Tests that were left out on purpose.
    pub(crate) skipped: u64,
    /// Tests that were not run, since nothing of them changed after they passed.
    pub(crate) unchanged: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.flaky += other.flaky;
        self.skipped += other.skipped;
        self.unchanged += other.unchanged;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed", self.passed)?;
        if self.failed > 0 {
            write!(out, ", {} failed", self.failed)?;
        }
        if self.flaky > 0 {
            write!(out, ", {} passed only when tried again", self.flaky)?;
        }
        if self.skipped > 0 {
            write!(out, ", {} skipped", self.skipped)?;
        }
        if self.unchanged > 0 {
            write!(out, ", {} not run: unchanged since they passed", self.unchanged)?;
        }
        Ok(())
    }
}

/// The lines of cargo, wasm-bindgen and Playwright that count at least one test, as written, and the names
/// that stand below those of tests that failed or were tried again.
pub(crate) fn closing_lines(output: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut names = false;
    for line in output.lines().map(str::trim) {
        if let Some(counts) = count(line) {
            names = counts.failed + counts.flaky > 0;
            if counts != Counts::default() {
                out.push(line);
            }
        } else if names && line.contains(".spec.") {
            out.push(line.trim_end_matches([' ', '─']));
        } else {
            names = false;
        }
    }
    out
}

/// The sum of the closing lines.
pub(crate) fn counts(output: &str) -> Counts {
    let mut sum = Counts::default();
    output.lines().filter_map(|line| count(line.trim())).for_each(|counts| sum += counts);
    sum
}

/// What stands in front of the number of tests that were not run, since nothing changed.
pub(crate) const UNCHANGED: &str = "unchanged since they passed: ";

fn count(line: &str) -> Option<Counts> {
    if let Some(rest) = line.strip_prefix(UNCHANGED) {
        let unchanged = rest.split(' ').next()?.parse().ok()?;
        return Some(Counts { unchanged, ..Counts::default() });
    }
    if let Some(rest) = line.strip_prefix("test result: ") {
        let (_, rest) = rest.split_once(". ")?;
        let number = |label: &str| {
            let part = rest.split(';').find(|part| part.trim().ends_with(label))?;
            part.split_whitespace().next()?.parse().ok()
        };
        let (passed, failed) = (number(" passed")?, number(" failed")?);
        let skipped = number(" ignored").unwrap_or(0);
        return Some(Counts { passed, failed, skipped, ..Counts::default() });
    }
    // Playwright closes with a line for each kind: `12 passed (3.4s)`.
    let mut words = line.split(' ');
    let number = words.next()?.parse().ok()?;
    let label = words.next()?;
    if words.next().is_some_and(|word| !word.starts_with('(')) {
        return None;
    }
    let mut counts = Counts::default();
    match label {
        "passed" => counts.passed = number,
        "failed" | "interrupted" => counts.failed = number,
        "flaky" => counts.flaky = number,
        "skipped" => counts.skipped = number,
        _ => return None,
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_lines_are_added_up() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished\n\
            test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(
            counts(output),
            Counts { passed: 7, failed: 2, skipped: 1, ..Counts::default() }
        );
        assert_eq!(closing_lines(output).len(), 2);
    }

    #[test]
    fn playwrights_lines_are_added_up() {
        let output =
            "Running 15 tests using 1 worker\n  12 passed (1.2m)\n  2 skipped\n  1 flaky\n";
        assert_eq!(
            counts(output),
            Counts { passed: 12, flaky: 1, skipped: 2, ..Counts::default() }
        );
        assert_eq!(closing_lines(output), ["12 passed (1.2m)", "2 skipped", "1 flaky"]);
    }

    #[test]
    fn a_test_that_was_tried_again_is_named() {
        let output = "  ✓  1 a.spec.mjs:3:1 › it works (1.0s)\n  1 flaky\n    \
            b.spec.mjs:4:2 › it is late ────\n  1 passed (2s)\n    c.spec.mjs:1:1 › another\n";
        let wanted = ["1 flaky", "b.spec.mjs:4:2 › it is late", "1 passed (2s)"];
        assert_eq!(closing_lines(output), wanted);
    }

    #[test]
    fn what_was_not_run_again_is_counted_apart_and_said() {
        let line = format!("{UNCHANGED}120 tests of suite.wasm, in Chromium 140");
        let counts = counts(&line);
        assert_eq!(counts, Counts { unchanged: 120, ..Counts::default() });
        assert_eq!(counts.to_string(), "0 passed, 120 not run: unchanged since they passed");
        assert_eq!(closing_lines(&line), [line.as_str()]);
    }

    #[test]
    fn other_lines_count_nothing() {
        let output = "3 passed by the river\n12 tests passed\npassed\ntest result: unclear\n";
        assert_eq!(counts(output), Counts::default());
        assert!(closing_lines(output).is_empty());
    }
}
