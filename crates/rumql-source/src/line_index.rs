//! On which line and in which column is a byte?

use line_index::{TextSize, WideEncoding};

/// A place as people and reports count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The byte, from 0, as the file lies on disk.
    pub offset: u32,
}

/// The lines of one text. Lines end with `\n`; a `\r` before it belongs to the line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    lines: line_index::LineIndex,
}

impl LineIndex {
    /// Reads where the lines of `text` begin; linear in its length.
    pub fn new(text: &str) -> Self {
        Self { lines: line_index::LineIndex::new(text) }
    }

    /// The place of a byte; one past the end, or inside a character, is moved back to
    /// the nearest place that exists.
    pub fn position(&self, offset: u32) -> Position {
        let mut at = offset.min(self.lines.len().into());
        loop {
            let wide = self
                .lines
                .try_line_col(TextSize::from(at))
                .and_then(|place| self.lines.to_wide(WideEncoding::Utf32, place));
            match wide {
                Some(wide) => return Position { line: wide.line + 1, column: wide.col + 1, offset: at },
                None if at == 0 => return Position { line: 1, column: 1, offset: 0 },
                None => at -= 1,
            }
        }
    }

    /// The bytes of a line counted from 1, its line end included.
    pub fn line(&self, line: u32) -> Option<crate::Span> {
        let range = self.lines.line(line.checked_sub(1)?)?;
        Some(crate::Span::new(range.start().into(), range.end().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_bytes() {
        let index = LineIndex::new("é: x\r\nb");
        assert_eq!(index.position(3), Position { line: 1, column: 3, offset: 3 });
        assert_eq!(index.position(7), Position { line: 2, column: 1, offset: 7 });
        assert_eq!(index.position(99), Position { line: 2, column: 2, offset: 8 });
        assert_eq!(index.position(1), Position { line: 1, column: 1, offset: 0 });
    }
}
