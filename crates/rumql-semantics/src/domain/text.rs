//! Into which regions do wildcards and literals part the texts?
//!
//! Where there are only literals, each is a region and all other texts are one more. Where there
//! are wildcards, one automaton runs all tests at once, and each set of tests that some text
//! passes is a region. Its size is bounded; past that nothing is known.

use std::collections::{HashMap, HashSet};

use fixedbitset::FixedBitSet;
use regex_automata::{
    Anchored, MatchKind,
    dfa::{Automaton, StartKind, dense},
    nfa::thompson::{self, WhichCaptures},
    util::{primitives::StateID, start},
};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Dot, Hir, Repetition};
use rumql_hir::{Bound, Test, Value};
use rumql_syntax::{
    ast::Comparison,
    literal::{Pattern, Piece},
};

use super::all;

/// Bytes that an automaton may take, and as many again while it is made. Far more than tests
/// that people write need; past it each further test would double the time.
const AUTOMATON_BYTES: usize = 256 << 10;

/// The texts, parted.
#[derive(Debug)]
pub(crate) struct Texts {
    /// How many regions there are.
    len: usize,
    /// The regions of each test.
    sets: HashMap<Test, FixedBitSet>,
    /// A text of each region.
    texts: Vec<String>,
}

impl Texts {
    /// `true` and `false`: no other value is a boolean.
    pub(crate) fn booleans() -> Self {
        let texts = ["true", "false"].map(str::to_owned);
        let sets = texts.iter().enumerate().map(|(index, text)| (equals(text), one(2, index))).collect();
        Self { len: 2, sets, texts: texts.to_vec() }
    }

    /// Parts the texts by tests; `None` past the bound.
    pub(crate) fn of(tests: &[&Test]) -> Option<Self> {
        let mut literals: Vec<&str> = Vec::new();
        let mut others: Vec<Test> = Vec::new();
        let mut known = HashSet::new();
        for test in tests.iter().filter(|test| known.insert(**test)) {
            match test {
                Test::Equals(Value::Text(text)) => literals.push(text),
                Test::Within(low, high) => others.extend(comparisons(low, high)),
                Test::Present => {}
                other => others.push((*other).clone()),
            }
        }
        literals.sort_unstable();
        match (others.as_slice(), literals.as_slice()) {
            ([], literals) => Some(Self::of_literals(literals)),
            ([Test::Matches(pattern)], []) => Self::of_pattern(pattern),
            (_, literals) => Self::of_all(literals, others),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn set(&self, test: &Test) -> Option<FixedBitSet> {
        match test {
            // Of a boolean every other text is none.
            Test::Equals(_) => {
                Some(self.sets.get(test).cloned().unwrap_or_else(|| FixedBitSet::with_capacity(self.len)))
            }
            Test::Within(low, high) => {
                comparisons(low, high).iter().try_fold(all(self.len), |mut both, test| {
                    both.intersect_with(self.sets.get(test)?);
                    Some(both)
                })
            }
            test => self.sets.get(test).cloned(),
        }
    }

    pub(crate) fn value(&self, region: usize) -> Option<String> {
        self.texts.get(region).cloned()
    }

    fn of_literals(literals: &[&str]) -> Self {
        let len = literals.len() + 1;
        let sets = literals.iter().enumerate().map(|(index, text)| (equals(text), one(len, index))).collect();
        let mut other = "x".to_owned();
        while literals.binary_search(&other.as_str()).is_ok() {
            other.push('x');
        }
        let texts = literals.iter().map(|text| (*text).to_owned()).chain([other]).collect();
        Self { len, sets, texts }
    }

    /// One wildcard alone parts the texts in two. It has a piece that asks for a character, so the
    /// empty text is not one of its own.
    fn of_pattern(pattern: &Pattern) -> Option<Self> {
        let asks = pattern.pieces().iter().any(|piece| *piece != Piece::AnyRun);
        if !asks {
            return None;
        }
        let own = pattern.pieces().iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::AnyRun => "",
            Piece::AnyChar => "x",
        });
        let sets = HashMap::from([(Test::Matches(pattern.clone()), one(2, 0))]);
        Some(Self { len: 2, sets, texts: vec![own.collect(), String::new()] })
    }

