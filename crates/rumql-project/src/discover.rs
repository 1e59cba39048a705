//! Which files are meant by the paths of a command line?

use std::{
    collections::HashMap,
    path::{Component, Path, PathBuf},
};

use ignore::WalkBuilder;
use rumql_document::Host;
use rumql_source::Entity;

use crate::{FileError, nearest::canonical};

/// A file to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As a person would write it, from the current folder.
    pub path: PathBuf,
    /// Whether a person named it, rather than a folder around it.
    pub expected: bool,
}

/// What paths came to.
#[derive(Debug, Default)]
pub struct Discovered {
    /// The files, sorted, each once, however many paths lead to it.
    pub files: Vec<Found>,
    /// The folders that were walked, without `..` and links.
    pub folders: Vec<PathBuf>,
    /// The paths that are not there or cannot be read.
    pub errors: Vec<FileError>,
}

/// Finds the files that `paths` mean. A named file is taken whatever it is called; a folder is
/// walked: ignored and hidden files are passed over, links not followed, and only files that may
/// hold a query are taken.
pub fn discover(paths: &[PathBuf]) -> Discovered {
    let mut search = Search::default();
    for path in paths {
        match std::fs::metadata(path) {
            Err(cause) => search.found.errors.push(FileError::new(path, "read", cause)),
            Ok(metadata) if metadata.is_dir() => search.walk(path),
            Ok(_) => search.add(canonical(path), Found { path: plain(path), expected: true }),
        }
    }
    let mut found = search.found;
    found.files = search.files.into_values().collect();
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

#[derive(Default)]
struct Search {
    /// By their places, without `..` and links.
    files: HashMap<PathBuf, Found>,
    found: Discovered,
}

impl Search {
    fn walk(&mut self, folder: &Path) {
        let place = canonical(folder);
        // Ignore files count outside of git as well: a folder that was copied is the same folder.
        let walk = WalkBuilder::new(folder).require_git(false).build();
        for entry in walk {
            match entry {
                Err(error) => self.found.errors.push(unreadable(folder, error)),
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                    if is_file && is_candidate(entry.path()) {
                        // No link is followed, so the rest of the path has none.
                        let rest = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                        self.add(place.join(rest), Found { path: plain(entry.path()), expected: false });
                    }
                }
            }
        }
        self.found.folders.push(place);
    }

    /// Adds a file under the shortest of its paths.
    fn add(&mut self, place: PathBuf, found: Found) {
        let length = |path: &Path| (path.as_os_str().len(), path.to_owned());
        let known = self.files.entry(place).or_insert_with(|| found.clone());
        known.expected |= found.expected;
        if length(&found.path) < length(&known.path) {
            known.path = found.path;
        }
    }
}

