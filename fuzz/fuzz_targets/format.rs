//! Is the canonical form stable, and does it mean the same?

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| rumql_tests::properties::format_is_stable(text));
