//! `unknown-enum-value`: the attribute's values are listed, and this is none of them.

use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Diagnostic, Edit, Fix, Severity};
use rumql_syntax::literal::escape;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A value that is not among the known values of its attribute. For `@type` the list is complete, so
    /// it is an error. Other lists may lack a value, so there it is a warning, and only when a known
    /// value is near. The list comes from the event schema, or from the values that
    /// `mapping.lock.json` holds.
    ///
    /// ## Why it matters
    /// A value that never occurs matches nobody.
    ///
    /// ## Example
    /// ```query entity=events
    /// @type:page_view
    ///       ^^^^^^^^^ error[TYP005]: `@type` is never `page_view`
    /// ```
    /// ```query entity=events
    /// @device.type:tablett
    ///              ^^^^^^^ warning[TYP005]: `tablett` is not among the known values of `@device.type`
    /// ```
    /// No finding, for the value is known, or nothing known is near:
    /// ```query entity=events
    /// @type:view AND @device.type:Mobile
    /// ```
    /// ```query entity=events
    /// @device.type:fridge
    /// ```
    ///
    /// ## Fix
    /// The nearest known value; unsafe, since another may be meant.
    pub(crate) static META = { code: "TYP005", name: "unknown-enum-value", level: Error, since: "0.1.0" }
}

/// How many known values a note lists.
const LISTED: usize = 12;

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let ProblemKind::UnknownValue { closed, known, nearest } = &problem.kind else {
        return META.at(problem.span, "unknown value");
    };
    let (attribute, value) = (&problem.attribute, cx.slice(problem.span));
    let mut diagnostic = if *closed {
        META.at(problem.span, format!("`{attribute}` is never `{value}`"))
    } else {
        META.at(problem.span, format!("`{value}` is not among the known values of `{attribute}`"))
    };
    if !closed {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic = diagnostic.note(list("known", known));
    match nearest {
        Some(nearest) => diagnostic
            .fix(Fix::guess(format!("write `{nearest}`"), Edit::replace(problem.span, escape(nearest)))),
        None => diagnostic,
    }
}

/// A note on the values that there are.
pub(super) fn list(which: &str, known: &[String]) -> String {
    let mut names: Vec<&str> = known.iter().map(String::as_str).collect();
    names.sort_unstable();
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(LISTED);
    let end = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("the {which} values are {}{end}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn writes_the_nearest_value() {
        check_fix(Case::events(), "@type:(page_view OR error)", "@type:(view OR error)");
        check_fix(Case::events(), "-@type:veiw", "-@type:view");
        check_fix(Case::events(), "@type:banana", "@type:banana");
    }

    #[test]
    fn wildcards_are_not_values() {
        check_annotated(Case::events(), "@type:v*");
        check_annotated(Case::events(), "-@type:*");
    }
}
