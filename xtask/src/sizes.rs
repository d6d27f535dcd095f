//! How many bytes does a reader fetch?

use crate::dist::{Dist, stylesheets};
use crate::{Result, process, tools};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The pages of a site and what each costs a reader, compressed with brotli at its best.
pub(crate) struct Sizes {
    /// By the path of the page.
    pub(crate) pages: BTreeMap<String, Page>,
}

/// What one page costs, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The page and its style sheets: what is read before any script runs.
    pub(crate) first_paint: u64,
    /// That, and every script and wasm of the site but the service worker.
    pub(crate) first_widget: u64,
}

impl Sizes {
    /// Compresses the site in `folder`, which `dist` was read from.
    pub(crate) fn measure(folder: &Path, dist: &Dist) -> Result<Self> {
        let files: Vec<&str> = dist
            .with_extension(&["html", "css", "js", "mjs", "wasm"])
            .map(|(name, _)| name)
            .collect();
        let lengths = compressed(folder, &files)?;
        if lengths.len() != files.len() {
            return Err(format!(
                "{} files were compressed to {} sizes",
                files.len(),
                lengths.len()
            ));
        }
        let lengths: BTreeMap<&str, u64> = files.into_iter().zip(lengths).collect();
        Self::add_up(dist, &lengths)
    }

    fn add_up(dist: &Dist, lengths: &BTreeMap<&str, u64>) -> Result<Self> {
        let code = dist.with_extension(&["js", "mjs", "wasm"]);
        let code = code.filter(|(name, _)| !is_service_worker(name));
        let code: u64 = code.map(|(name, _)| lengths[name]).sum();
        let mut pages = BTreeMap::new();
        for (name, bytes) in dist.with_extension(&["html"]).filter(|(name, _)| *name != "404.html")
        {
            let mut first_paint = lengths[name];
            for sheet in stylesheets(name, &String::from_utf8_lossy(bytes)) {
                let length = lengths.get(sheet.as_str());
                first_paint +=
                    length.ok_or_else(|| format!("{name} asks for {sheet}: not there"))?;
            }
            pages.insert(name.to_owned(), Page { first_paint, first_widget: first_paint + code });
        }
        if pages.is_empty() {
            return Err("the site has no pages to measure".to_owned());
        }
        Ok(Self { pages })
    }

    /// The largest of a size over the pages, with the page that has it.
    pub(crate) fn largest(&self, size: fn(&Page) -> u64) -> (&str, u64) {
        let sizes = self.pages.iter().map(|(name, page)| (name.as_str(), size(page)));
        sizes.max_by_key(|(_, size)| *size).unwrap_or(("no page", 0))
    }
}

/// A reader's first widget does not wait for it.
fn is_service_worker(name: &str) -> bool {
    name == "sw.js" || name == "service-worker.js"
}

/// The lengths of files after brotli, by the program that the browser tests need anyway.
fn compressed(folder: &Path, files: &[&str]) -> Result<Vec<u64>> {
    const SCRIPT: &str = "const { brotliCompressSync } = require('zlib'), fs = require('fs'); \
        for (const file of process.argv.slice(1)) \
        console.log(brotliCompressSync(fs.readFileSync(file)).length)";
    let mut command = Command::new(tools::node()?);
    command.current_dir(folder).args(["-e", SCRIPT, "--"]).args(files);
    let answer = process::answer(&mut command)?;
    answer.lines().map(|line| line.parse().map_err(|error| format!("{line}: {error}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dist(files: &[(&str, &str)]) -> Dist {
        Dist(
            files
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
                .collect(),
        )
    }

    #[test]
    fn a_page_costs_its_own_style_sheets_and_all_code() {
        let dist = dist(&[
            ("index.html", r#"<link rel="stylesheet" href="a.css">"#),
            (
                "quorum/index.html",
                r#"<link rel=stylesheet href=../a.css><link rel="stylesheet" href="../b.css">"#,
            ),
            ("404.html", ""),
            ("a.css", ""),
            ("b.css", ""),
            ("app.js", ""),
            ("sw.js", ""),
            ("app.wasm", ""),
        ]);
        let lengths = BTreeMap::from([
            ("index.html", 1),
            ("quorum/index.html", 2),
            ("404.html", 1_000_000),
            ("a.css", 10),
            ("b.css", 20),
            ("app.js", 100),
            ("sw.js", 1_000_000),
            ("app.wasm", 1000),
        ]);
        let sizes = Sizes::add_up(&dist, &lengths).unwrap();
        assert_eq!(sizes.pages["index.html"], Page { first_paint: 11, first_widget: 1111 });
        assert_eq!(sizes.pages["quorum/index.html"], Page { first_paint: 32, first_widget: 1132 });
        assert_eq!(sizes.largest(|page| page.first_paint), ("quorum/index.html", 32));
        assert_eq!(sizes.pages.len(), 2);
    }

    #[test]
    fn a_missing_style_sheet_and_an_empty_site_are_errors() {
        let broken = dist(&[("index.html", r#"<link rel="stylesheet" href="a.css">"#)]);
        assert!(Sizes::add_up(&broken, &BTreeMap::from([("index.html", 1)])).is_err());
        assert!(Sizes::add_up(&dist(&[]), &BTreeMap::new()).is_err());
    }
}
