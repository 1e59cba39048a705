//! What does a JSON file say?
//!
//! Comments are allowed, for suppressions; everything else is as RFC 8259 has it.

use jsonc_parser::{
    CollectOptions, CommentCollectionStrategy, ParseOptions, ParseResult, ast, common::Range,
    errors::ParseError, errors::ParseErrorKind, parse_to_ast,
};
use rumql_source::Span;

use crate::{
    Comment, Entry, Scalar, Style, Tree, Value, ValueKind,
    host::{
        Unreadable,
        sink::{Decoded, Sink, coarse},
    },
};

/// The file as one value.
pub(crate) fn parse(text: &str) -> Tree {
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = text.get(skipped..).unwrap_or_default();
    let reader = Reader { text, skipped };
    match parse_to_ast(body, &collect(), &options()) {
        Ok(result) => reader.tree(result),
        Err(error) if is_lone_surrogate(&error) => {
            let masked = without_lone_surrogates(body);
            match parse_to_ast(&masked, &collect(), &options()) {
                Ok(result) => reader.tree(result),
                Err(error) => reader.refused(&error),
            }
        }
        Err(error) => reader.refused(&error),
    }
}

fn collect() -> CollectOptions {
    CollectOptions { comments: CommentCollectionStrategy::Separate, tokens: false }
}

