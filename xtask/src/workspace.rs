//! Where is the repository, and which packages does it hold now?

use crate::{Result, process};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository as cargo sees it.
pub(crate) struct Workspace {
    /// The folder that holds the workspace's Cargo.toml.
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    packages: BTreeSet<String>,
}

impl Workspace {
    /// Asks cargo about the workspace around the current folder.
    pub(crate) fn find() -> Result<Self> {
        Self::at(Path::new("."))
    }

    /// Asks cargo about the workspace around a folder.
    pub(crate) fn at(folder: &Path) -> Result<Self> {
        let mut command = cargo();
        command.current_dir(folder);
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata = parse(&process::answer(&mut command)?)?;
        let path = |key: &str| {
            let text = metadata[key].as_str();
            text.map(PathBuf::from).ok_or_else(|| format!("cargo metadata tells no {key}"))
        };
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let packages = packages.filter_map(|package| package["name"].as_str());
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            packages: packages.map(str::to_owned).collect(),
        })
    }

    /// Whether the workspace has a package of this name.
    pub(crate) fn has(&self, package: &str) -> bool {
        self.packages.contains(package)
    }

    /// Cargo, in the root of the workspace.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// The folders that hold the sources of everything the browser's code is built from.
    ///
    /// For a crate `…/registry/src/INDEX/leptos-0.8.23` that is `…/registry/src/INDEX`.
    pub(crate) fn dependency_folders(&self) -> Result<BTreeSet<PathBuf>> {
        let mut command = self.cargo();
        command.args(["metadata", "--format-version", "1"]);
        command.args(["--filter-platform", "wasm32-unknown-unknown"]);
        let metadata = parse(&process::answer(&mut command)?)?;
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let manifests = packages.filter_map(|package| package["manifest_path"].as_str());
        Ok(manifests
            .map(Path::new)
            .filter(|manifest| !manifest.starts_with(&self.root))
            .filter_map(|manifest| manifest.parent()?.parent())
            .map(Path::to_owned)
            .collect())
    }
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn parse(json: &str) -> Result<Value> {
    serde_json::from_str(json).map_err(|error| format!("cargo metadata: {error}"))
}
