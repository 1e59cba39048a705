//! `rumql check`.

use serde_json::{Value, json};

use crate::folder::{Folder, NOW, command};

/// A query that is wrong, one that is merely doubtful at one place, and one that is fine.
const WRONG: &str = "session_count:>50 AND";
const FINE: &str = "session_count:>50 AND last_seen:<30d\n";

#[test]
fn a_clean_folder_ends_with_0() {
    let folder = Folder::of(&[
        ("a.rumql", FINE),
        ("b/c.yml", "segments:\n  - name: x\n    query: plan_type:a\n    limit: 5\n"),
    ]);
    folder.run(&["check"]).ended(0).says("2 files, 2 queries: no findings\n");
}

#[test]
fn an_error_ends_with_1_and_fail_on_decides() {
    let folder = Folder::of(&[("a.rumql", WRONG)]);
    let run = folder.run(&["check"]);
    run.ended(1).says("error[SYN").says("─[ a.rumql:1:").says("= page: rumql explain SYN");
    run.says("\n1 file, 1 query: 1 error");
    folder.run(&["check", "--fail-on", "never"]).ended(0).says("1 error");
    folder.run(&["check", "--fail-on", "info"]).ended(1);
}

#[test]
fn a_missing_path_ends_with_2_and_the_others_are_checked() {
    let folder = Folder::of(&[("a.rumql", WRONG)]);
    let run = folder.run(&["check", "none.rumql", "a.rumql"]);
    run.ended(2).tells("error: none.rumql: no such file or folder").says("1 error");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_ends_with_2_and_the_others_are_checked() {
    let folder = Folder::of(&[("a.rumql", WRONG)]);
    // A link to itself cannot be read, not even by root.
    std::os::unix::fs::symlink("loop.rumql", folder.path("loop.rumql")).unwrap();
    folder.run(&["check", "loop.rumql", "a.rumql"]).ended(2).tells("loop.rumql").says("1 error");
}

#[test]
fn an_unknown_flag_or_command_ends_with_2() {
    let folder = Folder::empty();
    folder.run(&["check", "--nope"]).ended(2).tells("--nope");
    folder.run(&["chekc"]).ended(2).tells("check");
    folder.run(&["check", "--unsafe-fixes"]).ended(2).tells("--fix");
    folder.run(&["check", "-q", "a:1", "x.rumql"]).ended(2);
    folder.run(&["check", "--entity", "user", "-q", "a:1"]).ended(2).tells("users, accounts, events");
    folder.run(&["check", "--now", "soon", "-q", "a:1"]).ended(2).tells("RFC 3339");
    folder.run(&["check", "--stdin-filename", "x.rumql"]).ended(2).tells("add `-`");
    folder.run(&["--help"]).ended(0).says("Examples:");
    folder.run(&["check", "--help"]).ended(0).says("Examples:");
    folder.run(&["--version"]).ended(0).says("rumql 0.");
}

#[test]
fn a_query_on_the_command_line() {
    let folder = Folder::empty();
    folder.run(&["check", "-q", FINE]).ended(0).says("1 file, 1 query: no findings");
    folder.run(&["check", "-q", WRONG]).ended(1).says("[ <query>:1:").says("(users)");
    let run = folder.run(&["check", "-q", "@type:error", "--entity", "events", "--now", NOW]);
    run.ended(0);
    folder.run(&["check", "-q", "-plan_type:free"]).ended(0);
}

#[test]
fn standard_input_is_named_and_read_by_its_name() {
    let folder = Folder::empty();
    folder.run_with(&["check", "-"], WRONG, &[]).ended(1).says("[ <stdin>:1:");
    let yaml = "segments:\n  - name: at-risk\n    query: \"session_count:>50 AND\"\n";
    let run = folder.run_with(&["check", "-", "--stdin-filename", "x/a.yml"], yaml, &[]);
    run.ended(1).says("[ x/a.yml:3:").says("] at-risk (users)");
}

#[test]
fn a_line_a_finding() {
    let folder = Folder::of(&[("b.rumql", WRONG), ("a.users.rumql", "é:1 OR\n")]);
    let run = folder.run(&["check", "--output-format", "concise"]);
    run.ended(1).tells("2 files, 2 queries: 2 errors");
    let lines: Vec<&str> = run.out.lines().collect();
    let [first, second] = lines.as_slice() else { panic!("{run:#?}") };
    // Columns count characters: `é` is one.
    assert!(first.starts_with("a.users.rumql:1:5: error[SYN"), "{first}");
    assert!(second.starts_with("b.rumql:1:19: error[SYN"), "{second}");
}

#[test]
fn json_has_every_key_in_order() {
    let yaml = "segments:\n  - name: at-risk\n    query: \"session_count:>50 and plan_type:é\"\r\n";
    let folder = Folder::of(&[("a.yml", yaml)]);
    let run = folder.run(&["check", "--output-format", "json", "--select", "lowercase-operator"]);
    let report = run.json();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&report), ["version", "diagnostics", "summary", "errors"]);
    assert_eq!(report["version"], 1);
    assert_eq!(keys(&report["summary"]), ["files", "queries", "errors", "warnings", "infos", "fixable"]);
    let found = &report["diagnostics"][0];
    let expected = [
        "code", "name", "severity", "message", "path", "segment", "range", "labels", "notes", "help",
        "fixes", "url",
    ];
    assert_eq!(keys(found), expected);
    assert_eq!(found["name"], "lowercase-operator");
    assert_eq!((&found["path"], &found["segment"]), (&json!("a.yml"), &json!("at-risk")));
    let range = json!({
        "start": { "line": 3, "column": 31, "offset": 58 },
        "end": { "line": 3, "column": 34, "offset": 61 },
    });
    assert_eq!(found["range"], range);
    let fix = &found["fixes"][0];
    assert_eq!(keys(fix), ["applicability", "title", "edits"]);
    assert_eq!(fix["edits"][0], json!({ "range": range, "content": "AND" }));
    assert!(found["url"].as_str().unwrap().starts_with("rumql explain SYN"));
}

