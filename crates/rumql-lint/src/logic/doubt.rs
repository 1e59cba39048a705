//! What makes a proof worthless?
//!
//! A proof is as good as the reading that it starts from. Where that is doubtful for another
//! reason, which another rule tells, nothing is said about logic.

use jiff::Timestamp;
use rumql_hir::{Bound, Origin, Predicate, Test, Value};
use rumql_source::Profile;
use rumql_syntax::{
    ast::Expr,
    literal::{Decimal, InstantForm, instant},
};

use crate::{
    context::QueryCx,
    free_terms::{Look, free_terms},
};

/// Whether the query holds something that may mean another thing than is read.
pub(super) fn is_doubtful(cx: &QueryCx<'_>) -> bool {
    let mut seen = Seen::default();
    cx.lowered.each_test(|predicate, origin| seen.test(cx, predicate, origin));
    seen.doubtful || (seen.ages && seen.dates) || negates_a_number(cx) || holds_sql(cx)
}

/// Whether some of its words are SQL, as SYN011 says: in `a IN (x) AND b IN (y)` nothing is said twice.
fn holds_sql(cx: &QueryCx<'_>) -> bool {
    cx.profile() == Profile::Audience && free_terms(cx).iter().any(|term| matches!(term.look, Look::Sql(_)))
}

#[derive(Default)]
struct Seen {
    doubtful: bool,
    /// Moments that move on with time, and moments that stay. What holds of both together holds
    /// today.
    ages: bool,
    dates: bool,
}

impl Seen {
    fn test(&mut self, cx: &QueryCx<'_>, predicate: &Predicate, origin: Origin) {
        let written = cx.slice(origin.value);
        match &predicate.test {
            // Text has no documented order; TYP001 says so.
            Test::Compares(_, Value::Text(_)) => self.doubtful = true,
            Test::Within(low, high) if is_text(low) || is_text(high) => self.doubtful = true,
            Test::Compares(_, value) | Test::Equals(value) if is_moment(value) => self.moments(cx, written),
            Test::Within(low, high) if holds_moment(low) || holds_moment(high) => self.moments(cx, written),
            // `a or b` was meant as an operator; SYN004 says so.
            _ if ["and", "or", "not"].iter().any(|word| written.eq_ignore_ascii_case(word)) => {
                self.doubtful |= !matches!(written, "AND" | "OR" | "NOT");
            }
            _ => {}
        }
    }

    fn moments(&mut self, cx: &QueryCx<'_>, written: &str) {
        let (ages, dates) = ages_and_dates(written, cx.scope.now);
        self.ages |= ages;
        self.dates |= dates;
    }
}

/// Whether a value names a moment that moves on with time, and one that stays.
pub(crate) fn ages_and_dates(written: &str, now: Timestamp) -> (bool, bool) {
    let (mut ages, mut dates) = (false, false);
    let separators = |c: char| c.is_whitespace() || "<>=[]{}\"".contains(c);
    for piece in written.split(separators) {
        match instant(piece, now).map(|read| read.form) {
            Some(InstantForm::Age | InstantForm::Now) => ages = true,
            // A short number is a moment only by mistake.
            Some(_) => dates |= Decimal::parse(piece).is_none() || piece.len() > 8,
            None => {}
        }
    }
    (ages, dates)
}

fn is_moment(value: &Value) -> bool {
    matches!(value, Value::Moment(_))
}

fn holds_moment(bound: &Bound) -> bool {
    matches!(bound, Bound::Inclusive(value) | Bound::Exclusive(value) if is_moment(value))
}

fn is_text(bound: &Bound) -> bool {
    matches!(bound, Bound::Inclusive(Value::Text(_)) | Bound::Exclusive(Value::Text(_)))
}

/// `f:(5 OR -5)`: the number -5, or everything but 5?
fn negates_a_number(cx: &QueryCx<'_>) -> bool {
    cx.nodes().any(|node| match node.expr() {
        Expr::Not(operand) => matches!(operand.expr(), Expr::Text(text) if Decimal::parse(text).is_some()),
        _ => false,
    })
}
