//! Which bytes of a file make up which bytes of a query?
//!
//! A query inside YAML or JSON is read *decoded*: escapes undone, lines folded. The
//! map remembers, piece by piece, where each decoded byte came from, so that a
//! finding in the query can be shown in the file and a fix written back to it.

use crate::Span;

/// One run of the decoded text and the bytes of the file it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    decoded: Span,
    host: Span,
}

impl Piece {
    /// A run copied byte for byte; any other piece is an escape and is not divided. (The few
    /// escapes as long as what they stand for are single characters: nobody points inside.)
    fn is_verbatim(self) -> bool {
        self.decoded.len() == self.host.len()
    }
}

/// The map between a decoded query and its file, in both directions.
///
/// It is monotone: a later decoded byte never comes from an earlier byte of the file.
/// Spans grow to whole escapes: half of `\u00e9` cannot be pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostMap {
    // INVARIANT: sorted by both sides, decoded sides without gaps, none of them empty.
    pieces: Vec<Piece>,
    content: Span,
}

impl HostMap {
    /// The map of a query that stands in its file as it is, from byte `start` on.
    pub fn verbatim(start: u32, len: u32) -> Self {
        let mut builder = HostMapBuilder::new(start);
        builder.verbatim(start, len);
        builder.finish(start + len)
    }

    /// The bytes of the file between the first and the last byte of the query.
    pub fn content(&self) -> Span {
        self.content
    }

    /// How many bytes the decoded query has.
    pub fn decoded_len(&self) -> u32 {
        self.pieces.last().map_or(0, |piece| piece.decoded.end)
    }

    /// Where a part of the query stands in the file.
    pub fn to_host(&self, decoded: Span) -> Span {
        if decoded.is_empty() {
            return Span::at(self.host_start(decoded.start));
        }
        Span::new(self.host_start(decoded.start), self.host_end(decoded.end))
    }

    /// The byte of the query that a byte of the file belongs to; `None` outside the query.
    /// A byte between two pieces (an indentation, say) belongs to the next one.
    pub fn to_decoded(&self, host: u32) -> Option<u32> {
        if host < self.content.start || host > self.content.end {
            return None;
        }
        let next = self.pieces.partition_point(|piece| piece.host.end <= host);
        let Some(piece) = self.pieces.get(next) else { return Some(self.decoded_len()) };
        if piece.is_verbatim() && piece.host.contains(host) {
            return Some(piece.decoded.start + (host - piece.host.start));
        }
        Some(piece.decoded.start)
    }

    fn host_start(&self, decoded: u32) -> u32 {
        let next = self.pieces.partition_point(|piece| piece.decoded.end <= decoded);
        match self.pieces.get(next) {
            Some(piece) if piece.is_verbatim() => piece.host.start + (decoded - piece.decoded.start),
            Some(piece) => piece.host.start,
            None => self.pieces.last().map_or(self.content.start, |piece| piece.host.end),
        }
    }

    fn host_end(&self, decoded: u32) -> u32 {
        let holding = self.pieces.partition_point(|piece| piece.decoded.end < decoded);
        match self.pieces.get(holding) {
            Some(piece) if piece.is_verbatim() => piece.host.start + (decoded - piece.decoded.start),
            Some(piece) => piece.host.end,
            None => self.pieces.last().map_or(self.content.end, |piece| piece.host.end),
        }
    }
}

/// Builds a [`HostMap`] from left to right, as a host decodes a value.
#[derive(Debug)]
pub struct HostMapBuilder {
    pieces: Vec<Piece>,
    start: u32,
    decoded: u32,
}

impl HostMapBuilder {
    /// Begins a map whose content begins at byte `start` of the file.
    pub fn new(start: u32) -> Self {
        Self { pieces: Vec::new(), start, decoded: 0 }
    }

    /// The next `len` decoded bytes are the bytes of the file from `host` on.
    pub fn verbatim(&mut self, host: u32, len: u32) {
        if let Some(last) = self.pieces.last_mut()
            && last.is_verbatim()
            && last.host.end == host
        {
            last.host.end += len;
            last.decoded.end += len;
            self.decoded += len;
            return;
        }
        self.escape(Span::new(host, host + len), len);
    }

    /// The next `len` decoded bytes stand for the bytes `host` of the file, as a whole.
    /// `len` 0 (a line continuation) leaves no piece behind.
    pub fn escape(&mut self, host: Span, len: u32) {
        if len == 0 {
            return;
        }
        let decoded = Span::new(self.decoded, self.decoded + len);
        self.decoded = decoded.end;
        self.pieces.push(Piece { decoded, host });
    }

    /// Ends the map; the content ends at byte `end` of the file.
    pub fn finish(self, end: u32) -> HostMap {
        HostMap { pieces: self.pieces, content: Span::new(self.start, end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a\u00e9b` in a JSON string that begins at byte 10.
    fn sample() -> HostMap {
        let mut builder = HostMapBuilder::new(10);
        builder.verbatim(10, 1);
        builder.escape(Span::new(11, 17), 2);
        builder.verbatim(17, 1);
        builder.finish(18)
    }

    #[test]
    fn spans_grow_to_whole_escapes() {
        assert_eq!(sample().to_host(Span::new(1, 3)), Span::new(11, 17));
        assert_eq!(sample().to_host(Span::new(0, 2)), Span::new(10, 17));
        assert_eq!(sample().to_host(Span::new(3, 4)), Span::new(17, 18));
        assert_eq!(sample().to_host(Span::at(4)), Span::at(18));
    }

    #[test]
    fn offsets_come_back() {
        assert_eq!(sample().to_decoded(9), None);
        assert_eq!(sample().to_decoded(10), Some(0));
        assert_eq!(sample().to_decoded(14), Some(1));
        assert_eq!(sample().to_decoded(17), Some(3));
        assert_eq!(sample().to_decoded(18), Some(4));
    }

    #[test]
    fn an_empty_query_has_a_place() {
        let map = HostMapBuilder::new(5).finish(5);
        assert_eq!(map.to_host(Span::at(0)), Span::at(5));
        assert_eq!(map.to_decoded(5), Some(0));
    }
}
