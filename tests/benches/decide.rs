//! How fast, and in how much memory, is it decided what a query can match?
//!
//! `cargo bench -p rumql-tests --bench decide`; the figures stand in `BENCHMARKS.md`.

use std::time::{Duration, Instant};

use divan::{AllocProfiler, Bencher, black_box};
use rumql_hir::Query;
use rumql_lint::testing::Case;
use rumql_semantics::{equivalent, satisfiable};
use rumql_syntax::parse;
use rumql_tests::{claims, tsv};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    quantiles();
    divan::main();
}

/// The meanings of the corpus's queries of users and of events.
fn corpus() -> Vec<(Case, Query)> {
    tsv::rows(include_str!("../corpus/queries.tsv"))
        .filter_map(|row| {
            let case = match row[2] {
                "audience" => Case::users(),
                "rum" => Case::events(),
                _ => return None,
            };
            let text = tsv::query(row[0], row[3]);
            parse(&text).errors.is_empty().then(|| (case, case.meaning(&text).query))
        })
        .collect()
}

/// Prints how long single queries take: each is decided 101 times, its median counts.
fn quantiles() {
    let mut times: Vec<Duration> = corpus()
        .iter()
        .map(|(case, query)| {
            let mut runs: Vec<Duration> = (0..101)
                .map(|_| {
                    let start = Instant::now();
                    black_box(satisfiable(query, &case.scope()));
                    start.elapsed()
                })
                .collect();
            runs.sort();
            runs[50]
        })
        .collect();
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    let line =
        format!("{} queries: median {:?}, p90 {:?}, slowest {:?}\n", times.len(), at(50), at(90), at(100));
    std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes()).unwrap();
}

/// `terms` terms over 50 attributes: groups of three alternatives, of which two are contradicted.
fn tangled(terms: usize) -> Query {
    let group = |n: usize| {
        let (a, b, c) = (n % 50, (n * 7 + 1) % 50, (n * 13 + 2) % 50);
        format!("(@f{a}:v{} OR -@f{b}:w{}* OR @f{c}:>{})", n % 9, n % 5, n % 11)
    };
    let text: Vec<String> = (0..terms / 3).map(group).collect();
    claims::meaning(&text.join(" AND "))
}

/// `terms` terms over 50 attributes, each of another value.
fn wide(terms: usize) -> Query {
    let text: Vec<String> = (0..terms).map(|n| format!("-(name:v{n} AND @f{}:x{n}*)", n % 50)).collect();
    claims::meaning(&text.join(" AND "))
}

/// Every clause of three over 50 switches that a hard problem of this size has: random, near the
/// point where half of them have no answer.
fn hard(clauses: usize) -> Query {
    let mut seed = 88_172_645_463_325_252_u64;
    let mut random = move |limit: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % limit
    };
    let mut literal = move || format!("{}@s{}:*", if random(2) == 0 { "-" } else { "" }, random(50));
    let text: Vec<String> =
        (0..clauses).map(|_| format!("({} OR {} OR {})", literal(), literal(), literal())).collect();
    claims::meaning(&text.join(" AND "))
}

#[divan::bench]
fn the_whole_corpus(bencher: Bencher) {
    let corpus = corpus();
    bencher.bench(|| {
        corpus.iter().for_each(|(case, query)| {
            black_box(satisfiable(query, &case.scope()));
        })
    });
}

#[divan::bench]
fn a_thousand_tangled_terms(bencher: Bencher) {
    let query = tangled(1_000);
    bencher.bench(|| satisfiable(black_box(&query), &claims::scope()));
}

#[divan::bench]
fn a_thousand_values(bencher: Bencher) {
    let query = wide(500);
    bencher.bench(|| satisfiable(black_box(&query), &claims::scope()));
}

/// 20 wildcards of each of 50 attributes: each set of them is a region of its own.
fn starred(infix: &str) -> Query {
    let text: Vec<String> =
        (0..1_000).map(|n| format!("@f{}:*{}{infix}{}*", n % 50, n / 50, n / 60)).collect();
    claims::meaning(&text.join(" AND "))
}

#[divan::bench(args = ["", "?", "*", "????????"])]
fn a_thousand_wildcards(bencher: Bencher, infix: &str) {
    let query = starred(infix);
    bencher.bench(|| satisfiable(black_box(&query), &claims::scope()));
}

#[divan::bench(args = [213, 333])]
fn hard_clauses(bencher: Bencher, clauses: usize) {
    let query = hard(clauses);
    bencher.bench(|| satisfiable(black_box(&query), &claims::scope()));
}

#[divan::bench]
fn a_thousand_terms_twice(bencher: Bencher) {
    let (a, b) = (tangled(1_000), wide(500));
    bencher.bench(|| equivalent(black_box(&a), black_box(&b), &claims::scope()));
}
