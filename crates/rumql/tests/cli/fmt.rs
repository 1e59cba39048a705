//! `rumql fmt`.

use crate::folder::Folder;

#[test]
fn files_are_formatted_in_place() {
    let yaml = "segments:\n  - name: x\n    query: 'a:1   NOT b:2' # kept\n  - name: y\n    query: |\n      c:1   d:2\n";
    let folder = Folder::of(&[("a.rumql", "\n a:1   b: 2  \n\n"), ("b.yml", yaml), ("c.rumql", "a:1\n")]);
    let run = folder.run(&["fmt"]);
    run.ended(0).tells("2 files formatted, 1 left unchanged");
    assert_eq!(folder.read("a.rumql"), "a:1 b:2\n");
    assert_eq!(
        folder.read("b.yml"),
        "segments:\n  - name: x\n    query: 'a:1 -b:2' # kept\n  - name: y\n    query: |\n      c:1 d:2\n"
    );
    folder.run(&["fmt"]).ended(0).tells("0 files formatted, 3 left unchanged");
}

#[test]
fn comments_and_line_ends_of_a_plain_file_stay() {
    let folder = Folder::of(&[("a.rumql", "\u{feff}// who  and why\r\n\r\na:1   b:2")]);
    folder.run(&["fmt"]).ended(0);
    assert_eq!(folder.read("a.rumql"), "\u{feff}// who  and why\r\n\r\na:1 b:2\r\n");
}

#[test]
fn long_queries_are_broken_where_lines_may_be() {
    let clause = "plan_type:enterprise_and_more";
    let query = format!("{clause} && {clause} && {clause}");
    let broken = format!("{clause}\nAND {clause}\nAND {clause}\n");
    let json = format!("{{\"segments\": [{{\"name\": \"x\", \"query\": \"{query}\"}}]}}");
    let folder = Folder::of(&[("a.rumql", &query), ("b.json", &json)]);
    folder.run(&["fmt"]).ended(0);
    assert_eq!(folder.read("a.rumql"), broken);
    assert_eq!(folder.read("b.json"), json.replace("&&", "AND"));
    folder.run(&["fmt", "--check"]).ended(0);
}

#[test]
fn check_lists_and_diff_shows() {
    let folder = Folder::of(&[("a.rumql", "a:1   b:2\n"), ("b.rumql", "a:1\n")]);
    let run = folder.run(&["fmt", "--check"]);
    assert_eq!(run.ended(1).out, "a.rumql\n");
    let run = folder.run(&["fmt", "--diff"]);
    assert_eq!(run.ended(1).out, "--- a.rumql\n+++ a.rumql\n@@ -1 +1 @@\n-a:1   b:2\n+a:1 b:2\n");
    assert_eq!(folder.read("a.rumql"), "a:1   b:2\n");
    folder.run(&["fmt", "--check", "b.rumql"]).ended(0);
}

#[test]
fn standard_input_comes_back() {
    let folder = Folder::empty();
    assert_eq!(folder.run_with(&["fmt", "-"], "a:1   b:2", &[]).ended(0).out, "a:1 b:2\n");
    let json = "{\"segments\":[{\"name\":\"x\",\"query\":\"a:\\\"x\\\"  b:2\"}]}";
    let run = folder.run_with(&["fmt", "-", "--stdin-filename", "x.json"], json, &[]);
    assert_eq!(run.ended(0).out, json.replace("  b", " b"));
}

#[test]
fn what_the_team_passes_over_keeps_its_spelling() {
    let yaml = "segments:\n  # rumql: ignore STY001: in columns\n  - name: x\n    query: a:1   b:2\n  - name: y\n    query: a:1   b:2\n  - name: z\n    query: a:1   b:2\n";
    let toml = "[[ignore]]\npath = \"b.yml\"\nrules = [\"format\"]\nsegment = \"z\"\n";
    let plain = "// rumql: ignore-file STY: in columns\n\n  a:1   b:2\n\n";
    let expired = plain.replace("STY", "STY until=2020-01-01");
    let files = [("rumql.toml", toml), ("a.rumql", plain), ("b.yml", yaml), ("c.rumql", expired.as_str())];
    let folder = Folder::of(&files);
    folder.run(&["fmt"]).ended(0).tells("2 files formatted, 1 left unchanged");
    assert_eq!(folder.read("a.rumql"), plain);
    assert_eq!(folder.read("b.yml"), yaml.replace("y\n    query: a:1   b", "y\n    query: a:1 b"));
    assert_eq!(folder.read("c.rumql"), expired.replace("a:1   b:2\n\n", "a:1 b:2\n"));
    folder.run(&["fmt", "--check"]).ended(0);
}

#[test]
fn a_query_with_a_syntax_error_is_left_alone() {
    let folder = Folder::of(&[("a.rumql", "a:1   AND\n"), ("b.rumql", "a:1   b:2\n")]);
    let run = folder.run(&["fmt"]);
    run.ended(0).tells("a.rumql:1:1: left alone").tells("1 query with a syntax error");
    assert_eq!(folder.read("a.rumql"), "a:1   AND\n");
    assert_eq!(folder.read("b.rumql"), "a:1 b:2\n");
}

#[test]
fn a_file_that_cannot_be_read_ends_with_2() {
    let folder =
        Folder::of(&[("a.rumql", &b"a:\xff"[..]), ("b.rumql", b"a:1   b:2"), ("c.json", b"{\"x\":")]);
    folder.run(&["fmt", "a.rumql", "b.rumql"]).ended(2).tells("a.rumql:1:3: left alone");
    assert_eq!(folder.read("b.rumql"), "a:1 b:2\n");
    folder.run(&["fmt", "c.json"]).ended(2).tells("c.json:1:");
}

#[test]
fn an_alias_is_formatted_once() {
    let yaml = "segments:\n  - name: x\n    query: &q a:1   b:2\n  - name: y\n    query: *q\n";
    let folder = Folder::of(&[("a.yml", yaml)]);
    folder.run(&["fmt"]).ended(0);
    assert_eq!(folder.read("a.yml"), yaml.replace("a:1   b:2", "a:1 b:2"));
}

#[cfg(unix)]
#[test]
fn a_file_that_was_not_written_is_not_counted() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::of(&[("a.rumql", "a:1   b:2\n"), ("b.rumql", "a:1   b:2\n")]);
    std::fs::set_permissions(folder.path("a.rumql"), std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = folder.run(&["fmt"]);
    run.ended(2).tells("a.rumql: not allowed to write it").tells("1 file formatted, 0 left unchanged");
    assert_eq!(folder.read("a.rumql"), "a:1   b:2\n");
}
