//! `rumql explain` and `rumql rules`.

use crate::folder::Folder;

#[test]
fn a_page_by_code_or_name() {
    let folder = Folder::empty();
    let by_code = folder.run(&["explain", "ref001"]);
    by_code.ended(0).says("# REF001 unknown-attribute (error, since ").says("ignore = [\"REF001\"]");
    assert_eq!(by_code.out, folder.run(&["explain", "unknown-attribute"]).out);
}

#[test]
fn an_unknown_rule_ends_with_2() {
    let folder = Folder::empty();
    folder.run(&["explain", "REF00l"]).ended(2).tells("did you mean `REF00");
    folder.run(&["explain", "REF"]).ended(2).tells("family").tells("REF001");
    folder.run(&["explain"]).ended(2);
}

#[test]
fn all_rules_are_listed() {
    let folder = Folder::empty();
    folder.run(&["rules"]).ended(0).says("REF001  error    unknown-attribute");
    let listing = folder.run(&["rules", "--output-format", "json"]).json();
    let rules = listing["rules"].as_array().unwrap();
    assert_eq!(listing["version"], 1);
    assert!(rules.len() > 30);
    assert!(rules.iter().any(|rule| rule["code"] == "REF001" && rule["severity"] == "error"));
}
