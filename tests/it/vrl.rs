//! Where does the language part from the only open grammar of its family?
//!
//! VRL reads Datadog's search syntax too. Each of its cases is read here as there, unless a
//! decision of this project says otherwise: those are listed, and each of them must differ.

use std::{collections::BTreeMap, fmt::Write};

use expect_test::expect;
use rumql_syntax::{Parse, parse};
use rumql_tests::{
    skeleton::{Skeleton, skeleton},
    tsv,
};

const CASES: &str = include_str!("../corpus/vrl-cases.tsv");

/// Cases that one side accepts and the other does not, by reason.
const ACCEPTED_OTHERWISE: &[(&str, &[&str])] = &[
    ("4: `!` negates nothing inside a word", &["x0576"]),
    ("5: two signs negate twice", &["x0350"]),
    (
        "7: an operator without an operand is an error, not a word",
        &["x0364", "x0366", "x0368", "x0369", "x0370"],
    ),
    ("8: a word may begin like an operator", &["x0378", "x0380"]),
    ("13: a comparison needs a colon", &["x0477"]),
    ("14: a value may hold a colon", &["x0547", "x0609"]),
    ("16: a value may be a negative number", &["x0461"]),
    (
        "25: a name may be quoted or `*`; wildcards in it are refused later, by profile",
        &["x0443", "x0444", "x0447", "x0448"],
    ),
    ("24: a name holds no `+`, which is no operator either", &["x0359"]),
    ("29: curly quotes are no quotes", &["x0593"]),
    ("31: comments and pipes are errors, not words", &["x0634", "x0635", "x0636"]),
    ("46: brackets may be mixed", &["x0513"]),
    ("59: a value may be an instant", &["x0485"]),
    ("`+` and `^` are ordinary characters: no page of today lists them as special", &["x0553", "x0573"]),
];

/// Cases that both accept and that mean something else there, by reason.
const READ_OTHERWISE: &[(&str, &[&str])] = &[
    ("5: the second NOT negates too", &["x0349"]),
    ("8: a word may begin like an operator", &["x0377", "x0379", "x0381", "x0382"]),
    ("26: CIDR is a function", &["x0610"]),
    ("36: inside a field, a match-all asks whether the field is there", &["x0047", "x0048"]),
    (
        "50: a number keeps its spelling in the tree, and is cut nowhere",
        &["x0015", "x0466", "x0467", "x0469", "x0502", "x0504", "x0507", "x0509"],
    ),
    ("52: a number may have a unit", &["x0489", "x0490", "x0492", "x0493", "x0494", "x0496"]),
    ("59: a value may be an instant", &["x0484", "x0486"]),
    ("`_default_` is no name of Datadog's pages", &["x0041", "x0046", "x0619"]),
];

struct Case {
    id: &'static str,
    query: String,
    accepted: bool,
    /// What VRL prints for what it read; it reads back as the same.
    reprint: Option<&'static str>,
}

fn cases() -> impl Iterator<Item = Case> {
    tsv::rows(CASES).map(|cells| match cells.as_slice() {
        [id, _suite, _test, query, expect, _event, lucene, roundtrip] => Case {
            id,
            query: tsv::query(id, query),
            accepted: !matches!(*expect, "reject" | "panic"),
            reprint: (*roundtrip == "same").then_some(*lucene),
        },
        other => panic!("a row of eight cells is expected: {other:?}"),
    })
}

#[test]
fn the_same_queries_are_accepted() {
    let differing = cases().filter(|case| case.accepted != parse(&case.query).errors.is_empty());
    assert_listed(differing, ACCEPTED_OTHERWISE);
}

#[test]
fn the_same_queries_mean_the_same() {
    let differing = cases().filter(|case| {
        let Some(reprint) = case.reprint else { return false };
        let [ours, theirs] = [parse(&case.query), parse(reprint)];
        ours.errors.is_empty() && meaning(&ours) != meaning(&theirs)
    });
    assert_listed(differing, READ_OTHERWISE);
}

