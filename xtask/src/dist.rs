//! What is in a built site, and is it fit to be published?

use crate::workspace::Workspace;
use crate::{Result, process};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the release is built.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("dist")
}

/// The files of a site by their path below its folder, with `/` between the names.
pub(crate) struct Dist(pub(crate) BTreeMap<String, Vec<u8>>);

impl Dist {
    /// Reads every file of a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let trouble = |error| format!("cannot read {}: {error}", folder.display());
        let mut files = BTreeMap::new();
        let mut pending = vec![(folder.to_owned(), String::new())];
        while let Some((folder, prefix)) = pending.pop() {
            for entry in fs::read_dir(&folder).map_err(trouble)? {
                let entry = entry.map_err(trouble)?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.file_type().map_err(trouble)?.is_dir() {
                    pending.push((entry.path(), format!("{name}/")));
                } else {
                    files.insert(name, fs::read(entry.path()).map_err(trouble)?);
                }
            }
        }
        Ok(Self(files))
    }

    /// The files with one of these extensions.
    pub(crate) fn with_extension(
        &self,
        extensions: &[&str],
    ) -> impl Iterator<Item = (&str, &[u8])> {
        let wanted = move |name: &str| {
            name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
        };
        let files = self.0.iter().filter(move |(name, _)| wanted(name));
        files.map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The names of the files that differ between two builds, or are in one of them only.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let both = self.0.keys().chain(other.0.keys());
        let mut names: Vec<_> =
            both.filter(|name| self.0.get(*name) != other.0.get(*name)).cloned().collect();
        names.sort();
        names.dedup();
        names
    }

    /// Everything that must not be published, a sentence each.
    pub(crate) fn faults(&self, secrets: &[String]) -> Vec<String> {
        let mut faults = self.paths_of_a_machine(secrets);
        for (name, bytes) in self.with_extension(&["html", "css"]) {
            let text = String::from_utf8_lossy(bytes);
            for url in loaded(&text) {
                if url.contains("://") || url.starts_with("//") {
                    faults.push(format!("{name} loads {url}: a page may not need the network"));
                } else if url.starts_with('/') && name != "404.html" {
                    faults.push(format!("{name} loads {url}: write it relative to the page"));
                }
            }
        }
        for (name, bytes) in self.with_extension(&["html"]).filter(|(name, _)| *name != "404.html")
        {
            let text = String::from_utf8_lossy(bytes);
            for url in attributes(&text, "href").filter(|url| url.starts_with('/')) {
                faults.push(format!("{name} leads to {url}: write it relative to the page"));
            }
        }
        faults
    }

    fn paths_of_a_machine(&self, secrets: &[String]) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, bytes) in &self.0 {
            for secret in secrets {
                let needle = secret.as_bytes();
                if bytes.windows(needle.len()).any(|window| window == needle) {
                    faults.push(format!("{name} holds the path {secret} of this machine"));
                }
            }
        }
        faults
    }
}

/// The folders of this machine that a published file could betray.
pub(crate) fn paths_of_this_machine(workspace: &Workspace) -> Result<Vec<String>> {
    let sysroot = process::answer(Command::new("rustc").args(["--print", "sysroot"]))?;
    let mut paths = vec![workspace.root.display().to_string(), sysroot.trim().to_owned()];
    paths.extend(workspace.dependency_folders()?.iter().map(|path| path.display().to_string()));
    if let Some(home) = std::env::home_dir() {
        // With the slash, as `/root` alone is a word of a site on trees.
        paths.push(format!("{}/.", home.display()));
    }
    Ok(paths)
}

/// The addresses that a browser fetches with a page or a style sheet.
fn loaded(text: &str) -> impl Iterator<Item = &str> {
    let links = text.split("<link").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let fetched = ["stylesheet", "icon", "preload", "modulepreload", "manifest"];
        let kind = attributes(tag, "rel").next()?;
        kind.split(' ')
            .any(|kind| fetched.contains(&kind))
            .then(|| attributes(tag, "href").next())?
    });
    let styles = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let styles = styles.map(|url| url.trim_matches(['"', '\'', ' ']));
    // A name in a namespace, and a reference inside the document, are no addresses.
    let styles = styles.filter(|url| !url.starts_with('#') && !url.starts_with("data:"));
    // Only in tags: a page may show the markup of another one as text.
    let tags = text.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    let sources = tags.flat_map(|tag| attributes(tag, "src"));
    sources.chain(links).chain(styles)
}

