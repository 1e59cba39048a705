//! What do queries mean, and what is wrong with them?

use expect_test::{Expect, expect};
use jiff::Timestamp;
use rumql_catalog::Snapshot;
use rumql_source::Entity;
use rumql_syntax::parse;

use crate::{Catalogs, NameProblem, Pending, Resolution, Scope, lower};

const MAPPING: &str = r#"{"version":1,"entities":{"users":{"attributes":[
    {"attribute":"user_email","type":"string"},{"attribute":"session_count","type":"integer"},
    {"attribute":"last_seen","type":"timestamp"},{"attribute":"@customer_tier","type":"string","is_custom":true,"display_name":"Customer Tier"},
    {"attribute":"odd","type":"hologram"}]}}}"#;

fn lowered(entity: Entity, snapshot: Option<&Snapshot>, query: &str) -> crate::Lowered {
    let now: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
    lower(&parse(query), &Scope { entity, catalogs: Catalogs { snapshot }, pending: None, now })
}

#[track_caller]
fn check(entity: Entity, with_mapping: bool, query: &str, expected: Expect) {
    let snapshot = Snapshot::parse(MAPPING).unwrap();
    let lowered = lowered(entity, with_mapping.then_some(&snapshot), query);
    let problems: Vec<String> = lowered
        .problems
        .iter()
        .map(|problem| format!("{}: `{}` {:?}", problem.attribute, problem.span.slice(query), problem.kind))
        .collect();
    expected.assert_eq(&problems.join("\n"));
}

#[track_caller]
fn equal(a: &str, b: &str) {
    assert_eq!(lowered(Entity::Users, None, a).query, lowered(Entity::Users, None, b).query);
}

#[test]
fn two_spellings_of_one_meaning_are_equal() {
    equal("a:1 b:2", "(a:1 AND (b:2))");
    equal("NOT a:x", "-a:\"x\"");
    equal("a:b\\:c", "a:b:c");
    equal("", "*:*");
    equal("_exists_:f", "f:*");
    equal("_missing_:f", "-f:[* TO *]");
    equal("_exists_:(f OR -\"g h\")", "f:* OR -g\\ h:*");
    equal("_missing_:(f g)", "-f:* -g:*");
    equal("last_seen:<30d", "last_seen:<now-30d");
    equal("last_seen:<30", "last_seen:<1970-01-01T00:00:30Z");
    equal("session_count:>1E3", "session_count:>1000");
    equal("f:(a OR b)", "f:a OR f:b");
}

