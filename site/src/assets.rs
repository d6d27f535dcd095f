//! Style sheets, scripts and wasm: bundled, named by their content, pointing at each other.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::complaint::Complaint;
use crate::write::Files;

/// The site's own style sheet.
const SITE_CSS: &str = include_str!("../css/site.css");
/// The script of pages: the theme, and the grading of challenges.
const PAGE_JS: &str = include_str!("../js/page.js");
/// Run before anything is painted, so that a chosen theme does not flash.
pub const THEME_JS: &str =
    "try{let t=localStorage.getItem('theme');if(t)document.documentElement.dataset.theme=t}catch{}";

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

/// Collects the assets from the app's folder and from wasm-bindgen's output.
///
/// # Errors
/// A file is missing, or does not name the file that it loads.
pub fn collect(
    app: &Path,
    wasm: Option<&Path>,
    files: &mut Files,
) -> Result<Assets, Vec<Complaint>> {
    let mut wrong = Vec::new();
    let css = style(app, &mut wrong);
    let mut assets = Assets {
        css: add(files, "site", "css", css.clone().into_bytes()),
        page_js: add(files, "page", "js", PAGE_JS.as_bytes().to_vec()),
        loader: None,
        css_text: css,
    };
    if let Some(wasm) = wasm {
        assets.loader = live(app, wasm, files, &mut wrong);
    }
    if wrong.is_empty() { Ok(assets) } else { Err(wrong) }
}

/// All style sheets in one: the tokens, the app's in the order of their names, the site's.
fn style(app: &Path, wrong: &mut Vec<Complaint>) -> String {
    let folder = app.join("css");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".css"))
        .collect();
    names.sort_by_key(|name| (name != "tokens.css", name.clone()));
    let mut css = String::new();
    for name in names {
        css += &read(&folder.join(&name), wrong).as_deref().map(text).unwrap_or_default();
    }
    squeeze(&(css + SITE_CSS))
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
fn live(app: &Path, wasm: &Path, files: &mut Files, wrong: &mut Vec<Complaint>) -> Option<String> {
    let code = read(&wasm.join("sandtable_bg.wasm"), wrong);
    let glue_path = wasm.join("sandtable.js");
    let glue = read(&glue_path, wrong).as_deref().map(text);
    let loader_path = app.join("js/sand-table.js");
    let loader = read(&loader_path, wrong).as_deref().map(text);
    let (code, glue, loader) = (code?, glue?, loader?);
    let code = add(files, "sandtable", "wasm", code);
    let glue = point(&glue_path, &glue, "sandtable_bg.wasm", file_name(&code), wrong)?;
    let glue = add(files, "sandtable", "js", glue.into_bytes());
    // From the assets' folder, and from the root.
    let near =
        point(&loader_path, &loader, "./sandtable.js", &format!("./{}", file_name(&glue)), wrong)?;
    let far = point(&loader_path, &loader, "./sandtable.js", &format!("./{glue}"), wrong)?;
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

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
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
        fs::create_dir_all(root.join("js")).unwrap();
        fs::create_dir_all(root.join("css")).unwrap();
        fs::write(root.join("css/tokens.css"), ":root { /* no */ --x: 1 }\n").unwrap();
        fs::write(root.join("js/sand-table.js"), "import('./sandtable.js')").unwrap();
        fs::write(root.join("sandtable.js"), "new URL('sandtable_bg.wasm', import.meta.url)")
            .unwrap();
        fs::write(root.join("sandtable_bg.wasm"), b"\0asm").unwrap();
        let mut files = Files::new();
        let assets = collect(root, Some(root), &mut files).unwrap();
        let loader = String::from_utf8(files[&assets.loader.unwrap()].clone()).unwrap();
        let glue = loader.split('\'').nth(1).unwrap().replace("./", "assets/");
        let glue = String::from_utf8(files[&glue].clone()).unwrap();
        let wasm = format!("assets/{}", glue.split('\'').nth(1).unwrap());
        assert_eq!(files[&wasm], b"\0asm");
        let embed = String::from_utf8(files[EMBED].clone()).unwrap();
        assert!(files.contains_key(embed.split('\'').nth(1).unwrap().trim_start_matches("./")));
        assert!(assets.css_text.starts_with(":root {  --x: 1 }"));
    }

    #[test]
    fn what_does_not_fit_together_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("js")).unwrap();
        fs::write(root.join("js/sand-table.js"), "import('./other.js')").unwrap();
        fs::write(root.join("sandtable.js"), "fetch('sandtable_bg.wasm')").unwrap();
        fs::write(root.join("sandtable_bg.wasm"), b"\0asm").unwrap();
        let wrong = collect(root, Some(root), &mut Files::new()).unwrap_err();
        assert!(wrong[0].to_string().contains("does not name `./sandtable.js`"), "{wrong:?}");
        let none = collect(root, Some(&root.join("no")), &mut Files::new()).unwrap_err();
        assert!(none[0].to_string().contains("cannot be read"));
    }
}
