//! How do queries read?

mod laws;
mod names;
mod unread;

use expect_test::{Expect, expect};
use rumql_hir::{Catalogs, Query, Scope, lower};
use rumql_source::Entity;
use rumql_syntax::parse;

use super::explain;

const NOW: &str = "2026-11-24T00:00:00Z";

fn scope(entity: Entity) -> Scope<'static> {
    Scope { entity, catalogs: Catalogs::default(), pending: None, now: NOW.parse().unwrap() }
}

fn read(text: &str, scope: &Scope<'_>) -> Query {
    lower(&parse(text), scope).query
}

fn told(text: &str, scope: &Scope<'_>) -> String {
    explain(&lower(&parse(text), scope), text, scope)
}

#[track_caller]
fn check(entity: Entity, queries: &[&str], expected: &Expect) {
    let scope = scope(entity);
    let told = queries.iter().map(|text| format!("{text}\n{}\n\n", told(text, &scope)));
    expected.assert_eq(&told.collect::<String>());
}

#[test]
fn one_test() {
    check(
        Entity::Users,
        &[
            "*",
            "-*",
            "user_email:*@techcorp.com",
            "user_name:Jo*",
            "user_name:*ann*",
            "user_name:J?hn*",
            "user_name:\"John Smith\"",
            "user_id:*",
            "-user_id:*",
            "session_count:5",
            "session_count:>=5",
            "session_count:[5 TO 10]",
            "session_count:{5 TO 10}",
            "session_count:[5 TO 10}",
            "session_count:[* TO 10]",
            "-session_count:{5 TO 10]",
            "session_count:(1 OR {5 TO 10])",
            "-session_count:[* TO 10}",
            "user_email:\"\"",
            "plan_type:pro",
            "@customer_tier:gold",
            "user_org_id:5001",
        ],
        &expect![[r#"
            *
            All users.

            -*
            No users.

            user_email:*@techcorp.com
            Users whose email ends in @techcorp.com.

            user_name:Jo*
            Users whose name starts with Jo.

            user_name:*ann*
            Users whose name contains ann.

            user_name:J?hn*
            Users whose name fits the pattern "J?hn*".

            user_name:"John Smith"
            Users whose name is "John Smith".

            user_id:*
            Users whose id is known.

            -user_id:*
            Users whose id is not known.

            session_count:5
            Users whose session count is 5.

            session_count:>=5
            Users whose session count is at least 5.

            session_count:[5 TO 10]
            Users whose session count is between 5 and 10 inclusive.

            session_count:{5 TO 10}
            Users whose session count is between 5 and 10 exclusive.

            session_count:[5 TO 10}
            Users whose session count is between 5 inclusive and 10 exclusive.

            session_count:[* TO 10]
            Users whose session count is at most 10.

            -session_count:{5 TO 10]
            Users whose session count is not between 5 exclusive and 10 inclusive (or is not known).

            session_count:(1 OR {5 TO 10])
            Users whose session count is 1 or between 5 exclusive and 10 inclusive.

            -session_count:[* TO 10}
            Users whose session count is not under 10 (or is not known).

            user_email:""
            Users whose email is the empty text.

            plan_type:pro
            Users whose `plan_type` is pro.

            @customer_tier:gold
            Users whose customer tier is gold.

            user_org_id:5001
            Users whose org id is 5001.

        "#]],
    );
}

#[test]
fn times() {
    check(
        Entity::Users,
        &[
            "last_seen:<30d",
            "last_seen:>7d",
            "last_seen:>=2025-01-01",
            "last_seen:<=1704067200",
            "-last_seen:>30d",
            "first_seen:[2025-01-01 TO 2025-02-01]",
            "first_seen:[30d TO 7d}",
            "user_created:>12h",
            "first_seen:2025-01-01",
            "last_seen:*",
            "-last_seen:*",
            "last_seen:(<30d OR >7d)",
            "last_seen:>now",
            "last_seen:>=now",
            "last_seen:[* TO 2025-01-01]",
            "last_seen:{2025-01-01T10:00:00Z TO *}",
            "last_seen:{2025-01-01 TO 30d}",
            "last_seen:([2025-01-01 TO 2025-02-01} OR [7d TO *])",
            "session_count:([1 TO 2] OR [4 TO 5])",
            "-last_seen:[30d TO 7d]",
            "-last_seen:(<30d OR >7d)",
            "last_seen:<30",
            "first_seen:[7 TO 30d]",
        ],
        &expect![[r#"
            last_seen:<30d
            Users who were last seen before 25 October 2026, more than 30 days ago.

            last_seen:>7d
            Users who were last seen after 17 November 2026, 00:00 UTC, less than 7 days ago.

            last_seen:>=2025-01-01
            Users who were last seen on or after 1 January 2025, at most 692 days ago.

            last_seen:<=1704067200
            Users who were last seen at or before 1 January 2024, 00:00 UTC, at least 1058 days ago.

            -last_seen:>30d
            Users who were not last seen after 25 October 2026, 00:00 UTC, less than 30 days ago (or the last seen time is not known).

            first_seen:[2025-01-01 TO 2025-02-01]
            Users who were first seen between 1 January 2025, 00:00 UTC (692 days ago) and 1 February 2025, 00:00 UTC (661 days ago) inclusive.

            first_seen:[30d TO 7d}
            Users who were first seen between 25 October 2026, 00:00 UTC (30 days ago) inclusive and 17 November 2026, 00:00 UTC (7 days ago) exclusive.

            user_created:>12h
            Users who were created after 23 November 2026, 12:00 UTC, less than 12 hours ago.

            first_seen:2025-01-01
            Users who were first seen at exactly 1 January 2025, 00:00 UTC (692 days ago).

            last_seen:*
            Users whose last seen time is known.

            -last_seen:*
            Users whose last seen time is not known.

            last_seen:(<30d OR >7d)
            Users who were last seen before 25 October 2026, more than 30 days ago, or who were last seen after 17 November 2026, 00:00 UTC, less than 7 days ago.

            last_seen:>now
            Users who were last seen after now (24 November 2026, 00:00 UTC).

            last_seen:>=now
            Users who were last seen at or after now (24 November 2026).

            last_seen:[* TO 2025-01-01]
            Users who were last seen at or before 1 January 2025, 00:00 UTC, at least 692 days ago.

            last_seen:{2025-01-01T10:00:00Z TO *}
            Users who were last seen after 1 January 2025, 10:00 UTC.

            last_seen:{2025-01-01 TO 30d}
            Users who were last seen between 1 January 2025, 00:00 UTC (692 days ago) and 25 October 2026, 00:00 UTC (30 days ago) exclusive.

            last_seen:([2025-01-01 TO 2025-02-01} OR [7d TO *])
            Users who were last seen between 1 January 2025, 00:00 UTC (692 days ago) inclusive and 1 February 2025, 00:00 UTC (661 days ago) exclusive, or who were last seen on or after 17 November 2026, at most 7 days ago.

            session_count:([1 TO 2] OR [4 TO 5])
            Users whose session count is between 1 and 2 inclusive or between 4 and 5 inclusive.

            -last_seen:[30d TO 7d]
            Users who were not last seen between 25 October 2026, 00:00 UTC (30 days ago) and 17 November 2026, 00:00 UTC (7 days ago) inclusive (or the last seen time is not known).

            -last_seen:(<30d OR >7d)
            Users who were not last seen before 25 October 2026, more than 30 days ago (or the last seen time is not known), and who were not last seen after 17 November 2026, 00:00 UTC, less than 7 days ago (or the last seen time is not known).

            last_seen:<30
            Users who were last seen before 1 January 1970, 00:00:30 UTC.

            first_seen:[7 TO 30d]
            Users who were first seen between 1 January 1970, 00:00:07 UTC and 25 October 2026, 00:00 UTC (30 days ago) inclusive.

        "#]],
    );
}

#[test]
fn several_tests() {
    check(
        Entity::Users,
        &[
            "session_count:>50 AND last_seen:<30d",
            "-plan_type:free",
            "plan_type:(pro OR team)",
            "plan_type:(pro OR team OR \"a b\" OR te* OR x*)",
            "-plan_type:(pro OR team)",
            "-plan_type:(pro OR te*)",
            "plan_type:(pro AND team)",
            "session_count:(<5 OR >50)",
            "plan_type:pro OR plan_type:team OR session_count:>50",
            "session_count:>50 AND last_seen:<30d AND -@customer_tier:(free OR trial)",
            "session_count:>50 AND (plan_type:pro OR last_seen:<30d)",
            "-(plan_type:pro AND session_count:>50)",
            "-(plan_type:pro OR session_count:>50)",
            "-(-plan_type:pro OR session_count:* OR plan_type:a OR plan_type:b)",
            "-plan_type:(a AND -b)",
            "-(a:1 OR b:2 OR c:3 OR d:4)",
            "-(a:1 AND (b:2 OR -c:3))",
            "a:1 AND -(b:2 OR (c:3 AND -(d:4 OR e:5)))",
            "a:1 AND b:2 AND c:3 AND d:4",
            "a:1 OR (b:2 AND (c:3 OR -d:4))",
            "* AND a:1",
            "* OR a:1",
            "-* AND a:1",
            "--a:1",
            "john smith",
            "-\"john smith\" OR jo*",
            ">5",
            "[1 TO 5]",
            "session_count:>${min}",
        ],
        &expect![[r#"
            session_count:>50 AND last_seen:<30d
            Users whose session count is over 50, and who were last seen before 25 October 2026, more than 30 days ago.

            -plan_type:free
            Users whose `plan_type` is not free (or is not known).

            plan_type:(pro OR team)
            Users whose `plan_type` is pro or team.

            plan_type:(pro OR team OR "a b" OR te* OR x*)
            Users whose `plan_type` is pro, team or "a b" or starts with te or x.

            -plan_type:(pro OR team)
            Users whose `plan_type` is neither pro nor team (or is not known).

            -plan_type:(pro OR te*)
            Users whose `plan_type` is not pro and does not start with te (or is not known).

            plan_type:(pro AND team)
            Users whose `plan_type` is pro, and whose `plan_type` is team.

            session_count:(<5 OR >50)
            Users whose session count is under 5 or over 50.

            plan_type:pro OR plan_type:team OR session_count:>50
            Users whose `plan_type` is pro or team, or whose session count is over 50.

            session_count:>50 AND last_seen:<30d AND -@customer_tier:(free OR trial)
            Users whose session count is over 50, and who were last seen before 25 October 2026, more than 30 days ago, and whose customer tier is neither free nor trial (or is not known).

            session_count:>50 AND (plan_type:pro OR last_seen:<30d)
            Users for whom all of these hold:
            - session count is over 50
            - any of these holds:
              - `plan_type` is pro
              - last seen before 25 October 2026, more than 30 days ago

            -(plan_type:pro AND session_count:>50)
            Users whose `plan_type` is not pro (or is not known), or whose session count is not over 50 (or is not known).

            -(plan_type:pro OR session_count:>50)
            Users whose `plan_type` is not pro (or is not known), and whose session count is not over 50 (or is not known).

            -(-plan_type:pro OR session_count:* OR plan_type:a OR plan_type:b)
            Users whose `plan_type` is pro, and whose session count is not known, and whose `plan_type` is neither a nor b (or is not known).

            -plan_type:(a AND -b)
            Users whose `plan_type` is not a (or is not known), or whose `plan_type` is b.

            -(a:1 OR b:2 OR c:3 OR d:4)
            Users for whom all of these hold:
            - `a` is not 1 (or is not known)
            - `b` is not 2 (or is not known)
            - `c` is not 3 (or is not known)
            - `d` is not 4 (or is not known)

            -(a:1 AND (b:2 OR -c:3))
            Users for whom not all of these hold (where a value is not known, only what says so does):
            - `a` is 1
            - any of these holds:
              - `b` is 2
              - `c` is not 3 (or is not known)

            a:1 AND -(b:2 OR (c:3 AND -(d:4 OR e:5)))
            Users for whom all of these hold:
            - `a` is 1
            - none of these holds (where a value is not known, only what says so does):
              - `b` is 2
              - all of these hold:
                - `c` is 3
                - all of these hold:
                  - `d` is not 4 (or is not known)
                  - `e` is not 5 (or is not known)

            a:1 AND b:2 AND c:3 AND d:4
            Users for whom all of these hold:
            - `a` is 1
            - `b` is 2
            - `c` is 3
            - `d` is 4

            a:1 OR (b:2 AND (c:3 OR -d:4))
            Users for whom any of these holds:
            - `a` is 1
            - all of these hold:
              - `b` is 2
              - any of these holds:
                - `c` is 3
                - `d` is not 4 (or is not known)

            * AND a:1
            Users whose `a` is 1.

            * OR a:1
            Users for whom any of these holds:
            - any user at all
            - `a` is 1

            -* AND a:1
            Users for whom all of these hold:
            - no user at all
            - `a` is 1

            --a:1
            Users whose `a` is 1.

            john smith
            Users for whom some text contains the word "john", and for whom some text contains the word "smith".

            -"john smith" OR jo*
            Users for whom no text contains the words "john smith", or for whom some text contains the word "jo*".

            >5
            The query cannot be read.

            [1 TO 5]
            Users for whom a value of no attribute is between 1 and 5 inclusive (which never holds).

            session_count:>${min}
            Users whose session count is over "${min}".

        "#]],
    );
}

#[test]
fn events_and_accounts() {
    check(
        Entity::Events,
        &[
            "@type:error",
            "@view.loading_time:>3s @type:view",
            "@resource.size:<=10KB",
            "@device.locales:fr",
            "-@device.locales:(fr OR en)",
            "@context.plan:pro",
            "service:web-ui version:<1.2",
            "@version:>=1.2",
            "@date:>7d",
            "-@date:>7d",
            "CIDR(@session.ip, 13.0.0.0/8, 10.0.0.1)",
            "-CIDR(ip, ::1)",
            "@session.has_replay:true",
            "@session.time_spent:[1m TO 90s}",
        ],
        &expect![[r#"
            @type:error
            Events whose type is error.

            @view.loading_time:>3s @type:view
            Events whose view loading time is over 3 seconds, and whose type is view.

            @resource.size:<=10KB
            Events whose resource size is at most 10 kilobytes.

            @device.locales:fr
            Events for which some value of device locales is fr.

            -@device.locales:(fr OR en)
            Events for which no value of device locales is fr or en.

            @context.plan:pro
            Events whose `@context.plan` is pro.

            service:web-ui version:<1.2
            Events whose service is web-ui, and for which some value of version is below 1.2 in text order.

            @version:>=1.2
            Events whose `@version` is at or above 1.2 in text order.

            @date:>7d
            Events whose date is after 17 November 2026, 00:00 UTC, less than 7 days ago.

            -@date:>7d
            Events whose date is not after 17 November 2026, 00:00 UTC, less than 7 days ago (or is not known).

            CIDR(@session.ip, 13.0.0.0/8, 10.0.0.1)
            Events whose session ip is an address in 13.0.0.0/8 or 10.0.0.1.

            -CIDR(ip, ::1)
            Events whose `ip` is not an address in ::1 (or is not known).

            @session.has_replay:true
            Events whose session has replay is true.

            @session.time_spent:[1m TO 90s}
            Events whose session time spent is between 1 minute inclusive and 90 seconds exclusive.

        "#]],
    );
    check(
        Entity::Accounts,
        &["account_name:Acme*", "created_at:<365d AND mrr:>5000", "-created_at:>30d", "*", "-*"],
        &expect![[r#"
            account_name:Acme*
            Accounts whose name starts with Acme.

            created_at:<365d AND mrr:>5000
            Accounts which were created before 24 November 2025, more than 365 days ago, and whose mrr is over 5000.

            -created_at:>30d
            Accounts which were not created after 25 October 2026, 00:00 UTC, less than 30 days ago (or the created time is not known).

            *
            All accounts.

            -*
            No accounts.

        "#]],
    );
}
