//! What do the tables of `rumql.toml` say?

use jiff::civil::Date;
use rumql_lint::{
    Demand, Ignored, Level, Limits, NamePattern, Policy, Preset, Settings, is_undeniable, rule,
};
use rumql_source::{Code, Entity, Severity};

use super::{
    Wrong,
    glob::PathGlob,
    table::{Table, Text, number, text, unknown_key, unknown_word},
};

/// Findings that are passed over in some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IgnoreEntry {
    pub(super) path: PathGlob,
    pub(super) ignored: Ignored,
    /// Where it begins.
    pub(super) offset: usize,
}

/// A policy for some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PolicyEntry {
    pub(super) path: Option<PathGlob>,
    pub(super) policy: Policy,
}

impl IgnoreEntry {
    /// The last day, if it is over.
    pub(super) fn ended(&self, today: Date) -> Option<Date> {
        self.ignored.until.filter(|until| *until < today)
    }
}

pub(super) fn entity(word: Text<'_>) -> Result<Entity, Wrong> {
    let message = || format!("`{}` is no entity; write `users`, `accounts` or `events`", word.text);
    Entity::parse(word.text).ok_or_else(|| word.wrong(message()))
}

pub(super) fn preset(word: Text<'_>) -> Result<Preset, Wrong> {
    let words = Preset::ALL.map(Preset::as_str);
    Preset::parse(word.text).ok_or_else(|| word.wrong(unknown_word(word.text, "preset", &words)))
}

/// Codes, names, families or `ALL`.
pub(super) fn selectors(words: Vec<Text<'_>>) -> Result<Vec<String>, Wrong> {
    words.into_iter().map(selector).collect()
}

fn selector(word: Text<'_>) -> Result<String, Wrong> {
    match Settings::new(vec![word.text.to_owned()], Vec::new()) {
        Ok(_) => Ok(word.text.to_owned()),
        Err(unknown) => Err(word.wrong(unknown.to_string())),
    }
}

/// `[rules]`
pub(super) fn levels(table: Table<'_>) -> Result<Vec<(String, Level)>, Wrong> {
    let level = |(key, value): (Text<'_>, _)| {
        let selector = selector(key)?;
        if let Some(code) = undeniable(key.text) {
            return Err(key.wrong(format!("`{code}` is told in any case, as an error")));
        }
        let word = text(value, || format!("the level of a rule is one of `{}`", Level::WORDS.join("`, `")))?;
        let level = Level::parse(word.text);
        let level = level.ok_or_else(|| word.wrong(unknown_word(word.text, "level", &Level::WORDS)))?;
        Ok((selector, level))
    };
    table.entries().map(level).collect()
}

/// The rule that is told in any case, if a word names it and no other.
fn undeniable(word: &str) -> Option<Code> {
    rule(word).map(|rule| rule.code).filter(|code| is_undeniable(*code))
}

/// `[limits]`
pub(super) fn limits(table: Table<'_>) -> Result<Limits, Wrong> {
    let mut limits = Limits::default();
    for (key, value) in table.entries() {
        if !limits.set(key.text, number(value, key.text)?) {
            return Err(key.wrong(unknown_key(key.text, &Limits::KEYS)));
        }
    }
    Ok(limits)
}

pub(super) fn segment_name(pattern: Text<'_>) -> Result<NamePattern, Wrong> {
    let refused = |error| pattern.wrong(format!("`segment-name` is no regular expression: {error}"));
    NamePattern::new(pattern.text).map_err(refused)
}

/// `[[ignore]]`
pub(super) fn ignore_entry(table: Table<'_>, locked: &[String]) -> Result<IgnoreEntry, Wrong> {
    let table = table.only(&["path", "reason", "rules", "segment", "until"])?;
    let path = table.text("path")?.ok_or_else(|| table.wrong("`path` is missing: which files are meant?"))?;
    let rules = table.texts("rules")?;
    if rules.is_empty() {
        return Err(table.wrong("`rules` is missing: which rules are passed over?"));
    }
    for word in &rules {
        let Some(code) = rule(word.text).map(|rule| rule.code) else { continue };
        if is_undeniable(code) {
            return Err(word.wrong(format!("`{code}` cannot be passed over")));
        }
        if locked.iter().any(|selector| code.is_selected_by(selector)) {
            return Err(word.wrong(format!("`{code}` is locked, so it cannot be passed over")));
        }
    }
    // For people; the key is checked all the same.
    table.text("reason")?;
    let ignored = Ignored {
        rules: selectors(rules)?,
        segment: table.text("segment")?.map(|name| name.text.to_owned()),
        until: table.day("until")?,
    };
    Ok(IgnoreEntry { path: glob(path)?, ignored, offset: table.offset() })
}

/// `[[policy]]`
pub(super) fn policy_entry(table: Table<'_>) -> Result<PolicyEntry, Wrong> {
    let table = table.only(&["entity", "forbid", "level", "message", "path", "require"])?;
    let (demand, attribute) = match (table.text("require")?, table.text("forbid")?) {
        (Some(attribute), None) => (Demand::Require, attribute),
        (None, Some(attribute)) => (Demand::Forbid, attribute),
        _ => return Err(table.wrong("a policy has one of `require` and `forbid`")),
    };
    if attribute.text.trim().is_empty() {
        return Err(attribute.wrong("the name of an attribute is missing"));
    }
    let policy = Policy {
        demand,
        attribute: attribute.text.to_owned(),
        entity: table.text("entity")?.map(entity).transpose()?,
        message: table.text("message")?.map(message).transpose()?,
        severity: table.text("level")?.map(severity).transpose()?,
    };
    Ok(PolicyEntry { path: table.text("path")?.map(glob).transpose()?, policy })
}

fn glob(path: Text<'_>) -> Result<PathGlob, Wrong> {
    PathGlob::new(path.text).map_err(|message| path.wrong(message))
}

/// The team's words, which a report shows on one line.
fn message(words: Text<'_>) -> Result<String, Wrong> {
    let line = words.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { Err(words.wrong("the message says nothing")) } else { Ok(line) }
}

fn severity(word: Text<'_>) -> Result<Severity, Wrong> {
    match Level::parse(word.text) {
        Some(Level::On(severity)) => Ok(severity),
        _ => Err(word.wrong(unknown_word(word.text, "level of a policy", &["info", "warning", "error"]))),
    }
}
