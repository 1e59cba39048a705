//! What does a literal (`|`) or folded (`>`) YAML scalar say, byte by byte?

use rumql_source::Span;

use crate::host::sink::{Decoded, Sink};

/// What becomes of the line breaks at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chomp {
    Strip,
    Clip,
    Keep,
}

/// The first line of a block scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The indicators: `|`, `>-`, `|2+`.
    pub(crate) span: Span,
    pub(crate) folded: bool,
    /// The indentation, if it is written.
    pub(crate) digit: Option<u8>,
    pub(crate) chomp: Chomp,
    /// The byte at which the next line begins.
    pub(crate) body: usize,
}

impl Header {
    /// Reads the header that begins at byte `at`.
    pub(crate) fn read(text: &str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        let folded = match rest.as_bytes().first()? {
            b'|' => false,
            b'>' => true,
            _ => return None,
        };
        let line = rest.split(['\r', '\n']).next()?;
        let (mut digit, mut chomp, mut len) = (None, Chomp::Clip, 1);
        for byte in line.bytes().skip(1).take(2) {
            match byte {
                b'1'..=b'9' if digit.is_none() => digit = Some(byte - b'0'),
                b'-' if chomp == Chomp::Clip => chomp = Chomp::Strip,
                b'+' if chomp == Chomp::Clip => chomp = Chomp::Keep,
                _ => break,
            }
            len += 1;
        }
        let tail = line.get(len..)?;
        let comment = tail.trim_start_matches([' ', '\t']);
        let is_header = comment.is_empty() || (comment.starts_with('#') && comment.len() < tail.len());
        let body = at + line.len() + break_len(text.as_bytes(), at + line.len());
        is_header.then(|| Self { span: Span::from(at..at + len), folded, digit, chomp, body })
    }

    /// What stands on the first line after the indicators: nothing, or a comment.
    pub(crate) fn comment<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.span.end as usize..self.body).unwrap_or_default().trim_end_matches(['\r', '\n'])
    }
}

/// How many bytes the line break at byte `at` has.
pub(crate) fn break_len(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => 2,
        (Some(b'\r' | b'\n'), _) => 1,
        _ => 0,
    }
}

/// A block scalar, decoded.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) decoded: Decoded,
    /// From the header to the last byte that the decoded text comes from.
    pub(crate) span: Span,
    /// How far its lines are indented; `None` if all of them are empty.
    pub(crate) indent: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Empty,
    Normal,
    /// Begins with a blank of its own, so that breaks around it are kept.
    Spaced,
}

/// One line below the header: content, and the break after it.
#[derive(Debug, Clone, Copy)]
struct Line {
    kind: LineKind,
    start: usize,
    end: usize,
    after: usize,
}

/// Decodes the block scalar with this header. Its lines begin before byte `limit`; `indent` is
/// the parser's word for their indentation, else the first line that is not empty tells it.
pub(crate) fn decode(text: &str, header: &Header, indent: Option<usize>, limit: usize) -> Block {
    let indent = indent.or_else(|| detect(text, header.body, limit));
    let lines = lines(text, header.body, indent.unwrap_or(usize::MAX), limit);
    let content = lines.iter().rposition(|line| line.kind != LineKind::Empty).map_or(0, |last| last + 1);
    let (body, tail) = lines.split_at_checked(content).unwrap_or((&lines, &[]));
    let start = body
        .first()
        .or(tail.first().filter(|_| header.chomp == Chomp::Keep))
        .map_or(header.span.end as usize, |line| line.start);
    let mut writer = Writer { sink: Sink::new(text, start), end: header.span.end as usize };
    writer.body(body, header.folded);
    writer.tail(body.last(), tail, header.chomp);
    let end = writer.end.max(start);
    let span = Span::from(header.span.start as usize..writer.end);
    let indent = indent.and_then(|indent| u32::try_from(indent).ok());
    Block { decoded: writer.sink.finish(end), span, indent }
}

/// The indentation of the first line that is not empty.
pub(crate) fn detect(text: &str, body: usize, limit: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = body;
    while at < limit.min(bytes.len()) {
        let spaces = spaces(bytes, at, usize::MAX);
        let line_break = break_len(bytes, at + spaces);
        if at + spaces >= bytes.len() {
            return None;
        }
        if line_break == 0 {
            return Some(spaces);
        }
        at += spaces + line_break;
    }
    None
}

fn spaces(bytes: &[u8], at: usize, most: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take(most).take_while(|byte| **byte == b' ').count()
}

fn lines(text: &str, body: usize, indent: usize, limit: usize) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut at = body;
    while at < limit.min(bytes.len()) {
        let spaces = spaces(bytes, at, indent);
        let start = at + spaces;
        let rest = bytes.get(start..).unwrap_or_default();
        let len = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        let (end, after) = (start + len, start + len + break_len(bytes, start + len));
        let kind = match rest.first() {
            _ if len == 0 => LineKind::Empty,
            _ if spaces < indent => break,
            Some(b' ' | b'\t') => LineKind::Spaced,
            _ => LineKind::Normal,
        };
        if kind == LineKind::Empty && after == end {
            break;
        }
        lines.push(Line { kind, start, end, after });
        at = after;
    }
    lines
}

struct Writer<'a> {
    sink: Sink<'a>,
    /// The last byte of the file that was used.
    end: usize,
}

impl Writer<'_> {
    /// The lines up to the last one with content, without the break after that one.
    fn body(&mut self, lines: &[Line], folded: bool) {
        let mut previous: Option<(Line, usize)> = None;
        for line in lines {
            match line.kind {
                LineKind::Empty => match previous.as_mut() {
                    Some((_, empties)) => *empties += 1,
                    None => self.line_break(line.end, line.after),
                },
                LineKind::Normal | LineKind::Spaced => {
                    if let Some((above, empties)) = previous {
                        let folds = folded && above.kind == LineKind::Normal && line.kind == LineKind::Normal;
                        self.between(&above, empties, line, folds);
                    }
                    self.sink.verbatim(line.start, line.end);
                    self.end = line.end;
                    previous = Some((*line, 0));
                }
            }
        }
    }

    /// The break after `above` and those of the empty lines between it and `line`.
    fn between(&mut self, above: &Line, empties: usize, line: &Line, folds: bool) {
        if folds && empties == 0 {
            return self.sink.escape(above.end, line.start, " ");
        }
        let mut from = above.end;
        let mut after = above.after;
        if !folds {
            self.line_break(from, after);
            from = after;
        }
        // The first break of a fold is shown together with that of the first empty line.
        for _ in 0..empties {
            let blank = spaces(self.sink.bytes(), after, usize::MAX);
            let next = after + blank + break_len(self.sink.bytes(), after + blank);
            self.line_break(if from == after { after + blank } else { from }, next);
            (from, after) = (next, next);
        }
    }

    fn tail(&mut self, last: Option<&Line>, empties: &[Line], chomp: Chomp) {
        if let Some(last) = last.filter(|line| chomp != Chomp::Strip && line.after > line.end) {
            self.line_break(last.end, last.after);
        }
        if chomp == Chomp::Keep {
            empties.iter().for_each(|line| self.line_break(line.end, line.after));
        }
    }

    fn line_break(&mut self, start: usize, end: usize) {
        self.sink.escape(start, end, "\n");
        self.end = end;
    }
}
