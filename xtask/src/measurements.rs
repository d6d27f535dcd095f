//! What is measured against the budgets, and how?

use crate::budget::{Budget, FIRST_PAINT, FIRST_WIDGET, Limit, PAGE_HTML, median};
use crate::dist::{self, Dist};
use crate::site::{self, Order};
use crate::sizes::Sizes;
use crate::wasm::{self, Kind};
use crate::workspace::Workspace;
use crate::{Result, crowd, lighthouse, process, tools};
use serde_json::Value;
use std::process::{Command, Stdio};

/// How often each time is taken; the median counts.
const RUNS: usize = 5;

/// A budget and the figure that is held against it.
pub(crate) struct Measurement {
    /// The promise.
    pub(crate) budget: Budget,
    /// Takes the figure, or says why it could not be taken.
    measure: fn(&Subject) -> Result<f64>,
}

/// A budget with its figure.
pub(crate) struct Measured {
    /// The promise.
    pub(crate) budget: Budget,
    /// The figure, or why there is none.
    pub(crate) figure: Result<f64>,
}

/// What the figures are taken of.
struct Subject {
    sizes: Result<Sizes>,
    site_seconds: Vec<f64>,
    single_kb: Result<f64>,
    crowd_kb: Result<f64>,
    browser: Result<Value>,
    lighthouse: Result<Value>,
}

/// Every budget, in the order of the README's table.
const MEASUREMENTS: &[Measurement] = &[
    Measurement {
        budget: PAGE_HTML,
        measure: |subject| Ok(kilobytes(subject.sizes.as_ref()?.largest(|page| page.html))),
    },
    Measurement {
        budget: FIRST_PAINT,
        measure: |subject| Ok(kilobytes(subject.sizes.as_ref()?.largest(|page| page.first_paint))),
    },
    Measurement {
        budget: FIRST_WIDGET,
        measure: |subject| Ok(kilobytes(subject.sizes.as_ref()?.largest(|page| page.first_widget))),
    },
    Measurement {
        budget: Budget {
            what: "What that is more when the list holds 130 models more",
            limit: Limit::AtMost(3.0),
            unit: " kB",
        },
        measure: |subject| subject.crowd_kb.clone(),
    },
    Measurement {
        budget: Budget {
            what: "Seek anywhere in a run of 10,000 events, in the browser",
            limit: Limit::AtMost(16.0),
            unit: " ms",
        },
        measure: |subject| subject.browser("seek_ms"),
    },
    Measurement {
        budget: Budget {
            what: "A frame of the heaviest scene at the 95th percentile, CPU throttled 4×",
            limit: Limit::AtMost(16.7),
            unit: " ms",
        },
        measure: |subject| subject.browser("frame_ms_p95"),
    },
    Measurement {
        budget: Budget {
            what: "Simulated events per second in wasm",
            limit: Limit::AtLeast(2.0),
            unit: " million",
        },
        measure: |subject| Ok(subject.browser("events_per_second")? / 1e6),
    },
    Measurement {
        budget: Budget {
            what: "Time of the same run in wasm against native",
            limit: Limit::AtMost(1.6),
            unit: " ×",
        },
        measure: |subject| subject.browser("wasm_over_native"),
    },
    Measurement {
        budget: Budget {
            what: "A topic (quorum) in one file, with its models",
            limit: Limit::AtMost(1000.0),
            unit: " kB",
        },
        measure: |subject| subject.single_kb.clone(),
    },
    Measurement {
        budget: lighthouse("Lighthouse, the lowest of home, a topic and a frame: performance"),
        measure: |subject| subject.lighthouse("performance"),
    },
    Measurement {
        budget: lighthouse("Lighthouse: accessibility"),
        measure: |subject| subject.lighthouse("accessibility"),
    },
    Measurement {
        budget: lighthouse("Lighthouse: best practices"),
        measure: |subject| subject.lighthouse("best-practices"),
    },
    Measurement {
        budget: lighthouse("Lighthouse: SEO"),
        measure: |subject| subject.lighthouse("seo"),
    },
    Measurement {
        budget: Budget {
            what: "Building the whole site after compile",
            limit: Limit::AtMost(1.0),
            unit: " s",
        },
        measure: |subject| median(&subject.site_seconds).ok_or("not measured".to_owned()),
    },
];

/// A score of Lighthouse, out of 100.
const fn lighthouse(what: &'static str) -> Budget {
    Budget { what, limit: Limit::AtLeast(100.0), unit: "" }
}

