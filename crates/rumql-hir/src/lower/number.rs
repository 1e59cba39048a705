//! Which number is meant, in the stored unit?

use rumql_catalog::{Attribute, Kind, Unit};
use rumql_source::Span;
use rumql_syntax::{
    ast::Node,
    literal::{ByteUnit, Decimal, Quantity, TimeUnit, quantity},
};

use super::typed::Found;
use crate::{ProblemKind, Requirement, Value};

const MONEY: [char; 3] = ['$', '€', '£'];

/// A value of an attribute that is certainly a number.
pub(super) fn certain(attribute: &Attribute, text: &str, span: Span, found: &mut Found) -> Option<Value> {
    if let Some(number) = Decimal::parse(text) {
        return Some(Value::Number(number));
    }
    let problem = match quantity(text) {
        Some(quantity) => match in_stored_unit(attribute, &quantity) {
            Some(number) => return Some(Value::Number(number)),
            // A count has no unit; any other number may have one that nobody stated.
            None if has_unit(&quantity) && attribute.unit.is_none() && attribute.kind != Kind::Integer => {
                return Some(Value::Text(text.to_owned()));
            }
            None => wrong_unit(attribute, &quantity, text),
        },
        None => wrong_form(text),
    };
    found.push((span, problem));
    None
}

/// A value of an attribute that may be a number.
pub(super) fn likely(attribute: Option<&Attribute>, text: &str) -> Value {
    let number = Decimal::parse(text).or_else(|| in_stored_unit(attribute?, &quantity(text)?));
    number.map_or_else(|| Value::Text(text.to_owned()), Value::Number)
}

/// A bare number on a duration that would be under a millisecond.
pub(super) fn tiny_duration(attribute: &Attribute, text: &str) -> Option<ProblemKind> {
    let number = Decimal::parse(text)?;
    let millisecond = Decimal::from_int(1_000_000);
    if attribute.unit != Some(Unit::Nanoseconds) || number <= Decimal::ZERO || number >= millisecond {
        return None;
    }
    let stored = number.times(1_000_000)?;
    Some(ProblemKind::TinyDuration {
        written: text.to_owned(),
        reads_as: in_words(number),
        meant: duration(number),
        meant_stored: stored.to_string(),
    })
}

/// Both bounds of a range under a millisecond are one slip: the problems from `first` on become one.
pub(super) fn join_tiny_bounds(range: Node<'_>, first: usize, found: &mut Found) {
    use ProblemKind::TinyDuration;
    let Some([(_, TinyDuration { .. }), (_, TinyDuration { .. })]) = found.get(first..) else { return };
    let (Some((_, high)), Some((_, low))) = (found.pop(), found.pop()) else { return };
    let (
        TinyDuration { reads_as: from, meant: low, meant_stored: stored_low, .. },
        TinyDuration { reads_as: to, meant: high, meant_stored: stored_high, .. },
    ) = (low, high)
    else {
        return;
    };
    let written = range.text();
    let (open, close) = (written.get(..1).unwrap_or("["), written.chars().next_back().unwrap_or(']'));
    let between = |low: &str, high: &str| format!("{open}{low} TO {high}{close}");
    let kind = TinyDuration {
        written: written.to_owned(),
        reads_as: format!("{from} to {to}"),
        meant: between(&low, &high),
        meant_stored: between(&stored_low, &stored_high),
    };
    found.push((range.span(), kind));
}

/// The number of `50%` and `$100`, which compare to nothing, whatever the attribute holds.
pub(super) fn share_or_money(text: &str) -> Option<String> {
    let bare = text.trim_start_matches(MONEY).trim_end_matches('%');
    (bare != text && Decimal::parse(bare).is_some()).then(|| bare.to_owned())
}

fn in_stored_unit(attribute: &Attribute, quantity: &Quantity<'_>) -> Option<Decimal> {
    let unit = attribute.unit?;
    let (amount, size) = match (quantity.nanoseconds(), quantity.bytes()) {
        (Some(amount), _) => (amount, unit.in_nanoseconds()?),
        (_, Some(amount)) => (amount, unit.in_bytes()?),
        _ => return None,
    };
    amount.divided_by(i128::from(size))
}

fn wrong_unit(attribute: &Attribute, quantity: &Quantity<'_>, text: &str) -> ProblemKind {
    let is_duration = attribute.unit.is_some_and(|unit| unit.in_nanoseconds().is_some());
    let count = || text.strip_suffix(quantity.suffix).unwrap_or_default().to_owned();
    if has_unit(quantity) {
        ProblemKind::UnitOnUnitless { suffix: quantity.suffix.to_owned(), unit: attribute.unit }
    } else if is_duration {
        let meant = super::time::meant_unit(quantity.suffix);
        ProblemKind::UnknownUnit { count: count(), suffix: quantity.suffix.to_owned(), meant }
    } else {
        ProblemKind::WrongValue { needs: Requirement::Number, meant: thousands(quantity) }
    }
}

fn has_unit(quantity: &Quantity<'_>) -> bool {
    TimeUnit::parse(quantity.suffix).is_some() || ByteUnit::parse(quantity.suffix).is_some()
}

/// `1k`, `2.5M`
fn thousands(quantity: &Quantity<'_>) -> Option<String> {
    let factor = match quantity.suffix {
        "k" | "K" => 1_000,
        "M" => 1_000_000,
        _ => return None,
    };
    Some(quantity.count.times(factor)?.to_string())
}

fn wrong_form(text: &str) -> ProblemKind {
    match other_form(text) {
        Some(plain) => ProblemKind::NumberForm { plain },
        None => ProblemKind::WrongValue { needs: Requirement::Number, meant: share_or_money(text) },
    }
}

/// `.5`, `5.`, `1_000`, `1,000`, `0x10`: forms of other languages with one reading.
fn other_form(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return Some(i64::from_str_radix(digits, 16).ok()?.to_string());
    }
    if let Some(grouped) = ungroup(text, '_').or_else(|| ungroup(text, ',')) {
        return Decimal::parse(&grouped).map(|_| grouped);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let padded = if digits.starts_with('.') { format!("{sign}0{digits}") } else { text.to_owned() };
    let padded = padded.strip_suffix('.').map_or(padded.clone(), str::to_owned);
    Decimal::parse(&padded).map(|_| padded)
}

/// Digits in groups of three; `1,5` may be a fraction elsewhere and is no such form.
fn ungroup(text: &str, separator: char) -> Option<String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.is_empty() || first.is_empty() || first.len() > 3 || rest.iter().any(|group| group.len() != 3) {
        return None;
    }
    Some(text.chars().filter(|c| *c != separator).collect())
}

/// Nanoseconds as people say them: `3 µs`.
fn in_words(nanoseconds: Decimal) -> String {
    match nanoseconds.divided_by(1_000) {
        Some(micro) if micro >= Decimal::from_int(1) => format!("{micro} µs"),
        _ => format!("{nanoseconds} ns"),
    }
}

/// Milliseconds as the shortest duration: `3s`, `250ms`.
fn duration(milliseconds: Decimal) -> String {
    match milliseconds.divided_by(1_000).filter(|seconds| seconds.to_int().is_some()) {
        Some(seconds) => format!("{seconds}s"),
        None => format!("{milliseconds}ms"),
    }
}
