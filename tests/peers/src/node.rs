//! How does core compare with JavaScript libraries, as wasm in the same Node?

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::cacm::{read, short_queries};
use crate::cacm_files::Cacm;
use crate::data::Data;
use crate::harness::{Duel, Spread};
use crate::table::{AtLeast, Row, Section, Unit};
use crate::text::Trace;

const SETUP: &str = "Node runs core as wasm (`opt-level = 3`, no SIMD) next to the JavaScript libraries, \
in one process, in turn; building and text in processor time, queries by the clock. Every call into wasm passes its strings. Search: \
CACM as above, and no side keeps positions; minisearch, lunr, elasticlunr as they come, with their own tokenizers, stemmers and \
stop words; flexsearch with `tokenize: strict` and `suggest: true`, because it finds nothing for \
whole topics otherwise. All any-word queries, the best 10; 7 rounds, 3 for building. Text: \
automerge-paper, edit by edit, a transaction for each edit in yjs; 3 rounds.";

const SEARCH_PEERS: [&str; 4] = ["minisearch", "lunr", "elasticlunr", "flexsearch"];

/// What `cargo xtask bench peers` has made ready.
struct Ready {
    node: PathBuf,
    packages: PathBuf,
    wasm: PathBuf,
}

impl Ready {
    fn find() -> Result<Self, String> {
        let path = |name: &str| {
            let value = std::env::var_os(name).map(PathBuf::from);
            value.ok_or_else(|| format!("`{name}` is not set; `cargo xtask bench peers` sets it"))
        };
        Ok(Self {
            node: path("PEERS_NODE")?,
            packages: path("PEERS_PACKAGES")?,
            wasm: path("PEERS_WASM")?,
        })
    }

    /// Gives the input to the script and reads what it measured.
    fn run(&self, input: &Value) -> Result<Value, String> {
        let file = std::env::temp_dir().join(format!("peers-{}.json", std::process::id()));
        std::fs::write(&file, input.to_string()).map_err(|error| error.to_string())?;
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("node/bench.mjs");
        let mut command = Command::new(&self.node);
        command.arg(script).arg(&self.packages).arg(&self.wasm).arg(&file);
        let output = command.output().map_err(|error| format!("node: {error}"));
        std::fs::remove_file(&file).ok();
        let output = output?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let line = said.lines().find(|line| line.contains("Error")).unwrap_or("no reason");
            return Err(format!("node failed: {line}"));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| format!("node: {error}"))
    }

    /// The name of a package with its version.
    fn version(&self, name: &str) -> String {
        let file = self.packages.join("node_modules").join(name).join("package.json");
        let package = std::fs::read_to_string(file).ok();
        let package: Option<Value> = package.and_then(|text| serde_json::from_str(&text).ok());
        let version = package.as_ref().and_then(|package| package["version"].as_str());
        format!("{name} {}", version.unwrap_or("?"))
    }
}

/// The rounds of a peer against ours.
fn duel(times: &Value, peer: &str) -> Result<Duel, String> {
    let rounds = |name: &str| -> Vec<f64> {
        times[name].as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
    };
    let (theirs, ours) = (rounds(peer), rounds("ours"));
    if theirs.is_empty() || theirs.len() != ours.len() {
        return Err(format!("node told no times of {peer}"));
    }
    let ratio = theirs.iter().zip(&ours).map(|(a, b)| a / b).collect();
    Ok(Duel { theirs: Spread::of(theirs), ours: Spread::of(ours), ratio: Spread::of(ratio) })
}

fn search_rows(ready: &Ready, cacm: &Cacm, measured: &Value) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    let target = AtLeast { ratio: 5.0, otherwise: "not five times as fast" };
    for (name, key) in
        [("short queries, p50", "short"), ("whole topics, p50", "whole"), ("build", "build")]
    {
        for peer in SEARCH_PEERS {
            let duel = duel(&measured[key], peer)?;
            let what = format!("CACM in Node: {name}");
            let row = Row::timed(&what, ready.version(peer), &duel, Unit::Time, target);
            rows.push(if key == "build" { row.informative("no target") } else { row });
        }
    }
    let quality = |name: &str| {
        let found = |text: &str| {
            let topic = cacm.topics.iter().position(|(_, other)| other == text).unwrap_or(0);
            let found = measured["found"][name][topic].as_array().into_iter().flatten();
            found.filter_map(|doc| doc.as_u64().map(|doc| doc as u32)).collect()
        };
        cacm.judge(found).map
    };
    let ours = quality("ours");
    for peer in SEARCH_PEERS {
        let theirs = quality(peer);
        let holds = if ours >= theirs { Ok(()) } else { Err("lower".to_owned()) };
        let shown = (format!("MAP {theirs:.4}"), format!("MAP {ours:.4}"));
        rows.push(Row::checked(
            "CACM in Node: quality",
            ready.version(peer),
            shown,
            "the highest",
            holds,
        ));
    }
    let bytes = |name: &str| measured["bytes"][name].as_f64().unwrap_or(f64::NAN);
    let ours = bytes("ours");
    for peer in SEARCH_PEERS {
        let holds = if ours <= 350e3 { Ok(()) } else { Err("larger".to_owned()) };
        let shown = |bytes: f64| format!("{:.0} kB", bytes / 1e3);
        rows.push(Row::checked(
            "CACM in Node: index, gzipped",
            ready.version(peer),
            (shown(bytes(peer)), shown(ours)),
            "≤ 350 kB",
            holds,
        ));
    }
    Ok(rows)
}

fn rows(data: &Data) -> Result<Vec<Row>, String> {
    let ready = Ready::find()?;
    let (cacm, trace) = (read(data), Trace::read(data, "automerge-paper"));
    let mut input = json!({});
    if let Ok(cacm) = &cacm {
        let whole: Vec<&str> = cacm.topics.iter().map(|(_, text)| text.as_str()).collect();
        input["documents"] = json!(cacm.texts);
        input["short"] = json!(short_queries(cacm));
        input["whole"] = json!(whole);
    }
    if let Ok(trace) = &trace {
        input["trace"] = json!({ "edits": trace.edits, "end": trace.end });
    }
    let measured = ready.run(&input)?;
    let mut rows = match &cacm {
        Ok(cacm) => search_rows(&ready, cacm, &measured["search"])?,
        Err(why) => vec![Row::missing("CACM in Node", String::new(), "", why.clone())],
    };
    rows.push(match &trace {
        Ok(trace) => {
            let what = format!("automerge-paper in Node, {} edits", trace.edits.len());
            let target = AtLeast { ratio: 20.0, otherwise: "not twenty times as fast" };
            Row::timed(
                &what,
                ready.version("yjs"),
                &duel(&measured["text"], "yjs")?,
                Unit::Time,
                target,
            )
        }
        Err(why) => Row::missing("automerge-paper in Node", "yjs".to_owned(), "≥ 20×", why.clone()),
    });
    Ok(rows)
}

/// The rows about Node.
pub(crate) fn section(data: &Data) -> Section {
    let rows = rows(data).unwrap_or_else(|why| {
        let peers = "minisearch, lunr, elasticlunr, flexsearch, yjs".to_owned();
        vec![Row::missing("Search and text in Node", peers, "≥ 5×, ≥ 20×", why)]
    });
    Section { title: "In Node, as wasm", setup: SETUP, rows }
}