fn options() -> ParseOptions {
    ParseOptions {
        allow_comments: true,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn is_lone_surrogate(error: &ParseError) -> bool {
    use jsonc_parser::ParseStringErrorKind as Kind;
    // After the first half of a pair, the parser misses four digits or finds no character.
    matches!(
        error.kind(),
        ParseErrorKind::String(Kind::InvalidUnicodeEscapeSequence(_) | Kind::ExpectedFourHexDigits)
    )
}

/// The same text, byte for byte as long, with `\ufffd` for each half of a pair that stands alone.
fn without_lone_surrogates(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        let slash = at + found;
        masked.push_str(text.get(at..slash).unwrap_or_default());
        let escape = Escape::read(text, slash);
        let end = escape.as_ref().map_or(slash + 1, |escape| escape.end);
        match escape {
            Some(Escape { lone: true, .. }) => masked.push_str("\\ufffd"),
            _ => masked.push_str(text.get(slash..end).unwrap_or_default()),
        }
        at = end;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    masked
}

/// One escape of a JSON string.
struct Escape {
    decoded: char,
    end: usize,
    /// Half of a surrogate pair without the other half.
    lone: bool,
}

impl Escape {
    /// The escape whose backslash is at byte `slash`; `None` for one that JSON does not have.
    fn read(text: &str, slash: usize) -> Option<Self> {
        let letter = *text.as_bytes().get(slash + 1)?;
        let simple = |decoded| Some(Self { decoded, end: slash + 2, lone: false });
        match letter {
            b'"' | b'\\' | b'/' => simple(char::from(letter)),
            b'b' => simple('\u{8}'),
            b'f' => simple('\u{c}'),
            b'n' => simple('\n'),
            b'r' => simple('\r'),
            b't' => simple('\t'),
            b'u' => Self::unicode(text, slash),
            _ => None,
        }
    }

    fn unicode(text: &str, slash: usize) -> Option<Self> {
        let first = unit(text, slash)?;
        if let Some(decoded) = char::from_u32(first) {
            return Some(Self { decoded, end: slash + 6, lone: false });
        }
        let second = unit(text, slash + 6).filter(|second| (0xdc00..0xe000).contains(second));
        match (first, second) {
            (0xd800..0xdc00, Some(second)) => {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                Some(Self { decoded: char::from_u32(code)?, end: slash + 12, lone: false })
            }
            _ => Some(Self { decoded: char::REPLACEMENT_CHARACTER, end: slash + 6, lone: true }),
        }
    }
}

/// The value of the `\uXXXX` at byte `slash`.
fn unit(text: &str, slash: usize) -> Option<u32> {
    let digits = text.get(slash..slash + 6)?.strip_prefix("\\u")?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Decodes the JSON string `span`, quotes included; `None` if it is not one.
pub(crate) fn decode(text: &str, span: Span) -> Option<Decoded> {
    let (start, end) = ((span.start as usize) + 1, (span.end as usize).checked_sub(1)?);
    let content = text.get(start..end)?;
    let mut sink = Sink::new(text, start);
    let mut at = start;
    while let Some(found) = content.get(at - start..)?.find('\\') {
        sink.verbatim(at, at + found);
        let escape = Escape::read(text, at + found)?;
        sink.escape_char(at + found, escape.end, escape.decoded);
        at = escape.end;
    }
    sink.verbatim(at, end);
    Some(sink.finish(end))
}

struct Reader<'a> {
    text: &'a str,
    /// The bytes of a byte order mark, which the parser does not see.
    skipped: usize,
}

impl Reader<'_> {
    fn span(&self, range: &Range) -> Span {
        Span::from(range.start + self.skipped..range.end + self.skipped)
    }

    fn refused(&self, error: &ParseError) -> Tree {
        let message = lower_first(&error.kind().to_string());
        Tree { unreadable: Some(Unreadable { span: self.span(&error.range()), message }), ..Tree::default() }
    }

    fn tree(&self, result: ParseResult<'_>) -> Tree {
        let mut unreadable = None;
        let roots: Vec<Value> = result.value.iter().map(|value| self.value(value, &mut unreadable)).collect();
        if roots.is_empty() {
            unreadable =
                Some(Unreadable { span: Span::of(self.text), message: "there is no value".to_owned() });
        }
        let mut comments: Vec<Comment> = result
            .comments
            .iter()
            .flatten()
            .flat_map(|(_, list)| list.iter())
            .map(|c| self.comment(c))
            .collect();
        comments.sort_by_key(|comment| comment.span);
        comments.dedup();
        Tree { roots, comments, unreadable, masks: Vec::new() }
    }

    fn comment(&self, comment: &ast::Comment<'_>) -> Comment {
        let range = match comment {
            ast::Comment::Line(line) => &line.range,
            ast::Comment::Block(block) => &block.range,
        };
        Comment { span: self.span(range), text: comment.text().to_owned() }
    }

    /// Recursion is bounded: the parser refuses more than 512 levels.
    fn value(&self, value: &ast::Value<'_>, unreadable: &mut Option<Unreadable>) -> Value {
        let (range, kind) = match value {
            ast::Value::NullKeyword(null) => (&null.range, ValueKind::Null),
            ast::Value::BooleanLit(boolean) => (&boolean.range, ValueKind::Bool(boolean.value)),
            ast::Value::NumberLit(number) => (&number.range, ValueKind::Number(number.value.to_owned())),
            ast::Value::StringLit(string) => {
                (&string.range, ValueKind::String(self.scalar(&string.range, &string.value, unreadable)))
            }
            ast::Value::Array(array) => {
                let items = array.elements.iter().map(|item| self.value(item, unreadable)).collect();
                (&array.range, ValueKind::Seq(items))
            }
            ast::Value::Object(object) => {
                let entries =
                    object.properties.iter().map(|property| self.entry(property, unreadable)).collect();
                (&object.range, ValueKind::Map(entries))
            }
        };
        Value::new(self.span(range), kind)
    }

    fn entry(&self, property: &ast::ObjectProp<'_>, unreadable: &mut Option<Unreadable>) -> Entry {
        let key = match &property.name {
            ast::ObjectPropName::String(string) => self.scalar(&string.range, &string.value, unreadable),
            ast::ObjectPropName::Word(word) => self.scalar(&word.range, word.value, unreadable),
        };
        Entry { key, value: self.value(&property.value, unreadable) }
    }

    fn scalar(&self, range: &Range, parsed: &str, unreadable: &mut Option<Unreadable>) -> Scalar {
        let span = self.span(range);
        if let Some(at) = span.slice(self.text).find(|c| c < ' ') {
            unreadable.get_or_insert_with(|| Unreadable {
                span: Span::at(span.start + crate::host::sink::offset(at)),
                message: "a control character stands in a string unescaped".to_owned(),
            });
        }
        let decoded = decode(self.text, span)
            .filter(|decoded| decoded.text == parsed)
            .unwrap_or_else(|| coarse(span, parsed.to_owned()));
        Scalar { text: decoded.text, span, map: decoded.map, style: Style::JsonString }
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
