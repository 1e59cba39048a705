//! `duplicate-column`: a column that is there already.

use std::collections::HashMap;

use rumql_document::Scalar;
use rumql_source::{Diagnostic, Fix};

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A column that `select` or `select_columns` names a second time.
    ///
    /// ## Why it matters
    /// A row holds each attribute once, so the second mention does nothing. Most often another column
    /// was meant.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, last_seen, last_seen]
    ///                                  ^^^^^^^^^ warning[BOD007]: `last_seen` is selected already
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, last_seen, first_seen]
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Takes the second mention out. It is safe: the rows stay the same.
    pub(crate) static META = { code: "BOD007", name: "duplicate-column", level: Warning, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, &Scalar> = HashMap::new();
    for column in &cx.request.columns {
        let first = *seen.entry(&column.text).or_insert(column);
        // An alias brings one and the same place along twice.
        if first.span != column.span {
            acc.push(finding(cx, first, column));
        }
    }
}

fn finding(cx: &RequestCx<'_>, first: &Scalar, column: &Scalar) -> Diagnostic {
    let diagnostic = META
        .at(column.span, format!("`{}` is selected already", column.text))
        .also(first.span, "here for the first time");
    // Each removal costs as much as the list is long.
    let list = cx.request.column_list().filter(|list| list.value.items().len() <= 1_000);
    match list.and_then(|list| list.value.without_item(cx.text, cx.input.document.host, column.span)) {
        Some(edit) => diagnostic.fix(Fix::safe("take it out", edit)),
        None => diagnostic.help("take it out"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn takes_each_repetition_out() {
        let json = |columns: &str| {
            format!(
                r#"{{"data":{{"type":"query_users_request","attributes":{{"query":"*","select_columns":[{columns}],"limit":5}}}}}}"#
            )
        };
        check_safe_fix(
            Case::json(),
            &json(r#""user_id", "user_id", "a", "user_id""#),
            &json(r#""user_id", "a""#),
        );
        let yaml =
            |columns: &str| format!("segments:\n- name: a\n  query: b:1\n  select:\n{columns}  limit: 5\n");
        check_safe_fix(
            Case::yaml(),
            &yaml("  - user_id\n  - '@a'\n  - user_id\n  - \"@a\"\n"),
            &yaml("  - user_id\n  - '@a'\n"),
        );
    }
}
