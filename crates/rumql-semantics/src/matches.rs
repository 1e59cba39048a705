//! Does a record match?

use rumql_hir::Query;

use crate::Record;

/// Whether `record` is one of those that `query` means.
pub fn matches(query: &Query, record: &Record) -> bool {
    match query {
        Query::All => true,
        Query::Unknown | Query::Predicate(_) => !record.values("").is_empty(),
        Query::Not(inner) => !matches(inner, record),
        Query::And(parts) => parts.iter().all(|part| matches(part, record)),
        Query::Or(parts) => parts.iter().any(|part| matches(part, record)),
    }
}
