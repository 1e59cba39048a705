//! What does a file say, whatever its format?

use rumql_source::Span;

use crate::Scalar;

/// One value of a file, with the bytes it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The bytes of the value, without a YAML anchor or tag in front of it.
    pub span: Span,
    /// A YAML anchor or tag in front of the value.
    pub prefix: Option<Prefix>,
    /// What it is.
    pub kind: ValueKind,
}

/// What YAML allows in front of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    /// The bytes from the first `&` or `!` up to the value.
    pub span: Span,
    /// Whether one of them is a tag of the file's own (`!x`, not `!!str`).
    pub local_tag: bool,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true`, `false` and, in YAML, the words that YAML 1.1 reads so (`yes`, `NO`, `off`).
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    String(Scalar),
    /// A list.
    Seq(Vec<Value>),
    /// A mapping, in the order of the file.
    Map(Vec<Entry>),
    /// A YAML alias that cannot be followed: its anchor is missing, or too large to copy.
    Alias,
}

/// One key of a mapping and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Scalar,
    /// Its value.
    pub value: Value,
}

impl Value {
    /// A value with nothing in front of it.
    pub(crate) fn new(span: Span, kind: ValueKind) -> Self {
        Self { span, prefix: None, kind }
    }

    /// The value of a key; the first one if it is written twice.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries().iter().find(|entry| entry.key.text == key).map(|entry| &entry.value)
    }

    /// The entries of a mapping; none for any other value.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            ValueKind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for any other value.
    pub fn items(&self) -> &[Value] {
        match &self.kind {
            ValueKind::Seq(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            ValueKind::String(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The decoded text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        self.as_scalar().map(|scalar| scalar.text.as_str())
    }

    /// The word for its kind in messages.
    pub fn noun(&self) -> &'static str {
        match &self.kind {
            ValueKind::Null => "nothing",
            ValueKind::Bool(_) => "a boolean",
            ValueKind::Number(_) => "a number",
            ValueKind::String(_) => "a string",
            ValueKind::Seq(_) => "a list",
            ValueKind::Map(_) => "a mapping",
            ValueKind::Alias => "an alias",
        }
    }
}
