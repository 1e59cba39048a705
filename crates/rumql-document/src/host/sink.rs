//! How is a decoded text gathered together with its map?

use rumql_source::{HostMap, HostMapBuilder, Span};

/// A text and the map back to its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) map: HostMap,
}

/// Gathers a decoded text from left to right.
#[derive(Debug)]
pub(crate) struct Sink<'a> {
    source: &'a str,
    text: String,
    map: HostMapBuilder,
}

/// A byte offset as spans count it; hosts refuse texts that do not fit.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'a> Sink<'a> {
    /// Begins at byte `start` of the file `source`.
    pub(crate) fn new(source: &'a str, start: usize) -> Self {
        Self { source, text: String::new(), map: HostMapBuilder::new(offset(start)) }
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.source.as_bytes()
    }

    /// Copies the bytes `start..end` of the file.
    pub(crate) fn verbatim(&mut self, start: usize, end: usize) {
        let Some(piece) = self.source.get(start..end).filter(|piece| !piece.is_empty()) else { return };
        self.text.push_str(piece);
        self.map.verbatim(offset(start), offset(piece.len()));
    }

    /// The bytes `start..end` of the file, as a whole, stand for `decoded`.
    pub(crate) fn escape(&mut self, start: usize, end: usize, decoded: &str) {
        if self.source.get(start..end) == Some(decoded) {
            return self.verbatim(start, end);
        }
        self.text.push_str(decoded);
        self.map.escape(Span::from(start..end), offset(decoded.len()));
    }

    /// The same for one character.
    pub(crate) fn escape_char(&mut self, start: usize, end: usize, decoded: char) {
        self.escape(start, end, decoded.encode_utf8(&mut [0; 4]));
    }

    /// Ends at byte `end` of the file.
    pub(crate) fn finish(self, end: usize) -> Decoded {
        Decoded { text: self.text, map: self.map.finish(offset(end)) }
    }
}

/// The map of last resort, for a text that could not be aligned with its source: every byte of
/// it comes from the whole of `span`.
pub(crate) fn coarse(span: Span, text: String) -> Decoded {
    let mut map = HostMapBuilder::new(span.start);
    map.escape(span, offset(text.len()));
    Decoded { text, map: map.finish(span.end) }
}
