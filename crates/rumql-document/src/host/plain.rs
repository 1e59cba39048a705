//! What does a `.rumql` file say?
//!
//! One query. Lines that begin with `//` above it belong to the file; a byte order mark and
//! the blanks around the query do not belong to it.

use rumql_source::{HostMap, Span};

use crate::{Comment, Scalar, Style, Tree, Value, ValueKind, host::sink::offset};

const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// The file as one text.
pub(crate) fn parse(text: &str) -> Tree {
    let (scalar, comments) = read(text);
    let value = Value::new(scalar.span, ValueKind::String(scalar));
    Tree { roots: vec![value], comments, ..Tree::default() }
}

/// The query of a file and the comments above it.
pub(crate) fn read(text: &str) -> (Scalar, Vec<Comment>) {
    let mut comments = Vec::new();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start_matches(BLANKS).len();
        let rest = text.get(at..).unwrap_or_default();
        let Some(comment) = rest.strip_prefix("//") else { break };
        let line = comment.split(['\n', '\r']).next().unwrap_or_default();
        let span = Span::from(at..at + 2 + line.len());
        comments.push(Comment { span, text: line.to_owned() });
        at += 2 + line.len();
    }
    let query = text.get(at..).unwrap_or_default().trim_end_matches(BLANKS);
    let (start, len) = (offset(at), offset(query.len()));
    let scalar = Scalar {
        text: query.to_owned(),
        span: Span::new(start, start + len),
        map: HostMap::verbatim(start, len),
        style: Style::Plain,
    };
    (scalar, comments)
}
