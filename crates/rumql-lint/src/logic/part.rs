//! How does a query fall into parts, as it is written?

use rumql_hir::{Predicate, Query, Test};
use rumql_source::Span;
use rumql_syntax::{
    Parse,
    ast::{Children, Expr, Node},
};

/// A part of a query: its place, and what it means.
#[derive(Debug)]
pub(crate) struct Part<'t> {
    /// The node, parentheses and field included.
    pub(crate) node: Node<'t>,
    /// What goes if the part goes: itself and the operator that joins it to its neighbour.
    pub(crate) removal: Span,
    /// What it means.
    pub(crate) query: Query,
    /// What it is made of.
    pub(crate) shape: Shape<'t>,
}

/// What a part is made of.
#[derive(Debug)]
pub(crate) enum Shape<'t> {
    /// One test, or `*`.
    Leaf,
    /// The contrary of another part.
    Not(Box<Part<'t>>),
    /// Parts that must all hold, none of them of this shape.
    All(Vec<Part<'t>>),
    /// Parts of which one must hold, none of them of this shape.
    Any(Vec<Part<'t>>),
}

/// A part as a finding speaks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Where it is.
    pub(crate) span: Span,
    /// What goes if it goes.
    pub(crate) removal: Span,
    /// As one would write it alone: `plan_type:free`, even where it stands in `plan_type:(free OR pro)`.
    pub(crate) text: String,
    /// The value alone, if it is one: `free`.
    pub(crate) value: Option<String>,
    /// Its one test, and whether the contrary is asked; `None` if it has several or none.
    pub(crate) test: Option<(Predicate, bool)>,
}

impl<'t> Part<'t> {
    /// The query's parts. `None` if they and its meaning do not go together, which cannot be.
    pub(crate) fn of(parse: &'t Parse, query: &Query) -> Option<Self> {
        let mut leaves = Vec::new();
        collect(query, &mut leaves);
        let mut leaves = leaves.into_iter();
        let part = Self::read(parse.tree.root(), &mut leaves)?;
        leaves.next().is_none().then_some(part)
    }

    /// Its parts, if it has any.
    pub(crate) fn parts(&self) -> &[Self] {
        match &self.shape {
            Shape::Leaf => &[],
            Shape::Not(inner) => std::slice::from_ref(inner),
            Shape::All(parts) | Shape::Any(parts) => parts,
        }
    }

    /// Every part of the query, itself first.
    pub(crate) fn walk(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        self.parts().iter().for_each(|part| part.walk(visit));
    }

    /// Its terms, one for each leaf: the leaf, and the negation around it.
    pub(crate) fn terms(&self) -> Vec<Term> {
        match &self.shape {
            Shape::Not(_) if self.test().is_none() => self.parts().iter().flat_map(Self::terms).collect(),
            Shape::All(parts) | Shape::Any(parts) => parts.iter().flat_map(Self::terms).collect(),
            Shape::Leaf | Shape::Not(_) => vec![Term::of(self)],
        }
    }

    // The depth of the tree is capped by the parser, and so is this recursion.
    fn read(node: Node<'t>, leaves: &mut impl Iterator<Item = Query>) -> Option<Self> {
        let part = match node.expr() {
            Expr::Or(operands) => {
                let parts = Self::read_all(operands, leaves, |shape| match shape {
                    Shape::Any(parts) => Ok(parts),
                    other => Err(other),
                })?;
                let query = Query::or(parts.iter().map(|part| part.query.clone()).collect());
                Self { node, removal: node.span(), query, shape: Shape::Any(parts) }
            }
            Expr::And(operands) => {
                let parts = Self::read_all(operands, leaves, |shape| match shape {
                    Shape::All(parts) => Ok(parts),
                    other => Err(other),
                })?;
                let query = Query::and(parts.iter().map(|part| part.query.clone()).collect());
                Self { node, removal: node.span(), query, shape: Shape::All(parts) }
            }
            Expr::Not(operand) => {
                let inner = Self::read(operand, leaves)?;
                let query = Query::not(inner.query.clone());
                Self { node, removal: node.span(), query, shape: Shape::Not(Box::new(inner)) }
            }
            Expr::Group(inner) => Self::read(inner, leaves)?.standing_at(node),
            Expr::Field(field) => {
                let part = Self::read(field.value, leaves)?.standing_at(node);
                match field.name {
                    "_missing_" => Self { query: Query::not(part.query), shape: Shape::Leaf, ..part },
                    _ => part,
                }
            }
            _ => Self { node, removal: node.span(), query: leaves.next()?, shape: Shape::Leaf },
        };
        Some(part)
    }

    fn standing_at(self, node: Node<'t>) -> Self {
        Self { node, removal: node.span(), ..self }
    }

    /// The operands of a chain; `same` opens those that are chains of the same kind themselves.
    fn read_all(
        operands: Children<'t>,
        leaves: &mut impl Iterator<Item = Query>,
        same: impl Fn(Shape<'t>) -> Result<Vec<Self>, Shape<'t>>,
    ) -> Option<Vec<Self>> {
        let nodes: Vec<Node<'t>> = operands.collect();
        let mut parts = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let part = Self::read(*node, leaves)?;
            let before = index.checked_sub(1).and_then(|before| nodes.get(before));
            let removal = match (before, nodes.get(index + 1)) {
                (Some(before), _) => Span::new(before.span().end, node.span().end),
                (None, Some(after)) => Span::new(node.span().start, after.span().start),
                (None, None) => node.span(),
            };
            let Self { node, query, shape, .. } = part;
            match same(shape) {
                Ok(inner) => parts.extend(inner),
                Err(shape) => parts.push(Self { node, removal, query, shape }),
            }
        }
        Some(parts)
    }

    /// The one test that it makes, and whether it asks for the contrary.
    pub(crate) fn test(&self) -> Option<(&Predicate, bool)> {
        match &self.query {
            Query::Predicate(predicate) => Some((predicate, false)),
            Query::Not(inner) => match &**inner {
                Query::Predicate(predicate) => Some((predicate, true)),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Term {
    pub(crate) fn of(part: &Part<'_>) -> Self {
        let test = part.test();
        let written = part.node.text();
        let attribute = test.and_then(|(predicate, _)| predicate.attribute.as_deref());
        let value = match bare(part.node).expr() {
            Expr::Field(field) => field.value,
            _ => bare(part.node),
        };
        let value = match value.expr() {
            Expr::Text(_) | Expr::Phrase(_) => Some(value.text().to_owned()),
            _ => None,
        };
        let text = match (attribute, bare(part.node).expr()) {
            (Some(name), Expr::Text(_) | Expr::Phrase(_) | Expr::Comparison(..) | Expr::Range(_)) => {
                let name = rumql_syntax::literal::escape_name(name);
                let sign = if test.is_some_and(|(_, contrary)| contrary) { "-" } else { "" };
                format!("{sign}{name}:{}", bare(part.node).text())
            }
            _ => written.to_owned(),
        };
        Self {
            span: part.node.span(),
            removal: part.removal,
            text,
            value,
            test: test.map(|(predicate, contrary)| (predicate.clone(), contrary)),
        }
    }

    /// The attribute that its one test asks of.
    pub(crate) fn attribute(&self) -> Option<&str> {
        self.test.as_ref().and_then(|(predicate, _)| predicate.attribute.as_deref())
    }

    /// Whether it asks that the attribute be missing.
    pub(crate) fn asks_absence(&self) -> bool {
        matches!(&self.test, Some((Predicate { test: Test::Present, .. }, true)))
    }

    /// Whether it asks that the attribute be there.
    pub(crate) fn asks_presence(&self) -> bool {
        matches!(&self.test, Some((Predicate { test: Test::Present, .. }, false)))
    }

    /// Whether it compares, or asks for the contrary of that.
    pub(crate) fn is_comparison(&self) -> bool {
        matches!(&self.test, Some((Predicate { test: Test::Compares(..) | Test::Within(..), .. }, _)))
    }

    /// Whether it asks for a wildcard.
    pub(crate) fn is_wildcard(&self) -> bool {
        matches!(&self.test, Some((Predicate { test: Test::Matches(_), .. }, false)))
    }
}

/// The node without a minus and parentheses around it.
fn bare(node: Node<'_>) -> Node<'_> {
    match node.expr() {
        Expr::Not(inner) | Expr::Group(inner) => bare(inner),
        _ => node,
    }
}

/// The leaves in the order of the text.
fn collect(query: &Query, leaves: &mut Vec<Query>) {
    match query {
        Query::All | Query::Unknown | Query::Predicate(_) => leaves.push(query.clone()),
        Query::Not(inner) => collect(inner, leaves),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| collect(part, leaves)),
    }
}
