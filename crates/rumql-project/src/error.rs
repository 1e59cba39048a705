//! What went wrong with a file?

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// A file, and what the system said about it.
#[derive(Debug)]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// What was tried: "read", "write".
    pub verb: &'static str,
    /// What came of it.
    pub cause: io::Error,
}

impl FileError {
    pub(crate) fn new(path: &Path, verb: &'static str, cause: io::Error) -> Self {
        Self { path: path.to_owned(), verb, cause }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.cause.kind() {
            io::ErrorKind::NotFound => write!(f, "{path}: no such file or folder"),
            io::ErrorKind::PermissionDenied => {
                write!(f, "{path}: not allowed to {} it; look at its permissions", self.verb)
            }
            _ => write!(f, "{path}: cannot {} it: {}", self.verb, self.cause),
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}
