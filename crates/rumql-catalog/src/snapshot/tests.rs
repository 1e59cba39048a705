//! Snapshots, read and written back.

use super::*;
use crate::{Kind, Multiplicity};

const RESPONSE: &str = r#"{"data":{"attributes":{"attributes":[
  {"attribute":"user_id","description":"Unique user identifier","display_name":"User ID",
   "groups":["Identity"],"is_custom":false,"type":"string"},
  {"attribute":"@customer_tier","description":"Customer subscription tier","display_name":"Customer Tier",
   "groups":["Business"],"is_custom":true,"type":"string"}
]},"id":"get_mappings_response","type":"get_mappings_response"}}"#;

const SNAPSHOT: &str = r#"{
  "version": 1,
  "pulled": "2025-01-01",
  "entities": {
    "users": {
      "attributes": [
        {"attribute": "user_id", "type": "string", "origin": {"b": 1, "a": 2}},
        {"attribute": "session_count", "type": "long"},
        {"attribute": "created_at", "type": "date"},
        {"attribute": "@tags", "type": "array", "is_custom": true},
        {"attribute": "first_browser_name", "type": "string"}
      ],
      "values": {"first_browser_name": ["Safari", "Chrome"]},
      "ranges": {"session_count": {"min": 1, "max": "8421"}},
      "connections": [{"type": "ref_table", "id": "z"}, {"id": "a"}]
    }
  }
}"#;

