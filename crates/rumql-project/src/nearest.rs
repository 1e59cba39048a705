//! Which file of a name lies nearest above a folder?

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// The folder a file lies in, without `..` and links, so that its parents are its parents.
pub(crate) fn folder_of(file: &Path) -> PathBuf {
    let folder = match file.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => file,
    };
    canonical(folder)
}

/// The path without `..` and links; as absolute as can be where there is no such folder.
pub(crate) fn canonical(folder: &Path) -> PathBuf {
    folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned())
}

/// Whether two paths lead to one place.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    canonical(one) == canonical(other)
}

/// What was found above each folder that was asked for, each file read once.
#[derive(Debug)]
pub(crate) struct Nearest<T> {
    name: &'static str,
    by_folder: HashMap<PathBuf, Option<T>>,
}

impl<T: Clone> Nearest<T> {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, by_folder: HashMap::new() }
    }

    /// What `read` makes of the nearest file at or above `folder`.
    pub(crate) fn get(&mut self, folder: &Path, read: impl Fn(&Path) -> T) -> Option<T> {
        let mut passed = Vec::new();
        let mut found = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.by_folder.get(folder) {
                found = known.clone();
                break;
            }
            passed.push(folder);
            let file = folder.join(self.name);
            if file.is_file() {
                found = Some(read(&file));
                break;
            }
        }
        for folder in passed {
            self.by_folder.insert(folder.to_owned(), found.clone());
        }
        found
    }
}

/// The known word that another one is most likely a slip of.
pub(crate) fn nearest_word<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(&lower, known), known))
        .filter(|(distance, known)| *distance <= (known.len() / 3).max(1))
        .min()
        .map(|(_, known)| known)
}
