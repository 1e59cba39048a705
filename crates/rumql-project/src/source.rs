//! What stands in a file?

use std::{
    fmt,
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use rumql_document::{Document, Host, Options, Problem, read};
use rumql_source::{Entity, Span};

use crate::{FileError, discover::entity_in_name};

/// The largest file that is read: 64 MiB.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A text, read, with the name that reports give it.
#[derive(Debug, Clone)]
pub struct Source {
    /// As given, with forward slashes.
    pub path: String,
    /// The text. Where the file is not UTF-8, each byte of it that is not stands here as `?`.
    pub text: String,
    /// The bytes, if they are not what `text` says. Such a text is never written back.
    pub not_utf8: Option<Vec<u8>>,
    /// What is in it.
    pub document: Document,
    options: Options,
}

/// What is known of a text beside its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Naming {
    /// What the command line says of whom it asks; before the name of the file.
    pub entity: Option<Entity>,
    /// What the configuration says, for a plain query whose file's name does not.
    pub fallback: Option<Entity>,
    /// Whether a person named it.
    pub expected: bool,
}

/// Why a text cannot be read.
#[derive(Debug)]
pub enum SourceError {
    /// The system refuses.
    File(FileError),
    /// Something else than a file: a device, a pipe. Reading it might never end.
    NotAFile(String),
    /// More bytes than [`MAX_BYTES`].
    TooLarge(String),
    /// A named file in a format that is not read.
    Format {
        /// The file.
        path: String,
        /// The ending of its name.
        extension: &'static str,
    },
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// It is not there, is not a regular file, may not be read, or is too large.
    pub fn read(path: &Path, naming: Naming) -> Result<Self, SourceError> {
        let name = forward_slashes(path);
        let failed = |cause| SourceError::File(FileError::new(path, "read", cause));
        // Asked before it is opened: to open a pipe is to wait for its writer.
        let metadata = fs::metadata(path).map_err(failed)?;
        if metadata.is_dir() {
            return Err(failed(io::Error::other("it is a folder")));
        }
        if !metadata.is_file() {
            return Err(SourceError::NotAFile(name));
        }
        let file = File::open(path).map_err(failed)?;
        if metadata.len() > MAX_BYTES {
            return Err(SourceError::TooLarge(name));
        }
        Self::from_reader(file, &name, naming)
    }

    /// Reads a stream to its end: standard input, say, under the name `path`.
    ///
    /// # Errors
    /// The stream fails, or is too large.
    pub fn from_reader(stream: impl Read, path: &str, naming: Naming) -> Result<Self, SourceError> {
        let mut bytes = Vec::new();
        let mut stream = stream.take(MAX_BYTES + 1);
        let failed = |cause| SourceError::File(FileError::new(Path::new(path), "read", cause));
        stream.read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(SourceError::TooLarge(path.to_owned()));
        }
        if let Some(extension) = unread_format(path) {
            return Err(SourceError::Format { path: path.to_owned(), extension });
        }
        Ok(Self::from_bytes(bytes, path, naming))
    }

    /// A text that is at hand, under the name `path`.
    pub fn from_text(text: String, path: &str, naming: Naming) -> Self {
        let host = Host::of(path).unwrap_or(Host::Plain);
        // Nothing but a plain query can be one of events by its file's name.
        let in_name = entity_in_name(Path::new(path));
        let in_name = in_name.filter(|entity| host == Host::Plain || *entity != Entity::Events);
        let fallback = naming.fallback.filter(|_| host == Host::Plain);
        let entity = naming.entity.or(in_name).or(fallback);
        let options = Options { entity, expected: naming.expected };
        let document = read(&text, host, &options);
        Self { path: path.to_owned(), text, not_utf8: None, document, options }
    }

    fn from_bytes(bytes: Vec<u8>, path: &str, naming: Naming) -> Self {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Self::from_text(text, path, naming),
            Err(error) => error,
        };
        let first = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let mut source = Self::from_text(lossy(&bytes), path, naming);
        if naming.expected || source.is_ours() {
            let span = Span::from(first..first + 1);
            let message = not_utf8(&bytes, first);
            source.document = nothing_but(source.document.host, Problem::Unreadable { span, message });
        }
        source.not_utf8 = Some(bytes);
        source
    }

    /// Reads another text as if it stood in this one's place.
    pub fn reread(&self, text: &str) -> Document {
        read(text, self.document.host, &self.options)
    }

    /// The same place with another text in it.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        let document = self.reread(&text);
        Self { path: self.path.clone(), text, not_utf8: None, document, options: self.options }
    }

    /// Whether it concerns us: a person named it, or there is something of ours in it.
    pub fn is_ours(&self) -> bool {
        self.options.expected || !self.holds_nothing()
    }

    /// Whether there is nothing of ours in it: no query, no request, no segment, no problem.
    pub fn holds_nothing(&self) -> bool {
        let document = &self.document;
        document.queries.is_empty()
            && document.requests.is_empty()
            && document.groups.is_empty()
            && document.problems.is_empty()
    }
}

