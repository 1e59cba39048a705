//! `rumql explain`.

use serde_json::json;

use crate::folder::{Folder, NOW};

fn explained(args: &[&str]) -> crate::folder::Run {
    Folder::empty().run(&[&["explain", "--now", NOW], args].concat())
}

#[test]
fn a_query_in_english() {
    let run = explained(&["session_count:>50 AND last_seen:<30d"]);
    run.ended(0).says(
        "Users whose session count is over 50, and who were last seen before 25 October 2026, \
         more than 30 days ago.\n",
    );
    assert_eq!(run.err, "");
}

#[test]
fn several_levels_are_a_list() {
    let query = "session_count:>50 (plan_type:(pro OR team) OR -last_seen:>30d)";
    let list = "Users for whom all of these hold:\n\
        - session count is over 50\n\
        - any of these holds:\n  \
          - `plan_type` is pro or team\n  \
          - not last seen after 25 October 2026, 00:00 UTC, less than 30 days ago \
            (or the last seen time is not known)\n";
    assert_eq!(explained(&[query]).ended(0).out, list);
}

#[test]
fn the_entity_may_be_told_or_configured() {
    explained(&["@view.loading_time:>3s", "--entity", "events"])
        .ended(0)
        .says("Events whose view loading time is over 3 seconds.\n");
    let folder = Folder::of(&[("rumql.toml", "entity = \"accounts\"\n")]);
    folder.run(&["explain", "*"]).ended(0).says("All accounts.\n");
    folder.run(&["explain", "*", "--entity", "users"]).ended(0).says("All users.\n");
    folder.run(&["explain", "*", "--entity", "user"]).ended(2).tells("users, accounts, events");
}

#[test]
fn a_query_may_begin_with_a_sign_or_come_from_standard_input() {
    explained(&["--", "-plan_type:free"]).ended(0).says("is not free (or is not known).\n");
    let folder = Folder::empty();
    let run = folder.run_with(&["explain", "-"], "// Trials.\nplan_type:trial\n", &[]);
    run.ended(0).says("Users whose `plan_type` is trial.\n");
    folder.run_with(&["explain", "-"], b"a:\xff", &[]).ended(1).tells("0xFF is not UTF-8");
}

#[test]
fn the_mapping_is_used() {
    let lock = r#"{"version":1,"entities":{"users":{"attributes":[
        {"attribute":"plan_type","type":"string","display_name":"Plan"},
        {"attribute":"user_email","type":"string","display_name":"User Email"}]}}}"#;
    let folder = Folder::of(&[("mapping.lock.json", lock), ("a/b.txt", "")]);
    folder.run(&["explain", "plan_type:pro"]).ended(0).says("Users whose plan (`plan_type`) is pro.\n");
    let run = folder.run(&["explain", "user_emial:x OR plan_type:a"]);
    run.ended(1).says("Users whose `user_emial` is x, or whose plan (`plan_type`) is a.\n");
    run.tells("error[REF001]").tells("`user_email`").tells("1 file, 1 query: 1 error");
    let other = Folder::of(&[("m.json", lock)]);
    other.run(&["explain", "plan_type:pro", "--mapping", "m.json"]).ended(0).says("whose plan (");
    other.run(&["explain", "plan_type:pro", "--mapping", "none.json"]).ended(2).tells("none.json");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_explained() {
    let run = explained(&["plan_type:pro AND (session_count:[5 TO)"]);
    run.ended(1).says("- `plan_type` is pro\n- (this part cannot be read)\n").tells("error[SYN");
    explained(&["plan_type:"]).ended(1).says("The query cannot be read.\n").tells("<query>:1:");
    // A warning is told, and is no failure; a hint is left to `check`.
    explained(&["@view.loading_time:>3000", "--entity", "events"]).ended(0).tells("warning[TIM006]");
    let run = explained(&["_exists_:plan_type"]);
    assert_eq!(run.ended(0).err, "");
}

#[test]
fn json_has_the_english_and_the_findings() {
    let report = explained(&["last_seen:<30d AND", "--output-format", "json"]).ended(1).json();
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["version", "query", "entity", "english", "diagnostics"]);
    assert_eq!(report["version"], 1);
    assert_eq!((&report["query"], &report["entity"]), (&json!("last_seen:<30d AND"), &json!("users")));
    let english = "Users for whom all of these hold:\n\
        - last seen before 25 October 2026, more than 30 days ago\n\
        - (this part cannot be read)";
    assert_eq!(report["english"], english);
    assert_eq!(report["diagnostics"][0]["severity"], "error");
    assert_eq!(report["diagnostics"][0]["path"], "<query>");
}

#[test]
fn a_word_is_a_rule_before_it_is_a_query() {
    explained(&["tim006"]).ended(0).says("# TIM006 ");
    explained(&["unknown-atribute"]).ended(2).tells("did you mean `unknown-attribute`");
    explained(&["REF01"]).ended(2).tells("did you mean `REF001`").tells(r#"put it in quotes: '"REF01"'"#);
    explained(&["XYZ999"]).ended(2).tells("no rule is called `XYZ999`");
    explained(&["TIM"]).ended(2).tells("family").tells("TIM006");
    explained(&["REF001", "--output-format", "json"]).ended(2).tells("rumql rules --output-format json");
    explained(&["\"REF001\""]).says("some text contains the word \"REF001\".\n");
    explained(&["banana"]).says("some text contains the word \"banana\".\n");
}

#[test]
fn nothing_that_a_terminal_would_obey_is_printed() {
    let run = explained(&["plan\\\u{1b}[2J:x OR a:\"\u{1b}[2J\u{202e}\""]);
    assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{run:#?}");
}

#[test]
fn wrong_usage_ends_with_2() {
    explained(&[]).ended(2);
    explained(&["a:1", "b:2"]).ended(2);
    explained(&["--help"]).ended(0).says("Examples:").says("QUERY|RULE");
    Folder::of(&[("rumql.toml", "selct = []\n")]).run(&["explain", "a:1"]).ended(2).tells("rumql.toml");
}
