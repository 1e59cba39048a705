//! Does the emulator answer as the specification says, and find what the evaluator finds?

use std::{
    collections::HashMap,
    fs,
    io::{self, BufRead, BufReader, Cursor},
    path::Path,
};

use rumql_api::{Operation, Response};
use rumql_emulator::{Data, Emulator, Fault, Folder, Options, load};
use rumql_hir::{Catalogs, Scope, lower};
use rumql_semantics::{Datum, Record, matches};
use rumql_source::Entity;
use rumql_syntax::{literal::Decimal, parse};
use serde_json::{Value, json};

use crate::spec;

const NOW: &str = "2026-11-25T06:00:00Z";

fn options() -> Options {
    Options { now: NOW.parse().unwrap(), faults: Vec::new(), numeric_ranges: false }
}

fn shop() -> Emulator {
    Emulator::new(Data::shop(NOW.parse().unwrap()), options())
}

/// Asks, and asserts that the answer is what the specification says.
#[track_caller]
fn ask(emulator: &Emulator, operation: Operation, parameters: &[&str], body: &Value) -> Value {
    let response = send(emulator, operation, parameters, body);
    let told = String::from_utf8_lossy(&response.body).into_owned();
    assert_eq!(response.status, operation.success(), "{}: {told}", operation.id());
    spec::assert_response(operation, &response);
    serde_json::from_str(&told).unwrap_or_default()
}

fn send(emulator: &Emulator, operation: Operation, parameters: &[&str], body: &Value) -> Response {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    emulator.answer(operation.method().as_str(), &operation.path(parameters), body.as_bytes())
}

fn users(emulator: &Emulator, attributes: &Value) -> (i64, Vec<Value>) {
    let body = json!({ "data": { "type": "query_users_request", "attributes": attributes } });
    let answer = ask(emulator, Operation::QueryUsers, &[], &body);
    let found = &answer["data"]["attributes"];
    (found["total"].as_i64().unwrap(), found["hits"].as_array().unwrap().clone())
}

#[track_caller]
fn refuses(response: &Response, status: u16, detail: &str) {
    let told = String::from_utf8_lossy(&response.body);
    assert_eq!(response.status, status, "{told}");
    assert!(told.contains(detail), "{told}");
}

fn fixture(name: &str) -> Value {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/api")).join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_example_of_the_official_clients_is_answered() {
    let emulator = shop();
    for operation in [Operation::QueryUsers, Operation::GetUserFacetInfo, Operation::GetAccountFacetInfo] {
        // The clients ask accounts for an attribute of users.
        let mut body = fixture(&format!("{}.request.json", operation.id()));
        if operation == Operation::GetAccountFacetInfo {
            body["data"]["attributes"] = json!({ "facet_id": "plan_type", "limit": 10 });
        }
        ask(&emulator, operation, &[], &body);
    }
    ask(&emulator, Operation::QueryAccounts, &[], &fixture("QueryAccounts.request.json"));
    ask(&emulator, Operation::QueryEventFilteredUsers, &[], &fixture("QueryEventFilteredUsers.request.json"));
    for entity in ["users", "accounts"] {
        ask(&emulator, Operation::GetMapping, &[entity], &Value::Null);
        ask(&emulator, Operation::ListConnections, &[entity], &Value::Null);
    }
    ask(
        &emulator,
        Operation::UpdateConnection,
        &["users"],
        &json!({ "data": {
        "type": "connection_id", "id": "crm-integration",
        "attributes": { "fields_to_delete": ["old_revenue_field"] },
    } }),
    );
    ask(&emulator, Operation::DeleteConnection, &["users", "crm-integration"], &Value::Null);
}

