//! How is a text written in YAML without quotes, in single or in double ones?

use crate::{
    Style,
    host::yaml::{resolve::is_ambiguous, says},
    scalar::Place,
};

/// The bytes that say the new text: the old style with as few changes as possible, else the
/// old style on one line, else quotes that can hold it.
pub(super) fn encode(place: &Place<'_>) -> String {
    let new = place.new;
    let kept = match place.scalar.style {
        Style::YamlPlain { in_flow } => {
            let spliced = place.spliced(str::to_owned).filter(|source| is_plain(source, new, in_flow));
            spliced.or_else(|| Some(new.to_owned()).filter(|source| is_plain(source, new, in_flow)))
        }
        Style::YamlSingle if fits_single(new) => {
            let spliced = place.spliced(|text| text.replace('\'', "''"));
            spliced.filter(|it| is_quoted(it, new)).or_else(|| Some(single(new)))
        }
        Style::YamlSingle => place.spliced(|text| text.replace('\'', "''")).filter(|it| is_quoted(it, new)),
        _ => place.spliced(escape).filter(|source| is_quoted(source, new)),
    };
    kept.unwrap_or_else(|| match place.scalar.style {
        Style::YamlPlain { .. } => nearest(new),
        _ => double(new),
    })
}

/// In quotes: double ones, unless the text holds what they would escape.
pub(super) fn nearest(text: &str) -> String {
    if text.contains(['"', '\\']) && fits_single(text) { single(text) } else { double(text) }
}

/// Whether `source` without quotes says `text` at its place, for every YAML parser we know.
pub(super) fn is_plain(source: &str, text: &str, in_flow: bool) -> bool {
    let is_clear = !is_ambiguous(text)
        && text.chars().all(|c| is_printable(c) || c == '\n')
        && !text.contains('\t')
        && !text.starts_with(|c| "?:,[]{}#&*!|>'\"%@`".contains(c))
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !(text.starts_with('-')
            && text.get(1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' ')))
        && !(in_flow
            && (text.contains([',', '[', ']', '{', '}']) || text.starts_with('-') || text.contains(":\"")));
    let wrapped = if in_flow { format!("{{k: {source}}}\n") } else { format!("k: {source}\n") };
    // The last line of the file may end without a break, and `k: a:` would still be a mapping.
    is_clear && !text.ends_with([':', ' ']) && says(&wrapped, text)
}

/// Whether the quoted `source` says `text`.
fn is_quoted(source: &str, text: &str) -> bool {
    says(&format!("k: {source}\n"), text)
}

/// Whether single quotes can hold the text on one line.
fn fits_single(text: &str) -> bool {
    text.chars().all(is_printable)
}

pub(super) fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

pub(super) fn double(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

/// Whether YAML takes the character as it is, on one line, in every version.
pub(super) fn is_printable(c: char) -> bool {
    match c {
        '\t' => true,
        '\u{feff}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    }
}

/// The text between double quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if is_printable(c) => escaped.push(c),
            c if u32::from(c) < 0x100 => escaped.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    escaped
}
