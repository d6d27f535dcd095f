//! What does a page cost when the list holds many models more?

use crate::Result;
use crate::commands::new_topic;
use crate::sizes::compressed;
use crate::split::{LINK, piece_in};
use crate::topic::Topic;
use crate::tree::Tree;
use crate::wasm::{self, Kind};
use crate::workspace::Workspace;
use std::fs;
use std::path::Path;

/// How many models are added.
pub(crate) const MODELS: u32 = 130;

/// How many bytes more the code of a model costs, with what all of them share, when there are
/// [`MODELS`] others: the most for any of those that are there.
///
/// A copy of the repository gets as many new topics, and is built as a release.
pub(crate) fn more(workspace: &Workspace) -> Result<i64> {
    let folder = workspace.target.join("sandtable/crowd");
    copy(&workspace.root, &folder)?;
    for number in 1..=MODELS {
        let topic = Topic::new(&format!("sample-of-{}", letters(number)))?;
        new_topic::write(&folder, &topic, "data")?;
    }
    let crowd = Workspace::at(&folder)?;
    let alone = costs(&wasm::build(workspace, Kind::Release)?)?;
    let target = workspace.target.join("sandtable/crowd-target");
    let among = costs(&wasm::build_in(&target, &crowd, Kind::Release)?)?;
    let more = alone.iter().map(|(model, bytes)| {
        let found = among.iter().find(|(other, _)| other == model);
        let (_, now) = found.ok_or_else(|| format!("`{model}` has no code among the others"))?;
        Ok(*now as i64 - *bytes as i64)
    });
    let more: Vec<i64> = more.collect::<Result<_>>()?;
    more.into_iter().max().ok_or_else(|| "there are no models".to_owned())
}

/// The bytes of each piece of the program, with what all of them share, by the names of the pieces.
fn costs(code: &Path) -> Result<Vec<(String, u64)>> {
    const SHARED: [&str; 3] = ["sandtable_bg.wasm", "sandtable.js", LINK];
    let script = fs::read_to_string(code.join(LINK))
        .map_err(|error| format!("{}: {error}", code.display()))?;
    let pieces: Vec<&str> = script.lines().filter_map(piece_in).collect();
    let files: Vec<String> = pieces.iter().map(|piece| format!("{piece}.wasm")).collect();
    let names: Vec<&str> = SHARED.into_iter().chain(files.iter().map(String::as_str)).collect();
    let lengths = compressed(code, &names)?;
    let (shared, own) = lengths.split_at(SHARED.len());
    let all: u64 = shared.iter().sum();
    Ok(pieces.into_iter().zip(own).map(|(piece, own)| (piece.to_owned(), own + all)).collect())
}

/// A number in letters: 1 is `b`, 26 is `ba`.
fn letters(mut number: u32) -> String {
    let mut out = String::new();
    while number > 0 {
        out.insert(0, char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    out
}

/// Copies the texts of the repository.
fn copy(root: &Path, folder: &Path) -> Result<()> {
    let trouble = |error: std::io::Error| format!("cannot write {}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(trouble)?;
    }
    for (path, text) in Tree::read(root)?.texts {
        let to = folder.join(path);
        fs::create_dir_all(to.parent().unwrap_or(folder)).map_err(trouble)?;
        fs::write(to, text).map_err(trouble)?;
    }
    Ok(())
}
