//! Do the tokens of any text cover it?

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| rumql_tests::properties::lex_covers(text));
