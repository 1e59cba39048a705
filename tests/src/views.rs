//! What does a text look like at each stage?

use rumql_document::{Document, Host};
use rumql_lint::{Finding, Fixing, fix, testing::Case};
use rumql_source::{Diagnostic, LineIndex, Span};
use rumql_syntax::{Layout, format, parse};

/// The names of the views, as a suite's fences write them.
pub const VIEWS: [&str; 7] = ["tokens", "ast", "hir", "fmt", "diagnostics", "fix", "unsafe-fix"];

/// What `view` shows of a text, a line end at its end. `None` for an unknown view.
pub fn view(view: &str, case: Case, text: &str) -> Option<String> {
    let document = case.read(text);
    let shown = match view {
        "tokens" => each_query(&document, tokens),
        "ast" => each_query(&document, |query| format!("{:?}", parse(query).tree.root())),
        "hir" => each_query(&document, |query| format!("{:?}", case.meaning(query).query)),
        "fmt" => each_query(&document, |query| {
            format(&parse(query), Layout::Broken).unwrap_or_else(|| "left alone".into())
        }),
        "diagnostics" => diagnostics(text, &case.check(text)),
        "fix" => fix(text, Fixing::Safe, |text| case.check(text)).text,
        "unsafe-fix" => fix(text, Fixing::Unsafe, |text| case.check(text)).text,
        _ => return None,
    };
    Some(format!("{}\n", shown.trim_end()))
}

fn each_query(document: &Document, show: impl Fn(&str) -> String) -> String {
    let shown: Vec<String> = document.queries.iter().map(|query| show(&query.scalar.text)).collect();
    shown.join("\n")
}

fn tokens(query: &str) -> String {
    let parse = parse(query);
    let shown: Vec<String> = parse
        .tree
        .tokens()
        .iter()
        .map(|token| format!("{:?} {:?}", token.kind, token.span.slice(query)))
        .collect();
    shown.join("\n")
}

/// Every finding, with its line, its notes and what would mend it.
fn diagnostics(text: &str, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "nothing".into();
    }
    let index = LineIndex::new(text);
    findings.iter().map(|finding| diagnostic(text, &index, &finding.diagnostic)).collect()
}

fn diagnostic(text: &str, index: &LineIndex, diagnostic: &Diagnostic) -> String {
    let severity = diagnostic.severity.as_str();
    let mut out = format!("{severity}[{}]: {}\n", diagnostic.code, diagnostic.message);
    let line = index.position(diagnostic.span.start).line;
    let source = index.line(line).map_or("", |span| span.slice(text)).trim_end();
    out.push_str(&format!("  {source}\n  {}\n", underline(index, line, source, diagnostic)));
    for label in &diagnostic.labels {
        out.push_str(&format!("  also: `{}` {}\n", label.span.slice(text), label.message));
    }
    diagnostic.notes.iter().for_each(|note| out.push_str(&format!("  note: {note}\n")));
    diagnostic.help.iter().for_each(|help| out.push_str(&format!("  help: {help}\n")));
    for fix in &diagnostic.fixes {
        out.push_str(&format!("  fix ({}): {}\n", fix.applicability.as_str(), fix.title));
    }
    out
}

/// Carets under the main place, dashes under the others on the same line.
fn underline(index: &LineIndex, line: u32, source: &str, diagnostic: &Diagnostic) -> String {
    let width = source.chars().count() + 1;
    let mut marks = vec![' '; width];
    let mut mark = |span: Span, sign: char| {
        let (start, end) = (index.position(span.start), index.position(span.end));
        if start.line != line {
            return;
        }
        let last = if end.line == line { end.column.max(start.column + 1) } else { width as u32 + 1 };
        for column in start.column..last {
            if let Some(cell) = marks.get_mut(column as usize - 1) {
                *cell = sign;
            }
        }
    };
    diagnostic.labels.iter().filter(|label| label.path.is_none()).for_each(|label| mark(label.span, '-'));
    mark(diagnostic.span, '^');
    marks.into_iter().collect::<String>().trim_end().to_owned()
}

/// How a fence's info string names a text and its case, `rumql` being a plain file.
pub fn case_of(info: &str) -> Option<Case> {
    match info.strip_prefix("rumql") {
        Some(rest) => Case::parse(&format!("query{rest}")),
        None => Case::parse(info),
    }
    .filter(|case| case.host != Host::Plain || !info.is_empty())
}
