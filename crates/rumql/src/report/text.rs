//! A finding for people: what, where, why and the way out.

use anstyle::{AnsiColor, Style};
use rumql_lint::Finding;
use rumql_source::{Applicability, Fix, Severity, Span};

use crate::{
    report::{
        Told,
        guard::{MAX_LABEL, MAX_LABELS, MAX_MESSAGE, Part, Snippet, clean},
        shelf::Shelved,
    },
    session::painted,
};

/// How many notes and fixes are told.
const MAX_LINES: usize = 4;

const DIM: Style = AnsiColor::BrightBlack.on_default();
const BOLD: Style = Style::new().bold();

/// The colour of a severity.
pub(super) fn style_of(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

/// The finding as a block of lines.
pub(super) fn block(told: &Told<'_>, colour: bool) -> String {
    let found = &told.finding.diagnostic;
    let severity = found.severity;
    let head = painted(&format!("{}[{}]", severity.as_str(), found.code), style_of(severity), colour);
    let message = painted(&clean(&found.message, MAX_MESSAGE), BOLD, colour);
    let snippet = snippet(told);
    let mut block = format!("{head} {message}\n{}", snippet.render(colour));
    let indent = " ".repeat(snippet.gutter());
    for (kind, said) in remarks(told) {
        let bullet = painted("=", DIM, colour);
        block.push_str(&format!("{indent}{bullet} {}: {said}\n", painted(kind, BOLD, colour)));
    }
    block
}

fn snippet<'a>(told: &Told<'a>) -> Snippet<'a> {
    let found = &told.finding.diagnostic;
    let mut parts = vec![part(told.text, found.span, found.label.as_deref().unwrap_or_default())];
    let mut others = found.labels.iter().filter_map(|label| Some((told.text_of(label)?, label)));
    for (text, label) in others.by_ref().take(MAX_LABELS) {
        match parts.iter_mut().find(|part| part.path == text.source.path) {
            Some(part) => part.labels.push((label.span, &label.message)),
            None => parts.push(part(text, label.span, &label.message)),
        }
    }
    Snippet { parts, more: others.count(), subject: subject(told.finding), severity: found.severity }
}

fn part<'a>(text: &'a Shelved<'a>, span: Span, message: &'a str) -> Part<'a> {
    let labels = vec![(span, message)];
    Part { path: &text.source.path, text: &text.source.text, places: text.places(), labels }
}

/// What the finding is in: `at-risk (users)`.
fn subject(finding: &Finding) -> String {
    let entity = finding.entity.map(|entity| format!("({entity})"));
    let name = finding.segment.as_ref().map(|name| clean(name, MAX_LABEL));
    name.into_iter().chain(entity).collect::<Vec<_>>().join(" ")
}

/// Why, and what to do.
fn remarks(told: &Told<'_>) -> Vec<(&'static str, String)> {
    let found = &told.finding.diagnostic;
    let elsewhere = found.labels.iter().filter(|label| told.text_of(label).is_none()).filter_map(|label| {
        let path = label.path.as_ref()?;
        Some(("note", format!("{}: {}", clean(path, MAX_LABEL), clean(&label.message, MAX_LABEL))))
    });
    let notes = found.notes.iter().map(|note| ("note", clean(note, MAX_MESSAGE)));
    let help = found.help.iter().map(|help| ("help", clean(help, MAX_MESSAGE)));
    let fixes = found.fixes.iter().map(|fix| ("help", fix_line(fix)));
    let page = ("page", format!("rumql explain {}", found.code));
    elsewhere
        .take(MAX_LINES)
        .chain(notes.take(MAX_LINES))
        .chain(help)
        .chain(fixes.take(MAX_LINES))
        .chain([page])
        .collect()
}

fn fix_line(fix: &Fix) -> String {
    let kind = match fix.applicability {
        Applicability::Safe => "fix",
        Applicability::Unsafe => "unsafe fix",
        Applicability::Choice => "possible fix",
    };
    format!("{kind}: {}", clean(&fix.title, MAX_LABEL))
}
