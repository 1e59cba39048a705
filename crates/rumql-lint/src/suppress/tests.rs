//! Which findings does a suppression extent?

use jiff::civil::date;
use rumql_source::Severity;

use crate::{
    Choices, Fixing, Ignored, Level, Rule, Settings, fix,
    testing::{Case, check_annotated},
};

/// The codes found in a text.
fn codes(case: Case, text: &str) -> Vec<&'static str> {
    codes_with(case, text, &Settings::default())
}

fn codes_with(case: Case, text: &str, settings: &Settings) -> Vec<&'static str> {
    case.check_with(text, settings).iter().map(|finding| finding.diagnostic.code.id).collect()
}

#[test]
fn a_line_above_a_segment_covers_all_of_it_and_nothing_else() {
    check_annotated(
        Case::yaml(),
        "\
segments:
  # rumql: ignore TIM005, BOD002: x
  - name: a
    query: last_seen:<30
    colour: red
    limit: 5
  - name: b
    query: last_seen:<30
                      ^^ warning[TIM005]: `30` is 30 seconds after 1 January 1970
    limit: 5
",
    );
}

#[test]
fn a_line_above_a_query_covers_the_query() {
    check_annotated(
        Case::yaml(),
        "\
segments:
  - name: a
    # rumql: ignore TIM005: x
    # and a word more
    query: |-
      plan_type:pro
      AND last_seen:<30
    colour: red
    ^^^^^^ error[BOD002]: unknown key `colour` in a segment
    limit: 5
",
    );
}

#[test]
fn a_line_above_an_entry_covers_the_entry() {
    check_annotated(
        Case { mapping: true, ..Case::yaml() },
        "\
segments:
  - name: a
    query: user_name:x
    # rumql: ignore BOD006: they come next week
    select:
      - user_id
      - tier
      - level
    sort:
      field: tier
             ^^^^ error[BOD006]: unknown sort field `tier`
    limit: 5
groups:
  # rumql: ignore BOD021: b is deployed elsewhere
  - name: g
    segments:
      - a
      - b
  - name: h
    # rumql: ignore BOD021: c is deployed elsewhere
    segments:
      - a
      - c
    exclusive: true
  - { name: i, segments: [a, d] }
                             ^ error[BOD021]: no segment is called `d`
",
    );
}

#[test]
fn the_end_of_a_line_covers_what_is_on_it() {
    let file = |query: &str| {
        format!("segments:\n- name: a # rumql: ignore BOD004: x\n  query: {query}\n  limit: 5\n")
    };
    let quiet = ["last_seen:<30 # rumql: ignore TIM005", "|- # rumql: ignore TIM005\n    last_seen:<30"];
    for query in quiet {
        assert_eq!(codes(Case::yaml(), &file(query)), ["SUP001"], "{query}");
    }
    let folded = "plan_type:pro\n    AND last_seen:<30 # rumql: ignore TIM005";
    assert_eq!(codes(Case::yaml(), &file(folded)), ["SUP001"]);
    let elsewhere = "segments:\n- name: a # rumql: ignore TIM005: x\n  query: last_seen:<30\n  limit: 5\n";
    assert_eq!(codes(Case::yaml(), elsewhere), ["SUP001", "TIM005"]);
}

#[test]
fn json_may_have_comments_too() {
    let segment = r#"{ "segments": [
  // rumql: ignore TIM005: x
  { "name": "a", "query": "last_seen:<30", "limit": 5 },
  {
    "name": "b", /* rumql: ignore TIM005: x */ "query": "last_seen:<30",
    "limit": 5
  }
] }"#;
    assert!(codes(Case::json(), segment).is_empty());
    let body = r#"// rumql: ignore BOD004: x
{ "data": { "type": "users_facet_info_request", "attributes": {
  "facet_id": "user_email"
} } }"#;
    assert!(!codes(Case::json(), body).contains(&"BOD004"));
    let within = body.replace("// rumql: ignore BOD004: x\n", "");
    assert!(codes(Case::json(), &within).contains(&"BOD004"));
}

#[test]
fn a_whole_file() {
    let file = "segments:\n- name: a\n  query: last_seen:<30\n  limit: 5\n# rumql: ignore-file TIM005: x\n";
    assert!(codes(Case::yaml(), file).is_empty());
    assert!(codes(Case::users(), "// rumql: ignore missing-duration-unit: x\n\nlast_seen:<30").is_empty());
    assert!(codes(Case::users(), "// rumql: ignore tim: x\nlast_seen:<30").is_empty());
    assert!(codes(Case::users(), "// rumql: ignore\nlast_seen:<30").is_empty());
}

#[test]
fn what_is_said_about_a_suppression_is_silenced_by_name_only() {
    let all = Case::users().with_all_rules();
    assert_eq!(all.check("// rumql: ignore\nlast_seen:<30").len(), 2);
    assert!(all.check("// rumql: ignore TIM005, SUP005\nlast_seen:<30").is_empty());
}

