//! Into which regions do wildcards and literals part the texts?
//!
//! Where there are only literals, each is a region and all other texts are one more. Where there
//! are wildcards, one automaton runs all tests at once, and each set of tests that some text
//! passes is a region. Its size is bounded; past that nothing is known.

mod alphabet;
mod automaton;

use std::collections::{HashMap, HashSet};

use fixedbitset::FixedBitSet;
use regex_syntax::hir::Hir;
use rumql_hir::{Bound, Test, Value};
use rumql_syntax::{
    ast::Comparison,
    literal::{Pattern, Piece},
};

use self::alphabet::Alphabet;
use super::all;

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

    /// Parts the texts by tests; `None` past the bound. `bytes` is what automata may still take.
    pub(crate) fn of(tests: &[&Test], bytes: &mut usize) -> Option<Self> {
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
            (_, literals) => Self::of_all(literals, others, bytes),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn set(&self, test: &Test) -> Option<FixedBitSet> {
        match test {
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

    fn of_all(literals: &[&str], others: Vec<Test>, bytes: &mut usize) -> Option<Self> {
        let tests: Vec<Test> = literals.iter().map(|text| equals(text)).chain(others).collect();
        let alphabet = Alphabet::of(&tests)?;
        let patterns: Option<Vec<Hir>> = tests.iter().map(|test| alphabet.pattern(test)).collect();
        let regions = automaton::regions(&patterns?, &alphabet, bytes)?;
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
