//! `weak-join-key`: a connection joins on what several people share.

use rumql_catalog::Catalog;
use rumql_document::Scalar;
use rumql_source::{Diagnostic, Entity};

use crate::{context::RequestCx, corpus::owners, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A connection that joins on a name, a phone number, or where somebody was first or last seen.
    ///
    /// ## Why it matters
    /// Two people may share it, and both then get the values of one of them; others write it otherwise
    /// each time, and get none.
    ///
    /// ## Example
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: name
    ///     join_attribute: user_name
    ///                     ^^^^^^^^^ warning[CON011]: `user_name` is a weak key to join on
    /// ```
    /// No finding:
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    /// ```
    ///
    /// ## Fix
    /// None: join on an id or an email address.
    pub(crate) static META = { code: "CON011", name: "weak-join-key", level: Warning, since: "0.1.0", request: check }
}

/// What a name or a phone number is called.
const SHARED: &[&str] = &[
    "user_name",
    "account_name",
    "name",
    "full_name",
    "first_name",
    "last_name",
    "display_name",
    "company",
    "company_name",
    "phone",
    "phone_number",
    "user_phone",
    "mobile",
];

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let connection = &cx.request.connection;
    let Some(join) = &connection.join_attribute else { return };
    if is_weak(cx.request.entity, join) {
        let id = match cx.request.entity {
            Some(Entity::Accounts) => "an id, as `account_id`",
            _ => "an id or an email address, as `user_id` or `user_email`",
        };
        acc.push(
            META.at(join.span, format!("`{}` is a weak key to join on", join.text))
                .note("several may share it, and they would all get the values of one row")
                .help(format!("join on {id}")),
        );
    }
}

fn is_weak(entity: Option<Entity>, join: &Scalar) -> bool {
    let name = join.text.trim_start_matches('@');
    let is_circumstance = |entity: &Entity| {
        let known = Catalog::builtin(*entity).get(name).is_some();
        known && (name.starts_with("first_") || name.starts_with("last_"))
    };
    SHARED.contains(&name) || owners(entity).iter().any(is_circumstance)
}
