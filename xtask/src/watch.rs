//! Has any of the files that the site is made from changed?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// When each file under some folders was last written.
pub(crate) struct Snapshot(BTreeMap<PathBuf, SystemTime>);

impl Snapshot {
    /// Looks at every file under these files and folders; those that do not exist hold none.
    pub(crate) fn of(root: &Path, names: &[&str]) -> Self {
        let mut files = BTreeMap::new();
        let mut pending: Vec<PathBuf> = names.iter().map(|name| root.join(name)).collect();
        while let Some(path) = pending.pop() {
            // Editors leave files that vanish while we look: those are skipped.
            let Ok(found) = path.symlink_metadata() else { continue };
            if found.is_dir() {
                let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
                pending.extend(entries.map(|entry| entry.path()));
            } else if let Ok(written) = found.modified() {
                files.insert(path, written);
            }
        }
        Self(files)
    }

    /// One file that was added, written or removed since an earlier look.
    pub(crate) fn change_since<'a>(&'a self, earlier: &'a Self) -> Option<&'a Path> {
        let both = self.0.keys().chain(earlier.0.keys());
        let mut changed = both.filter(|path| self.0.get(*path) != earlier.0.get(*path));
        changed.next().map(PathBuf::as_path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_added_written_or_removed_is_noticed() {
        let root = std::env::temp_dir().join(format!("xtask-watch-{}", std::process::id()));
        fs::create_dir_all(root.join("content/deep")).unwrap();
        let page = root.join("content/deep/page.md");
        let look = || Snapshot::of(&root, &["content", "missing"]);
        let empty = look();
        fs::write(&page, "one").unwrap();
        let written = look();
        assert_eq!(written.change_since(&empty), Some(page.as_path()));
        assert_eq!(look().change_since(&written), None);
        let file = fs::File::options().write(true).open(&page).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(look().change_since(&written), Some(page.as_path()));
        fs::remove_file(&page).unwrap();
        assert_eq!(look().change_since(&written), Some(page.as_path()));
        fs::remove_dir_all(&root).unwrap();
    }
}
