//! Which moments does a query of users or accounts name, and how are they written?

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use rumql_hir::{Bound, Origin, Predicate, Test, Value};
use rumql_source::{Profile, Span};
use rumql_syntax::{
    ast::{Comparison, Expr, Node},
    literal::{InstantForm, Pattern, instant},
    parse,
};

use crate::context::QueryCx;

/// One moment that an attribute is held against.
pub(crate) struct Named<'a> {
    /// The attribute.
    pub(crate) attribute: &'a str,
    /// The value as it is written, its quotes included.
    pub(crate) span: Span,
    /// What it says, escapes undone.
    pub(crate) text: String,
    /// How it is written.
    pub(crate) form: InstantForm,
    /// The moment.
    pub(crate) at: Timestamp,
    /// Where it stands.
    pub(crate) place: Place,
}

/// Where a moment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `f:v`
    Alone,
    /// `f:>v`, `f:>=v`
    After,
    /// `f:<v`, `f:<=v`
    Before,
    /// `f:[v TO …]`, with the upper bound if that is a moment as well.
    Low(Option<Timestamp>),
    /// `f:[… TO v]`, with the lower bound if that is a moment as well.
    High(Option<Timestamp>),
}

const DAY: i64 = 86_400;

impl Named<'_> {
    /// The whole days back from `now` that come nearest from either side: `699d` and `700d`, one of
    /// them if the moment is so many days ago. None that would turn a range round.
    pub(crate) fn ages(&self, now: Timestamp) -> Vec<String> {
        let seconds = now.duration_since(self.at).as_secs();
        let (less, more) = (seconds.div_euclid(DAY), (seconds + DAY - 1).div_euclid(DAY));
        let mut days = vec![less, more];
        days.dedup();
        days.retain(|days| *days > 0 && self.may_move_to(now, *days));
        days.into_iter().map(|days| format!("{days}d")).collect()
    }

    /// Whether something still lies between the bounds.
    fn may_move_to(&self, now: Timestamp, days: i64) -> bool {
        let Ok(at) = now.checked_sub(SignedDuration::from_secs(days.saturating_mul(DAY))) else {
            return false;
        };
        match self.place {
            Place::Low(Some(high)) => at < high,
            Place::High(Some(low)) => low < at,
            _ => true,
        }
    }
}

/// The moments of a query, in the order of the text. Left out are those that another rule speaks
/// about, and those of attributes that are only known from an example.
pub(crate) fn named_moments<'a>(cx: &QueryCx<'a>) -> Vec<Named<'a>> {
    let mut found = Vec::new();
    if cx.profile() == Profile::Event {
        return found;
    }
    cx.lowered.each_test(|predicate, origin| {
        if let Some(attribute) = predicate.attribute.as_deref().filter(|_| names_a_moment(predicate)) {
            read(cx, attribute, &predicate.test, origin, &mut found);
        }
    });
    if found.is_empty() {
        return found;
    }
    let told: HashSet<Span> = cx.lowered.problems.iter().map(|problem| problem.span).collect();
    found.retain(|moment| !told.contains(&moment.span) && cx.certain(moment.attribute).is_some());
    found
}

fn names_a_moment(predicate: &Predicate) -> bool {
    match &predicate.test {
        Test::Equals(value) | Test::Compares(_, value) => matches!(value, Value::Moment(_)),
        Test::Within(low, high) => moment(low).or(moment(high)).is_some(),
        _ => false,
    }
}

fn moment(bound: &Bound) -> Option<Timestamp> {
    match bound {
        Bound::Inclusive(Value::Moment(at)) | Bound::Exclusive(Value::Moment(at)) => Some(*at),
        _ => None,
    }
}

fn read<'a>(cx: &QueryCx<'a>, attribute: &'a str, test: &Test, origin: Origin, found: &mut Vec<Named<'a>>) {
    let span = origin.value;
    let mut add = |span: Span, place: Place| {
        let text = literal(cx.slice(span));
        if let Some(read) = instant(&text, cx.scope.now) {
            found.push(Named { attribute, span, text, form: read.form, at: read.at, place });
        }
    };
    match test {
        Test::Equals(_) => add(span, Place::Alone),
        Test::Compares(operator, _) => {
            let text = cx.slice(span);
            let operand = text.trim_start_matches(['<', '>', '=']).trim_start();
            let place = match operator {
                Comparison::Greater | Comparison::GreaterEqual => Place::After,
                Comparison::Less | Comparison::LessEqual => Place::Before,
            };
            // A comparison takes no quotes, which is told as such.
            if !operand.starts_with('"') {
                add(Span::of(operand).shift(span.end - Span::of(operand).end), place);
            }
        }
        Test::Within(low, high) => {
            // Read on its own, for looking it up in the tree would take its time for each.
            let alone = parse(cx.slice(span));
            let Expr::Range(range) = alone.tree.root().expr() else { return };
            let place = |bound: Node<'_>| bound.span().shift(span.start);
            if moment(low).is_some() {
                add(place(range.low), Place::Low(moment(high)));
            }
            if moment(high).is_some() {
                add(place(range.high), Place::High(moment(low)));
            }
        }
        _ => {}
    }
}

/// What a value says, its quotes and escapes undone.
fn literal(text: &str) -> String {
    let quoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let pattern = quoted.map_or_else(|| Pattern::bare(text), Pattern::quoted);
    pattern.as_literal().unwrap_or(text).to_owned()
}
