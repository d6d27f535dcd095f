//! The whole site, built from this repository's own content.

use std::fs;
use std::path::{Path, PathBuf};

use sandtable_site::{Options, build, csp, links, posters};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// wasm-bindgen's output, small enough for a test: only the names matter.
fn wasm() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let glue = "export default () => fetch(new URL('sandtable_bg.wasm', import.meta.url));";
    fs::write(folder.path().join("sandtable.js"), glue).unwrap();
    fs::write(folder.path().join("__wasm_split.js"), "load(\"./sandtable_bg.wasm\")").unwrap();
    fs::write(folder.path().join("sandtable_bg.wasm"), b"\0asm\x01\0\0\0").unwrap();
    fs::write(folder.path().join("finder.wasm"), b"\0asm\x01\0\0\0").unwrap();
    folder
}

fn options(out: &Path) -> Options {
    let root = root();
    Options::new(root.join("content"), root.join("public"), out)
}

/// The built files by their path, in order.
fn files(out: &Path) -> Vec<(String, Vec<u8>)> {
    let list = fs::read_to_string(out.join("files.txt")).unwrap();
    list.lines().map(|name| (name.to_owned(), fs::read(out.join(name)).unwrap())).collect()
}

fn pages(out: &Path) -> Vec<(String, String)> {
    let html = files(out).into_iter().filter(|(name, _)| name.ends_with(".html"));
    html.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

fn built() -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    if let Err(wrong) = build(&options(out.path())) {
        panic!("{}", wrong.iter().map(|w| format!("{w}\n")).collect::<String>());
    }
    out
}

#[test]
fn two_builds_are_the_same_to_the_byte() {
    let (a, b) = (built(), built());
    assert_eq!(files(a.path()), files(b.path()));
    let again = build(&options(a.path())).unwrap();
    assert_eq!((again.changed, again.removed), (0, 0));
}

#[test]
fn no_page_knows_where_it_was_built() {
    let out = built();
    for (name, bytes) in files(out.path()) {
        let text = String::from_utf8_lossy(&bytes);
        for path in [root().canonicalize().unwrap(), out.path().to_owned()] {
            assert!(!text.contains(&*path.to_string_lossy()), "{name}");
        }
    }
}

#[test]
fn every_inline_script_has_its_hash_in_the_policy() {
    let out = built();
    for (name, html) in pages(out.path()) {
        let inside = |rest: &'_ str| rest.split("</script>").next().unwrap().to_owned();
        let of = |tag| html.split(tag).skip(1).map(inside).collect::<Vec<String>>();
        let scripts = [of("<script>"), of("<script type=\"speculationrules\">")].concat();
        let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
        // Pages for frames have no theme to choose.
        assert_eq!(scripts.is_empty(), name.starts_with("embed/"), "{name}");
        let policy = csp::policy(&scripts);
        assert!(html.contains(&format!("content=\"{policy}\"")), "{name}");
    }
}

#[test]
fn a_strict_policy_finds_nothing_to_forbid() {
    let out = built();
    for (name, html) in pages(out.path()) {
        for (attribute, value) in links::attributes(&html) {
            assert_ne!(attribute, "style", "{name}: {value}");
            assert!(!attribute.starts_with("on"), "{name}: {attribute}");
        }
        assert!(!html.contains("<style"), "{name}");
    }
}

#[test]
fn addresses_are_relative_at_every_depth() {
    let out = built();
    let mut deepest = 0;
    for (name, html) in pages(out.path()).iter().filter(|(name, _)| name != "404.html") {
        let depth = name.matches('/').count();
        deepest = deepest.max(depth);
        for (attribute, value) in links::attributes(html) {
            if matches!(attribute, "href" | "src") {
                assert!(!value.starts_with('/'), "{name}: {value}");
                let outside = value.starts_with("https://");
                assert!(outside || value.matches("../").count() <= depth, "{name}: {value}");
            }
        }
    }
    assert_eq!(deepest, 2, "a topic lies two folders deep");
}

