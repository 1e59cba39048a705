//! Do the suites say what really comes out? `UPDATE_EXPECT=1` rewrites them.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use rumql_tests::suite::regenerate;

#[test]
fn every_suite_says_what_comes_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(files.len() >= 10, "the suites are gone: {files:?}");
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let mut stale = Vec::new();
    for file in files {
        let written = fs::read_to_string(&file).unwrap();
        let real = regenerate(&written).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        if written == real {
            continue;
        }
        if update {
            fs::write(&file, real).unwrap();
        } else {
            expect_test::expect_file![&file].assert_eq(&real);
            stale.push(file);
        }
    }
    assert!(stale.is_empty(), "stale suites: {stale:?}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}
