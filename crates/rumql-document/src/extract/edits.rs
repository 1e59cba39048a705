//! How is a key put in, taken out or named right?

use rumql_source::{Edit, Span};

use crate::{
    Host, Value,
    shape::{Key, Shape},
};

/// The key of the shape that `written` most likely stands for, among those that are `free`.
pub(super) fn nearest(shape: &'static Shape, written: &str, free: &[&'static Key]) -> Option<&'static Key> {
    let synonym = shape.synonyms.iter().find(|(word, _)| *word == written);
    if let Some((_, meant)) = synonym {
        return free.iter().find(|key| key.name == *meant).copied();
    }
    // No key is near to a long one, and the distance is dear there.
    let written = if written.len() > 64 { return None } else { written.to_lowercase() };
    let most = if written.len() < 4 { 1 } else { (written.len() / 3).min(3) };
    let distances = free.iter().map(|key| (strsim::damerau_levenshtein(&written, key.name), *key));
    distances
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, key)| key)
}

/// Puts `key: value` in front of the first entry of a mapping.
pub(super) fn insertion(text: &str, host: Host, mapping: &Value, key: &str, value: &str) -> Edit {
    let is_flow = mapping.span.slice(text).starts_with('{');
    let quoted = if host == Host::Json { format!("\"{key}\"") } else { key.to_owned() };
    let Some(first) = mapping.entries().first().map(|entry| entry.key.span.start) else {
        return Edit::insert(mapping.span.start + 1, format!("{quoted}: {value}"));
    };
    let line = line_start(text, first as usize);
    let before = text.get(line..first as usize).unwrap_or_default();
    let is_first_on_line = before.trim().is_empty();
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let separator = match (is_flow, is_first_on_line) {
        (true, true) => format!(",{line_break}{before}"),
        (true, false) => ", ".to_owned(),
        (false, _) => {
            format!("{line_break}{}", " ".repeat(before.trim_start_matches('\u{feff}').chars().count()))
        }
    };
    Edit::insert(first, format!("{quoted}: {value}{separator}"))
}

/// All bytes of the entry number `at`, with what separates it from its neighbours.
pub(super) fn removal(text: &str, host: Host, mapping: &Value, at: usize) -> Span {
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

/// The lines that the entry of a block mapping takes.
fn whole_lines(text: &str, own: Span) -> Span {
    let end = own.end as usize;
    let ended = text.get(..end).unwrap_or_default().ends_with(['\r', '\n']);
    let rest = text.get(end..).unwrap_or_default();
    let end = if ended { end } else { end + rest.find('\n').map_or(rest.len(), |found| found + 1) };
    Span::from(line_start(text, own.start as usize)..end)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind(['\r', '\n'])).map_or(0, |found| found + 1)
}
