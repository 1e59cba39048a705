//! Which values is an attribute asked for?
//!
//! The rules about values look at each one by itself, wherever it stands: alone, negated, or in
//! a group.

use std::borrow::Cow;

use rumql_catalog::{Attribute, Basis};
use rumql_source::Span;
use rumql_syntax::{
    ast::{Expr, Node},
    literal::{Pattern, unescape_name},
};

use crate::{context::QueryCx, rules::syn::unresolved_placeholder::is_placeholder};

/// An attribute that is known for certain, and one thing that is asked of it.
pub(crate) struct Asked<'a> {
    /// The attribute.
    pub(crate) attribute: &'a Attribute,
    /// A text, a quoted text, a comparison or a range.
    pub(crate) node: Node<'a>,
}

/// A value without wildcards.
pub(crate) struct Literal {
    /// What it says, escapes undone.
    pub(crate) text: String,
    /// Where it stands, quotes included.
    pub(crate) span: Span,
    /// Whether it stands in quotes.
    pub(crate) quoted: bool,
}

/// What is asked of attributes that are known for certain and pass `wanted`, in a query without
/// errors. Values that are a problem already are left out.
pub(crate) fn asked<'a>(cx: &QueryCx<'a>, wanted: impl Fn(&Attribute) -> bool) -> Vec<Asked<'a>> {
    let mut found = Vec::new();
    if !cx.is_sound() {
        return found;
    }
    for (_, field) in cx.fields() {
        let is_plain = !field.name.contains(['\\', '"']);
        let name = if is_plain { Cow::from(field.name) } else { Cow::from(unescape_name(field.name)) };
        let catalog = cx.scope.catalog();
        let Some(attribute) = catalog.get(&name).or_else(|| catalog.family_of(&name)) else { continue };
        if attribute.basis == Basis::Stated && wanted(attribute) {
            collect(field.value, attribute, &mut found);
        }
    }
    found.retain(|asked| !is_a_problem(cx, asked.node.span()));
    found
}

/// Whether another rule speaks about something in these bytes.
fn is_a_problem(cx: &QueryCx<'_>, span: Span) -> bool {
    // They are in the order of the text.
    let problems = &cx.lowered.problems;
    let next = problems.partition_point(|problem| problem.span.start < span.start);
    problems.get(next).is_some_and(|problem| problem.span.start < span.end)
}

// The depth of the tree is capped by the parser, and so is this recursion.
fn collect<'a>(node: Node<'a>, attribute: &'a Attribute, found: &mut Vec<Asked<'a>>) {
    match node.expr() {
        Expr::And(operands) | Expr::Or(operands) => {
            operands.for_each(|operand| collect(operand, attribute, found));
        }
        Expr::Not(inner) | Expr::Group(inner) => collect(inner, attribute, found),
        Expr::Text(_) | Expr::Phrase(_) | Expr::Comparison(..) | Expr::Range(_) => {
            found.push(Asked { attribute, node });
        }
        // A field inside has values of its own.
        Expr::Field(_) | Expr::Empty | Expr::Cidr | Expr::Error => {}
    }
}

impl Asked<'_> {
    /// The value, if it is one text that is asked for as it is, and nothing to be filled in.
    pub(crate) fn literal(&self) -> Option<Literal> {
        let (pattern, quoted) = match self.node.expr() {
            Expr::Text(text) => (Pattern::bare(text), false),
            Expr::Phrase(text) => (Pattern::quoted(text), true),
            _ => return None,
        };
        let text = pattern.as_literal().filter(|text| !text.is_empty())?.to_owned();
        (!is_placeholder(self.node.text())).then(|| Literal { text, span: self.node.span(), quoted })
    }
}
