//! How do the parts of a query stand to each other?
//!
//! Worked out once a query, for all rules about logic, and only with a proof: two parts that may
//! or may not contradict each other are left in peace. The innermost place that shows a flaw
//! is the one that is told; what it makes of the parts around it is no flaw of their own.

pub(crate) mod doubt;
mod needed;
mod part;
mod proof;
mod relations;

use std::cell::Cell;

use rumql_semantics::Space;
use rumql_source::Span;

pub(crate) use self::{
    needed::needed,
    part::{Part, Shape, Term},
};
use crate::context::QueryCx;

/// Terms beyond which nothing is compared: pairs are as many as their square.
const TERMS: usize = 2_000;

/// Fixes of one query that are proved; each costs as much as the query is long. The next run finds
/// the others.
const PROOFS: usize = 64;

/// A flaw in the logic of a query, proved.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a query has few flaws, and they live as long as one check")]
pub(crate) enum Flaw {
    /// These cannot hold together; no term of them can be left out. It may be a negation alone, of
    /// something that always holds: `inside` are the alternatives of that.
    Contradiction { terms: Vec<Term>, whole: bool, inside: Vec<Term> },
    /// One of these always holds; `all` tells that there are no other alternatives. It may be a
    /// negation alone, of something that never holds: `inside` are the parts of that.
    Tautology { terms: Vec<Term>, span: Span, whole: bool, all: bool, inside: Vec<Term> },
    /// The term changes nothing beside the other.
    Redundant { term: Term, beside: Term, side: Side, same: bool },
    /// A `*` that changes nothing (in an AND), or beside which nothing else counts (in an OR).
    Absorbing { star: Term, side: Side, span: Span },
}

/// How parts stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// All must hold.
    And,
    /// One must hold.
    Or,
}

/// A query's parts and its flaws.
#[derive(Debug)]
pub(crate) struct Logic<'a> {
    /// The query, taken apart.
    pub(crate) root: Part<'a>,
    /// What its tests part values into.
    pub(crate) space: Space<'a>,
    /// Its flaws, in the order of the text.
    pub(crate) flaws: Vec<Flaw>,
    /// How many fixes may still be proved.
    proofs: Cell<usize>,
}

impl<'a> Logic<'a> {
    /// Looks into a query. `None` for one that could not be read throughout or whose reading is in
    /// doubt, and for a very long one.
    pub(crate) fn of(cx: &QueryCx<'a>) -> Option<Self> {
        let lowered = cx.lowered;
        if !cx.is_sound() || !lowered.is_settled() || lowered.origins.iter().len() > TERMS {
            return None;
        }
        if doubt::is_doubtful(cx) {
            return None;
        }
        let space = Space::of([&lowered.query], cx.scope);
        let root = Part::of(cx.parse, &lowered.query)?;
        let flaws = relations::flaws(&root, &space);
        Some(Self { root, space, flaws, proofs: Cell::new(PROOFS) })
    }
}
