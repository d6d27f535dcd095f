//! How does the app become the wasm and the JavaScript that the site serves?

use crate::workspace::Workspace;
use crate::{Result, glue, lockfile, process, split, tidy, tools};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGE: &str = "sandtable-app";
const CRATE: &str = "sandtable_app";
/// The search, a program of its own: whoever searches needs no player.
const SEARCH: &str = "sandtable-search";
const SEARCH_CRATE: &str = "sandtable_search";
/// What puts a program together whose code travels apart.
const STREAMS: &str = "sandtable-streams";
const STREAMS_CRATE: &str = "sandtable_streams";

/// What is done to the compiled programs, word for word: with other words they are made anew.
const STEPS: [&str; 6] = [
    include_str!("../../streams/src/apart.rs"),
    split::SCRIPT,
    include_str!("glue.rs"),
    include_str!("join.rs"),
    include_str!("split.rs"),
    include_str!("tidy.rs"),
];

/// For whom the app is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For the one who writes it: quick to build.
    Development,
    /// For readers: small, and the same bytes from any machine.
    Release,
}

impl Kind {
    fn profile(self) -> &'static str {
        match self {
            Self::Development => "dev",
            Self::Release => "web",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Development => "debug",
            Self::Release => "web",
        }
    }

    /// The profile of the search, and the folder for it.
    fn of_search(self) -> (&'static str, &'static str) {
        match self {
            Self::Development => (self.profile(), self.folder()),
            Self::Release => ("finder", "finder"),
        }
    }
}

/// Builds the app and gives the folder with `sandtable.js` and `sandtable_bg.wasm`.
pub(crate) fn build(workspace: &Workspace, kind: Kind) -> Result<PathBuf> {
    build_in(&workspace.target, workspace, kind)
}

/// Builds the app under another target folder than the workspace's own.
pub(crate) fn build_in(target: &Path, workspace: &Workspace, kind: Kind) -> Result<PathBuf> {
    tools::wasm_target()?;
    let folder = target.join("sandtable").join(kind.profile());
    let compiled = target.join(TARGET).join(kind.folder()).join(format!("{CRATE}.wasm"));
    let bindgen = tools::wasm_bindgen(workspace)?;
    let (cut, main) = match kind {
        Kind::Development => (None, compiled.clone()),
        Kind::Release => (Some(split::command(&compiled, &folder)?), folder.join("main.wasm")),
    };
    let mut bind_app = bind(&bindgen, &main, "sandtable", &folder, kind);
    if kind == Kind::Release {
        // The table of functions is among them, by which the pieces call each other.
        bind_app.arg("--keep-lld-exports");
    }
    let (search_profile, search_folder) = kind.of_search();
    let search = target.join(TARGET).join(search_folder).join(format!("{SEARCH_CRATE}.wasm"));
    if !compiled.exists() {
        println!("compiling the app for the browser (some minutes, once)");
    }
    compile(target, workspace, kind)?;
    compile_alone(target, workspace, search_profile, SEARCH, &INLINED)?;
    if kind == Kind::Release {
        compile_alone(target, workspace, kind.profile(), STREAMS, &RELOCATED)?;
    }
    let version = lockfile::version_of("wasm-bindgen", &workspace.root)?;
    let mut recipe = format!("wasm-bindgen {version}, wasm-split {}\n", tools::WASM_SPLIT_VERSION);
    recipe.extend(STEPS);
    for step in cut.iter().chain([&bind_app]) {
        recipe += &format!("{}\n", process::shown(step));
    }
    let made = Made { folder: &folder, recipe };
    let streams = target.join(TARGET).join(kind.folder()).join(format!("{STREAMS_CRATE}.wasm"));
    let mut inputs = vec![compiled.as_path(), &search];
    if kind == Kind::Release {
        inputs.push(&streams);
    }
    if !made.from(&inputs) {
        made.forget()?;
        match kind {
            Kind::Release => split::split(&compiled, &folder)?,
            Kind::Development => split::whole(&folder)?,
        }
        process::quiet(&mut bind_app)?;
        let finder = folder.join("finder.wasm");
        fs::copy(&search, &finder).map_err(|error| made.trouble(&error))?;
        if kind == Kind::Release {
            glue::shorten(&folder, "sandtable")?;
            for program in [&folder.join("sandtable_bg.wasm"), &finder] {
                tidy::file(program)?;
            }
            split::pack(&folder, &streams)?;
        }
        made.note(&inputs)?;
    }
    Ok(folder)
}

