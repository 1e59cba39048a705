//! Whom does a query match?
//!
//! ```text
//! query ──matches──► whether one record is meant
//!       └─space──► regions ──formula──► search ──► satisfiable · implies · equivalent · disjoint · witness
//! ```

mod domain;
mod formula;
mod matches;
mod prove; // start here: what can be asked
mod record;
mod search;
mod space;
#[cfg(test)]
mod tests;

pub use crate::{
    formula::Formula,
    matches::matches,
    prove::{Answer, disjoint, equivalent, implies, satisfiable, witness},
    record::{Datum, Record},
    space::Space,
};
