//! Do the grammar and its reference speak of the parser that there is?

use std::{collections::BTreeSet, fs, path::Path};

use rumql_syntax::parse;

const EBNF: &str = include_str!("../../grammar/rumql.ebnf");
const REFERENCE: &str = include_str!("../../grammar/README.md");
const PARSER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/rumql-syntax/src/parser");

/// The line of the grammar's file that ends its syntactic part.
const LEXICAL_PART: &str = "(* ---- lexical part";

#[test]
fn every_production_is_a_parser_function() {
    let (syntactic, _) = EBNF.split_once(LEXICAL_PART).unwrap();
    let productions: BTreeSet<String> = syntactic.lines().filter_map(production).collect();
    let parser = parser_source();
    let documented: BTreeSet<String> = parser.lines().filter_map(documented_production).collect();
    assert_eq!(productions, documented, "the grammar, and what the parser's functions say they are");
    for name in productions {
        let function = [format!("fn {name}<"), format!("fn bare_{name}<")];
        assert!(function.iter().any(|function| parser.contains(function)), "no function reads `{name}`");
    }
}

/// The name at the start of `name = …`.
fn production(line: &str) -> Option<String> {
    let (name, _) = line.split_once(" = ").or_else(|| line.strip_suffix(" =").map(|name| (name, "")))?;
    is_name(name).then(|| name.to_owned())
}

/// The name in ``/// `name = …` `` and in ``/// `name`: …``.
fn documented_production(line: &str) -> Option<String> {
    let doc = line.trim_start().strip_prefix("/// `")?;
    let name = doc.split_once(" = ").or_else(|| doc.split_once("`: "))?.0;
    is_name(name).then(|| name.to_owned())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// `grammar.rs` and the files in `grammar/`.
fn parser_source() -> String {
    let parser = Path::new(PARSER);
    let mut files: Vec<_> =
        fs::read_dir(parser.join("grammar")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.push(parser.join("grammar.rs"));
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn the_lexical_part_defines_what_is_used() {
    let defined: BTreeSet<String> = EBNF.lines().filter_map(production).collect();
    for (number, line) in without_comments(EBNF).lines().enumerate() {
        for name in names_used(line) {
            assert!(defined.contains(name), "line {}: `{name}` is not defined", number + 1);
        }
    }
}

/// The text with comments blanked out, line by line.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("(*") {
        let (comment, after) = after.split_once("*)").expect("a comment ends");
        out += before;
        out.extend(comment.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    out + rest
}

/// The names on a line, without what is quoted or described between question marks.
fn names_used(line: &str) -> Vec<&str> {
    let mut quote = None;
    let outside = |c: char| match quote {
        Some(open) => {
            if c == open {
                quote = None;
            }
            true
        }
        None if matches!(c, '"' | '\'' | '?') => {
            quote = Some(c);
            true
        }
        None => !(c.is_ascii_lowercase() || c == '_'),
    };
    line.split(outside).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_example_of_the_reference_does_what_it_shows() {
    let mut examples = [0, 0];
    for (tag, query) in fences(REFERENCE) {
        let errors = parse(query).errors;
        match tag {
            "rumql" => assert_eq!(errors, [], "an example is refused: {query}"),
            "rumql error" => assert!(!errors.is_empty(), "a wrong example is accepted: {query}"),
            other => panic!("a fence is `rumql` or `rumql error`, not {other:?}"),
        }
        examples[usize::from(tag != "rumql")] += 1;
    }
    assert!(examples.iter().all(|count| *count > 20), "examples are lost: {examples:?}");
}

/// The lines between fences, each with its fence's tag.
fn fences(markdown: &str) -> Vec<(&str, &str)> {
    let mut lines = Vec::new();
    let mut open = None;
    for line in markdown.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(tag), None) => open = Some(tag),
            (Some(_), Some(_)) => open = None,
            (None, Some(tag)) => lines.push((tag, line)),
            (None, None) => {}
        }
    }
    assert_eq!(open, None, "a fence does not end");
    lines
}
