//! `conflicting-update`: an update contradicts itself, or changes what is not there.

use std::collections::{HashMap, HashSet};

use rumql_document::{RequestKind, Scalar};
use rumql_source::{Diagnostic, Entity, Span};

use super::has_hole;
use crate::{
    context::CorpusCx,
    corpus::{Connected, Key, owners},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A body that adds or changes a field and deletes it as well, changes a field twice, or gives two
    /// fields one id. With a mapping that recorded connections, also a change of a field, or of a
    /// connection, that is not there.
    ///
    /// ## Why it matters
    /// What comes of it depends on which part is done first, or the API refuses all of it.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "connection_id",
    ///   "id": "crm",
    ///   "attributes": {
    ///     "fields_to_add": [{"id": "plan", "source_name": "plan", "type": "string"}],
    ///     "fields_to_delete": ["plan"]
    ///                          ^^^^^^ error[CON009]: the field `plan` is added and deleted at once
    ///   }
    /// }}
    /// ```
    /// No finding:
    /// ```json
    /// {"data": {
    ///   "type": "connection_id",
    ///   "id": "crm",
    ///   "attributes": {
    ///     "fields_to_add": [{"id": "plan", "source_name": "plan", "type": "string"}],
    ///     "fields_to_delete": ["old_plan"]
    ///   }
    /// }}
    /// ```
    ///
    /// ## Fix
    /// None: take one of them out.
    pub(crate) static META = { code: "CON009", name: "conflicting-update", level: Error, since: "0.1.0", corpus: check }
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let all = &cx.corpus.connections().all;
    for connected in all.iter().filter(|it| it.request.kind == RequestKind::UpdateConnection) {
        let mut found = Vec::new();
        contradictions(cx, connected, &mut found);
        found.extend(unknown_connection(cx, connected));
        if let Some(key) = connected.key() {
            unknown_fields(cx, connected, key, &mut found);
        }
        acc.extend(found.into_iter().map(|diagnostic| (connected.file, diagnostic)));
    }
}

/// What a body says against itself.
fn contradictions(cx: &CorpusCx<'_>, connected: &Connected<'_>, acc: &mut Vec<Diagnostic>) {
    let connection = &connected.request.connection;
    let added: HashMap<&str, &Scalar> = connected.fields().map(|(_, id)| (id.text.as_str(), id)).collect();
    let mut changed: HashMap<&str, &Scalar> = HashMap::new();
    for field in connection.updates.iter().filter_map(|update| update.field.as_ref()) {
        match changed.get(field.text.as_str()) {
            Some(first) => {
                let message = format!("the field `{}` is changed twice", field.text);
                acc.push(conflict(cx, connected, field, message, first.span, "first changed here"));
            }
            None => {
                changed.insert(&field.text, field);
            }
        }
    }
    for field in &connection.deletes {
        let (other, verb) = match (added.get(field.text.as_str()), changed.get(field.text.as_str())) {
            (Some(added), _) => (added, "added"),
            (None, Some(changed)) => (changed, "changed"),
            (None, None) => continue,
        };
        let message = format!("the field `{}` is {verb} and deleted at once", field.text);
        acc.push(conflict(cx, connected, field, message, other.span, &format!("{verb} here")));
    }
    let mut renamed: HashMap<&str, &Scalar> = HashMap::new();
    for id in connected.renamed() {
        let first =
            added.get(id.text.as_str()).or_else(|| renamed.get(id.text.as_str())).map(|first| first.span);
        if let Some(first) = first {
            let message = format!("two fields would be called `{}`", id.text);
            acc.push(conflict(cx, connected, id, message, first, "the other one"));
        }
        renamed.insert(&id.text, id);
    }
}

fn conflict(
    cx: &CorpusCx<'_>,
    connected: &Connected<'_>,
    at: &Scalar,
    message: String,
    other: Span,
    label: &str,
) -> Diagnostic {
    let mut diagnostic = META.at(at.span, message).help("take one of them out");
    diagnostic.labels.push(cx.label(connected.file, other, label.to_owned()));
    diagnostic
}

/// A change of a connection that is neither recorded nor made by a file of the run.
fn unknown_connection(cx: &CorpusCx<'_>, connected: &Connected<'_>) -> Option<Diagnostic> {
    let connections = cx.corpus.connections();
    let id = connected.id.filter(|id| !has_hole(&id.text))?;
    let owners = owners(connected.entity);
    // Where none is recorded, they were perhaps not asked for.
    let is_told = owners.iter().all(|entity| connections.live(*entity).next().is_some());
    let makes = |it: &Connected<'_>| it.request.kind != RequestKind::UpdateConnection;
    let is_known = |entity: &Entity| {
        let key = (*entity, id.text.as_str());
        connections.live_of(key).is_some() || connections.of(key).any(makes)
    };
    // One that does not say whose it is may be this one.
    let may_be_it = |it: &Connected<'_>| {
        makes(it) && it.entity.is_none() && it.id.is_some_and(|other| other.text == id.text)
    };
    if !is_told || owners.iter().any(is_known) || connections.all.iter().any(may_be_it) {
        return None;
    }
    let recorded: Vec<&str> =
        owners.iter().flat_map(|entity| connections.live(*entity)).map(|live| live.id).collect();
    Some(
        META.at(id.span, format!("there is no connection `{}`", id.text))
            .note(format!("the mapping recorded {}", listed(&recorded)))
            .help("create it first, or correct its id"),
    )
}

/// Changes of fields that a recorded connection does not have, and that no file of the run adds.
fn unknown_fields(cx: &CorpusCx<'_>, connected: &Connected<'_>, key: Key<'_>, acc: &mut Vec<Diagnostic>) {
    let connections = cx.corpus.connections();
    let Some(fields) = connections.live_of(key).and_then(|live| live.fields.as_ref()) else { return };
    let recorded: HashSet<&str> = fields.iter().map(|field| field.id).collect();
    for update in &connected.request.connection.updates {
        let Some(field) = update.field.as_ref().filter(|field| !has_hole(&field.text)) else { continue };
        let is_added = || connections.bringing(key.0, &field.text).any(|it| it.key() == Some(key));
        // Under its new name it is there: the update was made already.
        let is_done = update.id.as_ref().is_some_and(|id| recorded.contains(id.text.as_str()));
        if !recorded.contains(field.text.as_str()) && !is_done && !is_added() {
            let names: Vec<&str> = fields.iter().map(|field| field.id).collect();
            let diagnostic = META
                .at(field.span, format!("the connection `{}` has no field `{}`", key.1, field.text))
                .note(format!("the mapping recorded {}", listed(&names)))
                .help("add the field first, or correct its id");
            acc.push(diagnostic);
        }
    }
}

/// A few names: "`a`, `b`".
fn listed(names: &[&str]) -> String {
    const LISTED: usize = 12;
    let mut list: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    if names.len() > LISTED {
        list.push(format!("and {} more", names.len() - LISTED));
    }
    if list.is_empty() { "none".to_owned() } else { list.join(", ") }
}
