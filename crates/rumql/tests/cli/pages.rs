//! `rumql explain` and `rumql rules`.

use crate::folder::Folder;

#[test]
fn a_page_by_code_or_name() {
    let folder = Folder::empty();
    let by_code = folder.run(&["explain", "ref001"]);
    by_code.ended(0).says("# REF001 unknown-attribute (error, since ").says("REF001 = \"off\"");
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
    folder.run(&["rules"]).ended(0).says("REF001  error    recommended  unknown-attribute");
    folder.run(&["rules", "--preset", "recommended"]).says("STY001  info").lacks("STY002");
    folder.run(&["rules", "--preset", "strict"]).says("STY002  info     strict").lacks("STY004");
    folder.run(&["rules", "--preset", "none"]).ended(2);
    let listing = folder.run(&["rules", "--output-format", "json"]).json();
    let rules = listing["rules"].as_array().unwrap();
    assert_eq!(listing["version"], 1);
    assert!(rules.len() > 30);
    assert!(rules.iter().any(|rule| rule["code"] == "REF001" && rule["severity"] == "error"));
}

#[test]
fn a_page_tells_how_to_silence_it() {
    let folder = Folder::empty();
    let run = folder.run(&["explain", "TIM005"]);
    run.says("# rumql: ignore TIM005").says("[[ignore]]").says("TIM005 = \"off\"").says("--ignore TIM005");
    folder.run(&["explain", "EMB006"]).says("It cannot be").lacks("[[ignore]]");
    folder.run(&["explain", "STY002"]).says("preset strict");
}
