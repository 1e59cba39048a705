//! `undocumented-field`: nobody is told what a field holds.

use rumql_document::Field;
use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A field of a connection without a `description`, or without `groups`. The preset `strict` turns it
    /// on.
    ///
    /// ## Why it matters
    /// Whoever builds a segment sees the description beside the field, and finds it by its groups. Where
    /// it comes from and what its values mean is known to nobody else.
    ///
    /// ## Example
    /// ```yaml strict
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: plan, source_name: plan, type: string, groups: [Billing] }
    ///               ^^^^ info[CON013]: the field `plan` has no description
    /// ```
    /// No finding:
    /// ```yaml strict
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: plan, source_name: plan, type: string, groups: [Billing], description: what is paid for }
    /// ```
    ///
    /// ## Fix
    /// None: what the field holds is yours to say.
    pub(crate) static META = { code: "CON013", name: "undocumented-field", level: Info, since: "0.1.0", preset: Strict, request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    for field in &cx.request.connection.fields {
        if let (Some(id), Some(lack)) = (&field.id, lack(field)) {
            acc.push(
                META.at(id.span, format!("the field `{}` has {lack}", id.text))
                    .note("who builds a segment sees nothing but its name")
                    .help("say what it holds, and where it belongs"),
            );
        }
    }
}

/// What a field lacks.
fn lack(field: &Field) -> Option<&'static str> {
    let is_described = field.description.as_ref().is_some_and(|text| !text.text.trim().is_empty());
    match (is_described, field.groups.is_empty()) {
        (false, true) => Some("no description and no groups"),
        (false, false) => Some("no description"),
        (true, true) => Some("no groups"),
        (true, false) => None,
    }
}
