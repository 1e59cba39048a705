//! Are the pages true?

use std::{collections::BTreeSet, path::Path};

use super::{Case, annotate, check_annotated, strip};
use crate::{Rule, table::RULES};

/// Rules whose finding no page has room for; a test in the rule's file shows it.
const UNSHOWN: &[&str] = &[
    // It takes a thousand terms.
    "PRF012", // It takes 16 MiB.
    "SYN026",
];

/// The fences of a page: info string and body.
fn fences(page: &str) -> Vec<(String, String)> {
    let mut fences = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        // A doc comment's line begins with one blank.
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => fences.extend(open.take()),
            (Some(info), None) => open = Some((info.to_owned(), String::new())),
            (None, Some((_, body))) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, None) => {}
        }
    }
    fences
}

/// Writes the source of a rule anew, with each example on its page as it really is.
#[expect(clippy::disallowed_methods, reason = "a test that writes sources, when a person asks for it")]
fn rewrite_page(rule: &Rule) {
    let place =
        format!("src/rules/{}/{}.rs", rule.code.family().to_lowercase(), rule.code.name.replace('-', "_"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    let source = std::fs::read_to_string(&path).unwrap();
    let (mut out, mut open) = (String::new(), None::<(Case, String)>);
    for line in source.lines() {
        let doc = line.trim_start().strip_prefix("///").map(|text| text.strip_prefix(' ').unwrap_or(text));
        match (doc, &mut open) {
            (Some("```"), Some((case, body))) => {
                let text = strip(body);
                let text = if case.host == rumql_document::Host::Plain { text.trim_end() } else { &text };
                for line in annotate(text, &case.check(text)).lines() {
                    out.push_str(format!("    /// {line}").trim_end());
                    out.push('\n');
                }
                open = None;
            }
            (Some(text), Some((_, body))) => {
                body.push_str(text);
                body.push('\n');
                continue;
            }
            (Some(text), None) => {
                open = text.strip_prefix("```").and_then(Case::parse).map(|case| (case, String::new()))
            }
            (None, _) => {}
        }
        out.push_str(line);
        out.push('\n');
    }
    std::fs::write(&path, out).unwrap();
}

// `UPDATE_EXPECT=1` rewrites the pages.
#[test]
#[expect(clippy::disallowed_methods, reason = "the switch of all tests that write down what is found")]
fn every_example_shows_just_what_is_found() {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        RULES.iter().for_each(|rule| rewrite_page(rule));
        return;
    }
    let mut untrue = Vec::new();
    for rule in RULES {
        for (info, body) in fences(rule.page) {
            let Some(case) = Case::parse(&info) else { panic!("{}: unknown fence `{info}`", rule.code) };
            if std::panic::catch_unwind(|| check_annotated(case, &body)).is_err() {
                untrue.push(rule.code.id);
            }
        }
    }
    assert!(untrue.is_empty(), "examples that are not true: {untrue:?}");
}

#[test]
fn every_page_has_a_finding_and_a_silent_neighbour() {
    for rule in RULES {
        let finds = |body: &str| body.contains(&format!("[{}]", rule.code));
        let bodies: Vec<String> = fences(rule.page).into_iter().map(|(_, body)| body).collect();
        let is_shown = bodies.iter().any(|body| finds(body));
        assert!(is_shown || UNSHOWN.contains(&rule.code.id), "{} shows no finding", rule.code);
        assert!(bodies.iter().any(|body| !finds(body)), "{} shows no silence", rule.code);
        for heading in ["## What it finds", "## Why it matters", "## Example", "## Fix"] {
            assert!(rule.page.contains(heading), "{} has no `{heading}`", rule.code);
        }
    }
}

#[test]
fn the_table_is_sorted_and_lists_every_file() {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code.id).collect();
    assert!(codes.is_sorted(), "{codes:?}");
    let listed: BTreeSet<String> = RULES
        .iter()
        .map(|rule| format!("{}/{}", rule.code.family().to_lowercase(), rule.code.name.replace('-', "_")))
        .collect();
    assert_eq!(listed.len(), RULES.len(), "two rules share a name");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files = BTreeSet::new();
    for family in std::fs::read_dir(root).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        for file in std::fs::read_dir(family.path()).unwrap().map(Result::unwrap) {
            let stem = file.path().file_stem().unwrap().to_string_lossy().into_owned();
            files.insert(format!("{}/{stem}", family.file_name().to_string_lossy()));
        }
    }
    assert_eq!(listed, files);
}

#[test]
fn messages_keep_one_voice() {
    for rule in RULES {
        for (info, body) in fences(rule.page) {
            let case = Case::parse(&info).unwrap();
            for finding in case.check(&strip(&body)) {
                let diagnostic = finding.diagnostic;
                let texts =
                    std::iter::once(&diagnostic.message).chain(&diagnostic.notes).chain(&diagnostic.help);
                for text in texts {
                    assert!(!text.ends_with('.') && !text.contains('\n'), "{}: {text}", rule.code);
                    assert!(
                        !text.starts_with(char::is_uppercase)
                            || text.starts_with("YAML")
                            || text.starts_with("JSON")
                            || text.starts_with("SQL"),
                        "{}: {text}",
                        rule.code
                    );
                }
            }
        }
    }
}

#[test]
fn annotations_come_off_and_go_on() {
    let annotated = "a:1 AND\n    ^^^ error[SYN007]: x\n";
    assert_eq!(strip(annotated), "a:1 AND\n");
    assert_eq!(annotate("a:1", &[]), "a:1\n");
}
