//! `pending-attribute`: a connection in the files brings the attribute, and it is not live yet.

use std::collections::HashSet;

use rumql_source::{Diagnostic, Entity, Span};

use crate::{
    context::CorpusCx,
    corpus::{Connected, Use, attribute, owners},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// An attribute that the mapping does not list, and that a connection in the files of the run brings.
    /// It is told once a query or request, and nothing more is said about the attribute there. It needs
    /// a mapping.
    ///
    /// ## Why it matters
    /// Until the connection is made or changed, the query is refused or matches nobody. Afterwards the
    /// mapping should be fetched again, so that values are checked as well.
    ///
    /// ## Example
    /// ```yaml mapping
    /// connections:
    ///   - entity: users
    ///     id: churn
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: churn_risk, source_name: risk, type: number }
    /// segments:
    ///   - name: leaving
    ///     query: "@churn_risk:>0.8"
    ///             ^^^^^^^^^^^ info[REF009]: `@churn_risk` is not live yet
    ///     limit: 100
    /// ```
    /// No finding of this rule where no connection brings it, for then it is unknown; nor for what the
    /// mapping lists:
    /// ```yaml mapping
    /// connections:
    ///   - entity: users
    ///     id: crm
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: customer_tier, source_name: tier, type: string }
    /// segments:
    ///   - name: gold
    ///     query: "@customer_tier:gold"
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: make or change the connection, then fetch the mapping again.
    pub(crate) static META = { code: "REF009", name: "pending-attribute", level: Info, since: "0.1.0", corpus: check }
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let mut told = HashSet::new();
    for connected in &cx.corpus.connections().all {
        for id in connected.fields().map(|(_, id)| id).chain(connected.renamed()) {
            for entity in owners(connected.request.entity) {
                let name = attribute(&id.text);
                if is_pending(cx, *entity, &name) && told.insert((*entity, name.clone())) {
                    tell(cx, *entity, &name, connected, id.span, acc);
                }
            }
        }
    }
}

fn is_pending(cx: &CorpusCx<'_>, entity: Entity, name: &str) -> bool {
    let catalog = cx.files.first().map(|file| file.input.catalogs.of(entity));
    catalog.is_some_and(|catalog| catalog.is_complete() && catalog.get(name).is_none())
}

/// A finding at the first use in each query or request.
fn tell(
    cx: &CorpusCx<'_>,
    entity: Entity,
    name: &str,
    connected: &Connected<'_>,
    defined: Span,
    acc: &mut Vec<(usize, Diagnostic)>,
) {
    let mut before: Option<&Use<'_>> = None;
    for it in cx.corpus.uses(entity, name) {
        let is_same = before.is_some_and(|before| (before.file, before.request) == (it.file, it.request));
        before = Some(it);
        if is_same {
            continue;
        }
        let by = connected.id.map_or("a connection".to_owned(), |id| format!("the connection `{}`", id.text));
        let mut diagnostic = META
            .at(it.span, format!("`{name}` is not live yet"))
            .note("the mapping does not list it; nothing more is checked about it")
            .help("make or change the connection, then fetch the mapping again");
        diagnostic.labels.push(cx.label(connected.file, defined, format!("{by} brings it")));
        acc.push((it.file, diagnostic));
    }
}
