//! Does `RULES.md` say what the rules say? `UPDATE_EXPECT=1` rewrites it.

use std::{collections::BTreeSet, env, fs, path::Path};

use rumql_lint::{RULES, Rule};
use rumql_source::Applicability;

use crate::rules::applicabilities;

const INTRODUCTION: &str = "\
# The rules

What `rumql check` finds, why it matters, and what mends it. `rumql explain CODE` prints one page,
`rumql rules` the list. A test writes this file from the rules themselves: `UPDATE_EXPECT=1 cargo
test -p rumql-tests --test it rulebook`.

- **Severity**: *error*, no sensible reading or an answer that cannot be right; *warning*, accepted
  and likely not what was meant; *info*, a hint. Some rules are milder where they know less.
- **Preset**: the smallest one that turns the rule on. *recommended* is what you get; *strict* adds
  caution and style, *all* the rest. `[rules]` in `rumql.toml` turns single rules on or off, or
  changes how grave they are; see the README.
- **Fix**: *safe* ones keep who matches, and `--fix` makes them; *unsafe* ones guess, and wait for
  `--unsafe-fixes`; a *choice* is for a person to make, in an editor.

A comment silences a finding: `# rumql: ignore CODE: the reason` at the end of its line, or on a
line of its own above the query or the segment. SUP001 to SUP007 watch over such comments.
";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// What a family is about, as its module says.
fn title(family: &str) -> String {
    let module = root().join(format!("crates/rumql-lint/src/rules/{}.rs", family.to_lowercase()));
    let text = fs::read_to_string(module).unwrap();
    text.lines().next().unwrap().trim_start_matches("//! ").to_owned()
}

fn fixes(rule: &Rule) -> String {
    let found: BTreeSet<Applicability> = applicabilities(rule);
    let words: Vec<&str> = found.into_iter().map(Applicability::as_str).collect();
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

fn row(rule: &Rule) -> String {
    let (code, name) = (rule.code.id, rule.code.name);
    let anchor = format!("{}-{name}", code.to_lowercase());
    let (severity, preset) = (rule.severity.as_str(), rule.preset.as_str());
    let summary = rule.summary().replace('|', "\\|");
    format!("| [{code}](#{anchor}) | {name} | {severity} | {preset} | {} | {summary} |\n", fixes(rule))
}

/// The page, its headings one level deeper.
fn page(rule: &Rule) -> String {
    let lines = rule.page.lines().map(|line| {
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        if line.starts_with("## ") { format!("#{line}\n") } else { format!("{line}\n") }
    });
    let (code, name) = (rule.code.id, rule.code.name);
    let (severity, preset, since) = (rule.severity.as_str(), rule.preset.as_str(), rule.since);
    let facts = format!("{severity} · {preset} · fix: {} · since {since}", fixes(rule));
    let body = lines.collect::<String>();
    format!("## {code} {name}\n\n{facts}\n\n{}\n", body.trim())
}

fn rulebook() -> String {
    let mut out = INTRODUCTION.to_owned();
    let mut family = "";
    for rule in RULES {
        if rule.code.family() != family {
            family = rule.code.family();
            out.push_str(&format!("\n**{family}** – {}\n\n", title(family)));
            out.push_str("| code | name | severity | preset | fix | what it finds |\n");
            out.push_str("| --- | --- | --- | --- | --- | --- |\n");
        }
        out.push_str(&row(rule));
    }
    for rule in RULES {
        out.push('\n');
        out.push_str(&page(rule));
    }
    out
}

#[test]
fn the_rulebook_is_current() {
    let path = root().join("RULES.md");
    let current = rulebook();
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, current).unwrap();
    } else {
        let written = fs::read_to_string(path).unwrap_or_default();
        assert!(written == current, "RULES.md is not current: run again with UPDATE_EXPECT=1");
    }
}
