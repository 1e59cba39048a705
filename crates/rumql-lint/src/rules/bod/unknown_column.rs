//! `unknown-column`: a column, sort field or facet that the mapping does not list.

use rumql_catalog::Catalog;
use rumql_document::Scalar;
use rumql_hir::{NameProblem, Resolution, Scope};
use rumql_source::{Diagnostic, Fix};

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A name in `select`, `select_columns`, `sort.field` or `facet_id` that the mapping does not list.
    /// Like REF001, it needs a mapping.
    ///
    /// ## Why it matters
    /// The request is refused, or the column comes back empty.
    ///
    /// ## Example
    /// ```yaml mapping
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, user_emial]
    ///                       ^^^^^^^^^^ error[BOD006]: unknown column `user_emial`
    ///     limit: 25
    /// ```
    /// No finding, for the name is listed, or no mapping is at hand:
    /// ```yaml mapping
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, user_email]
    ///     limit: 25
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, user_emial]
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// The name that was probably meant, if there is just one; unsafe.
    pub(crate) static META = { code: "BOD006", name: "unknown-column", level: Error, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(scope) = cx.scope else { return };
    let request = cx.request;
    let named = [(&request.sort_field, "sort field"), (&request.facet, "facet")];
    for column in &request.columns {
        acc.extend(check_name(cx, scope, column, "column"));
    }
    for (name, what) in named {
        acc.extend(name.as_ref().and_then(|name| check_name(cx, scope, name, what)));
    }
}

fn check_name(cx: &RequestCx<'_>, scope: &Scope<'_>, name: &Scalar, what: &str) -> Option<Diagnostic> {
    // Some columns are made by the query itself (`events_count`), so a mapping need not list them.
    if Catalog::builtin(scope.entity).get(&name.text).is_some() {
        return None;
    }
    let Resolution::Wrong(problem) = scope.resolve(&name.text) else { return None };
    let diagnostic = META.at(name.span, format!("unknown {what} `{}`", name.text));
    let write = |known: &str| Fix::guess(format!("write `{known}`"), name.encode(cx.text, known));
    Some(match problem {
        NameProblem::Unknown { certain: false, .. } => return None,
        NameProblem::Unknown { nearest, .. } => match nearest.as_slice() {
            [only] => diagnostic.fix(write(only)),
            _ => diagnostic.help("the mapping, `mapping.lock.json`, lists the attributes"),
        },
        NameProblem::MissingAt => diagnostic.fix(write(&format!("@{}", name.text))),
        NameProblem::ExtraAt => diagnostic.fix(write(name.text.trim_start_matches('@'))),
        NameProblem::Case { known } => diagnostic.note("names are case-sensitive").fix(write(&known)),
        NameProblem::DisplayName { known } => match known.as_slice() {
            [only] => diagnostic.note("it is the label of that attribute").fix(write(only)),
            _ => diagnostic.help("it is the label of several attributes; write the name of one"),
        },
        NameProblem::OtherEntity { entity } => diagnostic.note(format!("it is an attribute of {entity}")),
        NameProblem::OtherPlane => diagnostic.note("it is an attribute of events"),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn names_are_mended_where_they_stand() {
        let case = Case { mapping: true, ..Case::yaml() };
        let file = |column: &str, sort: &str| {
            format!(
                "segments:\n- {{name: a, query: 'user_id:1', select: [user_id, last_seen, \"{column}\"], sort: {{field: {sort}, order: asc}}, limit: 5}}\n"
            )
        };
        check_fix(case, &file("customer_tier", "Last_Seen"), &file("@customer_tier", "last_seen"));
    }

    #[test]
    fn a_column_that_the_query_makes_is_known() {
        check_annotated(
            Case { mapping: true, ..Case::json() },
            r#"{"data":{"type":"query_users_request","attributes":{"query":"user_email:*","select_columns":["user_id","events_count"],"limit":5}}}"#,
        );
    }
}
