//! What does a comment speak of?
//!
//! At the end of a line: what stands on that line. On a line of its own: what stands on the next
//! one, and if a segment, a group, an entry of one or the like begins there, all of it. A query that begins or ends
//! on a line is on it as a whole. In a `.rumql` file there is one query to speak of.

use rumql_document::Host;
use rumql_source::Span;

use super::comment::Suppression;
use crate::Input;

/// What a suppression speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cover {
    /// Nothing: it stands above nothing.
    Nothing,
    /// The whole file.
    File,
    /// These bytes.
    Part(Span),
}

/// The queries of a file, and what is around them, by their places.
pub(super) struct Places<'a> {
    text: &'a str,
    host: Host,
    /// Sorted; no two overlap.
    queries: Vec<Span>,
    /// Sorted by their beginning.
    parts: Vec<Span>,
}

impl<'a> Places<'a> {
    pub(super) fn of(input: &Input<'a>) -> Self {
        let document = input.document;
        let mut queries: Vec<Span> = document.queries.iter().map(|query| query.scalar.span).collect();
        // What an alias brings into several places is one.
        let mut parts = document.parts.clone();
        queries.sort();
        parts.sort();
        parts.dedup();
        Self { text: input.text, host: document.host, queries, parts }
    }

    /// What a comment speaks of.
    pub(super) fn cover(&self, suppression: &Suppression<'_>) -> Cover {
        if suppression.whole_file || self.host == Host::Plain {
            return Cover::File;
        }
        let own = self.line(suppression.span.start);
        let before = Span::new(own.start, suppression.span.start).slice(self.text);
        let rest = self.line(suppression.span.end).end;
        let after = Span::new(suppression.span.end, rest).slice(self.text);
        if !before.trim().is_empty() || !after.trim().is_empty() {
            return Cover::Part(self.with_queries(own));
        }
        match self.next_line(rest) {
            Some(line) => Cover::Part(self.with_queries(self.with_parts(line))),
            None => Cover::Nothing,
        }
    }

    /// The line around a byte, without its end.
    fn line(&self, offset: u32) -> Span {
        let (before, after) = self.text.split_at_checked(offset as usize).unwrap_or((self.text, ""));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = before.len() + after.find(['\n', '\r']).unwrap_or(after.len());
        Span::from(start..end)
    }

    /// The line below one that ends at `end`, further comments passed over. A blank line ends the
    /// search: what stands behind it is another matter.
    fn next_line(&self, mut end: u32) -> Option<Span> {
        loop {
            let rest = self.text.get(end as usize..)?;
            let below = end + rest.find('\n')? as u32 + 1;
            let line = self.line(below);
            let said = line.slice(self.text).trim_start();
            if said.is_empty() {
                return None;
            }
            let is_comment = match self.host {
                Host::Yaml => said.starts_with('#'),
                Host::Json | Host::Plain => said.starts_with("//") || said.starts_with("/*"),
            };
            if !is_comment {
                return Some(line);
            }
            end = line.end;
        }
    }

    fn with_parts(&self, line: Span) -> Span {
        let first = self.parts.partition_point(|part| part.start < line.start);
        let begun = self.parts.get(first..).unwrap_or_default().iter();
        begun.take_while(|part| part.start <= line.end).fold(line, |all, part| all.join(*part))
    }

    fn with_queries(&self, line: Span) -> Span {
        let first = self.queries.partition_point(|query| query.end < line.start);
        let on_it = self.queries.get(first..).unwrap_or_default().iter();
        on_it.take_while(|query| query.start <= line.end).fold(line, |line, query| line.join(*query))
    }
}
