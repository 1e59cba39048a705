//! `rumql.toml`, `--select`, `--ignore` and `--mapping`.

use crate::folder::{Folder, NOW};

const WRONG: &str = "plan_type:a and plan_type:b";

#[test]
fn the_configuration_counts_below_its_folder() {
    let folder = Folder::of(&[
        ("a/rumql.toml", "ignore = [\"lowercase-operator\"]\n"),
        ("a/b/x.rumql", WRONG),
        ("y.rumql", WRONG),
    ]);
    let run = folder.run(&["check", "--select", "SYN", "--output-format", "concise"]);
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
    run.says("0 files, 0 queries: nothing could be checked\n");
}

#[test]
fn what_could_not_be_read_is_told_in_every_format() {
    let lock = ("a/mapping.lock.json", "{}");
    let folder = Folder::of(&[lock, ("a/x.rumql", "user_name:x"), ("b/y.rumql", "user_name:x")]);
    let run = folder.run(&["check", "a", "b", "none.rumql"]);
    run.ended(2).says("1 file, 1 query: nothing found in what could be read; 2 failures\n");
    run.tells("none.rumql: no such file").tells("a/mapping.lock.json: ");
    let json = folder.run(&["check", "a", "b", "none.rumql", "--output-format", "json"]);
    let errors = json.ended(2).json()["errors"].clone();
    assert_eq!((&errors[0]["path"], &errors[1]["path"]), (&"none.rumql".into(), &"a/x.rumql".into()));
    assert!(errors[1]["message"].as_str().unwrap().starts_with("a/mapping.lock.json: "), "{errors}");
    let clean = folder.run(&["check", "b", "--output-format", "json"]);
    assert_eq!(clean.ended(0).json()["errors"], serde_json::json!([]));
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

#[test]
fn a_preset_turns_rules_on() {
    let folder = Folder::of(&[("x.rumql", "plan_type:\"pro\"\n"), ("a/rumql.toml", "preset = \"strict\"\n")]);
    folder.run(&["check", "x.rumql"]).lacks("STY002");
    folder.run(&["check", "x.rumql", "--preset", "strict"]).says("info[STY002]");
    std::fs::write(folder.path("a/x.rumql"), "plan_type:\"pro\"\n").unwrap();
    folder.run(&["check", "a"]).says("info[STY002]");
    folder.run(&["check", "a", "--preset", "recommended"]).lacks("STY002");
    folder.run(&["check", "a", "--preset", "none"]).ended(2);
}

#[test]
fn the_team_says_how_grave_a_finding_is() {
    let folder = Folder::of(&[
        ("rumql.toml", "[rules]\nTIM = \"error\"\nTIM005 = \"info\"\n"),
        ("x.rumql", "last_seen:<30"),
    ]);
    folder.run(&["check"]).ended(0).says("info[TIM005]");
    std::fs::write(folder.path("rumql.toml"), "[rules]\nTIM005 = \"off\"\n").unwrap();
    folder.run(&["check"]).ended(0).lacks("TIM005");
    folder.run(&["check", "--select", "TIM005"]).says("warning[TIM005]");
}

#[test]
fn a_family_of_the_command_line_comes_before_the_teams() {
    let folder = Folder::of(&[("rumql.toml", "ignore = [\"SYN\"]\n"), ("x.rumql", WRONG)]);
    folder.run(&["check"]).ended(0);
    folder.run(&["check", "--select", "SYN"]).ended(1).says("error[SYN004]");
}

#[test]
fn plain_json_is_passed_over_by_the_configuration() {
    let body = r#"{"segments": [{"name": "a", "query": "last_seen:<30", "limit": 5}]}"#;
    let config = |until: &str| {
        format!(
            "[[ignore]]\npath = \"segments/*.json\"\nrules = [\"TIM005\"]\nuntil = {until}\nreason = \"x\"\n"
        )
    };
    let folder = Folder::of(&[
        ("rumql.toml", config("2026-11-24")),
        ("segments/a.json", body.to_owned()),
        ("other/a.json", body.to_owned()),
    ]);
    let run = folder.run(&["check", "--output-format", "concise", "--now", NOW]);
    assert!(run.out.contains("other/a.json") && !run.out.contains("segments/a.json"), "{run:#?}");
    std::fs::write(folder.path("rumql.toml"), config("2026-11-23")).unwrap();
    let run = folder.run(&["check", "--output-format", "concise", "--now", NOW]);
    run.says("segments/a.json:1:").tells("note: rumql.toml:1:1: this snooze ended on 2026-11-23");
    assert_eq!(run.err.matches("snooze").count(), 1, "{run:#?}");
}

#[test]
fn a_policy_speaks_with_the_teams_words() {
    let policy = "[[policy]]\nforbid = \"user_email\"\npath = \"segments/\"\nmessage = \"no mail addresses\"\nlevel = \"error\"\n";
    let folder = Folder::of(&[
        ("rumql.toml", policy),
        ("segments/a.rumql", "user_email:a"),
        ("b.rumql", "user_email:b"),
    ]);
    let run = folder.run(&["check", "--output-format", "concise"]);
    run.ended(1);
    assert_eq!(run.out, "segments/a.rumql:1:1: error[STY008] no mail addresses\n");
}

#[test]
fn a_comment_silences_and_an_unused_one_is_taken_out() {
    let folder = Folder::of(&[
        ("a.rumql", "// rumql: ignore TIM005: the test data begins in 1970\nlast_seen:<30\n"),
        ("b.rumql", "// rumql: ignore TIM005: the test data begins in 1970\nlast_seen:<30d\n"),
    ]);
    let run = folder.run(&["check", "--output-format", "concise"]);
    assert_eq!(run.out, "b.rumql:1:1: warning[SUP001] this comment silences nothing\n");
    folder.run(&["check", "--fix"]).ended(0).says("no findings");
    assert_eq!(folder.read("b.rumql"), "last_seen:<30d\n");
    folder.run(&["check", "--ignore", "TIM005"]).says("no findings");
}
