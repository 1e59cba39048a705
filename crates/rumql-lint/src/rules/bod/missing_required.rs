//! `missing-required`: a key that must be there is not.

use rumql_document::Problem;
use rumql_source::{Diagnostic, Fix};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A request body or segment without a key that it must have: a facet request without `limit`,
    /// a time frame without `end`, a segment without `query`.
    ///
    /// ## Why it matters
    /// The API refuses the body.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "users_facet_info_request",
    ///   "attributes": {"facet_id": "first_browser_name"}
    ///                  ^^^^^^^^^^ error[BOD004]: `limit` is missing in the attributes of a facet request
    /// }}
    /// ```
    /// No finding:
    /// ```json
    /// {"data": {
    ///   "type": "users_facet_info_request",
    ///   "attributes": {"facet_id": "first_browser_name", "limit": 10}
    /// }}
    /// ```
    ///
    /// ## Fix
    /// A facet's `limit` of 10, where that is what is missing; unsafe, for the number is a guess.
    pub(crate) static META = { code: "BOD004", name: "missing-required", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::MissingRequired { span, key, place, insert, .. } = problem else {
        return META.at(problem.span(), "a key is missing");
    };
    let diagnostic = META.at(*span, format!("`{key}` is missing in {place}"));
    match insert {
        Some(edit) => diagnostic.fix(Fix::guess(format!("add `{key}`"), edit.clone())),
        None => diagnostic.help(format!("add `{key}`")),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn adds_a_limit() {
        check_fix(
            Case::json(),
            r#"{"data":{"type":"users_facet_info_request","attributes":{"facet_id":"first_city"}}}"#,
            r#"{"data":{"type":"users_facet_info_request","attributes":{"limit": 10, "facet_id":"first_city"}}}"#,
        );
    }
}