#[test]
fn only_the_missing_page_knows_its_base() {
    let out = tempfile::tempdir().unwrap();
    let mut options = options(out.path());
    options.address = "https://x.test/repo/".to_owned();
    build(&options).unwrap();
    let missing = fs::read_to_string(out.path().join("404.html")).unwrap();
    assert!(missing.contains("href=\"/repo/tracks/\""));
    let quorum = fs::read_to_string(out.path().join("distribution/quorum/index.html")).unwrap();
    let address = "https://x.test/repo/distribution/quorum/";
    assert!(quorum.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")));
    let map = fs::read_to_string(out.path().join("sitemap.xml")).unwrap();
    assert!(map.contains(&format!("<loc>{address}</loc>")));
    options.address = "https://x.test/repo".to_owned();
    assert!(build(&options).unwrap_err()[0].to_string().contains("does not end in a slash"));
}

#[test]
fn every_model_has_a_page_for_frames_and_pictures() {
    let (out, wasm) = (tempfile::tempdir().unwrap(), wasm());
    let mut options = options(out.path());
    options.wasm = Some(wasm.path().to_owned());
    build(&options).unwrap();
    let files: std::collections::BTreeMap<_, _> = files(out.path()).into_iter().collect();
    let map = String::from_utf8_lossy(&files["sitemap.xml"]).into_owned();
    assert!(!map.contains("/embed/"), "a page that repeats others is in no map");
    for spec in sandtable_core::session::models() {
        let page = String::from_utf8_lossy(&files[&format!("embed/{}/index.html", spec.id)]);
        assert_eq!(page.matches("<sand-table model=").count(), 1, "{}", spec.id);
        assert_eq!(page.matches("<script").count(), 2, "{}", spec.id);
        for around in ["<header", "<nav", "<footer", "oembed", "canonical"] {
            assert!(!page.contains(around), "{}: {around}", spec.id);
        }
        // Without a host its markup would lead nowhere.
        assert!(!files.contains_key(&format!("embed/{}/oembed.json", spec.id)));
        for theme in ["", "-dark"] {
            let svg = String::from_utf8_lossy(&files[&format!("{}{theme}.svg", spec.id)]);
            assert!(svg.contains(&format!("v1/{}", spec.id)) && svg.contains("<desc>"));
            let png = &files[&format!("{}{theme}.png", spec.id)];
            let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            let (w, h) = (side(16), side(20));
            assert!(
                w == posters::WIDTH_PX || h == posters::HEIGHT_MAX_PX,
                "{}: {w} × {h}",
                spec.id
            );
            assert!(w <= posters::WIDTH_PX && h <= posters::HEIGHT_MAX_PX);
        }
    }
}

#[test]
fn a_site_with_an_address_answers_oembed() {
    let out = tempfile::tempdir().unwrap();
    let mut options = options(out.path());
    options.address = "https://x.test/repo/".to_owned();
    build(&options).unwrap();
    let read = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    for spec in sandtable_core::session::models() {
        let answer = read(&format!("embed/{}/oembed.json", spec.id));
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        // What the protocol asks for in an answer of type `rich`.
        assert_eq!(answer["version"], "1.0");
        assert_eq!(answer["type"], "rich");
        assert!(answer["width"].is_u64() && answer["height"].is_u64());
        assert_eq!(answer["title"], spec.title);
        let html = answer["html"].as_str().unwrap();
        let page = format!("https://x.test/repo/embed/{}/", spec.id);
        assert!(html.starts_with(&format!("<iframe src=\"{page}\"")), "{html}");
        for needed in ["title=", "loading=\"lazy\"", "sandbox=\"allow-scripts "] {
            assert!(html.contains(needed), "{needed}");
        }
        let named = "<link rel=\"alternate\" type=\"application/json+oembed\"";
        assert!(read(&format!("embed/{}/index.html", spec.id)).contains(named));
    }
    let topic = read("distribution/quorum/index.html");
    assert!(
        topic.contains("type=\"application/json+oembed\" href=\"../../embed/quorum/oembed.json\"")
    );
    let picture = "<meta property=\"og:image\" content=\"https://x.test/repo/quorum.png\">";
    assert!(topic.contains(picture));
}

#[test]
fn the_mirror_says_what_the_page_computes() {
    let out = built();
    let mirror = fs::read_to_string(out.path().join("distribution/quorum/index.md")).unwrap();
    assert!(mirror.starts_with("# How many copies must answer?\n"));
    for raw in ["{{", "]{", "[^", "```sandtable", "+++"] {
        assert!(!mirror.contains(raw), "`{raw}` is left in the mirror");
    }
    assert!(mirror.contains("66.7\u{a0}%") && mirror.contains("## Sources"));
}

#[test]
fn pages_keep_to_their_budgets() {
    let out = tempfile::tempdir().unwrap();
    let mut options = options(out.path());
    options.check = true;
    let report = build(&options).unwrap();
    assert!(report.pages.iter().all(|page| page.compressed.is_some()));
    assert!(!out.path().join("index.html").exists(), "a check writes nothing");
}

/// Copies the content into a folder where it can be spoiled.
fn spoiled(spoil: impl Fn(&Path)) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    copy(&root().join("content"), &content);
    spoil(&content);
    let mut options = options(&folder.path().join("out"));
    options.content = content;
    let wrong = build(&options).err().unwrap_or_default();
    assert!(!folder.path().join("out").exists(), "nothing is written");
    wrong.iter().map(ToString::to_string).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn edit(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{old}");
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let wrong = spoiled(|content| {
        let quorum = content.join("distribution/quorum.md");
        edit(&quorum, "models = [\"quorum\"]", "models = [\"quorum\", \"quoru\"]");
        edit(&quorum, "prerequisites = []", "prerequisites = [\"gossip\"]");
        edit(&quorum, "expect: fresh violated", "expect: fresh holds");
        fs::write(content.join("distribution/stray.md"), "x").unwrap();
        edit(&content.join("about.md"), "heading =", "haeding =");
        edit(&content.join("search/bm25.md"), "\"working\"", "\"workin\"");
    });
    let has = |text: &str| assert!(wrong.iter().any(|w| w.contains(text)), "{text}: {wrong:#?}");
    has("content/distribution/quorum.md:8: there is no model `quoru`; did you mean `quorum`?");
    has("content/distribution/quorum.md:8: `quoru` is listed but not shown");
    has("content/distribution/quorum.md:7: there is no topic `gossip` to read first");
    has("`fresh` is violated at the end of this run, not holds");
    has("content/distribution/stray.md: no track has this file");
    has("content/about.md:3: unknown field `haeding`");
    has("content/search/bm25.md:6: there is no difficulty `workin`; did you mean `working`?");
}

#[test]
fn sources_are_there_and_used() {
    let wrong = spoiled(|content| {
        let quorum = content.join("distribution/quorum.md");
        let text = fs::read_to_string(&quorum).unwrap();
        fs::write(&quorum, text.replace("[^riak]", "")).unwrap();
    });
    assert!(wrong.iter().any(|w| w.contains("the source `riak` is not cited")), "{wrong:#?}");
}

#[test]
fn a_track_without_its_file_names_the_nearest() {
    let wrong = spoiled(|content| {
        edit(&content.join("tracks.toml"), "\"quorum\"", "\"quorm\"");
    });
    let has = |text: &str| assert!(wrong.iter().any(|w| w.contains(text)), "{text}: {wrong:#?}");
    has("content/tracks.toml:36: there is no file `content/distribution/quorm.md`; did you mean");
}

#[test]
fn topics_that_ask_for_each_other_are_told() {
    let wrong = spoiled(|content| {
        let quorum = content.join("distribution/quorum.md");
        edit(&quorum, "prerequisites = []", "prerequisites = [\"crdts\"]");
    });
    let all: Vec<&String> = wrong.iter().filter(|w| w.contains("ask for each other")).collect();
    assert_eq!(all.len(), 3, "quorum, logical-clocks, crdts: {wrong:#?}");
    assert!(all.iter().any(|w| w.starts_with("content/distribution/quorum.md:7:")));
}

#[test]
fn terms_and_changes_lead_to_what_is_there() {
    let wrong = spoiled(|content| {
        edit(&content.join("distribution/quorum.md"), "{?read-repair}", "{?read-repare}");
        edit(&content.join("changes.toml"), "about.md#offline", "about.md#ofline");
    });
    let has = |text: &str| assert!(wrong.iter().any(|w| w.contains(text)), "{text}: {wrong:#?}");
    has("the glossary has no term `read-repare`; did you mean `read-repair`?");
    let wrong = spoiled(|content| {
        edit(&content.join("changes.toml"), "about.md#offline", "about.md#ofline");
    });
    let has = |text: &str| assert!(wrong.iter().any(|w| w.contains(text)), "{text}: {wrong:#?}");
    has("changes/index.html: `../about/#ofline` leads to no anchor; did you mean `#offline`?");
}

#[test]
fn programs_find_every_topic_and_readers_what_is_new() {
    let out = built();
    let read = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    let list = read("llms.txt");
    assert!(list.starts_with("# Sandtable\n\n> "), "a name, and what it is");
    let mirrors: Vec<String> = files(out.path())
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.ends_with("index.md") && name != "offline/index.md")
        .collect();
    assert!(mirrors.len() > 8);
    // What is new, and the list of everything, are lists themselves.
    let lists = ["changes/index.md", "search/index.md"];
    for mirror in mirrors.iter().filter(|name| !lists.contains(&name.as_str())) {
        assert!(list.contains(&format!("]({mirror}): ")), "{mirror}");
    }
    let feed = read("feed.xml");
    let named: Vec<String> = pages(out.path())
        .into_iter()
        .filter(|(_, html)| html.contains("application/atom+xml"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(named, ["changes/index.html", "index.html"]);
    let entries = feed.matches("<entry>").count();
    assert_eq!(read("changes/index.html").matches("<time>").count(), entries);
}

#[test]
fn pictures_of_what_to_read_stand_where_something_does() {
    let out = built();
    let read = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    let clocks = read("distribution/logical-clocks/index.html");
    assert!(
        clocks.contains("Logical clocks builds on Quorum. Replicated data types builds on Logical")
    );
    assert!(clocks.contains("<a href=\"../crdts/\"><rect"));
    assert!(!read("web/pagination/index.html").contains("<rect x=\"2\""), "nothing to show");
    let tracks = read("tracks/index.html");
    let alone = tracks.split("These stand alone: ").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(alone.contains("Pagination") && !alone.contains("Quorum"));
}

#[test]
fn the_live_parts_are_linked_where_there_are_models() {
    let (out, wasm) = (tempfile::tempdir().unwrap(), wasm());
    let mut options = options(out.path());
    options.wasm = Some(wasm.path().to_owned());
    build(&options).unwrap();
    let loader = |page: &str| {
        let html = fs::read_to_string(out.path().join(page)).unwrap();
        html.matches("assets/sand-table-").count()
    };
    assert_eq!((loader("index.html"), loader("distribution/quorum/index.html")), (1, 1));
    assert_eq!(loader("tracks/index.html"), 0);
    assert!(out.path().join("sand-table.js").exists());
}
