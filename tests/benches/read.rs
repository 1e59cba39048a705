//! How fast are queries and files read and checked?
//!
//! `cargo bench -p rumql-tests`; the figures stand in `BENCHMARKS.md`.

use divan::{Bencher, black_box, counter::BytesCount};
use rumql_lint::testing::Case;
use rumql_syntax::{Layout, format, parse};
use rumql_tests::tsv;

fn main() {
    divan::main();
}

/// The queries of the corpus that parse, or those that do not.
fn queries(correct: bool) -> Vec<String> {
    tsv::rows(include_str!("../corpus/queries.tsv"))
        .map(|row| tsv::query(row[0], row[3]))
        .filter(|query| parse(query).errors.is_empty() == correct)
        .collect()
}

fn bytes(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

/// A segment file of 5,000 lines, each query with a name that the mapping lacks.
fn segments() -> String {
    let segment = |index: usize| {
        format!(
            "  - name: segment-{index}\n    description: seen lately\n    query: session_count:>{index} AND \
             last_seen:>30d AND user_emial:*@shop{index}.example\n    select: [user_id, user_email]\n    limit: 100\n"
        )
    };
    format!("segments:\n{}", (0..1_000).map(segment).collect::<String>())
}

#[divan::bench]
fn parse_correct(bencher: Bencher) {
    let queries = queries(true);
    bencher.counter(bytes(&queries)).bench(|| queries.iter().for_each(|query| drop(black_box(parse(query)))));
}

#[divan::bench]
fn parse_broken(bencher: Bencher) {
    let queries = queries(false);
    bencher.counter(bytes(&queries)).bench(|| queries.iter().for_each(|query| drop(black_box(parse(query)))));
}

#[divan::bench]
fn spell_canonically(bencher: Bencher) {
    let queries = queries(true);
    bencher.counter(bytes(&queries)).bench(|| {
        queries.iter().for_each(|query| drop(black_box(format(&parse(query), Layout::Broken))));
    });
}

#[divan::bench]
fn check_queries(bencher: Bencher) {
    let queries = queries(true);
    let case = Case::events().with_spelling();
    bencher
        .counter(bytes(&queries))
        .bench(|| queries.iter().for_each(|query| drop(black_box(case.check(query)))));
}

#[divan::bench]
fn read_a_segment_file(bencher: Bencher) {
    let text = segments();
    let case = Case::yaml();
    bencher.counter(BytesCount::of_str(&text)).bench(|| drop(black_box(case.read(&text))));
}

#[divan::bench]
fn check_a_segment_file(bencher: Bencher) {
    let text = segments();
    let case = Case { mapping: true, ..Case::yaml().with_spelling() };
    bencher.counter(BytesCount::of_str(&text)).bench(|| drop(black_box(case.check(&text))));
}
