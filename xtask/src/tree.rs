//! Which texts are in the repository?

use crate::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The files of the repository, by their path with `/` between the names.
pub(crate) struct Tree {
    /// Those that are text.
    pub(crate) texts: BTreeMap<String, String>,
    /// Those that are not.
    others: BTreeSet<String>,
}

/// Folders that hold what was built or installed.
const MADE: &[&str] = &["target", "dist", "dist-single", "node_modules", "results"];

/// Hidden files and folders that are sources all the same.
const HIDDEN: &[&str] = &[".cargo", ".ci", ".github", ".gitignore", ".npmrc"];

impl Tree {
    /// Reads every file below a folder.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let trouble = |error| format!("cannot read {}: {error}", root.display());
        let (mut texts, mut others) = (BTreeMap::new(), BTreeSet::new());
        let mut pending = vec![(root.to_owned(), String::new())];
        while let Some((folder, prefix)) = pending.pop() {
            for entry in fs::read_dir(&folder).map_err(trouble)? {
                let entry = entry.map_err(trouble)?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_folder = entry.file_type().map_err(trouble)?.is_dir();
                if name.starts_with('.') && !HIDDEN.contains(&name.as_str()) {
                    continue;
                }
                // A device or a pipe is no file of the repository, even if it is in its folder.
                if !is_folder && entry.path().is_file() {
                    let path = format!("{prefix}{name}");
                    match String::from_utf8(fs::read(entry.path()).map_err(trouble)?) {
                        Ok(text) => _ = texts.insert(path, text),
                        Err(_) => _ = others.insert(path),
                    }
                } else if is_folder && !MADE.contains(&name.as_str()) {
                    pending.push((entry.path(), format!("{prefix}{name}/")));
                }
            }
        }
        Ok(Self { texts, others })
    }

    /// Whether there is a file or a folder of this path.
    pub(crate) fn exists(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        let mut paths = self.texts.keys().chain(&self.others);
        paths.any(|file| file == path || file.starts_with(&folder))
    }

    /// The texts below a folder with one of these extensions; an empty folder is the root.
    pub(crate) fn below(
        &self,
        folder: &str,
        extensions: &[&str],
    ) -> impl Iterator<Item = (&str, &str)> {
        let wanted = move |path: &str| {
            let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
            path.starts_with(folder) && extensions.contains(&extension)
        };
        let texts = self.texts.iter().filter(move |(path, _)| wanted(path));
        texts.map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Tree {
    fn from(texts: [(&str, &str); N]) -> Self {
        let texts = texts.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
        Self { texts, others: BTreeSet::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_read_and_what_was_made_is_not() {
        let root = std::env::temp_dir().join(format!("xtask-tree-{}", std::process::id()));
        for file in ["core/src/lib.rs", "target/x.rs", ".cargo/config.toml", ".git/config"] {
            let file = root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "text").unwrap();
        }
        fs::write(root.join("picture.png"), [0xff, 0xfe]).unwrap();
        let tree = Tree::read(&root).unwrap();
        let paths: Vec<_> = tree.texts.keys().collect();
        assert_eq!(paths, [".cargo/config.toml", "core/src/lib.rs"]);
        assert!(tree.exists("picture.png") && tree.exists("core/src") && !tree.exists("core/s"));
        assert_eq!(tree.below("core/", &["rs"]).count(), 1);
        assert_eq!(tree.below("core/", &["toml"]).count(), 0);
        assert_eq!(tree.below("", &["toml"]).count(), 1);
        fs::remove_dir_all(root).unwrap();
    }
}
