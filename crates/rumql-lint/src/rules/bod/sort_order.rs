//! `sort-order`: neither up nor down.

use rumql_document::RequestKind;
use rumql_source::{Diagnostic, Fix};

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A sort order that is none: in a body it is `ASC` or `DESC`, in a segment `asc` or `desc`.
    ///
    /// ## Why it matters
    /// The API refuses it, or sorts the other way.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "query_users_request",
    ///   "attributes": {"query": "user_email:*", "sort": {"field": "last_seen", "order": "desc"}, "limit": 25}
    ///                                                                                   ^^^^^^ error[BOD005]: `desc` is no sort order: write `ASC` or `DESC`
    /// }}
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     sort: { field: session_count, order: descending }
    ///                                          ^^^^^^^^^^ error[BOD005]: `descending` is no sort order: write `asc` or `desc`
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     sort: { field: session_count, order: desc }
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// The order that was meant, in the letters of its place; unsafe.
    pub(crate) static META = { code: "BOD005", name: "sort-order", level: Error, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(order) = &cx.request.sort_order else { return };
    let words = if cx.request.kind == RequestKind::Segment { ["asc", "desc"] } else { ["ASC", "DESC"] };
    if words.contains(&order.text.as_str()) {
        return;
    }
    let [up, down] = words;
    let diagnostic =
        META.at(order.span, format!("`{}` is no sort order: write `{up}` or `{down}`", order.text));
    acc.push(match meant(&order.text, words) {
        Some(word) => diagnostic.fix(Fix::guess(format!("write `{word}`"), order.encode(cx.text, word))),
        None => diagnostic,
    });
}

fn meant(text: &str, [up, down]: [&'static str; 2]) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "asc" | "ascending" | "up" | "+" => Some(up),
        "desc" | "descending" | "down" | "-" => Some(down),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_order_in_the_letters_of_its_place() {
        let file = |order: &str| {
            format!("segments:\n- {{name: a, query: 'b:1', sort: {{field: c, order: {order}}}, limit: 5}}\n")
        };
        check_fix(Case::yaml(), &file("ASCENDING"), &file("asc"));
        check_fix(Case::yaml(), &file("sideways"), &file("sideways"));
    }
}
