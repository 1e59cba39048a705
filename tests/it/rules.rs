//! Does every rule speak where it should, and keep silent a token away?
//!
//! `tests/rules/CODE.md` is a table of cases: each fence is a text with what is found under its
//! lines, and the examples of the rule's page count as well. `UPDATE_EXPECT=1` rewrites the findings.

use std::{collections::BTreeSet, env, fs, path::Path};

use rumql_lint::{
    Finding, Preset, RULES, Rule,
    testing::{Case, annotate, strip},
};
use rumql_source::{Applicability, Code, Severity};

/// Cases of each sort that a rule must have.
const ENOUGH: usize = 3;

/// Rules whose finding no text of a test has room for; a test in the rule's file shows it.
const UNSHOWN: &[&str] = &[
    // It takes a thousand terms.
    "PRF012", // It takes 16 MiB.
    "SYN026",
];

/// One fence: how it is read, and the text with what is found under its lines.
struct Example {
    info: String,
    annotated: String,
}

impl Example {
    fn fires(&self, code: Code) -> bool {
        self.annotated.contains(&format!("[{code}]:"))
    }

    /// The text in pieces: words, and what stands between them.
    fn tokens(&self) -> Vec<String> {
        let mut tokens: Vec<String> = Vec::new();
        let mut word = false;
        for c in strip(&self.annotated).chars() {
            let in_word = !c.is_whitespace() && !":()[]{},\"".contains(c);
            match tokens.last_mut() {
                Some(last) if word && in_word => last.push(c),
                _ if c.is_whitespace() => {}
                _ => tokens.push(c.into()),
            }
            word = in_word;
        }
        tokens
    }
}

/// The annotated text as it really is.
fn annotated(info: &str, body: &str) -> String {
    let case = Case::parse(info).unwrap_or_else(|| panic!("unknown fence `{info}`"));
    let text = strip(body);
    let text = if info.starts_with("query") { text.trim_end() } else { &text };
    annotate(text, &case.check(text))
}

/// A Markdown text with each fence as it really is, and the fences.
fn regenerate(markdown: &str) -> (String, Vec<Example>) {
    let (mut out, mut examples) = (String::new(), Vec::new());
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let annotated = annotated(info, &(body.join("\n") + "\n"));
        out.push_str(&annotated);
        out.push_str("```\n");
        examples.push(Example { info: info.to_owned(), annotated });
    }
    (out, examples)
}

/// The examples of a rule: its page's and its table's.
fn examples(rule: &Rule) -> Vec<Example> {
    let page: Vec<&str> = rule.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let (_, mut examples) = regenerate(&page.join("\n"));
    let table = fs::read_to_string(table(rule)).unwrap_or_default();
    examples.extend(regenerate(&table).1);
    examples
}

/// The texts of a rule's examples, and what is found in each.
pub(crate) fn cases(rule: &Rule) -> impl Iterator<Item = (String, Vec<Finding>)> {
    examples(rule).into_iter().filter_map(|example| {
        let case = Case::parse(&example.info)?;
        let text = strip(&example.annotated);
        let text = if example.info.starts_with("query") { text.trim_end().to_owned() } else { text };
        let findings = case.check(&text);
        Some((text, findings))
    })
}

/// The sorts of fixes that the examples of a rule show.
pub(crate) fn applicabilities(rule: &Rule) -> BTreeSet<Applicability> {
    let mut found = BTreeSet::new();
    for (_, findings) in cases(rule) {
        let own = findings.iter().filter(|finding| finding.diagnostic.code == rule.code);
        found.extend(own.flat_map(|finding| &finding.diagnostic.fixes).map(|fix| fix.applicability));
    }
    found
}

fn table(rule: &Rule) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rules/{}.md", rule.code))
}

#[test]
fn every_table_says_what_is_found() {
    let update = env::var_os("UPDATE_EXPECT").is_some();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(RULES.iter().any(|rule| rule.code.id == stem), "{stem} is no rule");
        let written = fs::read_to_string(&path).unwrap();
        let (real, _) = regenerate(&written);
        match update {
            true => fs::write(&path, real).unwrap(),
            false => assert_eq!(written, real, "{stem}: left is written, right is found"),
        }
    }
}

#[test]
fn every_rule_has_enough_cases_of_both_sorts() {
    assert!(UNSHOWN.iter().all(|code| RULES.iter().any(|rule| rule.code.id == *code)));
    let mut lacking = Vec::new();
    for rule in RULES.iter().filter(|rule| !UNSHOWN.contains(&rule.code.id)) {
        let (firing, silent): (Vec<Example>, Vec<Example>) =
            examples(rule).into_iter().partition(|example| example.fires(rule.code));
        let near = silent.iter().filter(|silent| firing.iter().any(|firing| is_near(silent, firing))).count();
        if firing.len() < ENOUGH || silent.len() < ENOUGH || near < 2 {
            let (firing, silent) = (firing.len(), silent.len());
            lacking.push(format!("{}: {firing} firing, {silent} silent, {near} of them near", rule.code));
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

/// Whether one token more, less or other makes one text the other.
fn is_near(a: &Example, b: &Example) -> bool {
    let (left, right) = (a.tokens(), b.tokens());
    let prefix = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let rest = left.len().min(right.len()) - prefix;
    let suffix = left.iter().rev().zip(right.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    left.len() - prefix - suffix <= 1 && right.len() - prefix - suffix <= 1 || differ_in_reading(a, b)
}

/// Whether the same text is read as another entity's, or with another mapping.
fn differ_in_reading(a: &Example, b: &Example) -> bool {
    a.info != b.info && strip(&a.annotated) == strip(&b.annotated)
}

/// What the API cannot accept, so that calling it an error takes no judgement: text and files that
/// cannot be read, and bodies that it refuses.
const REFUSED: &[&str] =
    &["SYN006", "SYN007", "SYN008", "SYN010", "SYN014", "SYN016", "TYP014", "EMB001", "EMB006", "TIM008"];

#[test]
fn few_rules_of_judgement_fail_a_build() {
    let by_judgement = |rule: &&&Rule| {
        let (family, number) = rule.code.id.split_at(3);
        let is_judged = match family {
            "TYP" | "TIM" | "LOG" | "PRF" | "EMB" => true,
            "SYN" => (4..=20).contains(&number.parse::<u32>().unwrap()),
            _ => false,
        };
        let is_default = rule.preset == Preset::Recommended && rule.severity == Severity::Error;
        is_judged && is_default && !REFUSED.contains(&rule.code.id)
    };
    let errors: Vec<&str> = RULES.iter().filter(by_judgement).map(|rule| rule.code.id).collect();
    assert!(errors.len() <= 25, "{} of them: {errors:?}", errors.len());
    assert!(REFUSED.iter().all(|code| RULES.iter().any(|rule| rule.code.id == *code)));
}
