//! How is a key or an item put into a file, or taken out of it?
//!
//! Each edit keeps to the layout that it finds: one line or several, the indentation, the quotes
//! of the neighbours. Where that is not simple, there is no edit.

use rumql_source::{Edit, Span};

use crate::{Host, Scalar, Style, Value, ValueKind, scalar::write_like};

/// A mapping or list, and the file that it stands in.
struct Place<'a> {
    text: &'a str,
    host: Host,
    whole: &'a Value,
}

impl Value {
    /// Puts `key: value` behind the last entry of a mapping, `value` as it is written in the file.
    pub fn with_last_entry(&self, text: &str, host: Host, key: &str, value: &str) -> Option<Edit> {
        let place = Place { text, host, whole: self };
        let ValueKind::Map(entries) = &self.kind else { return None };
        let quoted = if host == Host::Json { format!("\"{key}\"") } else { key.to_owned() };
        let entry = format!("{quoted}: {value}");
        // What a merge key brought in stands elsewhere.
        let own = |span: Span| self.span.encloses(span);
        let own = entries.iter().filter(|entry| own(entry.key.span) && own(entry.value.span));
        let Some(last) = own.max_by_key(|entry| entry.key.span) else {
            return (place.is_flow() && entries.is_empty()).then(|| Edit::insert(self.span.start + 1, entry));
        };
        let before = place.line_before(last.key.span.start);
        if !place.is_flow() {
            let indent = " ".repeat(before?.len());
            return (!ends_in_nothing(&last.value))
                .then(|| place.line_after(last.value.span.end, &format!("{indent}{entry}")))?;
        }
        let separator = place.separator(last.key.span.start);
        (!last.value.span.is_empty())
            .then(|| Edit::insert(last.value.span.end, format!(",{separator}{entry}")))
    }

    /// Puts a text in front of the first item of a list of texts.
    pub fn with_first_item(&self, text: &str, host: Host, item: &str) -> Option<Edit> {
        let place = Place { text, host, whole: self };
        let first = place.own_items().next().filter(|first| first.prefix.is_none())?;
        let item = write_like(first.as_scalar()?, item);
        let start = first.span.start;
        if place.is_flow() {
            return Some(Edit::insert(start, format!("{item},{}", place.separator(start))));
        }
        let dash = place.dash_before(start)?;
        Some(Edit::insert(start, format!("{item}{}{dash}", place.break_before(start))))
    }

    /// Puts a text behind the last item of a list of texts.
    pub fn with_last_item(&self, text: &str, host: Host, item: &str) -> Option<Edit> {
        let place = Place { text, host, whole: self };
        let last = place.own_items().last().filter(|last| last.prefix.is_none())?;
        let item = write_like(last.as_scalar()?, item);
        let end = last.span.end;
        if place.is_flow() {
            return Some(Edit::insert(end, format!(",{}{item}", place.separator(last.span.start))));
        }
        let dash = place.dash_before(last.span.start)?;
        place.line_after(end, &format!("{dash}{item}"))
    }

    /// Takes the item that stands at `span` out of a list of two or more.
    pub fn without_item(&self, text: &str, host: Host, span: Span) -> Option<Edit> {
        let place = Place { text, host, whole: self };
        let items: Vec<&Value> = place.own_items().collect();
        let at = items.iter().position(|item| item.span == span)?;
        let item = items.get(at).filter(|item| item.prefix.is_none() && items.len() > 1)?;
        if !place.is_flow() {
            let is_line = place.dash_before(span.start).is_some() && place.ends_line(span.end);
            return is_line.then(|| Edit::delete(place.whole_lines(item.span)));
        }
        let before =
            at.checked_sub(1).and_then(|at| items.get(at)).map(|item| Span::new(item.span.end, span.start));
        let after = items.get(at + 1).map(|item| Span::new(span.end, item.span.start));
        let is_comma = |gap: &Span| gap.slice(text).chars().all(|c| c == ',' || c.is_whitespace());
        let gap = before.filter(is_comma).or(after.filter(is_comma))?;
        Some(Edit::delete(span.join(gap)))
    }

    /// Takes the entry number `at` out of a mapping, with what separates it from its neighbours.
    pub fn without_entry(&self, text: &str, host: Host, at: usize) -> Edit {
        Edit::delete(removal(text, host, self, at))
    }
}

impl<'a> Place<'a> {
    fn is_flow(&self) -> bool {
        self.host == Host::Json || self.whole.span.slice(self.text).starts_with(['{', '['])
    }

