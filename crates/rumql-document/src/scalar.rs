//! How is a text of a file written, and how is another one written in its place?

mod block;
mod json;
mod quoted;

use rumql_source::{Edit, HostMap, Span, apply_edits};

/// A text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// What it says, decoded.
    pub text: String,
    /// All its bytes: quotes, or the header of a block scalar, included.
    pub span: Span,
    /// The map between `text` and the file.
    pub map: HostMap,
    /// How it is written.
    pub style: Style,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The query of a `.rumql` file.
    Plain,
    /// A JSON string.
    JsonString,
    /// YAML without quotes.
    YamlPlain {
        /// Whether it stands in a flow collection: `[a, b]`, `{k: v}`.
        in_flow: bool,
    },
    /// YAML in single quotes.
    YamlSingle,
    /// YAML in double quotes.
    YamlDouble,
    /// A YAML block with line breaks: `|`.
    YamlLiteral {
        /// How far its lines are indented; `None` if all are empty.
        indent: Option<u32>,
    },
    /// A YAML block with folded lines: `>`.
    YamlFolded {
        /// How far its lines are indented; `None` if all are empty.
        indent: Option<u32>,
    },
}

/// A text as YAML in quotes: double ones, unless it holds what they would escape.
pub(crate) fn quote_yaml(text: &str) -> String {
    quoted::nearest(text)
}

/// A text as a neighbour of `scalar` is written: in its quotes, if it has any.
pub(crate) fn write_like(scalar: &Scalar, text: &str) -> String {
    match scalar.style {
        Style::JsonString => json::quote(text),
        Style::YamlPlain { in_flow } if quoted::is_plain(text, text, in_flow) => text.to_owned(),
        Style::YamlSingle => quoted::single(text),
        Style::YamlDouble => quoted::double(text),
        _ => quoted::nearest(text),
    }
}

impl Scalar {
    /// Whether the text may be written on several lines, as it stands: a `.rumql` file and the
    /// block scalars of YAML.
    pub fn allows_line_breaks(&self) -> bool {
        matches!(self.style, Style::Plain | Style::YamlLiteral { .. } | Style::YamlFolded { .. })
    }

    /// The edit after which this place says exactly `new`.
    ///
    /// The style is kept if it can hold the text, else the nearest one that can is taken; what
    /// does not change is left as it is written. The one limit: a `.rumql` file has no quoting,
    /// so blanks around its query, and a `//` at its beginning, do not come back as a part of it.
    pub fn encode(&self, host_text: &str, new: &str) -> Edit {
        if new == self.text && !self.is_refused(host_text) {
            return Edit::insert(self.span.end, "");
        }
        let source = self.source(host_text, new);
        trimmed(self.span, host_text, &source)
    }

    /// The bytes to put in the place of the scalar's.
    fn source(&self, host_text: &str, new: &str) -> String {
        let place = Place { scalar: self, host_text, new };
        match self.style {
            Style::Plain => format!("{}{new}", self.break_after_comment(host_text)),
            Style::JsonString => place
                .spliced(json::escape)
                .filter(|it| json::says(it, new))
                .unwrap_or_else(|| json::quote(new)),
            Style::YamlPlain { .. } | Style::YamlSingle | Style::YamlDouble => quoted::encode(&place),
            Style::YamlLiteral { indent } | Style::YamlFolded { indent } => block::encode(&place, indent),
        }
    }

    /// The line break that a query needs in a file that ends with a comment.
    fn break_after_comment(&self, host_text: &str) -> &'static str {
        let before = host_text.get(..self.span.start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        if line.trim_start_matches(['\u{feff}', ' ', '\t', '\r']).starts_with("//") { "\n" } else { "" }
    }

    /// Whether the text stands there without quotes although its host refuses it so.
    fn is_refused(&self, host_text: &str) -> bool {
        match self.style {
            Style::YamlPlain { in_flow } => {
                !quoted::is_plain(self.span.slice(host_text), &self.text, in_flow)
            }
            _ => false,
        }
    }
}

/// A scalar, its file and the text that shall stand there.
struct Place<'a> {
    scalar: &'a Scalar,
    host_text: &'a str,
    new: &'a str,
}

impl Place<'_> {
    /// The scalar's bytes with only the part replaced that changes, encoded by `encode`.
    fn spliced(&self, encode: impl Fn(&str) -> String) -> Option<String> {
        let scalar = self.scalar;
        let (prefix, suffix) = common(&scalar.text, self.new);
        let middle = self.new.get(prefix..self.new.len() - suffix)?;
        let start = u32::try_from(prefix).ok()?;
        let end = u32::try_from(scalar.text.len() - suffix).ok()?;
        let changed = scalar.map.to_host(Span::new(start, end));
        let within = Edit::replace(relative(changed, scalar.span)?, encode(middle));
        apply_edits(scalar.span.slice(self.host_text), &[within])
    }
}

/// `span`, counted from the beginning of `base`.
fn relative(span: Span, base: Span) -> Option<Span> {
    base.encloses(span).then(|| Span::new(span.start - base.start, span.end - base.start))
}

/// How many bytes two texts have in common at their beginning and, of the rest, at their end;
/// whole characters.
fn common(one: &str, other: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let prefix: usize = one.chars().zip(other.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (one, other) = (one.get(prefix..).unwrap_or_default(), other.get(prefix..).unwrap_or_default());
    let suffix = one.chars().rev().zip(other.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    (prefix, suffix)
}

/// Puts `source` in the place of `span`, and touches no byte that stays.
fn trimmed(span: Span, host_text: &str, source: &str) -> Edit {
    let old = span.slice(host_text);
    let (prefix, suffix) = common(old, source);
    let start = span.start as usize + prefix;
    let end = start + old.len() - prefix - suffix;
    let content = source.get(prefix..source.len() - suffix).unwrap_or_default();
    Edit::replace(Span::from(start..end), content)
}
