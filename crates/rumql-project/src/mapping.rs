//! Which mapping does a file's query speak of?

use std::{
    fmt,
    path::{Path, PathBuf},
};

use rumql_catalog::{Snapshot, SnapshotError};
use rumql_source::Entity;

use crate::FileError;

/// The name of a snapshot; the nearest one upwards of a file counts.
pub const MAPPING_NAME: &str = "mapping.lock.json";

/// A file that is named as a mapping: `--mapping [ENTITY=]FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingFile {
    /// Whose mapping it is; a raw answer of the API does not say.
    pub entity: Option<Entity>,
    /// The file.
    pub path: PathBuf,
}

/// Why a mapping cannot be used.
#[derive(Debug)]
pub enum MappingError {
    /// It cannot be read.
    File(FileError),
    /// It is no mapping.
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        error: SnapshotError,
    },
}

impl MappingFile {
    /// Reads `[ENTITY=]FILE`. A `=` belongs to the file's name behind anything that looks like a
    /// path, and in the name of a file that is there: `run=1/mapping.json`.
    ///
    /// # Errors
    /// What is wrong, and what to do: `user=mapping.json`, `users=`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let split = text.split_once('=').map(|(word, path)| (word, Entity::parse(word), path));
        let file = match split {
            Some((_, Some(entity), path)) => Self { entity: Some(entity), path: path.into() },
            Some((word, None, _)) if !word.contains(['/', '\\', '.']) && !Path::new(text).exists() => {
                return Err(format!("`{word}` is no entity; write `users` or `accounts`"));
            }
            _ => Self { entity: None, path: text.into() },
        };
        if file.path.as_os_str().is_empty() {
            return Err("the path is missing; write `users=FILE`, `accounts=FILE` or `FILE`".to_owned());
        }
        Ok(file)
    }

    pub(crate) fn read(&self) -> Result<Snapshot, MappingError> {
        let text = read(&self.path)?;
        Snapshot::parse_any(&text, self.entity).map_err(|error| content(&self.path, error))
    }
}

pub(crate) fn read_snapshot(path: &Path) -> Result<Snapshot, MappingError> {
    Snapshot::parse(&read(path)?).map_err(|error| content(path, error))
}

fn read(path: &Path) -> Result<String, MappingError> {
    std::fs::read_to_string(path).map_err(|cause| MappingError::File(FileError::new(path, "read", cause)))
}

fn content(path: &Path, error: SnapshotError) -> MappingError {
    MappingError::Content { path: path.to_owned(), error }
}

impl fmt::Display for MappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Content { path, error } => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for MappingError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entity_is_optional() {
        let file = |entity, path: &str| Ok(MappingFile { entity, path: path.into() });
        assert_eq!(MappingFile::parse("users=a.json"), file(Some(Entity::Users), "a.json"));
        assert_eq!(MappingFile::parse("a.json"), file(None, "a.json"));
        assert_eq!(MappingFile::parse("./run=1/a.json"), file(None, "./run=1/a.json"));
    }

    #[test]
    fn a_slip_in_the_entity_or_no_path_is_told() {
        let refused = |text| MappingFile::parse(text).unwrap_err();
        assert_eq!(refused("user=a.json"), "`user` is no entity; write `users` or `accounts`");
        assert!(refused("users=").starts_with("the path is missing"));
        assert!(refused("").starts_with("the path is missing"));
    }

    #[test]
    fn a_malformed_mapping_is_told_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(MAPPING_NAME);
        std::fs::write(&path, "{\"version\":2}").unwrap();
        let message = read_snapshot(&path).unwrap_err().to_string();
        assert!(message.contains("mapping.lock.json: snapshot version 2 is not known"), "{message}");
        let message = read_snapshot(&folder.path().join("none")).unwrap_err().to_string();
        assert!(message.ends_with("none: no such file or folder"), "{message}");
    }
}