    /// The items that stand in the list itself, not behind an alias.
    fn own_items(&self) -> impl Iterator<Item = &'a Value> {
        let whole = self.whole.span;
        self.whole.items().iter().filter(move |item| whole.encloses(item.span))
    }

    /// What stands on the line in front of byte `at`; `None` if it is more than blanks and dashes.
    fn line_before(&self, at: u32) -> Option<&'a str> {
        let before = self.text.get(..at as usize)?;
        let rest = before.trim_end_matches([' ', '\t', '-', '\u{feff}']);
        let is_line = rest.is_empty() || rest.ends_with(['\r', '\n']);
        is_line.then(|| before.get(rest.len()..))?.map(|line| line.trim_start_matches('\u{feff}'))
    }

    /// The dash of a block list's item that begins at byte `at`, with the blanks around it.
    fn dash_before(&self, at: u32) -> Option<&'a str> {
        self.line_before(at).filter(|before| before.trim() == "-")
    }

    /// The line break that ends the line before that of byte `at`.
    fn break_before(&self, at: u32) -> &'static str {
        let before = self.text.get(..at as usize).unwrap_or_default();
        let rest = before.trim_end_matches([' ', '\t', '-']);
        if rest.ends_with("\r\n") { "\r\n" } else { "\n" }
    }

    /// What stands between two members of a flow collection, one of which begins at byte `at`.
    fn separator(&self, at: u32) -> String {
        match self.line_before(at).filter(|before| before.trim().is_empty()) {
            Some(indent) => format!("{}{indent}", self.break_before(at)),
            None => " ".to_owned(),
        }
    }

    /// The rest of the line behind byte `at`.
    fn line_behind(&self, at: u32) -> &'a str {
        let rest = self.text.get(at as usize..).unwrap_or_default();
        rest.split(['\r', '\n']).next().unwrap_or_default()
    }

    /// Whether nothing follows on the line.
    fn ends_line(&self, at: u32) -> bool {
        self.line_behind(at).trim().is_empty()
    }

    /// Puts a line behind the one that ends at, or holds, byte `end`.
    fn line_after(&self, end: u32, line: &str) -> Option<Edit> {
        let before = self.text.get(..end as usize)?;
        if before.ends_with(['\r', '\n']) {
            let line_break = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
            return Some(Edit::insert(end, format!("{line}{line_break}")));
        }
        let rest = self.line_behind(end);
        let is_free = rest.trim().is_empty() || rest.trim_start().starts_with('#');
        let at = end + u32::try_from(rest.len()).ok()?;
        let is_pair = self.text.get(at as usize..).is_some_and(|rest| rest.starts_with("\r\n"));
        let line_break = if is_pair { "\r\n" } else { "\n" };
        is_free.then(|| Edit::insert(at, format!("{line_break}{line}")))
    }

    /// The lines that a part of a block takes, the break after the last included.
    fn whole_lines(&self, own: Span) -> Span {
        whole_lines(self.text, own)
    }
}

/// Whether the place where a value ends is not told: there is no text at its end.
fn ends_in_nothing(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Null => value.span.is_empty(),
        ValueKind::Seq(items) => items.last().is_some_and(ends_in_nothing),
        ValueKind::Map(entries) => entries.last().is_some_and(|entry| ends_in_nothing(&entry.value)),
        ValueKind::String(Scalar { style, text, .. }) => {
            text.is_empty() && matches!(style, Style::YamlLiteral { .. } | Style::YamlFolded { .. })
        }
        _ => false,
    }
}

/// All bytes of the entry number `at`, with what separates it from its neighbours.
pub(crate) fn removal(text: &str, host: Host, mapping: &Value, at: usize) -> Span {
    let entries = mapping.entries();
    let Some(entry) = entries.get(at) else { return Span::at(mapping.span.start) };
    let previous = at.checked_sub(1).and_then(|at| entries.get(at));
    let next = entries.get(at + 1);
    let own = entry.key.span.join(entry.value.span);
    if !mapping.span.encloses(own) {
        return own;
    }
    if host == Host::Json || mapping.span.slice(text).starts_with('{') {
        return match (previous, next) {
            (_, Some(next)) => Span::new(own.start, next.key.span.start),
            (Some(previous), None) => Span::new(previous.value.span.end, own.end),
            (None, None) => own,
        };
    }
    match next {
        Some(next) if text.get(own.end as usize..next.key.span.start as usize).is_some_and(is_blank) => {
            Span::new(own.start, next.key.span.start)
        }
        _ if previous.is_some() => whole_lines(text, own),
        _ => own,
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The lines that a part of a block takes.
fn whole_lines(text: &str, own: Span) -> Span {
    let end = own.end as usize;
    let ended = text.get(..end).unwrap_or_default().ends_with(['\r', '\n']);
    let rest = text.get(end..).unwrap_or_default();
    let end = if ended { end } else { end + rest.find('\n').map_or(rest.len(), |found| found + 1) };
    Span::from(line_start(text, own.start as usize)..end)
}

pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind(['\r', '\n'])).map_or(0, |found| found + 1)
}
