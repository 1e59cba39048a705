//! `missing-duration-unit`: a small number where a moment is meant.

use rumql_hir::Problem;
use rumql_source::{Diagnostic, Edit, Fix, Span};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A number below 100,000 compared with a moment: a duration that lacks its unit.
    ///
    /// ## Why it matters
    /// A bare number is a moment in Unix seconds: `30` is half a minute past midnight on 1 January 1970.
    /// So `<30` is true of nobody and `>30` of everyone.
    ///
    /// ## Example
    /// ```query
    /// last_seen:<30
    ///            ^^ warning[TIM005]: `30` is 30 seconds after 1 January 1970
    /// ```
    /// ```query
    /// first_seen:[7 TO 30d]
    ///             ^ warning[TIM005]: `7` is 7 seconds after 1 January 1970
    /// ```
    /// No finding:
    /// ```query
    /// last_seen:<30d
    /// ```
    /// ```query mapping
    /// session_count:<30
    /// ```
    ///
    /// ## Fix
    /// Days, hours or minutes, to choose from; where no comparison stands, the time since and the time
    /// before. Of the two bounds of a range, the longer duration first. None for a year.
    pub(crate) static META = { code: "TIM005", name: "missing-duration-unit", level: Warning, since: "0.1.0" }
}

/// The most days that are meant as days.
const MOST_DAYS: u32 = 3_650;

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let value = cx.slice(problem.span);
    let diagnostic = META
        .at(problem.span, format!("`{value}` is {value} seconds after 1 January 1970"))
        .note("a bare number is a moment in Unix seconds");
    let choices = choices(cx, problem.span);
    if choices.is_empty() {
        return diagnostic.help("write a duration, such as `30d`, or a moment in Unix seconds");
    }
    choices.into_iter().fold(diagnostic, |diagnostic, (title, edit)| diagnostic.fix(Fix::choice(title, edit)))
}

/// What may stand in the number's place, each with its title.
fn choices(cx: &QueryCx<'_>, span: Span) -> Vec<(String, Edit)> {
    let Ok(number) = cx.slice(span).parse() else { return Vec::new() };
    let before = Span::new(0, span.start).slice(cx.text());
    let lengths = lengths(number).into_iter();
    if before.ends_with(['<', '>', '=']) {
        return lengths.map(|(length, name)| (title(&length, name), Edit::replace(span, length))).collect();
    }
    // No moment is just so long ago, so what lies on one side of it was meant.
    if before.ends_with(':') {
        let sides = [(">", "since then"), ("<", "before then")].into_iter();
        return sides
            .flat_map(|(sign, name)| lengths.clone().take(1).map(move |(length, _)| (sign, length, name)))
            .map(|(sign, length, name)| (format!("{sign}{length}"), name))
            .map(|(value, name)| (title(&value, name), Edit::replace(span, value)))
            .collect();
    }
    range(cx, span).unwrap_or_default()
}

fn title(value: &str, name: &str) -> String {
    format!("write `{value}`, {name}")
}

/// The choices for a bound of a range. Of two durations the longer one is the earlier moment, and so
/// the lower bound.
fn range(cx: &QueryCx<'_>, span: Span) -> Option<Vec<(String, Edit)>> {
    let before = Span::new(0, span.start).slice(cx.text());
    let after = Span::new(span.end, Span::of(cx.text()).end).slice(cx.text());
    if !before.trim_end().ends_with(['[', '{']) && !before.trim_end().ends_with("TO") {
        return None;
    }
    let start = before.rfind(['[', '{'])? as u32 + 1;
    let inner = Span::new(start, span.end + after.find([']', '}'])? as u32);
    let (low, high) = cx.slice(inner).split_once(" TO ")?;
    let (low, high) = (low.trim(), high.trim());
    if low == "*" || high == "*" {
        let lengths = lengths(cx.slice(span).parse().ok()?).into_iter();
        return Some(
            lengths.map(|(length, name)| (title(&length, name), Edit::replace(span, length))).collect(),
        );
    }
    let (low, high): (u32, u32) = (low.parse().ok()?, high.parse().ok()?);
    let pairs = lengths(low.max(high)).into_iter().zip(lengths(low.min(high)));
    let both = pairs.map(|((long, name), (short, _))| (format!("{long} TO {short}"), name));
    Some(both.map(|(value, name)| (title(&value, name), Edit::replace(inner, value))).collect())
}

/// A number of days, hours or minutes, or what many seconds come to. None for a year.
fn lengths(number: u32) -> Vec<(String, &'static str)> {
    match number {
        0 | 1990..=2100 => Vec::new(),
        1..=MOST_DAYS => [("d", "days"), ("h", "hours"), ("m", "minutes")]
            .map(|(unit, name)| (format!("{number}{unit}"), name))
            .to_vec(),
        _ if number.is_multiple_of(86_400) => vec![(format!("{}d", number / 86_400), "as many seconds")],
        _ if number.is_multiple_of(3_600) => vec![(format!("{}h", number / 3_600), "as many seconds")],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices};

    fn check(query: &str, expected: &[&str]) {
        let expected: Vec<String> = expected.iter().map(|value| format!("last_seen:{value}")).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check_choices(Case::users(), "TIM005", &format!("last_seen:{query}"), &expected);
    }

    #[test]
    fn offers_units() {
        check("<30", &["<30d", "<30h", "<30m"]);
        check("<1735000000", &[]);
    }

    #[test]
    fn no_moment_is_just_so_long_ago() {
        check("30", &[">30d", "<30d"]);
        check("(7 OR 30)", &[]);
    }

    #[test]
    fn what_is_no_length_is_left() {
        check("<0", &[]);
        check("<2025", &[]);
        check("<9999", &[]);
        check("<86400", &["<1d"]);
        check("<7200", &["<2h"]);
    }

    #[test]
    fn the_longer_duration_comes_first() {
        let both = ["[30d TO 7d]", "[30h TO 7h]", "[30m TO 7m]"];
        check("[7 TO 30]", &[both, both].concat());
        check("[30 TO *]", &["[30d TO *]", "[30h TO *]", "[30m TO *]"]);
        check("[7 TO 30d]", &[]);
    }
}
