//! `missing-connection-key`: a connection without a key that it must have.

use rumql_document::Problem;
use rumql_source::Diagnostic;

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A connection, or one of its fields, without a key that it must have: `type`, `join_type` and
    /// `join_attribute` of a connection; `id`, `source_name` and `type` of a field. In a file, and in
    /// a body that changes a connection, its `id` as well.
    ///
    /// ## Why it matters
    /// The API refuses to create it.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "connection_id",
    ///   "id": "crm",
    ///   "attributes": {"type": "ref_table", "join_attribute": "account_id", "fields": []}
    ///                  ^^^^^^ error[CON002]: `join_type` is missing in the attributes of a new connection
    /// }}
    /// ```
    /// No finding:
    /// ```json
    /// {"data": {
    ///   "type": "connection_id",
    ///   "id": "crm",
    ///   "attributes": {"type": "ref_table", "join_type": "account_id", "join_attribute": "account_id", "fields": []}
    /// }}
    /// ```
    ///
    /// ## Fix
    /// None: what to join on is yours to say.
    pub(crate) static META = { code: "CON002", name: "missing-connection-key", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::MissingRequired { span, key, place, .. } = problem else {
        return META.at(problem.span(), "a key is missing");
    };
    META.at(*span, format!("`{key}` is missing in {place}")).help(format!("add `{key}`"))
}
