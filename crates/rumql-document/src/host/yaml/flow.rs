//! What does a plain or quoted YAML scalar say, byte by byte?

use rumql_source::Span;

use crate::host::sink::{Decoded, Sink};

/// How a scalar on one or more lines is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    Plain,
    Single,
    Double,
}

/// Decodes the scalar `span`, quotes included; `None` if its source is not of that kind.
pub(crate) fn decode(text: &str, span: Span, quoting: Quoting) -> Option<Decoded> {
    let mut reader = Reader::new(text, span, quoting)?;
    while let Some(byte) = reader.peek() {
        match (quoting, byte) {
            (_, b' ' | b'\t' | b'\r' | b'\n') => reader.blanks(),
            (Quoting::Single, b'\'') => reader.doubled_quote()?,
            (Quoting::Double, b'\\') => reader.escape()?,
            _ => reader.run(),
        }
    }
    Some(reader.sink.finish(reader.end))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    quoting: Quoting,
    sink: Sink<'a>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, span: Span, quoting: Quoting) -> Option<Self> {
        let quote = match quoting {
            Quoting::Plain => "",
            Quoting::Single => "'",
            Quoting::Double => "\"",
        };
        let inner = text.get(span.range())?.strip_prefix(quote)?.strip_suffix(quote)?;
        let at = span.start as usize + quote.len();
        Some(Self { text, at, end: at + inner.len(), quoting, sink: Sink::new(text, at) })
    }

    fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied().filter(|_| at < self.end)
    }

    /// The bytes up to the next one that means something.
    fn run(&mut self) {
        let special = |byte: u8| match byte {
            b' ' | b'\t' | b'\r' | b'\n' => true,
            b'\'' => self.quoting == Quoting::Single,
            b'\\' => self.quoting == Quoting::Double,
            _ => false,
        };
        let rest = self.text.as_bytes().get(self.at + 1..self.end).unwrap_or_default();
        let len = rest.iter().position(|byte| special(*byte)).unwrap_or(rest.len());
        self.sink.verbatim(self.at, self.at + 1 + len);
        self.at += 1 + len;
    }

    fn doubled_quote(&mut self) -> Option<()> {
        self.byte(self.at + 1).filter(|next| *next == b'\'')?;
        self.sink.escape(self.at, self.at + 2, "'");
        self.at += 2;
        Some(())
    }

    /// Blanks inside a line stay; blanks around a line break are folded away.
    fn blanks(&mut self) {
        let start = self.at;
        let end = self.blanks_end(start);
        self.at = end;
        let Some(first) = self.next_break(start, end) else { return self.sink.verbatim(start, end) };
        if self.next_break(first, end).is_none() {
            return self.sink.escape(start, end, " ");
        }
        // The first break is the fold itself; it is shown together with the second.
        let mut from = start;
        let mut after = first;
        while let Some(next) = self.next_break(after, end) {
            self.sink.escape(from, next, "\n");
            (from, after) = (next, next);
        }
    }

    fn blanks_end(&self, start: usize) -> usize {
        let rest = self.text.as_bytes().get(start..self.end).unwrap_or_default();
        start + rest.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')).unwrap_or(rest.len())
    }

    /// The byte after the first line break in `from..end`.
    fn next_break(&self, from: usize, end: usize) -> Option<usize> {
        let run = self.text.as_bytes().get(from..end)?;
        let found = from + run.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?;
        let is_pair =
            self.byte(found) == Some(b'\r') && self.byte(found + 1) == Some(b'\n') && found + 1 < end;
        Some(found + if is_pair { 2 } else { 1 })
    }

    fn escape(&mut self) -> Option<()> {
        let letter = self.byte(self.at + 1)?;
        match letter {
            b'\r' | b'\n' => self.continuation(),
            b'x' => self.numeric(2)?,
            b'u' => self.numeric(4)?,
            b'U' => self.numeric(8)?,
            _ => {
                self.sink.escape_char(self.at, self.at + 2, simple(letter)?);
                self.at += 2;
            }
        }
        Some(())
    }

    /// A backslash before a line break: the break and the blanks after it vanish, empty lines
    /// after it do not.
    fn continuation(&mut self) {
        let end = self.blanks_end(self.at + 1);
        let mut after = self.next_break(self.at + 1, end).unwrap_or(end);
        while let Some(next) = self.next_break(after, end) {
            self.sink.escape(after, next, "\n");
            after = next;
        }
        self.at = end;
    }

    fn numeric(&mut self, digits: usize) -> Option<()> {
        let first = self.hex(self.at + 2, digits)?;
        let mut end = self.at + 2 + digits;
        let mut code = first;
        if digits == 4 && (0xd800..0xdc00).contains(&first) {
            let second = self.text.get(end..)?.strip_prefix("\\u").and_then(|_| self.hex(end + 2, 4))?;
            (0xdc00..0xe000).contains(&second).then_some(())?;
            code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            end += 6;
        }
        self.sink.escape_char(self.at, end, char::from_u32(code)?);
        self.at = end;
        Some(())
    }

    fn hex(&self, at: usize, digits: usize) -> Option<u32> {
        let text = self.text.get(at..at + digits).filter(|_| at + digits <= self.end)?;
        text.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(text, 16).ok())?
    }
}

/// The escapes of one letter.
fn simple(letter: u8) -> Option<char> {
    Some(match letter {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' | b'"' | b'/' | b'\\' => char::from(letter),
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}
