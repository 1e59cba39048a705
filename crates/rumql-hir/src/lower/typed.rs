//! What does a value ask, given the attribute's kind?

use rumql_catalog::{Attribute, Kind};
use rumql_source::{Entity, Profile, Span};
use rumql_syntax::{
    ast::{Comparison, Expr, Node, Range},
    literal::{Decimal, Pattern},
};

use super::{number, time};
use crate::{Bound, ProblemKind, Requirement, Resolution, Scope, Test, Value};

/// What a value is asked of.
pub(super) struct Asked<'a, 's> {
    pub(super) scope: &'s Scope<'a>,
    pub(super) resolution: &'s Resolution<'a>,
}

/// Problems with their places.
pub(super) type Found = Vec<(Span, ProblemKind)>;

impl<'a> Asked<'a, '_> {
    pub(super) fn kind(&self) -> Kind {
        self.resolution.known().map_or(Kind::Other, |attribute| attribute.kind)
    }

    /// The attribute, if it may be held against the value.
    pub(super) fn certain(&self) -> Option<&'a Attribute> {
        self.resolution.certain()
    }
}

/// The test that a value stands for; `None`, usually with a problem, where it has no meaning.
pub(super) fn test(asked: &Asked<'_, '_>, node: Node<'_>, found: &mut Found) -> Option<Test> {
    match node.expr() {
        Expr::Comparison(operator, operand) => comparison(asked, node, operator, operand, found),
        Expr::Range(range) => self::range(asked, node, &range, found),
        _ => equality(asked, node, found),
    }
}

fn equality(asked: &Asked<'_, '_>, node: Node<'_>, found: &mut Found) -> Option<Test> {
    let (pattern, quoted) = pattern(node)?;
    if pattern.is_any() {
        return Some(Test::Present);
    }
    let Some(literal) = pattern.as_literal() else {
        return wildcard(asked, node, pattern, found);
    };
    if is_hole(node.text(), quoted) {
        return Some(Test::Equals(Value::Text(literal.to_owned())));
    }
    unknown_value(asked, node, literal, found);
    match scalar(asked, literal, node.span(), found)? {
        // An unordered kind matches text by text: `user_org_id:5001` is a string.
        Value::Number(_) if !asked.kind().is_numeric() => Some(Test::Equals(Value::Text(literal.to_owned()))),
        value => Some(Test::Equals(value)),
    }
}

fn wildcard(asked: &Asked<'_, '_>, node: Node<'_>, pattern: Pattern, found: &mut Found) -> Option<Test> {
    if let Some(attribute) = asked.certain()
        && (attribute.kind.is_numeric() || attribute.kind == Kind::Timestamp)
    {
        found.push((node.span(), ProblemKind::WildcardOnNumber { kind: attribute.kind }));
        // Some numbers of events are stored as text.
        return (asked.scope.entity == Entity::Events).then_some(Test::Matches(pattern));
    }
    Some(Test::Matches(pattern))
}

/// Whether the value is a known one, where values are listed. Text only.
fn unknown_value(asked: &Asked<'_, '_>, node: Node<'_>, literal: &str, found: &mut Found) {
    let Some(attribute) = asked.certain() else { return };
    if attribute.kind != Kind::String || attribute.values.is_empty() || attribute.holds_value(literal) {
        return;
    }
    let nearest = attribute.nearest_value(literal).map(str::to_owned);
    // A list that is not closed may lack the value; only a near one makes it doubtful.
    if attribute.closed || nearest.is_some() {
        let kind =
            ProblemKind::UnknownValue { closed: attribute.closed, known: attribute.values.clone(), nearest };
        found.push((node.span(), kind));
    }
}

fn comparison(
    asked: &Asked<'_, '_>,
    node: Node<'_>,
    operator: Comparison,
    operand: Node<'_>,
    found: &mut Found,
) -> Option<Test> {
    let (pattern, quoted) = pattern(operand)?;
    let text = bare_text(operand, &pattern);
    if is_hole(operand.text(), quoted) {
        return Some(Test::Compares(operator, Value::Text(text)));
    }
    compares_text(asked, node.span(), false, found)?;
    let value = bound_value(asked, operand, &text, quoted, found)?;
    Some(Test::Compares(operator, value))
}

