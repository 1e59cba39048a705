//! Which API body is it?

use rumql_source::Entity;

use crate::{
    Problem, Request, RequestKind, Value, ValueKind,
    extract::walk::Walk,
    shape::{BODIES, BodyShape, DATA_TYPES, RESPONSE_TYPES, TOP},
};

/// Types that people write for one of ours, and the entity they thereby name.
const NEAR_TYPES: &[(&str, &str, Option<Entity>)] = &[
    ("query_user_request", "query_users_request", None),
    ("query_accounts_request", "query_account_request", None),
    ("query_event_filtered_user_request", "query_event_filtered_users_request", None),
    ("query_event_filtered_accounts_request", "query_event_filtered_users_request", None),
    ("query_event_filtered_request", "query_event_filtered_users_request", None),
    ("event_filtered_query_request", "query_event_filtered_users_request", None),
    ("accounts_facet_info_request", "users_facet_info_request", Some(Entity::Accounts)),
    ("account_facet_info_request", "users_facet_info_request", Some(Entity::Accounts)),
    ("user_facet_info_request", "users_facet_info_request", Some(Entity::Users)),
    ("facet_info_request", "users_facet_info_request", None),
];

/// Whether a value is `{data: {…}}` with something that a body has.
pub(super) fn is_enveloped(root: &Value) -> bool {
    let Some(data) = root.get("data").filter(|data| matches!(data.kind, ValueKind::Map(_))) else {
        return false;
    };
    recognise(data, None).is_some()
}

/// Reads a body.
pub(super) fn read(walk: &mut Walk<'_>, root: &Value) {
    let Some(data) = root.get("data") else { return };
    let Some((body, hint)) = recognise(data, walk.options.entity) else { return };
    let found = data.get("type").and_then(Value::as_scalar);
    if let Some(found) = found.filter(|found| found.text != body.data_type) {
        walk.problem(Problem::WrongDataType {
            found: found.clone(),
            nearest: body.data_type,
            expected: DATA_TYPES,
        });
    }
    let entity = match body.kind {
        RequestKind::QueryUsers | RequestKind::QueryEventFilteredUsers => Some(Entity::Users),
        RequestKind::QueryAccounts => Some(Entity::Accounts),
        _ => hint.or(walk.options.entity).filter(|entity| *entity != Entity::Events),
    };
    walk.document.parts.push(root.span);
    walk.request(Request::new(body.kind, root.span, entity, data.get("attributes")), |walk| {
        walk.mapping(&TOP, root);
        walk.mapping(body.data, data);
    });
}

/// The kind of body that `data` is, and the entity that a wrong type names.
fn recognise(data: &Value, entity: Option<Entity>) -> Option<(&'static BodyShape, Option<Entity>)> {
    let attributes = data.get("attributes");
    let Some(found) = data.get("type") else {
        let has_query =
            has(attributes, "query") && attributes.and_then(|a| a.get("query")).is_some_and(is_text);
        let otherwise =
            if entity == Some(Entity::Accounts) { "query_account_request" } else { "query_users_request" };
        return by_attributes("", attributes)
            .or(has_query.then_some(otherwise))
            .and_then(|t| body(t, attributes, None));
    };
    let found = found.as_str()?;
    if DATA_TYPES.contains(&found) {
        return body(found, attributes, None);
    }
    if RESPONSE_TYPES.contains(&found) {
        return None;
    }
    if let Some((_, meant, entity)) = NEAR_TYPES.iter().find(|(written, ..)| *written == found) {
        return body(meant, attributes, *entity);
    }
    near(found).or_else(|| by_attributes(found, attributes)).and_then(|meant| body(meant, attributes, None))
}

fn body(
    data_type: &str,
    attributes: Option<&Value>,
    hint: Option<Entity>,
) -> Option<(&'static BodyShape, Option<Entity>)> {
    let is_update =
        ["fields_to_add", "fields_to_update", "fields_to_delete"].iter().any(|k| has(attributes, k));
    let fits = |body: &&BodyShape| match body.kind {
        RequestKind::CreateConnection => !is_update,
        RequestKind::UpdateConnection => is_update,
        _ => true,
    };
    BODIES.iter().filter(|body| body.data_type == data_type).find(fits).map(|body| (body, hint))
}

fn has(attributes: Option<&Value>, key: &str) -> bool {
    attributes.is_some_and(|attributes| attributes.get(key).is_some())
}

fn is_text(value: &Value) -> bool {
    value.as_scalar().is_some()
}

/// The type that is a slip of the pen away.
fn near(found: &str) -> Option<&'static str> {
    let distances = DATA_TYPES.iter().map(|known| (strsim::damerau_levenshtein(found, known), *known));
    let (distance, known) = distances.min()?;
    (distance <= if known == "connection_id" { 1 } else { 3 }).then_some(known)
}

/// The type whose attributes these are, where no other API has such.
fn by_attributes(found: &str, attributes: Option<&Value>) -> Option<&'static str> {
    let has = |key: &str| has(attributes, key);
    let is_query = has("query") && (has("select_columns") || has("wildcard_search_term"));
    if has("event_query") {
        Some("query_event_filtered_users_request")
    } else if has("facet_id") {
        Some("users_facet_info_request")
    } else if is_query && found.contains("account") {
        Some("query_account_request")
    } else if is_query {
        Some("query_users_request")
    } else {
        let is_connection =
            (has("join_type") && has("join_attribute")) || has("fields_to_add") || has("fields_to_update");
        is_connection.then_some("connection_id")
    }
}
