//! Do fixes end, and never bring an error?

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| rumql_tests::properties::fixes_converge(text));
