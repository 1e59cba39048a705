//! Are the API's own example bodies read without a finding?

use rumql_source::Entity;

use crate::{Document, Host, Moment, Options, RequestKind, Role, read};

fn body(text: &str, entity: Option<Entity>) -> Document {
    let document = read(text, Host::Json, &Options { entity, expected: false });
    assert_eq!(document.problems, []);
    document
}

fn queries(document: &Document) -> Vec<(&str, Option<Entity>, Role)> {
    document.queries.iter().map(|query| (query.scalar.text.as_str(), query.entity, query.role)).collect()
}

#[test]
fn query_users() {
    let text = include_str!("bodies/QueryUsers.request.json");
    let document = body(text, None);
    let query = "user_email:*@techcorp.com AND first_country_code:US AND first_browser_name:Chrome";
    assert_eq!(queries(&document), [(query, Some(Entity::Users), Role::Query)]);
    let request = &document.requests[0];
    assert_eq!(request.kind, RequestKind::QueryUsers);
    assert_eq!(request.columns.len(), 8);
    assert_eq!(request.sort_field.as_ref().unwrap().text, "first_seen");
    assert_eq!(request.sort_order.as_ref().unwrap().span.slice(text), "\"DESC\"");
    assert_eq!(request.limit.as_ref().unwrap().span.slice(text), "25");
    assert_eq!(request.search_term.as_ref().unwrap().text, "john");
}

#[test]
fn query_accounts() {
    let document = body(include_str!("bodies/QueryAccounts.request.json"), None);
    assert_eq!(document.queries[0].entity, Some(Entity::Accounts));
    assert_eq!(document.requests[0].kind, RequestKind::QueryAccounts);
}

#[test]
fn query_event_filtered_users() {
    let document = body(include_str!("bodies/QueryEventFilteredUsers.request.json"), None);
    let events = "@type:view AND @view.loading_time:>3000 AND @application.name:ecommerce-platform";
    assert!(queries(&document).contains(&(events, Some(Entity::Events), Role::EventQuery)));
    assert_eq!(document.queries.len(), 2);
    let window = document.requests[0].window.as_ref().unwrap();
    assert_eq!(window.start.as_ref().unwrap().value, Moment::Number("1760100076".to_owned()));
    assert!(document.requests[0].row_count.as_ref().unwrap().value);
}

#[test]
fn facets() {
    let text = include_str!("bodies/GetUserFacetInfo.request.json");
    let query = "user_org_id:5001 AND first_country_code:US";
    assert_eq!(queries(&body(text, None)), [(query, None, Role::FacetSearch)]);
    let accounts = body(include_str!("bodies/GetAccountFacetInfo.request.json"), Some(Entity::Accounts));
    assert_eq!(queries(&accounts), [(query, Some(Entity::Accounts), Role::FacetSearch)]);
    assert_eq!(accounts.requests[0].facet.as_ref().unwrap().text, "first_browser_name");
}

#[test]
fn connections() {
    let created = body(include_str!("bodies/CreateConnection.request.json"), None);
    assert_eq!(created.requests[0].kind, RequestKind::CreateConnection);
    let connection = &created.requests[0].connection;
    assert_eq!(connection.id.as_ref().unwrap().text, "crm-integration");
    assert_eq!(connection.fields[1].id.as_ref().unwrap().text, "lifetime_value");
    let updated = body(include_str!("bodies/UpdateConnection.request.json"), None);
    assert_eq!(updated.requests[0].kind, RequestKind::UpdateConnection);
    let connection = &updated.requests[0].connection;
    assert_eq!(connection.fields[0].groups.len(), 2);
    assert_eq!(connection.updates[0].field.as_ref().unwrap().text, "lifetime_value");
    assert_eq!(connection.deletes[0].text, "old_revenue_field");
}

#[test]
fn answers_and_strangers_are_not_ours() {
    let texts = [
        include_str!("bodies/QueryUsers.200.response.json"),
        include_str!("bodies/GetMapping.200.response.json"),
        include_str!("bodies/GetUserFacetInfo.200.response.json"),
        include_str!("bodies/ListConnections.200.response.json"),
        r#"{"data": {"type": "saved_view", "attributes": {"query": "service:web"}}}"#,
        r#"{"data": {"type": "aggregate_request", "attributes": {"query": {"search": "x"}}}}"#,
        r#"{"segments": [{"start": 0, "end": 2.5, "text": "hello"}]}"#,
        r#"{"data": [{"query": "x"}]}"#,
        "{}",
    ];
    for text in texts {
        let document = body(text, None);
        assert_eq!((document.queries.len(), document.requests.len()), (0, 0), "{text}");
    }
}

#[test]
fn several_bodies_in_a_list() {
    let text = include_str!("bodies/QueryUsers.request.json");
    let document = body(&format!("[{text}, {{\"other\": 1}}, {text}]"), None);
    assert_eq!(document.requests.len(), 2);
    assert_eq!(document.queries[1].request, Some(1));
}
