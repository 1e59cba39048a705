//! How are the tests of one attribute told?

use rumql_catalog::Kind;
use rumql_hir::{Bound, Predicate, Test, Value};
use rumql_syntax::{
    ast::Comparison,
    literal::{Pattern, Piece},
};

use super::{Teller, ends::Ends, moment, name::Name, value};
use crate::matches::{cidr::Cidr, words};

/// One thing that is said of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) lead: Lead,
    /// `plan type is pro or team`; complete in a list.
    pub(super) text: String,
}

/// What stands before a clause in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// Users *whose* plan type is pro.
    Whose,
    /// Users *who were* last seen before.
    Were,
    /// Events *for which* some text contains.
    For,
}

/// Whether tests have to pass or to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Polarity {
    Holds,
    Fails,
}

/// What is said of a value: `is` and `over 50`.
struct Phrase {
    verb: Verb,
    object: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Is,
    StartsWith,
    EndsIn,
    Contains,
    Fits,
}

impl Polarity {
    pub(super) fn opposite(self) -> Self {
        self.pick(Self::Fails, Self::Holds)
    }

    pub(super) fn pick<T>(self, holds: T, fails: T) -> T {
        match self {
            Self::Holds => holds,
            Self::Fails => fails,
        }
    }
}

impl Verb {
    fn said(self, polarity: Polarity) -> &'static str {
        let (holds, fails) = match self {
            Self::Is => ("is", "is not"),
            Self::StartsWith => ("starts with", "does not start with"),
            Self::EndsIn => ("ends in", "does not end in"),
            Self::Contains => ("contains", "does not contain"),
            Self::Fits => ("fits the pattern", "does not fit the pattern"),
        };
        polarity.pick(holds, fails)
    }
}

impl Teller<'_> {
    /// Tells that one of the tests, all of one attribute, passes, or that none does. `None` for
    /// what cannot be read.
    pub(super) fn clause(&self, predicates: &[&Predicate], polarity: Polarity) -> Option<Clause> {
        let first = predicates.first()?;
        if let Test::Cidr(call) = &first.test {
            let cidr = Cidr::parse(call)?;
            let blocks = cidr.blocks.iter().map(ToString::to_string).collect::<Vec<_>>();
            let object = format!("an address in {}", listed(&blocks, "or"));
            let name = self.names.of(&cidr.attribute);
            return Some(said(&name, &[Phrase { verb: Verb::Is, object }], polarity, Missing::Told));
        }
        let Some(attribute) = &first.attribute else { return Some(self.free(&first.test, polarity)) };
        let name = self.names.of(attribute);
        if name.is_participle()
            && let Some(when) = self.when(&first.test)
        {
            return Some(participle(&name, &when, polarity));
        }
        let phrases: Vec<Phrase> =
            predicates.iter().map(|predicate| self.phrase(&predicate.test, Some(&name))).collect();
        let asks_presence = predicates.iter().any(|predicate| predicate.test == Test::Present);
        let missing = if asks_presence { Missing::Silent } else { Missing::Told };
        Some(said(&name, &phrases, polarity, missing))
    }

    /// A test that no attribute is named for.
    fn free(&self, test: &Test, polarity: Polarity) -> Clause {
        let text = match test {
            Test::Matches(pattern) => {
                let words = if words::of(pattern).len() == 1 { "word" } else { "words" };
                let some = polarity.pick("some", "no");
                format!("{some} text contains the {words} {}", value::pattern(pattern))
            }
            test => {
                let phrase = self.phrase(test, None);
                let (verb, object) = (phrase.verb.said(Polarity::Holds), phrase.object);
                let ever = polarity.pick("never", "always");
                let not = polarity.pick("", "that not ");
                format!("{not}a value of no attribute {verb} {object} (which {ever} holds)")
            }
        };
        Clause { lead: Lead::For, text }
    }

    /// A test of time, for "last seen before".
    fn when(&self, test: &Test) -> Option<String> {
        let now = self.scope.now;
        match test {
            Test::Equals(Value::Moment(at)) => Some(moment::equal(*at, now)),
            Test::Compares(comparison, Value::Moment(at)) => Some(moment::compared(*comparison, *at, now)),
            Test::Within(low, high) => moment::within(&Ends::of(low, high), now),
            _ => None,
        }
    }

    fn phrase(&self, test: &Test, name: Option<&Name<'_>>) -> Phrase {
        let is = |object| Phrase { verb: Verb::Is, object };
        if let Some(when) = self.when(test) {
            return is(when);
        }
        match test {
            Test::Present => is("known".to_owned()),
            Test::Equals(value) => is(value::value(value, name.and_then(|name| name.attribute))),
            Test::Matches(pattern) => matching(pattern),
            Test::Compares(comparison, value) => is(self.compared(*comparison, value, name)),
            Test::Within(low, high) => is(self.within(low, high, name)),
            // Told apart before; a call in a value group has no other place.
            Test::Cidr(call) => is(format!("what `{call}` says")),
        }
    }

    fn compared(&self, comparison: Comparison, value: &Value, name: Option<&Name<'_>>) -> String {
        if let Value::Moment(at) = value {
            return moment::compared(comparison, *at, self.scope.now);
        }
        let in_order = is_text(value, name);
        let side = match (comparison, in_order) {
            (Comparison::Greater, false) => "over",
            (Comparison::GreaterEqual, false) => "at least",
            (Comparison::Less, false) => "under",
            (Comparison::LessEqual, false) => "at most",
            (Comparison::Greater, true) => "above",
            (Comparison::GreaterEqual, true) => "at or above",
            (Comparison::Less, true) => "below",
            (Comparison::LessEqual, true) => "at or below",
        };
        let order = if in_order { " in text order" } else { "" };
        format!("{side} {}{order}", value::value(value, name.and_then(|name| name.attribute)))
    }

    fn within(&self, low: &Bound, high: &Bound, name: Option<&Name<'_>>) -> String {
        let told = |value| value::value(value, name.and_then(|name| name.attribute));
        match Ends::of(low, high) {
            Ends::None => "known".to_owned(),
            Ends::One(comparison, value) => self.compared(comparison, value, name),
            Ends::Two([low, high], ends) => {
                let order = if is_text(low, name) && is_text(high, name) { " in text order" } else { "" };
                format!("{}{order}", ends.between(&told(low), &told(high)))
            }
        }
    }
}