fn range(asked: &Asked<'_, '_>, node: Node<'_>, range: &Range<'_>, found: &mut Found) -> Option<Test> {
    let is_open = |bound: Node<'_>| matches!(bound.expr(), Expr::Text(text) if super::is_stars(text));
    if is_open(range.low) && is_open(range.high) {
        return Some(Test::Present);
    }
    compares_text(asked, node.span(), true, found)?;
    let before = found.len();
    let low = bound(asked, range.low, range.low_inclusive, found);
    let high = bound(asked, range.high, range.high_inclusive, found);
    number::join_tiny_bounds(node, before, found);
    let (low, high) = (low?, high?);
    // `[30d TO 7]` lacks a unit, and with it would be no empty range.
    let lacks_unit = found.iter().skip(before).any(|(_, kind)| *kind == ProblemKind::MissingUnit);
    if !lacks_unit && is_inverted(&low, &high) {
        found.push((node.span(), ProblemKind::InvertedRange));
        return None;
    }
    Some(Test::Within(low, high))
}

fn bound(asked: &Asked<'_, '_>, node: Node<'_>, inclusive: bool, found: &mut Found) -> Option<Bound> {
    let (pattern, quoted) = pattern(node)?;
    if pattern.is_any() {
        return Some(Bound::Open);
    }
    let text = bare_text(node, &pattern);
    let value = if is_hole(node.text(), quoted) {
        Value::Text(text)
    } else {
        bound_value(asked, node, &text, quoted, found)?
    };
    Some(if inclusive { Bound::Inclusive(value) } else { Bound::Exclusive(value) })
}

/// The value on one side of a comparison or range.
fn bound_value(
    asked: &Asked<'_, '_>,
    node: Node<'_>,
    text: &str,
    quoted: bool,
    found: &mut Found,
) -> Option<Value> {
    if let Some(attribute) = asked.certain()
        && attribute.kind.is_numeric()
        && !quoted
        && let Some(tiny) = number::tiny_duration(attribute, text)
    {
        found.push((node.span(), tiny));
    }
    if asked.certain().is_none_or(|attribute| attribute.kind == Kind::Other)
        && !quoted
        && let Some(meant) = number::share_or_money(text)
    {
        found.push((node.span(), ProblemKind::WrongValue { needs: Requirement::Number, meant: Some(meant) }));
        return None;
    }
    scalar(asked, text, node.span(), found)
}

/// Strings have no order that a query may rely on.
fn compares_text(asked: &Asked<'_, '_>, span: Span, range: bool, found: &mut Found) -> Option<()> {
    let Some(attribute) = asked.certain() else { return Some(()) };
    if matches!(attribute.kind, Kind::String | Kind::Boolean) {
        found.push((span, ProblemKind::ComparisonOnText { range }));
        // Events are compared by text order in the one reader that is known; it has a meaning.
        return (asked.scope.entity.profile() == Profile::Event).then_some(());
    }
    Some(())
}

/// One value, read as the attribute's kind asks; where that is not certain, by its look.
fn scalar(asked: &Asked<'_, '_>, text: &str, span: Span, found: &mut Found) -> Option<Value> {
    match (asked.kind(), asked.certain()) {
        (Kind::Integer | Kind::Number, Some(attribute)) => number::certain(attribute, text, span, found),
        (Kind::Timestamp, Some(attribute)) => time::certain(asked.scope, attribute, text, span, found),
        (Kind::Integer | Kind::Number, None) => Some(number::likely(asked.resolution.known(), text)),
        (Kind::Timestamp, None) => Some(time::likely(asked.scope, text)),
        (Kind::String | Kind::Boolean, _) => Some(Value::Text(text.to_owned())),
        (Kind::Other, _) => Some(number::likely(asked.resolution.known(), text)),
    }
}

fn is_inverted(low: &Bound, high: &Bound) -> bool {
    let (Bound::Inclusive(a) | Bound::Exclusive(a)) = low else { return false };
    let (Bound::Inclusive(b) | Bound::Exclusive(b)) = high else { return false };
    let strict = matches!(low, Bound::Exclusive(_)) || matches!(high, Bound::Exclusive(_));
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a > b || (strict && a == b),
        (Value::Moment(a), Value::Moment(b)) => a > b || (strict && a == b),
        _ => false,
    }
}

/// The texts that a value stands for, and whether it was quoted.
fn pattern(node: Node<'_>) -> Option<(Pattern, bool)> {
    match node.expr() {
        Expr::Text(text) => Some((Pattern::bare(text), false)),
        Expr::Phrase(text) => Some((Pattern::quoted(text), true)),
        _ => None,
    }
}

/// A bound's text. Wildcards have no meaning there and stay characters.
fn bare_text(node: Node<'_>, pattern: &Pattern) -> String {
    pattern.as_literal().map_or_else(|| node.text().to_owned(), str::to_owned)
}

/// Whether something is to be filled in before the value has a meaning.
fn is_hole(text: &str, quoted: bool) -> bool {
    text.contains("${")
        || text.contains("{{")
        || (!quoted && (text.starts_with('$') && Decimal::parse(text.trim_start_matches('$')).is_none()))
        || (!quoted && text.starts_with('<'))
}
