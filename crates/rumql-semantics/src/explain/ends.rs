//! Which ends has a range?

use rumql_hir::{Bound, Value};
use rumql_syntax::ast::Comparison;

/// The ends of a range that are there.
pub(super) enum Ends<'q> {
    None,
    /// A range with one end is a comparison.
    One(Comparison, &'q Value),
    Two([&'q Value; 2], Inclusive),
}

/// Whether the lower end, and the upper one, belong to a range.
pub(super) struct Inclusive(bool, bool);

impl<'q> Ends<'q> {
    pub(super) fn of(low: &'q Bound, high: &'q Bound) -> Self {
        use Bound::{Exclusive, Inclusive as Included, Open};
        match (low, high) {
            (Open, Open) => Self::None,
            (Open, Included(value)) => Self::One(Comparison::LessEqual, value),
            (Open, Exclusive(value)) => Self::One(Comparison::Less, value),
            (Included(value), Open) => Self::One(Comparison::GreaterEqual, value),
            (Exclusive(value), Open) => Self::One(Comparison::Greater, value),
            (Included(from) | Exclusive(from), Included(to) | Exclusive(to)) => {
                let is_included = |bound: &Bound| matches!(bound, Included(_));
                Self::Two([from, to], Inclusive(is_included(low), is_included(high)))
            }
        }
    }
}

impl Inclusive {
    /// `between 1 and 5 inclusive`; it can be negated as a whole.
    pub(super) fn between(&self, low: &str, high: &str) -> String {
        match self {
            Self(true, true) => format!("between {low} and {high} inclusive"),
            Self(false, false) => format!("between {low} and {high} exclusive"),
            Self(true, false) => format!("between {low} inclusive and {high} exclusive"),
            Self(false, true) => format!("between {low} exclusive and {high} inclusive"),
        }
    }
}
