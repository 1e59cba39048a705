//! Which moment is meant, and is it a likely one?

use jiff::Timestamp;
use rumql_catalog::{Attribute, Unit};
use rumql_source::Span;
use rumql_syntax::literal::{InstantForm, TimeUnit, instant, quantity};

use super::typed::Found;
use crate::{ProblemKind, Requirement, Scope, Value};

/// Below this number, digits are no moment that was meant but a duration without its unit.
const UNITLESS_BELOW: i64 = 100_000;

/// 2010-01-01, before which there were no such records.
const FIRST_MOMENT: i64 = 1_262_304_000;

/// A value of an attribute that is certainly a moment.
pub(super) fn certain(
    scope: &Scope<'_>,
    attribute: &Attribute,
    text: &str,
    span: Span,
    found: &mut Found,
) -> Option<Value> {
    let offset = text.strip_prefix("now").and_then(|rest| rest.strip_prefix(['-', '+']));
    if let Some(problem) = unit_problem(offset.unwrap_or(text), text) {
        found.push((span, problem));
        return None;
    }
    let Some(read) = instant(text, scope.now) else {
        found.push((span, ProblemKind::WrongValue { needs: Requirement::Moment, meant: None }));
        return None;
    };
    let seconds = read.at.as_second();
    match read.form {
        InstantForm::Seconds if (0..UNITLESS_BELOW).contains(&seconds) => {
            found.push((span, ProblemKind::MissingUnit));
        }
        // What is stored in milliseconds is asked for in them.
        InstantForm::Milliseconds if attribute.unit == Some(Unit::EpochMilliseconds) => {}
        InstantForm::Milliseconds => found.push((span, ProblemKind::EpochMilliseconds { seconds })),
        InstantForm::Age => {}
        _ if is_implausible(read.at, scope.now) => found.push((
            span,
            ProblemKind::ImplausibleMoment { moment: read.at.to_string(), future: read.at > scope.now },
        )),
        _ => {}
    }
    Some(Value::Moment(read.at))
}

/// A value of an attribute that may be a moment.
pub(super) fn likely(scope: &Scope<'_>, text: &str) -> Value {
    instant(text, scope.now).map_or_else(|| Value::Text(text.to_owned()), |read| Value::Moment(read.at))
}

/// The unit that a suffix stands for in other notations.
pub(super) fn meant_unit(suffix: &str) -> Option<&'static str> {
    TimeUnit::named(suffix).map(TimeUnit::as_str)
}

/// A duration counts back from now in `s`, `m`, `h`, `d` or `w`.
fn unit_problem(age: &str, text: &str) -> Option<ProblemKind> {
    let quantity = quantity(age)?;
    let unit = TimeUnit::parse(quantity.suffix);
    if quantity.count.is_negative() {
        return Some(ProblemKind::WrongValue { needs: Requirement::Moment, meant: None });
    }
    if unit.is_some_and(|unit| unit >= TimeUnit::Second && unit.as_str() == quantity.suffix) {
        return None;
    }
    Some(ProblemKind::UnknownUnit {
        count: text.strip_suffix(quantity.suffix).unwrap_or_default().to_owned(),
        suffix: quantity.suffix.to_owned(),
        meant: meant_unit(quantity.suffix),
    })
}

fn is_implausible(moment: Timestamp, now: Timestamp) -> bool {
    moment > now || moment.as_second() < FIRST_MOMENT
}
