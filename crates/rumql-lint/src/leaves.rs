//! What does a query ask, test by test?

use std::slice::Iter;

use rumql_hir::{Lowered, Origin, Predicate, Query};

/// Shows each test of a query with its place, in the order of the text.
pub(crate) fn each_test<'a>(lowered: &'a Lowered, mut see: impl FnMut(&'a Predicate, Origin)) {
    walk(&lowered.query, &mut lowered.origins.iter(), &mut see);
}

// The depth of a query is capped by the parser, and so is this recursion.
fn walk<'a>(query: &'a Query, origins: &mut Iter<'_, Origin>, see: &mut impl FnMut(&'a Predicate, Origin)) {
    match query {
        Query::Not(inner) => walk(inner, origins, see),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| walk(part, origins, see)),
        Query::All | Query::Unknown => {
            origins.next();
        }
        Query::Predicate(predicate) => {
            if let Some(origin) = origins.next() {
                see(predicate, *origin);
            }
        }
    }
}
