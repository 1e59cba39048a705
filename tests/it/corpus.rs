//! How are the queries read that others wrote?

use std::{collections::BTreeMap, fmt::Write};

use expect_test::expect;
use rumql_syntax::{SyntaxErrorKind, parse};
use rumql_tests::{
    properties::{format_is_stable, lex_covers, parse_is_total},
    tsv,
};

const QUERIES: &str = include_str!("../corpus/queries.tsv");

/// RUM queries that are errors by decision, with the decision's number.
const REFUSED: [(&str, u32); 3] = [("r0108", 13), ("r0131", 13), ("r0136", 13)];

struct Query {
    id: &'static str,
    kind: &'static str,
    text: String,
}

impl Query {
    fn is_ours(&self) -> bool {
        matches!(self.kind, "audience" | "rum")
    }
}

fn queries() -> impl Iterator<Item = Query> {
    tsv::rows(QUERIES).map(|cells| match cells.as_slice() {
        [id, _source, kind, text] => Query { id, kind, text: tsv::query(id, text) },
        other => panic!("a row of four cells is expected: {other:?}"),
    })
}

#[test]
fn every_query_obeys_the_laws() {
    for Query { text, .. } in queries() {
        lex_covers(&text);
        parse_is_total(&text);
        format_is_stable(&text);
    }
}

#[test]
fn audience_and_rum_queries_are_correct() {
    let mut faults = String::new();
    for Query { id, text, .. } in queries().filter(Query::is_ours) {
        let errors = parse(&text).errors;
        let refused = REFUSED.iter().any(|(refused, _)| *refused == id);
        if refused == errors.is_empty() {
            writeln!(faults, "{id} {text} {errors:?}").unwrap();
        }
    }
    assert_eq!(faults, "", "refused, or accepted, against the list");
}

/// Other products have more syntax. The table shows a change of what is refused.
#[test]
fn what_is_refused_of_other_queries() {
    let mut table: BTreeMap<(&str, SyntaxErrorKind), (u32, &str)> = BTreeMap::new();
    for Query { id, kind, text } in queries().filter(|query| !query.is_ours()) {
        for error in parse(&text).errors {
            table.entry((kind, error.kind)).or_insert((0, id)).0 += 1;
        }
    }
    let mut report = String::new();
    for ((kind, error), (count, example)) in table {
        writeln!(report, "{kind} {error:?} {count}, first in {example}").unwrap();
    }
    expect![""].assert_eq(&report);
}
