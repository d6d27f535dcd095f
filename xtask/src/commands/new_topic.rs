//! `cargo xtask new-topic`: writes the model and the page of a new topic, and lists them.

use super::{Command, misread, unexpected};
use crate::topic::Topic;
use crate::workspace::Workspace;
use crate::{Result, process};
use lexopt::prelude::*;
use std::fs;
use std::path::Path;

pub(super) const COMMAND: Command = Command {
    name: "new-topic",
    usage: "new-topic ID --track TRACK",
    summary: "Write the model and the page of a new topic, and add them to the lists",
    options: &[
        ("ID", "the topic's name in links, as `load-shedding`"),
        ("--track TRACK", "the track of content/tracks.toml that its page belongs to"),
    ],
    run,
};

fn run(mut parser: lexopt::Parser) -> Result<()> {
    let (mut id, mut track) = (None, None);
    while let Some(argument) = parser.next().map_err(|error| misread(&error))? {
        match argument {
            Long("track") => track = Some(parser.value().map_err(|error| misread(&error))?),
            Value(word) if id.is_none() => id = Some(word),
            other => return Err(unexpected(&other, &COMMAND)),
        }
    }
    let id = id.ok_or("new-topic: an id is expected, for instance `load-shedding`")?;
    let topic = Topic::new(&id.to_string_lossy())?;
    let workspace = Workspace::find()?;
    let track = track.ok_or("new-topic: say where with --track, for instance `--track web`")?;
    let written = write(&workspace.root, &topic, &track.to_string_lossy())?;
    process::quiet(workspace.cargo().args(["fmt", "--package", "sandtable-core"]))?;
    for path in written {
        println!("wrote {path}");
    }
    println!(
        "The model is about seats in a room: put yours in its place. Then\n  \
         GOLDEN=write cargo test --package sandtable-core --test suite golden\n  \
         cargo xtask check\n  cargo xtask serve"
    );
    Ok(())
}

/// Writes all files, or none if one of them is in the way.
pub(crate) fn write(root: &Path, topic: &Topic, track: &str) -> Result<Vec<String>> {
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).map_err(|error| format!("cannot read {path}: {error}"))
    };
    let (modules, catalog) = ("core/src/models/mod.rs", "core/src/catalog/mod.rs");
    let tracks = "content/tracks.toml";
    let new = [(topic.model_path(), topic.model()), (topic.page_path(track), topic.page(track))];
    let changed = [
        (modules.to_owned(), topic.in_modules(&read(modules)?)?),
        (catalog.to_owned(), topic.in_catalog(&read(catalog)?)?),
        (tracks.to_owned(), topic.in_tracks(&read(tracks)?, track)?),
    ];
    if let Some((path, _)) = new.iter().find(|(path, _)| root.join(path).exists()) {
        return Err(format!("{path} exists; choose another id"));
    }
    let folder = root.join("content").join(track);
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let mut written = Vec::new();
    for (path, text) in new.into_iter().chain(changed) {
        fs::write(root.join(&path), text)
            .map_err(|error| format!("cannot write {path}: {error}"))?;
        written.push(path);
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// A repository with a track and an empty catalog.
    fn repository(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        for folder in ["core/src/models", "core/src/catalog", "content/data"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::write(root.join("core/src/models/mod.rs"), "//! The models.\n\n").unwrap();
        let tracks = "[[tracks]]\nid = \"data\"\ntopics = []\n";
        fs::write(root.join("content/tracks.toml"), tracks).unwrap();
        fs::write(root.join("core/src/catalog/mod.rs"), "$with! {\n        }\n").unwrap();
        root
    }

    #[test]
    fn a_topic_is_written_once() {
        let root = repository("once");
        let topic = Topic::new("load-shedding").unwrap();
        let written = write(&root, &topic, "data").unwrap();
        assert_eq!(
            written[..2],
            ["core/src/models/load_shedding.rs", "content/data/load-shedding.md"]
        );
        assert!(written.iter().all(|path| root.join(path).exists()));
        let catalog = fs::read_to_string(root.join("core/src/catalog/mod.rs")).unwrap();
        assert!(write(&root, &topic, "data").is_err());
        assert_eq!(fs::read_to_string(root.join("core/src/catalog/mod.rs")).unwrap(), catalog);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_file_in_the_way_stops_everything() {
        let root = repository("way");
        fs::write(root.join("content/data/quorum.md"), "mine").unwrap();
        let error = write(&root, &Topic::new("quorum").unwrap(), "data").unwrap_err();
        assert!(error.contains("content/data/quorum.md"), "{error}");
        assert!(!root.join("core/src/models/quorum.rs").exists());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_track_must_exist() {
        let root = repository("track");
        let topic = Topic::new("load-shedding").unwrap();
        assert!(write(&root, &topic, "date").unwrap_err().contains("data"));
        assert!(!root.join("core/src/models/load_shedding.rs").exists());
        fs::remove_dir_all(root).unwrap();
    }
}
