//! What is the canonical spelling of a query at its place?

use rumql_document::{Scalar, Style};
use rumql_syntax::{Layout, Parse, format, parse};

/// The canonical spelling of a query in the file `host_text`; `None` for one that is left alone,
/// with a syntax error.
///
/// A line may be broken in `.rumql` files and in blocks of YAML. What stands around the query,
/// as the line break at the end of a block, stays.
pub fn spelling(scalar: &Scalar, parse: &Parse, host_text: &str) -> Option<String> {
    // A folded block reads its line breaks as blanks: to break a line there, it takes two.
    let is_folded = matches!(scalar.style, Style::YamlFolded { .. });
    let layout = if scalar.allows_line_breaks() && !is_folded { Layout::Broken } else { Layout::OneLine };
    let mut spelt = format(parse, layout)?;
    if scalar.style == Style::Plain {
        return Some(if host_text.contains("\r\n") { with_returns(&spelt) } else { spelt });
    }
    if scalar.allows_line_breaks() {
        let content = scalar.text.trim_end_matches('\n');
        spelt.push_str(scalar.text.get(content.len()..).unwrap_or_default());
    }
    Some(spelt)
}

/// The query with line ends of two characters between its terms. Those in a quoted text are a part
/// of it.
fn with_returns(spelt: &str) -> String {
    if !spelt.contains('\n') {
        return spelt.to_owned();
    }
    let mut out = String::with_capacity(spelt.len() + 16);
    for token in parse(spelt).tree.tokens() {
        let text = token.span.slice(spelt);
        match token.kind.is_blank() {
            true => out.push_str(&text.replace('\n', "\r\n")),
            false => out.push_str(text),
        }
    }
    out
}
