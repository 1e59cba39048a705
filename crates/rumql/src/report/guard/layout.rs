//! ariadne's rows in our layout: the file's line numbers, no empty rows, and a message right
//! behind its underline where it is the only one of its line.

use crate::report::excerpt::{Excerpt, Mark};

/// The colour of what is drawn around the text.
const MARGIN: &str = "38;5;246";

/// A character and its colour, as SGR parameters.
type Cell<'a> = (char, &'a str);

/// A part of the frame.
pub(super) fn margin(text: &str, colour: bool) -> String {
    if colour { format!("\x1b[{MARGIN}m{text}\x1b[0m") } else { text.to_owned() }
}

pub(super) fn rows(drawn: &str, excerpt: &Excerpt, gutter: usize, lines: &mut Vec<String>) {
    let mut rows = Vec::new();
    // Before them stand a headline and a location of ariadne's own, behind them a foot.
    for line in drawn.lines().skip(2) {
        if let Some(row) = Row::read(line, excerpt) {
            rows.push(row);
        }
    }
    let mut rows = rows.into_iter().peekable();
    let mut alone = None;
    while let Some(mut row) = rows.next() {
        let leads_nowhere = row.is_bare(false) && rows.next_if(|next| next.is_bare(true)).is_some();
        if leads_nowhere || row.is_bare(true) {
            continue;
        }
        if let Some(line) = row.line {
            alone = excerpt.only_mark(line);
        }
        if let Some(mark) = alone.filter(|_| row.is_underline())
            && rows.next_if(Row::is_arrow).is_some()
        {
            row.say(&mark.message);
        }
        lines.push(row.write(excerpt, gutter));
    }
}

struct Row<'a> {
    /// The line of the excerpt, if it is one.
    line: Option<usize>,
    bar: Cell<'a>,
    cells: Vec<Cell<'a>>,
}

impl<'a> Row<'a> {
    fn read(drawn: &'a str, excerpt: &Excerpt) -> Option<Self> {
        let mut cells = cells(drawn);
        let bar = cells.iter().position(|(c, _)| matches!(c, '│' | '┆'))?;
        let number: String = cells.iter().take(bar).map(|(c, _)| c).collect();
        let mut rest = cells.split_off(bar);
        let bar = rest.remove(0);
        let line = number.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        while rest.last().is_some_and(|(c, _)| *c == ' ') {
            rest.pop();
        }
        let row = Self { line: line.filter(|line| excerpt.numbers.len() > *line), bar, cells: rest };
        (row.line.is_some() || !row.cells.is_empty()).then_some(row)
    }

    fn is_underline(&self) -> bool {
        self.line.is_none() && self.cells.iter().all(|(c, _)| matches!(c, ' ' | '─' | '┬'))
    }

    fn is_arrow(&self) -> bool {
        self.line.is_none() && self.cells.iter().find(|(c, _)| *c != ' ').is_some_and(|(c, _)| *c == '╰')
    }

    /// Whether it only leads to a message (`│`), or to an empty one (`╰──`).
    fn is_bare(&self, ends: bool) -> bool {
        let is_line = |c: char| matches!(c, ' ' | '│') || (ends && matches!(c, '╰' | '─'));
        let has_end = self.cells.iter().any(|(c, _)| *c == '╰');
        self.line.is_none() && has_end == ends && self.cells.iter().skip(1).all(|(c, _)| is_line(*c))
    }

    fn say(&mut self, message: &'a str) {
        if !message.is_empty() {
            self.cells.push((' ', ""));
            self.cells.extend(message.chars().map(|c| (c, "")));
        }
    }

    fn write(&self, excerpt: &Excerpt, gutter: usize) -> String {
        let number = self.line.and_then(|line| excerpt.numbers.get(line).copied().flatten());
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        let width = gutter.saturating_sub(2);
        let margin = format!(" {number:>width$} ");
        let mut styled: Vec<Cell<'_>> = margin.chars().map(|c| (c, self.bar.1)).collect();
        styled.push(self.bar);
        styled.extend(&self.cells);
        paint(&styled)
    }
}

/// The characters of a row and their colours.
fn cells(row: &str) -> Vec<Cell<'_>> {
    let mut cells = Vec::new();
    let mut style = "";
    let mut rest = row;
    while let Some(c) = rest.chars().next() {
        let escape = rest.strip_prefix("\x1b[").and_then(|escape| escape.split_once('m'));
        if let Some((parameters, after)) = escape {
            style = if parameters == "0" { "" } else { parameters };
            rest = after;
        } else {
            cells.push((c, style));
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    cells
}

/// The row with a colour set once for all characters in a row that have it.
fn paint(cells: &[Cell<'_>]) -> String {
    let mut text = String::new();
    let mut current = "";
    for (c, style) in cells {
        // A blank looks the same in each colour.
        if *style != current && *c != ' ' {
            if !current.is_empty() {
                text.push_str("\x1b[0m");
            }
            if !style.is_empty() {
                text.push_str(&format!("\x1b[{style}m"));
            }
            current = style;
        }
        text.push(*c);
    }
    if !current.is_empty() {
        text.push_str("\x1b[0m");
    }
    text
}

impl Excerpt {
    /// The one mark of a line, if it is within the line.
    fn only_mark(&self, line: usize) -> Option<&Mark> {
        let mut here = self.marks.iter().filter(|mark| mark.lines.contains(&line));
        let only = here.next()?;
        (here.next().is_none() && only.lines.start() == only.lines.end()).then_some(only)
    }
}
