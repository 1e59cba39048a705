//! What does a rule get to see?

use rumql_document::{Document, Request};
use rumql_hir::Scope;
use rumql_source::{Entity, Profile, Span};
use rumql_syntax::{
    Parse,
    ast::{Field, Node},
};

/// One query, read.
#[derive(Clone, Copy)]
pub(crate) struct QueryCx<'a> {
    /// What it is read against.
    pub(crate) scope: &'a Scope<'a>,
    /// Its tree and syntax errors.
    pub(crate) parse: &'a Parse,
    /// The segment or body around it.
    pub(crate) request: Option<&'a Request>,
}

/// One segment or API body.
#[derive(Clone, Copy)]
pub(crate) struct RequestCx<'a> {
    /// The request.
    pub(crate) request: &'a Request,
    /// What its names are looked up in; `None` if the entity is not known.
    pub(crate) scope: Option<&'a Scope<'a>>,
    /// The file's text.
    pub(crate) text: &'a str,
}

/// One file, for what is wrong around its queries.
#[derive(Clone, Copy)]
pub(crate) struct HostCx<'a> {
    /// The file's text.
    pub(crate) text: &'a str,
    /// The file.
    pub(crate) document: &'a Document,
}

impl<'a> QueryCx<'a> {
    /// The query's text, which spans speak of.
    pub(crate) fn text(&self) -> &'a str {
        self.parse.tree.text()
    }

    /// The text of a part.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        span.slice(self.text())
    }

    /// What the query selects.
    pub(crate) fn entity(&self) -> Entity {
        self.scope.entity
    }

    /// The dialect it is written in.
    pub(crate) fn profile(&self) -> Profile {
        self.scope.entity.profile()
    }

    /// Whether the text has no syntax error. A rule that reads between the words looks only
    /// at such a query: the pieces of a broken one mislead.
    pub(crate) fn is_sound(&self) -> bool {
        self.parse.errors.is_empty()
    }

    /// Every node of the tree.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'a>> {
        self.parse.tree.nodes()
    }

    /// Every field of the tree.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (Node<'a>, Field<'a>)> {
        self.nodes().filter_map(|node| match node.expr() {
            rumql_syntax::ast::Expr::Field(field) => Some((node, field)),
            _ => None,
        })
    }
}