#[test]
fn the_shop_has_somebody_for_each_segment_of_the_seed() {
    let emulator = shop();
    for query in [
        "session_count:>50 AND last_seen:>7d",
        "session_count:>10 AND last_seen:<30d",
        "session_count:>50 AND last_seen:<30d",
        "user_created:>7d",
        "last_seen:<90d",
        "first_device_type:Mobile",
        "first_browser_name:Chrome",
        "first_country_code:US",
        "user_email:*@techcorp.com AND session_count:>20 AND first_country_code:US",
        "@customer_tier:enterprise",
        "@lifetime_value:>10000",
        "@subscription_status:trial",
        "@industry:technology",
        "user_name:John*",
        "error_count:>=5",
        "avg_loading_time:<1000",
        "avg_loading_time:>3000",
        "user_org_id:5001 AND first_country_code:US",
        "first_country_code:US AND (first_device_type:Mobile OR first_device_type:Tablet)",
    ] {
        let (total, hits) = users(&emulator, &json!({ "query": query, "limit": 1 }));
        assert!((10..4_990).contains(&total) && hits.len() == 1, "{query}: {total}");
    }
    for query in [
        "plan_type:enterprise AND user_count:>100 AND subscription_status:active",
        "country:US",
        "@health_score:<50",
    ] {
        let body = json!({ "data": { "type": "query_account_request", "attributes": { "query": query } } });
        let total =
            ask(&emulator, Operation::QueryAccounts, &[], &body)["data"]["attributes"]["total"].as_i64();
        assert!((5..295).contains(&total.unwrap()), "{query}: {total:?}");
    }
    let week = (1_764_050_400 - 7 * 86_400, 1_764_050_400);
    let now: jiff::Timestamp = NOW.parse().unwrap();
    for query in [
        "@type:error",
        "@type:error AND @error.message:*payment*",
        "@view.loading_time:>3s",
        "@resource.status_code:>=500",
    ] {
        let body = json!({ "data": { "type": "query_event_filtered_users_request", "attributes": {
            "query": "*", "include_row_count": true, "limit": 5,
            "event_query": { "query": query, "time_frame": { "start": now.as_second() - (week.1 - week.0), "end": now.as_second() } },
        } } });
        let total =
            ask(&emulator, Operation::QueryEventFilteredUsers, &[], &body)["data"]["attributes"]["total"]
                .as_i64();
        assert!((20..4_900).contains(&total.unwrap()), "{query}: {total:?}");
    }
}

/// A record as the answer tells it.
fn record(hit: &Value, scope: &Scope<'_>) -> Record {
    let datum = |name: &str, value: &Value| -> Datum {
        let kind = scope.attribute(name).map(|attribute| attribute.kind);
        match value {
            Value::Number(number) => Datum::Number(Decimal::parse(&number.to_string()).unwrap()),
            Value::String(text) if kind == Some(rumql_catalog::Kind::Timestamp) => {
                Datum::Moment(text.parse().unwrap())
            }
            Value::String(text) => Datum::from(text.as_str()),
            other => Datum::from(other.to_string()),
        }
    };
    let values = hit.as_object().unwrap().iter();
    values.map(|(name, value)| (name.as_str(), datum(name, value))).collect()
}

