//! How are the steps of a long command run, timed and summed up?

use crate::Result;
use crate::runner_output::Counts;
use std::io::Write;
use std::time::{Duration, Instant};

/// How a step ended, when it did not fail.
pub(crate) enum Outcome {
    /// It ran tests.
    Tested(Counts),
    /// It did its work.
    Done,
    /// It could not be run here, and why.
    NotRun(String),
}

/// The steps that were run so far.
pub(crate) struct Steps {
    started: Instant,
    rows: Vec<Row>,
}

struct Row {
    name: &'static str,
    took: Duration,
    outcome: Outcome,
}

impl Steps {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), rows: Vec::new() }
    }

    /// Runs a step; one that fails ends the command.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> Result<Outcome>,
    ) -> Result<()> {
        println!("{name} …");
        std::io::stdout().flush().ok();
        let started = Instant::now();
        match step() {
            Ok(outcome) => {
                self.rows.push(Row { name, took: started.elapsed(), outcome });
                Ok(())
            }
            Err(error) => {
                println!("{}", self.table());
                Err(format!("{error}\n\nfailed: {name}"))
            }
        }
    }

    /// A line for each step: what it is, how long it took, what it counted.
    pub(crate) fn table(&self) -> String {
        let width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(5);
        let mut text = format!("\n{:width$}  seconds\n", "step");
        let mut sum = Counts::default();
        for Row { name, took, outcome } in &self.rows {
            let result = match outcome {
                Outcome::Tested(counts) => {
                    sum += *counts;
                    counts.to_string()
                }
                Outcome::Done => "done".to_owned(),
                Outcome::NotRun(reason) => format!("NOT RUN: {reason}"),
            };
            text += &format!("{name:width$}  {:7.1}  {result}\n", took.as_secs_f64());
        }
        let whole = self.started.elapsed().as_secs_f64();
        let sum = if sum == Counts::default() { String::new() } else { sum.to_string() };
        text + format!("{:width$}  {whole:7.1}  {sum}", "total").trim_end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_shows_every_step_and_adds_the_tests_up() {
        let mut steps = Steps::new();
        let counts = |passed| Outcome::Tested(Counts { passed, ..Counts::default() });
        steps.run("one", || Ok(counts(3))).unwrap();
        steps.run("two", || Ok(counts(4))).unwrap();
        steps.run("three", || Ok(Outcome::NotRun("no browser".to_owned()))).unwrap();
        let table = steps.table();
        assert!(table.lines().any(|line| line.starts_with("three") && line.contains("NOT RUN")));
        assert!(table.lines().last().unwrap().ends_with("7 passed"), "{table}");
    }

    #[test]
    fn a_failure_names_its_step() {
        let error = Steps::new().run("one", || Err("broken".to_owned())).unwrap_err();
        assert_eq!(error, "broken\n\nfailed: one");
    }
}
