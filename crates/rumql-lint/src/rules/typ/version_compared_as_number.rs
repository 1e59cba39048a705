//! `version-compared-as-number`: a version is a string, and has no order.

use std::cmp::Ordering;

use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Diagnostic, Edit, Fix, Profile, Severity};
use rumql_syntax::{
    ast::{Comparison, Expr},
    literal::{Pattern, escape},
    parse,
};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A comparison or a range on the version of a browser, an operating system or an application. In an
    /// event query, and for a range, it is a warning.
    ///
    /// ## Why it matters
    /// Versions are stored as strings. At best they are compared letter by letter: then `99` is above `100`,
    /// and `9.0` above `12.1`.
    ///
    /// ## Example
    /// ```query
    /// first_browser_version:>100
    ///                       ^^^^ error[TYP002]: `first_browser_version` is a string, and `>100` compares numbers
    /// ```
    /// ```query entity=events
    /// @os.version:[14 TO 16]
    ///             ^^^^^^^^^^ warning[TYP002]: `@os.version` is a string, and `[14 TO 16]` compares numbers
    /// ```
    /// No finding:
    /// ```query
    /// first_browser_version:(101* OR 102*)
    /// ```
    /// ```query entity=events
    /// @os.version:1*
    /// ```
    ///
    /// ## Fix
    /// As a choice: a list of versions, taken from those that `mapping.lock.json` holds if it has any, or
    /// else of whole versions; where nothing ends them, a few to go on with.
    pub(crate) static META = {
        code: "TYP002", name: "version-compared-as-number", level: Error, since: "0.1.0"
    }
}

/// How many versions a list holds where nothing ends it.
const SOME: i64 = 3;

/// How many it holds at most.
const MOST: usize = 20;

/// The versions that a clause asks for: from one and up to another.
#[derive(Clone, Copy, Default)]
struct Wanted<'a> {
    /// The lower end, and whether it is one of them.
    low: Option<(&'a str, bool)>,
    /// The upper end.
    high: Option<(&'a str, bool)>,
}

/// Whether an attribute holds versions.
pub(crate) fn is_version(attribute: &str) -> bool {
    let last = attribute.rsplit(['.', '_', '@']).next().unwrap_or(attribute);
    matches!(last, "version") || attribute.ends_with("version_major")
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let (attribute, written) = (&problem.attribute, cx.slice(problem.span));
    let mut diagnostic = META
        .at(problem.span, format!("`{attribute}` is a string, and `{written}` compares numbers"))
        .note("letter by letter, `99` is above `100`");
    let is_range = matches!(problem.kind, ProblemKind::ComparisonOnText { range: true });
    if is_range || cx.profile() == Profile::Event {
        diagnostic.severity = Severity::Warning;
    }
    match versions(cx, problem, written) {
        Some(value) => {
            diagnostic.fix(Fix::choice(format!("write `{value}`"), Edit::replace(problem.span, value)))
        }
        None => diagnostic.help(format!("list the versions, or ask for a prefix, `{attribute}:12*`")),
    }
}

fn versions(cx: &QueryCx<'_>, problem: &Problem, written: &str) -> Option<String> {
    // Read on its own, for looking it up in the tree would take its time for each problem.
    let alone = parse(&format!("x:{written}"));
    let Expr::Field(field) = alone.tree.root().expr() else { return None };
    let wanted = match field.value.expr() {
        Expr::Comparison(operator, operand) => {
            let end = |included| Some((operand.text(), included));
            match operator {
                Comparison::Greater => Wanted { low: end(false), high: None },
                Comparison::GreaterEqual => Wanted { low: end(true), high: None },
                Comparison::Less => Wanted { low: None, high: end(false) },
                Comparison::LessEqual => Wanted { low: None, high: end(true) },
            }
        }
        Expr::Range(range) => {
            let end = |text, included| if text == "*" { None } else { Some((text, included)) };
            Wanted {
                low: end(range.low.text(), range.low_inclusive),
                high: end(range.high.text(), range.high_inclusive),
            }
        }
        _ => return None,
    };
    values(cx, problem, wanted)
}

/// A list of versions.
fn values(cx: &QueryCx<'_>, problem: &Problem, wanted: Wanted<'_>) -> Option<String> {
    let mut ends = [wanted.low, wanted.high].into_iter().flatten();
    if ends.any(|(version, _)| numbers(version).is_none()) {
        return None;
    }
    observed(cx, problem, wanted).or_else(|| majors(&problem.attribute, wanted))
}

/// The first of the whole versions from an end on; `None` for one such as `>=100.4`, which takes a
/// part of 100.
fn first((version, included): (&str, bool)) -> Option<i64> {
    let (major, rest) = whole(version)?;
    match (included, rest) {
        (true, _) => Some(major),
        (false, Rest::None) => Some(major + 1),
        (false, Rest::Zeros) => None,
    }
}

/// The last of the whole versions up to an end.
fn last((version, included): (&str, bool)) -> Option<i64> {
    let (major, rest) = whole(version)?;
    match (included, rest) {
        (false, _) => Some(major - 1),
        (true, Rest::None) => Some(major),
        (true, Rest::Zeros) => None,
    }
}

/// What follows the first number of a version.
enum Rest {
    /// Nothing: `100` stands for all of 100.
    None,
    /// `100.0`, its beginning.
    Zeros,
}

/// The first number of a version that is a whole one or the beginning of one.
fn whole(version: &str) -> Option<(i64, Rest)> {
    let numbers = numbers(version)?;
    let (major, rest) = numbers.split_first()?;
    let rest = match rest {
        [] => Rest::None,
        rest if rest.iter().all(|number| *number == 0) => Rest::Zeros,
        _ => return None,
    };
    Some((i64::try_from(*major).ok()?.min(i64::from(u32::MAX)), rest))
}

/// The observed versions that were asked for.
fn observed(cx: &QueryCx<'_>, problem: &Problem, wanted: Wanted<'_>) -> Option<String> {
    let attribute = cx.certain(&problem.attribute).filter(|known| known.observed)?;
    let mut known: Vec<(Vec<u64>, &str)> = attribute
        .values
        .iter()
        .filter_map(|value| Some((numbers(value)?, value.as_str())))
        .filter(|(version, _)| lies_in(version, wanted))
        .collect();
    known.sort();
    let values: Vec<String> = known.into_iter().map(|(_, value)| escape(value)).collect();
    (values.len() <= MOST).then(|| list(values)).flatten()
}

fn lies_in(version: &[u64], wanted: Wanted<'_>) -> bool {
    // `>99` speaks of the first number alone.
    let side = |end: Option<(&str, bool)>, outside: Ordering| {
        end.is_none_or(|(end, included)| {
            let order = numbers(end).map_or(Ordering::Equal, |end| {
                version.get(..end.len()).unwrap_or(version).cmp(end.as_slice())
            });
            order != outside && (included || order != Ordering::Equal)
        })
    };
    side(wanted.low, Ordering::Less) && side(wanted.high, Ordering::Greater)
}

/// Whole versions, each with all of its parts: `(101* OR 102* OR 103*)`. Those above an end that nothing
/// limits are a few to go on with; those below one are all there are.
fn majors(attribute: &str, wanted: Wanted<'_>) -> Option<String> {
    let (low, high) = match (wanted.low, wanted.high) {
        (Some(low), Some(high)) => (first(low)?, last(high)?),
        (Some(low), None) => (first(low)?, first(low)? + SOME - 1),
        (None, Some(high)) => (0, last(high)?),
        (None, None) => return None,
    };
    if high < low || high - low >= MOST as i64 {
        return None;
    }
    let values: Vec<String> = (low..=high).flat_map(|major| spellings(attribute, major)).collect();
    (values.len() <= MOST).then(|| list(values)).flatten()
}

fn list(values: Vec<String>) -> Option<String> {
    match values.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        several => Some(format!("({})", several.join(" OR "))),
    }
}

