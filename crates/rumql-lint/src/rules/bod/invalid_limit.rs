//! `invalid-limit`: a limit that counts no rows.

use rumql_document::{Value, ValueKind};
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{context::RequestCx, rule::declare_rule, rules::syn::unresolved_placeholder::is_placeholder};

declare_rule! {
    /// ## What it finds
    /// A `limit` that is no whole number above 0: a text, a fraction, 0, less than 0.
    ///
    /// ## Why it matters
    /// The API takes a whole number and refuses the rest. A limit of 0 asks for nothing.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "query_users_request",
    ///   "attributes": {"query": "user_email:*", "limit": "25"}
    ///                                                    ^^^^ error[BOD010]: `limit` takes a whole number above 0, not a string
    /// }}
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: everyone
    ///     query: user_email:*
    ///     limit: 0
    ///            ^ error[BOD010]: `limit` takes a whole number above 0, not `0`
    /// ```
    /// No finding:
    /// ```json
    /// {"data": {
    ///   "type": "query_users_request",
    ///   "attributes": {"query": "user_email:*", "limit": 25}
    /// }}
    /// ```
    ///
    /// ## Fix
    /// The number that stands in quotes or has an empty fraction: 25 for `"25"` and `25.0`. It is safe:
    /// the value was refused, and has one reading.
    pub(crate) static META = { code: "BOD010", name: "invalid-limit", level: Error, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(limit) = &cx.request.limit else { return };
    let written = match &limit.kind {
        ValueKind::Alias => return,
        ValueKind::String(scalar) if is_placeholder(&scalar.text) => return,
        ValueKind::String(scalar) => scalar.text.trim(),
        ValueKind::Number(number) if is_count(number) || is_other_count(number) => return,
        ValueKind::Number(number) => number,
        _ => "",
    };
    let source = limit.span.slice(cx.text);
    let diagnostic = match &limit.kind {
        ValueKind::Null if source.is_empty() => META.at(limit.span, "`limit` has no value"),
        ValueKind::Number(number) if is_digits(number) && number.trim_start_matches('0').len() > 18 => {
            META.at(limit.span, "`limit` is larger than the API can count")
        }
        ValueKind::Null | ValueKind::Number(_) => {
            META.at(limit.span, format!("`limit` takes a whole number above 0, not `{source}`"))
        }
        _ => META.at(limit.span, format!("`limit` takes a whole number above 0, not {}", limit.noun())),
    };
    let number = whole(written);
    acc.push(match number {
        Some(number) => {
            diagnostic.fix(Fix::safe(format!("write `{number}`"), Edit::replace(place(limit), number)))
        }
        None => diagnostic,
    });
}

/// The bytes to replace: a tag that makes a text of the number goes as well.
fn place(limit: &Value) -> rumql_source::Span {
    limit.prefix.map_or(limit.span, |prefix| prefix.span.join(limit.span))
}

fn is_digits(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whole numbers as YAML alone writes them: `0x10`, `1_000`, `+5`. They are read as such.
fn is_other_count(number: &str) -> bool {
    let is_radix = number.starts_with("0x") || number.starts_with("0o");
    is_radix || (number.contains(['_', '+']) && !number.contains(['.', '-', 'e', 'E']))
}

fn is_count(number: &str) -> bool {
    is_digits(number) && number.parse::<i64>().is_ok_and(|number| number > 0)
}

/// The whole number that a text or a fraction stands for.
fn whole(written: &str) -> Option<&str> {
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    (is_count(whole) && fraction.trim_matches('0').is_empty()).then_some(whole)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_safe_fix};

    #[test]
    fn writes_the_number_that_stands_there() {
        let body = |limit: &str| {
            format!(
                r#"{{"data":{{"type":"users_facet_info_request","attributes":{{"facet_id":"first_city","limit":{limit}}}}}}}"#
            )
        };
        check_safe_fix(Case::json(), &body("\"25\""), &body("25"));
        check_safe_fix(Case::json(), &body("25.0"), &body("25"));
        for kept in ["\"all\"", "2.5", "-1", "1e3", "99999999999999999999", "null", "[5]"] {
            check_safe_fix(Case::json(), &body(kept), &body(kept));
        }
        let segment = |limit: &str| format!("segments:\n- name: a\n  query: b:1\n  limit: {limit}\n");
        check_safe_fix(Case::yaml(), &segment("!!str 25"), &segment("25"));
        for count in ["0x1F", "+5", "1_000"] {
            check_annotated(Case::yaml(), &segment(count));
        }
    }

    #[test]
    fn what_is_to_be_filled_in_has_another_rule() {
        check_annotated(
            Case::yaml(),
            "segments:\n- name: a\n  query: b:1\n  limit: \"{{rows}}\"\n          ^^^^^^^^ error[SYN022]: `{{rows}}` is not filled in\n",
        );
    }
}