/// Whether the negation has to tell what becomes of records without the attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Told,
    Silent,
}

/// `last seen before 25 October 2026, more than 30 days ago`
fn participle(name: &Name<'_>, when: &str, polarity: Polarity) -> Clause {
    let label = &name.label;
    let text = polarity
        .pick(format!("{label} {when}"), format!("not {label} {when} (or the {label} time is not known)"));
    Clause { lead: Lead::Were, text }
}

fn said(name: &Name<'_>, phrases: &[Phrase], polarity: Polarity, missing: Missing) -> Clause {
    let label = if name.is_participle() { format!("{} time", name.label) } else { name.label.clone() };
    if name.is_list() {
        let some = polarity.pick("some", "no");
        let text = format!("{some} value of {label} {}", joined(phrases, Polarity::Holds));
        return Clause { lead: Lead::For, text };
    }
    let note = match (polarity, missing) {
        (Polarity::Fails, Missing::Told) => " (or is not known)",
        _ => "",
    };
    Clause { lead: Lead::Whose, text: format!("{label} {}{note}", joined(phrases, polarity)) }
}

/// `is pro or team or starts with te`, `is neither pro nor team and does not start with te`
fn joined(phrases: &[Phrase], polarity: Polarity) -> String {
    let runs = phrases.chunk_by(|a, b| a.verb == b.verb).map(|run| {
        let verb = run.first().map_or(Verb::Is, |phrase| phrase.verb);
        let objects: Vec<String> = run.iter().map(|phrase| phrase.object.clone()).collect();
        match (verb, polarity) {
            (Verb::Is, Polarity::Fails) if objects.len() > 1 => {
                format!("is neither {}", listed(&objects, "nor"))
            }
            _ => format!("{} {}", verb.said(polarity), listed(&objects, "or")),
        }
    });
    runs.collect::<Vec<_>>().join(polarity.pick(" or ", " and "))
}

/// `a`, `a or b`, `a, b or c`
fn listed(objects: &[String], last: &str) -> String {
    match objects {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

fn matching(pattern: &Pattern) -> Phrase {
    let (verb, text) = match pattern.pieces() {
        [Piece::Text(text), Piece::AnyRun] => (Verb::StartsWith, text),
        [Piece::AnyRun, Piece::Text(text)] => (Verb::EndsIn, text),
        [Piece::AnyRun, Piece::Text(text), Piece::AnyRun] => (Verb::Contains, text),
        _ => return Phrase { verb: Verb::Fits, object: value::pattern(pattern) },
    };
    Phrase { verb, object: value::text(text) }
}

/// Whether a value is certainly compared as text: a name that nothing is known of, or a number
/// that is yet to be filled in, is not.
fn is_text(value: &Value, name: Option<&Name<'_>>) -> bool {
    let kind = name.and_then(|name| name.attribute).map(|attribute| attribute.kind);
    matches!(value, Value::Text(_)) && matches!(kind, Some(Kind::String | Kind::Boolean))
}
