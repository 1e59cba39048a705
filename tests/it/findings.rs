//! What does lint say of real queries?
//!
//! The queries of the corpus are in use somewhere, and the shop's are meant to be right. So an
//! error or a warning there is a claim about somebody's work: each is on a list with its reason,
//! and the list has a limit. The counts of the hints show when a rule changes.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::{Expect, expect};
use rumql_lint::testing::Case;
use rumql_source::Severity;
use rumql_tests::tsv;

/// The errors and warnings of the corpus, reviewed one by one. The shop has none, as its own test says.
const REVIEWED: &[(&str, &str, &str)] = &[
    ("r0012", "TIM006", "3000 ns are 3 µs; the page means milliseconds (DECISIONS 54)"),
    ("r0025", "TIM006", "as r0012"),
    ("r0093", "SYN013", "the page writes `\\:` elsewhere (DECISIONS 14)"),
    ("r0100", "REF005", "`@Type` finds nothing, names are case-sensitive (DECISIONS 23)"),
    ("r0102", "REF007", "the schema names what replaces the attribute"),
    ("r0103", "REF007", "as r0102"),
    ("r0104", "REF007", "as r0102"),
    ("r0108", "SYN010", "`f > 3` is free text to the server (DECISIONS 13)"),
    ("r0131", "SYN010", "as r0108"),
    ("r0136", "SYN008", "a blank before the colon is read by no known reader (DECISIONS 12)"),
    ("r0248", "TYP013", "a message is hardly ever the one word `payment`; a wildcard was meant"),
    ("r0249", "TIM006", "as r0012"),
];

/// At most so many, or the rules are too keen.
const LIMIT: usize = 15;

struct Found {
    id: String,
    code: &'static str,
    severity: Severity,
    message: String,
}

fn findings(kind: &str, case: Case) -> Vec<Found> {
    let rows = tsv::rows(include_str!("../corpus/queries.tsv")).filter(|row| row[2] == kind);
    let of_row = |row: Vec<&str>| {
        let found = case.check(&tsv::query(row[0], row[3])).into_iter();
        let id = row[0].to_owned();
        found.map(move |finding| {
            let diagnostic = finding.diagnostic;
            let (code, severity, message) = (diagnostic.code.id, diagnostic.severity, diagnostic.message);
            Found { id: id.clone(), code, severity, message }
        })
    };
    // In a dashboard, where these were found, `$x` is a hole and no mistake (DECISIONS 28).
    rows.flat_map(of_row).filter(|found| found.code != "SYN022").collect()
}

#[track_caller]
fn check_hints(found: &[Found], expected: Expect) {
    let mut by_code: BTreeMap<&str, (usize, &Found)> = BTreeMap::new();
    for hint in found.iter().filter(|found| found.severity == Severity::Info) {
        by_code.entry(hint.code).or_insert((0, hint)).0 += 1;
    }
    let line = |(code, (count, first)): (&&str, &(usize, &Found))| {
        format!("{code} {count}, as {}: {}", first.id, first.message)
    };
    expected.assert_eq(&by_code.iter().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn real_queries_are_found_fault_with_for_a_reason() {
    let (audience, rum) = (findings("audience", Case::users()), findings("rum", Case::events()));
    let grave = |found: &&Found| found.severity > Severity::Info;
    let found: BTreeSet<(&str, &str)> =
        audience.iter().chain(&rum).filter(grave).map(|found| (found.id.as_str(), found.code)).collect();
    let reviewed: BTreeSet<(&str, &str)> = REVIEWED.iter().map(|(id, code, _)| (*id, *code)).collect();
    assert_eq!(found, reviewed, "left is found, right is reviewed");
    assert!(REVIEWED.len() <= LIMIT);
    check_hints(&audience, expect!["LOG015 2, as a0005: these are values of one attribute"]);
    check_hints(&rum, expect!["SYN008 2, as r0133: a blank stands after the colon"]);
}