#[test]
fn the_store_finds_what_the_evaluator_finds() {
    let emulator = shop();
    let mapping = ask(&emulator, Operation::GetMapping, &["users"], &Value::Null);
    let catalog = rumql_catalog::Snapshot::parse_mapping(Entity::Users, &mapping.to_string()).unwrap();
    let snapshot = rumql_catalog::Snapshot::of(catalog);
    let scope = Scope {
        entity: Entity::Users,
        catalogs: Catalogs { snapshot: Some(&snapshot) },
        pending: None,
        now: NOW.parse().unwrap(),
    };
    let (total, hits) = users(&emulator, &json!({ "query": "*", "limit": 10_000 }));
    assert_eq!((total, hits.len()), (5_000, 5_000));
    let records: Vec<Record> = hits.iter().map(|hit| record(hit, &scope)).collect();
    for query in [
        "*",
        "-*",
        "session_count:[10 TO 50} AND -@nps_score:*",
        "@nps_score:0 OR @lifetime_value:>9999.5",
        "last_seen:<30d AND -first_browser_name:(Chrome OR Safari)",
        "user_email:*@*labs.com AND (user_name:J?hn* OR user_name:M*)",
        "last_seen:>2026-11-20T12:00:00Z",
        "john -smith",
        "NOT (session_count:>5 AND error_count:0)",
    ] {
        let meaning = lower(&parse(query), &scope).query;
        let expected = records.iter().filter(|record| matches(&meaning, *record)).count();
        let text = json!({ "query": query, "limit": 1 });
        // A word alone is an error to the checker, so its query is refused.
        let body = json!({ "data": { "type": "query_users_request", "attributes": text } });
        let response = send(&emulator, Operation::QueryUsers, &[], &body);
        let answer: Value = serde_json::from_slice(&response.body).unwrap();
        if response.status == 200 {
            assert_eq!(answer["data"]["attributes"]["total"], expected, "{query}");
        } else {
            assert!(query.contains("john") || query == "-*", "{query}: {answer}");
        }
    }
}

#[test]
fn order_columns_limits_and_search() {
    let emulator = shop();
    let asked = json!({
        "query": "*", "limit": 50, "select_columns": ["user_id", "@nps_score"],
        "sort": { "field": "@nps_score", "order": "DESC" },
    });
    let (total, hits) = users(&emulator, &asked);
    assert_eq!((total, hits.len()), (5_000, 50));
    let scores: Vec<i64> = hits.iter().map(|hit| hit["@nps_score"].as_i64().unwrap()).collect();
    assert!(scores.iter().all(|score| *score == 10), "{scores:?}");
    let ids: Vec<&str> = hits.iter().map(|hit| hit["user_id"].as_str().unwrap()).collect();
    assert!(ids.is_sorted(), "equals go by id");
    let keys: Vec<&String> = hits[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["user_id", "@nps_score"]);
    // Those without a score come last either way.
    for order in ["ASC", "DESC"] {
        let asked =
            json!({ "query": "*", "limit": 10_000, "sort": { "field": "@nps_score", "order": order } });
        let has: Vec<bool> =
            users(&emulator, &asked).1.iter().map(|hit| hit.get("@nps_score").is_some()).collect();
        assert!(has.is_sorted_by_key(|has| !has) && has.contains(&true) && has.contains(&false));
    }
    let (total, hits) =
        users(&emulator, &json!({ "query": "*", "wildcard_search_term": "JOHN@", "limit": 5 }));
    assert_eq!((total, hits.len()), (0, 0));
    let (total, _) = users(&emulator, &json!({ "query": "*", "wildcard_search_term": "JoHn", "limit": 5 }));
    assert!(total > 50, "{total}");
}

#[test]
fn facets_count_what_is_there() {
    let emulator = shop();
    let facet = |attributes: Value| {
        let body = json!({ "data": { "type": "users_facet_info_request", "attributes": attributes } });
        ask(&emulator, Operation::GetUserFacetInfo, &[], &body)["data"]["attributes"]["result"]["values"]
            .clone()
    };
    let browsers = facet(json!({ "facet_id": "first_browser_name", "limit": 100 }));
    let counts: Vec<i64> =
        browsers.as_array().unwrap().iter().map(|value| value["count"].as_i64().unwrap()).collect();
    assert_eq!(counts.iter().sum::<i64>(), 5_000);
    assert!(counts.is_sorted_by_key(|count| -count) && browsers[0]["value"] == "Chrome");
    let few =
        facet(json!({ "facet_id": "first_browser_name", "limit": 10, "term_search": { "value": "fire" },
        "search": { "query": "first_country_code:US" } }));
    assert_eq!(few.as_array().unwrap().len(), 1);
    assert_eq!(few[0]["value"], "Firefox");
    // A number is told as a text, by the specification.
    assert!(facet(json!({ "facet_id": "error_count", "limit": 1 }))[0]["value"].is_string());
}

