//! `outside-observed-range`: the bound lies beyond all values that were observed.

use rumql_catalog::Range;
use rumql_hir::{Bound, Test, Value};
use rumql_source::Diagnostic;
use rumql_syntax::{ast::Comparison, literal::Decimal};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A number so far beyond the observed ones of its attribute, which `mapping.lock.json` may hold, that
    /// the clause matches nobody, or everyone who has a value.
    ///
    /// ## Why it matters
    /// A digit too many or another unit is the usual reason. Values change, so this is for careful teams.
    ///
    /// ## Example
    /// ```query observed strict
    /// session_count:>5000
    ///               ^^^^^ warning[TYP009]: no observed `session_count` matches: they are 0 to 420
    /// ```
    /// ```query observed strict
    /// @lifetime_value:<10000
    ///                 ^^^^^^ warning[TYP009]: every observed `@lifetime_value` matches: they are 12.5 to 9000
    /// ```
    /// No finding, for some are within and some are not, or no range is known:
    /// ```query observed strict
    /// session_count:>50 AND @lifetime_value:<1000
    /// ```
    /// ```query mapping strict
    /// session_count:>5000
    /// ```
    ///
    /// ## Fix
    /// None: which number was meant is not known.
    pub(crate) static META = {
        code: "TYP009", name: "outside-observed-range", level: Warning, since: "0.1.0", preset: Strict, query: check
    }
}

/// How many of the observed values pass a test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Passing {
    None,
    All,
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    cx.lowered.each_test(|predicate, origin| {
        let Some(name) = &predicate.attribute else { return };
        let Some(attribute) = cx.certain(name).filter(|known| known.kind.is_numeric()) else {
            return;
        };
        let Some((low, high)) = attribute.range.and_then(ends) else { return };
        let Some(passing) = passing(&predicate.test, low, high) else { return };
        let (which, outcome) = match passing {
            Passing::None => ("no", "the clause probably matches nobody"),
            Passing::All => ("every", "the clause probably matches everyone who has a value"),
        };
        acc.push(
            META.at(origin.value, format!("{which} observed `{name}` matches: they are {low} to {high}"))
                .note(outcome)
                .help("check the number and its unit, or fetch the mapping with its ranges again"),
        );
    });
}

fn ends(range: Range) -> Option<(Decimal, Decimal)> {
    let exact = |number: f64| Decimal::parse(&number.to_string());
    let (low, high) = (exact(range.min?)?, exact(range.max?)?);
    (low <= high).then_some((low, high))
}

/// Whether a test passes none or all of the numbers from `low` to `high`.
fn passing(test: &Test, low: Decimal, high: Decimal) -> Option<Passing> {
    let (none, all) = match test {
        Test::Equals(Value::Number(number)) => (*number < low || *number > high, false),
        Test::Compares(operator, Value::Number(number)) => {
            let above = |is_open: bool| compare(*number, low, high, is_open);
            let below = |is_open: bool| {
                let (none, all) = compare(*number, low, high, !is_open);
                (all, none)
            };
            match operator {
                Comparison::Greater => above(true),
                Comparison::GreaterEqual => above(false),
                Comparison::Less => below(true),
                Comparison::LessEqual => below(false),
            }
        }
        Test::Within(from, to) => {
            let from = bound(from).map(|(number, is_open)| compare(number, low, high, is_open));
            let to = bound(to).map(|(number, is_open)| compare(number, low, high, !is_open));
            let above = from.unwrap_or((false, true));
            let below = to.map_or((false, true), |(none, all)| (all, none));
            (above.0 || below.0, above.1 && below.1)
        }
        _ => return None,
    };
    // That nothing is below zero needs no observation.
    let is_plain =
        all && matches!(test, Test::Compares(_, Value::Number(number)) if *number <= Decimal::ZERO);
    match (none, all) {
        (true, _) => Some(Passing::None),
        (_, true) if !is_plain => Some(Passing::All),
        _ => None,
    }
}

/// Whether none, and whether all, of the numbers from `low` to `high` are above `number`; where
/// `is_open`, the number itself is not.
fn compare(number: Decimal, low: Decimal, high: Decimal, is_open: bool) -> (bool, bool) {
    if is_open { (high <= number, low > number) } else { (high < number, low >= number) }
}

fn bound(bound: &Bound) -> Option<(Decimal, bool)> {
    match bound {
        Bound::Inclusive(Value::Number(number)) => Some((*number, false)),
        Bound::Exclusive(Value::Number(number)) => Some((*number, true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Preset, testing::Case};

    /// What is said of values from 12.5 to 9000.
    #[track_caller]
    fn check(value: &str, expected: &str) {
        let case = Case { preset: Preset::Strict, ..Case::observed() };
        let found = case.check(&format!("@lifetime_value:{value}"));
        let said: Vec<_> = found
            .iter()
            .filter(|finding| finding.diagnostic.code.id == "TYP009")
            .map(|finding| finding.diagnostic.message.split(' ').next().unwrap_or_default())
            .collect();
        assert_eq!(said.join(" "), expected, "{value}");
    }

    #[test]
    fn each_end_is_exact() {
        for (value, expected) in [
            (">9000", "no"),
            (">=9000", ""),
            (">=9000.1", "no"),
            ("<12.5", "no"),
            ("<=12.5", ""),
            (">12.5", ""),
            (">=12.5", "every"),
            (">12", "every"),
            ("<9000", ""),
            ("<=9000", "every"),
            ("10", "no"),
            ("12.5", ""),
            ("[9001 TO *]", "no"),
            ("[* TO 12.5]", ""),
            ("{* TO 12.5}", "no"),
            ("[0 TO 10000]", "every"),
            ("[20 TO 30]", ""),
            (">=0", ""),
        ] {
            check(value, expected);
        }
    }
}
