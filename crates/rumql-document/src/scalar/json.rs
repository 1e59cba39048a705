//! How is a text written as a JSON string?

use rumql_source::Span;

use crate::host::decode_json;

/// The text between the quotes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if c < ' ' => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The text in quotes.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

/// Whether the string `source`, quotes included, says `text`.
pub(super) fn says(source: &str, text: &str) -> bool {
    let is_quoted = source.len() >= 2 && source.starts_with('"') && source.ends_with('"');
    is_quoted && decode_json(source, Span::of(source)).is_some_and(|decoded| decoded.text == text)
}
