//! Does the repository keep its own rules?

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The manifests of the workspace, by package name.
fn manifests() -> BTreeMap<String, toml::Table> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.push(root().join("tests"));
    let read = |folder: PathBuf| {
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
        let name = manifest["package"]["name"].as_str().unwrap().to_owned();
        let is_tests = name == "rumql-tests";
        assert!(is_tests || folder.ends_with(&name), "the folder of {name} has another name");
        (name, manifest)
    };
    folders.into_iter().map(read).collect()
}

fn layer(manifest: &toml::Table) -> i64 {
    manifest["package"]["metadata"]["rumql"]["layer"].as_integer().expect("a layer")
}

#[test]
fn a_crate_uses_only_crates_of_a_lower_layer() {
    let manifests = manifests();
    assert!(manifests.len() >= 9, "{:?}", manifests.keys());
    for (name, manifest) in &manifests {
        let Some(dependencies) = manifest.get("dependencies").and_then(|table| table.as_table()) else {
            continue;
        };
        for dependency in
            dependencies.keys().filter_map(|name| manifests.get(name).map(|found| (name, found)))
        {
            let (below, used) = dependency;
            assert!(layer(used) < layer(manifest), "{name} must not use {below}");
        }
    }
}

#[test]
fn every_crate_keeps_the_workspace_lints() {
    for (name, manifest) in manifests() {
        let lints = &manifest["lints"];
        let inherits = lints.get("workspace").and_then(|value| value.as_bool()) == Some(true);
        let forbids = lints.get("rust").is_some_and(|rust| rust["unsafe_code"].as_str() == Some("forbid"));
        assert!(inherits || forbids, "{name}");
    }
}

fn rust_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = ["crates", "tests", "fuzz/fuzz_targets"].map(|folder| root().join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn every_file_opens_with_its_question() {
    let files = rust_files();
    assert!(files.len() > 100);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} opens without a `//!`", file.display());
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines: it answers more than one question", file.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not say them.
    let marks = [["// TO", "DO"], ["FIX", "ME"], ["#[ign", "ore"]].map(|halves| halves.concat());
    for file in rust_files() {
        let text = fs::read_to_string(&file).unwrap();
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{} says {mark}", file.display());
        }
    }
}
