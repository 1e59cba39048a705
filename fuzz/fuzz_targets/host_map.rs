//! Do queries come back from any file as they were, to the byte?

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rumql_tests::properties::host_map_is_exact(bytes));
