//! On which line and in which column is a byte, as people count?

use rumql_source::{LineIndex, Position, Span};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The lines of one text. A byte order mark has no column: nobody sees it.
pub(crate) struct Places {
    index: LineIndex,
    marked: bool,
}

impl Places {
    pub(crate) fn new(text: &str) -> Self {
        Self { index: LineIndex::new(text), marked: text.starts_with(BYTE_ORDER_MARK) }
    }

    pub(crate) fn position(&self, offset: u32) -> Position {
        let position = self.index.position(offset);
        if self.marked && position.line == 1 {
            return Position { column: position.column.saturating_sub(1).max(1), ..position };
        }
        position
    }

    /// The bytes of a line that show: no line end, no byte order mark.
    pub(super) fn line(&self, line: u32, text: &str) -> Span {
        let Some(span) = self.index.line(line) else { return Span::at(0) };
        let shown = span.slice(text);
        let mark = if self.marked && line == 1 { BYTE_ORDER_MARK.len() } else { 0 };
        let start = span.start as usize + mark.min(shown.len());
        let shown = shown.get(mark..).unwrap_or_default();
        let end =
            start + shown.strip_suffix('\n').map_or(shown, |it| it.strip_suffix('\r').unwrap_or(it)).len();
        Span::from(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_has_no_column() {
        let text = "\u{feff}a: é\r\nb";
        let places = Places::new(text);
        assert_eq!(places.position(3), Position { line: 1, column: 1, offset: 3 });
        assert_eq!(places.position(0), Position { line: 1, column: 1, offset: 0 });
        assert_eq!(places.position(8), Position { line: 1, column: 5, offset: 8 });
        assert_eq!(places.position(10), Position { line: 2, column: 1, offset: 10 });
        assert_eq!(places.line(1, text).slice(text), "a: é");
        assert_eq!(places.line(2, text).slice(text), "b");
        assert_eq!(places.line(9, text), Span::at(0));
    }
}
