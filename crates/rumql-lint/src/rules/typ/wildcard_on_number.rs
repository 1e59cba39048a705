//! `wildcard-on-number`: a number or moment has no letters to match.

use rumql_catalog::Kind;
use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A wildcard in the value of an attribute that holds numbers or moments. `f:*`, which asks
    /// whether there is a value, is fine.
    ///
    /// ## Why it matters
    /// Wildcards match text. A number is not matched by its digits, so nobody is found.
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
    /// No finding:
    /// ```query mapping
    /// session_count:*
    /// ```
    /// ```query mapping
    /// user_org_id:50*
    /// ```
    ///
    /// ## Fix
    /// The ranges that digits with a star may stand for, to choose from.
    pub(crate) static META = { code: "TYP003", name: "wildcard-on-number", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let kind = if let ProblemKind::WildcardOnNumber { kind } = problem.kind { kind } else { Kind::Other };
    let value = cx.slice(problem.span);
    let diagnostic = META
        .at(
            problem.span,
            format!("`{}` is {}, and `{value}` matches text", problem.attribute, kind.describe()),
        )
        .note("a number is not matched by its digits");
    let ranges = if kind == Kind::Timestamp { Vec::new() } else { ranges(value) };
    if ranges.is_empty() {
        return diagnostic
            .help(format!("compare, `{0}:>…`, or give a range, `{0}:[… TO …]`", problem.attribute));
    }
    ranges.into_iter().fold(diagnostic, |diagnostic, range| {
        diagnostic.fix(Fix::choice(format!("write `{range}`"), Edit::replace(problem.span, range)))
    })
}

/// `5*` as the numbers of two and of three digits that begin with 5.
fn ranges(value: &str) -> Vec<String> {
    let Some(digits) = value.strip_suffix('*').and_then(|digits| digits.parse::<u32>().ok()) else {
        return Vec::new();
    };
    let digits = u64::from(digits);
    [10, 100].map(|power| format!("[{} TO {}]", digits * power, digits * power + power - 1)).to_vec()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices};

    #[test]
    fn digits_with_a_star_may_be_ranges() {
        let choices = ["session_count:[50 TO 59]", "session_count:[500 TO 599]"];
        check_choices(Case::mapping(), "TYP003", "session_count:5*", &choices);
        check_choices(Case::mapping(), "TYP003", "session_count:*5", &[]);
        check_choices(Case::mapping(), "TYP003", "session_count:1?", &[]);
    }
}
