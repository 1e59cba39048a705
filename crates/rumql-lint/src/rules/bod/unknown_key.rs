//! `unknown-key`: a key that means nothing where it stands.

use rumql_document::Problem;
use rumql_source::{Diagnostic, Fix};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A key in a segment, a connection or a request body that is none of those that may stand there.
    ///
    /// ## Why it matters
    /// The API's clients send unknown keys along without a word, and the API passes over them: the sort
    /// or the columns that were asked for are quietly not applied.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "query_users_request",
    ///   "attributes": {"query": "user_email:*", "columns": ["user_id"], "limit": 25}
    ///                                           ^^^^^^^^^ error[BOD002]: unknown key `columns` in the attributes of a users query
    /// }}
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: everyone
    ///     query: user_email:*
    ///     limt: 25
    ///     ^^^^ error[BOD002]: unknown key `limt` in a segment
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: everyone
    ///     query: user_email:*
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// The key that was probably meant; unsafe, for then it has an effect.
    pub(crate) static META = { code: "BOD002", name: "unknown-key", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::UnknownKey { key, place, nearest, allowed } = problem else {
        return META.at(problem.span(), "unknown key");
    };
    let diagnostic = META.at(key.span, format!("unknown key `{}` in {place}", key.text));
    match nearest {
        Some(nearest) => {
            diagnostic.fix(Fix::guess(format!("write `{nearest}`"), key.encode(cx.text, nearest)))
        }
        None => {
            let names: Vec<String> = allowed.iter().map(|name| format!("`{name}`")).collect();
            diagnostic.help(format!("the keys there are {}", names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_key_that_was_meant() {
        check_fix(
            Case::yaml(),
            "segments:\n- {name: a, query: 'b:1', select_columns: [user_id], limit: 5}\n",
            "segments:\n- {name: a, query: 'b:1', select: [user_id], limit: 5}\n",
        );
    }
}
