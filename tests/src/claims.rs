//! Which queries and records are the proofs tried on?
//!
//! Queries ask again and again of few attributes with few values, so that they contradict, imply
//! and repeat each other often. Records are made of the queries' own boundaries: each constant,
//! its neighbours, texts that a wildcard just takes or just misses, nothing at all, and
//! several values where an attribute may hold them.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{Timestamp, ToSpan};
use proptest::{collection::vec, prelude::*, sample::select};
use rumql_catalog::{Kind, Multiplicity, Snapshot};
use rumql_hir::{Bound, Catalogs, Predicate, Query, Scope, Test, Value, lower};
use rumql_semantics::{Datum, Record};
use rumql_source::Entity;
use rumql_syntax::{
    literal::{Decimal, Pattern, Piece},
    parse,
};

/// A mapping with an attribute of each type, and lists.
static MAPPING: LazyLock<Snapshot> = LazyLock::new(|| {
    let attributes = [
        ("name", "string"),
        ("count", "integer"),
        ("score", "number"),
        ("seen", "timestamp"),
        ("flag", "boolean"),
        ("tags", "array<string>"),
        ("sizes", "array<integer>"),
        ("odd", "anything"),
    ]
    .map(|(name, kind)| format!(r#"{{"attribute":"{name}","type":"{kind}"}}"#));
    let text =
        format!(r#"{{"version":1,"entities":{{"users":{{"attributes":[{}]}}}}}}"#, attributes.join(","));
    Snapshot::parse(&text).expect("a mapping")
});

/// What the queries are read against.
pub fn scope() -> Scope<'static> {
    let now = "2026-11-24T00:00:00Z".parse().expect("a moment");
    Scope { entity: Entity::Users, catalogs: Catalogs { snapshot: Some(&MAPPING) }, pending: None, now }
}

/// The meaning of a query that can be read.
pub fn meaning(text: &str) -> Query {
    let parse = parse(text);
    assert!(parse.errors.is_empty(), "{text}: {:?}", parse.errors);
    let lowered = lower(&parse, &scope());
    assert!(!lowered.query.has_unknown(), "{text}: {:?}", lowered.problems);
    lowered.query
}

/// A query, nested up to three deep.
pub fn query() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![8 => term(), 1 => Just("*".to_owned()), 1 => value_group()];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" AND "))),
            vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            vec(inner.clone(), 2..3).prop_map(|parts| format!("({})", parts.join(" "))),
            inner.prop_map(|part| format!("-({part})")),
        ]
    })
}

const TEXTS: &[&str] = &[
    "a", "b", "ab", "ba", "aa", "abc", "*", "a*", "*a", "*b", "a*b", "*a*", "?", "a?", "?*", "a\\*",
    "\"a*\"", "é*", "\"\"",
];
const NUMBERS: &[&str] = &[
    "0", "1", "2", "3", ">0", ">1", ">=1", "<1", "<=2", "<3", ">1.5", "<1.5", "[1 TO 2]", "{1 TO 2}",
    "[2 TO *]", "{0 TO 3]", "*",
];
const MOMENTS: &[&str] =
    &[">1d", "<1d", ">=2d", "<=2d", "<7d", "[7d TO 1d]", "{2d TO 1d}", ">2026-11-20", "*"];

fn term() -> impl Strategy<Value = String> {
    let asks = |names: &'static [&'static str], values: &'static [&'static str]| {
        (select(names), select(values), any::<bool>())
            .prop_map(|(name, value, negated)| format!("{}{name}:{value}", if negated { "-" } else { "" }))
    };
    prop_oneof![
        4 => asks(&["name", "tags", "nobody_knows", "odd"], TEXTS),
        4 => asks(&["count", "score", "sizes"], NUMBERS),
        2 => asks(&["seen"], MOMENTS),
        1 => asks(&["flag"], &["true", "false", "*"]),
    ]
}

fn value_group() -> impl Strategy<Value = String> {
    (select(&["name", "tags"][..]), vec(select(&["a", "b", "ab", "a*", "*b"][..]), 2..4), any::<bool>())
        .prop_map(|(name, values, any)| {
            format!("{name}:({})", values.join(if any { " OR " } else { " AND " }))
        })
}

/// Records at the boundaries of queries, `count` of them.
pub fn records(queries: &[&Query], seed: u64, count: usize) -> Vec<Record> {
    let mut values: BTreeMap<String, Vec<Datum>> = BTreeMap::new();
    queries.iter().for_each(|query| collect(query, &mut values));
    let mut random = Random(seed | 1);
    (0..count).map(|_| record(&values, &mut random)).collect()
}

