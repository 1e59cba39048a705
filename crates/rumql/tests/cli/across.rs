//! What is wrong between files, and how it is told.

use serde_json::json;

use crate::folder::Folder;

const MAPPING: &str = r#"{"version":1,"entities":{"users":{
    "attributes":[
        {"attribute":"user_id","type":"string"},{"attribute":"user_email","type":"string"},
        {"attribute":"@tier","type":"string","is_custom":true},{"attribute":"@ltv","type":"number","is_custom":true},
        {"attribute":"@nps","type":"number","is_custom":true}],
    "connections":[
        {"id":"crm","fields":[
            {"id":"tier","source_name":"tier","type":"string"},{"id":"ltv","source_name":"ltv","type":"number"}]},
        {"id":"polls","fields":[{"id":"nps","source_name":"nps","type":"number"}]},
        {"id":"plans","fields":[{"id":"plan","source_name":"plan","type":"string"}]}]}}}"#;

/// A connection file with one connection of users.
fn connection(id: &str, fields: &[&str]) -> String {
    let kind = |id: &str| if ["ltv", "nps"].contains(&id) { "number" } else { "string" };
    let field = |id: &&str| format!("      - {{ id: {id}, source_name: {id}, type: {} }}\n", kind(id));
    let fields: String = fields.iter().map(field).collect();
    format!(
        "connections:\n  - entity: users\n    id: {id}\n    type: ref_table\n    join_type: email\n    join_attribute: user_email\n    fields:\n{fields}"
    )
}

fn segment(name: &str, query: &str) -> String {
    format!("segments:\n  - name: {name}\n    query: '{query}'\n    limit: 50\n")
}

fn shop(files: &[(&str, String)]) -> Folder {
    let mapping = [("mapping.lock.json", MAPPING.to_owned())];
    Folder::of(&mapping.iter().chain(files).map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>())
}

#[test]
fn a_place_in_another_file_is_shown_with_its_lines() {
    let folder = shop(&[
        ("connections.yml", connection("crm", &["tier"])),
        ("segments/rich.yml", segment("rich", "@tier:gold AND @ltv:>1000")),
        ("segments/poor.yml", segment("poor", "é:1 AND @ltv:<10")),
    ]);
    let run = folder.run(&["check", "--select", "CON005,CON006"]);
    let expected = "\
error[CON005] `crm` loses its field `ltv`, and 2 places still ask for `@ltv`
   ╭─[ connections.yml:3:9 ] (users)
 3 │     id: crm
   │         ─┬─
   ├─[ segments/poor.yml:3:21 ]
 3 │     query: 'é:1 AND @ltv:<10'
   │                     ──┬─ `poor` asks for it
   ├─[ segments/rich.yml:3:28 ]
 3 │     query: '@tier:gold AND @ltv:>1000'
   │                            ──┬─ `rich` asks for it
   = note: without the field they are refused, or match nobody
   = note: the mapping recorded it among the fields of this connection
   = help: take `@ltv` out of them first, or keep the field
   = page: rumql explain CON005
3 files, 2 queries: 1 error
";
    assert_eq!(run.ended(1).out, expected);
}

#[test]
fn a_place_in_another_file_has_its_own_lines_and_columns_in_json() {
    let marked = format!("\u{feff}{}", segment("rich", "é:1 AND @ltv:>1000")).replace('\n', "\r\n");
    let folder = shop(&[("connections.yml", connection("crm", &["tier"])), ("rich.yml", marked)]);
    let report = folder.run(&["check", "--select", "CON005", "--output-format", "json"]).json();
    let found = &report["diagnostics"][0];
    assert_eq!(found["path"], "connections.yml");
    assert_eq!(found["range"]["start"], json!({ "line": 3, "column": 9, "offset": 39 }));
    let expected = json!([{
        "range": {
            "start": { "line": 3, "column": 21, "offset": 51 },
            "end": { "line": 3, "column": 25, "offset": 55 },
        },
        "message": "`rich` asks for it",
        "path": "rich.yml",
    }]);
    assert_eq!(found["labels"], expected);
    let run = folder.run(&["check", "--select", "CON005", "--output-format", "concise"]);
    assert!(run.out.starts_with("connections.yml:3:9: error[CON005] `crm` loses"), "{run:#?}");
}

