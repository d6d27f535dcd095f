//! Addresses of pages, always written relative to the page that names them.

/// The address of `to` as seen from the page at `from`. Both are paths from the site's root
/// without a leading slash; pages end in a slash, and the home page is empty. An anchor may follow.
///
/// ```
/// use sandtable_site::url::relative;
/// assert_eq!(relative("distribution/quorum/", "tracks/"), "../../tracks/");
/// assert_eq!(relative("distribution/quorum/", "distribution/gossip/"), "../gossip/");
/// assert_eq!(relative("", "about/"), "about/");
/// assert_eq!(relative("about/", ""), "../");
/// assert_eq!(relative("about/", "about/#cite"), "./#cite");
/// ```
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let (path, anchor) = to.split_at(to.find('#').unwrap_or(to.len()));
    let target: Vec<&str> = path.split('/').collect();
    let shared =
        folders.iter().zip(&target[..target.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(folders.len() - shared);
    let down = target[shared..].join("/");
    match (up.as_str(), down.as_str()) {
        ("", "") => format!("./{anchor}"),
        _ => format!("{up}{down}{anchor}"),
    }
}

/// The path from the root that `link` means on the page at `from`, without its anchor, and the
/// anchor. `None` where it leads out of the site.
///
/// ```
/// use sandtable_site::url::resolve;
/// assert_eq!(resolve("a/b/", "../../c/#d"), Some(("c/".into(), Some("d".into()))));
/// assert_eq!(resolve("a/b/", "./"), Some(("a/b/".into(), None)));
/// assert_eq!(resolve("a/", "../../"), None);
/// ```
#[must_use]
pub fn resolve(from: &str, link: &str) -> Option<(String, Option<String>)> {
    let (path, anchor) = match link.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor.to_owned())),
        None => (link, None),
    };
    if path.is_empty() {
        return Some((from.to_owned(), anchor));
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let mut parts = path.split('/').peekable();
    let mut last = "";
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part {
            ".." => {
                folders.pop()?;
            }
            "." => {}
            "" if is_last => {}
            _ if is_last => last = part,
            _ => folders.push(part),
        }
    }
    let mut out = folders.join("/");
    if !out.is_empty() {
        out.push('/');
    }
    out.push_str(last);
    Some((out, anchor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is written relative to a page leads where it was meant to, from any depth.
        #[test]
        fn relative_resolves(
            from in proptest::collection::vec("[a-c]{1,2}", 0..4),
            to in proptest::collection::vec("[a-c]{1,2}", 0..4),
            file in proptest::option::of("[a-c]{1,3}\\.css"),
        ) {
            let page = |parts: &[String]| parts.iter().map(|p| format!("{p}/")).collect::<String>();
            let (from, to) = (page(&from), page(&to) + &file.unwrap_or_default());
            let link = relative(&from, &to);
            prop_assert!(!link.starts_with('/'));
            prop_assert_eq!(resolve(&from, &link), Some((to, None)));
        }
    }
}
