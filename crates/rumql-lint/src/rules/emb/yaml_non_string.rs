//! `yaml-non-string`: a word that YAML does not read as text.

use rumql_document::Problem;
use rumql_source::{Diagnostic, Fix, Severity};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A number or one of the words `true`, `no`, `off`, `null` and their like, without quotes, where a
    /// query or another text is expected in YAML. A query that is `null` is an error, for then there
    /// is none.
    ///
    /// ## Why it matters
    /// YAML turns such words into numbers and booleans: `NO`, for Norway, becomes false, and `007`
    /// becomes 7. The API takes a string and refuses the rest.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: norwegians
    ///     query: user_id:*
    ///     search: NO
    ///             ^^ warning[EMB003]: YAML reads `NO` as a boolean, not as text
    ///     limit: 25
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: "5001"
    ///     query: 5001
    ///            ^^^^ warning[EMB003]: YAML reads `5001` as a number, not as text
    ///            ^^^^ warning[SYN020]: no field is asked for `5001`
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: norwegians
    ///     query: user_id:*
    ///     search: "NO"
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Quotes. They are safe: the value was refused, and has one reading. `null` may mean that there is
    /// nothing, so around it they are unsafe.
    pub(crate) static META = { code: "EMB003", name: "yaml-non-string", level: Warning, since: "0.1.0" }
}

pub(crate) fn cook(cx: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::WrongValueType { span, found, fix: Some(edit), .. } = problem else {
        return META.at(problem.span(), "YAML does not read this as text");
    };
    let word = span.slice(cx.text);
    let mut diagnostic = META.at(*span, format!("YAML reads `{word}` as {found}, not as text"));
    if *found == "nothing" {
        diagnostic.severity = Severity::Error;
        return diagnostic.fix(Fix::guess("quote it", edit.clone()));
    }
    diagnostic.fix(Fix::safe("quote it", edit.clone()))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix, check_safe_fix};

    #[test]
    fn quotes_what_is_a_text() {
        let file = |name: &str, query: &str, column: &str| {
            format!(
                "segments:\n- name: {name}\n  query: {query}\n  select: [user_id, {column}]\n  limit: 5\n"
            )
        };
        check_safe_fix(Case::yaml(), &file("2024", "0x1F", "on"), &file("\"2024\"", "\"0x1F\"", "\"on\""));
        check_safe_fix(Case::yaml(), &file("a", "null", "b"), &file("a", "null", "b"));
        check_fix(Case::yaml(), &file("a", "Null", "b"), &file("a", "\"Null\"", "b"));
    }
}
