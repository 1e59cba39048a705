//! Which characters need telling apart?
//!
//! Those that some test names. All others are alike to every test, so one of them stands for
//! all; where texts are compared by order, one for each gap between the named. A character is
//! then one byte, and an automaton need not know UTF-8.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, Repetition};
use rumql_hir::{Test, Value};
use rumql_syntax::{ast::Comparison, literal::Piece};

/// The characters, ascending; each is the byte of its place.
pub(super) struct Alphabet {
    chars: Vec<char>,
}

impl Alphabet {
    /// The alphabet of tests. `None` if they name too many characters.
    pub(super) fn of(tests: &[Test]) -> Option<Self> {
        let mut named = BTreeSet::new();
        let mut ordered = false;
        for test in tests {
            match test {
                Test::Equals(Value::Text(text)) => named.extend(text.chars()),
                Test::Compares(_, Value::Text(text)) => {
                    named.extend(text.chars());
                    ordered = true;
                }
                Test::Matches(pattern) => {
                    named.extend(pattern.pieces().iter().flat_map(|piece| match piece {
                        Piece::Text(text) => text.chars(),
                        Piece::AnyRun | Piece::AnyChar => "".chars(),
                    }))
                }
                _ => {}
            }
        }
        let mut chars: BTreeSet<char> = named.clone();
        chars.extend(readable().chain('\u{a1}'..=char::MAX).find(|c| !named.contains(c)));
        if ordered {
            let below = named.iter().filter_map(|c| ('\0'..*c).next_back());
            let above = named.iter().filter_map(|c| (*c..=char::MAX).nth(1));
            chars.extend(below.chain(above));
        }
        // The last byte stays free, so that every class of bytes has an end.
        (chars.len() < 255).then(|| Self { chars: chars.into_iter().collect() })
    }

    /// The bytes in use, those of readable characters first.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = (0..self.last()).chain([self.last()]).collect();
        bytes.sort_by_key(|byte| {
            let c = self.char(*byte);
            readable().position(|readable| Some(readable) == c).unwrap_or(usize::MAX)
        });
        bytes
    }

    /// The text that bytes stand for.
    pub(super) fn text(&self, bytes: &[u8]) -> String {
        bytes.iter().filter_map(|byte| self.char(*byte)).collect()
    }

    /// The texts that pass a test; `None` if it is no test of texts.
    pub(super) fn pattern(&self, test: &Test) -> Option<Hir> {
        Some(match test {
            Test::Equals(Value::Text(text)) => self.literal(text),
            Test::Matches(pattern) => Hir::concat(
                pattern
                    .pieces()
                    .iter()
                    .map(|piece| match piece {
                        Piece::Text(text) => self.literal(text),
                        Piece::AnyRun => self.any_run(),
                        Piece::AnyChar => self.any(),
                    })
                    .collect(),
            ),
            Test::Compares(comparison, Value::Text(text)) => self.compared(*comparison, text),
            _ => return None,
        })
    }

    fn last(&self) -> u8 {
        u8::try_from(self.chars.len().saturating_sub(1)).unwrap_or(u8::MAX)
    }

    fn char(&self, byte: u8) -> Option<char> {
        self.chars.get(usize::from(byte)).copied()
    }

    fn byte(&self, c: char) -> Option<u8> {
        self.chars.binary_search(&c).ok().and_then(|place| u8::try_from(place).ok())
    }

    fn literal(&self, text: &str) -> Hir {
        Hir::literal(text.chars().filter_map(|c| self.byte(c)).collect::<Vec<u8>>())
    }

    fn any(&self) -> Hir {
        range(0, self.last())
    }

    fn any_run(&self) -> Hir {
        Hir::repetition(Repetition { min: 0, max: None, greedy: true, sub: Box::new(self.any()) })
    }

    /// The texts before or after a text. By bytes of UTF-8 is by characters.
    fn compared(&self, comparison: Comparison, text: &str) -> Hir {
        let (less, or_equal) = match comparison {
            Comparison::Less => (true, false),
            Comparison::LessEqual => (true, true),
            Comparison::Greater => (false, false),
            Comparison::GreaterEqual => (false, true),
        };
        let prefix = |end: usize| self.literal(text.get(..end).unwrap_or_default());
        let mut ways = Vec::new();
        for (at, byte) in text.char_indices().filter_map(|(at, c)| Some((at, self.byte(c)?))) {
            let other = if less {
                byte.checked_sub(1).map(|last| range(0, last))
            } else {
                (byte < self.last()).then(|| range(byte + 1, self.last()))
            };
            ways.extend(other.map(|other| Hir::concat(vec![prefix(at), other, self.any_run()])));
            if less {
                ways.push(prefix(at));
            }
        }
        if !less {
            ways.push(Hir::concat(vec![self.literal(text), self.any(), self.any_run()]));
        }
        if or_equal {
            ways.push(self.literal(text));
        }
        Hir::alternation(ways)
    }
}

fn range(first: u8, last: u8) -> Hir {
    Hir::class(Class::Bytes(ClassBytes::new([ClassBytesRange::new(first, last)])))
}

/// The characters that a witness is best made of, the best first.
fn readable() -> impl Iterator<Item = char> {
    ('a'..='z').chain('0'..='9').chain('A'..='Z').chain(' '..='~')
}