#[test]
fn what_a_connection_brings_is_pending_and_not_unknown() {
    let folder = shop(&[
        ("connections.yml", connection("churn", &["npz"])),
        ("segments.yml", segment("a", "@npz:1")),
        ("q.users.rumql", "@npz:2\n".to_owned()),
    ]);
    let run = folder.run(&["check", "--output-format", "concise"]);
    let expected = "q.users.rumql:1:1: info[REF009] `@npz` is not live yet\nsegments.yml:3:13: info[REF009] `@npz` is not live yet\n";
    assert_eq!(run.ended(0).out, expected);
    // No fix takes it for a slip of `@nps`, which it is when nothing brings it.
    let before = folder.read("segments.yml");
    folder.run(&["check", "--fix", "--unsafe-fixes"]).ended(0);
    assert_eq!(folder.read("segments.yml"), before);
    std::fs::remove_file(folder.path("connections.yml")).unwrap();
    folder.run(&["check", "segments.yml"]).ended(1).says("error[REF001]");
}

#[test]
fn the_rest_of_the_project_counts_for_a_file_that_is_named() {
    let group = "groups:\n  - { name: g, segments: [a, b] }\n";
    let folder = shop(&[
        ("connections/churn.yml", connection("churn", &["npz"])),
        ("segments/a.yml", format!("{}{group}", segment("a", "@npz:1"))),
        ("segments/b.yml", segment("b", "@nps:")),
        ("segments/notes.yml", "segments: [".to_owned()),
    ]);
    for path in ["segments/a.yml", folder.path("segments/a.yml").to_str().unwrap()] {
        folder.run(&["check", path]).ended(0).says("1 file, 1 query: 1 info\n");
    }
    folder.run(&["check", "-q", "@npz:1"]).ended(0).says("info[REF009]");
    let edited = segment("a", "@npz:2");
    let stdin = |args: &[&str]| folder.run_with(args, &edited, &[]);
    stdin(&["check", "-", "--stdin-filename", "segments/a.yml"]).ended(0).says("1 file, 1 query: 1 info\n");
    // Nothing is mended in a file that nobody named.
    let before = folder.read("segments/b.yml");
    folder.run(&["check", "segments/a.yml", "--fix", "--unsafe-fixes"]).ended(0);
    assert_eq!(folder.read("segments/b.yml"), before);
}

#[test]
fn a_connection_is_gone_only_where_all_files_are_at_hand() {
    let folder = shop(&[
        ("connections/crm.yml", connection("crm", &["tier", "ltv"])),
        ("connections/plans.yml", connection("plans", &["plan"])),
        ("segments/a.yml", segment("a", "@nps:>8")),
    ]);
    let run = folder.run(&["check", "--select", "CON005,CON006"]);
    run.ended(1)
        .says("error[CON006] the connection `polls` is in no file, and 1 place still asks for its fields");
    run.says("─[ connections/crm.yml:3:9 ]").says("├─[ segments/a.yml:3:13 ]");
    folder
        .run(&["check", "--select", "CON006", "connections/crm.yml"])
        .ended(1)
        .says("1 file, 0 queries: 1 error");
    folder.run(&["check", "--select", "CON006", "segments"]).ended(0);
    let given = ["check", "--select", "CON006", "--mapping", "mapping.lock.json", "connections", "segments"];
    folder.run(&given).ended(0);
    // What cannot be read may hold it.
    folder
        .run(&["check", "--select", "CON006", ".", "none.yml"])
        .ended(2)
        .says("nothing found in what could be read; 1 failure");
    std::fs::write(folder.path("connections/polls.yml"), "connections:\n  - {id: polls, join_type: [\n")
        .unwrap();
    let run = folder.run(&["check", "--select", "CON006", "--output-format", "concise"]);
    assert!(!run.out.contains("CON006"), "{run:#?}");
}

