//! What a host should say with each file: `_headers`, as Netlify and Cloudflare Pages read it.

use std::collections::BTreeSet;

use crate::assets::{PREFETCH, THEME_JS};
use crate::csp;

/// The name under which hosts look for it, at the root of the site.
pub const FILE: &str = "_headers";

/// Said with every file. All of it is public, and frames of other sites fetch it from an origin of
/// their own, so everybody may read it.
const ALWAYS: [(&str, &str); 6] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
];

/// Files named by what is in them never change.
const FOR_EVER: (&str, &str) = ("Cache-Control", "public, max-age=31536000, immutable");

/// No page of ours stands in a frame, but those that are made for it. A host joins two policies of
/// one name by a comma, and a browser then keeps to both.
const NOT_IN_FRAMES: (&str, &str) = ("Content-Security-Policy", "frame-ancestors 'none'");

/// The file, for pages at these addresses from the root of a site that begins at `base` (`/`,
/// `/repo/`). The pages for frames are not among them. O(pages).
///
/// Sources: [Netlify](https://docs.netlify.com/manage/routing/headers/),
/// [Cloudflare Pages](https://developers.cloudflare.com/pages/configuration/headers/).
///
/// ```
/// let file = sandtable_site::headers::headers("/", &["", "about/", "web/pagination/"]);
/// assert!(file.starts_with("/*\n  Content-Security-Policy: default-src 'none'; "));
/// assert!(file.contains("\n/web/*\n  Content-Security-Policy: frame-ancestors 'none'\n"));
/// assert!(!file.contains("/embed/"));
/// ```
#[must_use]
pub fn headers(base: &str, pages: &[&str]) -> String {
    let policy = csp::policy(&[THEME_JS, PREFETCH]);
    let mut always = vec![("Content-Security-Policy", policy.as_str())];
    always.extend(ALWAYS);
    // One rule a folder: Cloudflare reads no more than a hundred.
    let folders: BTreeSet<&str> = pages.iter().filter_map(|url| url.split('/').next()).collect();
    let mut out = rule(&format!("{base}*"), &always);
    out += &rule(&format!("{base}assets/*"), &[FOR_EVER]);
    for folder in folders {
        let path = if folder.is_empty() { base.to_owned() } else { format!("{base}{folder}/*") };
        out += &rule(&path, &[NOT_IN_FRAMES]);
    }
    out
}

/// The headers of one path.
fn rule(path: &str, headers: &[(&str, &str)]) -> String {
    let lines: String = headers.iter().map(|(name, says)| format!("  {name}: {says}\n")).collect();
    format!("{path}\n{lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_in_a_folder_names_its_own_paths_only() {
        let file = headers("/repo/", &["", "about/", "web/a/", "web/b/"]);
        let paths: Vec<&str> = file.lines().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(paths, ["/repo/*", "/repo/assets/*", "/repo/", "/repo/about/*", "/repo/web/*"]);
    }

    #[test]
    fn no_line_is_longer_than_hosts_read() {
        // Cloudflare Pages: 2 000 characters a line.
        let file = headers("/", &["about/"]);
        assert!(file.lines().all(|line| line.len() < 2000), "{file}");
    }
}
