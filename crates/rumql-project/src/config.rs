//! What does `rumql.toml` say?

mod glob;
mod parts;
mod table;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use rumql_lint::{Choices, Limits, NamePattern, Preset, Settings, UnknownSelector};
use rumql_source::{Entity, LineIndex};
use toml::de::DeTable;

use self::{
    parts::{IgnoreEntry, PolicyEntry},
    table::Table,
};
use crate::{
    FileError,
    nearest::{canonical, folder_of},
};

/// The name of the configuration; the nearest one upwards of a file counts.
pub const CONFIG_NAME: &str = "rumql.toml";

const KEYS: [&str; 9] =
    ["entity", "ignore", "limits", "locked", "policy", "preset", "rules", "segment-name", "select"];

/// A configuration, valid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// Of what a plain query asks where its file's name does not say.
    pub entity: Option<Entity>,
    /// Which rules are asked for.
    pub choices: Choices,
    /// Thresholds.
    pub limits: Limits,
    /// The rules that no comment may silence.
    pub locked: Vec<String>,
    /// What the names of segments look like.
    pub segment_name: Option<NamePattern>,
    ignored: Vec<IgnoreEntry>,
    policies: Vec<PolicyEntry>,
    /// The folder that its paths count from.
    folder: PathBuf,
    /// What is told about its entries: the file, and where each begins.
    path: PathBuf,
    places: Vec<(u32, u32)>,
}

/// What the command line says about the rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overrides {
    /// Takes the place of the configuration's.
    pub preset: Option<Preset>,
    /// Takes the place of what is on, if it says anything.
    pub select: Vec<String>,
    /// Takes away from it.
    pub ignore: Vec<String>,
}

/// Why a configuration cannot be used.
#[derive(Debug)]
pub enum ConfigError {
    /// It cannot be read.
    File(FileError),
    /// It does not say what it should.
    Content {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// The column in characters, from 1.
        column: u32,
        /// What is wrong there, and what to do.
        message: String,
    },
}

impl Config {
    /// Reads the file at `path`, which people know as `shown`.
    pub(crate) fn read(path: &Path, shown: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::File(FileError::new(shown, "read", cause)))?;
        let config = Self::parse(&text).map_err(|wrong| wrong.at(shown, &text))?;
        let index = LineIndex::new(&text);
        let place = |entry: &IgnoreEntry| {
            let place = index.position(u32::try_from(entry.offset).unwrap_or(u32::MAX));
            (place.line, place.column)
        };
        let places = config.ignored.iter().map(place).collect();
        Ok(Self { folder: canonical(&folder_of(path)), path: shown.to_owned(), places, ..config })
    }

    fn parse(text: &str) -> Result<Self, Wrong> {
        let root = DeTable::parse(text)?;
        let root = Table::new(root.get_ref(), 0).only(&KEYS)?;
        // `ignore = ["REF"]` leaves rules out, `[[ignore]]` passes findings over in some files.
        let entries = if root.holds_tables("ignore") { root.tables("ignore")? } else { Vec::new() };
        let ignore = if entries.is_empty() { root.texts("ignore")? } else { Vec::new() };
        let locked = parts::selectors(root.texts("locked")?)?;
        Ok(Self {
            entity: root.text("entity")?.map(parts::entity).transpose()?,
            choices: Choices {
                preset: root.text("preset")?.map(parts::preset).transpose()?,
                select: parts::selectors(root.texts("select")?)?,
                ignore: parts::selectors(ignore)?,
                levels: root.table("rules")?.map(parts::levels).transpose()?.unwrap_or_default(),
            },
            limits: root.table("limits")?.map(parts::limits).transpose()?.unwrap_or_default(),
            segment_name: root.text("segment-name")?.map(parts::segment_name).transpose()?,
            ignored: entries
                .into_iter()
                .map(|entry| parts::ignore_entry(entry, &locked))
                .collect::<Result<_, _>>()?,
            policies: root
                .tables("policy")?
                .into_iter()
                .map(parts::policy_entry)
                .collect::<Result<_, _>>()?,
            locked,
            ..Self::default()
        })
    }

    /// The rules in force in a file, the command line having the last word.
    ///
    /// # Errors
    /// A selector of the command line that names no rule.
    pub fn settings(&self, overrides: &Overrides, file: &Path) -> Result<Settings, UnknownSelector> {
        let command = Choices {
            preset: overrides.preset,
            select: overrides.select.clone(),
            ignore: overrides.ignore.clone(),
            levels: Vec::new(),
        };
        let mut settings = Settings::layered(self.choices.clone(), command)?;
        settings.limits = self.limits.clone();
        settings.locked.clone_from(&self.locked);
        settings.segment_name.clone_from(&self.segment_name);
        if self.ignored.is_empty() && self.policies.is_empty() {
            return Ok(settings);
        }
        let file = self.below(file);
        let ignored = self.ignored.iter().filter(|entry| entry.path.is_match(&file));
        settings.ignored = ignored.map(|entry| entry.ignored.clone()).collect();
        let concerns = |entry: &&PolicyEntry| entry.path.as_ref().is_none_or(|path| path.is_match(&file));
        settings.policies = self.policies.iter().filter(concerns).map(|entry| entry.policy.clone()).collect();
        Ok(settings)
    }

    /// What is to be told about entries whose last day is over.
    pub fn expired(&self, today: Date) -> Vec<String> {
        let path = self.path.display();
        let entries = self.ignored.iter().zip(&self.places);
        let told = entries.filter_map(|(entry, (line, column))| {
            let ended = entry.ended(today)?;
            Some(format!("{path}:{line}:{column}: this snooze ended on {ended}; what it hid is shown again"))
        });
        told.collect()
    }

    /// The path of a file from the configuration's folder.
    fn below(&self, file: &Path) -> PathBuf {
        let whole = folder_of(file).join(file.file_name().unwrap_or_default());
        whole.strip_prefix(&self.folder).map(Path::to_owned).unwrap_or(whole)
    }
}

/// What is wrong at a byte of a configuration.
struct Wrong {
    offset: usize,
    message: String,
}

impl Wrong {
    fn at(self, path: &Path, text: &str) -> ConfigError {
        let offset = u32::try_from(self.offset).unwrap_or(u32::MAX);
        let place = LineIndex::new(text).position(offset);
        ConfigError::Content {
            path: path.to_owned(),
            line: place.line,
            column: place.column,
            message: self.message,
        }
    }
}

impl From<toml::de::Error> for Wrong {
    fn from(error: toml::de::Error) -> Self {
        let offset = error.span().map_or(0, |span| span.start);
        Self { offset, message: error.message().replace('\n', "; ") }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Content { path, line, column, message } => {
                write!(f, "{}:{line}:{column}: {message}", path.display())
            }
        }
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests;
