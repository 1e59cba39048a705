//! Is everything named, and is nothing told alike that is not?

use std::collections::HashMap;

use rumql_catalog::Attribute;
use rumql_hir::{Bound, Predicate, Query, Test, Value};
use rumql_source::Entity;
use rumql_syntax::literal::{Pattern, Piece};

use super::{read, scope, told};
use crate::explain::{name::Names, value};

/// The leaves of a query.
fn predicates(query: &Query) -> Vec<&Predicate> {
    match query {
        Query::All | Query::Unknown => Vec::new(),
        Query::Predicate(predicate) => vec![predicate],
        Query::Not(inner) => predicates(inner),
        Query::And(parts) | Query::Or(parts) => parts.iter().flat_map(predicates).collect(),
    }
}

/// What has to be read somewhere in the English of a test.
fn values(test: &Test, attribute: Option<&Attribute>) -> Vec<String> {
    let told = |value: &Value| match value {
        // The time may be left out, and the age be put in its place.
        Value::Moment(at) => at.strftime("%-d %B %Y").to_string(),
        value => value::value(value, attribute),
    };
    let bound = |bound: &Bound| match bound {
        Bound::Open => None,
        Bound::Inclusive(value) | Bound::Exclusive(value) => Some(told(value)),
    };
    match test {
        Test::Present => vec!["known".to_owned()],
        Test::Equals(value) | Test::Compares(_, value) => vec![told(value)],
        Test::Matches(pattern) => texts(pattern),
        Test::Within(low, high) => [low, high].into_iter().filter_map(bound).collect(),
        Test::Cidr(_) => vec!["an address in".to_owned()],
    }
}

fn texts(pattern: &Pattern) -> Vec<String> {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => Some(text.clone()),
        _ => None,
    };
    pattern.pieces().iter().filter_map(text).collect()
}

#[test]
fn every_test_of_real_queries_is_named() {
    let corpus = include_str!("../../../../../tests/corpus/queries.tsv");
    let mut count = 0;
    for row in corpus.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let entity = if cells[2] == "audience" { Entity::Users } else { Entity::Events };
        let scope = scope(entity);
        let query = read(cells[3], &scope);
        let english = told(cells[3], &scope);
        let names = Names::new(&scope);
        for predicate in predicates(&query) {
            let name = predicate.attribute.as_deref().map(|name| names.of(name));
            let label = name.as_ref().map_or("", |name| name.label.as_str());
            assert!(english.contains(label), "no {label} in {english}");
            for value in values(&predicate.test, name.and_then(|name| name.attribute)) {
                // Escapes of quotes and backslashes are not of interest here.
                let bare = |text: &str| text.replace('\\', "");
                assert!(bare(&english).contains(&bare(&value)), "no {value} in {english}");
            }
            count += 1;
        }
    }
    assert!(count > 1_000, "{count}");
}

#[test]
fn other_queries_read_otherwise() {
    let queries = [
        "a:1",
        "a:2",
        "b:1",
        "-a:1",
        "a:>1",
        "a:>=1",
        "a:<1",
        "a:<=1",
        "a:[1 TO 2]",
        "a:{1 TO 2}",
        "a:[1 TO 2}",
        "a:{1 TO 2]",
        "a:*",
        "-a:*",
        "a:1*",
        "a:*1",
        "a:*1*",
        "a:?1",
        "a:\"1*\"",
        "a:(1 OR 2)",
        "a:(1 AND 2)",
        "-a:(1 OR 2)",
        "-(a:1 AND b:2)",
        "-(a:1 OR b:2)",
        "a:1 b:2",
        "a:1 OR b:2",
        "a:\"1 or 2\"",
        "(a:1 OR b:2) AND c:3",
        "a:1 OR (b:2 AND c:3)",
        "a:1 AND b:2 AND c:3",
        "1",
        "-1",
        "\"1 2\"",
        "1 2",
        "*",
        "-*",
        "last_seen:<30d",
        "last_seen:>30d",
        "last_seen:<=30d",
        "last_seen:>=30d",
        "-last_seen:<30d",
        "last_seen:30d",
        "last_seen:<31d",
        "last_seen:[30d TO 7d]",
        "last_seen:{30d TO 7d}",
        "last_seen:[30d TO 7d}",
        "user_name:\"or\"",
        "user_name:or*",
        "user_name:\"\"",
        "user_name:\"known\"",
        "CIDR(a, 1.0.0.0/8)",
        "CIDR(a, 1.0.0.0/9)",
        ">5",
        "a:>5 OR b:x",
    ];
    let scope = scope(Entity::Users);
    let mut seen = HashMap::new();
    for text in queries {
        if let Some(other) = seen.insert(told(text, &scope), text) {
            panic!("`{other}` and `{text}` read alike: {}", told(text, &scope));
        }
    }
}