#[track_caller]
fn check_error(text: &str, entity: Option<Entity>, expected: &str) {
    let error = Snapshot::parse_any(text, entity).expect_err(text).to_string();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_raw_answer_is_a_complete_catalog() {
    let users = Snapshot::parse_mapping(Entity::Users, RESPONSE).expect("a mapping");
    assert!(users.is_complete());
    let tier = users.get("@customer_tier").expect("the tier");
    assert!(tier.custom);
    assert_eq!(tier.display_name.as_deref(), Some("Customer Tier"));
    assert_eq!(tier.groups, ["Business"]);
    assert_eq!(users.get("user_email"), None);
}

#[test]
fn a_raw_answer_needs_an_entity() {
    check_error(
        RESPONSE,
        None,
        "an answer of GetMapping does not say whose mapping it is; name the entity: `--mapping users=FILE`",
    );
    check_error(RESPONSE, Some(Entity::Events), "events have no mapping");
    let snapshot = Snapshot::parse_any(RESPONSE, Some(Entity::Accounts)).expect("a snapshot");
    assert!(snapshot.users.is_none() && snapshot.catalog(Entity::Accounts).is_some());
}

#[test]
fn a_snapshot_tells_kinds_values_and_ranges() {
    let snapshot = Snapshot::parse_any(SNAPSHOT, None).expect("a snapshot");
    let users = snapshot.catalog(Entity::Users).expect("users");
    assert!(users.is_complete() && snapshot.catalog(Entity::Events).is_none());
    let browser = users.get("first_browser_name").expect("the browser");
    assert!(browser.observed && !browser.closed && browser.holds_value("chrome"));
    let count = users.get("session_count").expect("the count");
    assert_eq!(count.kind, Kind::Integer);
    assert_eq!(count.range, Some(Range { min: Some(1.0), max: Some(8421.0) }));
    assert_eq!(users.get("created_at").map(|found| found.multiplicity), Some(Multiplicity::One));
    let tags = users.get("@tags").expect("the tags");
    assert_eq!((tags.kind, tags.multiplicity), (Kind::Other, Multiplicity::Many));
    assert_eq!(users.connections().count(), 2);
}

#[test]
fn a_snapshot_may_say_when_it_was_fetched() {
    let dated = SNAPSHOT.replace("pulled", "fetched");
    assert_eq!(Snapshot::parse(&dated).expect("a snapshot").fetched(), Some("2025-01-01"));
    assert_eq!(Snapshot::parse(SNAPSHOT).expect("a snapshot").fetched(), None);
}

#[test]
fn labels_are_found_in_either_case() {
    let users = Snapshot::parse_mapping(Entity::Users, RESPONSE).expect("a mapping");
    let found = |label| users.labelled(label).map(|known| known.name.as_str()).collect::<Vec<_>>();
    assert_eq!(found("customer TIER"), ["@customer_tier"]);
    assert!(found("Customer").is_empty());
}

#[test]
fn nothing_is_lost_and_the_text_is_stable() {
    let snapshot = Snapshot::parse(SNAPSHOT).expect("a snapshot");
    let text = snapshot.to_json();
    let again = Snapshot::parse(&text).expect("its own text");
    assert_eq!(again.to_json(), text);
    assert!(text.ends_with("}\n"));
    for kept in ["\"pulled\"", "\"origin\"", "\"ranges\"", "\"8421\"", "\"ref_table\""] {
        assert!(text.contains(kept), "{kept} is lost:\n{text}");
    }
    let place = |needle: &str| text.find(needle).expect(needle);
    assert!(place("\"@tags\"") < place("\"created_at\""));
    assert!(place("\"Chrome\"") < place("\"Safari\""));
    assert!(place("\"id\": \"a\"") < place("\"id\": \"z\""));
}

#[test]
fn mappings_of_two_files_come_together() {
    let mut snapshot = Snapshot::parse_any(SNAPSHOT, Some(Entity::Users)).expect("users");
    snapshot.merge(Snapshot::parse_any(RESPONSE, Some(Entity::Accounts)).expect("accounts"));
    assert!(snapshot.users.is_some() && snapshot.accounts.is_some());
    check_error(SNAPSHOT, Some(Entity::Accounts), "the snapshot has no mapping of accounts");
}

#[test]
fn what_is_no_snapshot_is_told_with_its_place() {
    check_error("{\"version\":1,\n", None, "not JSON at 2:");
    check_error("", None, "not JSON at 1:0: EOF");
    check_error("[]", None, "neither a snapshot");
    check_error(r#"{"errors":["Forbidden"]}"#, Some(Entity::Users), "neither a snapshot");
    check_error(
        r#"{"version":2,"entities":[]}"#,
        None,
        "snapshot version 2 is not known, only 1 is; update rumql",
    );
    check_error(r#"{"entities":{}}"#, None, "the snapshot has no `version`");
    check_error(
        r#"{"version":1,"entities":{"user":{}}}"#,
        None,
        "not a mapping at 1:31: unknown field `user`",
    );
    let nameless = "{\"version\":1,\"entities\":{\"users\":{\"attributes\":[\n  {\"type\":\"string\"}]}}}";
    check_error(nameless, None, "not a mapping at 2:19: missing field `attribute`");
    check_error(r#"{"data":{"attributes":{}}}"#, Some(Entity::Users), "not a mapping at 1:24: missing field");
    check_error(&"[".repeat(10_000), None, "not JSON at 1:128: recursion limit exceeded");
}

#[test]
fn a_name_listed_twice_with_two_types_has_no_kind() {
    let text = r#"{"data":{"attributes":{"attributes":[
        {"attribute":"x","type":"string"},{"attribute":"x","type":"number"}]}}}"#;
    let users = Snapshot::parse_mapping(Entity::Users, text).expect("a mapping");
    assert_eq!(users.get("x").map(|found| found.kind), Some(Kind::Other));
    assert_eq!(users.attributes().count(), 1);
}

#[test]
fn a_mapping_that_lists_nothing_makes_no_name_unknown() {
    let text = r#"{"data":{"attributes":{"attributes":[]}}}"#;
    assert!(!Snapshot::parse_mapping(Entity::Users, text).expect("a mapping").is_complete());
}

#[test]
fn a_byte_order_mark_is_no_matter() {
    assert!(Snapshot::parse_any(&format!("\u{feff}{SNAPSHOT}"), None).is_ok());
}
