//! What is a user, an account or an event, to a query?

use std::{collections::BTreeMap, fmt};

use jiff::Timestamp;
use rumql_syntax::literal::Decimal;

/// The values of one record, by attribute. An attribute without a value is missing.
///
/// Written on one line, for notes: `last_seen: 2026-10-24T23:59:59Z, session_count: 51`. Several
/// values of one attribute stand in brackets. Equal records are written alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    // INVARIANT: no attribute with an empty list.
    values: BTreeMap<String, Vec<Datum>>,
}

/// One value of a record. Its type is its own: a text that looks like a number is a text, and
/// `true` is the text that a query writes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Datum {
    /// A text or a boolean.
    Text(String),
    /// A number, in the attribute's stored unit.
    Number(Decimal),
    /// A moment.
    Moment(Timestamp),
}

/// A [`Datum`] that lies elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatumRef<'a> {
    /// A text or a boolean.
    Text(&'a str),
    /// A number, in the attribute's stored unit.
    Number(Decimal),
    /// A moment.
    Moment(Timestamp),
}

/// Whatever holds the values of one record: a [`Record`], or a row of a store that has another
/// shape. An attribute may have several values, and one without any is missing.
pub trait Values {
    /// Whether some value of the attribute passes; asks no further once one does.
    fn any(&self, attribute: &str, passes: &mut dyn FnMut(DatumRef<'_>) -> bool) -> bool;

    /// Whether some text passes, whichever attribute holds it.
    fn any_text(&self, passes: &mut dyn FnMut(&str) -> bool) -> bool;
}

impl Record {
    /// Adds a value to an attribute.
    pub fn add(&mut self, attribute: impl Into<String>, value: impl Into<Datum>) {
        self.values.entry(attribute.into()).or_default().push(value.into());
    }

    /// The same with one value more.
    #[must_use]
    pub fn with(mut self, attribute: impl Into<String>, value: impl Into<Datum>) -> Self {
        self.add(attribute, value);
        self
    }

    /// The values of an attribute; none if it is missing.
    pub fn values(&self, attribute: &str) -> &[Datum] {
        self.values.get(attribute).map_or(&[], Vec::as_slice)
    }

    /// Every attribute that has a value, with its values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Datum])> {
        self.values.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// Whether every attribute is missing.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl Values for Record {
    fn any(&self, attribute: &str, passes: &mut dyn FnMut(DatumRef<'_>) -> bool) -> bool {
        self.values(attribute).iter().any(|datum| passes(datum.as_ref()))
    }

    fn any_text(&self, passes: &mut dyn FnMut(&str) -> bool) -> bool {
        self.values.values().flatten().any(|datum| matches!(datum, Datum::Text(text) if passes(text)))
    }
}

impl<N: Into<String>, D: Into<Datum>> FromIterator<(N, D)> for Record {
    fn from_iter<I: IntoIterator<Item = (N, D)>>(pairs: I) -> Self {
        let mut record = Self::default();
        pairs.into_iter().for_each(|(attribute, value)| record.add(attribute, value));
        record
    }
}

impl Datum {
    /// The same, lent.
    pub fn as_ref(&self) -> DatumRef<'_> {
        match self {
            Self::Text(text) => DatumRef::Text(text),
            Self::Number(number) => DatumRef::Number(*number),
            Self::Moment(moment) => DatumRef::Moment(*moment),
        }
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Decimal> for Datum {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Datum {
    fn from(number: i64) -> Self {
        Self::Number(Decimal::from_int(number.into()))
    }
}

impl From<Timestamp> for Datum {
    fn from(moment: Timestamp) -> Self {
        Self::Moment(moment)
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no attribute at all");
        }
        for (index, (name, values)) in self.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{name}: ")?;
            match values {
                [value] => write!(f, "{value}")?,
                values => {
                    let values: Vec<String> = values.iter().map(Datum::to_string).collect();
                    write!(f, "[{}]", values.join(", "))?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

/// A text in quotes, as JSON writes it; a number in digits; a moment as RFC 3339.
impl fmt::Display for DatumRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => quoted(text, f),
            Self::Number(number) => number.fmt(f),
            Self::Moment(moment) => moment.fmt(f),
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c.is_control() => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_on_one_line() {
        let seen: Timestamp = "2026-10-24T23:59:59Z".parse().unwrap();
        let record = Record::default()
            .with("user_email", "a@b.c")
            .with("session_count", 51)
            .with("last_seen", seen)
            .with("@tags", "a \"b\"\n")
            .with("@tags", Decimal::parse("2.50").unwrap());
        assert_eq!(
            record.to_string(),
            r#"@tags: ["a \"b\"\n", 2.5], last_seen: 2026-10-24T23:59:59Z, session_count: 51, user_email: "a@b.c""#
        );
        assert_eq!(Record::default().to_string(), "no attribute at all");
        assert_eq!(Datum::from("\u{1b}\u{7f}é").to_string(), "\"\\u001b\\u007fé\"");
    }

    #[test]
    fn what_has_no_value_is_missing() {
        let record: Record = [("a", "1"), ("a", "2")].into_iter().collect();
        assert_eq!(record.values("a").len(), 2);
        assert!(record.values("b").is_empty() && !record.is_empty());
        assert!(record.any_text(&mut |text| text == "2") && !record.any("b", &mut |_| true));
    }
}
