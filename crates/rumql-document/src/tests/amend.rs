//! Do keys and items come in, and go out, in the layout that is there?

use rumql_source::{Edit, apply_edits};

use crate::{Host, Options, Value, read};

/// Changes the first request of a file, and asserts what becomes of it.
#[track_caller]
fn check(host: Host, text: &str, change: impl Fn(&Value) -> Option<Edit>, expected: Option<&str>) {
    let document = read(text, host, &Options { expected: true, ..Options::default() });
    let keys = document.requests[0].keys.as_ref().expect("keys");
    let changed = change(keys).map(|edit| apply_edits(text, &[edit]).expect("the edit fits"));
    assert_eq!(changed.as_deref(), expected);
    if let Some(changed) = changed {
        let again = read(&changed, host, &Options { expected: true, ..Options::default() });
        assert_eq!(again.problems.len(), document.problems.len(), "{changed}");
    }
}

#[track_caller]
fn check_limit(host: Host, text: &str, expected: &str) {
    let change = |keys: &Value| keys.with_last_entry(text, host, "limit", "100");
    check(host, text, change, Some(expected));
}

fn body(attributes: &str) -> String {
    format!(r#"{{"data": {{"type": "query_users_request", "attributes": {attributes}}}}}"#)
}

#[test]
fn an_entry_comes_last() {
    check_limit(Host::Json, &body(r#"{"query": "a"}"#), &body(r#"{"query": "a", "limit": 100}"#));
    check_limit(
        Host::Json,
        &body("{\r\n  \"query\": \"a\" // why\r\n}"),
        &body("{\r\n  \"query\": \"a\",\r\n  \"limit\": 100 // why\r\n}"),
    );
    let yaml = |lines: &str| format!("segments:\n  - name: x\n{lines}");
    let limit = "    limit: 100";
    check_limit(Host::Yaml, &yaml("    query: a"), &yaml(&format!("    query: a\n{limit}")));
    check_limit(
        Host::Yaml,
        &yaml("    query: a # why\n  - name: y\n"),
        &yaml(&format!("    query: a # why\n{limit}\n  - name: y\n")),
    );
    check_limit(
        Host::Yaml,
        &yaml("    query: |\n      a\n\n# end\n"),
        &yaml(&format!("    query: |\n      a\n{limit}\n\n# end\n")),
    );
    check_limit(
        Host::Yaml,
        &yaml("    query: |-\n      a\n"),
        &yaml(&format!("    query: |-\n      a\n{limit}\n")),
    );
    check_limit(
        Host::Yaml,
        &yaml("    query: a\n    select:\n      - b\n      - c\n"),
        &yaml(&format!("    query: a\n    select:\n      - b\n      - c\n{limit}\n")),
    );
    check_limit(
        Host::Yaml,
        "segments: [{name: x, query: a,}]\n",
        "segments: [{name: x, query: a, limit: 100,}]\n",
    );
    check_limit(Host::Yaml, "segments:\n- name: x\n", "segments:\n- name: x\n  limit: 100\n");
}

#[test]
fn no_entry_comes_where_the_end_is_not_told() {
    let text = "segments:\n- name: x\n  query: a\n  search:\n";
    check(Host::Yaml, text, |keys| keys.with_last_entry(text, Host::Yaml, "limit", "100"), None);
    let text = "x: &x {query: a}\nsegments:\n- &y name: x\n  <<: *x\n";
    check(Host::Yaml, text, |keys| keys.with_last_entry(text, Host::Yaml, "limit", "100"), None);
}

#[test]
fn items_come_first_and_last_in_the_quotes_of_their_neighbours() {
    let json = |items: &str| body(&format!(r#"{{"query": "a", "select_columns": {items}}}"#));
    let yaml = |items: &str| format!("segments:\n- name: x\n  query: a\n  select:{items}\n  limit: 5\n");
    let cases = [
        (Host::Json, json("[\"b\"]"), json("[\"@i\", \"b\"]"), json("[\"b\", \"@i\"]")),
        (
            Host::Json,
            json("[\n    \"b\",\n    \"c\"\n  ]"),
            json("[\n    \"@i\",\n    \"b\",\n    \"c\"\n  ]"),
            json("[\n    \"b\",\n    \"c\",\n    \"@i\"\n  ]"),
        ),
        (Host::Yaml, yaml(" [b, c]"), yaml(" [\"@i\", b, c]"), yaml(" [b, c, \"@i\"]")),
        (Host::Yaml, yaml(" ['b']"), yaml(" ['@i', 'b']"), yaml(" ['b', '@i']")),
        (
            Host::Yaml,
            yaml("\n  - b # why\n  - c # who"),
            yaml("\n  - \"@i\"\n  - b # why\n  - c # who"),
            yaml("\n  - b # why\n  - c # who\n  - \"@i\""),
        ),
    ];
    for (host, text, first, last) in cases {
        let list = |keys: &Value| {
            keys.entries().iter().find(|entry| !entry.value.items().is_empty()).unwrap().value.clone()
        };
        check(host, &text, |keys| list(keys).with_first_item(&text, host, "@i"), Some(&first));
        check(host, &text, |keys| list(keys).with_last_item(&text, host, "@i"), Some(&last));
    }
}

#[test]
fn items_go_with_their_commas_and_lines() {
    #[track_caller]
    fn check_without(host: Host, text: &str, at: usize, expected: Option<&str>) {
        let change = |keys: &Value| {
            let list = &keys.entries().iter().find(|entry| !entry.value.items().is_empty()).unwrap().value;
            list.without_item(text, host, list.items()[at].span)
        };
        check(host, text, change, expected);
    }
    let yaml = |items: &str| format!("segments:\n- name: x\n  query: a\n  select:{items}\n");
    check_without(Host::Yaml, &yaml(" [b, c, b]"), 2, Some(&yaml(" [b, c]")));
    check_without(Host::Yaml, &yaml(" [b, c]"), 0, Some(&yaml(" [c]")));
    check_without(Host::Yaml, &yaml(" [b]"), 0, None);
    check_without(Host::Yaml, &yaml("\n  - b\n  - c\n  - b"), 2, Some(&yaml("\n  - b\n  - c")));
    check_without(Host::Yaml, &yaml("\n  - b\n  - b # why\n  - c"), 1, None);
    let json = |items: &str| body(&format!(r#"{{"query": "a", "select_columns": {items}}}"#));
    check_without(Host::Json, &json("[\n  \"b\",\n  \"b\"\n]"), 1, Some(&json("[\n  \"b\"\n]")));
    check_without(Host::Json, &json("[\"b\", // why\n \"b\"]"), 1, None);
}

#[test]
fn an_entry_goes() {
    let text = body(r#"{"query": "a", "wildcard_search_term": "x"}"#);
    check(
        Host::Json,
        &text,
        |keys| Some(keys.without_entry(&text, Host::Json, 1)),
        Some(&body(r#"{"query": "a"}"#)),
    );
}
