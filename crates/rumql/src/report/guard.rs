//! What stands between foreign text and the terminal?
//!
//! ariadne draws the source; it passes escapes through, panics on a span inside a character and
//! takes minutes for a long line. So it never sees raw text: an *excerpt* of the few lines that
//! matter is made first, control characters replaced, long lines cut, spans clamped. What comes
//! back is laid out as our reports are.

mod layout;
#[cfg(test)]
mod tests;

use std::ops::Range;

use ariadne::{Color, Config, IndexType, Label, Report, ReportKind, Source};
use rumql_source::{Severity, Span};

use crate::report::{
    excerpt::{Excerpt, Limits},
    places::Places,
};

/// The longest headline, note or help, in bytes.
pub(crate) const MAX_MESSAGE: usize = 640;
/// The longest text of a label, title or name, in bytes.
pub(crate) const MAX_LABEL: usize = 240;
/// The most that a snippet may be, in bytes.
const MAX_SNIPPET: usize = 8 * 1024;

/// The most labels that are shown.
pub(super) const MAX_LABELS: usize = 8;

/// How much is shown, until it is little enough.
const ATTEMPTS: [Limits; 3] = [
    Limits { columns: 400, labels: MAX_LABELS },
    Limits { columns: 120, labels: MAX_LABELS },
    Limits { columns: 80, labels: 1 },
];

/// What a finding points at, to be shown: places of one text, or of several.
pub(super) struct Snippet<'a> {
    /// The text that the finding is in, then others. There is a first one, with a label.
    pub(super) parts: Vec<Part<'a>>,
    /// How many places more there are.
    pub(super) more: usize,
    /// What the first part is a part of: `at-risk (users)`.
    pub(super) subject: String,
    pub(super) severity: Severity,
}

/// The places in one text.
pub(super) struct Part<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) places: &'a Places,
    /// What is to be seen where. The first of the first part is the main place.
    pub(super) labels: Vec<(Span, &'a str)>,
}

/// `text` on one line, at most `max` bytes of it, with nothing that a terminal would obey.
pub(crate) fn clean(text: &str, max: usize) -> String {
    let mut cleaned = String::with_capacity(text.len().min(max));
    for c in text.chars() {
        if cleaned.len() + 8 > max {
            cleaned.push('…');
            break;
        }
        cleaned.push(if c == '\t' { ' ' } else { visible(c) });
    }
    cleaned
}

/// The same for a text of several lines, which stay.
pub(crate) fn clean_lines(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\t') { c } else { visible(c) }).collect()
}

/// What is shown for a character: a picture of a control character, `�` for one that changes
/// how others are shown or cannot be seen.
pub(super) fn visible(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('·'),
        '\x7f' => '␡',
        '\u{80}'..='\u{9f}' => '·',
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => '\u{fffd}',
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => {
            '\u{fffd}'
        }
        c => c,
    }
}

impl Snippet<'_> {
    /// The width of line numbers with the blanks around them.
    pub(super) fn gutter(&self) -> usize {
        let lines = self.parts.iter().flat_map(|part| {
            part.labels.iter().take(MAX_LABELS).map(|(span, _)| part.places.position(last_byte(*span)).line)
        });
        lines.max().unwrap_or(1).to_string().len() + 2
    }

    /// The places, their lines and what is to be seen there.
    pub(super) fn render(&self, colour: bool) -> String {
        let mut rendered = String::new();
        for limits in ATTEMPTS {
            rendered = self.attempt(limits, colour);
            if rendered.len() <= MAX_SNIPPET {
                break;
            }
        }
        rendered
    }

    fn attempt(&self, limits: Limits, colour: bool) -> String {
        let mut lines = Vec::new();
        let mut left = limits.labels;
        for (index, part) in self.parts.iter().enumerate() {
            if left == 0 {
                break;
            }
            let excerpt = Excerpt::of(part, Limits { labels: left, ..limits }, index == 0);
            left -= excerpt.marks.len().min(left);
            lines.push(self.location(index, part, colour));
            let drawn = draw(&excerpt, self.severity, colour);
            layout::rows(&drawn, &excerpt, self.gutter(), &mut lines);
        }
        let all: usize = self.parts.iter().map(|part| part.labels.len()).sum();
        let hidden = self.more + all - (limits.labels - left).min(all);
        if hidden > 0 {
            let places = if hidden == 1 { "place" } else { "places" };
            lines.push(format!("{}│ and {hidden} more {places}", " ".repeat(self.gutter())));
        }
        lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }

    /// `╭─[ path:line:column ] subject`; `├─[ path:line:column ]` for each further text.
    fn location(&self, index: usize, part: &Part<'_>, colour: bool) -> String {
        let start = part.labels.first().map_or(0, |(span, _)| span.start);
        let position = part.places.position(start);
        let path = clean(part.path, MAX_MESSAGE);
        let place = format!("{path}:{}:{}", position.line, position.column);
        let (open, subject) = if index == 0 { ("╭─[", self.subject.as_str()) } else { ("├─[", "") };
        let [open, close] = [open, "]"].map(|frame| layout::margin(frame, colour));
        let subject = clean(subject, 2 * MAX_LABEL);
        format!("{}{open} {place} {close} {subject}", " ".repeat(self.gutter())).trim_end().to_owned()
    }
}

/// The last byte of a span, or the one it stands at.
fn last_byte(span: Span) -> u32 {
    span.start.max(span.end.saturating_sub(1))
}

/// What ariadne makes of an excerpt.
fn draw(excerpt: &Excerpt, severity: Severity, colour: bool) -> String {
    let config = Config::new().with_color(colour).with_index_type(IndexType::Byte).with_cross_gap(true);
    let main = match severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Info => Color::Cyan,
    };
    let span = |range: &Range<usize>| ("", range.clone());
    let mut report = Report::build(ReportKind::Error, ("", 0..0)).with_config(config);
    for mark in &excerpt.marks {
        let color = if mark.is_main { main } else { Color::Blue };
        let label = Label::new(span(&mark.range)).with_color(color).with_message(&mark.message);
        report = report.with_label(label.with_priority(i32::from(mark.is_main)));
    }
    let mut drawn = Vec::new();
    let written = report.finish().write(("", Source::from(excerpt.text.as_str())), &mut drawn);
    // Writing to memory cannot fail.
    written.map(|()| String::from_utf8_lossy(&drawn).into_owned()).unwrap_or_default()
}
