//! `cargo xtask serve`: builds the site, serves it, and builds it again when it changes.

use super::{Command, misread, unexpected};
use crate::server::{Server, Site};
use crate::site::{self, Order};
use crate::wasm::{self, Kind};
use crate::watch::Snapshot;
use crate::workspace::Workspace;
use crate::{Result, dist};
use lexopt::prelude::*;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

pub(super) const COMMAND: Command = Command {
    name: "serve",
    usage: "serve [OPTIONS]",
    summary: "Serve the site on this machine, and rebuild it when a file changes",
    options: &[
        ("--port N", "listen on this port (default: the first free one from 8000 on)"),
        ("--base /PATH/", "serve the site under this path (default: /)"),
        ("--release", "build what readers get, into dist/; pages do not reload themselves"),
        ("--once", "do not watch for changes"),
        ("--no-build", "serve dist/ as it is"),
    ],
    run,
};

struct Options {
    port: Option<u16>,
    base: String,
    kind: Kind,
    watch: bool,
    build: bool,
}

fn run(parser: lexopt::Parser) -> Result<()> {
    let options = read(parser)?;
    let workspace = Workspace::find()?;
    let folder = match options.kind {
        Kind::Release => dist::folder(&workspace),
        Kind::Development => workspace.target.join("sandtable/site"),
    };
    let mut seen = Snapshot::of(&workspace.root, WATCHED);
    if options.build {
        rebuild(&workspace, &options, &folder)?;
    } else if !folder.is_dir() {
        let folder = folder.display();
        return Err(format!("{folder} does not exist; `cargo xtask build` makes it"));
    }
    let rebuilds = Arc::new(AtomicU64::new(0));
    let reloading = options.watch && options.kind == Kind::Development;
    let counter = reloading.then(|| Arc::clone(&rebuilds));
    let served = Site { folder: folder.clone(), base: options.base.clone(), rebuilds: counter };
    let server = Server::bind(served, options.port)?;
    println!("serving {}", server.address());
    if !options.watch {
        server.run();
        return Ok(());
    }
    std::thread::spawn(move || server.run());
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let now = Snapshot::of(&workspace.root, WATCHED);
        let Some(changed) = now.change_since(&seen) else { continue };
        println!("{} changed", changed.strip_prefix(&workspace.root).unwrap_or(changed).display());
        seen = now;
        match rebuild(&workspace, &options, &folder) {
            Ok(()) => _ = rebuilds.fetch_add(1, Ordering::Relaxed),
            // The last good site stays up until the mistake is mended.
            Err(error) => eprintln!("{error}"),
        }
    }
}

/// What the site is made from.
const WATCHED: &[&str] =
    &["core", "app", "search", "site", "content", "public", "Cargo.toml", "Cargo.lock"];

fn rebuild(workspace: &Workspace, options: &Options, folder: &Path) -> Result<()> {
    let started = Instant::now();
    let code = wasm::build(workspace, options.kind)?;
    site::write(workspace, Order { code: &code, address: &options.base, offline: false }, folder)?;
    println!("built in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

fn read(mut parser: lexopt::Parser) -> Result<Options> {
    let mut options = Options {
        port: None,
        base: "/".to_owned(),
        kind: Kind::Development,
        watch: true,
        build: true,
    };
    while let Some(argument) = parser.next().map_err(|error| misread(&error))? {
        match argument {
            Long("port") => {
                let value = parser.value().map_err(|error| misread(&error))?;
                options.port = Some(value.parse().map_err(|error| misread(&error))?);
            }
            Long("base") => {
                let value = parser.value().map_err(|error| misread(&error))?;
                options.base = base(&value.to_string_lossy())?;
            }
            Long("release") => options.kind = Kind::Release,
            Long("once") => options.watch = false,
            Long("no-build") => {
                (options.build, options.watch, options.kind) = (false, false, Kind::Release);
            }
            other => return Err(unexpected(&other, &COMMAND)),
        }
    }
    Ok(options)
}

/// A base path with a slash at both ends.
fn base(text: &str) -> Result<String> {
    let name = text.trim_matches('/');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    if !name.bytes().all(plain) || name.contains("//") {
        return Err(format!("--base: `{text}` is not a path such as /repo/"));
    }
    Ok(if name.is_empty() { "/".to_owned() } else { format!("/{name}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_has_a_slash_at_both_ends() {
        assert_eq!(base("/").unwrap(), "/");
        assert_eq!(base("").unwrap(), "/");
        assert_eq!(base("repo").unwrap(), "/repo/");
        assert_eq!(base("/a/b/").unwrap(), "/a/b/");
        assert!(base("/a//b/").is_err());
        assert!(base("/a b/").is_err());
    }

    #[test]
    fn options_are_read_and_unknown_ones_named() {
        let parse = |arguments: &[&str]| read(lexopt::Parser::from_args(arguments));
        let options = parse(&["--port", "4173", "--base", "repo", "--release"]).unwrap();
        assert_eq!((options.port, options.base.as_str()), (Some(4173), "/repo/"));
        assert!(options.kind == Kind::Release && options.watch && options.build);
        assert!(parse(&["--no-build"]).is_ok_and(|options| !options.build && !options.watch));
        assert!(parse(&["--bass", "/"]).err().unwrap().contains("`--bass`"));
        assert!(parse(&["--port", "99999"]).is_err());
        assert!(parse(&["extra"]).err().unwrap().contains("`extra`"));
    }
}
