//! `rumql.toml`, `--select`, `--ignore` and `--mapping`.

use crate::folder::Folder;

const WRONG: &str = "plan_type:a and plan_type:b";

#[test]
fn the_configuration_counts_below_its_folder() {
    let folder = Folder::of(&[
        ("a/rumql.toml", "ignore = [\"lowercase-operator\"]\n"),
        ("a/b/x.rumql", WRONG),
        ("y.rumql", WRONG),
    ]);
    let run = folder.run(&["check", "--select", "lowercase-operator", "--output-format", "concise"]);
    assert!(run.out.starts_with("y.rumql:") && !run.out.contains("x.rumql"), "{run:#?}");
}

#[test]
fn the_configured_entity_is_that_of_plain_files() {
    let folder = Folder::of(&[("rumql.toml", "entity = \"accounts\"\n"), ("x.rumql", "a:1 AND")]);
    folder.run(&["check"]).says("] (accounts)");
    folder.run(&["check", "-q", "a:1 AND"]).says("] (accounts)");
    folder.run(&["check", "-q", "a:1 AND", "--entity", "users"]).says("] (users)");
}

#[test]
fn a_wrong_configuration_ends_with_2() {
    let folder = Folder::of(&[("rumql.toml", "selct = []\n"), ("x.rumql", WRONG), ("y.rumql", WRONG)]);
    let run = folder.run(&["check"]);
    run.ended(2).tells("error: rumql.toml:1:1: unknown key `selct`; did you mean `select`?");
    assert_eq!(run.err.matches("selct").count(), 1, "{run:#?}");
}

#[test]
fn an_unknown_selector_ends_with_2() {
    let folder = Folder::of(&[("x.rumql", WRONG)]);
    folder.run(&["check", "--select", "REF01"]).ended(2).tells("did you mean `REF001`?");
    folder.run(&["check", "--ignore", "banana"]).ended(2).tells("no rule is called `banana`");
}

#[test]
fn the_nearest_snapshot_is_the_mapping() {
    let lock =
        r#"{"version":1,"entities":{"users":{"attributes":[{"attribute":"user_email","type":"string"}]}}}"#;
    let folder = Folder::of(&[
        ("a/mapping.lock.json", lock),
        ("a/x.rumql", "user_emial:x"),
        ("y.rumql", "user_emial:x"),
    ]);
    let run = folder.run(&["check", "--output-format", "concise", "--select", "REF"]);
    assert!(run.out.starts_with("a/x.rumql:1:1: error[REF001]"), "{run:#?}");
    assert!(!run.out.contains("y.rumql"), "{run:#?}");
    let given = folder.run(&["check", "y.rumql", "--mapping", "a/mapping.lock.json", "--select", "REF"]);
    given.ended(1).says("error[REF001]");
}

#[test]
fn a_raw_answer_is_a_mapping_if_its_entity_is_named() {
    let body = r#"{"data":{"attributes":{"attributes":[{"attribute":"tier","type":"string"}]}}}"#;
    let folder = Folder::of(&[("raw.json", body)]);
    let args = |mapping| ["check", "-q", "tire:x", "--select", "REF", "--mapping", mapping];
    folder.run(&args("users=raw.json")).ended(1).says("error[REF001]");
    folder.run(&args("raw.json")).ended(2).tells("raw.json: ").tells("name the entity");
    folder.run(&args("none.json")).ended(2).tells("none.json: no such file");
}

#[test]
fn a_malformed_snapshot_ends_with_2() {
    let folder = Folder::of(&[("mapping.lock.json", "{\"version\": 2}"), ("x.rumql", "a:1")]);
    folder.run(&["check"]).ended(2).tells("error: mapping.lock.json: snapshot version 2");
}

#[test]
fn a_slip_in_front_of_a_mapping_is_told() {
    let folder = Folder::empty();
    let run = |mapping| folder.run(&["check", "-q", "a:1", "--mapping", mapping]);
    run("user=raw.json").ended(2).tells("`user` is no entity; write `users` or `accounts`");
    run("users=").ended(2).tells("the path is missing");
    run("run/x=1.json").ended(2).tells("run/x=1.json: no such file");
}

#[test]
fn blanks_around_selectors_are_nothing() {
    let folder = Folder::of(&[("x.rumql", WRONG)]);
    folder.run(&["check", "--select", "REF, lowercase-operator "]).ended(1).says("error[SYN004]");
    folder.run(&["check", "--ignore", "REF, TYP"]).ended(1).says("error[SYN004]");
}