#[test]
fn what_is_wrong_is_refused_with_the_reason() {
    let emulator = shop();
    let send = |operation, parameters: &[&str], body: Value| send(&emulator, operation, parameters, &body);
    let users = |attributes: Value| {
        let body = json!({ "data": { "type": "query_users_request", "attributes": attributes } });
        send(Operation::QueryUsers, &[], body)
    };
    let wrong = json!({ "data": { "type": "query_user_request", "attributes": {} } });
    refuses(
        &send(Operation::QueryUsers, &[], wrong),
        400,
        "got type \\\"query_user_request\\\" expected one of",
    );
    refuses(&emulator.answer("POST", &Operation::QueryUsers.path(&[]), b"{"), 400, "is not JSON");
    refuses(&emulator.answer("POST", &Operation::QueryUsers.path(&[]), b"\xff"), 400, "is not UTF-8");
    refuses(&users(json!({ "query": "session_count:>" })), 400, "SYN");
    refuses(&users(json!({ "query": "sesion_count:>5" })), 400, "REF001");
    refuses(&users(json!({ "query": 7 })), 400, "invalid type");
    refuses(&users(json!({ "query": "*", "limit": -1 })), 400, "limit is below zero");
    refuses(&users(json!({ "query": "*", "sort": { "order": "up" } })), 400, "ASC or DESC");
    refuses(&send(Operation::GetMapping, &["events"], Value::Null), 404, "Valid entities: users, accounts");
    refuses(&emulator.answer("GET", "/api/v2/nothing", b""), 404, "no path");
    refuses(&emulator.answer("GET", &Operation::QueryUsers.path(&[]), b""), 405, "another method");
    refuses(&send(Operation::DeleteConnection, &["users", "none"], Value::Null), 404, "not found");
}

#[test]
fn connections_bring_attributes_and_take_them_away() {
    let emulator = shop();
    let names = || {
        let mapping = ask(&emulator, Operation::GetMapping, &["users"], &Value::Null);
        let all = mapping["data"]["attributes"]["attributes"].as_array().unwrap().clone();
        all.iter().map(|known| known["attribute"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let has = |name: &str| names().iter().any(|known| known == name);
    let create = |id: &str, source: &str| {
        json!({ "data": { "type": "connection_id", "id": id, "attributes": {
        "type": "ref_table", "join_type": "email", "join_attribute": "user_email",
        "metadata": { "table": "crm-integration" },
        "fields": [{ "id": "channel", "source_name": source, "type": "string", "groups": ["Marketing"] }],
    } } })
    };
    refuses(
        &send(&emulator, Operation::CreateConnection, &["users"], &create("x", "none")),
        400,
        "no column `none`",
    );
    assert!(!has("@channel"));
    ask(&emulator, Operation::CreateConnection, &["users"], &create("ads", "acquisition_channel"));
    assert!(has("@channel"));
    let (total, _) = users(&emulator, &json!({ "query": "@channel:referral", "limit": 1 }));
    let (same, _) = users(&emulator, &json!({ "query": "@signup_source:referral", "limit": 1 }));
    assert!(total > 100 && total == same);
    refuses(
        &send(&emulator, Operation::CreateConnection, &["users"], &create("ads", "email")),
        409,
        "already exists",
    );
    refuses(
        &send(&emulator, Operation::CreateConnection, &["users"], &create("b", "email")),
        409,
        "Field 'channel'",
    );
    let update = |attributes: Value| json!({ "data": { "type": "connection_id", "id": "ads", "attributes": attributes } });
    let renamed = update(json!({
        "fields_to_update": [{ "field_id": "channel", "updated_field_id": "way", "updated_display_name": "Way" }],
        "fields_to_add": [{ "id": "state", "source_name": "subscription_state", "type": "string" }],
    }));
    ask(&emulator, Operation::UpdateConnection, &["users"], &renamed);
    assert!(has("@way") && has("@state") && !has("@channel"));
    assert_eq!(users(&emulator, &json!({ "query": "@way:referral", "limit": 1 })).0, total);
    let gone = update(json!({ "fields_to_delete": ["none"] }));
    refuses(&send(&emulator, Operation::UpdateConnection, &["users"], &gone), 400, "'none' not found");
    ask(&emulator, Operation::DeleteConnection, &["users", "ads"], &Value::Null);
    assert!(!has("@way") && !has("@state"));
    refuses(&send(&emulator, Operation::DeleteConnection, &["users", "ads"], &Value::Null), 404, "not found");
}

struct Files(HashMap<&'static str, &'static str>);

impl Folder for Files {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn BufRead + '_>>> {
        let file = self.0.get(name).map(|text| Cursor::new(text.as_bytes()));
        Ok(file.map(|file| Box::new(BufReader::new(file)) as Box<dyn BufRead>))
    }
}

fn folder(files: &[(&'static str, &'static str)]) -> Files {
    Files(files.iter().copied().collect())
}

const LOCK: &str = r#"{"version":1,"entities":{"users":{
    "attributes":[{"attribute":"user_id","type":"string"},{"attribute":"user_org_id","type":"string"},
                  {"attribute":"last_seen","type":"timestamp"},{"attribute":"@tier","type":"string"},
                  {"attribute":"score","type":"number"},{"attribute":"paid","type":"boolean"}],
    "connections":[{"id":"crm","type":"ref_table","join":{"attribute":"user_id","type":"user_id"},
                    "metadata":{"table":"customers"},"fields":[{"id":"tier","source_name":"plan","type":"string"}]}]}}}"#;

