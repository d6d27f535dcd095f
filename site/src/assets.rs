//! Style sheets, scripts and wasm: bundled, named by their content, pointing at each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sandtable_app::{CONTROLS_STYLE, LIVE_STYLE};
use sha2::{Digest, Sha256};

use crate::complaint::Complaint;
use crate::stills::STYLE;
use crate::write::Files;

/// The site's own style sheet.
const SITE_CSS: &str = include_str!("../css/site.css");
/// The script of pages: the theme, what opens the search, and what comes once a page is there.
const PAGE_JS: &str = include_str!("../js/page.js");
/// The script that keeps pages on the device, and the name by which others import it.
const OFFLINE_JS: (&str, &str) = ("./offline.js", include_str!("../js/offline.js"));
/// The script of the page about what is on the device.
const DEVICE_JS: (&str, &str) = ("./device.js", include_str!("../js/device.js"));
/// What reads in another page of the site.
const DOCUMENT_JS: (&str, &str) = ("./document.js", include_str!("../js/document.js"));
/// What the panels of that page are made of.
const PANEL_JS: (&str, &str) = ("./panel.js", include_str!("../js/panel.js"));
/// What a reader has read, bookmarked and won: how it is kept, shown on its own page, and on all.
const STORE_JS: (&str, &str) = ("./reading-store.js", include_str!("../js/reading-store.js"));
const READING_PANEL_JS: (&str, &str) =
    ("./reading-panel.js", include_str!("../js/reading-panel.js"));
const READING_JS: (&str, &str) = ("./reading.js", include_str!("../js/reading.js"));
/// The style sheet of what only some pages have, and the name by which scripts fetch it.
const READING_CSS: (&str, &str) = ("./reading.css", include_str!("../css/reading.css"));
/// The script that grades challenges.
const CHALLENGE_JS: (&str, &str) = ("./challenge.js", include_str!("../js/challenge.js"));
/// The script that shows the definitions of terms.
const TERMS_JS: (&str, &str) = ("./terms.js", include_str!("../js/terms.js"));
/// The style sheet of the pages for frames.
const EMBED_CSS: &str = include_str!("../css/embed.css");
/// The script of the pages for frames.
const EMBED_PAGE_JS: &str = include_str!("../js/embed-page.js");
/// The script of pages that show frames, and the name under which they find it.
const HOST_JS: (&str, &str) = ("embed.js", include_str!("../js/embed.js"));
/// The search: what calls its program, and what a reader sees of it; its style sheet.
const SEARCH_JS: &str = concat!(include_str!("../js/finder.js"), include_str!("../js/search.js"));
const SEARCH_CSS: &str = include_str!("../css/search.css");
/// The search, as the script of pages names it.
const SEARCH: &str = "search.js";
/// The program of the search, its index and its style sheet, as the search names them.
const FINDER: &str = "finder.wasm";
const INDEX: &str = "finder.index";
const SEARCH_SHEET: &str = "search.css";
/// The element's loader, which fetches the engine and what belongs to it.
const LOADER_JS: &str = include_str!("../../app/js/sand-table.js");
/// The engine as the loader names it.
const ENGINE: &str = "sandtable.js";
/// Its wasm, as the script that fetches it names it.
const CODE: &str = "sandtable_bg.wasm";
/// The script that fetches the engine's wasm and a model's code, as the loader and the engine name it.
const PIECES: &str = "__wasm_split.js";
/// The style sheet of players, as the loader names it.
const SHEET: &str = "player.css";
/// The style sheets of what only a live player has, as the loader names them: of what moves it, and of
/// its controls.
const LIVE: &str = "live.css";
const CONTROLS: &str = "controls.css";
/// Run before anything is painted, so that a chosen theme does not flash.
pub const THEME_JS: &str = "try{let t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}";
/// The pages that a browser may fetch while a reader's pointer rests on a link to them: our own, which
/// alone are linked without a scheme, but not the list that the search opens in place of.
///
/// Source: [Speculation rules](https://wicg.github.io/nav-speculation/speculation-rules.html).
pub const PREFETCH: &str = r#"{"prefetch":[{"where":{"selector_matches":"a:is([href$='/'],[href*='/#']):not([href*=':'],[href$='search/'])"},"eagerness":"moderate"}]}"#;

