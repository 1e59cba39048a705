//! `source-column-reused`: two fields read one column.

use std::collections::HashMap;

use rumql_document::{Field, Scalar};
use rumql_source::Diagnostic;

use super::has_hole;
use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Two fields of a connection with different ids and the same `source_name`.
    ///
    /// ## Why it matters
    /// Both are always equal, so one of them was probably meant to read another column.
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
    ///       - { id: invoices, source_name: plan, type: number }
    ///                                      ^^^^ warning[CON012]: `plan` and `invoices` read the same column
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
    ///       - { id: invoices, source_name: invoices, type: number }
    /// ```
    ///
    /// ## Fix
    /// None: name the column that was meant, or take one of them out.
    pub(crate) static META = { code: "CON012", name: "source-column-reused", level: Warning, since: "0.1.0", request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let mut first: HashMap<&str, (&Scalar, &Scalar)> = HashMap::new();
    for (id, source) in cx.request.connection.fields.iter().filter_map(parts) {
        match first.get(source.text.as_str()) {
            // The same id as well is CON003's matter.
            Some((other, _)) if other.text == id.text => {}
            Some((other, place)) => acc.push(
                META.at(source.span, format!("`{}` and `{}` read the same column", other.text, id.text))
                    .also(place.span, "first read here")
                    .note("they are always equal")
                    .help("name the column that was meant, or take one of them out"),
            ),
            None => {
                first.insert(&source.text, (id, source));
            }
        }
    }
}

fn parts(field: &Field) -> Option<(&Scalar, &Scalar)> {
    let source = field.source_name.as_ref().filter(|source| !has_hole(&source.text))?;
    Some((field.id.as_ref()?, source))
}
