//! Which sets of patterns does some text fit?

use std::collections::HashSet;

use fixedbitset::FixedBitSet;
use regex_automata::{
    Anchored, MatchKind,
    dfa::{Automaton, StartKind, dense},
    nfa::thompson::{self, WhichCaptures},
    util::{primitives::StateID, start, syntax},
};
use regex_syntax::hir::Hir;

use super::Alphabet;

/// Bytes that an automaton may take, and as many again while it is made. Far more than tests
/// that people write need; past it each further test would double the time.
const BYTES: usize = 64 << 10;

/// Each set of patterns that some text fits, with a shortest such text. `None` past the bound, or
/// past `left`, from which the automaton's bytes are taken.
pub(super) fn regions(
    patterns: &[Hir],
    alphabet: &Alphabet,
    left: &mut usize,
) -> Option<Vec<(FixedBitSet, String)>> {
    let limit = BYTES.min(*left);
    let built = side_by_side(patterns, limit);
    *left -= built.as_ref().map_or(limit, |dfa| dfa.memory_usage().min(limit));
    let dfa = built?;
    let start = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()?;
    let bytes = alphabet.bytes();
    // A state, and how it was reached first: from which entry, by which byte.
    let mut reached: Vec<(StateID, usize, u8)> = vec![(start, 0, 0)];
    let mut known = HashSet::from([start]);
    let mut found: HashSet<FixedBitSet> = HashSet::new();
    let mut regions = Vec::new();
    let mut next = 0;
    while let Some(&(state, _, _)) = reached.get(next) {
        let passed = passed(&dfa, dfa.next_eoi_state(state), patterns.len());
        if found.insert(passed.clone()) {
            regions.push((passed, alphabet.text(&path(&reached, next))));
        }
        for &byte in &bytes {
            let to = dfa.next_state(state, byte);
            if known.insert(to) {
                reached.push((to, next, byte));
            }
        }
        next += 1;
    }
    Some(regions)
}

/// One automaton that runs all patterns at once.
fn side_by_side(patterns: &[Hir], limit: usize) -> Option<dense::DFA<Vec<u32>>> {
    let config =
        thompson::Config::new().utf8(false).which_captures(WhichCaptures::None).nfa_size_limit(Some(limit));
    let nfa = thompson::Compiler::new()
        .syntax(syntax::Config::new().utf8(false))
        .configure(config)
        .build_many_from_hir(patterns)
        .ok()?;
    let config = dense::Config::new()
        .match_kind(MatchKind::All)
        .start_kind(StartKind::Anchored)
        .accelerate(false)
        .dfa_size_limit(Some(limit))
        .determinize_size_limit(Some(limit));
    dense::Builder::new().configure(config).build_from_nfa(&nfa).ok()
}

/// The patterns that end here.
fn passed(dfa: &dense::DFA<Vec<u32>>, end: StateID, count: usize) -> FixedBitSet {
    let mut passed = FixedBitSet::with_capacity(count);
    if dfa.is_match_state(end) {
        (0..dfa.match_len(end)).for_each(|index| passed.insert(dfa.match_pattern(end, index).as_usize()));
    }
    passed
}

/// The bytes that lead to an entry.
fn path(reached: &[(StateID, usize, u8)], mut entry: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while entry != 0 {
        let Some(&(_, from, byte)) = reached.get(entry) else { break };
        bytes.push(byte);
        entry = from;
    }
    bytes.reverse();
    bytes
}
