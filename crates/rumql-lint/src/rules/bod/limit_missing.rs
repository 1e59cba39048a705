//! `limit-missing`: an answer that ends wherever the API says.

use rumql_source::{Diagnostic, Fix};

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A segment or a query of users or accounts without `limit`. The limit of a facet, which must be
    /// there, has BOD004.
    ///
    /// ## Why it matters
    /// The API then cuts the answer at a number of its own, which is not documented, and there is no
    /// second page. Nothing in the rows says that some are missing.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     ^^^^ warning[BOD011]: no `limit` says how many rows are wanted
    ///     query: session_count:>50
    ///     x-limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// A limit of 100; unsafe, for the number is a guess.
    pub(crate) static META = { code: "BOD011", name: "limit-missing", level: Warning, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let request = cx.request;
    if !request.kind.lists_records() || request.limit.is_some() {
        return;
    }
    let Some(keys) = request.keys.as_ref().filter(|keys| keys.get("limit").is_none()) else { return };
    let Some(first) = keys.entries().first() else { return };
    let diagnostic = META
        .at(first.key.span, "no `limit` says how many rows are wanted")
        .note("the API cuts the answer at a number that it does not document, and there is no second page");
    acc.push(match keys.with_last_entry(cx.text, cx.input.document.host, "limit", "100") {
        Some(edit) => diagnostic.fix(Fix::guess("add a `limit` of 100", edit)),
        None => diagnostic.help("add `limit`"),
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn adds_a_limit() {
        check_fix(
            Case::yaml(),
            "segments:\n- name: a\n  query: b:1 # c\n- {name: d, query: e:1}\n",
            "segments:\n- name: a\n  query: b:1 # c\n  limit: 100\n- {name: d, query: e:1, limit: 100}\n",
        );
        let body = |attributes: &str| {
            format!(
                r#"{{"data":{{"type":"query_event_filtered_users_request","attributes":{{{attributes}}}}}}}"#
            )
        };
        check_fix(Case::json(), &body(r#""query":"*""#), &body(r#""query":"*", "limit": 100"#));
    }

    #[test]
    fn a_limit_under_a_wrong_name_is_one() {
        check_annotated(
            Case::yaml(),
            "segments:\n- name: a\n  query: b:1\n  size: 5\n  ^^^^ error[BOD002]: unknown key `size` in a segment\n",
        );
    }
}
