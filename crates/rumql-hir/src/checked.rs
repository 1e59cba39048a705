//! Which queries may be sent?

use rumql_source::Entity;
use rumql_syntax::Parse;

use crate::{Lowered, NameProblem, ProblemKind, Query};

/// A query that was read without an error, of which every name is one of its entity and every
/// part has a meaning. Only [`Lowered::check`] makes one, and a request is made of nothing less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedQuery {
    entity: Entity,
    text: String,
    query: Query,
}

impl CheckedQuery {
    /// What it selects.
    pub fn entity(&self) -> Entity {
        self.entity
    }

    /// The text that was checked.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it means.
    pub fn query(&self) -> &Query {
        &self.query
    }
}

impl Lowered {
    /// The query as one that may be sent; `None` if `parse`, which it was lowered from, has an
    /// error, if a name is certainly wrong, or if a part of it has no meaning. What is only
    /// doubtful is lint's to judge.
    pub fn check(&self, parse: &Parse) -> Option<CheckedQuery> {
        let wrong_name = self.problems.iter().any(|problem| match &problem.kind {
            ProblemKind::Name(NameProblem::Unknown { certain, .. }) => *certain,
            ProblemKind::Name(_) => true,
            _ => false,
        });
        let sound = parse.errors.is_empty() && !wrong_name && !self.query.has_unknown();
        sound.then(|| CheckedQuery {
            entity: self.entity,
            text: parse.tree.text().to_owned(),
            query: self.query.clone(),
        })
    }
}
