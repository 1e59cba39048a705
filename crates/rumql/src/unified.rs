//! What is the difference between two texts, for people and for `patch`?

use std::time::Duration;

use similar::{Algorithm, TextDiff};

use crate::{
    report::guard::{clean, clean_lines},
    session::Output,
};

/// After so long the difference is given as it is known by then.
const DEADLINE: Duration = Duration::from_secs(10);

/// Writes a unified diff. On a terminal, control characters of the texts are made visible;
/// elsewhere they stay, so that the diff can be applied.
pub(crate) fn write(out: &mut Output, path: &str, old: &str, new: &str) {
    let name = clean(path, usize::MAX);
    let mut config = TextDiff::configure();
    let diff = config.algorithm(Algorithm::Patience).timeout(DEADLINE).diff_lines(old, new);
    let text = diff.unified_diff().header(&name, &name).to_string();
    let text = if out.is_terminal { clean_lines(&text) } else { text };
    if out.colour { out.text(coloured(&text)) } else { out.text(text) }
}

fn coloured(diff: &str) -> String {
    use anstyle::{AnsiColor, Style};
    let mut in_header = true;
    let mut text = String::with_capacity(diff.len() + diff.len() / 4);
    for line in diff.split_inclusive('\n') {
        in_header &= !line.starts_with("@@");
        let style = match line.as_bytes().first() {
            _ if in_header => Style::new().bold(),
            Some(b'@') => AnsiColor::Cyan.on_default(),
            Some(b'+') => AnsiColor::Green.on_default(),
            Some(b'-') => AnsiColor::Red.on_default(),
            _ => Style::new(),
        };
        let content = line.trim_end_matches('\n');
        text.push_str(&crate::session::painted(content, style, true));
        text.push_str(line.get(content.len()..).unwrap_or_default());
    }
    text
}
