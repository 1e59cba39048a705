//! `wrong-data-type`: a body of this API but for its `data.type`.

use rumql_document::Problem;
use rumql_source::{Diagnostic, Fix};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A request body whose `data.type` is nearly one of the API's.
    ///
    /// ## Why it matters
    /// The API refuses it. The names are not regular: users are asked by `query_users_request`, accounts
    /// by `query_account_request`, and facets of accounts by `users_facet_info_request`.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "query_accounts_request",
    ///           ^^^^^^^^^^^^^^^^^^^^^^^^ error[BOD001]: `query_accounts_request` is no request of the API
    ///   "attributes": {"query": "plan_type:enterprise", "limit": 25}
    /// }}
    /// ```
    /// No finding, for it is one, or the body is another API's:
    /// ```json
    /// {"data": {
    ///   "type": "query_account_request",
    ///   "attributes": {"query": "plan_type:enterprise", "limit": 25}
    /// }}
    /// ```
    /// ```json
    /// {"data": {"type": "retention_filters", "attributes": {"name": "x"}}}
    /// ```
    ///
    /// ## Fix
    /// The nearest of the API's types. It is safe: the body was refused as it stood.
    pub(crate) static META = { code: "BOD001", name: "wrong-data-type", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::WrongDataType { found, nearest, .. } = problem else {
        return META.at(problem.span(), "another type is expected");
    };
    META.at(found.span, format!("`{}` is no request of the API", found.text))
        .note(format!("this body reads as a `{nearest}`"))
        .fix(Fix::safe(format!("write `{nearest}`"), found.encode(cx.text, nearest)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn writes_the_nearest_type() {
        check_safe_fix(
            Case::json(),
            r#"{"data":{"type":"accounts_facet_info_request","attributes":{"facet_id":"mrr","limit":9}}}"#,
            r#"{"data":{"type":"users_facet_info_request","attributes":{"facet_id":"mrr","limit":9}}}"#,
        );
    }
}
