//! The command line: where things are, what to build, what is wrong.

use std::path::PathBuf;
use std::process::ExitCode;

use sandtable_site::{Options, Report, build};

const USAGE: &str = "\
sandtable-site: the pages of content/ as a static site

  --content DIR   the notes and tracks.toml          (content)
  --public DIR    files that are copied as they are  (public)
  --wasm DIR      sandtable.js and sandtable_bg.wasm; without it pages are static
  --out DIR       where the site is written          (dist)
  --address URL   where it will be served, for the 404 page, the sitemap and canonical links (/)
  --single TOPIC  writes one file with a topic, or with `all`; --out names it
  --no-offline    readers keep nothing on their devices, and what they kept is taken off
  --cache DIR     where pictures are kept from build to build
  --check         also hold the pages to their budgets, and write nothing
";

fn main() -> ExitCode {
    let options = match read(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            say(USAGE);
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            eprintln!("{wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match build(&options) {
        Ok(report) => {
            say(&summary(&report, options.check));
            ExitCode::SUCCESS
        }
        Err(complaints) => {
            for complaint in &complaints {
                eprintln!("{complaint}");
            }
            let many = if complaints.len() == 1 { "" } else { "s" };
            eprintln!("{} problem{many}", complaints.len());
            ExitCode::FAILURE
        }
    }
}

/// Writes to standard output; a reader that has gone away is no failure of ours.
fn say(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn summary(report: &Report, check: bool) -> String {
    let mut out = String::new();
    for page in &report.pages {
        let bytes = page.compressed.map(|b| format!(", {b} bytes of HTML and CSS in brotli"));
        out += &format!("{}{}\n", page.url, bytes.unwrap_or_default());
    }
    for note in &report.notes {
        out += &format!("note: {note}\n");
    }
    out += &if check {
        format!("{} files would be written\n", report.files)
    } else {
        format!("{} files, {} changed, {} removed\n", report.files, report.changed, report.removed)
    };
    out
}

/// Reads the arguments; `None` asks for help.
fn read(args: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::new("content", "public", "dist");
    let mut args = args;
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("`{arg}` needs a value behind it"));
        match arg.as_str() {
            "--content" => options.content = PathBuf::from(value()?),
            "--public" => options.public = PathBuf::from(value()?),
            "--wasm" => options.wasm = Some(PathBuf::from(value()?)),
            "--out" => options.out = PathBuf::from(value()?),
            "--address" => options.address = value()?,
            "--single" => options.single = Some(value()?),
            "--no-offline" => options.offline = false,
            "--cache" => options.cache = Some(PathBuf::from(value()?)),
            "--check" => options.check = true,
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("`{arg}` is no option")),
        }
    }
    Ok(Some(options))
}
