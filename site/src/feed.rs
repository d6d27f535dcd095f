//! The changes as an Atom feed (RFC 4287), valid wherever the site is served.
//!
//! An id must stay when the site moves, and a build need not know its host: so ids are UUIDs made
//! from what an entry says (RFC 9562, version 8 over SHA-256). Addresses are relative, which the
//! feed's own address, or `xml:base` where there is a host, makes whole.

use sha2::{Digest, Sha256};

use crate::changes::Change;
use crate::html::escape;

/// The feed's file, in the site's root.
pub const FEED: &str = "feed.xml";

/// The feed of these changes, newest first. `address` is where the site is served. `None` without
/// changes: a feed must say when it was last updated.
#[must_use]
pub fn feed(changes: &[Change], address: &str) -> Option<String> {
    let updated = moment(changes.first()?.date.as_ref());
    let base = match address.contains("://") {
        true => format!(" xml:base=\"{}\"", escape(address)),
        false => String::new(),
    };
    let entries: Vec<String> = changes
        .iter()
        .map(|change| {
            let title = change.title.as_ref();
            format!(
                "  <entry>\n    <title>{}</title>\n    <id>{}</id>\n    <updated>{}</updated>\n    \
                 <link href=\"{}\"/>\n    <summary>{}</summary>\n  </entry>\n",
                escape(title),
                id(&format!("{}\n{title}", change.date.as_ref())),
                moment(change.date.as_ref()),
                escape(change.page.as_ref()),
                escape(change.summary.as_ref()),
            )
        })
        .collect();
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"{base}>\n  \
         <title>Sandtable</title>\n  <subtitle>What is new</subtitle>\n  <id>{}</id>\n  \
         <updated>{updated}</updated>\n  <author><name>Sandtable</name></author>\n  \
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{FEED}\"/>\n  \
         <link href=\"changes/\"/>\n  <icon>favicon.svg</icon>\n{}</feed>\n",
        id("feed"),
        entries.concat()
    ))
}

/// A day as RFC 3339 has it.
fn moment(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

/// The UUID of a name, as a URN.
fn id(name: &str) -> String {
    let digest = Sha256::digest(format!("sandtable changes\n{name}"));
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80; // Version 8.
    bytes[8] = bytes[8] & 0x3f | 0x80; // The variant of RFC 9562.
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("urn:uuid:{}", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    use crate::complaint::Source;

    fn changes() -> Vec<Change> {
        let text = "[[changes]]\ndate = \"2026-11-21\"\ntitle = \"R & W\"\nsummary = \"a < b\"\n\
            page = \"about.md\"\n[[changes]]\ndate = \"2026-11-20\"\ntitle = \"Older\"\n\
            summary = \"It is.\"\npage = \"about.md#cite\"\n";
        let source = Source::new("content/changes.toml", text);
        let pages = BTreeMap::from([("about.md".to_owned(), "about/".to_owned())]);
        let all = crate::changes::read(&source, &pages);
        assert!(source.take().is_empty());
        all
    }

    /// The texts of all elements of this name.
    fn texts<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        xml.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap()).collect()
    }

    #[test]
    fn a_feed_has_what_the_standard_asks_for() {
        let xml = feed(&changes(), "/").unwrap();
        assert_eq!(texts(&xml, "updated")[0], "2026-11-21T00:00:00Z", "the newest entry's");
        assert_eq!(texts(&xml, "title"), ["Sandtable", "R &amp; W", "Older"]);
        assert_eq!(texts(&xml, "entry").len(), 2);
        for entry in texts(&xml, "entry") {
            for name in ["title", "id", "updated", "summary"] {
                assert_eq!(texts(entry, name).len(), 1, "{name}: {entry}");
            }
        }
        let mut ids = texts(&xml, "id");
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 3, "ids tell entries apart");
        assert!(ids.iter().all(|id| id.len() == "urn:uuid:".len() + 36 && &id[23..24] == "8"));
    }

    #[test]
    fn elements_are_closed_in_turn() {
        let xml = feed(&changes(), "https://x.test/r/").unwrap();
        let mut open = Vec::new();
        for tag in xml.split('<').skip(1).map(|t| t.split('>').next().unwrap()) {
            match tag.strip_prefix('/') {
                _ if tag.starts_with('?') || tag.ends_with('/') => {}
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None => open.push(tag.split(' ').next().unwrap()),
            }
        }
        assert!(open.is_empty());
    }

    #[test]
    fn ids_stay_when_the_site_moves() {
        let (here, there) = (feed(&changes(), "/"), feed(&changes(), "https://x.test/r/"));
        let (here, there) = (here.unwrap(), there.unwrap());
        assert_eq!(texts(&here, "id"), texts(&there, "id"));
        assert!(there.contains("xml:base=\"https://x.test/r/\"") && !here.contains("xml:base"));
        assert_eq!(feed(&[], "/"), None);
    }
}
