//! How many bytes does a reader fetch?

use crate::dist::{Dist, attributes, scripts, stylesheets};
use crate::split::piece_in;
use crate::{Result, process, tools};
use std::collections::{BTreeMap, BTreeSet};
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
    /// The page alone.
    pub(crate) html: u64,
    /// The page and its style sheets: what is read before any script runs.
    pub(crate) first_paint: u64,
    /// That, its scripts, and every script and wasm that these name; but no service worker and no
    /// search, which the first widget does not wait for.
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
        let mut pages = BTreeMap::new();
        for (page, bytes) in dist.with_extension(&["html"]).filter(|(name, _)| *name != "404.html")
        {
            let text = String::from_utf8_lossy(bytes);
            let sheets = stylesheets(page, &text);
            let mut code = code(dist, scripts(page, &text), &models(&text));
            code.retain(|file| !sheets.contains(file));
            let first_paint = lengths[page] + total(page, sheets, lengths)?;
            let code = total(page, code, lengths)?;
            pages.insert(
                page.to_owned(),
                Page { html: lengths[page], first_paint, first_widget: first_paint + code },
            );
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

/// The length of several files that a page asks for.
fn total(
    page: &str,
    names: impl IntoIterator<Item = String>,
    lengths: &BTreeMap<&str, u64>,
) -> Result<u64> {
    let length = |name: String| {
        let length = lengths.get(name.as_str()).copied();
        length.ok_or_else(|| format!("{page} asks for {name}, which is not there"))
    };
    names.into_iter().map(length).sum()
}

/// These scripts, and every file of code that one of them names, and so on; of the lines that fetch
/// a model's code, those of these models.
fn code(dist: &Dist, scripts: Vec<String>, models: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut pending = scripts;
    while let Some(script) = pending.pop() {
        // A module of wasm fetches nothing: names in it are words that it shows.
        let text = dist.0.get(&script).filter(|_| !script.ends_with(".wasm"));
        let text = String::from_utf8_lossy(text.map_or(&[], Vec::as_slice));
        let fetched = |line: &&str| piece_in(line).is_none_or(|piece| models.contains(piece));
        let text: String = text.lines().filter(fetched).collect();
        let others = dist.with_extension(&["js", "mjs", "wasm", "css"]).filter(|(name, _)| {
            let file = name.rsplit('/').next().unwrap_or(name);
            text.contains(file) && !found.contains(*name) && !is_later(file)
        });
        pending.extend(others.map(|(name, _)| name.to_owned()));
        found.insert(script);
    }
    found
}

/// The models of a page's elements, by the names of their modules.
fn models(page: &str) -> BTreeSet<String> {
    let elements = page.split("<sand-table").skip(1).filter_map(|rest| rest.split('>').next());
    let model = |tag: &str| {
        let link = attributes(tag, "link").find_map(|link| link.split(['/', '?']).nth(1));
        let model = attributes(tag, "model").next().or(link)?;
        Some(model.replace('-', "_"))
    };
    elements.filter_map(model).collect()
}

/// What a page fetches once it has been there for a while, when it is asked for, or behind its first
/// pictures: by the start of its name (`site/js/page.js`, `app/js/sand-table.js`).
const LATER: [&str; 7] =
    ["search-", "offline-", "device-", "reading-", "terms-", "challenge-", "controls-"];

/// Whether nobody waits for a file before the first widget: service workers, and what comes later.
fn is_later(file: &str) -> bool {
    ["sw.js", "service-worker.js"].contains(&file)
        || LATER.iter().any(|name| file.starts_with(name))
}

/// The lengths of files after brotli, by the program that the browser tests need anyway.
pub(crate) fn compressed(folder: &Path, files: &[&str]) -> Result<Vec<u64>> {
    const SCRIPT: &str = concat!(
        include_str!("brotli.js"),
        "import { readFileSync } from 'node:fs';\n",
        "for (const file of process.argv.slice(1)) console.log(packed(readFileSync(file)).length);\n"
    );
    let mut command = Command::new(tools::node()?);
    command.current_dir(folder).args(["--input-type=module", "--eval", SCRIPT, "--"]).args(files);
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
    fn a_page_costs_its_style_sheets_and_the_code_it_leads_to() {
        let dist = dist(&[
            ("index.html", r#"<link rel="stylesheet" href="a.css">"#),
            (
                "quorum/index.html",
                r#"<link rel=stylesheet href=../a.css><link rel="stylesheet" href="../b.css">
                <sand-table link="v1/a-b?n=3"></sand-table><sand-table model="c"></sand-table>
                <script type="module" src="../code/loader.js"></script>"#,
            ),
            ("404.html", ""),
            ("a.css", ""),
            ("b.css", ""),
            (
                "code/loader.js",
                "fetch('./live.css', '../a.css'); import('./app.js'); navigator.serviceWorker.register('../sw.js'); './search-1.js'",
            ),
            ("code/app.js", "fetch('app.wasm'); import('./loader.js', './pieces.js')"),
            (
                "code/pieces.js",
                "const files = {\na_b: \"./ab.wasm\",\nc: \"./both.wasm\",\nd: \"./d.wasm\",\n};\n",
            ),
            ("code/ab.wasm", "\0asm"),
            ("code/both.wasm", "\0asm"),
            ("code/d.wasm", "\0asm"),
            ("code/app.wasm", "\0asm other.js"),
            ("code/other.js", ""),
            ("code/live.css", ""),
            ("code/search-1.js", ""),
            ("sw.js", ""),
        ]);
        let lengths = BTreeMap::from([
            ("index.html", 1),
            ("quorum/index.html", 2),
            ("404.html", 1_000_000),
            ("a.css", 10),
            ("b.css", 20),
            ("code/loader.js", 100),
            ("code/app.js", 1000),
            ("code/app.wasm", 10_000),
            ("code/pieces.js", 100_000),
            ("code/ab.wasm", 200_000),
            ("code/both.wasm", 400_000),
            ("code/d.wasm", 1_000_000),
            ("code/search-1.js", 1_000_000),
            ("code/other.js", 1_000_000),
            ("code/live.css", 2),
            ("sw.js", 1_000_000),
        ]);
        let sizes = Sizes::add_up(&dist, &lengths).unwrap();
        assert_eq!(sizes.pages["index.html"], Page { html: 1, first_paint: 11, first_widget: 11 });
        let page = sizes.pages["quorum/index.html"];
        assert_eq!(page, Page { html: 2, first_paint: 32, first_widget: 711_134 });
        assert_eq!(sizes.largest(|page| page.first_paint), ("quorum/index.html", 32));
        assert_eq!(sizes.pages.len(), 2);
    }

    #[test]
    fn a_missing_file_and_an_empty_site_are_errors() {
        let broken = dist(&[("index.html", r#"<link rel="stylesheet" href="a.css">"#)]);
        assert!(Sizes::add_up(&broken, &BTreeMap::from([("index.html", 1)])).is_err());
        let broken = dist(&[("index.html", r#"<script src="a.js"></script>"#)]);
        assert!(Sizes::add_up(&broken, &BTreeMap::from([("index.html", 1)])).is_err());
        assert!(Sizes::add_up(&dist(&[]), &BTreeMap::new()).is_err());
    }
}