#[test]
fn files_under_two_mappings_are_not_compared() {
    let both =
        [("billing.yml", connection("billing", &["seats"])), ("sales.yml", connection("sales", &["seats"]))];
    let [(_, billing), (_, sales)] = &both;
    let folder = shop(&both);
    folder.run(&["check"]).ended(1).says("error[CON003]").says("─[ sales.yml:8:15 ]");
    let apart = Folder::of(&[
        ("live/mapping.lock.json", MAPPING),
        ("live/billing.yml", billing),
        ("test/mapping.lock.json", MAPPING),
        ("test/sales.yml", sales),
    ]);
    apart.run(&["check"]).ended(0).says("2 files, 0 queries: no findings");
    let apart = Folder::of(&[
        ("live/rumql.toml", ""),
        ("live/billing.yml", billing),
        ("test/rumql.toml", ""),
        ("test/sales.yml", sales),
    ]);
    apart.run(&["check"]).ended(0).says("2 files, 0 queries: no findings");
}

#[test]
fn each_file_keeps_its_own_settings() {
    let folder = shop(&[
        ("connections/crm.yml", connection("crm", &["tier"])),
        ("segments/a.yml", segment("a", "@ltv:>8")),
        ("segments/rumql.toml", "ignore = [\"CON005\"]\n".to_owned()),
    ]);
    folder.run(&["check"]).ended(1).says("error[CON005]");
    std::fs::write(folder.path("connections/rumql.toml"), "ignore = [\"CON005\"]\n").unwrap();
    folder.run(&["check"]).ended(0);
}

#[test]
fn a_file_under_two_spellings_is_checked_once() {
    let folder =
        shop(&[("a.yml", connection("crm", &["tier", "ltv"])), ("b/c.yml", segment("a", "@ltv:>8"))]);
    let whole = folder.path("a.yml");
    let paths = ["a.yml", "./a.yml", "b/../a.yml", whole.to_str().unwrap(), "b", "b/c.yml", "."];
    let run = folder.run(&[&["check"][..], &paths].concat());
    run.ended(0).says("2 files, 1 query: no findings\n");
}

#[test]
fn standard_input_stands_for_the_file_of_its_name() {
    let folder = shop(&[("a.yml", connection("crm", &["tier", "ltv"])), ("c.yml", segment("a", "@ltv:>8"))]);
    let edited = connection("crm", &["tier"]);
    let run = folder.run_with(&["check", "-", ".", "--stdin-filename", "a.yml"], &edited, &[]);
    run.ended(1).says("error[CON005]").says("2 files, 1 query: 1 error\n");
}

#[test]
fn a_fix_that_takes_a_look_across_files_is_made() {
    let folder =
        shop(&[("a.yml", connection("plans", &["Plan"])), ("b.yml", connection("churn", &["Risk"]))]);
    let run = folder.run(&["check", "--fix", "--unsafe-fixes", "--select", "field-id-format"]);
    run.ended(0).says("2 files, 0 queries: no findings").tells("made 2 fixes in 2 files");
    assert!(folder.read("b.yml").contains("{ id: risk, source_name: Risk,"), "{}", folder.read("b.yml"));
    // Here a query asks for it.
    let folder = shop(&[("b.yml", connection("churn", &["Risk"])), ("c.yml", segment("a", "@Risk:x"))]);
    let run = folder.run(&["check", "--fix", "--unsafe-fixes", "--select", "field-id-format"]);
    run.ended(0).says("call it `risk`, here and in the queries that ask for it");
    let run = folder.run(&["check", "--diff", "--unsafe-fixes", "--select", "field-id-format"]);
    run.ended(0).tells("nothing to fix");
}

#[test]
fn mended_texts_are_what_is_checked_together() {
    let folder =
        shop(&[("a.yml", connection("crm", &["tier"])), ("b.yml", segment("b", "@ltv:>1 && @ltv:<9"))]);
    let run = folder.run(&["check", "--fix", "--select", "CON005,symbolic-operator"]);
    run.ended(1)
        .says(" 3 │     query: '@ltv:>1 AND @ltv:<9'\n")
        .says("2 places still ask")
        .tells("made 1 fix in 1 file");
}
