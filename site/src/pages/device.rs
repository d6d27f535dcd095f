//! What the page about the device is told: every page that a bookmark may lead to, by its name.

use crate::html::escape;
use crate::shell::Sheet;
use crate::url::relative;

/// Where it is.
pub const URL: &str = "device/";

/// Gives the page the names of all that are read, for its script to name bookmarks by.
pub fn name_pages(sheets: &mut [Sheet<'_>]) {
    let links: String = sheets
        .iter()
        .filter(|sheet| sheet.is_read())
        .map(|sheet| {
            let topic = if sheet.class == "topic" { " class=\"topic\"" } else { "" };
            let href = relative(URL, &sheet.url);
            format!("<a{topic} href=\"{href}\">{}</a>", escape(sheet.title))
        })
        .collect();
    if let Some(device) = sheets.iter_mut().find(|sheet| sheet.url == URL) {
        device.body += &format!("<template id=\"pages\">{links}</template>\n");
    }
}
