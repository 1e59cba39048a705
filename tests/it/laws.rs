//! Do the laws hold for texts that nobody wrote?

use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence, RngSeed},
};
use rumql_syntax::parse;
use rumql_tests::{
    generate::{anything, token_soup, well_formed},
    properties::{
        fixes_converge, format_is_stable, host_map_is_exact, lex_covers, meaning_is_one, parse_is_total,
    },
};

fn config() -> Config {
    const FOUND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/proptest-regressions/laws.txt");
    // Any seed would do; a fixed one makes a run repeatable, and fuzzing looks for new texts.
    Config {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(FOUND))),
        max_shrink_iters: 4_000,
        max_global_rejects: 10_000,
        ..Config::with_cases(10_000)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn anything_is_covered_by_tokens(text in anything()) {
        lex_covers(&text);
    }

    #[test]
    fn anything_has_a_tree(text in anything()) {
        parse_is_total(&text);
    }

    #[test]
    fn anything_has_a_stable_form(text in anything()) {
        format_is_stable(&text);
    }

    #[test]
    fn token_soup_is_covered_by_tokens(text in token_soup()) {
        lex_covers(&text);
    }

    #[test]
    fn token_soup_has_a_tree(text in token_soup()) {
        parse_is_total(&text);
    }

    #[test]
    fn token_soup_has_a_stable_form(text in token_soup()) {
        format_is_stable(&text);
    }

    #[test]
    fn a_query_is_covered_by_tokens(text in well_formed()) {
        lex_covers(&text);
    }

    #[test]
    fn a_query_has_a_tree(text in well_formed()) {
        parse_is_total(&text);
    }

    #[test]
    fn a_query_has_a_stable_form(text in well_formed()) {
        format_is_stable(&text);
    }

    #[test]
    fn token_soup_has_one_meaning(text in token_soup()) {
        meaning_is_one(&text);
    }

    #[test]
    fn a_query_has_one_meaning(text in well_formed()) {
        meaning_is_one(&text);
    }

    #[test]
    fn token_soup_is_mended(text in token_soup()) {
        fixes_converge(&text);
    }

    #[test]
    fn a_query_is_mended(text in well_formed()) {
        fixes_converge(&text);
    }

    #[test]
    fn a_query_comes_back_from_its_file(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        host_map_is_exact(&bytes);
    }

    #[test]
    fn a_query_has_no_error(text in well_formed()) {
        prop_assert_eq!(parse(&text).errors, []);
    }
}

/// Texts that once broke a law.
#[test]
fn mended_texts_stay_mended() {
    let texts = [
        " OR a:1",
        "a:1 OR AND b:2",
        "--(first_country_code:Austria OR first_country_code:Belgium OR first_country_code:Croatia)",
        concat!("--------------------------------", "---------------------------------", "a:1"),
        "a:b: >5",
        "a:b: (>5)",
        "CIDR(@ip, \u{3000}10.0.0.0/8)",
        "f:(\"ANDANDAND\"\r\nf:x'AND",
        "a:(_:@ (a:\\  _:@))",
        "(@:\\\r) (@00a0:([a TO -aaa0] AND\n\"a b\":0) aa:(\"a b\":${env} [a TO -a0a]))",
    ];
    for text in texts {
        lex_covers(text);
        parse_is_total(text);
        format_is_stable(text);
        fixes_converge(text);
        meaning_is_one(text);
    }
}
