//! How does a tree become a meaning?

mod number;
mod time;
mod typed;

use std::slice::Iter;

use rumql_source::{Entity, Span};
use rumql_syntax::{
    Parse,
    ast::{Children, Expr, Field, Node, is_stars},
    literal::{Pattern, unescape_name},
};

use crate::{
    Predicate, Problem, ProblemKind, Query, Resolution, Scope, Test,
    lower::typed::{Asked, test},
};

/// A meaning, where each leaf of it comes from, and what is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lowered {
    /// What the query selects.
    pub entity: Entity,
    /// The meaning.
    pub query: Query,
    /// The places of its leaves.
    pub origins: Origins,
    /// What is wrong, in the order of the text.
    pub problems: Vec<Problem>,
}

/// The places of a query's leaves: the n-th belongs to the n-th leaf in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins(Vec<Origin>);

/// The place of one leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The field's name, if it has one.
    pub name: Option<Span>,
    /// The value, or the whole term where no field asks for one.
    pub value: Span,
}

impl Lowered {
    /// Whether every part was read, and none of them is most likely a slip of another meaning: only
    /// then is a proof about the query one about what was meant.
    pub fn is_settled(&self) -> bool {
        let is_slip = |problem: &Problem| problem.kind == ProblemKind::MissingUnit;
        !self.query.has_unknown() && !self.problems.iter().any(is_slip)
    }
}

impl Origins {
    /// The places, in the order of the leaves.
    pub fn iter(&self) -> Iter<'_, Origin> {
        self.0.iter()
    }
}

impl Lowered {
    /// Shows each test of the query with its place, in the order of the text.
    pub fn each_test<'a>(&'a self, mut see: impl FnMut(&'a Predicate, Origin)) {
        walk(&self.query, &mut self.origins.iter(), &mut see);
    }
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

impl Origin {
    /// The whole term.
    pub fn term(&self) -> Span {
        self.name.map_or(self.value, |name| name.join(self.value))
    }
}

/// Reads a parsed query against what is known. Goes on after each problem; an error in the
/// text is not a problem here, and what it covers is unknown.
pub fn lower(parse: &Parse, scope: &Scope<'_>) -> Lowered {
    let mut lowering = Lowering { scope, origins: Vec::new(), problems: Vec::new() };
    let query = lowering.expr(parse.tree.root(), None);
    Lowered { entity: scope.entity, query, origins: Origins(lowering.origins), problems: lowering.problems }
}

struct Lowering<'a, 's> {
    scope: &'s Scope<'a>,
    origins: Vec<Origin>,
    problems: Vec<Problem>,
}

/// The field that a value belongs to.
struct Asking<'a> {
    name: String,
    span: Span,
    resolution: Resolution<'a>,
}

impl<'a> Lowering<'a, '_> {
    // The depth of the tree is capped by the parser, and so is this recursion.
    fn expr(&mut self, node: Node<'_>, field: Option<&Asking<'a>>) -> Query {
        match node.expr() {
            Expr::Empty => self.leaf(Query::All, node, None),
            Expr::Or(operands) => Query::or(self.all(operands, field)),
            Expr::And(operands) => Query::and(self.all(operands, field)),
            Expr::Not(operand) => Query::not(self.expr(operand, field)),
            Expr::Group(inner) => self.expr(inner, field),
            Expr::Field(inner) => self.field(node, &inner),
            Expr::Cidr => {
                let test = Test::Cidr(node.with_single_blanks());
                self.predicate(node, None, test)
            }
            Expr::Text(_) | Expr::Phrase(_) | Expr::Comparison(..) | Expr::Range(_) => match field {
                Some(field) => self.value(node, field),
                None => self.free(node),
            },
            Expr::Error => self.leaf(Query::Unknown, node, field.map(|field| field.span)),
        }
    }

    fn all(&mut self, operands: Children<'_>, field: Option<&Asking<'a>>) -> Vec<Query> {
        operands.map(|operand| self.expr(operand, field)).collect()
    }

    fn field(&mut self, node: Node<'_>, field: &Field<'_>) -> Query {
        let name = unescape_name(field.name);
        if is_stars(field.name) {
            return match field.value.expr() {
                Expr::Text(text) if is_stars(text) => self.leaf(Query::All, node, None),
                _ => self.expr(field.value, None),
            };
        }
        if matches!(name.as_str(), "_exists_" | "_missing_") && field.value.names_fields() {
            return self.legacy_presence(field.value, name == "_missing_");
        }
        let asking = self.ask(name, field.name_span);
        self.expr(field.value, Some(&asking))
    }

    /// `_exists_:f` and `_missing_:f`; in `_exists_:(f OR g)` each member names a field.
    fn legacy_presence(&mut self, value: Node<'_>, missing: bool) -> Query {
        let all = |this: &mut Self, operands: Children<'_>| {
            operands.map(|operand| this.legacy_presence(operand, missing)).collect()
        };
        match value.expr() {
            Expr::Or(operands) => Query::or(all(self, operands)),
            Expr::And(operands) => Query::and(all(self, operands)),
            Expr::Not(operand) => Query::not(self.legacy_presence(operand, missing)),
            Expr::Group(inner) => self.legacy_presence(inner, missing),
            _ => {
                let asking = self.ask(unescape_name(value.text()), value.span());
                let present = self.predicate(value, Some(&asking), Test::Present);
                if missing { Query::not(present) } else { present }
            }
        }
    }

    fn value(&mut self, node: Node<'_>, field: &Asking<'a>) -> Query {
        let mut found = Vec::new();
        let asked = Asked { scope: self.scope, resolution: &field.resolution };
        let test = test(&asked, node, &mut found);
        let broken = !found.is_empty() && test.is_none();
        self.problems.extend(found.into_iter().map(|(span, kind)| Problem {
            span,
            attribute: field.name.clone(),
            kind,
        }));
        match test {
            Some(test) => self.predicate(node, Some(field), test),
            None => {
                debug_assert!(broken || node.children().any(|child| matches!(child.expr(), Expr::Error)));
                self.leaf(Query::Unknown, node, Some(field.span))
            }
        }
    }

    /// A term without a field: any attribute may hold it.
    fn free(&mut self, node: Node<'_>) -> Query {
        let pattern = match node.expr() {
            Expr::Text(text) if is_stars(text) => return self.leaf(Query::All, node, None),
            Expr::Text(text) => Pattern::bare(text),
            Expr::Phrase(text) => Pattern::quoted(text),
            _ => {
                let asked = Asked { scope: self.scope, resolution: &Resolution::Open };
                return match test(&asked, node, &mut Vec::new()) {
                    Some(test) => self.predicate(node, None, test),
                    None => self.leaf(Query::Unknown, node, None),
                };
            }
        };
        self.predicate(node, None, Test::Matches(pattern))
    }

    fn ask(&mut self, name: String, span: Span) -> Asking<'a> {
        let resolution = self.scope.resolve(&name);
        if let Resolution::Wrong(problem) = &resolution {
            self.problems.push(Problem {
                span,
                attribute: name.clone(),
                kind: ProblemKind::Name(problem.clone()),
            });
        }
        Asking { name, span, resolution }
    }

    fn predicate(&mut self, node: Node<'_>, field: Option<&Asking<'a>>, test: Test) -> Query {
        let attribute = field.map(|field| field.name.clone());
        self.leaf(Query::Predicate(Predicate { attribute, test }), node, field.map(|field| field.span))
    }

    fn leaf(&mut self, query: Query, node: Node<'_>, name: Option<Span>) -> Query {
        self.origins.push(Origin { name, value: node.span() });
        query
    }
}
