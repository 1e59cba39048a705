//! Whom does each kind of query match?

use jiff::Timestamp;
use rumql_hir::{Catalogs, Query, Scope, lower};
use rumql_source::Entity;
use rumql_syntax::{literal::Decimal, parse};

use super::{evaluate, matches};
use crate::{Datum, Record};

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn query(entity: Entity, text: &str) -> Query {
    let scope =
        Scope { entity, catalogs: Catalogs::default(), pending: None, now: moment("2026-11-24T00:00:00Z") };
    lower(&parse(text), &scope).query
}

/// A user whose values have every type.
fn user() -> Record {
    Record::default()
        .with("user_email", "jo@techcorp.com")
        .with("user_name", "Jo Ann Smith")
        .with("session_count", Decimal::parse("51").unwrap())
        .with("last_seen", moment("2026-10-20T12:00:00Z"))
        .with("first_seen", moment("2026-10-25T00:00:00Z"))
        .with("@customer_tier", "gold")
        .with("tags", "a")
        .with("tags", "b")
        .with("digits", "5")
        .with("mixed", "x")
        .with("mixed", 7)
        .with("empty", "")
}

fn event() -> Record {
    Record::default()
        .with("@type", "view")
        .with("@view.loading_time", 3_500_000_000)
        .with("version", "1.10.0")
        .with("@network.client.ip", "13.1.2.3")
}

#[track_caller]
fn check_all(entity: Entity, record: &Record, table: &[(&str, bool)]) {
    for (text, expected) in table {
        assert_eq!(matches(&query(entity, text), record), *expected, "`{text}` on {record}");
    }
}

#[test]
fn one_test_of_one_attribute() {
    let table = [
        ("*", true),
        ("-*", false),
        ("user_email:jo@techcorp.com", true),
        ("user_email:Jo@techcorp.com", false),
        ("user_email:techcorp", false),
        ("user_email:*@techcorp.com", true),
        ("user_email:*@techcorp", false),
        ("user_name:\"Jo Ann Smith\"", true),
        ("user_name:Jo*", true),
        ("user_name:\"Jo*\"", false),
        ("user_name:J?\\ *", true),
        ("user_name:*", true),
        ("session_count:51", true),
        ("session_count:51.0", true),
        ("session_count:>50", true),
        ("session_count:>51", false),
        ("session_count:>=51", true),
        ("session_count:<51", false),
        ("session_count:<=51", true),
        ("session_count:[51 TO 60]", true),
        ("session_count:{51 TO 60]", false),
        ("session_count:[40 TO 51}", false),
        ("session_count:[40 TO *]", true),
        ("session_count:[* TO 50]", false),
        ("last_seen:<30d", true),
        ("last_seen:>30d", false),
        // The bound itself, 30 days before now.
        ("first_seen:<30d", false),
        ("first_seen:<=30d", true),
        ("first_seen:[30d TO now]", true),
        ("last_seen:2026-10-20T12:00:00Z", true),
        ("empty:\"\"", true),
        ("empty:*", true),
    ];
    check_all(Entity::Users, &user(), &table);
}

#[test]
fn what_is_missing_passes_no_test() {
    let table = [
        ("plan_type:free", false),
        ("-plan_type:free", true),
        ("plan_type:*", false),
        ("-plan_type:*", true),
        ("plan_type:[* TO *]", false),
        ("-mrr:>5", true),
        ("mrr:>5", false),
        ("mrr:<=5", false),
        ("--plan_type:free", false),
    ];
    check_all(Entity::Users, &user(), &table);
    check_all(Entity::Users, &Record::default(), &table);
}

#[test]
fn several_values_pass_if_one_does() {
    let table = [
        ("tags:a", true),
        ("tags:(a AND b)", true),
        ("tags:(a AND c)", false),
        ("-tags:a", false),
        ("-tags:c", true),
        ("mixed:x", true),
        ("mixed:>6", true),
    ];
    check_all(Entity::Users, &user(), &table);
}

