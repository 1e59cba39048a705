//! `comparison-on-string`: the attribute has no order to compare by.

use rumql_catalog::Kind;
use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Diagnostic, Profile, Severity};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A comparison or a range on an attribute that holds text, or `true` and `false`. In an event query,
    /// and for a range, it is a warning. Of versions TYP002 speaks.
    ///
    /// ## Why it matters
    /// Comparisons are documented for numbers only. At best text is compared letter by letter: then
    /// `10` comes before `9`.
    ///
    /// ## Example
    /// ```query
    /// user_name:>M
    ///           ^^ error[TYP001]: `user_name` is a string, and `>` compares numbers
    /// ```
    /// ```query entity=events
    /// @view.name:<m
    ///            ^^ warning[TYP001]: `@view.name` is a string, and `<` compares numbers
    /// ```
    /// No finding, for the attribute is a number, or the value is a text:
    /// ```query mapping
    /// session_count:>5
    /// ```
    /// ```query
    /// user_name:M*
    /// ```
    ///
    /// ## Fix
    /// None: list the values, `plan_type:(pro OR team)`, or use a wildcard, `user_name:M*`.
    pub(crate) static META = { code: "TYP001", name: "comparison-on-string", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let range = matches!(problem.kind, ProblemKind::ComparisonOnText { range: true });
    let attribute = &problem.attribute;
    let operator: String =
        cx.slice(problem.span).chars().take_while(|c| matches!(c, '<' | '>' | '=')).collect();
    let kind = cx.known(attribute).map_or(Kind::String, |known| known.kind);
    let is = kind.describe();
    let message = if range {
        format!("`{attribute}` is {is}, and a range holds numbers")
    } else {
        format!("`{attribute}` is {is}, and `{operator}` compares numbers")
    };
    let mut diagnostic = META.at(problem.span, message);
    if range || cx.profile() == Profile::Event {
        diagnostic.severity = Severity::Warning;
    }
    if kind == Kind::Boolean {
        return diagnostic.help(format!("ask for a value, `{attribute}:true` or `{attribute}:false`"));
    }
    diagnostic
        .note("text has no documented order; letter by letter, `10` comes before `9`")
        .help(format!("list the values, `{attribute}:(a OR b)`, or use a wildcard, `{attribute}:a*`"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated};

    #[test]
    fn a_range_is_a_warning() {
        check_annotated(
            Case::users(),
            "user_name:[a TO m]\n          ^^^^^^^^ warning[TYP001]: `user_name` is a string, and a range holds numbers",
        );
        // Presence is asked of every kind.
        check_annotated(
            Case::users(),
            "user_name:[* TO *]\n          ^^^^^^^^ info[SYN028]: `[* TO *]` asks for any value, which is written `*`",
        );
        check_annotated(
            Case::events(),
            "@session.is_active:>0\n                   ^^ warning[TYP001]: `@session.is_active` is a boolean, and `>` compares numbers",
        );
        // Without a mapping, `user_org_id` is only known from an example.
        check_annotated(Case::users(), "user_org_id:>5000");
    }
}