#[test]
fn names() {
    let users = Entity::Users;
    check(
        users,
        true,
        "user_emial:x AND customer_tier:gold AND @user_email:x",
        expect![[r#"
        user_emial: `user_emial` Name(Unknown { nearest: ["user_email"], certain: true })
        customer_tier: `customer_tier` Name(MissingAt)
        @user_email: `@user_email` Name(ExtraAt)"#]],
    );
    check(
        users,
        true,
        "User_Email:x mrr:>5 @view.name:x zzz:1 _exists_:nope",
        expect![[r#"
        User_Email: `User_Email` Name(Case { known: "user_email" })
        mrr: `mrr` Name(OtherEntity { entity: Accounts })
        @view.name: `@view.name` Name(OtherPlane)
        zzz: `zzz` Name(Unknown { nearest: [], certain: true })
        nope: `nope` Name(Unknown { nearest: [], certain: true })"#]],
    );
    check(
        users,
        false,
        "user_emial:x mrr:>5 @anything:1 @view.name:x",
        expect!["@view.name: `@view.name` Name(OtherPlane)"],
    );
    check(
        Entity::Events,
        true,
        "type:view @Type:view @view.nam:x @mine:1 user_email:x service:x",
        expect![[r#"
        type: `type` Name(MissingAt)
        @Type: `@Type` Name(Case { known: "@type" })
        @view.nam: `@view.nam` Name(Unknown { nearest: ["@view.name"], certain: false })
        user_email: `user_email` Name(OtherPlane)"#]],
    );
    check(
        users,
        true,
        "customer\\ tier:gold \"Customer Tier\":gold",
        expect![[r#"
        customer tier: `customer\ tier` Name(DisplayName { known: ["@customer_tier"] })
        Customer Tier: `"Customer Tier"` Name(DisplayName { known: ["@customer_tier"] })"#]],
    );
    check(users, true, "${name}:x AND $y:1", expect![]);
}

#[test]
fn values() {
    let users = Entity::Users;
    check(
        users,
        true,
        "user_email:>m user_email:[a TO b] session_count:5* last_seen:2025*",
        expect![[r#"
        user_email: `>m` ComparisonOnText { range: false }
        user_email: `[a TO b]` ComparisonOnText { range: true }
        session_count: `5*` WildcardOnNumber { kind: Integer }
        last_seen: `2025*` WildcardOnNumber { kind: Timestamp }"#]],
    );
    check(
        users,
        true,
        "session_count:>1,000 session_count:>1k session_count:many session_count:50%",
        expect![[r#"
            session_count: `1,000` NumberForm { plain: "1000" }
            session_count: `1k` WrongValue { needs: Number, meant: Some("1000") }
            session_count: `many` WrongValue { needs: Number, meant: None }
            session_count: `50%` WrongValue { needs: Number, meant: Some("50") }"#]],
    );
    check(
        users,
        true,
        "session_count:>.5 session_count:[10 TO 5] session_count:>5s odd:>x odd:a*",
        expect![[r#"
            session_count: `.5` NumberForm { plain: "0.5" }
            session_count: `[10 TO 5]` InvertedRange
            session_count: `5s` UnitOnUnitless { suffix: "s", unit: None }"#]],
    );
    check(
        users,
        false,
        "session_count:5* user_org_id:>5000 user_email:>m",
        expect!["user_email: `>m` ComparisonOnText { range: false }"],
    );
    check(
        Entity::Events,
        false,
        "@type:page_view @type:VIEW @device.type:tablett version:<1.2",
        expect![[r#"
        @type: `page_view` UnknownValue { closed: true, known: ["action", "transition", "error", "long_task", "resource", "view", "view_update", "vital", "session"], nearest: Some("view") }
        @device.type: `tablett` UnknownValue { closed: false, known: ["Mobile", "Desktop", "Tablet", "tv", "gaming_console", "Bot", "other"], nearest: Some("Tablet") }
        version: `<1.2` ComparisonOnText { range: false }"#]],
    );
}

#[test]
fn times() {
    let users = Entity::Users;
    check(users, false, "last_seen:<30d last_seen:>1735000000 last_seen:[2025-01-01 TO now]", expect![]);
    check(
        users,
        false,
        "last_seen:<30 last_seen:>3M last_seen:>7days last_seen:>yesterday last_seen:>5ms",
        expect![[r#"
            last_seen: `30` MissingUnit
            last_seen: `3M` UnknownUnit { count: "3", suffix: "M", meant: None }
            last_seen: `7days` UnknownUnit { count: "7", suffix: "days", meant: Some("d") }
            last_seen: `yesterday` WrongValue { needs: Moment, meant: None }
            last_seen: `5ms` UnknownUnit { count: "5", suffix: "ms", meant: None }"#]],
    );
    check(users, false, "first_seen:[30d TO 7]", expect!["first_seen: `7` MissingUnit"]);
    check(
        users,
        false,
        "last_seen:>1760100076000 last_seen:>4102444800 last_seen:>2001-01-01",
        expect![[r#"
        last_seen: `1760100076000` EpochMilliseconds { seconds: 1760100076 }
        last_seen: `4102444800` ImplausibleMoment { moment: "2100-01-01T00:00:00Z", future: true }
        last_seen: `2001-01-01` ImplausibleMoment { moment: "2001-01-01T00:00:00Z", future: false }"#]],
    );
    check(
        Entity::Events,
        false,
        "@view.loading_time:>3000 @view.loading_time:[1s TO 3sec]",
        expect![[r#"
        @view.loading_time: `3000` TinyDuration { written: "3000", reads_as: "3 µs", meant: "3s", meant_stored: "3000000000" }
        @view.loading_time: `3sec` UnknownUnit { count: "3", suffix: "sec", meant: Some("s") }"#]],
    );
    check(
        Entity::Events,
        false,
        "@view.loading_time:{100 TO 3000]",
        expect![[
            r#"@view.loading_time: `{100 TO 3000]` TinyDuration { written: "{100 TO 3000]", reads_as: "100 ns to 3 µs", meant: "{100ms TO 3s]", meant_stored: "{100000000 TO 3000000000]" }"#
        ]],
    );
    check(
        users,
        false,
        "mrr:>50% x:[$1 TO 2] y:50% z:>$min",
        expect![[r#"
        mrr: `50%` WrongValue { needs: Number, meant: Some("50") }
        x: `$1` WrongValue { needs: Number, meant: Some("1") }"#]],
    );
    check(
        Entity::Events,
        false,
        "@view.loading_time:>250 @view.loading_time:>3000000 @view.loading_time:0",
        expect![[
            r#"@view.loading_time: `250` TinyDuration { written: "250", reads_as: "250 ns", meant: "250ms", meant_stored: "250000000" }"#
        ]],
    );
}

#[test]
fn a_name_on_its_way_is_not_unknown() {
    let snapshot = Snapshot::parse(MAPPING).unwrap();
    let mut pending = Pending::default();
    pending.insert(Entity::Users, "@nps_score".to_owned());
    let now = Timestamp::UNIX_EPOCH;
    let catalogs = Catalogs { snapshot: Some(&snapshot) };
    let scope = Scope { entity: Entity::Users, catalogs, pending: Some(&pending), now };
    assert_eq!(scope.resolve("@nps_score"), Resolution::Open);
    assert_eq!(scope.resolve("nps_score"), Resolution::Wrong(NameProblem::MissingAt));
    assert!(matches!(scope.resolve("@nps_scor"), Resolution::Wrong(_)));
    let accounts = Scope { entity: Entity::Accounts, ..scope };
    assert!(!accounts.is_pending("@nps_score"));
}
