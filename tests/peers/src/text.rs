//! How long does it take a replicated text to follow what somebody typed?

use sandtable_core::algorithms::crdt::Text;
use yrs::{GetString, Text as _, Transact};

use crate::data::Data;
use crate::harness::{Duel, duel_in};
use crate::same_text;
use crate::table::{AtLeast, Row, Section, Unit};
use crate::versions;

const SETUP: &str = "Editing traces of real people, replayed from an empty document by one replica, \
edit by edit; every side ends with a document that can be merged with others, and with the text of \
the trace. diamond-types: `ListCRDT`, deletions without their content. loro: one text container, \
all edits in one transaction. yrs: a transaction for each edit, which is \
faster there than one for all; so slow that it is run in fewer rounds. Positions are counted in code \
points. Where several type in the same place at the same time, each library has an order of its own; \
what has to be equal is the text after edits by one, and after edits by several the characters that \
survive. yrs is yjs in Rust.";

/// What somebody typed.
pub(crate) struct Trace {
    /// Where, how many characters are deleted, what is typed.
    pub(crate) edits: Vec<(usize, usize, String)>,
    /// The text that this ends with.
    pub(crate) end: String,
}

impl Trace {
    /// Reads a trace.
    pub(crate) fn read(data: &Data, name: &str) -> Result<Self, String> {
        let bytes = data.unzipped(&format!("editing-traces/{name}.json.gz"))?;
        let trace: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|error| format!("{name}: {error}"))?;
        let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let number = |value: &serde_json::Value| value.as_u64().unwrap_or_default() as usize;
        let patches = list(&trace["txns"]).into_iter().flat_map(|txn| list(&txn["patches"]));
        let edits = patches.map(|patch| (number(&patch[0]), number(&patch[1]), text(&patch[2])));
        Ok(Self { edits: edits.collect(), end: text(&trace["endContent"]) })
    }
}

fn ours(trace: &Trace) -> Text {
    let mut document = Text::new();
    for (at, deleted, typed) in &trace.edits {
        if *deleted > 0 {
            document.delete(1, *at as u32, *deleted as u32).expect("in range");
        }
        if !typed.is_empty() {
            document.insert(1, *at as u32, typed).expect("in range");
        }
    }
    document
}

fn diamond_types(trace: &Trace) -> diamond_types::list::ListCRDT {
    let mut document = diamond_types::list::ListCRDT::new();
    let agent = document.get_or_create_agent_id("one");
    for (at, deleted, typed) in &trace.edits {
        if *deleted > 0 {
            document.delete_without_content(agent, *at..at + deleted);
        }
        if !typed.is_empty() {
            document.insert(agent, *at, typed);
        }
    }
    document
}

fn loro(trace: &Trace) -> loro::LoroText {
    let document = loro::LoroDoc::new();
    let text = document.get_text("text");
    for (at, deleted, typed) in &trace.edits {
        if *deleted > 0 {
            text.delete(*at, *deleted).expect("in range");
        }
        if !typed.is_empty() {
            text.insert(*at, typed).expect("in range");
        }
    }
    document.commit();
    text
}

fn yrs(trace: &Trace) -> String {
    let options = yrs::Options { offset_kind: yrs::OffsetKind::Utf16, ..yrs::Options::default() };
    let document = yrs::Doc::with_options(options);
    let text = document.get_or_insert_text("text");
    for (at, deleted, typed) in &trace.edits {
        let mut transaction = document.transact_mut();
        if *deleted > 0 {
            text.remove_range(&mut transaction, *at as u32, *deleted as u32);
        }
        if !typed.is_empty() {
            text.insert(&mut transaction, *at as u32, typed);
        }
    }
    text.get_string(&document.transact())
}

fn rows_of(name: &str, trace: &Trace, yrs_rounds: usize) -> Vec<Row> {
    assert_eq!(ours(trace).to_string(), trace.end, "our text is that of the trace");
    assert_eq!(diamond_types(trace).branch.content().to_string(), trace.end, "diamond-types'");
    assert_eq!(loro(trace).to_string(), trace.end, "loro's");
    let timed = |peer: &str, duel: &Duel, target: AtLeast| {
        let what = format!("{name}, {} edits", trace.edits.len());
        Row::timed(&what, versions::of(peer), duel, Unit::Time, target)
    };
    let diamond = duel_in(15, || diamond_types(trace), || ours(trace));
    let loro = duel_in(11, || loro(trace), || ours(trace));
    let yrs = duel_in(yrs_rounds, || assert_eq!(yrs(trace), trace.end), || ours(trace));
    let within = AtLeast { ratio: 0.33, otherwise: "more than three times as long" };
    let faster = AtLeast { ratio: 1.0, otherwise: "longer" };
    vec![
        timed("diamond-types", &diamond, within),
        timed("loro", &loro, faster),
        timed("yrs", &yrs, faster),
    ]
}

/// The rows about native text.
pub(crate) fn section(data: &Data) -> Section {
    let mut rows = Vec::new();
    for (name, yrs_rounds) in [("sveltecomponent", 3), ("automerge-paper", 1)] {
        match Trace::read(data, name) {
            Ok(trace) => rows.extend(rows_of(name, &trace, yrs_rounds)),
            Err(why) => rows.push(Row::missing(name, String::new(), "", why)),
        }
    }
    rows.extend(same_text::rows());
    Section { title: "Replicated text, native", setup: SETUP, rows }
}
