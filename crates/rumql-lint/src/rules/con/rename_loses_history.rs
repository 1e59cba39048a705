//! `rename-loses-history`: a field is deleted and added under another id.

use std::collections::HashMap;

use rumql_document::{RequestKind, Scalar};
use rumql_source::Diagnostic;

use crate::{
    context::CorpusCx,
    corpus::{Connected, Key},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A body that deletes a field and adds another one which reads the same column. Which column the
    /// deleted one reads is known from a connection file, or from `mapping.lock.json`.
    ///
    /// ## Why it matters
    /// The new field begins empty, and what hangs on the old one, its groups and its description, is
    /// lost. An update can give a field another id.
    ///
    /// ## Example
    /// ```json connected
    /// {"data": {
    ///   "type": "connection_id",
    ///   "id": "crm",
    ///   "attributes": {
    ///     "fields_to_add": [{"id": "plan", "source_name": "tier", "type": "string"}],
    ///                              ^^^^^^ warning[CON016]: `plan` reads the column of `customer_tier`, which is deleted
    ///     "fields_to_delete": ["customer_tier"]
    ///   }
    /// }}
    /// ```
    /// No finding, for it reads another column:
    /// ```json connected
    /// {"data": {
    ///   "type": "connection_id",
    ///   "id": "crm",
    ///   "attributes": {
    ///     "fields_to_add": [{"id": "plan", "source_name": "plan", "type": "string"}],
    ///     "fields_to_delete": ["customer_tier"]
    ///   }
    /// }}
    /// ```
    ///
    /// ## Fix
    /// None: write `fields_to_update` with `field_id` and `updated_field_id`.
    pub(crate) static META = { code: "CON016", name: "rename-loses-history", level: Warning, since: "0.1.0", corpus: check }
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let all = &cx.corpus.connections().all;
    for connected in all.iter().filter(|it| it.request.kind == RequestKind::UpdateConnection) {
        let deletes = &connected.request.connection.deletes;
        let Some(key) = connected.key().filter(|_| !deletes.is_empty()) else { continue };
        let columns = columns(cx, key);
        let by_column: HashMap<&str, &Scalar> =
            deletes.iter().filter_map(|field| Some((*columns.get(field.text.as_str())?, field))).collect();
        for (field, id) in connected.fields() {
            let deleted = field.source_name.as_ref().and_then(|source| by_column.get(source.text.as_str()));
            if let Some(deleted) = deleted.filter(|deleted| deleted.text != id.text) {
                acc.push((connected.file, finding(cx, connected, id, deleted)));
            }
        }
    }
}

/// The column of each field of a connection, as far as they are known.
fn columns<'c>(cx: &'c CorpusCx<'_>, key: Key<'c>) -> HashMap<&'c str, &'c str> {
    let connections = cx.corpus.connections();
    let live = connections.live_of(key).into_iter().flat_map(|live| live.fields.iter().flatten());
    let mut columns: HashMap<&str, &str> =
        live.filter_map(|field| Some((field.id, field.source_name?))).collect();
    for it in connections.of(key).filter(|it| it.request.kind != RequestKind::UpdateConnection) {
        let told = it.fields().filter_map(|(field, id)| Some((id, field.source_name.as_ref()?)));
        columns.extend(told.map(|(id, source)| (id.text.as_str(), source.text.as_str())));
    }
    columns
}

fn finding(cx: &CorpusCx<'_>, connected: &Connected<'_>, id: &Scalar, deleted: &Scalar) -> Diagnostic {
    let message = format!("`{}` reads the column of `{}`, which is deleted", id.text, deleted.text);
    let mut diagnostic =
        META.at(id.span, message).note("a field that is deleted and added anew begins empty").help(format!(
            "rename it by `fields_to_update`: `field_id` is `{}`, `updated_field_id` is `{}`",
            deleted.text, id.text
        ));
    diagnostic.labels.push(cx.label(connected.file, deleted.span, "deleted here".to_owned()));
    diagnostic
}
