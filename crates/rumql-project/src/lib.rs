//! Which files are checked, and under which settings?
//!
//! ```text
//! paths ──discover──► files ──source──► text + document ─┐
//!                       └─► nearest rumql.toml ──────────┼─► what lint is asked
//!                       └─► nearest mapping.lock.json ───┘
//! ```
//!
//! The only crate that reads and writes files of a team. Nothing here prints, ends the process
//! or reads the clock; what goes wrong is a value that says what, where and what to do.

#![expect(clippy::disallowed_methods, reason = "this is the crate that reads and writes files")]

mod config;
mod discover;
mod error;
mod mapping;
mod nearest;
mod project; // start here
mod save;
mod source;

pub use crate::{
    config::{CONFIG_NAME, Config, ConfigError, Overrides},
    discover::{Discovered, Found, discover, entity_in_name},
    error::FileError,
    mapping::{MAPPING_NAME, MappingError, MappingFile},
    nearest::is_same_file,
    project::Project,
    save::{SaveError, save, save_as},
    source::{MAX_BYTES, Naming, Source, SourceError},
};