/// The path as reports write it.
fn forward_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() }
}

/// Formats that hold queries, and that rumql does not read yet: better said than misread.
fn unread_format(path: &str) -> Option<&'static str> {
    let name = path.rsplit(['/', '\\']).next()?;
    let (_, extension) = name.rsplit_once('.')?;
    ["md", "toml", "tf", "hcl"].into_iter().find(|known| extension.eq_ignore_ascii_case(known))
}

/// The text of bytes that are not UTF-8, each byte of it at its offset.
fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

fn not_utf8(bytes: &[u8], first: usize) -> String {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return "the file is UTF-16; save it as UTF-8".to_owned();
    }
    let byte = bytes.get(first).copied().unwrap_or_default();
    format!("the byte 0x{byte:02X} is not UTF-8; save the file as UTF-8")
}

fn nothing_but(host: Host, problem: Problem) -> Document {
    Document { problems: vec![problem], ..Document::empty(host) }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::NotAFile(path) => {
                write!(f, "{path}: not a regular file; to read a pipe, give it as standard input, `-`")
            }
            Self::TooLarge(path) => {
                write!(f, "{path}: larger than 64 MiB; split the file, or leave it out")
            }
            Self::Format { path, extension } => write!(
                f,
                "{path}: `.{extension}` files are not read; put the query in a `.rumql`, YAML or JSON file"
            ),
        }
    }
}

impl std::error::Error for SourceError {}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMED: Naming = Naming { entity: None, fallback: None, expected: true };

    fn source(bytes: &[u8], path: &str, naming: Naming) -> Source {
        Source::from_reader(bytes, path, naming).unwrap()
    }

    #[test]
    fn bytes_that_are_not_utf8_become_one_problem_at_the_first() {
        let read = source(b"a:\xc3\xa9 \xff\xfeb", "x.rumql", NAMED);
        assert_eq!(read.text, "a:é ??b");
        assert!(read.document.queries.is_empty());
        let [Problem::Unreadable { span, message }] = read.document.problems.as_slice() else {
            panic!("{:?}", read.document.problems)
        };
        assert_eq!(*span, Span::new(5, 6));
        assert_eq!(message, "the byte 0xFF is not UTF-8; save the file as UTF-8");
        assert!(read.not_utf8.is_some());
    }

    #[test]
    fn a_walked_file_of_other_people_may_be_anything() {
        let walked = Naming { expected: false, ..NAMED };
        assert!(!source(b"name: \xff", "x.yml", walked).is_ours());
        assert!(source(b"segments:\n  - query: \xff\n", "x.yml", walked).is_ours());
        let message = format!("{:?}", source(b"\xff\xfea\0:\0", "x.rumql", NAMED).document.problems);
        assert!(message.contains("UTF-16"), "{message}");
    }

    #[test]
    fn whose_query_it_is() {
        let entity = |path, naming| source(b"a:1", path, naming).document.queries[0].entity;
        let configured = Naming { fallback: Some(Entity::Accounts), ..NAMED };
        assert_eq!(entity("x.rumql", NAMED), Some(Entity::Users));
        assert_eq!(entity("x.rumql", configured), Some(Entity::Accounts));
        assert_eq!(entity("x.events.rumql", configured), Some(Entity::Events));
        let told = Naming { entity: Some(Entity::Accounts), ..NAMED };
        assert_eq!(entity("x.events.rumql", told), Some(Entity::Accounts));
    }

    #[test]
    fn the_size_is_capped() {
        let endless = Source::from_reader(io::repeat(b' '), "x.rumql", NAMED);
        assert!(endless.unwrap_err().to_string().starts_with("x.rumql: larger than 64 MiB"));
    }

    #[test]
    fn a_format_that_is_not_read_is_told() {
        let refused = Source::from_reader(&b"# x"[..], "README.md", NAMED).unwrap_err();
        assert!(refused.to_string().starts_with("README.md: `.md` files are not read"));
    }
}
