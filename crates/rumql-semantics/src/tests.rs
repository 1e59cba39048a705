//! What is proved, what is not, and which witness is given?

use rumql_catalog::Snapshot;
use rumql_hir::{Catalogs, Predicate, Query, Scope, Test, Value, lower};
use rumql_source::Entity;
use rumql_syntax::{
    ast::Comparison,
    literal::{Decimal, Pattern},
    parse,
};

use crate::{
    Answer::{self, No, Unknown, Yes},
    Formula, Record, Space, disjoint, equivalent, implies, matches, satisfiable, witness,
};

fn scope(entity: Entity) -> Scope<'static> {
    Scope {
        entity,
        catalogs: Catalogs::default(),
        pending: None,
        now: "2026-11-24T00:00:00Z".parse().unwrap(),
    }
}

fn read(text: &str, scope: &Scope<'_>) -> Query {
    let parse = parse(text);
    assert!(parse.errors.is_empty(), "{text}: {:?}", parse.errors);
    lower(&parse, scope).query
}

#[track_caller]
fn never(entity: Entity, text: &str) {
    let scope = scope(entity);
    assert_eq!(satisfiable(&read(text, &scope), &scope), No, "{text}");
}

/// Asserts the witness; `?` stands for "cannot be looked into".
#[track_caller]
fn shows(text: &str, expected: &str) {
    let scope = scope(Entity::Users);
    let query = read(text, &scope);
    let found = witness(&query, &scope).map(|record| {
        let parts = record.iter().map(|(name, values)| format!("{name}={values:?}"));
        parts.collect::<Vec<_>>().join(" ")
    });
    assert_eq!(found.as_deref().unwrap_or("?"), expected, "{text}");
}

#[track_caller]
fn compare(a: &str, b: &str, forth: Answer, back: Answer) {
    let scope = scope(Entity::Users);
    let (left, right) = (read(a, &scope), read(b, &scope));
    assert_eq!((implies(&left, &right, &scope), implies(&right, &left, &scope)), (forth, back), "{a} / {b}");
    let both = match (forth, back) {
        (Yes, Yes) => Yes,
        (No, _) | (_, No) => No,
        _ => Unknown,
    };
    assert_eq!(equivalent(&left, &right, &scope), both, "{a} / {b}");
}

#[test]
fn contradictions_of_an_attribute_with_one_value() {
    never(Entity::Users, "user_email:a AND user_email:b");
    never(Entity::Users, "user_email:a AND -user_email:*");
    never(Entity::Users, "session_count:>50 AND session_count:<10");
    never(Entity::Users, "session_count:[1 TO 5] AND session_count:{5 TO 9}");
    never(Entity::Users, "last_seen:<30d AND last_seen:>7d");
    never(Entity::Users, "user_email:*@a.com AND user_email:*@b.com");
    never(Entity::Users, "user_email:*@a.com AND user_email:x@b.com");
    never(Entity::Users, "user_email:a? AND user_email:abc*");
    never(
        Entity::Users,
        "(user_email:a OR user_email:b) AND (user_email:c OR session_count:1) AND -session_count:*",
    );
    never(Entity::Users, "-*");
}

#[test]
fn attributes_that_may_hold_several_values_contradict_less() {
    shows("nobody_knows:a AND nobody_knows:b", "nobody_knows=[Text(\"a\"), Text(\"b\")]");
    never(Entity::Users, "nobody_knows:a AND -nobody_knows:a");
    never(Entity::Users, "nobody_knows:ab AND -nobody_knows:a*");
    never(Entity::Users, "nobody_knows:a AND -nobody_knows:*");
    shows("-nobody_knows:a AND nobody_knows:a*", "nobody_knows=[Text(\"aa\")]");
}

#[test]
fn witnesses_are_readable() {
    shows("session_count:>50", "session_count=[Number(Decimal { mantissa: 51, exponent: 0 })]");
    shows("user_email:*@a.com AND user_email:j*", "user_email=[Text(\"j@a.com\")]");
    shows("last_seen:<30d", "last_seen=[Moment(2026-10-24T00:00:00Z)]");
    shows("last_seen:[2026-01-01 TO 2026-01-02}", "last_seen=[Moment(2026-01-01T00:00:00Z)]");
    shows("-user_email:a", "user_email=[Text(\"x\")]");
    shows("-user_email:*", "");
    shows("user_email:(x OR xx) AND -user_email:x", "user_email=[Text(\"xx\")]");
}

