//! `rumql check --fix` and `--diff`.

use crate::folder::Folder;

const MENDABLE: &str = "plan_type:a && plan_type:b\n";
const MENDED: &str = "plan_type:a AND plan_type:b\n";
/// Rules of others must not disturb what is tested here.
const ONLY: [&str; 2] = ["--select", "symbolic-operator"];

fn args<'a>(args: &[&'a str]) -> Vec<&'a str> {
    args.iter().copied().chain(ONLY).collect()
}

#[test]
fn files_are_mended_in_place() {
    let folder = Folder::of(&[("a.rumql", MENDABLE), ("b.rumql", MENDED)]);
    folder.run(&args(&["check"])).says("fixable with --fix");
    let run = folder.run(&args(&["check", "--fix"]));
    run.ended(0).says("2 files, 2 queries: no findings").tells("made 1 fix in 1 file");
    assert_eq!(folder.read("a.rumql"), MENDED);
    assert_eq!(folder.read("b.rumql"), MENDED);
}

#[test]
fn what_is_left_is_told() {
    let folder = Folder::of(&[("a.rumql", "plan_type:a && plan_type: b\n")]);
    let check = ["check", "--fix", "--fail-on", "info", "--select", "symbolic-operator,space-around-colon"];
    folder.run(&check).ended(1).says("[SYN008]").says("1 info").tells("made 1 fix in 1 file");
    assert_eq!(folder.read("a.rumql"), "plan_type:a AND plan_type: b\n");
    let run = folder.run(&[&check[..], &["--unsafe-fixes"]].concat());
    run.ended(0).says("no findings");
    assert_eq!(folder.read("a.rumql"), "plan_type:a AND plan_type:b\n");
}

#[test]
fn a_diff_shows_and_changes_nothing() {
    let folder = Folder::of(&[("a.rumql", MENDABLE)]);
    let run = folder.run(&args(&["check", "--fix", "--diff"]));
    run.ended(1).tells("would make 1 fix in 1 file");
    assert_eq!(
        run.out,
        "--- a.rumql\n+++ a.rumql\n@@ -1 +1 @@\n-plan_type:a && plan_type:b\n+plan_type:a AND plan_type:b\n"
    );
    assert_eq!(folder.read("a.rumql"), MENDABLE);
    let clean = Folder::of(&[("a.rumql", MENDED)]);
    let run = clean.run(&args(&["check", "--diff"]));
    run.ended(0).tells("nothing to fix");
    assert_eq!(run.out, "");
}

#[test]
fn standard_input_and_a_query_come_back_mended() {
    let folder = Folder::empty();
    let run = folder.run_with(&args(&["check", "--fix", "-"]), MENDABLE, &[]);
    assert_eq!(run.ended(0).out, MENDED);
    run.tells("1 file, 1 query: no findings");
    let run = folder.run(&args(&["check", "--fix", "-q", MENDABLE.trim()]));
    assert_eq!(run.ended(0).out, MENDED);
}

#[test]
fn an_input_that_is_not_utf8_comes_back_as_it_was() {
    let folder = Folder::of(&[("a.rumql", b"a:\xff and b:1")]);
    folder.run(&["check", "--fix"]).ended(1);
    folder.run(&["check", "--diff"]).ended(2).tells("a.rumql:1:3: left alone");
    assert_eq!(std::fs::read(folder.path("a.rumql")).unwrap(), b"a:\xff and b:1");
}

#[test]
fn the_host_keeps_its_bytes() {
    let yaml = "# ours\r\nsegments:\r\n  - {name: x, query: 'plan_type:it''s && plan_type:b'} # é\r\n";
    let folder = Folder::of(&[("a.yml", yaml)]);
    folder.run(&args(&["check", "--fix"])).ended(0);
    assert_eq!(folder.read("a.yml"), yaml.replace(" && ", " AND "));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_ends_with_2_and_the_others_are_mended() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::of(&[("a.rumql", MENDABLE), ("b.rumql", MENDABLE)]);
    std::fs::set_permissions(folder.path("a.rumql"), std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = folder.run(&args(&["check", "--fix"]));
    run.ended(2).tells("a.rumql: not allowed to write it");
    assert_eq!(folder.read("a.rumql"), MENDABLE);
    assert_eq!(folder.read("b.rumql"), MENDED);
}

#[cfg(unix)]
#[test]
fn a_file_that_was_not_written_is_told_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::of(&[("a.rumql", MENDABLE), ("b.rumql", MENDABLE), ("c.rumql", MENDABLE)]);
    for name in ["a.rumql", "c.rumql"] {
        std::fs::set_permissions(folder.path(name), std::fs::Permissions::from_mode(0o444)).unwrap();
    }
    let run = folder.run(&args(&["check", "--fix", "--output-format", "concise"]));
    run.ended(2).tells("a.rumql: not allowed").tells("c.rumql: not allowed");
    run.tells("made 1 fix in 1 file\n").tells("3 files, 3 queries: 2 ");
    let paths: Vec<&str> = run.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(paths, ["a.rumql", "c.rumql"]);
    let run = folder.run(&args(&["check", "--fix"]));
    run.ended(2).says("(2 fixable with --fix)");
    assert!(!run.err.contains("made"), "{run:#?}");
}

#[test]
fn fixes_that_guess_are_not_hidden() {
    let only = ["--select", "symbolic-operator,space-around-colon"];
    let guessed = Folder::of(&[("a.rumql", "plan_type: b\n")]);
    for mode in ["--diff", "--fix"] {
        let run = guessed.run(&[&["check", mode], &only[..]].concat());
        run.ended(0).tells("note: nothing to fix safely; 1 fix more with --unsafe-fixes\n");
    }
    let both = Folder::of(&[("a.rumql", "plan_type:a && plan_type: b\n")]);
    let run = both.run(&[&["check", "--diff"], &only[..]].concat());
    run.ended(1).tells("would make 1 fix in 1 file; 1 fix more with --unsafe-fixes\n");
    let run = both.run(&[&["check", "--diff", "--unsafe-fixes"], &only[..]].concat());
    run.ended(1).tells("would make 2 fixes in 1 file\n");
}

#[test]
fn a_diff_is_not_json() {
    let folder = Folder::of(&[("a.rumql", MENDABLE)]);
    let run = folder.run(&["check", "--diff", "--output-format", "json"]);
    run.ended(2).tells("`--diff` cannot be written as JSON");
    assert_eq!(run.out, "");
}
