//! How is a query written with moments in the place of ages and dates?
//!
//! `last_seen:<30d` stands for a moment that the server may count otherwise, for nothing documents how
//! it reads an age, `now-30d` or a date. Unix seconds are what it is known to take.

use std::collections::HashMap;

use jiff::Timestamp;
use rumql_catalog::Unit;
use rumql_source::{Edit, Span, apply_edits};
use rumql_syntax::{
    Parse,
    ast::{Expr, Node},
    literal::{InstantForm, instant},
    parse,
};

use crate::{Bound, Lowered, Predicate, Scope, Test, Value, lower};

/// The text of a query with each age, `now` and date as the digits of the moment that it stands for:
/// Unix seconds, or milliseconds where the attribute is stored in them. All else stays as it is
/// written. `scope.now` counts by whole seconds here.
///
/// What cannot be said in whole digits stays: a date with a fraction of a second, a moment before
/// 1970. `None` if the text has an error, or would not mean the same.
pub fn absolute(parsed: &Parse, scope: &Scope<'_>) -> Option<String> {
    let scope = Scope { now: Timestamp::from_second(scope.now.as_second()).ok()?, ..*scope };
    if !parsed.errors.is_empty() {
        return None;
    }
    let lowered = lower(parsed, &scope);
    let values: HashMap<Span, Node<'_>> =
        parsed.tree.nodes().filter(|node| is_value(*node)).map(|node| (node.span(), node)).collect();
    let mut all: Vec<Edit> = Vec::new();
    lowered.each_test(|predicate, origin| {
        if let Some(node) = values.get(&origin.value) {
            all.extend(edits(&scope, predicate, *node));
        }
    });
    let text = apply_edits(parsed.tree.text(), &all)?;
    means_the_same(&text, &scope, &lowered).then_some(text)
}

fn means_the_same(text: &str, scope: &Scope<'_>, before: &Lowered) -> bool {
    let parsed = parse(text);
    parsed.errors.is_empty() && lower(&parsed, scope).query == before.query
}

fn edits(scope: &Scope<'_>, predicate: &Predicate, node: Node<'_>) -> Vec<Edit> {
    let moments: Vec<(Node<'_>, &Value)> = match (&predicate.test, node.expr()) {
        (Test::Compares(_, value), Expr::Comparison(_, operand)) => vec![(operand, value)],
        (Test::Equals(value), _) => vec![(node, value)],
        (Test::Within(low, high), Expr::Range(range)) => {
            let bounds = [(range.low, bound(low)), (range.high, bound(high))];
            bounds.into_iter().filter_map(|(node, value)| Some((node, value?))).collect()
        }
        _ => Vec::new(),
    };
    let attribute = predicate.attribute.as_deref().and_then(|name| scope.attribute(name));
    let in_milliseconds = attribute.is_some_and(|known| known.unit == Some(Unit::EpochMilliseconds));
    let edit = |(node, value): (Node<'_>, &Value)| {
        Some(Edit::replace(node.span(), digits(node, value, scope, in_milliseconds)?))
    };
    moments.into_iter().filter_map(edit).collect()
}

fn is_value(node: Node<'_>) -> bool {
    matches!(node.expr(), Expr::Text(_) | Expr::Phrase(_) | Expr::Comparison(..) | Expr::Range(_))
}

fn bound(bound: &Bound) -> Option<&Value> {
    match bound {
        Bound::Inclusive(value) | Bound::Exclusive(value) => Some(value),
        Bound::Open => None,
    }
}

fn digits(node: Node<'_>, value: &Value, scope: &Scope<'_>, in_milliseconds: bool) -> Option<String> {
    let Value::Moment(moment) = value else { return None };
    let text = match node.expr() {
        Expr::Text(text) | Expr::Phrase(text) => text,
        _ => return None,
    };
    // Digits are what they are. The escapes of a date are undone in the moment already.
    if instant(text, scope.now)
        .is_some_and(|read| matches!(read.form, InstantForm::Seconds | InstantForm::Milliseconds))
    {
        return None;
    }
    let (count, rest) = match in_milliseconds {
        true => (moment.as_millisecond(), moment.subsec_nanosecond() % 1_000_000),
        false => (moment.as_second(), moment.subsec_nanosecond()),
    };
    (rest == 0 && count >= 0).then(|| count.to_string())
}

#[cfg(test)]
mod tests {
    use rumql_catalog::Snapshot;
    use rumql_source::Entity;

    use super::*;
    use crate::Catalogs;

    #[track_caller]
    fn check(entity: Entity, query: &str, expected: &str) {
        let json = r#"{"data":{"type":"get_mappings_response","attributes":{"attributes":[
            {"attribute":"last_seen","type":"timestamp"},{"attribute":"renewal","type":"timestamp"},
            {"attribute":"age","type":"string"},{"attribute":"days","type":"number"}]}}}"#;
        let snapshot = Snapshot::of(Snapshot::parse_mapping(Entity::Users, json).unwrap());
        let scope = Scope {
            entity,
            catalogs: Catalogs { snapshot: Some(&snapshot) },
            pending: None,
            now: "2025-11-24T12:00:00.75Z".parse().unwrap(),
        };
        assert_eq!(absolute(&parse(query), &scope).as_deref(), Some(expected), "{query}");
    }

    #[test]
    fn moments_become_digits_and_all_else_stays() {
        check(Entity::Users, "last_seen:<30d", "last_seen:<1761393600");
        check(
            Entity::Users,
            "last_seen:( >=7d  OR -<now-2w ) AND days:>30",
            "last_seen:( >=1763380800  OR -<1762776000 ) AND days:>30",
        );
        check(
            Entity::Users,
            "renewal:[now TO now+30d} last_seen:{* TO 2025-01-01]",
            "renewal:[1763985600 TO 1766577600} last_seen:{* TO 1735689600]",
        );
        check(
            Entity::Users,
            "last_seen:>2025-01-01T00:00:00Z NOT last_seen:\"2025-01-02\"",
            "last_seen:>1735689600 NOT last_seen:1735776000",
        );
        for same in [
            "last_seen:>1735689600 last_seen:>1735689600000",
            "last_seen:>2025-01-01T00:00:00.5Z",
            "last_seen:>1969-01-01",
            "age:30d \"30d\" 30d unknown:30d last_seen:*",
            "",
        ] {
            check(Entity::Users, same, same);
        }
    }

    #[test]
    fn a_duration_is_no_moment() {
        check(Entity::Events, "@view.loading_time:>3s", "@view.loading_time:>3s");
    }
}