/// The element's loader under a name that stays, for other people's pages.
pub const EMBED: &str = "sand-table.js";

/// Where the parts of a page are, from the site's root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheets: of players and their pictures, whose tokens come first, and of the site.
    pub css: [String; 2],
    /// The style sheet of what only some pages have.
    pub reading_css: String,
    /// The script of pages.
    pub page_js: String,
    /// The style sheet of the pages for frames, beside the one of players.
    pub embed_css: String,
    /// The script of the pages for frames.
    pub embed_js: String,
    /// The loader of the element; `None` if the site is built without wasm.
    pub loader: Option<String>,
    /// Whether pages name the manifest, by which they find what keeps them on the device.
    pub offline: bool,
    /// The texts of the style sheets: their size under brotli is part of a page's budget.
    pub css_texts: [String; 2],
}

/// Collects the assets; the live ones from wasm-bindgen's output.
///
/// # Errors
/// A file is missing, or does not name the file that it loads.
pub fn collect(
    wasm: Option<&Path>,
    index: Vec<u8>,
    files: &mut Files,
) -> Result<Assets, Vec<Complaint>> {
    let mut wrong = Vec::new();
    let css_texts = [squeeze(&STYLE.concat()), squeeze(SITE_CSS)];
    let sheet =
        |name, text: &String, files: &mut Files| add(files, name, "css", text.clone().into_bytes());
    let css = [sheet("player", &css_texts[0], files), sheet("site", &css_texts[1], files)];
    let reading_css = add(files, "reading", "css", squeeze(READING_CSS.1).into_bytes());
    let search = wasm.and_then(|wasm| search(wasm, index, files, &mut wrong));
    // A script by its name, after all that it names.
    let mut script = |name: &str, text: &str, names: &[(&str, &String)]| {
        let path = format!("site/js/{name}.js");
        let mut text = text.to_owned();
        for (old, file) in names {
            let file = format!("./{}", file_name(file));
            text = point(Path::new(&path), &text, old, &file, &mut wrong).unwrap_or_default();
        }
        add(files, name, "js", text.into_bytes())
    };
    let css_name = (READING_CSS.0, &reading_css);
    let offline = script("offline", OFFLINE_JS.1, &[]);
    let document = script("document", DOCUMENT_JS.1, &[]);
    let document = (DOCUMENT_JS.0, &document);
    let panel = script("panel", PANEL_JS.1, &[]);
    let from_panel = (PANEL_JS.0, &panel);
    let device = script("device", DEVICE_JS.1, &[document, (OFFLINE_JS.0, &offline), from_panel]);
    let store = script("reading-store", STORE_JS.1, &[]);
    let from_store = (STORE_JS.0, &store);
    let own = script("reading-panel", READING_PANEL_JS.1, &[from_panel, from_store]);
    let own = (READING_PANEL_JS.0, &own);
    let reading = script("reading", READING_JS.1, &[from_store, own, css_name]);
    let challenge = script("challenge", CHALLENGE_JS.1, &[]);
    let terms = script("terms", TERMS_JS.1, &[document, css_name]);
    let named = [
        (OFFLINE_JS.0, &offline),
        (DEVICE_JS.0, &device),
        (READING_JS.0, &reading),
        (TERMS_JS.0, &terms),
        (CHALLENGE_JS.0, &challenge),
    ];
    // Without the program the search is the page that lists everything.
    let search = search.map_or_else(String::new, |path| format!("./{}", file_name(&path)));
    let page = PAGE_JS.replace(&format!("./{SEARCH}"), &search);
    let page_js = script("page", &page, &named);
    let embed_css = add(files, "embed", "css", squeeze(EMBED_CSS).into_bytes());
    let embed_js = add(files, "embed", "js", EMBED_PAGE_JS.as_bytes().to_vec());
    files.insert(HOST_JS.0.to_owned(), HOST_JS.1.as_bytes().to_vec());
    let loader = wasm.and_then(|wasm| {
        let mut own = |name, style| add(files, name, "css", squeeze(style).into_bytes());
        let (moving, controls) = (own("live", LIVE_STYLE), own("controls", CONTROLS_STYLE));
        live(wasm, [&css[0], &moving, &controls].map(|sheet| file_name(sheet)), files, &mut wrong)
    });
    let assets = Assets {
        css,
        reading_css,
        page_js,
        embed_css,
        embed_js,
        loader,
        offline: false,
        css_texts,
    };
    if wrong.is_empty() { Ok(assets) } else { Err(wrong) }
}