#[test]
fn data_of_ones_own() {
    let files = folder(&[
        (
            "users.jsonl",
            "\u{feff}{\"user_id\":1,\"user_org_id\":5001,\"last_seen\":\"2026-11-24T10:00:00.5Z\",\"score\":9007199254740993.25,\"paid\":true}\r\n\n\
             {\"user_id\":\"2\",\"user_org_id\":null,\"last_seen\":1764000000000,\"score\":\"2.50\",\"paid\":\"False\"}\n",
        ),
        (
            "events.csv",
            "@usr.id,@type,timestamp\n1,error,2026-11-24T09:00:00Z\n2,view,2026-11-24T09:00:00Z\n",
        ),
        ("tables/customers.csv", "user_id,plan\n1,\"gold, \"\"new\"\"\"\n3,x\n"),
        ("mapping.lock.json", LOCK),
    ]);
    let emulator = Emulator::new(load(&files, None).unwrap(), options());
    let (total, hits) = users(&emulator, &json!({ "query": "user_id:1" }));
    let text = hits[0].to_string();
    assert_eq!(total, 1);
    for part in [
        r#""user_id":"1""#,
        r#""user_org_id":"5001""#,
        r#""last_seen":"2026-11-24T10:00:00.500Z""#,
        r#""paid":true"#,
        r#""@tier":"gold, \"new\"""#,
    ] {
        assert!(text.contains(part), "{text} lacks {part}");
    }
    // No digit is lost on the way.
    let body = json!({ "data": { "type": "query_users_request", "attributes": { "query": "user_id:1" } } });
    let raw = send(&emulator, Operation::QueryUsers, &[], &body).body;
    assert!(String::from_utf8(raw).unwrap().contains("\"score\":9007199254740993.25"));
    assert_eq!(users(&emulator, &json!({ "query": "-user_org_id:*" })).0, 1);
    assert_eq!(users(&emulator, &json!({ "query": "paid:false AND score:2.5" })).0, 1);
    let body = json!({ "data": { "type": "query_event_filtered_users_request", "attributes": {
        "query": "*", "include_row_count": true, "event_query": { "query": "@type:error" } } } });
    let answer = ask(&emulator, Operation::QueryEventFilteredUsers, &[], &body);
    assert_eq!(answer["data"]["attributes"]["total"], 1);
    // Without a mapping, types come from the data.
    let files = folder(&[("users.csv", "user_id,zip,@seats\n1,007,12\n2,100,3\n")]);
    let emulator = Emulator::new(load(&files, None).unwrap(), options());
    assert_eq!(users(&emulator, &json!({ "query": "zip:007 AND @seats:>5" })).0, 1);
}

