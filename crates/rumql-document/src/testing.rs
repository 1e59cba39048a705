//! What must hold for every file, as functions over text: for property tests and the fuzzer.

mod write;

use rumql_source::{Span, apply_edits};

use crate::{Document, Host, Options, Scalar, read};

pub use crate::testing::write::{Entropy, Layout, file};

/// Writes `query` into a file of the layout that `entropy` chooses, and checks that it is read
/// back exactly, that its map is exact, and that `new` can be written in its place.
///
/// # Errors
/// What does not hold, with the file.
pub fn embedded(entropy: &[u8], query: &str, new: &str) -> Result<(), String> {
    let written = file(&mut Entropy::new(entropy), query);
    let document = read(&written.text, written.host, &Options::default());
    let told = |what: String| format!("{what}\nquery {query:?}\nnew {new:?}\nfile {:?}", written.text);
    let Some(first) = document.queries.first() else { return Err(told("no query is read".to_owned())) };
    if first.scalar.text != written.query {
        return Err(told(format!("read as {:?}", first.scalar.text)));
    }
    if document.queries.len() != written.queries {
        return Err(told(format!("{} queries are read", document.queries.len())));
    }
    exact_map(&written.text, &first.scalar).map_err(told)?;
    replaced(&written.text, &document, 0, new).map_err(told)
}

/// Reads any text, and checks what must hold for any: maps that are monotone and inside their
/// scalars, spans of problems inside the text, and `new` written in the place of each query.
///
/// # Errors
/// What does not hold.
pub fn arbitrary(text: &str, host: Host, new: &str) -> Result<(), String> {
    let document = read(text, host, &Options::default());
    for problem in &document.problems {
        let span = problem.span();
        if text.get(span.range()).is_none() {
            return Err(format!("{problem:?} lies outside {text:?}"));
        }
    }
    for (index, query) in document.queries.iter().enumerate() {
        let told = |what: String| format!("{what}\nnew {new:?}\nfile {text:?}");
        monotone_map(text, &query.scalar).map_err(told)?;
        if document.problems.is_empty() {
            replaced(text, &document, index, new).map_err(told)?;
        }
    }
    Ok(())
}

/// Reads a file and checks that the map of each query is exact.
///
/// # Errors
/// What does not hold.
pub fn exact(text: &str, host: Host) -> Result<(), String> {
    let document = read(text, host, &Options::default());
    document.queries.iter().try_for_each(|query| exact_map(text, &query.scalar))
}

/// One run of the fuzzer: the bytes choose the layout, the query, the new query and, for the
/// second half of the check, are themselves the file.
///
/// # Errors
/// What does not hold.
pub fn host_map(data: &[u8]) -> Result<(), String> {
    let (entropy, rest) = data.split_at_checked(32).unwrap_or((data, &[]));
    let (query, new) = rest.split_at_checked(rest.len() / 2).unwrap_or((rest, &[]));
    let (query, new) = (String::from_utf8_lossy(query), String::from_utf8_lossy(new));
    embedded(entropy, &query, &new)?;
    let text = String::from_utf8_lossy(data);
    [Host::Plain, Host::Yaml, Host::Json].into_iter().try_for_each(|host| arbitrary(&text, host, &new))
}

/// The map never goes back and never leaves the scalar.
fn monotone_map(text: &str, scalar: &Scalar) -> Result<(), String> {
    let mut last = scalar.span.start;
    for at in boundaries(&scalar.text) {
        let host = scalar.map.to_host(Span::at(at));
        let is_inside = last <= host.start && host.end <= scalar.span.end;
        if !is_inside || !text.is_char_boundary(host.start as usize) {
            return Err(format!("byte {at} of {:?} is mapped to {host:?} after {last}", scalar.text));
        }
        last = host.start;
    }
    Ok(())
}

/// The map is monotone, comes back to where it began, and says which bytes are copies.
fn exact_map(text: &str, scalar: &Scalar) -> Result<(), String> {
    monotone_map(text, scalar)?;
    for at in boundaries(&scalar.text) {
        let host = scalar.map.to_host(Span::at(at)).start;
        if scalar.map.to_decoded(host) != Some(at) {
            return Err(format!("byte {at} comes back as {:?}", scalar.map.to_decoded(host)));
        }
    }
    for (at, c) in scalar.text.char_indices() {
        let decoded = Span::from(at..at + c.len_utf8());
        let host = scalar.map.to_host(decoded);
        let source = host.slice(text);
        let folds = c == ' ' && matches!(source, "\n" | "\r");
        let is_copy = source.chars().eq([c]) || folds || matches!(source, "\\N" | "\\_");
        if host.is_empty() || (host.len() == decoded.len() && !is_copy) {
            return Err(format!("{c:?} at {at} comes from {source:?}"));
        }
    }
    Ok(())
}

fn boundaries(text: &str) -> impl Iterator<Item = u32> {
    (0..=text.len()).filter(|at| text.is_char_boundary(*at)).filter_map(|at| u32::try_from(at).ok())
}

/// Writing `new` in the place of one query changes that query and nothing else.
fn replaced(text: &str, before: &Document, index: usize, new: &str) -> Result<(), String> {
    let Some(query) = before.queries.get(index) else { return Ok(()) };
    if before.host == Host::Plain && !is_plain_query(new) {
        return Ok(());
    }
    let edit = query.scalar.encode(text, new);
    if !query.scalar.span.encloses(edit.span) {
        return Err(format!("the edit {edit:?} leaves {:?}", query.scalar.span));
    }
    let after = apply_edits(text, &[edit]).ok_or("the edit does not fit")?;
    let options = Options { expected: true, ..Options::default() };
    let again = read(&after, before.host, &options);
    let expected: Vec<&str> =
        texts(before).enumerate().map(|(at, it)| if at == index { new } else { it }).collect();
    if !texts(&again).eq(expected.iter().copied()) {
        return Err(format!("after the edit {after:?} says {:?}", texts(&again).collect::<Vec<_>>()));
    }
    // An alias may bring the query along as another text.
    let mut pairs = others(before).zip(others(&again)).filter(|(old, _)| old.span != query.scalar.span);
    let is_kept = pairs.all(|(old, new)| old.text == new.text);
    if !is_kept || others(before).count() != others(&again).count() {
        return Err(format!("the edit changes other texts: {after:?}"));
    }
    Ok(())
}

fn is_plain_query(text: &str) -> bool {
    text.trim_matches([' ', '\t', '\r', '\n']) == text
        && !text.starts_with("//")
        && !text.starts_with('\u{feff}')
}

fn texts(document: &Document) -> impl Iterator<Item = &str> {
    document.queries.iter().map(|query| query.scalar.text.as_str())
}

fn others(document: &Document) -> impl Iterator<Item = &Scalar> {
    document.requests.iter().flat_map(|request| &request.other_strings)
}