fn meaning(parse: &Parse) -> Skeleton {
    spread(skeleton(parse.tree.root()))
}

/// A query as VRL's tree has it: a field in each clause, whether it was written there or before
/// a group; quotes gone.
fn spread(query: Skeleton) -> Skeleton {
    match query {
        Skeleton::And(operands) => Skeleton::And(operands.into_iter().map(spread).collect()),
        Skeleton::Or(operands) => Skeleton::Or(operands.into_iter().map(spread).collect()),
        Skeleton::Not(operand) => Skeleton::Not(Box::new(spread(*operand))),
        Skeleton::Field(name, value) => below(&name, *value),
        other => unquoted(other),
    }
}

fn below(name: &str, value: Skeleton) -> Skeleton {
    match value {
        Skeleton::And(members) => {
            Skeleton::And(members.into_iter().map(|member| below(name, member)).collect())
        }
        Skeleton::Or(members) => {
            Skeleton::Or(members.into_iter().map(|member| below(name, member)).collect())
        }
        Skeleton::Not(member) => Skeleton::Not(Box::new(below(name, *member))),
        Skeleton::Field(inner, value) => below(&inner, *value),
        other => Skeleton::Field(name.to_owned(), Box::new(unquoted(other))),
    }
}

fn unquoted(value: Skeleton) -> Skeleton {
    match value {
        Skeleton::Phrase(pattern) => Skeleton::Text(pattern),
        Skeleton::Range(bounds) => {
            Skeleton::Range(bounds.map(|(bound, included)| (Box::new(unquoted(*bound)), included)))
        }
        Skeleton::Comparison(operator, operand) => {
            Skeleton::Comparison(operator, Box::new(unquoted(*operand)))
        }
        other => other,
    }
}

/// How far the two part: a change of either list shows here in one line.
#[test]
fn how_many_cases_differ() {
    let mut report = format!("{} cases\n", cases().count());
    for list in [ACCEPTED_OTHERWISE, READ_OTHERWISE] {
        for (reason, ids) in list {
            writeln!(report, "{:>3} {reason}", ids.len()).unwrap();
        }
        report.push('\n');
    }
    expect![[r#"
        423 cases
          1 4: `!` negates nothing inside a word
          1 5: two signs negate twice
          5 7: an operator without an operand is an error, not a word
          2 8: a word may begin like an operator
          1 13: a comparison needs a colon
          2 14: a value may hold a colon
          1 16: a value may be a negative number
          4 25: a name may be quoted or `*`; wildcards in it are refused later, by profile
          1 24: a name holds no `+`, which is no operator either
          1 29: curly quotes are no quotes
          3 31: comments and pipes are errors, not words
          1 46: brackets may be mixed
          1 59: a value may be an instant
          2 `+` and `^` are ordinary characters: no page of today lists them as special

          1 5: the second NOT negates too
          4 8: a word may begin like an operator
          1 26: CIDR is a function
          2 36: inside a field, a match-all asks whether the field is there
          8 50: a number keeps its spelling in the tree, and is cut nowhere
          6 52: a number may have a unit
          2 59: a value may be an instant
          3 `_default_` is no name of Datadog's pages

    "#]]
    .assert_eq(&report);
}

/// The cases are those of the list, no more and no fewer.
#[track_caller]
fn assert_listed(cases: impl Iterator<Item = Case>, list: &[(&str, &[&str])]) {
    let mut reasons: BTreeMap<&str, &str> =
        list.iter().flat_map(|(reason, ids)| ids.iter().map(|id| (*id, *reason))).collect();
    let mut report = String::new();
    for Case { id, query, .. } in cases {
        if reasons.remove(id).is_none() {
            writeln!(report, "{id} differs: {query} → {:?}", meaning(&parse(&query))).unwrap();
        }
    }
    for (id, reason) in reasons {
        writeln!(report, "{id} is listed ({reason}), but does not differ").unwrap();
    }
    assert_eq!(report, "");
}
