//! What is the shape of a meaning?

use rumql_syntax::{ast::Comparison, literal::Pattern};

use crate::Value;

/// Which records are meant.
///
/// The leaves (all, unknown and predicates) stand in the order of the text, so that the
/// n-th leaf belongs to the n-th entry of [`crate::Origins`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Query {
    /// Every record.
    All,
    /// What could not be read; nothing is said about it.
    Unknown,
    /// Those that pass one test.
    Predicate(Predicate),
    /// The others.
    Not(Box<Query>),
    /// Those that all parts mean. Made by [`Query::and`] alone.
    And(Operands),
    /// Those that some part means. Made by [`Query::or`] alone.
    Or(Operands),
}

/// Two or more parts, none of them of the kind that holds them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operands(Vec<Query>);

/// One test of one attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Predicate {
    /// The attribute's name, escapes undone; `None` for a word that any attribute may hold.
    pub attribute: Option<String>,
    /// The test.
    pub test: Test,
}

/// What is asked of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// There is one.
    Present,
    /// It is this one.
    Equals(Value),
    /// It is a text that the pattern, which has a wildcard, stands for.
    Matches(Pattern),
    /// It is greater or less.
    Compares(Comparison, Value),
    /// It lies between two bounds.
    Within(Bound, Bound),
    /// It is an address in these blocks; as written, but for the number of blanks.
    Cidr(String),
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Bound {
    /// None.
    Open,
    /// This value and what lies inside of it.
    Inclusive(Value),
    /// What lies inside of this value.
    Exclusive(Value),
}

impl Query {
    /// What all of `parts` mean. One part is itself, none is everything.
    pub fn and(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::And(Operands(inner)) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        Self::join(flat, Self::All, Self::And)
    }

    /// What at least one of `parts` means. One part is itself; none is unknown, for an OR of
    /// nothing cannot be written.
    pub fn or(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::Or(Operands(inner)) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        Self::join(flat, Self::Unknown, Self::Or)
    }

    /// What `query` does not mean.
    #[expect(clippy::should_implement_trait, reason = "a smart constructor beside `and` and `or`")]
    pub fn not(query: Self) -> Self {
        Self::Not(Box::new(query))
    }

    fn join(mut flat: Vec<Self>, none: Self, many: impl Fn(Operands) -> Self) -> Self {
        match flat.len() {
            0 => none,
            1 => flat.pop().unwrap_or(none),
            _ => many(Operands(flat)),
        }
    }

    /// Whether some part could not be read.
    pub fn has_unknown(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::All | Self::Predicate(_) => false,
            Self::Not(inner) => inner.has_unknown(),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::has_unknown),
        }
    }
}

impl Operands {
    /// The parts, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Query> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Query {
        Query::Predicate(Predicate { attribute: None, test: Test::Matches(Pattern::bare(text)) })
    }

    #[test]
    fn constructors_keep_one_shape() {
        assert_eq!(Query::and(vec![word("a*")]), word("a*"));
        assert_eq!(Query::and(vec![]), Query::All);
        let nested = Query::and(vec![word("a*"), Query::and(vec![word("b*"), word("c*")])]);
        assert_eq!(nested, Query::and(vec![word("a*"), word("b*"), word("c*")]));
        assert_ne!(Query::or(vec![word("a*"), nested.clone()]), nested);
    }
}
