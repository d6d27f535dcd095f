//! What machines read first: `sitemap.xml` and `robots.txt`.

use crate::html::escape;

/// The sitemap of pages at these addresses from the site's root, served at `address`.
///
/// ```
/// let map = sandtable_site::sitemap::sitemap("https://x.test/s/", &["", "about/"]);
/// assert!(map.contains("<loc>https://x.test/s/about/</loc>"));
/// ```
#[must_use]
pub fn sitemap(address: &str, urls: &[&str]) -> String {
    let entries: Vec<String> = urls
        .iter()
        .map(|url| format!("  <url><loc>{}{}</loc></url>\n", escape(address), escape(url)))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
        entries.concat()
    )
}

/// All may read everything. Where the sitemap is can be said with a host only.
#[must_use]
pub fn robots(address: &str) -> String {
    let map = match address.contains("://") {
        true => format!("\nSitemap: {address}sitemap.xml\n"),
        false => String::new(),
    };
    format!("User-agent: *\nAllow: /\n{map}")
}
