//! `duplicate-field-id`: two fields would be one attribute.

use std::collections::HashMap;

use rumql_document::Scalar;
use rumql_source::{Diagnostic, Entity, Span};

use super::has_hole;
use crate::{
    context::CorpusCx,
    corpus::{Connected, Key, attribute},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// Two fields with the same id: in one connection, or in two connections of an entity, whichever
    /// files they stand in. What a body adds is held against the connections that `mapping.lock.json`
    /// recorded as well; a connection file says what shall be, and they may be on their way out.
    ///
    /// A field that moves is fine: one body deletes it from one connection, another adds it elsewhere.
    ///
    /// ## Why it matters
    /// Both would be the same attribute, and a query could not say which of them it asks for.
    ///
    /// ## Example
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: plan, source_name: plan, type: string }
    ///       - { id: plan, source_name: plan_name, type: string }
    ///               ^^^^ error[CON003]: the field `plan` is defined twice
    /// ```
    /// No finding:
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: plan, source_name: plan, type: string }
    ///       - { id: plan_name, source_name: plan_name, type: string }
    /// ```
    ///
    /// ## Fix
    /// None: give one of them another id, or take it out.
    pub(crate) static META = { code: "CON003", name: "duplicate-field-id", level: Error, since: "0.1.0", corpus: check }
}

/// Where a field is defined.
#[derive(Clone, Copy)]
struct Definition<'a> {
    connected: Connected<'a>,
    id: &'a Scalar,
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let mut across: HashMap<Key<'_>, Definition<'_>> = HashMap::new();
    for connected in &cx.corpus.connections().all {
        let mut within: HashMap<&str, &Scalar> = HashMap::new();
        for (_, id) in connected.fields().filter(|(_, id)| !has_hole(&id.text)) {
            let field = id.text.as_str();
            if let Some(first) = within.get(field) {
                acc.push((connected.file, twice(cx, connected, id, first.span)));
                continue;
            }
            within.insert(field, id);
            let Some(entity) = connected.entity else { continue };
            let this = Definition { connected: *connected, id };
            match across.get(&(entity, field)) {
                Some(first) if is_clash(cx, first, &this) => {
                    acc.push((connected.file, elsewhere(cx, first, &this)))
                }
                Some(_) => {}
                None => {
                    acc.extend(live(cx, &this, entity).map(|diagnostic| (connected.file, diagnostic)));
                    across.insert((entity, field), this);
                }
            }
        }
    }
}

/// Whether two fields of the same id, in two requests, would both be there.
fn is_clash(cx: &CorpusCx<'_>, first: &Definition<'_>, second: &Definition<'_>) -> bool {
    let (Some(one), Some(other)) = (first.connected.key(), second.connected.key()) else { return false };
    if one == other {
        // A body that creates a connection, or changes it, comes beside what shall be in the end.
        return first.connected.is_declared() && second.connected.is_declared();
    }
    let is_deleted = |key| cx.corpus.connections().is_deleted(key, &first.id.text);
    !is_deleted(one) && !is_deleted(other)
}

fn twice(cx: &CorpusCx<'_>, connected: &Connected<'_>, id: &Scalar, first: Span) -> Diagnostic {
    let span = own_span(connected, id, first);
    let mut diagnostic = META.at(span, format!("the field `{}` is defined twice", id.text));
    diagnostic.labels.push(cx.label(connected.file, first, "first defined here".to_owned()));
    remedy(diagnostic, &id.text)
}

/// Where to speak of a field: an alias brings one that stands elsewhere.
fn own_span(connected: &Connected<'_>, id: &Scalar, first: Span) -> Span {
    connected.id.filter(|_| first == id.span).map_or(id.span, |connection| connection.span)
}

fn elsewhere(cx: &CorpusCx<'_>, first: &Definition<'_>, second: &Definition<'_>) -> Diagnostic {
    let other = first.connected.id.map_or("", |id| id.text.as_str());
    let span = match first.connected.file == second.connected.file {
        true => own_span(&second.connected, second.id, first.id.span),
        false => second.id.span,
    };
    let field = &second.id.text;
    let message = if first.connected.key() == second.connected.key() {
        format!("the field `{field}` of `{other}` is defined twice")
    } else {
        format!("the field `{field}` is defined by the connection `{other}` as well")
    };
    let mut diagnostic = META.at(span, message);
    diagnostic.labels.push(cx.label(first.connected.file, first.id.span, "first defined here".to_owned()));
    remedy(diagnostic, field)
}

/// A body adds a field that is there already, brought by a connection that no file here speaks of.
fn live(cx: &CorpusCx<'_>, this: &Definition<'_>, entity: Entity) -> Option<Diagnostic> {
    let connections = cx.corpus.connections();
    let key = this.connected.key().filter(|_| !this.connected.is_declared())?;
    let field = this.id.text.as_str();
    if connections.live_bringing(entity, field).any(|own| own == key.1) {
        return None;
    }
    let is_other = |id: &str| {
        let other = (entity, id);
        other != key && connections.of(other).next().is_none()
    };
    let other = connections.live_bringing(entity, field).find(|other| is_other(other))?;
    let diagnostic = META
        .at(this.id.span, format!("the field `{field}` is defined by the connection `{other}` as well"))
        .note(format!("the mapping recorded `{other}` among the connections of {entity}"));
    Some(remedy(diagnostic, field))
}

fn remedy(diagnostic: Diagnostic, field: &str) -> Diagnostic {
    diagnostic
        .note(format!("both would be `{}`, and a query could not tell them apart", attribute(field)))
        .help("give one of them another id, or take it out")
}
