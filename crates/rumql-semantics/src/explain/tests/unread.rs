//! What is said of what cannot be read?

use expect_test::expect;
use rumql_catalog::Snapshot;
use rumql_hir::{Catalogs, Scope};
use rumql_source::Entity;

use super::{check, scope, told};

#[test]
fn what_cannot_be_read_is_said_to_be_so() {
    check(
        Entity::Users,
        &["session_count:[5 TO", "a:1 AND (b:", "-(a:1 OR (b:))", "CIDR(ip)", "session_count:x OR a:1"],
        &expect![[r#"
            session_count:[5 TO
            The query cannot be read.

            a:1 AND (b:
            Users for whom all of these hold:
            - `a` is 1
            - (this part cannot be read)

            -(a:1 OR (b:))
            Users for whom all of these hold:
            - `a` is not 1 (or is not known)
            - (this part cannot be read)

            CIDR(ip)
            The query has no meaning: `CIDR` asks an attribute for blocks of addresses.

            session_count:x OR a:1
            Users whose session count is x, or whose `a` is 1.

        "#]],
    );
}

#[test]
fn what_has_no_meaning_is_told_with_the_reason() {
    let mapping = r#"{"version":1,"entities":{"users":{"attributes":[
        {"attribute":"session_count","type":"integer"},{"attribute":"user_email","type":"string"},
        {"attribute":"last_seen","type":"timestamp"}]}}}"#;
    let snapshot = Snapshot::parse(mapping).unwrap();
    let scope = Scope { catalogs: Catalogs { snapshot: Some(&snapshot) }, ..scope(Entity::Users) };
    let queries = [
        "session_count:>50d",
        "last_seen:<30 AND session_count:>50d AND user_email:x",
        "-(session_count:(5* OR >many) OR -last_seen:yesterday)",
        "session_count:[10 TO 5] OR (b: OR session_count:.5) OR last_seen:>3M",
        "user_email:>m AND session_count:[x TO y]",
    ];
    let english = queries.map(|text| format!("{text}\n{}\n\n", told(text, &scope))).concat();
    expect![[r#"
        session_count:>50d
        The query has no meaning: `session_count` is a number without a unit, and "50d" has one.

        last_seen:<30 AND session_count:>50d AND user_email:x
        Users for whom all of these hold:
        - last seen before 1 January 1970, 00:00:30 UTC
        - (this part has no meaning: `session_count` is a number without a unit, and "50d" has one)
        - email is x

        -(session_count:(5* OR >many) OR -last_seen:yesterday)
        Users for whom all of these hold:
        - (this part has no meaning: `session_count` is a whole number, and patterns such as "5*" are for text)
        - (this part has no meaning: "many" is not a number)
        - (this part has no meaning: `last_seen` is a time, and "yesterday" is none that can be read)

        session_count:[10 TO 5] OR (b: OR session_count:.5) OR last_seen:>3M
        Users for whom any of these holds:
        - (this part has no meaning: nothing lies between the ends of "[10 TO 5]")
        - (this part cannot be read)
        - (this part has no meaning: the number ".5" is written 0.5 here)
        - (this part has no meaning: `M` is not a unit of time)

        user_email:>m AND session_count:[x TO y]
        Users for whom all of these hold:
        - (this part has no meaning: the values of `user_email` are in no order)
        - (this part has no meaning: "x" is not a number)

    "#]].assert_eq(&english);
}
