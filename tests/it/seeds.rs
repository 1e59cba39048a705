//! Do the texts that fuzzing kept still hold the laws?

use std::{
    fs,
    path::{Path, PathBuf},
};

use rumql_tests::properties::{
    fixes_converge, format_is_stable, host_map_is_exact, lex_covers, parse_is_total,
};

fn replay(target: &str, law: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("fuzz/seeds").join(target);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "no seeds of {target}");
    files.iter().for_each(|file| law(&fs::read(file).unwrap()));
}

/// A target over text sees only what is UTF-8.
fn replay_text(target: &str, law: impl Fn(&str)) {
    replay(target, |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            law(text);
        }
    });
}

#[test]
fn lex() {
    replay_text("lex", lex_covers);
}

#[test]
fn parse() {
    replay_text("parse", parse_is_total);
}

#[test]
fn format() {
    replay_text("format", format_is_stable);
}

#[test]
fn host_map() {
    replay("host_map", host_map_is_exact);
}

#[test]
fn fix() {
    replay_text("fix", fixes_converge);
}
