//! Why can a snapshot not be read, and what is to be done?

use std::fmt;

use rumql_source::Entity;

/// Why a text is no snapshot. The message does not name the file: whoever read it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnapshotError {
    /// Not JSON: `{"version":1,`.
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// JSON of another shape: an attribute without a name.
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// Written by another version of the format: `{"version":2}`.
    Version(String),
    /// `entities` without a `version`.
    NoVersion,
    /// Neither a snapshot nor an answer of GetMapping: `{"errors":["Forbidden"]}`.
    Unrecognized,
    /// An answer of GetMapping does not say whose mapping it is.
    EntityNeeded,
    /// `--mapping events=FILE`.
    EventsHaveNoMapping,
    /// `--mapping accounts=FILE` with a snapshot of users alone.
    Absent(Entity),
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { line, column, message } => {
                write!(f, "not JSON at {line}:{column}: {message}; save the answer of GetMapping anew")
            }
            Self::Malformed { line, column, message } => write!(
                f,
                "not a mapping at {line}:{column}: {message}; save the answer of GetMapping anew"
            ),
            Self::Version(found) => write!(
                f,
                "snapshot version {found} is not known, only 1 is; update rumql"
            ),
            Self::NoVersion => f.write_str("the snapshot has no `version`; add `\"version\": 1`"),
            Self::Unrecognized => f.write_str(
                "neither a snapshot (`version`, `entities`) nor an answer of GetMapping (`data`)",
            ),
            Self::EntityNeeded => f.write_str(
                "an answer of GetMapping does not say whose mapping it is; name the entity: `--mapping users=FILE`",
            ),
            Self::EventsHaveNoMapping => f.write_str(
                "events have no mapping, their schema is built in; use `--mapping users=FILE` or `--mapping accounts=FILE`",
            ),
            Self::Absent(entity) => write!(
                f,
                "the snapshot has no mapping of {entity}; give a file that has one"
            ),
        }
    }
}

impl std::error::Error for SnapshotError {}

impl From<serde_json::Error> for SnapshotError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let full = error.to_string();
        let place = format!(" at line {line} column {column}");
        let message = full.strip_suffix(place.as_str()).unwrap_or(&full).to_owned();
        if error.is_data() {
            Self::Malformed { line, column, message }
        } else {
            Self::NotJson { line, column, message }
        }
    }
}