#[test]
fn what_is_not_looked_into_is_not_known() {
    shows("john", "?");
    never(Entity::Users, "john -john");
    never(Entity::Users, "john AND user_email:a AND user_email:b");
    shows("user_email:$who", "?");
    // Text and number on an attribute of no known type: one may be the other.
    shows("nobody_knows:9 AND nobody_knows:>7", "?");
}

#[test]
fn implication() {
    compare("session_count:>50", "session_count:>10", Yes, No);
    compare("session_count:[5 TO 9]", "session_count:>=5 AND session_count:<=9", Yes, Yes);
    compare("user_email:a", "user_email:a*", Yes, No);
    compare("user_email:*a* AND user_email:*b*", "user_email:*b* AND user_email:*a*", Yes, Yes);
    compare("-(user_email:a OR user_name:b)", "-user_email:a AND -user_name:b", Yes, Yes);
    compare("-user_email:a", "user_email:*", No, No);
    compare("user_email:(a OR b)", "user_email:a OR user_email:b", Yes, Yes);
    compare("john AND user_email:a", "user_email:a", Yes, Unknown);
    compare("session_count:>4.5", "session_count:>4", Yes, No);
}

#[test]
fn texts_are_ordered_in_event_queries() {
    never(Entity::Events, "@view.name:<b AND @view.name:>c");
    never(Entity::Events, "@view.name:<b AND @view.name:c*");
    never(Entity::Events, "@view.name:[a TO b} AND @view.name:b");
    let scope = scope(Entity::Events);
    let query = read("@view.name:>=ba AND @view.name:<bb AND -@view.name:ba", &scope);
    assert_eq!(satisfiable(&query, &scope), Yes);
}

#[test]
fn disjointness() {
    let scope = scope(Entity::Users);
    let (old, new) = (read("last_seen:<30d", &scope), read("last_seen:>7d", &scope));
    assert_eq!(disjoint(&old, &new, &scope), Yes);
    assert_eq!(disjoint(&old, &old, &scope), No);
}

#[test]
fn too_many_wildcards_are_given_up() {
    let scope = scope(Entity::Users);
    let parts: Vec<String> = (0..30).map(|n| format!("user_email:*{n}????????????????*")).collect();
    let query = read(&parts.join(" AND "), &scope);
    assert_eq!(satisfiable(&query, &scope), Unknown);
    // The rest is still decided.
    let text = format!("{} AND session_count:>5 AND session_count:<3", parts.join(" AND "));
    assert_eq!(satisfiable(&read(&text, &scope), &scope), No);
}

#[test]
fn a_search_that_takes_too_long_is_given_up() {
    // Nothing short of trying shows that nine things do not fit in eight places.
    let scope = scope(Entity::Users);
    assert_eq!(satisfiable(&read(&pigeons(9, 8), &scope), &scope), Unknown);
}

#[test]
fn what_has_become_impossible_is_dropped_before_anything_is_tried() {
    // Trying the alternatives one by one would take two to the power of thirty steps.
    let free: Vec<String> = (0..30).map(|n| format!("(a{n}:* OR b{n}:*)")).collect();
    let chains = [
        // Of attributes that may hold several values, then of those that hold one.
        "(-c:* OR d:x) AND (-d:* OR e:*) AND c:* AND -e:*",
        "(-c:x OR (d:* AND d:y)) AND (-d:y OR -e:*) AND c:x AND e:y",
        "(-user_email:* OR user_name:x) AND (-user_name:* OR session_count:>5) AND user_email:a AND session_count:<3",
        "(-user_email:a OR user_name:x) AND (user_name:y OR session_count:>5) AND user_email:a AND -session_count:*",
    ];
    for chain in chains {
        never(Entity::Users, &format!("{} AND {chain}", free.join(" AND ")));
    }
}

