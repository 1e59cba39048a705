//! What does a query mean, resolved and typed?
//!
//! ```text
//! ast ──lower(scope: catalogs, entity, now)──► Lowered { query, origins, problems } ──check──► CheckedQuery
//! ```
//!
//! Values here have no positions: two spellings of one meaning are equal. Positions live in
//! [`Origins`]. Lowering goes on after a problem; the part it cannot read becomes
//! [`Query::Unknown`], about which nothing more is said.

mod absolute;
mod checked;
mod lower;
mod problem;
pub mod query; // start here: the shape of a meaning
mod scope;
#[cfg(test)]
mod tests;
mod value;

pub use crate::{
    absolute::absolute,
    checked::CheckedQuery,
    lower::{Lowered, Origin, Origins, lower},
    problem::{NameProblem, Problem, ProblemKind, Requirement},
    query::{Bound, Predicate, Query, Test},
    scope::{Catalogs, Pending, Resolution, Scope},
    value::Value,
};