    fn of_all(literals: &[&str], others: Vec<Test>) -> Option<Self> {
        let tests: Vec<Test> = literals.iter().map(|text| equals(text)).chain(others).collect();
        // The last pattern takes every text, and so tells texts from other strings of bytes.
        let patterns: Option<Vec<Hir>> = tests.iter().map(pattern_of).chain([Some(any_run())]).collect();
        let regions = regions(&automaton(&patterns?)?, tests.len());
        let len = regions.len();
        let mut sets: HashMap<Test, FixedBitSet> =
            tests.iter().map(|test| (test.clone(), FixedBitSet::with_capacity(len))).collect();
        let mut texts = Vec::with_capacity(len);
        for (region, (passed, text)) in regions.into_iter().enumerate() {
            for test in passed.ones().filter_map(|test| tests.get(test)) {
                if let Some(set) = sets.get_mut(test) {
                    set.insert(region);
                }
            }
            texts.push(text);
        }
        Some(Self { len, sets, texts })
    }
}

fn equals(text: &str) -> Test {
    Test::Equals(Value::Text(text.to_owned()))
}

fn one(len: usize, index: usize) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(len);
    set.insert(index);
    set
}

/// One automaton that runs all patterns side by side.
fn automaton(patterns: &[Hir]) -> Option<dense::DFA<Vec<u32>>> {
    let config =
        thompson::Config::new().which_captures(WhichCaptures::None).nfa_size_limit(Some(AUTOMATON_BYTES));
    let nfa = thompson::Compiler::new().configure(config).build_many_from_hir(patterns).ok()?;
    let config = dense::Config::new()
        .match_kind(MatchKind::All)
        .start_kind(StartKind::Anchored)
        .accelerate(false)
        .dfa_size_limit(Some(AUTOMATON_BYTES))
        .determinize_size_limit(Some(AUTOMATON_BYTES));
    dense::Builder::new().configure(config).build_from_nfa(&nfa).ok()
}

/// Each set of patterns that some text passes, with a shortest such text. Pattern number `count`
/// takes every text.
fn regions(dfa: &dense::DFA<Vec<u32>>, count: usize) -> Vec<(FixedBitSet, String)> {
    let bytes = preferred_bytes(dfa);
    let Ok(start) = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)) else { return Vec::new() };
    // A state, and how it was reached first: from which entry, by which byte.
    let mut reached: Vec<(StateID, usize, u8)> = vec![(start, 0, 0)];
    let mut known = HashSet::from([start]);
    let mut found: HashSet<FixedBitSet> = HashSet::new();
    let mut regions = Vec::new();
    let mut next = 0;
    while let Some(&(state, _, _)) = reached.get(next) {
        let passed = passed(dfa, dfa.next_eoi_state(state), count + 1);
        if passed.contains(count) && found.insert(passed.clone()) {
            regions.push((passed, text_of(&reached, next)));
        }
        for &byte in &bytes {
            let to = dfa.next_state(state, byte);
            if !dfa.is_dead_state(to) && known.insert(to) {
                reached.push((to, next, byte));
            }
        }
        next += 1;
    }
    regions
}

/// The patterns that end here.
fn passed(dfa: &dense::DFA<Vec<u32>>, end: StateID, count: usize) -> FixedBitSet {
    let mut passed = FixedBitSet::with_capacity(count);
    if dfa.is_match_state(end) {
        (0..dfa.match_len(end)).for_each(|index| passed.insert(dfa.match_pattern(end, index).as_usize()));
    }
    passed
}

