//! Into which regions do a query's tests part the values of one attribute?
//!
//! Two values that pass the same tests need no telling apart. A domain has one region for each
//! combination of tests that some value passes, and a test is the set of its regions.

mod line;
mod text;

use fixedbitset::FixedBitSet;
use jiff::Timestamp;
use rumql_catalog::Kind;
use rumql_hir::{Bound, Test, Value};
use rumql_syntax::literal::{Decimal, Piece};

use self::{line::Line, text::Texts};
use crate::Datum;

/// The regions of one attribute's values.
#[derive(Debug)]
pub(crate) enum Domain {
    /// Nothing but presence is asked: one region.
    Anything,
    /// Numbers.
    Numbers(Line),
    /// Moments, as nanoseconds.
    Moments(Line),
    /// Texts.
    Texts(Texts),
}

/// What kind of value a test is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Number,
    Moment,
    Text,
}

impl Domain {
    /// Parts the values of an attribute by `tests`. `None` where the tests are about values of
    /// several kinds, or would need too many regions. `bytes` is what automata may still take.
    pub(crate) fn of(kind: Kind, tests: &[&Test], bytes: &mut usize) -> Option<Self> {
        let mut sort = sort_of_kind(kind);
        for test in tests {
            let asked = match test {
                Test::Present => continue,
                test => sort_of(test)?,
            };
            if *sort.get_or_insert(asked) != asked {
                return None;
            }
        }
        Some(match sort {
            None => Self::Anything,
            Some(Sort::Number) => Self::Numbers(Line::of(kind == Kind::Integer, numbers(tests))),
            Some(Sort::Moment) => Self::Moments(Line::of(true, numbers(tests))),
            Some(Sort::Text) if kind == Kind::Boolean && tests.iter().all(|test| asks_boolean(test)) => {
                Self::Texts(Texts::booleans())
            }
            Some(Sort::Text) => Self::Texts(Texts::of(tests, bytes)?),
        })
    }

    /// How many regions there are, none of them empty.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Anything => 1,
            Self::Numbers(line) | Self::Moments(line) => line.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    /// The regions whose values pass a test; `None` for a test that the domain was not made for.
    pub(crate) fn set(&self, test: &Test) -> Option<FixedBitSet> {
        match (self, test) {
            (_, Test::Present) => Some(all(self.len())),
            (Self::Numbers(line) | Self::Moments(line), test) => line.set(test),
            (Self::Texts(texts), test) => texts.set(test),
            (Self::Anything, _) => None,
        }
    }

    /// Some value of a region. `None` where one exists and cannot be written.
    pub(crate) fn value(&self, region: usize) -> Option<Datum> {
        match self {
            Self::Anything => Some(Datum::Text("x".to_owned())),
            Self::Numbers(line) => Some(Datum::Number(line.value(region, &NUMBER_STEPS)?)),
            Self::Moments(line) => {
                let nanoseconds = line.value(region, &MOMENT_STEPS)?.to_int()?;
                Some(Datum::Moment(Timestamp::from_nanosecond(nanoseconds).ok()?))
            }
            Self::Texts(texts) => Some(Datum::Text(texts.value(region)?)),
        }
    }
}

const NUMBER_STEPS: [i128; 1] = [1];

/// A day, an hour, a minute, a second, a millisecond: a witness a day away reads best.
const MOMENT_STEPS: [i128; 6] =
    [86_400_000_000_000, 3_600_000_000_000, 60_000_000_000, 1_000_000_000, 1_000_000, 1];

/// All of `len` regions.
pub(crate) fn all(len: usize) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(len);
    set.insert_range(..);
    set
}

fn sort_of_kind(kind: Kind) -> Option<Sort> {
    match kind {
        Kind::String | Kind::Boolean => Some(Sort::Text),
        Kind::Integer | Kind::Number => Some(Sort::Number),
        Kind::Timestamp => Some(Sort::Moment),
        Kind::Other => None,
    }
}

/// Whether a test asks for `true` or `false`. What asks for `True` was mistyped: that nothing is
/// `True` proves nothing about what was meant.
fn asks_boolean(test: &Test) -> bool {
    match test {
        Test::Present => true,
        Test::Equals(Value::Text(text)) => text == "true" || text == "false",
        _ => false,
    }
}

/// The kind of value a test is about; `None` if it names none.
fn sort_of(test: &Test) -> Option<Sort> {
    match test {
        Test::Equals(value) | Test::Compares(_, value) => Some(sort_of_value(value)),
        Test::Matches(_) => Some(Sort::Text),
        Test::Within(low, high) => match (bound_value(low), bound_value(high)) {
            (Some(low), Some(high)) => Some(sort_of_value(low)).filter(|sort| *sort == sort_of_value(high)),
            (Some(value), None) | (None, Some(value)) => Some(sort_of_value(value)),
            (None, None) => None,
        },
        Test::Present | Test::Cidr(_) => None,
    }
}

fn sort_of_value(value: &Value) -> Sort {
    match value {
        Value::Number(_) => Sort::Number,
        Value::Moment(_) => Sort::Moment,
        Value::Text(_) => Sort::Text,
    }
}

/// Whether a value of a test is yet to be filled in.
pub(crate) fn has_hole(test: &Test) -> bool {
    let value_is_hole = |value: &Value| matches!(value, Value::Text(text) if is_hole(text));
    match test {
        Test::Equals(value) | Test::Compares(_, value) => value_is_hole(value),
        Test::Matches(pattern) => {
            pattern.pieces().iter().any(|piece| matches!(piece, Piece::Text(text) if is_hole(text)))
        }
        Test::Within(low, high) => [low, high].into_iter().filter_map(bound_value).any(value_is_hole),
        Test::Present | Test::Cidr(_) => false,
    }
}

/// Whether a text stands for one that is not known yet: `$team`, `${team}`, `{{team}}`, `<team>`; but
/// not `$5 off`.
fn is_hole(text: &str) -> bool {
    let is_variable = |name: &str| name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    text.strip_prefix('$').is_some_and(is_variable)
        || text.starts_with('<') && text.contains('>')
        || text.contains("${")
        || text.contains("{{")
}

pub(crate) fn bound_value(bound: &Bound) -> Option<&Value> {
    match bound {
        Bound::Open => None,
        Bound::Inclusive(value) | Bound::Exclusive(value) => Some(value),
    }
}

/// The place of a value on its line.
fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Moment(moment) => Some(Decimal::from_int(moment.as_nanosecond())),
        Value::Text(_) => None,
    }
}

/// Every number that a test names.
fn numbers(tests: &[&Test]) -> Vec<Decimal> {
    let values = tests.iter().flat_map(|test| match test {
        Test::Equals(value) | Test::Compares(_, value) => [Some(value), None],
        Test::Within(low, high) => [bound_value(low), bound_value(high)],
        Test::Present | Test::Matches(_) | Test::Cidr(_) => [None, None],
    });
    values.flatten().filter_map(number).collect()
}
