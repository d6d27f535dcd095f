//! How does each algorithm compare with the library that one would take instead?
//!
//! `sandtable-peers FILE MACHINE DATE [SECTION…]` measures and writes the document to FILE. It is
//! called by `cargo xtask bench peers`.

mod bitsets;
mod cacm;
#[path = "../../../core/tests/suite/search/cacm_files.rs"]
mod cacm_files;
mod data;
mod harness;
mod node;
mod placements;
mod random;
mod rate_limiters;
mod same_sets;
mod same_text;
mod search;
mod sets;
mod table;
mod text;
mod versions;

use data::Data;
use table::Section;

/// The sections by name, in the order of the document.
const SECTIONS: &[(&str, fn(&Data) -> Section)] = &[
    ("search", search::section),
    ("bitmaps", bitsets::section),
    ("limiters", rate_limiters::section),
    ("placement", placements::section),
    ("text", text::section),
    ("sets", sets::section),
    ("node", node::section),
];

fn main() -> Result<(), String> {
    let mut words = std::env::args().skip(1);
    let mut word = |what: &str| words.next().ok_or_else(|| format!("name {what}"));
    let (file, machine, date) = (word("a file")?, word("the machine")?, word("the date")?);
    let wanted: Vec<String> = words.collect();
    let data = Data::from_environment();
    let mut sections = Vec::new();
    for (name, section) in SECTIONS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            eprintln!("{name} …");
            let text = section(&data).text();
            eprintln!("{text}");
            sections.push(text);
        }
    }
    let document = format!("{}{}", head(&machine, &date), sections.join("\n"));
    std::fs::write(&file, document).map_err(|error| format!("{file}: {error}"))
}

fn head(machine: &str, date: &str) -> String {
    format!(
        "# Measured against peers\n\n\
         Taken by `cargo xtask bench peers` on {date} on {machine}; generated, not edited.\n\n\
         Both sides do the same work in one process, in turn (theirs, ours, theirs, ours …), \
         {} rounds or fewer where a round is long, after one that is not counted. Figures are \
         medians; a ratio is the median over the rounds of their time divided by ours, so above 1 \
         ours is faster, and in brackets are its 10th and 90th percentiles. Times are processor \
         time of the program, which other programs on the machine hardly change; single queries, \
         which are too short for that clock, are timed by the wall. Both sides are compiled by the \
         same compiler with `opt-level = 3`, {}, for the processor's baseline. The code is in \
         `tests/peers`. A row whose data is missing says so; the collections that may not be \
         passed on are read from the folder that `SANDTABLE_DATA` names.\n\n",
        harness::ROUNDS,
        linking()
    )
}

/// How the program was linked: its folder has the name of its profile.
fn linking() -> &'static str {
    let program = std::env::current_exe().ok();
    let folder = program.as_ref().and_then(|program| program.parent()?.file_name());
    if folder.is_some_and(|name| name == "release") {
        "with LTO"
    } else {
        "without LTO (profile `quick`)"
    }
}
