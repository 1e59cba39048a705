//! `wildcard-on-number`: a number or moment has no letters to match.

use rumql_catalog::Kind;
use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Applicability, Diagnostic, Edit, Entity, Fix, Severity};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A wildcard in the value of an attribute that holds numbers or moments. `f:*`, which asks
    /// whether there is a value, is fine.
    ///
    /// ## Why it matters
    /// Wildcards match text. A number is not matched by its digits, so nobody is found. In event queries
    /// it is a warning: there some numbers, such as status codes, are stored as text.
    ///
    /// ## Example
    /// ```query mapping
    /// session_count:5*
    ///               ^^ error[TYP003]: `session_count` is a whole number, and `5*` matches text
    /// ```
    /// ```query
    /// last_seen:2025-*
    ///           ^^^^^^ error[TYP003]: `last_seen` is a timestamp, and `2025-*` matches text
    /// ```
    /// ```query entity=events
    /// @resource.status_code:5*
    ///                       ^^ warning[TYP003]: `@resource.status_code` is a whole number, and `5*` matches text
    /// ```
    /// No finding:
    /// ```query mapping
    /// session_count:*
    /// ```
    /// ```query mapping
    /// user_org_id:50*
    /// ```
    ///
    /// ## Fix
    /// The ranges that digits with a star may stand for, to choose from; of status codes, the one, by
    /// `--unsafe-fixes`.
    pub(crate) static META = { code: "TYP003", name: "wildcard-on-number", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let kind = if let ProblemKind::WildcardOnNumber { kind } = problem.kind { kind } else { Kind::Other };
    let value = cx.slice(problem.span);
    let mut diagnostic = META
        .at(
            problem.span,
            format!("`{}` is {}, and `{value}` matches text", problem.attribute, kind.describe()),
        )
        .note("a number is not matched by its digits");
    if cx.entity() == Entity::Events {
        diagnostic.severity = Severity::Warning;
    }
    let ranges = if kind == Kind::Timestamp { Vec::new() } else { ranges(value, &problem.attribute) };
    let edit = |range: &String| (format!("write `{range}`"), Edit::replace(problem.span, range.clone()));
    match ranges.as_slice() {
        [] => {
            diagnostic.help(format!("compare, `{0}:>…`, or give a range, `{0}:[… TO …]`", problem.attribute))
        }
        [only] => {
            let (title, edit) = edit(only);
            diagnostic.fix(Fix::new(Applicability::Unsafe, title, edit))
        }
        several => several
            .iter()
            .map(edit)
            .fold(diagnostic, |diagnostic, (title, edit)| diagnostic.fix(Fix::choice(title, edit))),
    }
}

/// `5*` as the numbers of two and of three digits that begin with 5; as the status codes that do.
fn ranges(value: &str, attribute: &str) -> Vec<String> {
    let Some(digits) = value.strip_suffix('*') else { return Vec::new() };
    let Ok(number) = digits.parse::<u32>().map(u64::from) else { return Vec::new() };
    let powers: &[u64] = match digits.len() {
        1 if attribute.ends_with("status_code") => &[100],
        2 if attribute.ends_with("status_code") => &[10],
        _ => &[10, 100],
    };
    powers.iter().map(|power| format!("[{} TO {}]", number * power, number * power + power - 1)).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices, check_fix};

    #[test]
    fn digits_with_a_star_may_be_ranges() {
        let choices = ["session_count:[50 TO 59]", "session_count:[500 TO 599]"];
        check_choices(Case::mapping(), "TYP003", "session_count:5*", &choices);
        check_choices(Case::mapping(), "TYP003", "session_count:*5", &[]);
        check_choices(Case::mapping(), "TYP003", "session_count:1?", &[]);
    }

    #[test]
    fn a_class_of_status_codes_is_one_range() {
        let mended = |query, mended| check_fix(Case::events(), query, mended);
        mended("@resource.status_code:5*", "@resource.status_code:[500 TO 599]");
        mended("@resource.status_code:50*", "@resource.status_code:[500 TO 509]");
        mended("@resource.status_code:5??", "@resource.status_code:5??");
    }
}
