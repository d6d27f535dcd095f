//! How is what wasm-bindgen writes made short?
//!
//! Its script is written to be read and to be started in many ways, and gives each function that the
//! wasm imports a name with a hash, which no compression makes small. We take out comments and
//! indentation, start it in the one way that our scripts use, and number the functions.

use crate::Result;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{ImportSectionReader, Parser};

/// Shortens `NAME.js` and the imports of `NAME_bg.wasm` in a folder.
pub(crate) fn shorten(folder: &Path, name: &str) -> Result<()> {
    let (script, wasm) =
        (folder.join(format!("{name}.js")), folder.join(format!("{name}_bg.wasm")));
    let trouble = |error: std::io::Error| format!("cannot shorten {}: {error}", script.display());
    let text = fs::read_to_string(&script).map_err(trouble)?;
    let bytes = fs::read(&wasm).map_err(trouble)?;
    let module = format!("./{name}_bg.js");
    let (bytes, names) =
        renumbered(&bytes, &module).map_err(|error| format!("{}: {error}", wasm.display()))?;
    let text = started(&short(&text))
        .ok_or_else(|| format!("{} is not started as we know it", script.display()))?;
    fs::write(&script, renamed(&text, &names)).map_err(trouble)?;
    fs::write(&wasm, bytes).map_err(trouble)
}

/// A script without comments that have lines of their own, indentation, and imports said twice.
fn short(script: &str) -> String {
    let mut out = String::new();
    let mut again = BTreeMap::new();
    let mut first: Option<(String, String)> = None;
    for line in script.lines().map(str::trim) {
        let is_comment = ["/*", "*", "//"].iter().any(|start| line.starts_with(start));
        if line.is_empty() || is_comment {
            continue;
        }
        // One module is imported once for each function of it.
        let star = line.strip_prefix("import * as ").and_then(|rest| rest.split_once(" from "));
        if let Some((name, from)) = star {
            match &first {
                Some((known, same)) if same == from => {
                    again.insert(name.to_owned(), known.clone());
                    continue;
                }
                _ => first = Some((name.to_owned(), from.to_owned())),
            }
        }
        if line
            .split_once(": ")
            .is_some_and(|(_, name)| again.contains_key(name.trim_end_matches(',')))
        {
            continue;
        }
        out += line;
        out.push('\n');
    }
    out
}

/// A script that takes its wasm, as bytes or as what a fetch brings, and starts it once: while it comes,
/// where the host says what it is.
fn started(script: &str) -> Option<String> {
    const START: &str = "let started;\n\
        const made = async (code) => {\n\
        const imports = __wbg_get_imports();\n\
        if (!(code instanceof Response)) return WebAssembly.instantiate(code, imports);\n\
        const streams = code.headers.get('content-type') === 'application/wasm';\n\
        return streams ? WebAssembly.instantiateStreaming(code, imports) : WebAssembly.instantiate(await code.arrayBuffer(), imports);\n\
        };\n\
        export default ({ module_or_path }) => started ??= (async () => {\n\
        const { instance, module } = await made(await module_or_path);\n\
        return __wbg_finalize_init(instance, module);\n\
        })().catch((e) => { started = undefined; throw e; });\n";
    let (kept, rest) = script.split_once("async function __wbg_load(")?;
    let known = ["__wbg_get_imports()", "__wbg_finalize_init(instance, module)", "as default };"];
    known.iter().all(|part| rest.contains(part)).then(|| format!("{kept}{START}"))
}

/// A script with other names.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_sign = |sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == '$');
    let mut out = String::with_capacity(script.len());
    for part in script.split_inclusive(is_sign) {
        let word = part.trim_end_matches(is_sign);
        out += names.get(word).map_or(word, String::as_str);
        out += &part[word.len()..];
    }
    out
}

/// A module of wasm whose functions from `module` are called by numbers, with their names by the old
/// ones.
fn renumbered(wasm: &[u8], module: &str) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let mut numbered = Numbered { module, names: BTreeMap::new() };
    let mut out = Module::new();
    let written = numbered.parse_core_module(&mut out, Parser::new(0), wasm);
    written.map_err(|error| error.to_string())?;
    Ok((out.finish(), numbered.names))
}

/// The functions of a script, by numbers.
struct Numbered<'a> {
    module: &'a str,
    /// The new names by the old ones.
    names: BTreeMap<String, String>,
}

impl Reencode for Numbered<'_> {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            if import.module == self.module {
                let short = format!("i{}", self.names.len());
                imports.import(import.module, &short, kind);
                self.names.insert(import.name.to_owned(), short);
            } else {
                imports.import(import.module, import.name, kind);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, MemoryType, TypeSection};

    const SCRIPT: &str = "import * as import1 from \"./pieces.js\"\n\
        import * as import2 from \"./pieces.js\"\n\n/**\n * What it does.\n */\nexport function a() {\n\
        \x20   // Says more.\n    return wasm.a() * 2; // stays\n}\nconst imports = {\n\
        \x20   __wbg_set_0123456789abcdef: function(a) { a.__wbg_set_0123 = 1; },\n};\nreturn {\n\
        \x20   \"./app_bg.js\": imports,\n    \"./pieces.js\": import1,\n    \"./pieces.js\": import2,\n};\n";

    #[test]
    fn what_a_reader_of_the_script_needs_is_taken_out() {
        let names = BTreeMap::from([("__wbg_set_0123456789abcdef".to_owned(), "i0".to_owned())]);
        let wanted = "import * as import1 from \"./pieces.js\"\nexport function a() {\n\
            return wasm.a() * 2; // stays\n}\nconst imports = {\n\
            i0: function(a) { a.__wbg_set_0123 = 1; },\n};\nreturn {\n\
            \"./app_bg.js\": imports,\n\"./pieces.js\": import1,\n};\n";
        assert_eq!(renamed(&short(SCRIPT), &names), wanted);
    }

    #[test]
    fn a_script_is_started_in_one_way() {
        let script = "kept();\nasync function __wbg_load(module, imports) {\n}\n\
            const imports = __wbg_get_imports();\n\
            return __wbg_finalize_init(instance, module);\nexport { initSync, x as default };\n";
        let started = started(script).unwrap();
        assert!(started.starts_with("kept();\nlet started;\n"), "{started}");
        assert!(super::started(&script.replace("__wbg_finalize_init", "finish")).is_none());
    }

    /// A module with two imports: a function from `a` and a memory, and another function from `b`.
    fn module(first: &str) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        let memory = MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        imports.import("a", first, EntityType::Function(0));
        imports.import("b", "memory", memory);
        imports.import("b", "x", EntityType::Function(0));
        let mut module = Module::new();
        module.section(&types).section(&imports);
        module.finish()
    }

    #[test]
    fn only_the_functions_of_the_script_are_numbered() {
        let (out, names) = renumbered(&module("one"), "a").unwrap();
        assert_eq!(names, BTreeMap::from([("one".to_owned(), "i0".to_owned())]));
        assert_eq!(out, module("i0"));
        let again = renumbered(&module("one"), "c").unwrap();
        assert_eq!((again.0, again.1.len()), (module("one"), 0));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let mut cut = module("one");
        cut.pop();
        assert!(renumbered(&cut, "a").is_err());
    }
}