/// A version with all of its parts: `101*`, but `9` and `9.*`, for `9*` holds 90 as well.
fn spellings(attribute: &str, major: i64) -> Vec<String> {
    if attribute.ends_with("version_major") {
        vec![major.to_string()]
    } else if major < 10 {
        vec![major.to_string(), format!("{major}.*")]
    } else {
        vec![format!("{major}*")]
    }
}

/// The numbers of a version: 12, 1 and 0 of `12.1.0`.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let literal = Pattern::bare(version);
    let parts = literal.as_literal()?.trim_start_matches('v').split('.');
    parts.map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::is_version;
    use crate::testing::{Case, check_choices};

    #[test]
    fn a_few_versions() {
        for (value, expected) in [
            (">100", &["(101* OR 102* OR 103*)"][..]),
            (">=100", &["(100* OR 101* OR 102*)"]),
            (">=100.0", &["(100* OR 101* OR 102*)"]),
            (">8", &["(9 OR 9.* OR 10* OR 11*)"]),
            ("<100", &[]),
            ("<2.0", &["(0 OR 0.* OR 1 OR 1.*)"]),
            ("<=1", &["(0 OR 0.* OR 1 OR 1.*)"]),
            ("<=1.0", &[]),
            ("<0", &[]),
            (">12.1", &[]),
            ("[1.2 TO 1.4]", &[]),
            ("[14 TO 16]", &["(14* OR 15* OR 16*)"]),
            ("{14 TO 16}", &["15*"]),
            ("[1 TO 90]", &[]),
            (">beta", &[]),
        ] {
            let whole: Vec<String> =
                expected.iter().map(|value| format!("last_os_version:{value}")).collect();
            let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
            check_choices(Case::users(), "TYP002", &format!("last_os_version:{value}"), &whole);
        }
    }

    #[test]
    fn a_number_for_itself_has_no_parts() {
        check_choices(
            Case::events(),
            "TYP002",
            "@os.version_major:[8 TO 10]",
            &["@os.version_major:(8 OR 9 OR 10)"],
        );
    }

    #[test]
    fn observed_versions_are_listed() {
        check_choices(
            Case::observed(),
            "TYP002",
            "first_browser_version:>99",
            &["first_browser_version:(120.0 OR 120.1 OR 121.0)"],
        );
    }

    #[test]
    fn one_finding_for_versions() {
        for (case, query) in [
            (Case::users(), "first_browser_version:>100"),
            (Case::events(), "version:<1.2.3"),
            (Case::events(), "@os.version_major:>14"),
        ] {
            let codes: Vec<_> = case.check(query).iter().map(|finding| finding.diagnostic.code.id).collect();
            assert_eq!(codes, ["TYP002"], "{query}");
        }
        assert!(!is_version("@conversion") && !is_version("@version.note"));
    }
}
