//! What is certain about queries, whatever the data?
//!
//! Independent of [`crate::matches`]: nothing here evaluates a query, so each can test the other.
//! An attribute's values are taken to be free of those of others; where two depend on each
//! other (a first and a last day, a plan and its price), more may be impossible than is proved.

use rumql_hir::{Query, Scope};

use crate::{Formula, Record, Space, search::Outcome};

/// An answer that is only given with a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Proved.
    Yes,
    /// Disproved.
    No,
    /// Neither, within the budget; or a part of the query is not looked into.
    Unknown,
}

impl Answer {
    /// Whether it is proved.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// Whether some record matches.
pub fn satisfiable(query: &Query, scope: &Scope<'_>) -> Answer {
    Space::of([query], scope).satisfiable(&[query])
}

/// A record that matches; `None` if there is none, or none is known.
pub fn witness(query: &Query, scope: &Scope<'_>) -> Option<Record> {
    Space::of([query], scope).witness(&[query])
}

/// Whether every record that matches `narrow` matches `wide`.
pub fn implies(narrow: &Query, wide: &Query, scope: &Scope<'_>) -> Answer {
    let beyond = Query::not(wide.clone());
    Space::of([narrow, &beyond], scope).satisfiable(&[narrow, &beyond]).not()
}

/// Whether the same records match both.
pub fn equivalent(a: &Query, b: &Query, scope: &Scope<'_>) -> Answer {
    match (implies(a, b, scope), implies(b, a, scope)) {
        (Answer::Yes, Answer::Yes) => Answer::Yes,
        (Answer::No, _) | (_, Answer::No) => Answer::No,
        _ => Answer::Unknown,
    }
}

/// Whether no record matches both.
pub fn disjoint(a: &Query, b: &Query, scope: &Scope<'_>) -> Answer {
    Space::of([a, b], scope).satisfiable(&[a, b]).not()
}

impl Space<'_> {
    /// Whether some record matches all of `queries`, whose tests are of the space's queries.
    pub fn satisfiable(&self, queries: &[&Query]) -> Answer {
        let formula = Formula::all(queries.iter().map(|query| self.formula(query)));
        match self.state().search(&formula) {
            Outcome::None => Answer::No,
            Outcome::Found(_) if !queries.iter().any(|query| self.is_closed(query)) => Answer::Yes,
            Outcome::Found(_) | Outcome::Spent => Answer::Unknown,
        }
    }

    /// Whether no record is claimed: proved, not merely not found.
    pub fn never(&self, formula: &Formula) -> bool {
        matches!(self.state().search(formula), Outcome::None)
    }

    /// A record that matches all of `queries`; `None` if there is none, or none is known.
    pub fn witness(&self, queries: &[&Query]) -> Option<Record> {
        if queries.iter().any(|query| self.is_closed(query)) {
            return None;
        }
        let formula = Formula::all(queries.iter().map(|query| self.formula(query)));
        match self.state().search(&formula) {
            Outcome::Found(model) => self.record(&model),
            Outcome::None | Outcome::Spent => None,
        }
    }
}