#[test]
fn nothing_is_converted() {
    let table = [
        ("digits:5", true),
        ("digits:>4", false),
        ("digits:[4 TO 6]", false),
        ("session_count:5*", false),
        ("mixed:7", false),
        ("last_seen:*", true),
        ("user_email:>5", false),
    ];
    check_all(Entity::Users, &user(), &table);
    let other = Record::default().with("session_count", "51").with("last_seen", 1_760_100_076);
    let table = [("session_count:51", false), ("session_count:>50", false), ("last_seen:>1d", false)];
    check_all(Entity::Users, &other, &table);
}

#[test]
fn parts_are_joined() {
    let table = [
        ("session_count:>50 AND last_seen:<30d", true),
        ("session_count:>50 AND last_seen:>30d", false),
        ("session_count:>60 OR last_seen:<30d", true),
        ("session_count:>60 OR last_seen:>30d", false),
        ("-(session_count:>60 OR last_seen:>30d)", true),
        ("-(session_count:>50 AND last_seen:>30d)", true),
        ("@customer_tier:(silver OR gold) user_name:Jo*", true),
    ];
    check_all(Entity::Users, &user(), &table);
}

#[test]
fn words_without_an_attribute() {
    let table = [
        ("smith", true),
        ("smi", false),
        ("smi*", true),
        ("\"ann smith\"", true),
        ("\"smith ann\"", false),
        ("jo smith", true),
        ("-nobody", true),
        ("51", false),
        (">5", false),
        ("[* TO *]", false),
    ];
    check_all(Entity::Users, &user(), &table);
}

#[test]
fn events() {
    let table = [
        ("@type:view @view.loading_time:>3s", true),
        ("@view.loading_time:<3s", false),
        // By bytes: `1.10.0` lies before `1.2`.
        ("version:<1.2", true),
        ("version:[1.1 TO 1.1z]", true),
        ("version:>=1.10.0", true),
        ("CIDR(@network.client.ip, 13.0.0.0/8)", true),
        ("-CIDR(@network.client.ip, 13.0.0.0/8)", false),
        ("CIDR(@network.client.ip, 14.0.0.0/8, 10.0.0.0/8)", false),
        ("CIDR(@missing, 0.0.0.0/0)", false),
    ];
    check_all(Entity::Events, &event(), &table);
}

#[test]
fn what_cannot_be_read_is_not_claimed_either_way() {
    let verdict = |text| evaluate(&query(Entity::Users, text), &user());
    assert_eq!(verdict("session_count:[50 TO"), None);
    assert_eq!(verdict("-(session_count:[50 TO)"), None);
    assert_eq!(verdict("CIDR(@ip)"), None);
    assert_eq!(verdict("-CIDR(@ip, x)"), None);
    // What is known may settle it.
    assert_eq!(verdict("session_count:<5 AND (plan_type:)"), Some(false));
    assert_eq!(verdict("session_count:>5 OR (plan_type:)"), Some(true));
    assert_eq!(verdict("session_count:>5 AND (plan_type:)"), None);
    assert_eq!(verdict("session_count:<5 OR (plan_type:)"), None);
    assert!(!matches(&query(Entity::Users, "plan_type:"), &user()));
    assert!(!matches(&Query::not(Query::Unknown), &user()));
}

#[test]
fn a_row_of_another_shape_is_asked_in_the_same_words() {
    struct Row;
    impl crate::Values for Row {
        fn any(&self, attribute: &str, passes: &mut dyn FnMut(crate::DatumRef<'_>) -> bool) -> bool {
            attribute == "plan_type" && passes(crate::DatumRef::Text("pro"))
        }
        fn any_text(&self, passes: &mut dyn FnMut(&str) -> bool) -> bool {
            passes("pro")
        }
    }
    assert!(matches(&query(Entity::Users, "plan_type:(pro OR team) PRO"), &Row));
    assert_eq!(Datum::from("a").as_ref(), crate::DatumRef::Text("a"));
}
