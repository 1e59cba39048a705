//! What does `rumql.toml` say?

use std::{
    fmt,
    path::{Path, PathBuf},
};

use rumql_lint::{Settings, UnknownSelector};
use rumql_source::{Entity, LineIndex};
use serde::Deserialize;
use toml::{Spanned, de::DeTable};

use crate::{FileError, nearest::nearest_word};

/// The name of the configuration; the nearest one upwards of a file counts.
pub const CONFIG_NAME: &str = "rumql.toml";

const KEYS: [&str; 3] = ["entity", "ignore", "select"];

/// A configuration, valid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// Of what a plain query asks where its file's name does not say.
    pub entity: Option<Entity>,
    /// The rules to keep; none keeps all.
    pub select: Vec<String>,
    /// The rules to leave out.
    pub ignore: Vec<String>,
}

/// What the command line says about the rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overrides {
    /// Takes the place of the configuration's, if it says anything.
    pub select: Vec<String>,
    /// Comes to the configuration's.
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    entity: Option<Spanned<String>>,
    #[serde(default)]
    select: Vec<Spanned<String>>,
    #[serde(default)]
    ignore: Vec<Spanned<String>>,
}

impl Config {
    pub(crate) fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::File(FileError::new(path, "read", cause)))?;
        Self::parse(&text).map_err(|wrong| wrong.at(path, &text))
    }

    fn parse(text: &str) -> Result<Self, Wrong> {
        let table = DeTable::parse(text)?;
        if let Some((key, _)) =
            table.get_ref().iter().find(|(key, _)| !KEYS.contains(&key.get_ref().as_ref()))
        {
            return Err(unknown_key(key.get_ref(), key.span().start));
        }
        let raw: Raw = toml::from_str(text)?;
        let entity = raw.entity.map(entity).transpose()?;
        Ok(Self { entity, select: selectors(raw.select)?, ignore: selectors(raw.ignore)? })
    }

    /// The rules in force, the command line having the last word.
    ///
    /// # Errors
    /// A selector of the command line that names no rule.
    pub fn settings(&self, overrides: &Overrides) -> Result<Settings, UnknownSelector> {
        let select = if overrides.select.is_empty() { &self.select } else { &overrides.select };
        let ignore = self.ignore.iter().chain(&overrides.ignore);
        Settings::new(select.clone(), ignore.cloned().collect())
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

fn unknown_key(key: &str, offset: usize) -> Wrong {
    let hint = match nearest_word(key, KEYS) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("the keys are `{}`", KEYS.join("`, `")),
    };
    Wrong { offset, message: format!("unknown key `{key}`; {hint}") }
}

fn entity(word: Spanned<String>) -> Result<Entity, Wrong> {
    Entity::parse(word.get_ref()).ok_or_else(|| Wrong {
        offset: word.span().start,
        message: format!("`{}` is no entity; write `users`, `accounts` or `events`", word.get_ref()),
    })
}

fn selectors(words: Vec<Spanned<String>>) -> Result<Vec<String>, Wrong> {
    let valid = |word: Spanned<String>| {
        let offset = word.span().start;
        let word = word.into_inner();
        match Settings::new(vec![word.clone()], Vec::new()) {
            Ok(_) => Ok(word),
            Err(unknown) => Err(Wrong { offset, message: unknown.to_string() }),
        }
    };
    words.into_iter().map(valid).collect()
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
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str) -> String {
        let wrong = Config::parse(text).map(|_| ()).map_err(|wrong| wrong.at(Path::new("rumql.toml"), text));
        wrong.unwrap_err().to_string()
    }

    #[test]
    fn every_key_is_read() {
        let config = Config::parse("entity = \"accounts\"\nselect = [\"REF\"]\nignore = [\"REF001\"]\n");
        let config = config.map_err(|wrong| wrong.message).unwrap();
        assert_eq!(config.entity, Some(Entity::Accounts));
        assert_eq!((config.select, config.ignore), (vec!["REF".into()], vec!["REF001".into()]));
    }

    #[test]
    fn an_unknown_key_is_told_with_its_place_and_the_nearest() {
        let message = refused("entity = \"users\"\nselct = [\"REF\"]\n");
        assert_eq!(message, "rumql.toml:2:1: unknown key `selct`; did you mean `select`?");
        let message = refused("[rules]\nx = 1\n");
        assert_eq!(message, "rumql.toml:1:2: unknown key `rules`; the keys are `entity`, `ignore`, `select`");
    }

    #[test]
    fn a_wrong_value_is_told_with_its_place() {
        assert_eq!(
            refused("entity = \"user\"\n"),
            "rumql.toml:1:10: `user` is no entity; write `users`, `accounts` or `events`"
        );
        assert!(
            refused("select = [\"REF\", \"banana\"]\n").starts_with("rumql.toml:1:18: no rule is called")
        );
        assert!(refused("select = 5\n").starts_with("rumql.toml:1:10: "));
        assert!(refused("select = [\n").starts_with("rumql.toml:"));
    }

    #[test]
    fn the_command_line_replaces_select_and_adds_to_ignore() {
        let code = |name| rumql_lint::rule(name).unwrap().code;
        let config = Config { select: vec!["REF".into()], ignore: vec!["REF001".into()], entity: None };
        let settings = config.settings(&Overrides::default()).unwrap();
        assert!(!settings.enables(code("SYN001")) && !settings.enables(code("REF001")));
        let overrides = Overrides { select: vec!["SYN".into(), "REF".into()], ignore: vec!["SYN001".into()] };
        let settings = config.settings(&overrides).unwrap();
        assert!(!settings.enables(code("SYN001")) && !settings.enables(code("REF001")));
        assert!(settings.enables(code("SYN002")));
    }
}
