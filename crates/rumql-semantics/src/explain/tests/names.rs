//! What are attributes called?

use rumql_catalog::Snapshot;
use rumql_hir::{Catalogs, Scope};
use rumql_source::Entity;

use super::scope;
use crate::explain::name::Names;

#[test]
fn display_names_are_used_where_the_written_name_can_be_told() {
    let of_type = |name: &str, display: &str, kind: &str| {
        format!(r#"{{"attribute":"{name}","display_name":"{display}","type":"{kind}"}}"#)
    };
    let attribute = |name: &str, display: &str| of_type(name, display, "string");
    let attributes = [
        attribute("user_email", "User Email"),
        attribute("user_name", "Name"),
        attribute("@nps_score", "NPS Score"),
        attribute("@csm_owner", "CSM"),
        attribute("@plan_type", "Plan Type"),
        attribute("plan_type", "Plan Type"),
        attribute("user_id", ""),
        attribute("shipped_at", ""),
        of_type("created_at", "", "timestamp"),
        of_type("plan_at", "", "timestamp"),
        of_type("bed", "", "timestamp"),
        attribute("letter", "Letter A"),
    ];
    let text =
        format!(r#"{{"version":1,"entities":{{"users":{{"attributes":[{}]}}}}}}"#, attributes.join(","));
    let snapshot = Snapshot::parse(&text).unwrap();
    let scope = Scope { catalogs: Catalogs { snapshot: Some(&snapshot) }, ..scope(Entity::Users) };
    let names = Names::new(&scope);
    let label = |name: &str| names.of(name).label;
    assert_eq!(label("user_email"), "email");
    assert_eq!(label("user_name"), "name");
    assert_eq!(label("@nps_score"), "NPS score");
    assert_eq!(label("@csm_owner"), "CSM (`@csm_owner`)");
    // Two attributes of one label are told by their names.
    assert_eq!(label("plan_type"), "`plan_type`");
    assert_eq!(label("@plan_type"), "`@plan_type`");
    assert_eq!(label("user_id"), "id");
    // "Users who were created", but a text that is shipped at.
    assert_eq!(label("created_at"), "created");
    assert_eq!(label("shipped_at"), "shipped at");
    assert_eq!(label("plan_at"), "plan at");
    assert!(names.of("created_at").is_participle() && !names.of("bed").is_participle());
    assert_eq!(label("letter"), "letter A (`letter`)");
    assert_eq!(label("unknown"), "`unknown`");
}
