//! `identity-column-missing`: rows that nobody can tell apart.

use rumql_document::Scalar;
use rumql_source::{Diagnostic, Entity, Fix};

use crate::{context::RequestCx, rule::declare_rule, rules::syn::unresolved_placeholder::is_placeholder};

declare_rule! {
    /// ## What it finds
    /// A list of columns without the id of what is listed: `user_id` for users, `account_id` for accounts.
    ///
    /// ## Why it matters
    /// Names and mail addresses change, and several records may share one. Without its id, a row cannot
    /// be found again or joined with other data.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_email, last_seen]
    ///     ^^^^^^ info[BOD009]: `user_id` is not selected
    ///     limit: 25
    /// ```
    /// No finding, for the id is selected, or every column is:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, last_seen]
    ///     limit: 25
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Selects the id as the first column; unsafe, for the answer gets a column more.
    pub(crate) static META = { code: "BOD009", name: "identity-column-missing", level: Info, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let request = cx.request;
    let id = match request.entity {
        Some(Entity::Users) => "user_id",
        Some(Entity::Accounts) => "account_id",
        Some(Entity::Events) | None => return,
    };
    let is_there = |column: &Scalar| column.text == id || column.text == "*" || is_placeholder(&column.text);
    let Some(list) = request.column_list() else { return };
    if request.columns.iter().any(is_there) {
        return;
    }
    let diagnostic = META
        .at(list.key.span, format!("`{id}` is not selected"))
        .note("without it a row cannot be found again or joined with other data");
    acc.push(match list.value.with_first_item(cx.text, cx.input.document.host, id) {
        Some(edit) => diagnostic.fix(Fix::guess(format!("select `{id}`"), edit)),
        None => diagnostic.help(format!("select `{id}`")),
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn selects_the_id_first() {
        let accounts = |columns: &str| {
            format!(
                "segments:\n- name: a\n  entity: accounts\n  query: b:1\n  select:{columns}\n  limit: 5\n"
            )
        };
        check_fix(Case::yaml(), &accounts(" [mrr]"), &accounts(" [account_id, mrr]"));
        check_fix(Case::yaml(), &accounts("\n    - mrr"), &accounts("\n    - account_id\n    - mrr"));
        let body = |columns: &str| {
            format!(
                r#"{{"data":{{"type":"query_users_request","attributes":{{"query":"*","select_columns":[{columns}],"limit":5}}}}}}"#
            )
        };
        check_fix(Case::json(), &body(r#""last_seen""#), &body(r#""user_id", "last_seen""#));
    }
}
