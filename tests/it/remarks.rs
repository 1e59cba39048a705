//! What is said beside a finding's message, and what would its fixes make of the text?
//!
//! `tests/remarks/FAMILY.md` keeps, for each case of each rule that fires, the labels, notes, help and fixes.
//! `UPDATE_EXPECT=1` rewrites them; read what changed aloud.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

use rumql_lint::RULES;
use rumql_source::{Diagnostic, Fix, Span, apply_edits};

use crate::rules::cases;

#[test]
fn every_remark_and_fix_is_what_was_read() {
    let mut families: BTreeMap<&str, String> = BTreeMap::new();
    for rule in RULES {
        let page = families.entry(rule.code.family()).or_default();
        for (text, findings) in cases(rule) {
            let own =
                findings.iter().map(|finding| &finding.diagnostic).filter(|found| found.code == rule.code);
            own.for_each(|found| page.push_str(&told(&text, found)));
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("remarks");
    for (family, page) in families {
        let path = folder.join(format!("{}.md", family.to_lowercase()));
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, page).unwrap();
        } else {
            let written = fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(written, page, "{family}: left is written, right is said");
        }
    }
}

fn told(text: &str, found: &Diagnostic) -> String {
    let mut out = format!("## {} `{}`\n{}\n", found.code, shown(text, found.span), found.message);
    let mut line = |kind: &str, said: &str| writeln!(out, "- {kind}: {said}").unwrap();
    found.label.iter().for_each(|label| line("here", label));
    for label in &found.labels {
        // A place in another file cannot be shown with this text.
        let place = if label.path.is_none() { shown(text, label.span) } else { String::new() };
        line(&format!("at `{place}`"), &label.message);
    }
    found.notes.iter().for_each(|note| line("note", note));
    found.help.iter().for_each(|help| line("help", help));
    found
        .fixes
        .iter()
        .for_each(|fix| line(&format!("{} fix", fix.applicability.as_str()), &mended(text, fix)));
    out.push('\n');
    out
}

/// A fix's title, and the lines that it changes as they are then.
fn mended(text: &str, fix: &Fix) -> String {
    let after = apply_edits(text, &fix.edits).unwrap_or_else(|| "(the edits do not fit)".to_owned());
    let kept: Vec<&str> = text.lines().collect();
    let changed: Vec<String> = after
        .lines()
        .filter(|line| !kept.contains(line))
        .map(|line| format!("`{}`", cut(line.trim())))
        .collect();
    format!(
        "{} → {}",
        fix.title,
        if changed.is_empty() { "(lines go)".to_owned() } else { changed.join(" ") }
    )
}

fn shown(text: &str, span: Span) -> String {
    cut(&span.slice(text).replace('\n', "⏎"))
}

fn cut(text: &str) -> String {
    const LONGEST: usize = 160;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
