//! `deleted-field-in-use`: a connection loses a field that queries ask for.

use std::collections::HashSet;

use rumql_document::RequestKind;
use rumql_source::{Diagnostic, Span};

use super::may_exist;
use crate::{
    context::CorpusCx,
    corpus::{Connected, Key, Use, attribute, places_ask},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A field that a connection loses while a query, a column, a sort order or a facet still asks for
    /// it. A body deletes it or gives it another id; or `mapping.lock.json` recorded it among the
    /// fields of a connection, and the connection's file no longer has it.
    ///
    /// All files of the run are looked through, and each place is told.
    ///
    /// ## Why it matters
    /// From then on these queries are refused, or match nobody, and nobody is told why.
    ///
    /// ## Example
    /// ```yaml connected
    /// connections:
    ///   - entity: users
    ///     id: crm
    ///         ^^^ error[CON005]: `crm` loses its field `lifetime_value`, and 1 place still asks for `@lifetime_value`
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: customer_tier, source_name: tier, type: string }
    /// segments:
    ///   - name: whales
    ///     query: "@lifetime_value:>10000"
    ///     limit: 100
    /// ```
    /// No finding, for nobody asks for what is gone:
    /// ```yaml connected
    /// connections:
    ///   - entity: users
    ///     id: crm
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: customer_tier, source_name: tier, type: string }
    /// segments:
    ///   - name: whales
    ///     query: "@customer_tier:gold"
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: change the queries first, or keep the field.
    pub(crate) static META = { code: "CON005", name: "deleted-field-in-use", level: Error, since: "0.1.0", corpus: check }
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let mut told = HashSet::new();
    for connected in &cx.corpus.connections().all {
        let Some(key) = connected.key() else { continue };
        match connected.request.kind {
            RequestKind::UpdateConnection => in_body(cx, connected, key, &mut told, acc),
            _ if connected.is_declared() => in_file(cx, connected, key, acc),
            _ => {}
        }
    }
}

/// What a body deletes or renames; once, if several do.
fn in_body<'a>(
    cx: &CorpusCx<'a>,
    connected: &Connected<'a>,
    key: Key<'a>,
    told: &mut HashSet<(Key<'a>, &'a str)>,
    acc: &mut Vec<(usize, Diagnostic)>,
) {
    let connection = &connected.request.connection;
    let renames =
        connection.updates.iter().filter_map(|update| Some((update.field.as_ref()?, update.id.as_ref()?)));
    let renames = renames.filter(|(field, id)| field.text != id.text).map(|(field, id)| (field, id, true));
    for (field, place, renamed) in connection.deletes.iter().map(|field| (field, field, false)).chain(renames)
    {
        // What comes back at once is a conflict, of which CON009 speaks.
        let is_this = |it: &Connected<'_>| std::ptr::eq(it.request, connected.request);
        let comes_back = cx.corpus.connections().bringing(key.0, &field.text).any(is_this);
        if comes_back || !told.insert((key, &field.text)) {
            continue;
        }
        let uses = uses(cx, key, &field.text);
        if !uses.is_empty() {
            let becomes = if renamed { format!("becomes `{}`", place.text) } else { "is deleted".to_owned() };
            let message = format!("the field `{}` {becomes}", field.text);
            acc.push((connected.file, finding(cx, place.span, &message, &field.text, &uses)));
        }
    }
}

/// What the mapping recorded and an entry of a connection file no longer has.
fn in_file(cx: &CorpusCx<'_>, connected: &Connected<'_>, key: Key<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let connections = cx.corpus.connections();
    let (Some(live), Some(id)) = (connections.live_of(key), connected.id) else { return };
    // Without a field at all it may be just the beginning of one.
    let is_told = connections.of(key).all(|it| it.sound) && connected.fields().next().is_some();
    if !connections.is_first_entry(connected) || !is_told {
        return;
    }
    for field in live.fields.iter().flatten().map(|field| field.id) {
        let is_kept = connections.bringing(key.0, field).any(|it| it.key() == Some(key));
        if is_kept || connections.is_deleted(key, field) {
            continue;
        }
        let uses = uses(cx, key, field);
        if !uses.is_empty() {
            let message = format!("`{}` loses its field `{field}`", id.text);
            let diagnostic = finding(cx, id.span, &message, field, &uses)
                .note("the mapping recorded it among the fields of this connection");
            acc.push((connected.file, diagnostic));
        }
    }
}

/// The places that ask for a field and would get nothing, once this connection has lost it.
fn uses<'c>(cx: &'c CorpusCx<'_>, key: Key<'_>, field: &str) -> Vec<&'c Use<'c>> {
    let attribute = attribute(field);
    let mut uses: Vec<&Use<'_>> = cx.corpus.uses(key.0, &attribute).collect();
    // If the mapping lacks it by now, REF001 speaks at each use.
    let is_there = || may_exist(cx, key.0, &attribute);
    if !uses.is_empty() && (!is_there() || cx.corpus.connections().is_brought_by_another(key, field)) {
        uses.clear();
    }
    uses
}

fn finding(cx: &CorpusCx<'_>, span: Span, what: &str, field: &str, uses: &[&Use<'_>]) -> Diagnostic {
    let message = format!("{what}, and {} for `{}`", places_ask(uses), attribute(field));
    let diagnostic = META
        .at(span, message)
        .note("without the field they are refused, or match nobody")
        .help(format!("take `{}` out of them first, or keep the field", attribute(field)));
    cx.point_at(diagnostic, uses)
}
