//! Where is the data that is compared on, and what is missing?

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The folder that `SANDTABLE_DATA` names.
pub(crate) struct Data(Option<PathBuf>);

impl Data {
    /// Reads the variable.
    pub(crate) fn from_environment() -> Self {
        Self(std::env::var_os("SANDTABLE_DATA").map(PathBuf::from))
    }

    /// A file below the folder, or a sentence that says what is missing.
    pub(crate) fn path(&self, name: &str) -> Result<PathBuf, String> {
        let folder = self
            .0
            .as_ref()
            .ok_or_else(|| format!("set `SANDTABLE_DATA` to a folder with `{name}`"))?;
        let path = folder.join(name);
        if path.exists() { Ok(path) } else { Err(format!("`SANDTABLE_DATA` holds no `{name}`")) }
    }

    /// The text of a file.
    pub(crate) fn text(&self, name: &str) -> Result<String, String> {
        let path = self.path(name)?;
        std::fs::read_to_string(path).map_err(|error| format!("`{name}`: {error}"))
    }

    /// The text of a file that gzip packed.
    pub(crate) fn unzipped(&self, name: &str) -> Result<Vec<u8>, String> {
        let trouble = |error| format!("`{name}`: {error}");
        let file = File::open(self.path(name)?).map_err(trouble)?;
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).map_err(trouble)?;
        Ok(bytes)
    }

    /// The texts in a zip archive, in the order of their names.
    pub(crate) fn archive(&self, name: &str) -> Result<Vec<(String, String)>, String> {
        let path = self.path(name)?;
        archive(&path).map_err(|error| format!("`{name}`: {error}"))
    }
}

fn archive(path: &Path) -> zip::result::ZipResult<Vec<(String, String)>> {
    let mut archive = zip::ZipArchive::new(File::open(path)?)?;
    let mut texts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let mut text = String::new();
        if file.is_file() {
            file.read_to_string(&mut text)?;
            texts.push((file.name()?.into_owned(), text));
        }
    }
    texts.sort();
    Ok(texts)
}