/// The path and the cause of an error of the walk, which wraps both in layers.
fn unreadable(folder: &Path, error: ignore::Error) -> FileError {
    let mut path = folder.to_owned();
    let mut layer = &error;
    loop {
        layer = match layer {
            ignore::Error::WithPath { path: inner, err } => {
                path.clone_from(inner);
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    let text = error.to_string();
    let cause = error.into_io_error().unwrap_or_else(|| std::io::Error::other(text));
    FileError::new(&path, "read", cause)
}

/// Whether a file in a walked folder may hold something of ours, by its name.
fn is_candidate(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    Host::of(name).is_some() && !is_lock_file(name)
}

/// Files that tools write and nobody's queries are in.
fn is_lock_file(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.ends_with(".lock")
        || stem.ends_with("-lock")
        || ["package-lock.json", "npm-shrinkwrap.json"].contains(&name)
}

/// The path without a `./` in front, which nobody wrote or everybody can do without.
fn plain(path: &Path) -> PathBuf {
    let rest: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    if rest.as_os_str().is_empty() { path.to_owned() } else { rest }
}

/// The entity that a file's name tells: `x.accounts.rumql`, `x.users.json`.
pub fn entity_in_name(path: &Path) -> Option<Entity> {
    let name = path.file_name()?.to_str()?;
    let (stem, _) = name.rsplit_once('.')?;
    let (_, word) = stem.rsplit_once('.')?;
    let word = word.to_ascii_lowercase();
    // `x.user.rumql` is as clear.
    Entity::parse(&word).or_else(|| Entity::parse(&format!("{word}s")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "a:1").unwrap();
        }
        folder
    }

    fn names(folder: &Path, found: &Discovered) -> Vec<String> {
        let name = |file: &Found| file.path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        found.files.iter().map(name).collect()
    }

    #[test]
    fn a_folder_is_walked_in_order() {
        let folder = folder(&[
            "b.rumql",
            "a/z.yml",
            "a/c.JSON",
            "d.txt",
            ".hidden/e.rumql",
            "mapping.lock.json",
            "package-lock.json",
            "pnpm-lock.yaml",
            "ignored/f.rumql",
        ]);
        std::fs::write(folder.path().join(".gitignore"), "ignored/\n").unwrap();
        let found = discover(&[folder.path().to_owned()]);
        assert_eq!(names(folder.path(), &found), ["a/c.JSON", "a/z.yml", "b.rumql"]);
        assert!(found.errors.is_empty() && found.files.iter().all(|file| !file.expected));
    }

    #[test]
    fn a_named_file_is_taken_whatever_it_is_called() {
        let folder = folder(&["d.txt", "b.rumql"]);
        let paths = [folder.path().join("d.txt"), folder.path().to_owned(), folder.path().join("none")];
        let found = discover(&paths);
        assert_eq!(names(folder.path(), &found), ["b.rumql", "d.txt"]);
        assert_eq!(found.files.iter().map(|file| file.expected).collect::<Vec<_>>(), [false, true]);
        assert_eq!(found.errors.len(), 1);
    }

    #[test]
    fn a_file_under_several_paths_is_one() {
        let folder = folder(&["a/b.rumql", "c.rumql"]);
        let path = |name: &str| folder.path().join(name);
        let paths = [path("a/../c.rumql"), path("a/./b.rumql"), path("a"), path("c.rumql"), path(".")];
        let found = discover(&paths);
        assert_eq!(names(folder.path(), &found), ["a/b.rumql", "c.rumql"]);
        assert!(found.files.iter().all(|file| file.expected));
        let folders: Vec<PathBuf> = ["a", ""].iter().map(|name| canonical(&path(name))).collect();
        assert_eq!(found.folders, folders);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_its_file_are_one() {
        let folder = folder(&["b.rumql"]);
        std::os::unix::fs::symlink("b.rumql", folder.path().join("link.rumql")).unwrap();
        let found = discover(&[folder.path().join("link.rumql"), folder.path().join("b.rumql")]);
        assert_eq!(names(folder.path(), &found), ["b.rumql"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_in_a_folder() {
        let outside = folder(&["x.rumql"]);
        let inside = folder(&["b.rumql"]);
        std::os::unix::fs::symlink(outside.path(), inside.path().join("out")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("x.rumql"), inside.path().join("c.rumql")).unwrap();
        let found = discover(&[inside.path().to_owned()]);
        assert_eq!(names(inside.path(), &found), ["b.rumql"]);
    }

    #[test]
    fn the_entity_in_a_name() {
        let entity = |name: &str| entity_in_name(Path::new(name));
        assert_eq!(entity("a/x.accounts.rumql"), Some(Entity::Accounts));
        assert_eq!(entity("x.events.rumql"), Some(Entity::Events));
        assert_eq!(entity("x.event.rumql"), Some(Entity::Events));
        assert_eq!(entity("users.rumql"), None);
        assert_eq!(entity("facet.accounts.json"), Some(Entity::Accounts));
        assert_eq!(entity("x.rumql"), None);
        assert_eq!(entity("accounts/x.rumql"), None);
    }

    #[test]
    fn paths_are_told_as_people_write_them() {
        assert_eq!(plain(Path::new("./a/./b.yml")), Path::new("a/b.yml"));
        assert_eq!(plain(Path::new("../b.yml")), Path::new("../b.yml"));
        assert_eq!(plain(Path::new("/a/b.yml")), Path::new("/a/b.yml"));
    }
}