fn record(values: &BTreeMap<String, Vec<Datum>>, random: &mut Random) -> Record {
    let mut record = Record::default();
    for (name, candidates) in values {
        let resolution = scope().resolve(name);
        let single = resolution.known().is_some_and(|known| known.multiplicity == Multiplicity::One);
        let how_many = if single { random.below(4).min(1) } else { random.below(4) };
        for _ in 0..how_many {
            record.add(name.as_str(), candidates[random.below(candidates.len())].clone());
        }
    }
    record
}

fn collect(query: &Query, values: &mut BTreeMap<String, Vec<Datum>>) {
    match query {
        Query::All | Query::Unknown => {}
        Query::Not(inner) => collect(inner, values),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| collect(part, values)),
        Query::Predicate(Predicate { attribute, test }) => {
            let Some(name) = attribute else { return };
            let kind = scope().resolve(name).known().map_or(Kind::Other, |known| known.kind);
            let near: Vec<Datum> = near(test).into_iter().filter(|datum| may_be(kind, datum)).collect();
            let candidates = values.entry(name.clone()).or_insert_with(|| vec![usual(kind)]);
            near.into_iter().for_each(|datum| {
                if !candidates.contains(&datum) {
                    candidates.push(datum);
                }
            });
        }
    }
}

/// Whether an attribute of this kind may hold the value.
fn may_be(kind: Kind, datum: &Datum) -> bool {
    match (kind, datum) {
        (Kind::String, Datum::Text(_))
        | (Kind::Number, Datum::Number(_))
        | (Kind::Timestamp, Datum::Moment(_)) => true,
        (Kind::Boolean, Datum::Text(text)) => text == "true" || text == "false",
        (Kind::Integer, Datum::Number(number)) => number.floor().map(Decimal::from_int) == Some(*number),
        (Kind::Other, _) => true,
        _ => false,
    }
}

/// A value that no query asks for by name.
fn usual(kind: Kind) -> Datum {
    match kind {
        Kind::Integer | Kind::Number => Datum::Number(Decimal::from_int(1_000)),
        Kind::Timestamp => Datum::Moment(Timestamp::UNIX_EPOCH),
        Kind::Boolean => Datum::Text("true".to_owned()),
        Kind::String | Kind::Other => Datum::Text("quite other".to_owned()),
    }
}

/// The values at and beside the boundaries of a test.
fn near(test: &Test) -> Vec<Datum> {
    match test {
        Test::Present | Test::Cidr(_) => Vec::new(),
        Test::Equals(value) | Test::Compares(_, value) => beside(value),
        Test::Within(low, high) => [low, high]
            .into_iter()
            .flat_map(|bound| match bound {
                Bound::Open => Vec::new(),
                Bound::Inclusive(value) | Bound::Exclusive(value) => beside(value),
            })
            .collect(),
        Test::Matches(pattern) => around(pattern).into_iter().map(Datum::Text).collect(),
    }
}

fn beside(value: &Value) -> Vec<Datum> {
    match value {
        Value::Text(text) => misses(text).into_iter().map(Datum::Text).collect(),
        Value::Number(number) => ["0", "1", "-1", "0.5", "-0.5"]
            .iter()
            .filter_map(|step| number.plus(Decimal::parse(step)?))
            .map(Datum::Number)
            .collect(),
        Value::Moment(moment) => [0, 1, -1]
            .iter()
            .filter_map(|step| moment.checked_add(step.nanoseconds()).ok())
            .map(Datum::Moment)
            .collect(),
    }
}

/// A text and some that are nearly it.
fn misses(text: &str) -> Vec<String> {
    let mut shorter = text.to_owned();
    shorter.pop();
    vec![text.to_owned(), shorter, format!("{text}x"), format!("x{text}"), text.to_uppercase()]
}

/// Texts that a pattern just takes, and some that it just misses.
fn around(pattern: &Pattern) -> Vec<String> {
    let fill = |run: &str, c: &str| -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::AnyRun => run.to_owned(),
            Piece::AnyChar => c.to_owned(),
        };
        pattern.pieces().iter().map(piece).collect()
    };
    let taken = [fill("", "a"), fill("b", "é"), fill("ab", "b"), fill("a\u{0}", "*")];
    taken.iter().flat_map(|text| misses(text)).collect()
}

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }
}