#[test]
fn the_configuration_passes_findings_over() {
    let file = "segments:\n- name: a\n  query: last_seen:<30\n  limit: 5\n- name: b\n  query: last_seen:<30\n  limit: 5\n";
    let ignored = |segment: Option<&str>, until| Ignored {
        rules: vec!["TIM".into()],
        segment: segment.map(str::to_owned),
        until,
    };
    let found = |ignored| {
        codes_with(Case::yaml(), file, &Settings { ignored: vec![ignored], ..Settings::default() }).len()
    };
    assert_eq!(found(ignored(None, None)), 0);
    assert_eq!(found(ignored(Some("b"), None)), 1);
    assert_eq!(found(ignored(Some("c"), None)), 2);
    assert_eq!(found(ignored(None, Some(date(2026, 11, 24)))), 0);
    assert_eq!(found(ignored(None, Some(date(2026, 11, 23)))), 2);
}

#[test]
fn what_cannot_be_read_is_passed_over_by_nothing() {
    let everything = Ignored { rules: vec!["ALL".into()], segment: None, until: None };
    let settings = Settings { ignored: vec![everything], ..Settings::default() };
    assert_eq!(codes_with(Case::yaml(), "segments: [", &settings), ["EMB006"]);
    assert_eq!(codes_with(Case::users(), "// rumql: disable TIM005\nlast_seen:<30", &settings), ["SUP003"]);
}

#[test]
fn the_team_says_how_grave_a_finding_is() {
    let levels = vec![("TIM005".to_owned(), Level::On(Severity::Error))];
    let settings = Settings::layered(Choices { levels, ..Choices::default() }, Choices::default()).unwrap();
    let found = Case::users().check_with("last_seen:<30", &settings);
    assert_eq!(found[0].diagnostic.severity, Severity::Error);
}

#[test]
fn a_rule_that_looks_across_files_is_in_sight_of_a_run_only() {
    use super::unused::is_in_sight;
    use crate::run::Extent;
    let within = crate::rule("TIM005").unwrap();
    let across = Rule {
        corpus: Some(|_, _| {}),
        code: within.code,
        severity: within.severity,
        preset: within.preset,
        since: "",
        page: "",
        query: None,
        request: None,
        host: None,
    };
    let settings = Settings::default();
    assert!(is_in_sight(within, Extent::Part, &settings) && is_in_sight(&across, Extent::Whole, &settings));
    assert!(!is_in_sight(&across, Extent::Part, &settings));
}

/// Whatever a comment says and wherever it stands, mending brings nothing to light that it hid.
#[test]
fn mending_takes_out_only_what_hides_nothing() {
    const QUERIES: [&str; 6] = [
        "last_seen:<30",
        "last_seen:<30d",
        "a:1 && b:2",
        "a:1 AND (b:2",
        "\"x: 1\"",
        "|-\n    last_seen:<30\n    && a:1",
    ];
    const CODES: [&str; 7] =
        ["TIM005", "TIM005, SYN018", "SYN TIM005", "BOD002", "ALL", "SYN018 TIM001 until=2026-01-01: x", ""];
    for query in QUERIES {
        for codes in CODES {
            let comment = format!("# rumql: ignore {codes}");
            let lines = query.split_once('\n');
            let (first, rest) =
                lines.map_or((query, String::new()), |(first, rest)| (first, format!("{rest}\n")));
            for text in [
                format!(
                    "segments:\n- name: a\n  query: {first} {comment}\n{rest}  colour: red\n  limit: 5\n"
                ),
                format!(
                    "segments:\n- name: a\n  {comment}\n  query: {first}\n{rest}  colour: red\n  limit: 5\n"
                ),
                format!(
                    "segments:\n{comment}\n- name: a\n  query: {first}\n{rest}  colour: red\n  limit: 5\n"
                ),
                format!(
                    "{}\nsegments:\n- name: a\n  query: {first}\n{rest}  limit: 5\n",
                    comment.replace("ignore", "ignore-file")
                ),
                format!("segments:\n- name: a {comment}\n  query: {first}\n{rest}  limit: 5 {comment}"),
            ] {
                mended_hides_as_much(&text);
            }
        }
    }
}

fn mended_hides_as_much(text: &str) {
    for case in [Case::yaml(), Case::yaml().with_all_rules()] {
        let others = |text: &str| {
            let found = case.check(text).into_iter().map(|finding| finding.diagnostic.code.id);
            found.filter(|code| !code.starts_with("SUP")).collect::<Vec<_>>()
        };
        let before = others(text);
        let once = fix(text, Fixing::Safe, |text| case.check(text)).text;
        let after = others(&once);
        assert!(after.iter().all(|code| before.contains(code)), "{before:?} {after:?} {text}became\n{once}");
        let twice = fix(&once, Fixing::Safe, |text| case.check(text)).text;
        assert_eq!(once, twice);
    }
}
