//! What does a query say, in plain English?
//!
//! ```text
//! meaning ──tell──► clauses and lists of them ──layout──► a sentence, or a list with bullets
//! ```
//!
//! Every test of the query is named, once, and nothing else is. Times are those of `now`, in UTC;
//! units are spelt out; the English depends on nothing but the query and its scope.

mod clause;
mod ends;
mod layout;
mod moment;
mod name;
mod plain;
#[cfg(test)]
mod tests;
mod unread;
mod value;

use std::cell::RefCell;

use rumql_hir::{Lowered, Predicate, Query, Scope, Test, Value, query::Operands};

use crate::explain::{
    clause::{Clause, Polarity},
    layout::Nouns,
    name::Names,
};

/// The query in English, which was lowered from `text`: one sentence, or several lines for a query
/// of several levels. Without a line end at its end. What could not be read is said to be so and
/// why, whether negated or not.
pub fn explain(lowered: &Lowered, text: &str, scope: &Scope<'_>) -> String {
    let unread = RefCell::new(unread::reasons(lowered, text).into_iter());
    let teller = Teller { scope, names: Names::new(scope), unread };
    let told = teller.tell(&plain::plain(&lowered.query), Polarity::Holds);
    layout::lay_out(&told, Nouns::of(scope.entity))
}

/// A part of a query, told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    /// Every record.
    Everything,
    /// No record.
    Nothing,
    /// Some that nobody can tell, and why, where that is not an error of writing.
    Unreadable(Option<String>),
    /// Those of which one thing is said.
    Clause(Clause),
    /// Those of which several things are said.
    List(Holding, Vec<Told>),
}

/// How many parts of a list have to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holding {
    All,
    Any,
    NotAll,
    None,
}

struct Teller<'a> {
    scope: &'a Scope<'a>,
    names: Names<'a>,
    /// Why the parts that are still to be told and cannot be read cannot, in the order of the text.
    unread: RefCell<std::vec::IntoIter<Option<String>>>,
}

impl Teller<'_> {
    // The depth of a query is capped by the parser, and so is this recursion.
    fn tell(&self, query: &Query, polarity: Polarity) -> Told {
        match query {
            Query::All if polarity == Polarity::Holds => Told::Everything,
            Query::All => Told::Nothing,
            Query::Unknown => Told::Unreadable(self.unread.borrow_mut().next().flatten()),
            Query::Predicate(predicate) => self.run(&[predicate], polarity),
            Query::Not(inner) => self.tell(inner, polarity.opposite()),
            Query::And(parts) => {
                let (holding, polarity) = match polarity {
                    Polarity::Holds => (Holding::All, Polarity::Holds),
                    Polarity::Fails if is_flat(parts) => (Holding::Any, Polarity::Fails),
                    Polarity::Fails => (Holding::NotAll, Polarity::Holds),
                };
                Told::List(holding, parts.iter().map(|part| self.tell(part, polarity)).collect())
            }
            Query::Or(parts) => self.any(parts, polarity),
        }
    }

    /// Tests of one attribute side by side are told together: "plan type is pro or team".
    fn any(&self, parts: &Operands, polarity: Polarity) -> Told {
        let mut runs: Vec<Vec<&Query>> = Vec::new();
        for part in parts.iter() {
            match runs.last_mut() {
                Some(run) if run.last().is_some_and(|last| is_alike(last, part)) => run.push(part),
                _ => runs.push(vec![part]),
            }
        }
        let told = |run: &[&Query], polarity| match run {
            [one] => self.tell(one, polarity),
            run => self.run(&run.iter().filter_map(|part| predicate(part)).collect::<Vec<_>>(), polarity),
        };
        match runs.as_slice() {
            [run] => told(run, polarity),
            runs => {
                let (holding, polarity) = match polarity {
                    Polarity::Holds => (Holding::Any, Polarity::Holds),
                    Polarity::Fails if is_flat(parts) => (Holding::All, Polarity::Fails),
                    Polarity::Fails => (Holding::None, Polarity::Holds),
                };
                Told::List(holding, runs.iter().map(|run| told(run, polarity)).collect())
            }
        }
    }

    fn run(&self, predicates: &[&Predicate], polarity: Polarity) -> Told {
        match self.clause(predicates, polarity) {
            Some(clause) => Told::Clause(clause),
            None => Told::Unreadable(Some("`CIDR` asks an attribute for blocks of addresses".to_owned())),
        }
    }
}

/// Whether no part has parts of its own. The negation of such a list is told part by part; of
/// another one, that would turn every list in it round.
fn is_flat(parts: &Operands) -> bool {
    parts.iter().all(|part| match part {
        Query::Not(inner) => matches!(**inner, Query::Predicate(_) | Query::Unknown | Query::All),
        part => matches!(part, Query::Predicate(_) | Query::Unknown | Query::All),
    })
}

fn predicate(query: &Query) -> Option<&Predicate> {
    match query {
        Query::Predicate(predicate) => Some(predicate),
        _ => None,
    }
}

/// Whether both are tests of the same attribute that can be told in one breath.
fn is_alike(a: &Query, b: &Query) -> bool {
    let (Some(a), Some(b)) = (predicate(a), predicate(b)) else { return false };
    a.attribute.is_some() && a.attribute == b.attribute && is_brief(&a.test) && is_brief(&b.test)
}

/// A moment takes a whole clause to tell.
fn is_brief(test: &Test) -> bool {
    match test {
        Test::Present | Test::Matches(_) => true,
        Test::Equals(value) | Test::Compares(_, value) => !matches!(value, Value::Moment(_)),
        Test::Within(low, high) => ![low, high].into_iter().any(moment::is_moment),
        Test::Cidr(_) => false,
    }
}
