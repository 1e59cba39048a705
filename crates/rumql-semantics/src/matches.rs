//! Does a record match?
//!
//! The reference: as plain as the meaning of the language is told, so that whatever is faster or
//! cleverer (a proof, a store, SQL) can be held against it.
//!
//! - A missing attribute passes no test, so that every negation of one is true of it.
//! - An attribute with several values passes if one of them does.
//! - A value is held against values of its own type only; nothing is converted.
//! - Text compares by bytes, a wildcard stands for a part of the whole value, and a word without
//!   an attribute is looked for in every text (see [`words`]).

pub(crate) mod cidr;
mod glob;
pub(crate) mod words;

use std::cmp::Ordering;

use rumql_hir::{Bound, Predicate, Query, Test, Value};
use rumql_syntax::ast::Comparison;

use crate::{DatumRef, Values, matches::cidr::Cidr};

/// Whether `record` is certainly one of those that `query` means. What depends on a part that
/// could not be read is not certain, and neither is its negation: ask [`evaluate`] to tell it
/// from a record that does not match, or better, do not ask about such a query at all.
pub fn matches<V: Values + ?Sized>(query: &Query, record: &V) -> bool {
    evaluate(query, record) == Some(true)
}

/// Whether `record` is one of those that `query` means; `None` where that depends on a part that
/// could not be read. `a:1 AND (unreadable)` is false of a record without `a:1` all the same.
// The depth of a query is capped by the parser, and so is this recursion.
pub fn evaluate<V: Values + ?Sized>(query: &Query, record: &V) -> Option<bool> {
    match query {
        Query::All => Some(true),
        Query::Unknown => None,
        Query::Predicate(predicate) => self::predicate(predicate, record),
        Query::Not(inner) => evaluate(inner, record).map(|verdict| !verdict),
        Query::And(parts) => decide(parts.iter().map(|part| evaluate(part, record)), false),
        Query::Or(parts) => decide(parts.iter().map(|part| evaluate(part, record)), true),
    }
}

/// One `decisive` part settles it; without one, all parts have to be known.
fn decide(parts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut verdict = Some(!decisive);
    for part in parts {
        match part {
            Some(part) if part == decisive => return Some(decisive),
            Some(_) => {}
            None => verdict = None,
        }
    }
    verdict
}

fn predicate<V: Values + ?Sized>(predicate: &Predicate, record: &V) -> Option<bool> {
    match (&predicate.attribute, &predicate.test) {
        (_, Test::Cidr(call)) => {
            let cidr = Cidr::parse(call)?;
            Some(
                record.any(
                    &cidr.attribute,
                    &mut |datum| matches!(datum, DatumRef::Text(text) if cidr.holds(text)),
                ),
            )
        }
        (Some(attribute), test) => Some(record.any(attribute, &mut |datum| passes(test, datum))),
        (None, Test::Matches(pattern)) => {
            let words = words::of(pattern);
            Some(record.any_text(&mut |text| words::occur(&words, text)))
        }
        // A comparison has no meaning without an attribute.
        (None, _) => Some(false),
    }
}

fn passes(test: &Test, datum: DatumRef<'_>) -> bool {
    match test {
        Test::Present => true,
        Test::Equals(value) => order(datum, value) == Some(Ordering::Equal),
        Test::Matches(pattern) => {
            matches!(datum, DatumRef::Text(text) if glob::fits(glob::signs(pattern), text.chars()))
        }
        Test::Compares(comparison, value) => {
            order(datum, value).is_some_and(|order| holds(*comparison, order))
        }
        Test::Within(low, high) => {
            inside(low, datum, Ordering::Greater) && inside(high, datum, Ordering::Less)
        }
        Test::Cidr(_) => false,
    }
}

/// How a value lies to the query's; `None` if they are of different types.
fn order(datum: DatumRef<'_>, value: &Value) -> Option<Ordering> {
    match (datum, value) {
        (DatumRef::Text(datum), Value::Text(value)) => Some(datum.as_bytes().cmp(value.as_bytes())),
        (DatumRef::Number(datum), Value::Number(value)) => Some(datum.cmp(value)),
        (DatumRef::Moment(datum), Value::Moment(value)) => Some(datum.cmp(value)),
        _ => None,
    }
}

fn holds(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
    }
}

/// Whether a value lies on the inner side of a bound.
fn inside(bound: &Bound, datum: DatumRef<'_>, inner: Ordering) -> bool {
    match bound {
        Bound::Open => true,
        Bound::Inclusive(value) => {
            order(datum, value).is_some_and(|order| order == inner || order == Ordering::Equal)
        }
        Bound::Exclusive(value) => order(datum, value) == Some(inner),
    }
}

#[cfg(test)]
mod tests;