/// A style sheet without remarks and without the blanks that mean nothing. A text in it may not hold
/// a blank beside one of `{};:,`.
fn squeeze(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        plain += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain += rest;
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut out = words.join(" ");
    for (wide, narrow) in
        [(" {", "{"), ("{ ", "{"), ("; ", ";"), (": ", ":"), (", ", ","), ("} ", "}")]
    {
        out = out.replace(wide, narrow);
    }
    out.replace(";}", "}").replace(" }", "}")
}

/// The loader, the glue, the script that fetches the wasm, and its pieces. Each names the next by its
/// hashed name.
fn live(
    wasm: &Path,
    [sheet, live, controls]: [&str; 3],
    files: &mut Files,
    wrong: &mut Vec<Complaint>,
) -> Option<String> {
    let glue = read(&wasm.join("sandtable.js"), wrong);
    let pieces = pieces(wasm, files, wrong);
    let (glue, pieces) = (String::from_utf8_lossy(&glue?).into_owned(), pieces?);
    // The name under which the wasm asks for it stays.
    let glue = glue
        .replace(&format!("from \"./{PIECES}\""), &format!("from \"./{}\"", file_name(&pieces)));
    let glue = add(files, "sandtable", "js", glue.into_bytes());
    let loader = Path::new("app/js/sand-table.js");
    let mut pointed = |folder: &str| {
        let parts = [
            (ENGINE, file_name(&glue)),
            (PIECES, file_name(&pieces)),
            (SHEET, sheet),
            (LIVE, live),
            (CONTROLS, controls),
        ];
        parts.into_iter().try_fold(LOADER_JS.to_owned(), |script, (name, file)| {
            point(loader, &script, &format!("./{name}"), &format!("./{folder}{file}"), wrong)
        })
    };
    // From the assets' folder, and from the root.
    let (near, far) = (pointed("")?, pointed("assets/")?);
    files.insert(EMBED.to_owned(), far.into_bytes());
    Some(add(files, "sand-table", "js", near.into_bytes()))
}

/// The search: its script, which names the program, the index and the style sheet.
fn search(
    wasm: &Path,
    index: Vec<u8>,
    files: &mut Files,
    wrong: &mut Vec<Complaint>,
) -> Option<String> {
    let code = read(&wasm.join(FINDER), wrong);
    let code = add(files, "search-finder", "wasm", code?);
    let index = add(files, "search-finder", "index", index);
    let sheet = add(files, "search", "css", squeeze(SEARCH_CSS).into_bytes());
    let path = Path::new("site/js/search.js");
    let parts = [(FINDER, code), (INDEX, index), (SEARCH_SHEET, sheet)];
    let script = parts.into_iter().try_fold(SEARCH_JS.to_owned(), |script, (name, file)| {
        point(path, &script, &format!("./{name}"), &format!("./{}", file_name(&file)), wrong)
    })?;
    Some(add(files, "search", "js", script.into_bytes()))
}

/// The script that fetches the engine's wasm and a model's code, with the files that it names.
fn pieces(wasm: &Path, files: &mut Files, wrong: &mut Vec<Complaint>) -> Option<String> {
    let path = wasm.join(PIECES);
    let code = read(&wasm.join(CODE), wrong)?;
    let code = add(files, "sandtable", "wasm", code);
    let script = String::from_utf8_lossy(&read(&path, wrong)?).into_owned();
    let named: BTreeSet<String> = script
        .split('"')
        .filter_map(|word| word.strip_prefix("./")?.strip_suffix(".wasm"))
        .filter(|name| CODE.strip_suffix(".wasm") != Some(*name))
        .map(str::to_owned)
        .collect();
    let mut script = point(&path, &script, CODE, file_name(&code), wrong)?;
    for name in named {
        let piece = read(&wasm.join(format!("{name}.wasm")), wrong)?;
        let hashed = add(files, &name, "wasm", piece);
        let (old, new) = (format!("\"./{name}.wasm\""), format!("\"./{}\"", file_name(&hashed)));
        script = script.replace(&old, &new);
    }
    Some(add(files, "pieces", "js", script.into_bytes()))
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
    let path = format!("assets/{name}-{}.{kind}", hash(&bytes));
    files.insert(path.clone(), bytes);
    path
}

