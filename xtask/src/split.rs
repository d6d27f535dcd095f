//! How is the program cut into what all models share and what each needs?
//!
//! wasm-split cuts a linked module at the functions that the app marks, one a model. What several
//! models share, and not all, becomes a piece for each set of models: dozens of them, some of a
//! hundred bytes. It also writes a script that fetches the pieces. We read from it which pieces
//! belong to which model, and pack them into one file a model: a wasm module with a section for each
//! piece. A piece is in the file of each model that needs it, and is run once. Our own script knows
//! the main module only once it is told of it, so every file can be named by its content.

use crate::{Result, process, tools};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The script that fetches pieces, as the main module names it.
pub(crate) const LINK: &str = "__wasm_split.js";

/// The module that all pieces need.
const MAIN: &str = "sandtable_bg.wasm";

/// What that script begins with: how a piece is fetched.
pub(crate) const SCRIPT: &str = include_str!("split.js");

/// The start of the name of a function that fetches a model's pieces; the rest is the model's
/// module.
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
    for load in &loads {
        let mut pieces = Vec::new();
        for piece in &load.pieces {
            let path = folder.join(piece);
            let wasm = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let plain = without_names(&wasm).ok_or_else(|| format!("{piece} is no wasm module"))?;
            pieces.push((piece.as_str(), plain));
        }
        let path = folder.join(load.file());
        fs::write(&path, packed(&pieces))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    fs::write(&path, script(&loads)).map_err(trouble)
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

/// A function that fetches pieces, and their file names.
#[derive(Debug, PartialEq, Eq)]
struct Load {
    function: String,
    pieces: Vec<String>,
}

impl Load {
    /// What it is called: as its model's module.
    fn name(&self) -> &str {
        self.function.trim_start_matches(LOAD)
    }

    /// The file with all its pieces.
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
            let mut pieces = vec![file];
            for chunk in list.split(", ").filter(|chunk| !chunk.is_empty()) {
                let found = chunks.iter().find(|(name, _)| name == chunk);
                pieces.push(found.ok_or_else(|| strange(chunk))?.1.clone());
            }
            loads.push(Load { function: name.to_owned(), pieces });
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
    let mut text = format!("{SCRIPT}export const main = () => fetched(\"./{MAIN}\");\n");
    text += FILES;
    for load in loads {
        text += &format!("\n{}: \"./{}\",", load.name(), load.file());
    }
    text + "\n};\n"
}

/// The name of the sections that hold pieces.
const SECTION: &[u8] = b"piece";

/// A module that does nothing, with a section for each piece: its name, a zero, its bytes.
fn packed(pieces: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"\0asm\x01\0\0\0".to_vec();
    for (name, wasm) in pieces {
        let mut body = leb128(SECTION.len());
        body.extend(SECTION);
        body.extend(name.trim_end_matches(".wasm").bytes());
        body.push(0);
        body.extend(wasm);
        out.push(0);
        out.extend(leb128(body.len()));
        out.extend(body);
    }
    out
}

/// A number as unsigned LEB128.
pub(crate) fn leb128(mut value: usize) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

/// Takes out of a module's file what only programs that cut it read.
pub(crate) fn strip(path: &Path) -> Result<()> {
    let trouble = |error: String| format!("cannot strip {}: {error}", path.display());
    let wasm = fs::read(path).map_err(|error| trouble(error.to_string()))?;
    let plain = without_names(&wasm).ok_or_else(|| trouble("it is no wasm module".to_owned()))?;
    fs::write(path, plain).map_err(|error| trouble(error.to_string()))
}

/// A module without the sections that name its functions and its makers.
fn without_names(wasm: &[u8]) -> Option<Vec<u8>> {
    let mut out = wasm.get(..8)?.to_owned();
    let mut at = 8;
    while at < wasm.len() {
        let (length, body) = number(wasm, at + 1)?;
        let end = body.checked_add(length)?;
        // Section 0 is a custom one: nothing that runs.
        if wasm[at] != 0 {
            out.extend(wasm.get(at..end)?);
        }
        at = end;
    }
    (at == wasm.len()).then_some(out)
}

/// An unsigned LEB128 number, and where it ends.
pub(crate) fn number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut value = 0_usize;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.get(at)?;
        at += 1;
        value |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((value, at));
        }
    }
    None
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
        let load = |name: &str, pieces: &[&str]| Load {
            function: format!("{LOAD}{name}"),
            pieces: pieces.iter().map(|piece| (*piece).to_owned()).collect(),
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

    #[test]
    fn pieces_are_packed_into_a_module_that_is_valid() {
        let wasm = [b"\0asm\x01\0\0\0".as_slice(), &[0; 200]].concat();
        let packed = packed(&[("one.wasm", wasm.clone()), ("two.wasm", wasm)]);
        // Without its own sections nothing is left, so their lengths are right.
        assert_eq!(without_names(&packed).unwrap(), b"\0asm\x01\0\0\0");
        assert!(packed.windows(10).any(|part| part == b"piecetwo\0\0"));
    }

    #[test]
    fn only_what_runs_stays_in_a_module() {
        let custom = [0, 5, 4, b'n', b'a', b'm', b'e'];
        let types = [1, 1, 0];
        let wasm = [b"\0asm\x01\0\0\0".as_slice(), &types, &custom].concat();
        let plain = [b"\0asm\x01\0\0\0".as_slice(), &types].concat();
        assert_eq!(without_names(&wasm), Some(plain));
        assert_eq!(without_names(b"\0asm\x01\0\0\0\x01\x09\0"), None);
    }
}