fn compile(target: &Path, workspace: &Workspace, kind: Kind) -> Result<()> {
    let mut command = workspace.cargo();
    command.args(["build", "--quiet", "--profile", kind.profile(), "--target", TARGET]);
    // A release fetches the code of a model as it is needed.
    let features = if kind == Kind::Release { "csr" } else { "csr,whole" };
    command.args(["--package", PACKAGE, "--no-default-features", "--features", features]);
    command.env("CARGO_TARGET_DIR", target);
    if kind == Kind::Release {
        small(&mut command, workspace, &RELOCATED)?;
    }
    process::loud(&mut command)
}

/// Makes the standard library small too, and lets a panic, whose message no reader sees, stop the
/// program where it stands: 8 % less to fetch. Both are still unstable options.
fn small(command: &mut Command, workspace: &Workspace, more: &[&str]) -> Result<()> {
    tools::rust_source()?;
    command.env("RUSTC_BOOTSTRAP", "1");
    command.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    let mut flags = remapping(workspace)?;
    for flag in ["-Zunstable-options", "-Cpanic=immediate-abort"].iter().chain(more) {
        flags.push("\u{1f}");
        flags.push(flag);
    }
    command.env("CARGO_ENCODED_RUSTFLAGS", flags);
    Ok(())
}

/// What refers to what: by that the program is cut. Whatever has the same flags is compiled once.
const RELOCATED: [&str; 1] = ["-Clink-args=--emit-relocs"];
/// A little more is written out where it is called than for the smallest program: the search has fewer
/// functions to be compiled before its first answer, and is smaller after all. Measured.
const INLINED: [&str; 1] = ["-Cllvm-args=-inline-threshold=25"];

/// Compiles a program that is in one piece.
fn compile_alone(
    target: &Path,
    workspace: &Workspace,
    profile: &str,
    package: &str,
    more: &[&str],
) -> Result<()> {
    let mut command = workspace.cargo();
    command.args(["build", "--quiet", "--profile", profile, "--target", TARGET]);
    command.args(["--package", package]).env("CARGO_TARGET_DIR", target);
    if profile != Kind::Development.profile() {
        small(&mut command, workspace, more)?;
    }
    process::loud(&mut command)
}

/// The compiler's flags that keep the paths of this machine out of the wasm.
pub(crate) fn remapping(workspace: &Workspace) -> Result<OsString> {
    let sysroot = process::answer(Command::new("rustc").args(["--print", "sysroot"]))?;
    let mut flags = OsString::new();
    let mut remap = |from: &Path, to: &str| {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push("=");
        flags.push(to);
    };
    for folder in workspace.dependency_folders()? {
        remap(&folder, "crates");
    }
    remap(Path::new(sysroot.trim()), "rust");
    remap(&workspace.root, "sandtable");
    Ok(flags)
}

fn bind(bindgen: &Path, compiled: &Path, name: &str, folder: &Path, kind: Kind) -> Command {
    let mut command = Command::new(bindgen);
    command.args(["--target", "web", "--no-typescript", "--out-name", name]);
    command.arg("--out-dir").arg(folder).arg(compiled);
    if kind == Kind::Release {
        command.args(["--remove-name-section", "--remove-producers-section"]);
    }
    command
}

/// What a folder's files were made from: seconds are saved when that is still the same.
struct Made<'a> {
    folder: &'a Path,
    recipe: String,
}

impl Made<'_> {
    /// What the copy of an input is called, behind its own name.
    const INPUT: &'static str = "made-from";
    const RECIPE: &'static str = "made-by.txt";

    /// Whether the folder holds what this recipe makes of these files.
    fn from(&self, inputs: &[&Path]) -> bool {
        let same =
            |a: &Path, b: &Path| matches!((fs::read(a), fs::read(b)), (Ok(a), Ok(b)) if a == b);
        fs::read_to_string(self.folder.join(Self::RECIPE)).is_ok_and(|text| text == self.recipe)
            && inputs.iter().all(|input| same(&self.copy(input), input))
    }

    /// Where the copy of an input is.
    fn copy(&self, input: &Path) -> PathBuf {
        let name = input.file_stem().unwrap_or_default().to_string_lossy();
        self.folder.join(format!("{name}.{}", Self::INPUT))
    }

    /// Empties the folder, so that a step which fails leaves nothing behind.
    fn forget(&self) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(self.folder).map_err(|error| self.trouble(&error))?;
        }
        fs::create_dir_all(self.folder).map_err(|error| self.trouble(&error))
    }

    /// Notes what the folder was made from.
    fn note(&self, inputs: &[&Path]) -> Result<()> {
        inputs
            .iter()
            .try_for_each(|input| fs::copy(input, self.copy(input)).map(drop))
            .and_then(|()| fs::write(self.folder.join(Self::RECIPE), &self.recipe))
            .map_err(|error| self.trouble(&error))
    }

    fn trouble(&self, error: &std::io::Error) -> String {
        format!("cannot write {}: {error}", self.folder.display())
    }
}
