//! What does a YAML file say?
//!
//! granit-parser tells the structure, and where each scalar lies. What a scalar says is read
//! from its bytes, so that the map is exact, and compared with the parser's word; where the
//! two differ, the parser's word counts and the map is coarse.

pub(crate) mod block;
pub(crate) mod flow;
mod mask;
mod node;
pub(crate) mod resolve;
mod tree;

use granit_parser::{Event, Options, Parser, ScanError};
use rumql_source::Span;

use crate::{
    Tree,
    host::{Mask, Unreadable, sink::offset, yaml::tree::Builder},
};

/// How often the values that YAML refuses are looked for one by one.
const ROUNDS: usize = 32;

/// The file as one value a document.
///
/// A value that YAML refuses (`query: @type:error`) is masked by a plain scalar of the same
/// length and the file read again: first all that look refused at once, and if that does not
/// help, one at a time from where the parser stops.
pub(crate) fn parse(text: &str) -> Tree {
    let first = match attempt(text, text, &[]) {
        Ok(tree) => return tree,
        Err(error) => error,
    };
    let candidates = mask::candidates(text);
    if candidates.is_empty() {
        return refused(text, &first);
    }
    if let Ok(tree) = attempt(text, &mask::apply(text, &candidates), &candidates) {
        return tree;
    }
    one_by_one(text, &candidates, first)
}

fn one_by_one(text: &str, candidates: &[Mask], mut error: ScanError) -> Tree {
    let mut chosen: Vec<Mask> = Vec::new();
    for _ in 0..ROUNDS {
        let stop = stop(text, &error);
        let next = candidates.iter().rev().find(|mask| mask.span.start <= stop && !chosen.contains(mask));
        let Some(next) = next else { break };
        chosen.push(*next);
        chosen.sort_by_key(|mask| mask.span);
        match attempt(text, &mask::apply(text, &chosen), &chosen) {
            Ok(tree) => return tree,
            Err(later) => error = later,
        }
    }
    refused(text, &error)
}

fn stop(text: &str, error: &ScanError) -> u32 {
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    offset((0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0))
}

fn refused(text: &str, error: &ScanError) -> Tree {
    let unreadable = Unreadable { span: Span::at(stop(text, error)), message: error.info() };
    Tree { unreadable: Some(unreadable), ..Tree::default() }
}

/// What a value that begins with `first` is in YAML, in words.
pub(crate) fn indicator(first: char) -> &'static str {
    mask::refusal(first.encode_utf8(&mut [0; 4]))
        .unwrap_or("YAML reads a number here, as the indentation of a block")
}

/// The parser's limits: comments and keys as long as the file is; depth as it comes.
pub(crate) fn options() -> Options {
    granit_parser::options! {
        block_scalar_eof_without_line_feed: true,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: 1 << 24,
    }
}

/// Reads `masked`, which has the same length as the file `text` and the same structure as it
/// is meant to have.
fn attempt(text: &str, masked: &str, masks: &[Mask]) -> Result<Tree, ScanError> {
    let mut builder = Builder::new(text, masked, masks);
    for event in Parser::new_from_str_with_options(masked, options()) {
        let (event, span) = event?;
        builder.event(event, &span);
    }
    Ok(builder.finish())
}

/// Whether YAML reads `text` as a mapping of the one key `k` to the text `expected`.
pub(crate) fn says(text: &str, expected: &str) -> bool {
    let mut scalars = Vec::new();
    for event in Parser::new_from_str_with_options(text, options()) {
        match event {
            Ok((Event::Scalar(text, ..), _)) => scalars.push(text.into_owned()),
            Ok((
                Event::Alias(_) | Event::UnresolvedAlias(_) | Event::Comment(..) | Event::SequenceStart(..),
                _,
            ))
            | Err(_) => return false,
            Ok(_) => {}
        }
    }
    matches!(scalars.as_slice(), [key, value] if key == "k" && value == expected)
}
