//! Style sheets, scripts and wasm: bundled, named by their content, pointing at each other.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::complaint::Complaint;
use crate::stills::STYLE;
use crate::write::Files;

/// The site's own style sheet.
const SITE_CSS: &str = include_str!("../css/site.css");
/// The script of pages: the theme, and the grading of challenges.
const PAGE_JS: &str = include_str!("../js/page.js");
/// The element's loader, which fetches the engine by the name [`ENGINE`].
const LOADER_JS: &str = include_str!("../../app/js/sand-table.js");
/// The engine as the loader names it.
const ENGINE: &str = "./sandtable.js";
/// Run before anything is painted, so that a chosen theme does not flash.
pub const THEME_JS: &str = "try{let t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}";

/// The element's loader under a name that stays, for other people's pages.
pub const EMBED: &str = "sand-table.js";

/// Where the parts of a page are, from the site's root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The script of pages.
    pub page_js: String,
    /// The loader of the element; `None` if the site is built without wasm.
    pub loader: Option<String>,
    /// The size of the style sheet under brotli is part of a page's budget: its text.
    pub css_text: String,
}

/// Collects the assets; the live ones from wasm-bindgen's output.
///
/// # Errors
/// A file is missing, or does not name the file that it loads.
pub fn collect(wasm: Option<&Path>, files: &mut Files) -> Result<Assets, Vec<Complaint>> {
    let mut wrong = Vec::new();
    let css = style();
    let mut assets = Assets {
        css: add(files, "site", "css", css.clone().into_bytes()),
        page_js: add(files, "page", "js", PAGE_JS.as_bytes().to_vec()),
        loader: None,
        css_text: css,
    };
    if let Some(wasm) = wasm {
        assets.loader = live(wasm, files, &mut wrong);
    }
    if wrong.is_empty() { Ok(assets) } else { Err(wrong) }
}

/// All style sheets in one: the app's, whose tokens come first, and the site's.
fn style() -> String {
    squeeze(&(STYLE.concat() + SITE_CSS))
}

/// A style sheet without remarks and indentation.
fn squeeze(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        plain += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain += rest;
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The loader, the glue and the wasm. Each names the next by its hashed name.
fn live(wasm: &Path, files: &mut Files, wrong: &mut Vec<Complaint>) -> Option<String> {
    let code = read(&wasm.join("sandtable_bg.wasm"), wrong);
    let glue_path = wasm.join("sandtable.js");
    let glue = read(&glue_path, wrong);
    let (code, glue) = (code?, String::from_utf8_lossy(&glue?).into_owned());
    let code = add(files, "sandtable", "wasm", code);
    let glue = point(&glue_path, &glue, "sandtable_bg.wasm", file_name(&code), wrong)?;
    let glue = add(files, "sandtable", "js", glue.into_bytes());
    // From the assets' folder, and from the root.
    let loader = Path::new("app/js/sand-table.js");
    let near = format!("./{}", file_name(&glue));
    let near = point(loader, LOADER_JS, ENGINE, &near, wrong)?;
    let far = point(loader, LOADER_JS, ENGINE, &format!("./{glue}"), wrong)?;
    files.insert(EMBED.to_owned(), far.into_bytes());
    Some(add(files, "sand-table", "js", near.into_bytes()))
}

/// The script with every mention of `old` turned into `new`.
fn point(
    path: &Path,
    script: &str,
    old: &str,
    new: &str,
    wrong: &mut Vec<Complaint>,
) -> Option<String> {
    if script.contains(old) {
        return Some(script.replace(old, new));
    }
    let what = format!("the script does not name `{old}`");
    wrong.push(complaint(path, what, "give it the output of `wasm-bindgen --target web`"));
    None
}

/// Adds a file named by its content, and says its path from the site's root.
fn add(files: &mut Files, name: &str, kind: &str, bytes: Vec<u8>) -> String {
    let hash: String = Sha256::digest(&bytes)[..5].iter().map(|b| format!("{b:02x}")).collect();
    let path = format!("assets/{name}-{hash}.{kind}");
    files.insert(path.clone(), bytes);
    path
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn read(path: &Path, wrong: &mut Vec<Complaint>) -> Option<Vec<u8>> {
    let read = fs::read(path);
    if read.is_err() {
        wrong.push(complaint(path, "the file cannot be read".to_owned(), "build the app first"));
    }
    read.ok()
}

fn complaint(path: &Path, what: String, cure: &str) -> Complaint {
    Complaint { file: path.display().to_string(), line: 0, what, cure: cure.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_names_the_next_by_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let glue = "new URL('sandtable_bg.wasm', import.meta.url)";
        fs::write(root.join("sandtable.js"), glue).unwrap();
        fs::write(root.join("sandtable_bg.wasm"), b"\0asm").unwrap();
        let mut files = Files::new();
        let assets = collect(Some(root), &mut files).unwrap();
        let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
        let named = |script: &str| {
            let at = script.find("./").unwrap();
            script[at + 2..].split('"').next().unwrap().to_owned()
        };
        let glue = format!("assets/{}", named(&text(&assets.loader.unwrap())));
        let wasm = format!("assets/{}", text(&glue).split('\'').nth(1).unwrap());
        assert_eq!(files[&wasm], b"\0asm");
        assert_eq!(named(&text(EMBED)), glue);
        assert!(assets.css_text.starts_with(":root"));
    }

    #[test]
    fn what_does_not_fit_together_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("sandtable.js"), "fetch('other.wasm')").unwrap();
        fs::write(root.join("sandtable_bg.wasm"), b"\0asm").unwrap();
        let wrong = collect(Some(root), &mut Files::new()).unwrap_err();
        assert!(wrong[0].to_string().contains("does not name `sandtable_bg.wasm`"), "{wrong:?}");
        let none = collect(Some(&root.join("no")), &mut Files::new()).unwrap_err();
        assert!(none[0].to_string().contains("cannot be read"));
    }

    #[test]
    fn style_sheets_lose_their_remarks_only() {
        assert_eq!(squeeze("/* a */ b {\n  c: d; /* e */\n}\n\n"), "b {\nc: d;\n}");
    }
}
