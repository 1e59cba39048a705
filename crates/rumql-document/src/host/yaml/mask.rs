//! Which queries does YAML refuse, and how does the file read without them?

use rumql_source::Span;

use crate::host::Mask;

/// How far the end of a value in a flow mapping is looked for; that keeps the search linear.
const LONGEST: usize = 1 << 12;

/// The values of `query:` that YAML refuses or reads as something else, in the order of the
/// file. Only the shape of a line is looked at; a line inside a block scalar may be among
/// them, which does no harm.
pub(crate) fn candidates(text: &str) -> Vec<Mask> {
    let mut masks: Vec<Mask> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\r', '\n']) {
        for (at, _) in line.match_indices("query") {
            let is_covered = masks.last().is_some_and(|last| last.span.range().end > start + at);
            let found = if is_covered { None } else { value(line, at) };
            masks.extend(
                found.map(|(from, to, reason)| Mask { span: Span::from(start + from..start + to), reason }),
            );
        }
        start += line.len();
    }
    masks
}

/// The file with a plain scalar of the same length in the place of each mask.
pub(crate) fn apply(text: &str, masks: &[Mask]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for mask in masks {
        let span = mask.span.range();
        masked.push_str(text.get(done..span.start).unwrap_or_default());
        masked.extend(std::iter::repeat_n('x', span.len()));
        done = span.end;
    }
    masked.push_str(text.get(done..).unwrap_or_default());
    masked
}

/// The value of the `query` key at byte `at` of this line, as bytes of the line, and why YAML
/// refuses it.
fn value(line: &str, at: usize) -> Option<(usize, usize, &'static str)> {
    let before = line.get(..at)?.trim_end_matches(['"', '\'']).trim_end_matches([' ', '\t']);
    let after = line.get(at + "query".len()..)?.trim_start_matches(['"', '\'']);
    let rest =
        after.trim_start_matches(' ').strip_prefix(':').filter(|rest| rest.starts_with([' ', '\t']))?;
    let in_flow = before.ends_with(['{', ',']);
    if !in_flow && !before.trim_start_matches([' ', '\t', '-', '?', '\u{feff}']).is_empty() {
        return None;
    }
    let value = rest.trim_start_matches([' ', '\t']);
    let from = line.len() - value.len();
    let value = if in_flow { cut_flow(value) } else { cut_comment(value.trim_end()) };
    let reason = refusal(value)?;
    Some((from, from + value.len(), reason))
}

/// A value in a block mapping ends before a comment.
fn cut_comment(value: &str) -> &str {
    let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\'')).map_or(0, |q| quoted_len(value, q));
    let end = value.match_indices('#').find(|(at, _)| {
        *at >= quoted && value.get(..*at).is_some_and(|before| before.ends_with([' ', '\t']))
    });
    value.get(..end.map_or(value.len(), |(at, _)| at)).unwrap_or_default().trim_end()
}

/// A value in a flow mapping ends before the next entry or the end of the mapping.
fn cut_flow(value: &str) -> &str {
    let mut depth = 0_usize;
    let mut quoted = false;
    let end = value.char_indices().take(LONGEST).find(|(at, c)| {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' | '[' | '(' => depth += 1,
            '}' | ']' if depth == 0 => return true,
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                return value.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' '));
            }
            _ => {}
        }
        false
    });
    let end = end.map_or(if value.len() < LONGEST { value.len() } else { 0 }, |(at, _)| at);
    value.get(..end).unwrap_or_default().trim_end()
}

/// Why YAML refuses the value, or reads it as something that is no query.
pub(crate) fn refusal(value: &str) -> Option<&'static str> {
    let first = value.chars().next()?;
    let rest = value.get(first.len_utf8()..).unwrap_or_default();
    match first {
        '@' | '`' => Some("YAML reserves this character"),
        '%' => Some("`%` begins a directive in YAML"),
        '*' => Some("`*` begins an alias in YAML").filter(|_| !is_name(rest)),
        '&' => Some("`&` begins an anchor in YAML").filter(|_| !is_property(rest)),
        '!' => Some("`!` begins a tag in YAML").filter(|_| !rest.starts_with('!')),
        '>' => Some("`>` begins a folded text in YAML").filter(|_| !is_header(rest)),
        '|' => Some("`|` begins a literal text in YAML").filter(|_| !is_header(rest)),
        '[' => Some("`[` begins a list in YAML"),
        '{' => Some("`{` begins a mapping in YAML"),
        ']' | '}' | ',' => Some("YAML reserves this character"),
        '"' | '\'' => {
            let closed = quoted_len(value, first);
            Some("a text in quotes ends at the second quote in YAML").filter(|_| closed < value.len())
        }
        '-' | '?' | ':' if rest.starts_with(' ') || rest.is_empty() => Some("this begins an entry in YAML"),
        _ => Some("a colon before a blank makes a mapping in YAML")
            .filter(|_| value.contains(": ") || value.ends_with(':')),
    }
}

fn is_name(rest: &str) -> bool {
    !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// `&name` alone, or before a value that is none of those above.
fn is_property(rest: &str) -> bool {
    match rest.split_once(' ') {
        Some((name, value)) => is_name(name) && refusal(value.trim_start()).is_none(),
        None => is_name(rest),
    }
}

fn is_header(rest: &str) -> bool {
    rest.len() <= 2 && rest.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9'))
}

/// How many bytes the quoted text at the start has; the whole of one that is not closed.
fn quoted_len(value: &str, quote: char) -> usize {
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => {
                chars.next();
            }
            '\'' if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    value.len()
}
