//! `facet-filters-itself`: the values of what is fixed to one value.

use rumql_catalog::Multiplicity;
use rumql_document::Role;
use rumql_source::{Diagnostic, Span};
use rumql_syntax::{
    ast::{Expr, Field, Node},
    literal::{Pattern, unescape_name},
};

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A facet whose search fixes the very attribute that is counted to one value.
    ///
    /// ## Why it matters
    /// The answer has one row: that value, and how many match. It looks like a distribution and is none.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "users_facet_info_request",
    ///   "attributes": {
    ///     "facet_id": "first_browser_name", "limit": 10,
    ///     "search": {"query": "first_browser_name:Chrome AND last_seen:>30d"}
    ///                          ^^^^^^^^^^^^^^^^^^^^^^^^^ info[BOD014]: the search leaves one value of the facet `first_browser_name`
    ///   }
    /// }}
    /// ```
    /// No finding, for several values are left:
    /// ```json
    /// {"data": {
    ///   "type": "users_facet_info_request",
    ///   "attributes": {
    ///     "facet_id": "first_browser_name", "limit": 10,
    ///     "search": {"query": "first_browser_name:Chrome* AND last_seen:>30d"}
    ///   }
    /// }}
    /// ```
    ///
    /// ## Fix
    /// None: leave the condition out, or count another attribute.
    pub(crate) static META = { code: "BOD014", name: "facet-filters-itself", level: Info, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(facet) = &cx.request.facet else { return };
    let search = cx.queries.iter().find(|query| query.embedded.role == Role::FacetSearch);
    let Some(search) = search.filter(|search| search.parse.errors.is_empty()) else { return };
    // Another value of the same record would be counted as well.
    let resolution = search.scope.resolve(&facet.text);
    if resolution.certain().is_none_or(|attribute| attribute.multiplicity != Multiplicity::One) {
        return;
    }
    if let Some(span) = fixed(search.parse.tree.root(), &facet.text) {
        acc.push(
            META.at(
                search.embedded.scalar.map.to_host(span),
                format!("the search leaves one value of the facet `{}`", facet.text),
            )
            .also(facet.span, "what is counted")
            .help("leave the condition out, or count another attribute"),
        );
    }
}

/// The condition, of those that must all hold, that fixes the attribute to one value.
fn fixed(node: Node<'_>, name: &str) -> Option<Span> {
    match node.expr() {
        Expr::And(mut operands) => operands.find_map(|operand| fixed(operand, name)),
        Expr::Group(inner) => fixed(inner, name),
        Expr::Field(field) if unescape_name(field.name) == name && is_one_value(&field) => Some(node.span()),
        _ => None,
    }
}

fn is_one_value(field: &Field<'_>) -> bool {
    match field.value.expr() {
        Expr::Text(text) => Pattern::bare(text).as_literal().is_some(),
        Expr::Phrase(_) => true,
        _ => false,
    }
}
