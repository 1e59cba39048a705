//! What does a table of TOML say, and where?

use jiff::civil::Date;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::Wrong;
use crate::nearest::nearest_word;

/// A table and the place where it begins.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    table: &'a DeTable<'a>,
    offset: usize,
}

/// A text and its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

impl<'a> Table<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, offset: usize) -> Self {
        Self { table, offset }
    }

    /// Where it begins.
    pub(super) fn offset(self) -> usize {
        self.offset
    }

    /// Something is wrong with the table as a whole.
    pub(super) fn wrong(self, message: impl Into<String>) -> Wrong {
        Wrong { offset: self.offset, message: message.into() }
    }

    /// Refuses keys without a meaning.
    pub(super) fn only(self, keys: &[&str]) -> Result<Self, Wrong> {
        match self.entries().find(|(key, _)| !keys.contains(&key.text)) {
            Some((key, _)) => Err(key.wrong(unknown_key(key.text, keys))),
            None => Ok(self),
        }
    }

    pub(super) fn entries(self) -> impl Iterator<Item = (Text<'a>, &'a Spanned<DeValue<'a>>)> {
        let key = |key: &'a Spanned<_>| Text {
            text: AsRef::<str>::as_ref(key.get_ref()),
            offset: key.span().start,
        };
        self.table.iter().map(move |(name, value)| (key(name), value))
    }

    fn get(self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries().find(|(name, _)| name.text == key).map(|(_, value)| value)
    }

    pub(super) fn text(self, key: &str) -> Result<Option<Text<'a>>, Wrong> {
        self.get(key).map(|value| text(value, || format!("`{key}` is a text, in quotes"))).transpose()
    }

    pub(super) fn texts(self, key: &str) -> Result<Vec<Text<'a>>, Wrong> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let message = || format!("`{key}` is a list of texts, `[\"…\"]`");
        let items = value.get_ref().as_array().ok_or_else(|| wrong(value, message()))?;
        items.iter().map(|item| text(item, message)).collect()
    }

    pub(super) fn day(self, key: &str) -> Result<Option<Date>, Wrong> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let date = match value.get_ref() {
            DeValue::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => moment.date,
            _ => None,
        };
        let small = |number: u8| i8::try_from(number).ok();
        let day = date.and_then(|date| {
            Date::new(i16::try_from(date.year).ok()?, small(date.month)?, small(date.day)?).ok()
        });
        day.map(Some).ok_or_else(|| wrong(value, format!("`{key}` is a day, `{key} = 2027-03-01`")))
    }

    pub(super) fn table(self, key: &str) -> Result<Option<Self>, Wrong> {
        let Some(value) = self.get(key) else { return Ok(None) };
        match value.get_ref().as_table() {
            Some(table) => Ok(Some(Self::new(table, value.span().start))),
            None => Err(wrong(value, format!("`{key}` is a table, `[{key}]`"))),
        }
    }

    pub(super) fn tables(self, key: &str) -> Result<Vec<Self>, Wrong> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let message = || format!("`{key}` is a list of tables, `[[{key}]]`");
        let items = value.get_ref().as_array().ok_or_else(|| wrong(value, message()))?;
        let table = |item: &'a Spanned<DeValue<'a>>| match item.get_ref().as_table() {
            Some(table) => Ok(Self::new(table, item.span().start)),
            None => Err(wrong(item, message())),
        };
        items.iter().map(table).collect()
    }

    /// Whether the value of a key is a list of tables.
    pub(super) fn holds_tables(self, key: &str) -> bool {
        let items = self.get(key).and_then(|value| value.get_ref().as_array());
        items.is_some_and(|items| items.iter().any(|item| item.get_ref().is_table()))
    }
}

impl Text<'_> {
    pub(super) fn wrong(self, message: impl Into<String>) -> Wrong {
        Wrong { offset: self.offset, message: message.into() }
    }
}

/// A value that is to be a text.
pub(super) fn text<'a>(
    value: &'a Spanned<DeValue<'a>>,
    message: impl FnOnce() -> String,
) -> Result<Text<'a>, Wrong> {
    match value.get_ref().as_str() {
        Some(text) => Ok(Text { text, offset: value.span().start }),
        None => Err(wrong(value, message())),
    }
}

/// A value that is to be a whole number from 1.
pub(super) fn number(value: &Spanned<DeValue<'_>>, key: &str) -> Result<u32, Wrong> {
    let number = value.get_ref().as_integer();
    let number = number.and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
    number
        .filter(|number| *number > 0)
        .ok_or_else(|| wrong(value, format!("`{key}` is a whole number from 1")))
}

fn wrong(value: &Spanned<DeValue<'_>>, message: String) -> Wrong {
    Wrong { offset: value.span().start, message }
}

/// A key that is none, and what to write.
pub(super) fn unknown_key(key: &str, keys: &[&str]) -> String {
    match nearest_word(key, keys.iter().copied()) {
        Some(nearest) => format!("unknown key `{key}`; did you mean `{nearest}`?"),
        None => format!("unknown key `{key}`; the keys are `{}`", keys.join("`, `")),
    }
}

/// A word that is none of several, and what to write.
pub(super) fn unknown_word(word: &str, noun: &str, words: &[&str]) -> String {
    match nearest_word(word, words.iter().copied()) {
        Some(nearest) => format!("`{word}` is no {noun}; did you mean `{nearest}`?"),
        None => format!("`{word}` is no {noun}; write `{}`", words.join("`, `")),
    }
}