/// The style sheets of a page, by their paths in the site.
pub(crate) fn stylesheets(page: &str, text: &str) -> Vec<String> {
    let tags = text.split("<link").skip(1).filter_map(|rest| rest.split('>').next());
    let sheets = tags.filter(|tag| attributes(tag, "rel").any(|rel| rel == "stylesheet"));
    sheets.filter_map(|tag| Some(resolved(page, attributes(tag, "href").next()?))).collect()
}

/// The scripts of a page, by their paths in the site.
pub(crate) fn scripts(page: &str, text: &str) -> Vec<String> {
    let tags = text.split("<script").skip(1).filter_map(|rest| rest.split('>').next());
    tags.filter_map(|tag| Some(resolved(page, attributes(tag, "src").next()?))).collect()
}

/// A relative address on a page, as a path in the site.
fn resolved(page: &str, address: &str) -> String {
    let mut names: Vec<&str> = page.split('/').collect();
    names.pop();
    for name in address.split(['?', '#']).next().unwrap_or(address).split('/') {
        match name {
            "." | "" => {}
            ".." => _ = names.pop(),
            name => names.push(name),
        }
    }
    names.join("/")
}

/// The values of an attribute in some markup.
pub(crate) fn attributes<'a>(text: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!(" {name}=");
    let starts: Vec<usize> =
        text.match_indices(&opening).map(|(at, found)| at + found.len()).collect();
    starts.into_iter().filter_map(|start| {
        let rest = &text[start..];
        match rest.chars().next()? {
            quote @ ('"' | '\'') => rest[1..].split(quote).next(),
            _ => rest.split([' ', '>', '\n']).next(),
        }
    })
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

    fn faults(name: &str, text: &str) -> Vec<String> {
        dist(&[(name, text)]).faults(&["/builder/someone".to_owned()])
    }

    #[test]
    fn a_page_of_relative_addresses_is_fit() {
        let page = r#"<link rel="stylesheet" href="../s.css"><link rel="canonical" href="https://x.org/">
            <svg xmlns="http://www.w3.org/2000/svg"><use href='#a'/></svg><script src=../a.js></script>
            <a href="https://example.org/">out</a><a href="../">up</a>
            <code>&lt;script src="https://cdn.example/x.js"&gt;</code>"#;
        assert_eq!(faults("quorum/index.html", page), Vec::<String>::new());
    }

    #[test]
    fn a_path_of_the_machine_is_found_even_in_wasm() {
        let found = faults("a.wasm", "\0asm /builder/someone/x.rs");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("a.wasm holds the path /builder/someone"));
    }

    #[test]
    fn what_needs_the_network_is_found() {
        for page in [
            r#"<script src="https://cdn.example/x.js"></script>"#,
            r#"<img alt="" src='//cdn.example/x.png'>"#,
            r#"<link href="https://fonts.example/x" rel="stylesheet">"#,
            r#"<style>@import url(https://fonts.example/x);</style>"#,
        ] {
            assert_eq!(faults("index.html", page).len(), 1, "{page}");
        }
    }

    #[test]
    fn an_absolute_address_is_found_but_not_on_the_page_for_lost_readers() {
        assert_eq!(faults("index.html", r#"<a href="/quorum/">q</a>"#).len(), 1);
        assert_eq!(faults("index.html", r#"<script src="/a.js"></script>"#).len(), 1);
        assert_eq!(faults("404.html", r#"<a href="/">home</a><script src="/a.js">"#).len(), 0);
    }

    #[test]
    fn style_sheets_and_scripts_are_found_from_where_the_page_is() {
        let page = r#"<link rel="stylesheet" href="../s-1.css"><link rel=stylesheet href=x.css?2>"#;
        assert_eq!(stylesheets("a/index.html", page), ["s-1.css", "a/x.css"]);
        let page = r#"<script>let a = 1</script><script type="module" src="../b.js"></script>"#;
        assert_eq!(scripts("a/index.html", page), ["b.js"]);
    }

    #[test]
    fn builds_differ_by_content_and_by_presence() {
        let one = dist(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let two = dist(&[("a", "1"), ("b", "x"), ("d", "4")]);
        assert_eq!(one.differences(&two), ["b", "c", "d"]);
        assert!(one.differences(&dist(&[("a", "1"), ("b", "2"), ("c", "3")])).is_empty());
    }
}