#[test]
fn a_record_counts_once_and_a_key_or_a_path_is_read() {
    let files = folder(&[(
        "users.jsonl",
        "{\"user_id\":\"1\",\"@plan\":[\"pro\",\"pro\"]}\n{\"user_id\":\"2\",\"plan\":\"pro\"}\n{\"user_id\":\"3\",\"plan\":\"free\"}\n",
    )]);
    let emulator = Emulator::new(load(&files, None).unwrap(), options());
    assert_eq!(users(&emulator, &json!({ "query": "@plan:pro" })).0, 2);
    let body = json!({ "data": { "type": "users_facet_info_request", "attributes": { "facet_id": "@plan", "limit": 9 } } });
    let answer = ask(&emulator, Operation::GetUserFacetInfo, &[], &body);
    let values = &answer["data"]["attributes"]["result"]["values"];
    assert_eq!(*values, json!([{ "value": "pro", "count": 2 }, { "value": "free", "count": 1 }]));
    let sorted =
        json!({ "query": "*", "sort": { "field": "@plan", "order": "ASC" }, "select_columns": ["user_id"] });
    let ids: Vec<Value> = users(&emulator, &sorted).1.into_iter().map(|hit| hit["user_id"].clone()).collect();
    assert_eq!(ids, ["3", "1", "2"]);
}

#[test]
fn data_that_cannot_be_used_say_where_and_why() {
    let refused =
        |files: &[(&'static str, &'static str)]| load(&folder(files), None).err().unwrap().to_string();
    assert!(refused(&[]).contains("none of users.jsonl"));
    assert!(
        refused(&[("users.jsonl", "{\"user_id\":1}\n[]\n")])
            .starts_with("users.jsonl:2: each line is one object")
    );
    assert!(refused(&[("users.jsonl", "{\"a\":1}\n")]).contains("record 1 has no `user_id`"));
    assert!(
        refused(&[("users.jsonl", "{\"user_id\":1}\n{\"user_id\":\"1\"}\n")])
            .contains("records 1 and 2 have the same `user_id`")
    );
    assert!(
        refused(&[("users.csv", "user_id,last_seen\n1,soon\n")])
            .contains("record 1: `last_seen` is a timestamp, and \"soon\" is not")
    );
    assert!(refused(&[("accounts.csv", "account_id\n1,2\n")]).starts_with("accounts.csv: CSV error"));
    assert!(
        refused(&[("users.jsonl", "{\"user_id\":1}"), ("mapping.lock.json", "{")])
            .starts_with("mapping.lock.json: ")
    );
}

#[test]
fn what_goes_wrong_on_purpose() {
    let faults = ["429:0.5", "malformed:0.5"].map(|fault| Fault::parse(fault).unwrap()).to_vec();
    let emulator = Emulator::new(Data::shop(NOW.parse().unwrap()), Options { faults, ..options() });
    let answers: Vec<Response> =
        (0..4).map(|_| send(&emulator, Operation::GetMapping, &["users"], &Value::Null)).collect();
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 429, 200, 429]);
    assert!(answers.iter().all(|answer| answer.header("x-ratelimit-reset").is_some()));
    assert!(serde_json::from_slice::<Value>(&answers[0].body).is_ok());
    assert!(serde_json::from_slice::<Value>(&answers[1].body).is_err());
}
