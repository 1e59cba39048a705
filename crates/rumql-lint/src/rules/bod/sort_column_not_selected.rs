//! `sort-column-not-selected`: rows in an order that nobody sees the reason of.

use rumql_catalog::Catalog;
use rumql_hir::Resolution;
use rumql_source::{Diagnostic, Fix};

use crate::{context::RequestCx, rule::declare_rule, rules::syn::unresolved_placeholder::is_placeholder};

declare_rule! {
    /// ## What it finds
    /// A request that sorts by an attribute and leaves it out of the columns it selects.
    ///
    /// ## Why it matters
    /// The rows come without the value that puts them in order. Nobody can see why one stands above the
    /// other, or sort them again.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, user_email]
    ///     sort: { field: last_seen, order: desc }
    ///                    ^^^^^^^^^ info[BOD008]: rows are sorted by `last_seen`, which is not selected
    ///     limit: 25
    /// ```
    /// No finding, for it is selected, or every column is:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, last_seen]
    ///     sort: { field: last_seen, order: desc }
    ///     limit: 25
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     sort: { field: last_seen, order: desc }
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Selects the attribute as the last column; unsafe, for the answer gets a column more.
    pub(crate) static META = { code: "BOD008", name: "sort-column-not-selected", level: Info, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let request = cx.request;
    let Some(field) = request.sort_field.as_ref().filter(|field| !field.text.is_empty()) else { return };
    let Some(list) = request.column_list() else { return };
    let is_there = |column: &str| column == field.text || column == "*" || is_placeholder(column);
    if request.columns.iter().any(|column| is_there(&column.text)) || is_told_elsewhere(cx, &field.text) {
        return;
    }
    let diagnostic =
        META.at(field.span, format!("rows are sorted by `{}`, which is not selected", field.text));
    acc.push(match list.value.with_last_item(cx.text, cx.input.document.host, &field.text) {
        Some(edit) => diagnostic.fix(Fix::guess(format!("select `{}`", field.text), edit)),
        None => diagnostic.help(format!("select `{}`", field.text)),
    });
}

/// Whether the field is not one at all: something to fill in, or an unknown name.
fn is_told_elsewhere(cx: &RequestCx<'_>, field: &str) -> bool {
    let is_wrong = cx.scope.is_some_and(|scope| {
        Catalog::builtin(scope.entity).get(field).is_none()
            && matches!(scope.resolve(field), Resolution::Wrong(_))
    });
    is_placeholder(field) || is_wrong
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn selects_the_column() {
        let file = |columns: &str| {
            format!(
                "segments:\n- name: a\n  query: user_id:*\n  select: {columns}\n  sort: {{field: \"@score\", order: asc}}\n  limit: 5\n"
            )
        };
        check_fix(Case::yaml(), &file("[user_id]"), &file("[user_id, \"@score\"]"));
        check_fix(Case::yaml(), &file("\n  - 'user_id'"), &file("\n  - 'user_id'\n  - '@score'"));
    }

    #[test]
    fn an_unknown_field_is_told_once() {
        check_annotated(
            Case { mapping: true, ..Case::json() },
            r#"{"data":{"type":"query_users_request","attributes":{"query":"user_name:x","select_columns":["user_id"],"sort":{"field":"last_sen"},"limit":5}}}
                                                                                                                       ^^^^^^^^^^ error[BOD006]: unknown sort field `last_sen`"#,
        );
    }
}
