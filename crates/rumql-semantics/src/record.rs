//! What is a user, an account or an event, to a query?

use std::collections::BTreeMap;

use jiff::Timestamp;
use rumql_syntax::literal::Decimal;

/// The values of one record, by attribute. An attribute without a value is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
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

impl Record {
    /// Adds a value to an attribute.
    pub fn add(&mut self, attribute: impl Into<String>, value: Datum) {
        self.values.entry(attribute.into()).or_default().push(value);
    }

    /// The values of an attribute; none if it is missing.
    pub fn values(&self, attribute: &str) -> &[Datum] {
        self.values.get(attribute).map_or(&[], Vec::as_slice)
    }

    /// Every attribute that has a value, with its values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Datum])> {
        self.values.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }
}
