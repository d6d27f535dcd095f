//! Which programs of tests passed before, unchanged, in the same browser?
//!
//! A program that is the same to the byte, run by the same tools in the same browser, does the same: all
//! that it tests is in it. What differs from run to run is which cases properties are tried on; the
//! native run tries new ones each time.

use crate::Result;
use crate::runner_output::Counts;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Where it is noted that one program passed.
pub(crate) struct Note {
    file: PathBuf,
}

impl Note {
    /// The note of a run with these inputs, in a folder of such notes. Every input counts: the
    /// program, its arguments, each tool's version.
    pub(crate) fn of(folder: &Path, inputs: &[&[u8]]) -> Note {
        let mut hash = Sha256::new();
        for input in inputs {
            // With its length in front, no two lists of inputs are one text.
            hash.update((input.len() as u64).to_le_bytes());
            hash.update(input);
        }
        let name: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Note { file: folder.join(name) }
    }

    /// How many tests passed when it was noted; `None`: it was not, or cannot be read.
    pub(crate) fn passed(&self) -> Option<u64> {
        fs::read_to_string(&self.file).ok()?.trim().parse().ok()
    }

    /// Notes what a run counted, if all of it passed.
    pub(crate) fn write(&self, counts: Counts) -> Result<()> {
        let Counts { passed, failed, flaky, .. } = counts;
        if passed == 0 || failed + flaky > 0 {
            return Ok(());
        }
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&self.file, format!("{passed}\n")))
            .map_err(|error| format!("cannot write {}: {error}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed, ..Counts::default() }
    }

    #[test]
    fn a_note_holds_for_the_same_inputs_alone() {
        let folder = std::env::temp_dir().join(format!("sandtable-passed-{}", std::process::id()));
        let note = Note::of(&folder, &[b"program", b"chromium 140"]);
        assert_eq!(note.passed(), None);
        note.write(counts(12, 0)).unwrap();
        assert_eq!(Note::of(&folder, &[b"program", b"chromium 140"]).passed(), Some(12));
        assert_eq!(Note::of(&folder, &[b"program", b"chromium 141"]).passed(), None);
        assert_eq!(Note::of(&folder, &[b"programchromium 140"]).passed(), None);
        assert_eq!(Note::of(&folder, &[b"program", b"chromium 140", b""]).passed(), None);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_did_not_pass_is_not_noted() {
        let folder = std::env::temp_dir().join(format!("sandtable-failed-{}", std::process::id()));
        for counts in [counts(0, 0), counts(3, 1), Counts { flaky: 1, ..counts(3, 0) }] {
            let note = Note::of(&folder, &[b"program"]);
            note.write(counts).unwrap();
            assert_eq!(note.passed(), None);
        }
        assert!(!folder.exists());
    }
}
