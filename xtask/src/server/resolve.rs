//! Which file answers a path?

use std::path::{Path, PathBuf};

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A file below the folder.
    File(PathBuf),
    /// The same page under its one address.
    Redirect(String),
    /// Nothing.
    Missing,
    /// A path that is not below the base.
    Outside,
}

/// Finds the file below `folder` that answers `path`, which is decoded and lies below `base`.
///
/// No path leads out of the folder: not by `..`, not by a link in the file system.
pub(super) fn resolve(folder: &Path, base: &str, path: &str) -> Answer {
    if path == base.trim_end_matches('/') {
        return Answer::Redirect(base.to_owned());
    }
    let Some(below) = path.strip_prefix(base) else { return Answer::Outside };
    let mut file = folder.to_owned();
    for name in below.split('/').filter(|name| !name.is_empty()) {
        if name.starts_with('.') || name.contains(['\\', '\0', ':']) {
            return Answer::Missing;
        }
        file.push(name);
    }
    let (Ok(folder), Ok(real)) = (folder.canonicalize(), file.canonicalize()) else {
        return Answer::Missing;
    };
    if !real.starts_with(&folder) {
        return Answer::Missing;
    }
    let is_folder_path = below.is_empty() || below.ends_with('/');
    match (real.is_dir(), is_folder_path) {
        (false, false) => Answer::File(real),
        (true, true) if real.join("index.html").is_file() => Answer::File(real.join("index.html")),
        (true, false) if real.join("index.html").is_file() => Answer::Redirect(location(path)),
        _ => Answer::Missing,
    }
}

/// The address of a folder's page, percent-encoded so that it is one line of ASCII.
fn location(path: &str) -> String {
    let mut location = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            location.push(char::from(byte));
        } else {
            location += &format!("%{byte:02X}");
        }
    }
    // Two slashes would lead to another host.
    format!("/{}/", location.trim_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let base = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
            let folder = base.join("dist");
            std::fs::create_dir_all(folder.join("quorum/empty")).unwrap();
            for file in ["index.html", "app.js", "quorum/index.html", "../secret", ".hidden"] {
                std::fs::write(folder.join(file), file).unwrap();
            }
            Self(folder.canonicalize().unwrap())
        }

        fn resolve(&self, base: &str, path: &str) -> Answer {
            resolve(&self.0, base, path)
        }

        fn file(&self, name: &str) -> Answer {
            Answer::File(self.0.join(name))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            std::fs::remove_dir_all(self.0.parent().unwrap()).unwrap();
        }
    }

    #[test]
    fn files_and_folders_are_found() {
        let folder = Folder::new("found");
        assert_eq!(folder.resolve("/", "/"), folder.file("index.html"));
        assert_eq!(folder.resolve("/", "/app.js"), folder.file("app.js"));
        assert_eq!(folder.resolve("/", "/quorum/"), folder.file("quorum/index.html"));
        assert_eq!(folder.resolve("/", "/quorum"), Answer::Redirect("/quorum/".to_owned()));
        assert_eq!(folder.resolve("/", "/quorum/empty/"), Answer::Missing);
        assert_eq!(folder.resolve("/", "/app.js/"), Answer::Missing);
        assert_eq!(folder.resolve("/", "/nothing"), Answer::Missing);
    }

    #[test]
    fn a_base_is_a_whole_prefix() {
        let folder = Folder::new("base");
        assert_eq!(folder.resolve("/repo/", "/repo/"), folder.file("index.html"));
        assert_eq!(folder.resolve("/repo/", "/repo"), Answer::Redirect("/repo/".to_owned()));
        assert_eq!(
            folder.resolve("/repo/", "/repo/quorum"),
            Answer::Redirect("/repo/quorum/".to_owned())
        );
        assert_eq!(folder.resolve("/repo/", "/app.js"), Answer::Outside);
        assert_eq!(folder.resolve("/repo/", "/repository/app.js"), Answer::Outside);
        assert_eq!(folder.resolve("/repo/", "/"), Answer::Outside);
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let folder = Folder::new("out");
        for path in [
            "/../secret",
            "/quorum/../../secret",
            "//../secret",
            "/./../secret",
            "/..\\secret",
            "/.hidden",
            "/app.js\0",
        ] {
            assert_eq!(folder.resolve("/", path), Answer::Missing, "{path}");
        }
        // An absolute name in the middle would replace the folder.
        assert_eq!(folder.resolve("/", "//etc/passwd"), Answer::Missing);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_file_system_does_not_lead_out_either() {
        let folder = Folder::new("link");
        std::os::unix::fs::symlink("../secret", folder.0.join("escape")).unwrap();
        assert_eq!(folder.resolve("/", "/escape"), Answer::Missing);
    }

    #[test]
    fn a_redirect_stays_on_this_host_and_on_one_line() {
        assert_eq!(location("//evil.example/x"), "/evil.example/x/");
        assert_eq!(location("/a\r\nb"), "/a%0D%0Ab/");
    }
}
