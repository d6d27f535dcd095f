//! `cargo xtask bench`: takes the figures of the budgets and writes them into the README; with
//! `peers`, compares the algorithms with the libraries that one would take instead, and with `search`
//! the search over the site.

use super::{Command, build, unexpected};
use crate::measurements::{self, Measured};
use crate::workspace::Workspace;
use crate::{Result, audits, crowd, machine, marked, peers, search};

pub(super) const COMMAND: Command = Command {
    name: "bench",
    usage: "bench [peers [--quick] | search | crowd]",
    summary: "Measure what has a budget, and write the table in the README",
    options: &[
        ("peers", "Compare the algorithms with other libraries instead, and write docs/peers.md"),
        ("search", "Compare the search over the site with others instead, in docs/search.md"),
        ("crowd", "Only ask what a page costs more among many models; a part of the whole"),
        ("--quick", "Link the comparison without LTO, which takes minutes"),
    ],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    let (mut with_peers, mut quick, mut with_search, mut in_crowd) = (false, false, false, false);
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Value(word) if word == "peers" => with_peers = true,
            lexopt::Arg::Value(word) if word == "search" => with_search = true,
            lexopt::Arg::Value(word) if word == "crowd" => in_crowd = true,
            lexopt::Arg::Long("quick") if with_peers => quick = true,
            _ => return Err(unexpected(&argument, &COMMAND)),
        }
    }
    let workspace = Workspace::find()?;
    if with_peers {
        return peers::measure(&workspace, quick);
    }
    if with_search {
        build::release(&workspace, build::ROOT, true)?;
        return search::measure(&workspace);
    }
    if in_crowd {
        println!("{} bytes more among {} models more", crowd::more(&workspace)?, crowd::MODELS);
        return Ok(());
    }
    let table = table(&measurements::take(&workspace)?, &machine::name());
    println!("{table}");
    for line in audits::report(&workspace) {
        println!("{line}");
    }
    let readme = workspace.root.join("README.md");
    let trouble = |error: std::io::Error| format!("{}: {error}", readme.display());
    let document = std::fs::read_to_string(&readme).map_err(trouble)?;
    let document = marked::replaced(&document, "budgets", &table)
        .map_err(|error| format!("{}: {error}", readme.display()))?;
    std::fs::write(&readme, document).map_err(trouble)
}

/// The budgets as a table in Markdown.
fn table(rows: &[Measured], machine: &str) -> String {
    let mut text = String::from("| what | budget | measured | |\n|---|---|---|---|\n");
    for Measured { budget, figure } in rows {
        let (shown, verdict) = match figure {
            Ok(figure) if budget.holds(*figure) => (budget.shown(*figure), "kept"),
            Ok(figure) => (budget.shown(*figure), "**missed**"),
            Err(reason) => (String::new(), &*format!("not measured: {}", one_line(reason))),
        };
        text += &format!("| {} | {} | {shown} | {verdict} |\n", budget.what, budget.bound());
    }
    text + &format!("\nTaken by `cargo xtask bench` on {machine}; times are medians of five.\n")
}

/// A reason that cannot break out of its cell.
fn one_line(reason: &str) -> String {
    reason.lines().last().unwrap_or_default().replace('|', "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::FIRST_PAINT;

    #[test]
    fn the_table_says_what_is_kept_missed_and_not_measured() {
        let rows = [Ok(12.34), Ok(31.0), Err("no\nbrowser | here".to_owned())];
        let rows = rows.map(|figure| Measured { budget: FIRST_PAINT, figure });
        let table = table(&rows, "Sample CPU, 2 cores");
        let rows: Vec<_> = table.lines().filter(|line| line.starts_with("| A page")).collect();
        assert!(rows[0].ends_with("| ≤ 30 kB | 12.3 kB | kept |"), "{}", rows[0]);
        assert!(rows[1].ends_with("| ≤ 30 kB | 31.0 kB | **missed** |"), "{}", rows[1]);
        assert!(rows[2].ends_with("|  | not measured: browser / here |"), "{}", rows[2]);
        assert!(table.contains("Sample CPU"));
    }
}
