//! Which lines of a text show a finding, and how are they shown?

use std::{
    collections::BTreeSet,
    ops::{Range, RangeInclusive},
};

use rumql_source::Span;

use crate::report::guard::{MAX_LABEL, Part, clean, visible};

/// How much is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The most characters of a line.
    pub(super) columns: usize,
    /// The most labels.
    pub(super) labels: usize,
}

/// The lines that matter, harmless.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The lines; each has a blank at its end, so that there is something to point at.
    pub(super) text: String,
    /// The number of each line in the file; `None` for one that stands for those left out.
    pub(super) numbers: Vec<Option<u32>>,
    /// The labels, by their last line.
    pub(super) marks: Vec<Mark>,
}

/// A label in an excerpt.
#[derive(Debug)]
pub(super) struct Mark {
    /// The bytes of the excerpt, at least one.
    pub(super) range: Range<usize>,
    /// The lines of the excerpt.
    pub(super) lines: RangeInclusive<usize>,
    /// What is to be seen.
    pub(super) message: String,
    /// Whether it is what the finding is about.
    pub(super) is_main: bool,
}

/// A line of the file in the excerpt.
struct Line {
    number: u32,
    index: usize,
    /// The bytes of the file that are shown.
    shown: Range<usize>,
    /// Where each shown character begins: in the file and in the excerpt.
    starts: Vec<(usize, usize)>,
    /// The bytes of the excerpt.
    range: Range<usize>,
}

/// A label in the file: clamped, on whole characters.
struct Target<'a> {
    range: Range<usize>,
    first: u32,
    last: u32,
    message: &'a str,
    is_main: bool,
}

impl Excerpt {
    /// The lines of a part; `has_main` says whether its first label is the main place.
    pub(super) fn of(part: &Part<'_>, limits: Limits, has_main: bool) -> Self {
        let targets: Vec<Target<'_>> = part
            .labels
            .iter()
            .take(limits.labels)
            .enumerate()
            .map(|(index, (span, message))| Target::new(part, *span, message, has_main && index == 0))
            .collect();
        let mut excerpt = Self { text: String::new(), numbers: Vec::new(), marks: Vec::new() };
        let mut lines: Vec<Line> = Vec::new();
        for number in targets.iter().flat_map(|target| [target.first, target.last]).collect::<BTreeSet<_>>() {
            let before = lines.last().map(|line| line.number);
            if before.is_some_and(|before| targets.iter().any(|target| target.skips(before, number))) {
                excerpt.text.push('\n');
                excerpt.numbers.push(None);
            }
            let focus = targets.iter().find_map(|target| target.focus(number)).unwrap_or_default();
            lines.push(excerpt.push_line(part, number, focus, limits.columns));
        }
        excerpt.marks = targets.iter().filter_map(|target| target.mark(&lines, &excerpt.text)).collect();
        excerpt.marks.sort_by_key(|mark| (*mark.lines.end(), mark.range.start));
        excerpt
    }

    fn push_line(&mut self, part: &Part<'_>, number: u32, focus: usize, columns: usize) -> Line {
        let span = part.places.line(number, part.text);
        let line = span.slice(part.text);
        let base = span.start as usize;
        let window = window(line, focus.saturating_sub(base), columns);
        let begin = self.text.len();
        let mut starts = Vec::new();
        if window.start > 0 {
            self.text.push('…');
        }
        for (at, c) in line.get(window.clone()).unwrap_or_default().char_indices() {
            starts.push((base + window.start + at, self.text.len()));
            self.text.push(if c == '\t' { c } else { visible(c) });
        }
        let end = self.text.len();
        self.text.push(if window.end < line.len() { '…' } else { ' ' });
        self.text.push('\n');
        self.numbers.push(Some(number));
        let shown = base + window.start..base + window.end;
        Line { number, index: self.numbers.len() - 1, shown, starts, range: begin..end }
    }
}

impl Line {
    /// Where a byte of the file stands in the excerpt; what is cut off is its `…`.
    fn place(&self, offset: usize) -> usize {
        if offset < self.shown.start {
            return self.range.start;
        }
        let next = self.starts.partition_point(|(start, _)| *start < offset);
        self.starts.get(next).map_or(self.range.end, |(_, at)| *at)
    }
}

impl<'a> Target<'a> {
    fn new(part: &Part<'_>, span: Span, message: &'a str, is_main: bool) -> Self {
        let text = part.text;
        let mut start = (span.start as usize).min(text.len());
        let mut end = (span.end as usize).clamp(start, text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let line = |offset: usize| part.places.position(u32::try_from(offset).unwrap_or(u32::MAX)).line;
        // A break at the end of the span belongs to the line it ends.
        let last = if end > start { line(end - 1) } else { line(start) };
        Self { range: start..end, first: line(start), last, message, is_main }
    }

    /// Whether it goes over lines between these two.
    fn skips(&self, before: u32, after: u32) -> bool {
        after > before + 1 && self.first <= before && self.last >= after
    }

    /// What must be seen of a line.
    fn focus(&self, line: u32) -> Option<usize> {
        if line == self.first {
            Some(self.range.start)
        } else {
            (line == self.last).then_some(self.range.end)
        }
    }

    fn mark(&self, lines: &[Line], text: &str) -> Option<Mark> {
        let line = |number| lines.iter().find(|line| line.number == number);
        let (first, last) = (line(self.first)?, line(self.last)?);
        let start = first.place(self.range.start);
        let mut end = last.place(self.range.end);
        if end <= start {
            end = start + text.get(start..)?.chars().next()?.len_utf8();
        }
        Some(Mark {
            range: start..end,
            lines: first.index..=last.index,
            message: clean(self.message, MAX_LABEL),
            is_main: self.is_main,
        })
    }
}

/// At most `columns` characters of a line, those around the byte `focus`.
fn window(line: &str, focus: usize, columns: usize) -> Range<usize> {
    let fits = line.len() <= columns || (line.len() <= columns * 4 && line.chars().count() <= columns);
    if fits {
        return 0..line.len();
    }
    let mut focus = focus.min(line.len());
    while !line.is_char_boundary(focus) {
        focus -= 1;
    }
    let (before, after) = line.split_at(focus);
    let back = |count: usize| before.char_indices().rev().take(count).last().map_or(focus, |(at, _)| at);
    let ahead = |count: usize| after.char_indices().nth(count).map_or(line.len(), |(at, _)| focus + at);
    let start = back(columns / 3);
    let end = ahead(columns - before.get(start..).unwrap_or_default().chars().count());
    let shown = line.get(start..end).unwrap_or_default().chars().count();
    // Near the end of the line more of its beginning fits.
    if shown < columns {
        back(columns - (shown - before.get(start..).map_or(0, |it| it.chars().count())))..end
    } else {
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_lies_around_its_focus() {
        let line: String = ('a'..='z').cycle().take(100).collect();
        assert_eq!(window(&line, 50, 400), 0..100);
        assert_eq!(window(&line, 50, 30), 40..70);
        assert_eq!(window(&line, 0, 30), 0..30);
        assert_eq!(window(&line, 100, 30), 70..100);
        let wide = "é".repeat(100);
        assert_eq!(window(&wide, 101, 30), 80..140);
    }
}
