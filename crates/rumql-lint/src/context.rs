//! What does a rule get to see?

use rumql_catalog::{Attribute, Basis};
use rumql_document::{Document, EmbeddedQuery, Request};
use rumql_hir::{Lowered, Scope, lower};
use rumql_source::{Edit, Entity, Profile, Span, apply_edits};
use rumql_syntax::{
    Parse,
    ast::{Field, Node},
    parse,
};

use crate::{Extent, Finding, Input, Settings, corpus::Corpus, logic::Logic, rule::Rule};

/// One query, read.
#[derive(Clone, Copy)]
pub(crate) struct QueryCx<'a> {
    /// What it is read against.
    pub(crate) scope: &'a Scope<'a>,
    /// Its tree and syntax errors.
    pub(crate) parse: &'a Parse,
    /// What it means.
    pub(crate) lowered: &'a Lowered,
    /// Its place in the file, and what it is for.
    pub(crate) embedded: &'a EmbeddedQuery,
    /// How its parts stand to each other; `None` if it could not be read throughout.
    pub(crate) logic: Option<&'a Logic<'a>>,
    /// The rules in force, and their thresholds.
    pub(crate) settings: &'a Settings,
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
    /// The file, what it is checked against, and the rules in force.
    pub(crate) input: &'a Input<'a>,
    /// The queries of the request.
    pub(crate) queries: &'a [&'a ReadQuery<'a>],
}

/// One query of a file, read once for all rules.
#[derive(Debug)]
pub(crate) struct ReadQuery<'a> {
    /// Its place in the file.
    pub(crate) embedded: &'a EmbeddedQuery,
    /// Its tree and syntax errors.
    pub(crate) parse: Parse,
    /// What it is read against; where the file does not say whose query it is, users.
    pub(crate) scope: Scope<'a>,
    /// What it means there.
    pub(crate) lowered: Lowered,
}

/// One file, read once for all rules, and checked by itself.
#[derive(Debug)]
pub struct ReadFile<'a> {
    /// The file and what it is checked against.
    pub(crate) input: &'a Input<'a>,
    /// The rules in force.
    pub(crate) rules: Vec<&'static Rule>,
    /// Its queries, in the document's order.
    pub(crate) queries: Vec<ReadQuery<'a>>,
    /// What is wrong within it, whether asked for or not.
    pub(crate) own: Vec<Finding>,
}

/// All files of a run, for what is wrong between them.
#[derive(Clone, Copy)]
pub(crate) struct CorpusCx<'a> {
    /// The files.
    pub(crate) files: &'a [ReadFile<'a>],
    /// What they say of attributes and connections.
    pub(crate) corpus: &'a Corpus<'a>,
    /// Whether there may be more of them.
    pub(crate) extent: Extent,
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

    /// The attribute of a name, escapes undone. Unlike [`Scope::resolve`] it looks for no other name
    /// that may be meant, and so costs next to nothing.
    pub(crate) fn known(&self, name: &str) -> Option<&'a Attribute> {
        self.scope.attribute(name)
    }

    /// The same, if its type is certain enough to find fault with a value.
    pub(crate) fn certain(&self, name: &str) -> Option<&'a Attribute> {
        self.known(name).filter(|attribute| attribute.basis == Basis::Stated)
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

    /// Whether the query can be read after these edits, and means the same.
    pub(crate) fn means_the_same_after(&self, edits: &[Edit]) -> bool {
        let Some(text) = apply_edits(self.text(), edits) else { return false };
        let parse = parse(&text);
        let after = lower(&parse, self.scope);
        parse.errors.is_empty()
            && after.query == self.lowered.query
            && after.problems.len() <= self.lowered.problems.len()
    }
}
