//! How are the files of `--data` opened?

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use rumql_emulator::Folder;

/// A folder of the disk.
pub(super) struct Disk<'a>(pub(super) &'a Path);

impl Folder for Disk<'_> {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn BufRead + '_>>> {
        if !self.0.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "it is no folder"));
        }
        match File::open(self.0.join(name)) {
            Ok(file) => Ok(Some(Box::new(BufReader::with_capacity(1 << 16, file)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}
