//! Which value is a record's value held against?

use jiff::Timestamp;
use rumql_syntax::literal::Decimal;

/// A value with its reading settled: by the attribute's kind where that is known, else by
/// its own look.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number, in the attribute's stored unit.
    Number(Decimal),
    /// A moment.
    Moment(Timestamp),
}
