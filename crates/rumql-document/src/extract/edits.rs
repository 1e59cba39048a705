//! How is a key put in or named right?

use rumql_source::Edit;

use crate::{
    Host, Value,
    amend::line_start,
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