#[test]
fn what_is_settled_is_not_tried_again() {
    // The alternatives of what holds anyway come first, for they are fewest; each of them would be tried
    // with each of the others before the search sees that four things do not fit in three places.
    for held in ["c:*", "-c:*", "user_email:a*", "-user_email:*"] {
        let settled: Vec<String> = (0..30).map(|n| format!("({held} OR b{n}:*)")).collect();
        never(Entity::Users, &format!("{} AND {held} AND {}", settled.join(" AND "), pigeons(4, 3)));
    }
}

/// So many things in so many places, no two in one.
fn pigeons(things: usize, places: usize) -> String {
    let at = |thing: usize, place: usize| format!("p{thing}_{place}:*");
    let somewhere = (0..things).map(|thing| {
        let any: Vec<String> = (0..places).map(|place| at(thing, place)).collect();
        format!("({})", any.join(" OR "))
    });
    let apart = (0..places).flat_map(|place| {
        (0..things)
            .flat_map(move |a| (0..a).map(move |b| format!("(-{} OR -{})", at(a, place), at(b, place))))
    });
    somewhere.chain(apart).collect::<Vec<_>>().join(" AND ")
}

#[test]
fn booleans_are_true_or_false_where_nothing_else_is_asked() {
    let mapping = r#"{"data":{"attributes":{"attributes":[{"attribute":"paid","type":"boolean"}]}}}"#;
    let snapshot = Snapshot::of(Snapshot::parse_mapping(Entity::Users, mapping).unwrap());
    let scope = Scope { catalogs: Catalogs { snapshot: Some(&snapshot) }, ..scope(Entity::Users) };
    let answer = |text: &str| satisfiable(&read(text, &scope), &scope);
    assert_eq!(answer("paid:* AND -paid:true AND -paid:false"), No);
    assert_eq!(answer("paid:* AND -paid:true"), Yes);
    assert_eq!(answer("paid:* AND -paid:false"), Yes);
    assert_eq!(answer("paid:*"), Yes);
    // `True` was mistyped: then anything may be stored there.
    assert_eq!(answer("paid:* AND -paid:true AND -paid:false AND -paid:True"), Yes);
    assert_eq!(answer("paid:True"), Yes);
}

#[test]
fn what_is_yet_to_be_filled_in_proves_nothing() {
    for hole in ["$who", "<who>", "a${who}", "a{{who}}"] {
        let scope = scope(Entity::Users);
        let text = format!("user_email:\"{hole}\" AND user_email:b");
        assert_eq!(satisfiable(&read(&text, &scope), &scope), Unknown, "{hole}");
    }
}

#[test]
fn between_two_whole_numbers_lies_nothing() {
    let count = |low: &str, high: &str| format!("@view.error.count:>{low} AND @view.error.count:<{high}");
    never(Entity::Events, &count("1", "2"));
    never(Entity::Events, &count("1.2", "1.8"));
    never(Entity::Events, "@view.error.count:1.5");
    let scope = scope(Entity::Events);
    for (low, high) in [("1", "3"), ("1", "2.1"), ("0.9", "1.1"), ("-1", "1")] {
        let text = count(low, high);
        assert_eq!(satisfiable(&read(&text, &scope), &scope), Yes, "{text}");
    }
    assert_eq!(satisfiable(&read("@view.error.count:2", &scope), &scope), Yes);
}

#[test]
fn a_witness_lies_within_its_bounds() {
    let between = |low: &str, high: &str, shown: &str| {
        let query = format!("session_count:>{low} AND session_count:<{high}");
        shows(&query, &format!("session_count=[Number({:?})]", Decimal::parse(shown).unwrap()));
    };
    between("1", "2", "1.5");
    between("1", "3", "2");
    between("0.9", "2", "1");
    between("1.5", "2", "1.75");
    shows("session_count:<5", "session_count=[Number(Decimal { mantissa: 4, exponent: 0 })]");
    shows(
        "last_seen:>2026-01-01T00:00:00Z AND last_seen:<2026-01-01T12:00:00Z",
        "last_seen=[Moment(2026-01-01T01:00:00Z)]",
    );
    shows("user_email:a?c*", "user_email=[Text(\"axc\")]");
    shows("user_email:a?", "user_email=[Text(\"ax\")]");
    shows("user_email:??* AND user_email:*?", "user_email=[Text(\"aa\")]");
    shows("-user_email:?*", "user_email=[Text(\"\")]");
}

