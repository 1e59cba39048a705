//! Does each problem come from the input that is documented, and from nothing else?

use rumql_source::{Edit, Entity, apply_edits};

use crate::{Document, Host, Options, Problem, read};

fn document(host: Host, text: &str) -> Document {
    read(text, host, &Options::default())
}

/// One line a problem: its name, its bytes, and what it says.
fn told(text: &str, problem: &Problem) -> String {
    let at = problem.span().slice(text);
    match problem {
        Problem::Unreadable { message, .. } => format!("unreadable at {}: {message}", problem.span().start),
        Problem::YamlIndicator { text, reason, .. } => format!("indicator {at} = {text}: {reason}"),
        Problem::CommentTruncation { query, text, .. } => format!("truncation {at} = {text} of {query}"),
        Problem::WrongDataType { nearest, .. } => format!("type {at} -> {nearest}"),
        Problem::UnknownKey { place, nearest, .. } => format!("unknown {at} in {place} -> {nearest:?}"),
        Problem::UnsupportedKey { place, reason, .. } => format!("unsupported {at} in {place}: {reason}"),
        Problem::EventsOnAccounts { place, .. } => format!("{at} on accounts in {place}"),
        Problem::MissingRequired { key, place, missing, .. } => {
            format!("missing {key} in {place} ({missing:?})")
        }
        Problem::WrongValueType { key, expected, found, .. } => {
            format!("{at} for {key}: {found}, not {}", expected.as_str())
        }
    }
}

#[track_caller]
fn check(host: Host, text: &str, expected: &[&str]) -> Document {
    let document = document(host, text);
    let found: Vec<String> = document.problems.iter().map(|problem| told(text, problem)).collect();
    assert_eq!(found, expected);
    document
}

#[track_caller]
fn check_fix(host: Host, text: &str, fix: impl Fn(&Problem) -> Option<Edit>, expected: &str) {
    let problems = document(host, text).problems;
    let edit = problems.iter().find_map(fix).expect("a fix");
    let mended = apply_edits(text, &[edit]).expect("the edit fits");
    assert_eq!(mended, expected);
    assert!(document(host, &mended).problems.len() < problems.len(), "{mended}");
}

fn segment(query: &str) -> String {
    format!("segments:\n  - name: x\n    query: {query}\n    limit: 5\n")
}

#[track_caller]
fn check_indicator(query: &str, mended: &str) {
    let text = segment(query);
    let document = document(Host::Yaml, &text);
    let [Problem::YamlIndicator { span, text: meant, .. }] = document.problems.as_slice() else {
        panic!("{:?}", document.problems)
    };
    assert_eq!((span.slice(&text), meant.as_str()), (query, query));
    assert_eq!(document.queries[0].scalar.text, query);
    assert_eq!(document.requests[0].limit.as_ref().expect("a limit").span.slice(&text), "5");
    let fix = |problem: &Problem| match problem {
        Problem::YamlIndicator { fix, .. } => Some(fix.clone()),
        _ => None,
    };
    check_fix(Host::Yaml, &text, fix, &segment(mended));
}

#[test]
fn yaml_refuses_what_queries_begin_with() {
    check_indicator("*", "\"*\"");
    check_indicator("*@x.com AND é:1", "\"*@x.com AND é:1\"");
    check_indicator("*name", "\"*name\"");
    check_indicator("@type:error", "\"@type:error\"");
    check_indicator("@a:\"b c\"", "'@a:\"b c\"'");
    check_indicator("%x", "\"%x\"");
    check_indicator("`x`", "\"`x`\"");
    check_indicator(">50", "\">50\"");
    check_indicator(">5", "\">5\"");
    check_indicator("|| x", "\"|| x\"");
    check_indicator("[1 TO 5]", "\"[1 TO 5]\"");
    check_indicator("[1 TO 5] AND x:1", "\"[1 TO 5] AND x:1\"");
    check_indicator("{a:b}", "\"{a:b}\"");
    check_indicator("{a} OR b", "\"{a} OR b\"");
    check_indicator("!plan:pro", "\"!plan:pro\"");
    check_indicator("!plan:pro AND x", "\"!plan:pro AND x\"");
    check_indicator("&x", "\"&x\"");
    check_indicator("\"a b\" AND c:1", "'\"a b\" AND c:1'");
    check_indicator("plan_type: pro", "\"plan_type: pro\"");
}

