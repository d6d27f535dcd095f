//! How is the program cut into what all models share and what each needs?
//!
//! wasm-split cuts a linked module at the functions that the app marks, two a model. What several
//! pieces share, and not all, becomes a module for each set of pieces: hundreds of them, some of a
//! hundred bytes. It also writes a script that fetches them. We read from it which modules belong to
//! which piece, and join them into one file a piece. Our own script knows the main module only once it
//! is told of it, so every file can be named by its content.

use crate::{Result, join, process, tidy, tools};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The script that fetches pieces, as the main module names it.
pub(crate) const LINK: &str = "__wasm_split.js";

/// The module that all pieces need.
const MAIN: &str = "sandtable_bg.wasm";

/// What puts a program together whose code travels apart, as that script names it.
const JOINER: &str = "streams.wasm";

/// What that script begins with: how a piece is fetched.
pub(crate) const SCRIPT: &str = include_str!("split.js");

/// The start of the name of a function that fetches a piece; the rest is the piece's name.
const LOAD: &str = "__wasm_split_load_";

/// What stands before the names and files of the pieces in that script.
const FILES: &str = "const files = { __proto__: null,";

/// The name of the piece whose file a line of that script names, if it names one.
pub(crate) fn piece_in(line: &str) -> Option<&str> {
    let (name, file) = line.split_once(": \"./")?;
    file.contains(".wasm\"").then_some(name)
}

/// The program that cuts, for a recipe.
pub(crate) fn command(compiled: &Path, folder: &Path) -> Result<Command> {
    let mut command = Command::new(tools::wasm_split()?);
    command.arg(compiled).arg(folder);
    Ok(command)
}

/// Cuts a module into `main.wasm`, its pieces and the script that fetches them.
pub(crate) fn split(compiled: &Path, folder: &Path) -> Result<()> {
    process::quiet(&mut command(compiled, folder)?)?;
    let path = folder.join(LINK);
    let trouble = |error| format!("cannot use {}: {error}", path.display());
    let theirs = fs::read_to_string(&path).map_err(trouble)?;
    let loads = loads(&theirs)?;
    let linked = fs::read(compiled).map_err(|error| format!("{}: {error}", compiled.display()))?;
    let constants = join::constants(&linked)?;
    for load in &loads {
        let mut modules = Vec::new();
        for module in &load.modules {
            let path = folder.join(module);
            modules.push(fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?);
        }
        let path = folder.join(load.file());
        let one = join::joined(&modules, &constants).and_then(|one| tidy::tidied(&one));
        let one = one.map_err(|error| format!("{}: {error}", load.name()))?;
        fs::write(&path, one).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    fs::write(&path, script(&loads)).map_err(trouble)
}

/// Takes the code of the program and of its pieces apart, and puts what joins it again beside them.
pub(crate) fn pack(folder: &Path, joiner: &Path) -> Result<()> {
    let read = |path: &Path| fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let write = |path: &Path, bytes: Vec<u8>| {
        fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))
    };
    write(&folder.join(JOINER), tidy::tidied(&read(joiner)?)?)?;
    let script = String::from_utf8_lossy(&read(&folder.join(LINK))?).into_owned();
    let pieces = script.lines().filter_map(piece_in).map(|piece| format!("{piece}.wasm"));
    for file in pieces.chain([MAIN.to_owned()]) {
        let path = folder.join(&file);
        let apart = sandtable_streams::apart(&read(&path)?);
        write(&path, apart.map_err(|error| format!("{file} is {error}"))?)?;
    }
    Ok(())
}

