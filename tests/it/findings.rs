//! What does lint say of real queries?
//!
//! The queries of the corpus are in use somewhere, so a finding there is a claim about somebody's
//! work: each error is on a reviewed list, and the counts of the rest show when a rule changes.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use rumql_lint::testing::Case;
use rumql_source::Severity;
use rumql_tests::tsv;

fn findings(kind: &str, case: Case) -> Vec<(String, String, Severity, String)> {
    let mut found = Vec::new();
    for row in tsv::rows(include_str!("../corpus/queries.tsv")).filter(|row| row[2] == kind) {
        let query = tsv::query(row[0], row[3]);
        for finding in case.check(&query) {
            let diagnostic = finding.diagnostic;
            found.push((
                diagnostic.code.id.to_owned(),
                row[0].to_owned(),
                diagnostic.severity,
                diagnostic.message,
            ));
        }
    }
    found
}

#[track_caller]
fn check(kind: &str, case: Case, counts: Expect, errors: Expect) {
    let found = findings(kind, case);
    let mut by_code: BTreeMap<(&str, Severity), (usize, &str, &str)> = BTreeMap::new();
    for (code, id, severity, text) in &found {
        by_code.entry((code, *severity)).or_insert((0, id, text)).0 += 1;
    }
    let table: Vec<String> = by_code
        .iter()
        .map(|((code, severity), (count, id, text))| {
            format!("{code} {} {count}, as {id}: {text}", severity.as_str())
        })
        .collect();
    counts.assert_eq(&table.join("\n"));
    let list: Vec<String> = found
        .iter()
        .filter(|(_, _, severity, _)| *severity == Severity::Error)
        .map(|(code, id, _, text)| format!("{id} {code} {text}"))
        .collect();
    errors.assert_eq(&list.join("\n"));
}

#[test]
fn audience_queries() {
    check(
        "audience",
        Case::users(),
        expect!["LOG015 info 2, as a0005: these are values of one attribute"],
        expect![],
    );
}

#[test]
fn event_queries() {
    check(
        "rum",
        Case::events(),
        expect![[r#"
        REF005 warning 1, as r0100: `@Type` is spelt `@type`
        REF007 warning 3, as r0102: `@view.largest_contentful_paint` is deprecated
        SYN008 info 2, as r0133: a blank stands after the colon
        SYN008 error 2, as r0136: a blank stands before the colon
        SYN010 error 3, as r0108: a comparison is written after the colon
        SYN013 warning 1, as r0093: unescaped `:` in a value
        SYN022 warning 5, as r0142: the template variable `$view.name` is not filled in
        TIM006 warning 3, as r0012: `3000` is 3 µs: `@view.loading_time` is stored in nanoseconds
        TYP013 warning 1, as r0248: `@error.message` is rarely just `payment`"#]],
        expect![[r#"
        r0108 SYN010 a comparison is written after the colon
        r0108 SYN010 a comparison is written after the colon
        r0131 SYN010 a comparison is written after the colon
        r0136 SYN008 a blank stands before the colon
        r0136 SYN008 a blank stands before the colon"#]],
    );
}