#[test]
fn refused_values_in_flow_mappings_and_many_of_them() {
    let text = "segments: [{name: a, query: @type:x, limit: 5}, {name: b, query: '@y'}]\n";
    let document = check(Host::Yaml, text, &["indicator @type:x = @type:x: YAML reserves this character"]);
    assert_eq!(document.queries.len(), 2);
    let many = format!("segments:\n{}", "  - name: x\n    query: @a\n".repeat(500));
    assert_eq!(self::document(Host::Yaml, &many).problems.len(), 500);
    let folded = "segments:\n  - name: x\n    query: @a:b\n      AND c:d\n    limit: 1\n";
    let document = self::document(Host::Yaml, folded);
    assert_eq!(document.queries[0].scalar.text, "@a:b AND c:d");
}

#[test]
fn quoted_and_block_values_are_never_refused() {
    for query in
        ["'@x'", "\"*\"", ">-\n      > x\n      @y", "|\n      | x", "&a \"@b\"", "!!str \"@b\"", "a:*"]
    {
        check(Host::Yaml, &segment(query), &[]);
    }
}

#[test]
fn unreadable_files() {
    check(
        Host::Json,
        "{\"data\": {\"type\": \"query_users_request\",",
        &["unreadable at 9: unterminated object"],
    );
    let found = "unreadable at 22: a control character stands in a string unescaped";
    check(
        Host::Json,
        "{\"segments\":[{\"query\":\"a\tb\",\"name\":\"x\"}]}".replace("\"a\t", "\"\t").as_str(),
        &[found.replace("22", "23").as_str()],
    );
    let document = document(Host::Yaml, "segments: [\n");
    assert!(matches!(document.problems.as_slice(), [Problem::Unreadable { .. }]));
    check(Host::Yaml, "other: [\n", &[]);
    let expected = Options { expected: true, ..Options::default() };
    assert_eq!(read("other: [\n", Host::Yaml, &expected).problems.len(), 1);
}

#[test]
fn comments_that_look_like_query() {
    let found = check(Host::Yaml, &segment("plan:pro #paid"), &["truncation #paid = paid of 0"]);
    assert_eq!(found.queries[0].scalar.text, "plan:pro");
    check(Host::Yaml, &segment("a:b #c:d AND e"), &["truncation #c:d AND e = c:d AND e of 0"]);
    for ordinary in [
        "a:b # paid",
        "a:b #paid customers only",
        "a:b # rumql: disable X",
        "a:b #rumql:disable",
        "'a' #b",
        "a:b #TODO",
    ] {
        check(Host::Yaml, &segment(ordinary), &[]);
    }
    let fix = |problem: &Problem| match problem {
        Problem::CommentTruncation { fix, .. } => Some(fix.clone()),
        _ => None,
    };
    check_fix(Host::Yaml, &segment("plan:pro #paid"), fix, &segment("\"plan:pro #paid\""));
}

fn body(data_type: &str, attributes: &str) -> String {
    format!("{{\"data\": {{\"type\": \"{data_type}\", \"attributes\": {attributes}}}}}")
}

