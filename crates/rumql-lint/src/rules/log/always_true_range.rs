//! `always-true-range`: a count is never below zero.

use rumql_catalog::Kind;
use rumql_hir::{Bound, Predicate, Query, Test, Value};
use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::{ast::Comparison, literal::Decimal};

use crate::{context::QueryCx, logic::Part, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A lower bound that every count passes: `>=0`, `>-1`, `[0 TO *]`. Only where the mapping says
    /// that the attribute is a whole number, and its name that it counts something.
    ///
    /// ## Why it matters
    /// It filters nothing but records that lack the attribute, and looks as if it did.
    ///
    /// ## Example
    /// ```query mapping
    /// session_count:>=0
    /// ^^^^^^^^^^^^^^^^^ warning[LOG020]: every count passes `session_count:>=0`
    /// ```
    /// No finding:
    /// ```query mapping
    /// session_count:>0
    /// ```
    ///
    /// ## Fix
    /// Unsafe, for that no count is negative is taken for granted: `session_count:*` asks for what is
    /// left.
    pub(crate) static META = {
        code: "LOG020", name: "always-true-range", level: Warning, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    logic.root.walk(&mut |part: &Part<'_>| {
        let Query::Predicate(Predicate { attribute: Some(name), test }) = &part.query else { return };
        if !part.parts().is_empty() || !every_count_passes(cx, name, test) {
            return;
        }
        let term = crate::logic::Term::of(part);
        let written = rumql_syntax::literal::escape_name(name);
        let mut diagnostic = META
            .at(term.span, format!("every count passes `{}`", term.text))
            .note("what is left is that the attribute is there");
        if term.text == cx.slice(term.span) {
            let present = format!("{written}:*");
            diagnostic =
                diagnostic.fix(Fix::guess(format!("write `{present}`"), Edit::replace(term.span, present)));
        }
        acc.push(diagnostic);
    });
}

/// Whether the attribute is a count, and the test asks no more than that it is there.
pub(super) fn every_count_passes(cx: &QueryCx<'_>, name: &str, test: &Test) -> bool {
    is_passed_by_counts(test) && counts(cx, name)
}

/// Whether the mapping says that the attribute is a whole number, and its name that it is a count.
fn counts(cx: &QueryCx<'_>, name: &str) -> bool {
    let is_count = name.ends_with("_count") || name.ends_with(".count");
    is_count && cx.certain(name).is_some_and(|attribute| attribute.kind == Kind::Integer)
}

fn is_passed_by_counts(test: &Test) -> bool {
    let at_most = |value: &Value, limit: i128| matches!(value, Value::Number(number) if *number <= Decimal::from_int(limit));
    let below_zero = |value: &Value| matches!(value, Value::Number(number) if number.is_negative());
    match test {
        Test::Compares(Comparison::GreaterEqual, value) => at_most(value, 0),
        Test::Compares(Comparison::Greater, value) => below_zero(value),
        Test::Within(Bound::Inclusive(low), Bound::Open) => at_most(low, 0),
        Test::Within(Bound::Exclusive(low), Bound::Open) => below_zero(low),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn presence_takes_its_place_where_the_name_stands_before_it() {
        check_fix(Case::mapping(), "user_name:x AND session_count:>=0", "user_name:x AND session_count:*");
        check_fix(Case::mapping(), "session_count:(>=0)", "session_count:*");
        check_fix(Case::mapping(), "session_count:(>=0 AND <9)", "session_count:(>=0 AND <9)");
    }
}
