//! Which parts of a query say nothing?

use rumql_hir::Query;

/// The same query without double negations, without what holds of every record among parts that
/// must all hold, and without what holds of none among parts of which one must.
pub(super) fn plain(query: &Query) -> Query {
    match query {
        Query::All | Query::Unknown | Query::Predicate(_) => query.clone(),
        Query::Not(inner) => match plain(inner) {
            Query::Not(twice) => *twice,
            once => Query::not(once),
        },
        Query::And(parts) => Query::and(parts.iter().map(plain).filter(|part| *part != Query::All).collect()),
        Query::Or(parts) => {
            let nothing = Query::not(Query::All);
            let parts: Vec<Query> = parts.iter().map(plain).filter(|part| *part != nothing).collect();
            if parts.is_empty() { nothing } else { Query::or(parts) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_gone() {
        let (all, nothing) = (Query::All, Query::not(Query::All));
        let unknown = Query::Unknown;
        assert_eq!(plain(&Query::and(vec![all.clone(), unknown.clone()])), unknown);
        assert_eq!(plain(&Query::and(vec![all.clone(), all.clone()])), all);
        assert_eq!(plain(&Query::or(vec![nothing.clone(), unknown.clone()])), unknown);
        assert_eq!(plain(&Query::or(vec![nothing.clone(), nothing.clone()])), nothing);
        assert_eq!(plain(&Query::not(Query::not(Query::and(vec![unknown.clone(), all])))), unknown);
    }
}