/// Builds the release and takes every figure.
pub(crate) fn take(workspace: &Workspace) -> Result<Vec<Measured>> {
    let folder = dist::folder(workspace);
    let code = wasm::build(workspace, Kind::Release)?;
    let order = Order { code: &code, address: "/", offline: true };
    let mut site_seconds = Vec::new();
    for _ in 0..RUNS {
        site_seconds.push(site::write(workspace, order, &folder)?.took.as_secs_f64());
    }
    let sizes = Sizes::measure(&folder, &Dist::read(&folder)?);
    let browser = ask_browser(workspace);
    let subject = Subject {
        sizes,
        site_seconds,
        single_kb: single_kb(workspace, order),
        crowd_kb: crowd::more(workspace).map(|bytes| bytes as f64 / 1000.0),
        browser,
        lighthouse: lighthouse::ask(workspace),
    };
    Ok(MEASUREMENTS.iter().map(|measurement| subject.take(measurement)).collect())
}

impl Subject {
    fn take(&self, measurement: &Measurement) -> Measured {
        Measured { budget: measurement.budget, figure: (measurement.measure)(self) }
    }

    /// The lowest score of a category.
    fn lighthouse(&self, name: &str) -> Result<f64> {
        let score = self.lighthouse.as_ref()?[name].as_f64();
        score.ok_or_else(|| format!("Lighthouse tells no `{name}`"))
    }

    /// The median of the figures that the script in the browser took.
    fn browser(&self, name: &str) -> Result<f64> {
        figure(self.browser.as_ref()?, name)
    }
}

/// The size of a topic in one file.
fn single_kb(workspace: &Workspace, order: Order) -> Result<f64> {
    let file = workspace.target.join("sandtable/single.html");
    site::write_single(workspace, order, "quorum", &file)?;
    let length = std::fs::metadata(&file).map(|file| file.len());
    length.map(|bytes| bytes as f64 / 1000.0).map_err(|e| format!("{}: {e}", file.display()))
}

/// Runs `tests/web/bench.mjs`, which prints one JSON object as its last line: for each name a
/// list of at least five figures.
fn ask_browser(workspace: &Workspace) -> Result<Value> {
    let package = workspace.root.join("tests/web");
    if !package.join("bench.mjs").exists() {
        return Err("there is no tests/web/bench.mjs".to_owned());
    }
    tools::playwright(&package)?;
    let mut command = Command::new(tools::node()?);
    command.arg("bench.mjs").current_dir(&package);
    command.env("SANDTABLE_DIST", dist::folder(workspace)).env("CHROMIUM", tools::chromium()?);
    // What it says while it measures goes to whoever waits for it.
    let answer = process::answer(command.stderr(Stdio::inherit()))?;
    let last = answer.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|error| format!("bench.mjs: {error} in `{last}`"))
}

fn figure(answer: &Value, name: &str) -> Result<f64> {
    let list = answer[name].as_array().ok_or_else(|| format!("bench.mjs tells no `{name}`"))?;
    let figures: Vec<f64> = list.iter().filter_map(Value::as_f64).collect();
    if figures.len() != list.len() || figures.len() < RUNS {
        return Err(format!("bench.mjs: `{name}` is not a list of {RUNS} figures or more"));
    }
    median(&figures).ok_or_else(|| format!("bench.mjs: `{name}` is empty"))
}

fn kilobytes((_, bytes): (&str, u64)) -> f64 {
    bytes as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn subject() -> Subject {
        let browser = json!({ "seek_ms": [5.0, 1.0, 2.0, 9.0, 3.0], "frame_ms_p95": [1.0] });
        let sizes = Err("no site".to_owned());
        Subject {
            sizes,
            site_seconds: vec![0.3, 0.1, 0.2],
            single_kb: Ok(700.0),
            crowd_kb: Err("no build".to_owned()),
            browser: Ok(browser),
            lighthouse: Ok(json!({ "seo": 100 })),
        }
    }

    #[test]
    fn the_median_of_five_counts() {
        assert_eq!(subject().browser("seek_ms").unwrap(), 3.0);
    }

    #[test]
    fn what_was_not_measured_is_said_and_not_made_up() {
        assert!(subject().browser("frame_ms_p95").unwrap_err().contains("5 figures"));
        assert!(subject().browser("events_per_second").unwrap_err().contains("no `events"));
        let measured: Vec<_> = MEASUREMENTS.iter().map(|each| subject().take(each)).collect();
        let taken: Vec<_> = measured.iter().map(|each| each.figure.is_ok()).collect();
        let wanted = [
            [false, false, false, false, true, false, false, false].as_slice(),
            &[true, false, false, false, true, true],
        ];
        assert_eq!(taken, wanted.concat());
    }
}