/// Writes the script of a module that is in one piece.
pub(crate) fn whole(folder: &Path) -> Result<()> {
    let path = folder.join(LINK);
    let script = format!(
        "export const bind = () => {{}}, piece = () => {{}};\n\
         export const main = () => fetch(new URL(\"./{MAIN}\", import.meta.url));\n"
    );
    fs::write(&path, script).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// A function that fetches a piece, and the file names of its modules.
#[derive(Debug, PartialEq, Eq)]
struct Load {
    function: String,
    modules: Vec<String>,
}

impl Load {
    /// What it is called.
    fn name(&self) -> &str {
        self.function.trim_start_matches(LOAD)
    }

    /// The file with all its modules.
    fn file(&self) -> String {
        format!("{}.wasm", self.name())
    }
}

/// Reads who fetches what.
fn loads(script: &str) -> Result<Vec<Load>> {
    let strange = |what: &str| format!("wasm-split wrote a script without {what}");
    let mut chunks: Vec<(String, String)> = Vec::new();
    let mut loads = Vec::new();
    let start = script.find("\nconst __chunk").or_else(|| script.find("\nexport const"));
    let mut rest = &script[start.ok_or_else(|| strange("pieces"))?..];
    while let Some(at) = rest.find("const ") {
        rest = &rest[at + "const ".len()..];
        let (name, body) = rest.split_once(" = ").ok_or_else(|| strange("a name"))?;
        let end = body.find("\n, [").ok_or_else(|| strange("a list of pieces"))?;
        let (fetch, after) = body.split_at(end);
        let list = after["\n, [".len()..].split(']').next().unwrap_or_default();
        let file = fetch.split("new URL(\"./").nth(1).and_then(|rest| rest.split('"').next());
        let file = file.ok_or_else(|| strange("a file"))?.to_owned();
        if name.starts_with(LOAD) {
            let mut modules = vec![file];
            for chunk in list.split(", ").filter(|chunk| !chunk.is_empty()) {
                let found = chunks.iter().find(|(name, _)| name == chunk);
                modules.push(found.ok_or_else(|| strange(chunk))?.1.clone());
            }
            loads.push(Load { function: name.to_owned(), modules });
        } else {
            chunks.push((name.to_owned(), file));
        }
        rest = after;
    }
    loads.sort_by(|a, b| a.function.cmp(&b.function));
    if loads.is_empty() { Err(strange("functions")) } else { Ok(loads) }
}

/// The script that fetches pieces: a line each, behind [`FILES`].
fn script(loads: &[Load]) -> String {
    let mut text = format!("{SCRIPT}export const main = () => program(\"./{MAIN}\");\n");
    text += FILES;
    for load in loads {
        text += &format!("\n{}: \"./{}\",", load.name(), load.file());
    }
    text + "\n};\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEIRS: &str = r#"import { initSync } from "./main.js";
function makeLoad(fetcher, deps) {
    const loader = async () => {};
}
/* one, two */
const __chunk_4 = makeLoad(() => {
    const src = fetch(new URL("./chunk_4.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []);
export const __wasm_split_load_two = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_two.wasm", import.meta.url));
}
, [__chunk_4]));
export const __wasm_split_load_one = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_one.wasm", import.meta.url));
}
, []));
"#;

    #[test]
    fn the_pieces_of_each_model_are_read_and_written() {
        // The constants inside a function's body are none of a piece.
        let loads = loads(THEIRS).unwrap();
        let load = |name: &str, modules: &[&str]| Load {
            function: format!("{LOAD}{name}"),
            modules: modules.iter().map(|module| (*module).to_owned()).collect(),
        };
        let wanted =
            [load("one", &["split_one.wasm"]), load("two", &["split_two.wasm", "chunk_4.wasm"])];
        assert_eq!(loads, wanted);
        let ours = script(&loads);
        assert!(ours.ends_with(
            "\nconst files = { __proto__: null,\none: \"./one.wasm\",\ntwo: \"./two.wasm\",\n};\n"
        ));
        assert_eq!(ours.lines().filter_map(piece_in).collect::<Vec<_>>(), ["one", "two"]);
    }

    #[test]
    fn a_script_of_another_shape_is_refused() {
        assert!(loads("").is_err());
        assert!(loads(&THEIRS.replace("new URL(", "join(")).is_err());
        assert!(loads(&THEIRS.replace("[__chunk_4]", "[__chunk_5]")).is_err());
    }
}
