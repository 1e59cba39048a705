//! Are the bodies of the API what its specification says?

use std::{fs, path::Path};

use rumql_api::{
    Change, ChangeKind, Cleared, EventQuery, FacetQuery, Operation, ProfileQuery, Request, Response, Waiver,
    facet, list_connections, mapping, query,
    wire::{
        Body, ConnectionAttributes, Connections, EventAttributes, Facet, FacetAttributes, Field, FieldChange,
        Hits, Mapping, QueryAttributes, UpdateAttributes,
    },
};
use rumql_source::Entity;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::spec;

fn fixture(name: &str) -> String {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/api")).join(name);
    fs::read_to_string(path).unwrap()
}

/// Reads a body of the official clients and writes it again: nothing may be lost.
#[track_caller]
fn round<T: Serialize + DeserializeOwned>(name: &str) -> T {
    let text = fixture(name);
    let body: Body<T> = serde_json::from_str(&text).unwrap();
    let again: Value = serde_json::from_str(&serde_json::to_string(&body).unwrap()).unwrap();
    assert_eq!(again, serde_json::from_str::<Value>(&text).unwrap(), "{name}");
    body.data.attributes.unwrap()
}

#[test]
fn every_example_of_the_official_clients_is_read_whole() {
    for entity in ["Users", "Accounts"] {
        round::<QueryAttributes>(&format!("Query{entity}.request.json"));
        assert_eq!(round::<Hits>(&format!("Query{entity}.200.response.json")).total, Some(147));
    }
    round::<EventAttributes>("QueryEventFilteredUsers.request.json");
    round::<Hits>("QueryEventFilteredUsers.200.response.json");
    for entity in ["User", "Account"] {
        round::<FacetAttributes>(&format!("Get{entity}FacetInfo.request.json"));
        let values =
            round::<Facet>(&format!("Get{entity}FacetInfo.200.response.json")).result.values.unwrap();
        assert_eq!((values[0].text().as_str(), values[0].count), ("Chrome", 4892));
    }
    assert_eq!(round::<Mapping>("GetMapping.200.response.json").attributes.len(), 4);
    assert_eq!(round::<Connections>("ListConnections.200.response.json").connections.len(), 1);
    round::<ConnectionAttributes>("CreateConnection.request.json");
    round::<UpdateAttributes>("UpdateConnection.request.json");
}

fn cleared(text: &str, entity: Entity) -> Cleared {
    Cleared::waived(text, entity, &Waiver::by_force())
}

/// Every request that can be made, with as little and with as much in it as there can be.
fn requests() -> Vec<Request> {
    let mut all = Vec::new();
    for entity in [Entity::Users, Entity::Accounts] {
        let bare = ProfileQuery {
            query: cleared("*", entity),
            columns: Vec::new(),
            limit: None,
            sort: None,
            search: None,
            events: None,
        };
        let full = ProfileQuery {
            columns: vec!["user_id".to_owned()],
            limit: Some(100),
            sort: Some(("last_seen".to_owned(), true)),
            search: Some("john".to_owned()),
            ..bare.clone()
        };
        all.extend([query(&bare).request, query(&full).request]);
        let bare = FacetQuery { attribute: "x".to_owned(), limit: 10, query: None, term: None };
        let full = FacetQuery {
            query: Some(cleared("a:1", entity)),
            term: Some("Chrome".to_owned()),
            ..bare.clone()
        };
        all.extend([facet(entity, &bare).request, facet(entity, &full).request]);
        all.extend([mapping(entity).request, list_connections(entity).request]);
        all.extend(changes().map(|kind| Change { entity, kind }.request()));
    }
    let events = EventQuery { query: cleared("@type:error", Entity::Events), start: 1, end: 2 };
    let filtered = ProfileQuery {
        query: cleared("*", Entity::Users),
        columns: vec!["user_id".to_owned()],
        limit: Some(25),
        sort: None,
        search: None,
        events: Some(events),
    };
    all.push(query(&filtered).request);
    all
}

fn changes() -> [ChangeKind; 4] {
    let bare =
        Field { id: "tier".into(), source_name: "plan".into(), kind: "string".into(), ..Field::default() };
    let full = Field {
        display_name: Some("Tier".into()),
        description: Some("x".into()),
        groups: Some(vec!["Business".into()]),
        ..bare.clone()
    };
    let create = ConnectionAttributes {
        kind: "ref_table".into(),
        join_type: "email".into(),
        join_attribute: "user_email".into(),
        ..ConnectionAttributes::default()
    };
    let whole = ConnectionAttributes {
        fields: Some(vec![bare.clone(), full.clone()]),
        metadata: Some([("table".to_owned(), "crm".to_owned())].into()),
        ..create.clone()
    };
    let change = FieldChange {
        field_id: "tier".into(),
        updated_field_id: Some("level".into()),
        updated_display_name: Some("Level".into()),
        updated_description: Some("y".into()),
        updated_groups: Some(Vec::new()),
    };
    let update = UpdateAttributes {
        fields_to_add: Some(vec![full]),
        fields_to_update: Some(vec![change]),
        fields_to_delete: Some(vec!["old".into()]),
    };
    [
        ChangeKind::Create(None, create),
        ChangeKind::Create(Some("crm".into()), whole),
        ChangeKind::Update("crm".into(), update),
        ChangeKind::Delete("a/b".into()),
    ]
}

#[test]
fn every_request_is_what_the_specification_says() {
    let all = requests();
    all.iter().for_each(spec::assert_request);
    for operation in Operation::ALL {
        assert!(all.iter().any(|request| request.operation == operation), "{}", operation.id());
    }
}

#[test]
#[should_panic(expected = "is not of type")]
fn the_validator_finds_what_is_wrong() {
    let response = Response {
        status: 200,
        body: br#"{"data":{"type":"query_response","attributes":{"hits":7}}}"#.to_vec(),
        ..Response::default()
    };
    spec::assert_response(Operation::QueryUsers, &response);
}