#[test]
fn too_many_values_are_given_up() {
    let scope = scope(Entity::Users);
    let one_of = |count: usize| {
        let values: Vec<String> = (0..count).map(|n| format!("v{n}")).collect();
        let text = format!("user_email:({}) AND user_email:w", values.join(" OR "));
        satisfiable(&read(&text, &scope), &scope)
    };
    assert_eq!((one_of(1_000), one_of(6_000)), (No, Unknown));
}

#[test]
fn a_space_knows_its_own_tests_and_what_is_missing() {
    let scope = scope(Entity::Users);
    for name in ["user_email", "nobody_knows"] {
        let query = read(&format!("{name}:a OR session_count:>5 OR john"), &scope);
        let (part, other) = (read(&format!("{name}:a"), &scope), read(&format!("{name}:b"), &scope));
        let space = Space::of([&query], &scope);
        assert!(space.knows(&query) && space.knows(&part) && !space.knows(&other));
        let Query::Predicate(test) = &part else { panic!("{part:?}") };
        let missing = space.missing(test).unwrap();
        assert!(space.never(&Formula::all([missing.clone(), space.formula(&part)])), "{name}");
        assert!(!space.never(&missing) && !space.never(&space.formula(&part)), "{name}");
        assert!(!space.never(&Formula::all([missing, space.contrary(&part)])), "{name}");
    }
    let word = read("john", &scope);
    let Query::Predicate(test) = &word else { panic!("{word:?}") };
    assert_eq!(Space::of([&word], &scope).missing(test), None);
    assert!(Yes.is_yes() && !No.is_yes() && !Unknown.is_yes());
}

#[test]
fn texts_and_their_order_agree_with_every_short_text() {
    let name = || Some("@view.name".to_owned());
    let ask = |test| Query::Predicate(Predicate { attribute: name(), test });
    let short = |letters: &[&str]| -> Vec<String> {
        let longer = |texts: &[String]| -> Vec<String> {
            texts
                .iter()
                .flat_map(|text| letters.iter().map(move |letter| format!("{text}{letter}")))
                .collect()
        };
        let none = vec![String::new()];
        let (one, two) = (longer(&none), longer(&longer(&none)));
        none.into_iter().chain(one).chain(two).collect()
    };
    let orders = [Comparison::Less, Comparison::LessEqual, Comparison::Greater, Comparison::GreaterEqual];
    let compared = short(&["a", "c"])
        .into_iter()
        .flat_map(|text| orders.map(|order| ask(Test::Compares(order, Value::Text(text.clone())))));
    let others = [
        ask(Test::Equals(Value::Text("ac".to_owned()))),
        ask(Test::Matches(Pattern::bare("a*"))),
        ask(Test::Matches(Pattern::bare("*c"))),
        ask(Test::Matches(Pattern::bare("?"))),
    ];
    let tests: Vec<Query> = compared.chain(others).collect();
    // Among them texts below, between and above all letters that are named.
    let records: Vec<Record> = short(&["!", "a", "b", "c", "é"])
        .into_iter()
        .map(|text| Record::default().with("@view.name", text.as_str()))
        .collect();
    let scope = scope(Entity::Events);
    for a in &tests {
        for b in tests.iter().cloned().flat_map(|test| [test.clone(), Query::not(test)]) {
            let both = Query::and(vec![a.clone(), b]);
            let found = records.iter().find(|record| matches(&both, *record));
            match (satisfiable(&both, &scope), witness(&both, &scope)) {
                (Yes, Some(witness)) => assert!(matches(&both, &witness), "{both:?}: {witness}"),
                (No, None) => assert_eq!(found, None, "{both:?}"),
                other => panic!("{both:?}: {other:?}"),
            }
        }
    }
}

#[test]
fn what_automata_may_take_is_shared_by_all_attributes() {
    let scope = scope(Entity::Users);
    let wild = |count: usize| {
        let one = |n: usize| format!("f{n}:(*ab*cd* AND *ef*gh* AND *ij*kl*)");
        let text: Vec<String> = (0..count).map(one).collect();
        satisfiable(&read(&text.join(" AND "), &scope), &scope)
    };
    assert_eq!((wild(1), wild(60)), (Yes, Unknown));
}
