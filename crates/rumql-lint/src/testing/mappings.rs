//! Which mappings do tests have at hand?

use rumql_catalog::{Catalog, Snapshot};
use rumql_source::Entity;

/// Values and ranges of users, as members of the snapshot.
pub(super) const USERS_OBSERVED: &str = r#","values": {
    "first_browser_name": ["Chrome", "Firefox", "Safari"],
    "first_browser_version": ["9.1", "99.0", "120.0", "120.1", "121.0"],
    "last_country_code": ["DE", "FR", "US"],
    "first_device_type": ["Desktop", "Mobile"],
    "@customer_tier": ["gold", "silver"]
}, "ranges": {
    "session_count": {"min": 0, "max": 420},
    "@lifetime_value": {"min": "12.5", "max": "9000"}
}"#;

/// Values and ranges of accounts.
pub(super) const ACCOUNTS_OBSERVED: &str = r#","values": {
    "plan_type": ["enterprise", "free", "pro"]
}, "ranges": {
    "mrr": {"min": 0, "max": 25000}
}"#;

/// A mapping that lists every built-in attribute.
pub fn builtin_mapping() -> Snapshot {
    mapping("", "")
}

/// The same with the connections that bring the custom ones.
pub fn connected_mapping() -> Snapshot {
    let users = r#","connections":[
        {"id":"crm","fields":[
            {"id":"customer_tier","source_name":"tier","type":"string"},
            {"id":"lifetime_value","source_name":"ltv","type":"number"}]},
        {"id":"surveys","fields":[{"id":"nps_score","source_name":"nps","type":"number"}]},
        {"id":"marketing","fields":[{"id":"signup_source","source_name":"utm","type":"string"}]}]"#;
    let accounts = r#","connections":[
        {"id":"sales","fields":[{"id":"health_score","source_name":"health","type":"number"}]}]"#;
    mapping(users, accounts)
}

pub(super) fn mapping(users: &str, accounts: &str) -> Snapshot {
    let (users, accounts) = (attributes(Entity::Users, users), attributes(Entity::Accounts, accounts));
    let text = format!(r#"{{"version":1,"entities":{{"users":{users},"accounts":{accounts}}}}}"#);
    Snapshot::parse(&text).unwrap_or_default()
}

/// A mapping of users that was fetched in September.
pub(super) fn stale_mapping() -> Snapshot {
    let users = attributes(Entity::Users, "");
    let text = format!(r#"{{"version":1,"fetched":"2026-09-01","entities":{{"users":{users}}}}}"#);
    Snapshot::parse(&text).unwrap_or_default()
}

/// The built-in attributes of an entity, each with the label that pages would give it: `User Email`.
fn attributes(entity: Entity, observed: &str) -> String {
    let row = |known: &rumql_catalog::Attribute| {
        let (name, kind, custom) = (&known.name, known.kind.as_str(), known.custom);
        let label = label(name);
        format!(r#"{{"attribute":"{name}","type":"{kind}","display_name":"{label}","is_custom":{custom}}}"#)
    };
    let rows: Vec<String> = Catalog::builtin(entity).attributes().map(row).collect();
    format!(r#"{{"attributes":[{}]{observed}}}"#, rows.join(","))
}

/// `@customer_tier` as `Customer Tier`.
fn label(name: &str) -> String {
    let capitalised = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    name.trim_start_matches('@').split('_').map(capitalised).collect::<Vec<_>>().join(" ")
}
