//! How does a changed text get back into its file?

use std::{
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::FileError;

/// Why a file was not written. It is as it was.
#[derive(Debug)]
pub enum SaveError {
    /// The system refuses.
    File(FileError),
    /// Something else than a file: a device, a pipe.
    NotAFile(PathBuf),
    /// Somebody else wrote it since it was read.
    Changed(PathBuf),
}

/// Puts `text` in the place of `read`, what the file said when it was read.
///
/// The new bytes are written beside the file and moved over it when they are on the disk, so
/// that the file holds either the old text or the new one, whatever happens. Its permissions
/// stay. Of a link, the file that it points at is written. Hard links to it keep the old text.
///
/// # Errors
/// The file is read-only, not a file, was changed meanwhile, or the system refuses.
pub fn save(path: &Path, read: &str, text: &str) -> Result<(), SaveError> {
    let failed = |cause| SaveError::File(FileError::new(path, "write", cause));
    let target = path.canonicalize().map_err(failed)?;
    let metadata = fs::metadata(&target).map_err(failed)?;
    if !metadata.is_file() {
        return Err(SaveError::NotAFile(path.to_owned()));
    }
    let permissions = metadata.permissions();
    if permissions.readonly() {
        return Err(failed(io::ErrorKind::PermissionDenied.into()));
    }
    if fs::read(&target).map_err(failed)? != read.as_bytes() {
        return Err(SaveError::Changed(path.to_owned()));
    }
    let temporary = beside(&target, text).map_err(failed)?;
    keep_owner(&temporary, &metadata);
    temporary.as_file().set_permissions(permissions).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    temporary.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Puts `text` into a file, whether there is one or not. What was there is replaced as [`save`] does it.
///
/// # Errors
/// As those of [`save`].
pub fn save_as(path: &Path, text: &str) -> Result<(), SaveError> {
    let failed = |cause| SaveError::File(FileError::new(path, "write", cause));
    match fs::read_to_string(path) {
        Ok(old) if old == text => Ok(()),
        Ok(old) => save(path, &old, text),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            let temporary = beside(path, text).map_err(failed)?;
            temporary.as_file().sync_all().map_err(failed)?;
            open_to_all(&temporary).map_err(failed)?;
            temporary.persist_noclobber(path).map_err(|error| failed(error.error))?;
            Ok(())
        }
        Err(cause) => Err(failed(cause)),
    }
}

/// A new file with a text, beside another one, on whose disk it can be moved.
fn beside(path: &Path, text: &str) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new().prefix(".rumql-").tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    Ok(temporary)
}

/// A temporary file is its owner's alone; one that is kept is as others that programs make.
#[cfg(unix)]
fn open_to_all(temporary: &tempfile::NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    temporary.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_: &tempfile::NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// Gives the new file to whom the old one belongs, where the system lets us.
#[cfg(unix)]
fn keep_owner(temporary: &tempfile::NamedTempFile, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let owner = |metadata: &fs::Metadata| (metadata.uid(), metadata.gid());
    if temporary.as_file().metadata().is_ok_and(|new| owner(&new) != owner(old)) {
        // Only root may give files away; for anybody else the new file is theirs.
        let _ = fchown(temporary.as_file(), Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &tempfile::NamedTempFile, _: &fs::Metadata) {}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::NotAFile(path) => {
                write!(f, "{}: not a regular file; nothing is written to it", path.display())
            }
            Self::Changed(path) => {
                write!(f, "{}: changed since it was read; nothing is written, try again", path.display())
            }
        }
    }
}

impl std::error::Error for SaveError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.rumql");
        fs::write(&path, text).unwrap();
        (folder, path)
    }

    fn entries(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn the_text_is_replaced_and_nothing_is_left_behind() {
        let (folder, path) = file("old");
        save(&path, "old", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(entries(folder.path()), 1);
    }

    #[test]
    fn a_new_file_is_made_whole() {
        let (folder, path) = file("old");
        save_as(&path, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let other = folder.path().join("y.json");
        save_as(&other, "{}").unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "{}");
        assert_eq!(entries(folder.path()), 2);
        assert!(save_as(&folder.path().join("none/y.json"), "{}").is_err());
        assert!(save_as(folder.path(), "{}").is_err());
    }

    #[test]
    fn what_somebody_else_wrote_stays() {
        let (folder, path) = file("theirs");
        assert!(matches!(save(&path, "old", "new"), Err(SaveError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(entries(folder.path()), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path) = file("old");
        for mode in [0o640, 0o755, 0o600] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            save(&path, "old", "old").unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(save(&path, "old", "new").unwrap_err().to_string().contains("not allowed to write it"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn of_a_link_the_file_behind_it_is_written() {
        let (folder, path) = file("old");
        let link = folder.path().join("link.rumql");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        save(&link, "old", "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let hanging = folder.path().join("hanging.rumql");
        std::os::unix::fs::symlink(folder.path().join("none"), &hanging).unwrap();
        assert!(save(&hanging, "", "new").is_err());
        let device = folder.path().join("device.rumql");
        std::os::unix::fs::symlink("/dev/null", &device).unwrap();
        assert!(matches!(save(&device, "", "new"), Err(SaveError::NotAFile(_))));
    }

    #[cfg(unix)]
    #[test]
    fn in_a_folder_that_may_not_be_written_the_file_stays() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, path) = file("old");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
        // Root may write anywhere; the file is whole in either case.
        let saved = save(&path, "old", "new");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let expected = if saved.is_ok() { "new" } else { "old" };
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
        assert_eq!(entries(folder.path()), 1);
    }
}
