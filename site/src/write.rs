//! The built files on their way to the disk: what is new or different is written, nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The list of what a build wrote; the next one removes what is no longer in it.
pub const LIST: &str = "files.txt";

/// Files by their path from the site's root, with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a write did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or different.
    pub changed: usize,
    /// Files of an earlier build that are gone.
    pub removed: usize,
}

/// Writes a site. Of what lies in the folder already, only what an earlier build listed is removed.
///
/// # Errors
/// A file cannot be written or removed.
pub fn write(out: &Path, files: &Files) -> io::Result<Written> {
    let mut written = Written::default();
    let before = fs::read_to_string(out.join(LIST)).unwrap_or_default();
    for old in before.lines().filter(|name| is_inside(name) && !files.contains_key(*name)) {
        match fs::remove_file(out.join(old)) {
            Ok(()) => written.removed += 1,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
        // The folder goes with its last file; if it is not empty, it stays.
        if let Some(folder) = out.join(old).parent() {
            let _ = fs::remove_dir(folder);
        }
    }
    let list: String = files.keys().map(|name| format!("{name}\n")).collect();
    let all = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    for (name, bytes) in all.chain([(LIST, list.as_bytes())]) {
        let path = out.join(name);
        if fs::read(&path).is_ok_and(|old| old == bytes) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, bytes)?;
        written.changed += 1;
    }
    Ok(written)
}

/// Whether a listed name stays inside the folder.
fn is_inside(name: &str) -> bool {
    !name.starts_with('/') && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Files {
        names.iter().map(|n| ((*n).to_owned(), n.as_bytes().to_vec())).collect()
    }

    #[test]
    fn only_what_changed_is_written_and_only_what_was_ours_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        fs::write(out.join("theirs.txt"), "x").unwrap();
        let first = write(out, &files(&["a/index.html", "b.css"])).unwrap();
        assert_eq!(first, Written { changed: 3, removed: 0 });
        let again = write(out, &files(&["a/index.html", "b.css"])).unwrap();
        assert_eq!(again, Written::default());
        let less = write(out, &files(&["b.css"])).unwrap();
        assert_eq!(less, Written { changed: 1, removed: 1 });
        assert!(!out.join("a").exists() && out.join("theirs.txt").exists());
    }

    #[test]
    fn a_list_that_leads_outside_is_not_followed() {
        assert!(!is_inside("../x") && !is_inside("/x") && !is_inside("a//b") && is_inside("a/b"));
    }
}
