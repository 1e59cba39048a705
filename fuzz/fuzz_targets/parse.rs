//! Does any text give a tree that prints as the text?

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| rumql_tests::properties::parse_is_total(text));
