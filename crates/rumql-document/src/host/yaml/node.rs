//! What does one YAML node say, and what stands in front of it?

use granit_parser::ScalarStyle;
use rumql_source::Span;

use crate::{
    Scalar, Style,
    host::{
        sink::{Decoded, coarse, offset},
        yaml::{block, flow},
    },
    value::Prefix,
};

/// A scalar as the parser found it.
pub(crate) struct Found<'a> {
    /// The file.
    pub(crate) text: &'a str,
    /// What was parsed: the file with masks.
    pub(crate) masked: &'a str,
    /// The parser's word for what the scalar says.
    pub(crate) says: &'a str,
    pub(crate) span: Span,
    /// The parser's word for the indentation of a block scalar.
    pub(crate) indent: Option<usize>,
    /// The end of what stands before the scalar.
    pub(crate) after: usize,
    pub(crate) in_flow: bool,
}

impl Found<'_> {
    /// The scalar with its map.
    pub(crate) fn scalar(&self, style: ScalarStyle) -> Scalar {
        let (quoting, style) = match style {
            ScalarStyle::Plain => (flow::Quoting::Plain, Style::YamlPlain { in_flow: self.in_flow }),
            ScalarStyle::SingleQuoted => (flow::Quoting::Single, Style::YamlSingle),
            ScalarStyle::DoubleQuoted => (flow::Quoting::Double, Style::YamlDouble),
            ScalarStyle::Literal | ScalarStyle::Folded => return self.block(),
        };
        let decode = |text| flow::decode(text, self.span, quoting);
        let aligned = decode(self.masked).filter(|decoded| decoded.text == self.says);
        // A masked scalar says something else than what was parsed, at the same bytes.
        let is_masked = self.span.slice(self.masked) != self.span.slice(self.text);
        let decoded = if is_masked { aligned.and_then(|_| decode(self.text)) } else { aligned };
        let decoded = decoded.unwrap_or_else(|| self.coarse(self.span));
        Scalar { text: decoded.text, span: self.span, map: decoded.map, style }
    }

    fn block(&self) -> Scalar {
        let node = node_start(self.text, self.after, self.text.len());
        let at = skip_properties(self.text, node);
        let Some(header) = block::Header::read(self.text, at) else {
            let decoded = self.coarse(self.span);
            let style = Style::YamlPlain { in_flow: false };
            return Scalar { text: decoded.text, span: self.span, map: decoded.map, style };
        };
        // Without content there is no indentation; the parser then ends at the next token.
        let is_empty = self.says.chars().all(|c| c == '\n');
        let indent = if is_empty { Some(usize::MAX) } else { self.indent };
        let block = block::decode(self.text, &header, indent, self.span.end as usize);
        let folded = header.folded;
        let (decoded, span, indent) = match Some(block.decoded).filter(|decoded| decoded.text == self.says) {
            Some(decoded) => (decoded, block.span, block.indent),
            None => {
                let all = header.span.join(self.span);
                let len = all.slice(self.text).trim_end_matches(' ').len();
                let span = Span::new(all.start, all.start + offset(len));
                (self.coarse(span), span, None)
            }
        };
        let style = match folded {
            false => Style::YamlLiteral { indent },
            true => Style::YamlFolded { indent },
        };
        Scalar { text: decoded.text, span, map: decoded.map, style }
    }

    fn coarse(&self, span: Span) -> Decoded {
        coarse(span, self.says.to_owned())
    }
}

/// The anchor and the tag in front of a node that begins at byte `node`.
pub(crate) fn prefix(text: &str, after: usize, node: usize, local_tag: bool) -> Option<Prefix> {
    let start = node_start(text, after, node);
    let source = text.get(start..node)?.trim_end();
    source
        .starts_with(['&', '!'])
        .then(|| Prefix { span: Span::from(start..start + source.len()), local_tag })
}

/// The first byte of a node with its properties, after the end of what stands before it:
/// beyond blanks, comments and the indicators between two nodes.
fn node_start(text: &str, after: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = after;
    while at < limit {
        match bytes.get(at) {
            Some(b'#') => at = line_end(bytes, at),
            Some(b' ' | b'\t' | b'\r' | b'\n' | b':' | b',' | b'-' | b'?' | b'[' | b'{') => at += 1,
            _ => break,
        }
    }
    at
}

/// The first byte after the anchor, the tag and the comments that begin at byte `at`.
fn skip_properties(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(b'&' | b'!') => {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
            }
            Some(b'#') => at = line_end(bytes, at),
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            _ => return at,
        }
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len())
}