fn text_of(reached: &[(StateID, usize, u8)], mut entry: usize) -> String {
    let mut bytes = Vec::new();
    while entry != 0 {
        let Some(&(_, from, byte)) = reached.get(entry) else { break };
        bytes.push(byte);
        entry = from;
    }
    bytes.reverse();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One byte of each class that the automaton tells apart, letters and digits first: a witness
/// should be a text that one can read.
fn preferred_bytes(dfa: &dense::DFA<Vec<u32>>) -> Vec<u8> {
    let readable = (b'a'..=b'z').chain(b'0'..=b'9').chain(b'A'..=b'Z').chain(b' '..=b'~');
    let mut seen = [false; 256];
    let mut bytes = Vec::new();
    for byte in readable.chain(0..=u8::MAX) {
        if let Some(class @ false) = seen.get_mut(usize::from(dfa.byte_classes().get(byte))) {
            *class = true;
            bytes.push(byte);
        }
    }
    bytes
}

/// The texts that pass a test, as a regular expression; `None` if it is no test of texts.
fn pattern_of(test: &Test) -> Option<Hir> {
    Some(match test {
        Test::Equals(Value::Text(text)) => Hir::literal(text.as_bytes()),
        Test::Matches(pattern) => {
            let pieces = pattern.pieces().iter().map(|piece| match piece {
                Piece::Text(text) => Hir::literal(text.as_bytes()),
                Piece::AnyRun => any_run(),
                Piece::AnyChar => Hir::dot(Dot::AnyChar),
            });
            Hir::concat(pieces.collect())
        }
        Test::Compares(comparison, Value::Text(text)) => compared(*comparison, text),
        _ => return None,
    })
}

/// The texts before or after a text, by bytes; of UTF-8 that is by characters.
fn compared(comparison: Comparison, text: &str) -> Hir {
    let mut ways = Vec::new();
    let prefix = |end: usize| Hir::literal(text.as_bytes().get(..end).unwrap_or_default());
    let (less, or_equal) = match comparison {
        Comparison::Less => (true, false),
        Comparison::LessEqual => (true, true),
        Comparison::Greater => (false, false),
        Comparison::GreaterEqual => (false, true),
    };
    for (at, c) in text.char_indices() {
        let other = if less { below(c) } else { above(c) };
        ways.extend(other.map(|range| {
            let class = Hir::class(Class::Unicode(ClassUnicode::new([range])));
            Hir::concat(vec![prefix(at), class, any_run()])
        }));
        if less {
            ways.push(prefix(at));
        }
    }
    if !less {
        ways.push(Hir::concat(vec![prefix(text.len()), Hir::dot(Dot::AnyChar), any_run()]));
    }
    if or_equal {
        ways.push(prefix(text.len()));
    }
    Hir::alternation(ways)
}

fn below(c: char) -> Option<ClassUnicodeRange> {
    ('\0'..c).next_back().map(|last| ClassUnicodeRange::new('\0', last))
}

fn above(c: char) -> Option<ClassUnicodeRange> {
    (c..=char::MAX).nth(1).map(|first| ClassUnicodeRange::new(first, char::MAX))
}

fn any_run() -> Hir {
    Hir::repetition(Repetition { min: 0, max: None, greedy: true, sub: Box::new(Hir::dot(Dot::AnyChar)) })
}

/// A range as the comparisons that it stands for.
fn comparisons(low: &Bound, high: &Bound) -> Vec<Test> {
    let compare = |bound: &Bound, inclusive, exclusive| match bound {
        Bound::Open => None,
        Bound::Inclusive(value) => Some(Test::Compares(inclusive, value.clone())),
        Bound::Exclusive(value) => Some(Test::Compares(exclusive, value.clone())),
    };
    let low = compare(low, Comparison::GreaterEqual, Comparison::Greater);
    let high = compare(high, Comparison::LessEqual, Comparison::Less);
    low.into_iter().chain(high).collect()
}