/// The first ten hexadecimal digits of the SHA-256: enough to tell the versions of a file apart.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..5].iter().map(|b| format!("{b:02x}")).collect()
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
        let glue = "import * as a from \"./__wasm_split.js\"\n\"./__wasm_split.js\": a";
        fs::write(root.join("sandtable.js"), glue).unwrap();
        fs::write(root.join("sandtable_bg.wasm"), b"\0asm").unwrap();
        let script = "load(\"./one.wasm\", \"./two.wasm\"); load(\"./sandtable_bg.wasm\")";
        fs::write(root.join(PIECES), script).unwrap();
        fs::write(root.join("one.wasm"), b"\0asm1").unwrap();
        fs::write(root.join("two.wasm"), b"\0asm2").unwrap();
        fs::write(root.join(FINDER), b"\0asm3").unwrap();
        let mut files = Files::new();
        let assets = collect(Some(root), b"index".to_vec(), &mut files).unwrap();
        let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
        let has = |start: &str, end: &str| {
            let start = format!("assets/{start}-");
            let named = |path: &&String| path.starts_with(&start) && path.ends_with(end);
            // `search-…` begins other names, too.
            let path = files.keys().filter(named).min_by_key(|path| path.len());
            path.unwrap_or_else(|| panic!("{start} is not in {:?}", files.keys())).clone()
        };
        let (glue, pieces) = (has("sandtable", "js"), has("pieces", "js"));
        for script in [text(&assets.loader.unwrap()), text(EMBED).replace("assets/", "")] {
            let sheets = [&assets.css[0], &has("live", "css"), &has("controls", "css")];
            for file in [&glue, &pieces].into_iter().chain(sheets) {
                assert!(script.contains(&format!("\"./{}\"", file_name(file))), "{file}: {script}");
            }
        }
        assert!(text(&glue).contains(&format!("from \"./{}\"", file_name(&pieces))));
        assert!(text(&glue).contains("\"./__wasm_split.js\": a"), "the wasm's own name stays");
        for (name, bytes) in [("one", &b"\0asm1"[..]), ("two", b"\0asm2"), ("sandtable", b"\0asm")]
        {
            let file = has(name, "wasm");
            assert!(text(&pieces).contains(file_name(&file)));
            assert_eq!(files[&file], bytes);
        }
        let search = text(&has("search", ".js"));
        assert!(text(&assets.page_js).contains(file_name(&has("search", ".js"))));
        for file in
            [has("search-finder", "wasm"), has("search-finder", "index"), has("search", "css")]
        {
            assert!(search.contains(&format!("./{}", file_name(&file))), "{file}");
        }
        assert_eq!(files[&has("search-finder", "index")], b"index");
        assert!(assets.css_texts[0].starts_with(":root"));
    }

    #[test]
    fn what_does_not_fit_together_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("sandtable.js"), "").unwrap();
        fs::write(root.join(PIECES), "load(\"./other.wasm\")").unwrap();
        fs::write(root.join("sandtable_bg.wasm"), b"\0asm").unwrap();
        let wrong = collect(Some(root), Vec::new(), &mut Files::new()).unwrap_err();
        let told = |what: &str| wrong.iter().any(|wrong| wrong.to_string().contains(what));
        assert!(told("does not name `sandtable_bg.wasm`"), "{wrong:?}");
        let none = collect(Some(&root.join("no")), Vec::new(), &mut Files::new()).unwrap_err();
        assert!(none[0].to_string().contains("cannot be read"));
    }

    #[test]
    fn style_sheets_lose_what_means_nothing() {
        assert_eq!(squeeze("/* a */ b {\n  c: d; /* e */\n}\n\n"), "b{c:d}");
        // A blank before a colon or after a name is a descendant.
        let nested = ".a {\n  & :is(b, c) > d { e: calc(1px + 2px); }\n}\n";
        assert_eq!(squeeze(nested), ".a{& :is(b,c) > d{e:calc(1px + 2px)}}");
    }
}
