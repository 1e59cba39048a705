//! Are the proofs true? The evaluator, which shares nothing with them, is asked.

use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence, RngSeed},
};
use rumql_hir::Query;
use rumql_semantics::{
    Answer::{No, Unknown, Yes},
    disjoint, equivalent, implies, matches, satisfiable, witness,
};
use rumql_tests::claims::{meaning, query, records, scope};

fn config() -> Config {
    const FOUND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/proptest-regressions/proofs.txt");
    Config {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(FOUND))),
        max_shrink_iters: 4_000,
        ..Config::with_cases(50_000)
    }
}

/// Asserts what is said of one query.
fn says_the_truth(text: &str, query: &Query, seed: u64) {
    let (answer, witness) = (satisfiable(query, &scope()), witness(query, &scope()));
    match (answer, &witness) {
        (Yes, Some(record)) => assert!(matches(query, record), "{text} does not match its witness {record}"),
        (Yes, None) => panic!("{text} has no witness"),
        (No | Unknown, None) => {}
        (No | Unknown, Some(record)) => panic!("{text} is {answer:?} and has a witness {record}"),
    }
    if answer == No {
        let found = records(&[query], seed, 100).into_iter().find(|record| matches(query, record));
        assert_eq!(found, None, "{text} is said to match nothing");
    }
}

/// Asserts what is said of two queries.
fn compares_truly(a: (&str, &Query), b: (&str, &Query), seed: u64) {
    let records = records(&[a.1, b.1], seed, 40);
    let forth = implies(a.1, b.1, &scope());
    let counterexample = records.iter().find(|record| matches(a.1, *record) && !matches(b.1, *record));
    match forth {
        Yes => assert_eq!(counterexample, None, "{} is said to imply {}", a.0, b.0),
        No => {
            let both = Query::and(vec![a.1.clone(), Query::not(b.1.clone())]);
            let record = witness(&both, &scope()).expect("a counterexample");
            assert!(matches(a.1, &record) && !matches(b.1, &record), "{} / {}: {record}", a.0, b.0);
        }
        Unknown => {}
    }
    if disjoint(a.1, b.1, &scope()) == Yes {
        let both = records.iter().find(|record| matches(a.1, *record) && matches(b.1, *record));
        assert_eq!(both, None, "{} is said to exclude {}", a.0, b.0);
    }
    let back = implies(b.1, a.1, &scope());
    let same = equivalent(a.1, b.1, &scope());
    assert_eq!(same == Yes, forth == Yes && back == Yes, "{} / {}", a.0, b.0);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn of_one_query_and_of_two((a, b, seed) in (query(), query(), any::<u64>())) {
        let (left, right) = (meaning(&a), meaning(&b));
        says_the_truth(&a, &left, seed);
        compares_truly((&a, &left), (&b, &right), seed);
    }
}
