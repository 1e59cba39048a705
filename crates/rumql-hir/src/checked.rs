//! Which queries may be sent?

use rumql_source::Entity;
use rumql_syntax::Parse;

use crate::{Lowered, Query};

/// A query that was read without an error and of which every part has a meaning. Only
/// [`Lowered::check`] makes one, and a request is made of nothing less.
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
    /// error, or if a part of it has no meaning.
    pub fn check(&self, parse: &Parse) -> Option<CheckedQuery> {
        let sound = parse.errors.is_empty() && self.problems.is_empty() && !self.query.has_unknown();
        sound.then(|| CheckedQuery {
            entity: self.entity,
            text: parse.tree.text().to_owned(),
            query: self.query.clone(),
        })
    }
}