#[test]
fn an_empty_report_is_valid_json() {
    let report = Folder::empty().run(&["check", "--output-format", "json"]).json();
    assert_eq!(report["diagnostics"], json!([]));
    assert_eq!(report["summary"]["files"], 0);
}

#[test]
fn a_report_that_lacks_a_file_says_so() {
    let folder = Folder::of(&[("a.rumql", FINE)]);
    let run = folder.run(&["check", ".", "none.yml"]);
    run.ended(2).says("1 file, 1 query: nothing found in what could be read; 1 failure");
    let report = folder.run(&["check", ".", "none.yml", "--output-format", "json"]).json();
    assert!(report["errors"][0].to_string().contains("none.yml"), "{report}");
}

#[test]
fn the_entity_comes_from_the_name_of_the_file() {
    let folder = Folder::of(&[("x.events.rumql", WRONG), ("x.accounts.rumql", WRONG), ("x.rumql", WRONG)]);
    let run = folder.run(&["check"]);
    run.says("x.events.rumql:1:19 ] (events)").says("x.accounts.rumql:1:19 ] (accounts)");
    run.says("x.rumql:1:19 ] (users)");
    folder.run(&["check", "x.rumql", "--entity", "accounts"]).says("x.rumql:1:19 ] (accounts)");
}

#[test]
fn files_of_others_are_nothing_and_an_empty_run_says_so() {
    let folder = Folder::of(&[("a.yml", "on: push\njobs: {}\n"), ("b.json", "{\"x\": [1,"), ("c.txt", "x")]);
    let run = folder.run(&["check"]);
    run.ended(0).says("0 files, 0 queries: no findings").tells("no query was found");
    folder.run(&["check", "b.json"]).ended(1).says("error[EMB006]");
}

#[test]
fn the_report_is_the_same_each_time_and_in_order() {
    let folder =
        Folder::of(&[("z.rumql", WRONG), ("a/z.rumql", WRONG), ("a.rumql", WRONG), ("m.rumql", WRONG)]);
    let first = folder.run(&["check", "--output-format", "concise"]);
    let second = folder.run(&["check", "m.rumql", ".", "a", "--output-format", "concise"]);
    assert_eq!(first.out, second.out);
    let paths: Vec<&str> = first.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(paths, ["a/z.rumql", "a.rumql", "m.rumql", "z.rumql"]);
}

#[test]
fn a_reader_that_hangs_up_is_no_error() {
    let folder = Folder::of(&[("a.rumql", "a:1 AND\n")]);
    let mut child = command(&folder.path("")).args(["rules"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_end_with_2() {
    let folder = Folder::empty();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let child = command(&folder.path("")).args(["rules"]).stdout(full).spawn().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write the results"), "{output:?}");
}

#[test]
fn a_named_file_with_nothing_of_ours_is_told() {
    let folder = Folder::of(&[("a.yml", "on: push\n"), ("b.json", "{}"), ("c.rumql", FINE)]);
    let hint = "no queries found; a segment file begins with segments:, an API body has a data.type\n";
    let run = folder.run(&["check", "a.yml", "b.json", "c.rumql"]);
    run.ended(0).tells(&format!("note: a.yml: {hint}")).tells(&format!("note: b.json: {hint}"));
    assert!(!run.err.contains("c.rumql"), "{run:#?}");
    assert_eq!(folder.run(&["check"]).err, "");
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_and_the_others_are_checked() {
    let folder = Folder::of(&[("a.rumql", WRONG)]);
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe.rumql")).status().unwrap();
    assert!(made.success());
    for command in ["check", "fmt"] {
        let run = folder.run(&[command, "pipe.rumql", "/dev/zero", "a.rumql"]);
        run.ended(2).tells("error: pipe.rumql: not a regular file").tells("error: /dev/zero: not a regular");
        run.tells("standard input, `-`");
    }
    folder.run(&["check", "pipe.rumql", "a.rumql"]).says("1 file, 1 query: 1 error");
}