#[test]
fn wrong_types_of_bodies() {
    let accounts = body("query_accounts_request", r#"{"query": "a:b"}"#);
    let found = check(Host::Json, &accounts, &["type \"query_accounts_request\" -> query_account_request"]);
    assert_eq!(found.queries[0].entity, Some(Entity::Accounts));
    let facet =
        body("accounts_facet_info_request", r#"{"facet_id": "mrr", "limit": 5, "search": {"query": "a"}}"#);
    let found =
        check(Host::Json, &facet, &["type \"accounts_facet_info_request\" -> users_facet_info_request"]);
    assert_eq!(found.queries[0].entity, Some(Entity::Accounts));
    check(
        Host::Json,
        &body("qery_users_request", "{}"),
        &["type \"qery_users_request\" -> query_users_request"],
    );
    check(
        Host::Json,
        &body("invalid", r#"{"event_query": {"query": "a"}}"#),
        &["type \"invalid\" -> query_event_filtered_users_request"],
    );
    check(Host::Json, r#"{"data": {"attributes": {"query": "a"}}}"#, &["missing type in `data` (Request)"]);
    check(Host::Json, &body("connection", r#"{"name": "query"}"#), &[]);
}

#[test]
fn unknown_keys_are_read_as_those_meant() {
    let text = body(
        "query_users_request",
        r#"{"filter": "a:b", "columns": ["user_id"], "zzz": "<now>", "$schema": 1}"#,
    );
    let place = "the attributes of a users query";
    let found = check(
        Host::Json,
        &text,
        &[
            &format!("unknown \"filter\" in {place} -> Some(\"query\")"),
            &format!("unknown \"columns\" in {place} -> Some(\"select_columns\")"),
            &format!("unknown \"zzz\" in {place} -> None"),
        ],
    );
    assert_eq!(found.queries[0].scalar.text, "a:b");
    assert_eq!(found.requests[0].columns[0].text, "user_id");
    assert!(found.requests[0].other_strings.iter().any(|scalar| scalar.text == "<now>"));
    check(
        Host::Yaml,
        "segments:\n- nme: x\n  query: a\n  select_columns: [a]\n  order_by: b\n",
        &[
            "unknown nme in a segment -> Some(\"name\")",
            "unknown select_columns in a segment -> Some(\"select\")",
            "unknown order_by in a segment -> Some(\"sort\")",
        ],
    );
}

fn removal(text: &str) -> impl Fn(&Problem) -> Option<Edit> {
    let _ = text;
    |problem: &Problem| match problem {
        Problem::UnsupportedKey { span, .. } => Some(Edit::delete(*span)),
        _ => None,
    }
}

#[test]
fn unsupported_keys_can_be_taken_out() {
    let attributes = |rest: &str| body("query_event_filtered_users_request", &format!("{{{rest}}}"));
    let text = attributes(r#""query": "a", "sort": {"field": "x"}, "limit": 5"#);
    let place = "an event-filtered query";
    let reason = "the event-filtered query takes no sort order";
    check(Host::Json, &text, &[&format!("unsupported \"sort\" in the attributes of {place}: {reason}")]);
    check_fix(Host::Json, &text, removal(&text), &attributes(r#""query": "a", "limit": 5"#));
    let last = attributes(r#""query": "a", "wildcard_search_term": "x""#);
    check_fix(Host::Json, &last, removal(&last), &attributes(r#""query": "a""#));
    let yaml =
        |lines: &str| format!("segments:\n  - name: x\n{lines}    query: a:b\n    events: {{query: b:c}}\n");
    let sort = yaml("    sort: # by time\n      field: last_seen\n");
    check_fix(Host::Yaml, &sort, removal(&sort), &yaml(""));
    let end = yaml("") + "    search: |\n      x\n# end\n";
    check_fix(Host::Yaml, &end, removal(&end), &(yaml("") + "# end\n"));
    let first = "segments:\n  - sort: {field: a}\n    name: x\n    query: a\n    events: {query: b}\n";
    check_fix(
        Host::Yaml,
        first,
        removal(first),
        "segments:\n  - name: x\n    query: a\n    events: {query: b}\n",
    );
}

#[test]
fn events_belong_to_users() {
    check(
        Host::Yaml,
        "segments:\n- name: x\n  entity: accounts\n  query: a\n  events: {query: b}\n",
        &["events on accounts in a segment of accounts"],
    );
    let text = body("query_account_request", r#"{"query": "a", "event_query": {"query": "b"}}"#);
    check(Host::Json, &text, &["\"event_query\" on accounts in the attributes of an accounts query"]);
}

#[test]
fn missing_keys_can_be_put_in() {
    let fix = |problem: &Problem| match problem {
        Problem::MissingRequired { insert, .. } => insert.clone(),
        _ => None,
    };
    let facet = |rest: &str| body("users_facet_info_request", &format!("{{{rest}\"facet_id\": \"x\"}}"));
    check(Host::Json, &facet(""), &["missing limit in the attributes of a facet request (Request)"]);
    check_fix(Host::Json, &facet(""), fix, &facet("\"limit\": 10, "));
    check_fix(Host::Json, &facet("\n  "), fix, &facet("\n  \"limit\": 10,\n  "));
    let yaml = |rest: &str| {
        format!("data:\n  type: users_facet_info_request\n  attributes:\n    {rest}facet_id: x\n")
    };
    check_fix(Host::Yaml, &yaml(""), fix, &yaml("limit: 10\n    "));
    check(
        Host::Json,
        &body(
            "query_event_filtered_users_request",
            r#"{"event_query": {"query": "a", "time_frame": {"start": 1}}}"#,
        ),
        &["missing end in the time frame (Request)"],
    );
    check(
        Host::Json,
        &body(
            "connection_id",
            r#"{"type": "ref_table", "join_attribute": "a", "fields": [{"id": "x", "type": "number"}]}"#,
        ),
        &[
            "missing join_type in the attributes of a new connection (Connection)",
            "missing source_name in a field of a connection (Connection)",
        ],
    );
}

#[test]
fn values_of_another_type() {
    let text = segment("5001");
    let found = check(Host::Yaml, &text, &["5001 for query: a number, not a query as a string"]);
    assert_eq!(found.queries[0].scalar.text, "5001");
    let fix = |problem: &Problem| match problem {
        Problem::WrongValueType { fix, .. } => fix.clone(),
        _ => None,
    };
    check_fix(Host::Yaml, &text, fix, &segment("\"5001\""));
    check(Host::Yaml, &segment("Null"), &["Null for query: nothing, not a query as a string"]);
    check(Host::Yaml, &segment("~"), &["missing query in a segment (Request)"]);
    check(
        Host::Yaml,
        "segments:\n- name: NO\n  entity: user\n  query: [\n    a]\n  select: user_id\n  sort: x\n  limit: '5'\n",
        &[
            "NO for name: a boolean, not a string",
            "user for entity: a string, not `users` or `accounts`",
            "[\n    a] for query: a list, not a query as a string",
            "user_id for select: a string, not a list of strings",
            "x for sort: a string, not a mapping",
        ],
    );
}

#[test]
fn placeholders_are_left_to_their_rule() {
    let text = body(
        "query_event_filtered_users_request",
        r#"{"event_query": {"query": "a", "time_frame": {"start": "<30_days_ago>", "end": "2026"}}}"#,
    );
    let found = check(Host::Json, &text, &["\"2026\" for end: a string, not a number of Unix seconds"]);
    assert!(found.requests[0].other_strings.iter().any(|scalar| scalar.text == "<30_days_ago>"));
}

#[test]
fn files_of_our_own() {
    let text = "# rumql: x\nx-q: &q a:b\nsegments:\n- &base\n  name: x\n  query: *q\n  select: [a]\n- <<: *base\n  name: y\n  \
                events: {query: c:d, within: 7d}\n  tests: {matches: [{a: '<now>'}]}\ngroups:\n- {name: g, segments: [x, y], exclusive: true}\n\
                connections:\n- {entity: accounts, id: c, type: ref_table, join_type: id, join_attribute: a, metadata: {table: t, z: 1}}\n";
    let found = check(Host::Yaml, text, &[]);
    let texts: Vec<&str> = found.queries.iter().map(|query| query.scalar.text.as_str()).collect();
    assert_eq!(texts, ["a:b", "c:d"]);
    assert_eq!(found.requests[1].columns[0].text, "a");
    assert_eq!(
        found.requests[1].window.as_ref().and_then(|w| w.within.as_ref()).map(|w| w.text.as_str()),
        Some("7d")
    );
    assert_eq!(found.requests[2].entity, Some(Entity::Accounts));
    assert_eq!(found.requests[2].connection.table.as_ref().map(|t| t.text.as_str()), Some("t"));
    assert_eq!(found.groups[0].segments.len(), 2);
    assert!(found.groups[0].exclusive.as_ref().is_some_and(|it| it.value));
    assert_eq!(found.comments[0].text, " rumql: x");
    assert!(found.requests.iter().all(|request| request.other_strings.iter().all(|it| it.text != "<now>")));
}

#[test]
fn plain_files() {
    let events = Options { entity: Some(Entity::Events), expected: true };
    let document = read("\u{feff}// rumql: x\n\n  a:b \n", Host::Plain, &events);
    assert_eq!(document.queries[0].scalar.text, "a:b");
    assert_eq!(document.queries[0].scalar.span.start, 18);
    assert_eq!(document.queries[0].entity, Some(Entity::Events));
    assert_eq!(document.comments[0].text, " rumql: x");
    assert_eq!(Host::of("a/x.users.RUMQL"), Some(Host::Plain));
    assert_eq!(Host::of("rumql"), None);
}

#[test]
fn lone_surrogates() {
    let text = body("query_users_request", r#"{"query": "a\ud800 \ud83d\ude00\udc00", "limit": 1}"#);
    let found = check(Host::Json, &text, &[]);
    assert_eq!(found.queries[0].scalar.text, "a\u{fffd} 😀\u{fffd}");
    assert_eq!(found.queries[0].scalar.map.decoded_len(), 12);
}

#[test]
fn many_refused_values_on_one_line() {
    let text = format!("segments: [{}]\n", "{name: b, query: @x}, ".repeat(100));
    let document = document(Host::Yaml, &text);
    assert_eq!((document.queries.len(), document.problems.len()), (100, 100));
}
