//! What index does a folder of Markdown get? `folder FOLDER FILE` writes it: a page for each
//! `NAME/index.md`, in the order of names. The comparison with other searches uses it for a site that
//! is larger than ours.

use std::path::PathBuf;
use std::{env, fs, io};

use sandtable_search::text::sections;
use sandtable_search::{Documents, Listing, Page};

fn main() -> io::Result<()> {
    let mut paths = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(file)) = (paths.next(), paths.next()) else {
        return Err(io::Error::other("name a folder and a file"));
    };
    let mut names: Vec<String> = fs::read_dir(&folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<_>>()?;
    names.sort();
    let (mut documents, mut listing) = (Documents::new(), Listing::default());
    for name in names {
        let text = fs::read_to_string(folder.join(&name).join("index.md"))?;
        let sections = sections(&text);
        let heading = sections.first().map(|first| first.heading.clone()).unwrap_or_default();
        let summary = sections.first().and_then(|first| first.paragraphs.first());
        documents.page(&heading, summary.map_or("", |text| text), &sections, true);
        let url = format!("{name}/");
        listing.pages.push(Page { url, title: heading, heading: String::new(), topic: None });
    }
    fs::write(file, documents.finish(listing).to_bytes())
}
