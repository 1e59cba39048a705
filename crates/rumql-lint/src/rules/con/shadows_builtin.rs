//! `shadows-builtin`: a field has the name of a built-in attribute.

use rumql_catalog::{Basis, Catalog};
use rumql_document::Scalar;
use rumql_source::Diagnostic;

use super::{catalogs, has_hole};
use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A field of a connection with the id of a built-in attribute.
    ///
    /// ## Why it matters
    /// `user_email` and `@user_email` are then two attributes with two values. Whoever forgets the `@`,
    /// or writes one too many, asks for the other one and gets an answer that looks right.
    ///
    /// ## Example
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: user_id
    ///     join_attribute: user_id
    ///     fields:
    ///       - { id: user_email, source_name: invoice_address, type: string }
    ///               ^^^^^^^^^^ error[CON004]: the field `user_email` has the name of a built-in attribute
    /// ```
    /// No finding:
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: user_id
    ///     join_attribute: user_id
    ///     fields:
    ///       - { id: invoice_email, source_name: invoice_address, type: string }
    /// ```
    ///
    /// ## Fix
    /// None: choose another id.
    pub(crate) static META = { code: "CON004", name: "shadows-builtin", level: Error, since: "0.1.0", request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let connection = &cx.request.connection;
    let defined = connection.fields.iter().filter_map(|field| field.id.as_ref());
    let renamed = connection.updates.iter().filter_map(|update| update.id.as_ref());
    for id in defined.chain(renamed).filter(|id| !has_hole(&id.text)) {
        if catalogs(cx).all(|catalog| is_builtin(catalog, &id.text)) {
            acc.push(finding(cx, id));
        }
    }
}

fn is_builtin(catalog: &Catalog, name: &str) -> bool {
    catalog.get(name).is_some_and(|known| !known.custom && known.basis == Basis::Stated)
}

fn finding(cx: &RequestCx<'_>, id: &Scalar) -> Diagnostic {
    let name = &id.text;
    let prefix = cx.request.connection.id.as_ref().map_or("crm", |id| id.text.as_str());
    META.at(id.span, format!("the field `{name}` has the name of a built-in attribute"))
        .note(format!("queries would ask for `@{name}`, a slip away from `{name}`"))
        .help(format!("choose another id, as `{prefix}_{name}`"))
}
