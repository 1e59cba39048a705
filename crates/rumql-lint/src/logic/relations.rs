//! Which parts contradict, repeat or swallow each other?

use rumql_hir::Query;
use rumql_semantics::{Formula, Space};
use rumql_source::Span;

use super::{Flaw, Part, Shape, Side, Term};

/// Parts that are no single tests; each is searched against all others.
const COMPOUNDS: usize = 24;

/// Parts among which the smallest contradiction is looked for.
const SUSPECTS: usize = 64;

/// What is known of a part by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Never,
    Always,
    Open,
}

/// The flaws of a query, in the order of the text.
pub(super) fn flaws(root: &Part<'_>, space: &Space<'_>) -> Vec<Flaw> {
    let mut relations = Relations { space, flaws: Vec::new() };
    relations.visit(root, Weight { needed: true, enough: true });
    relations.flaws.sort_by_key(|flaw| match flaw {
        Flaw::Contradiction { terms, .. } | Flaw::Tautology { terms, .. } => {
            terms.first().map_or(Span::at(0), |term| term.span)
        }
        Flaw::Redundant { term, .. } | Flaw::Absorbing { star: term, .. } => term.span,
    });
    relations.flaws
}

/// What a part is to the whole query.
#[derive(Clone, Copy)]
struct Weight {
    /// The query matches nothing if the part never holds.
    needed: bool,
    /// The query matches everything if the part always holds.
    enough: bool,
}

struct Relations<'a, 'q> {
    space: &'a Space<'q>,
    flaws: Vec<Flaw>,
}

/// A part with its claim and the contrary of it.
struct Claimed<'p, 't> {
    part: &'p Part<'t>,
    claim: Formula,
    contrary: Formula,
}

impl Relations<'_, '_> {
    fn visit(&mut self, part: &Part<'_>, weight: Weight) -> Status {
        match &part.shape {
            Shape::Leaf => self.leaf(part, weight),
            Shape::Not(inner) => self.negation(part, inner, weight),
            Shape::All(parts) => self.side_by_side(part, parts, Side::And, weight),
            Shape::Any(parts) => self.side_by_side(part, parts, Side::Or, weight),
        }
    }

    /// What never holds always does under a negation, and the other way round: that is the flaw then.
    fn negation(&mut self, part: &Part<'_>, inner: &Part<'_>, weight: Weight) -> Status {
        let before = self.flaws.len();
        let status = self.visit(inner, Weight { needed: true, enough: true });
        // None decides in `-*`, of which SYN033 speaks.
        let decides = self.flaws.iter().skip(before).find_map(|flaw| match flaw {
            Flaw::Contradiction { terms, whole: true, .. } | Flaw::Tautology { terms, whole: true, .. } => {
                Some(terms.clone())
            }
            _ => None,
        });
        if let (Some(inside), Status::Never | Status::Always) = (decides, status) {
            self.flaws.truncate(before);
            let (terms, span) = (vec![Term::of(part)], part.node.span());
            let all = inside.len() == inner.parts().len();
            self.flaws.push(match status {
                Status::Never => Flaw::Tautology { terms, span, whole: weight.enough, all, inside },
                _ => Flaw::Contradiction { terms, whole: weight.needed, inside },
            });
        }
        match status {
            Status::Never => Status::Always,
            Status::Always => Status::Never,
            Status::Open => Status::Open,
        }
    }

    fn leaf(&mut self, part: &Part<'_>, weight: Weight) -> Status {
        match &part.query {
            Query::All => Status::Always,
            query if self.space.never(&self.space.formula(query)) => {
                let terms = vec![Term::of(part)];
                self.flaws.push(Flaw::Contradiction { terms, whole: weight.needed, inside: Vec::new() });
                Status::Never
            }
            _ => Status::Open,
        }
    }

    fn side_by_side(
        &mut self,
        whole_part: &Part<'_>,
        parts: &[Part<'_>],
        side: Side,
        weight: Weight,
    ) -> Status {
        let inner = match side {
            Side::And => Weight { enough: false, ..weight },
            Side::Or => Weight { needed: false, ..weight },
        };
        let known: Vec<Status> = parts.iter().map(|part| self.visit(part, inner)).collect();
        // In an AND one part that never holds decides; in an OR one that always does.
        let (decisive, neutral) = match side {
            Side::And => (Status::Never, Status::Always),
            Side::Or => (Status::Always, Status::Never),
        };
        // Of stars alone, one stays.
        let only_stars = parts.iter().all(|part| part.query == Query::All);
        for star in parts.iter().filter(|part| part.query == Query::All).skip(only_stars.into()) {
            self.flaws.push(Flaw::Absorbing { star: Term::of(star), side, span: whole_part.node.span() });
        }
        if known.contains(&decisive) {
            return decisive;
        }
        let open: Vec<Claimed<'_, '_>> = parts
            .iter()
            .zip(&known)
            .filter(|(_, status)| **status == Status::Open)
            .map(|(part, _)| Claimed {
                part,
                claim: self.space.formula(&part.query),
                contrary: self.space.contrary(&part.query),
            })
            .collect();
        if open.is_empty() {
            return neutral;
        }
        if let Some(core) = self.core(&open, side) {
            let terms: Vec<Term> = core.iter().map(|claimed| Term::of(claimed.part)).collect();
            let span = whole_part.node.span();
            self.flaws.push(match side {
                Side::And => Flaw::Contradiction { terms, whole: weight.needed, inside: Vec::new() },
                Side::Or => {
                    let all = core.len() == parts.len();
                    Flaw::Tautology { terms, span, whole: weight.enough, all, inside: Vec::new() }
                }
            });
            return decisive;
        }
        self.redundancies(&open, side);
        Status::Open
    }

    /// The fewest parts that cannot hold together (in an AND) or of which one always does (in an OR).
    fn core<'c, 'p, 't>(&self, open: &'c [Claimed<'p, 't>], side: Side) -> Option<Vec<&'c Claimed<'p, 't>>> {
        // `a OR b` always holds just where `-a AND -b` never does.
        let claim = |claimed: &'c Claimed<'p, 't>| match side {
            Side::And => &claimed.claim,
            Side::Or => &claimed.contrary,
        };
        let never = |claims: &[&'c Claimed<'p, 't>]| {
            self.space.never(&Formula::all(claims.iter().map(|claimed| claim(claimed).clone())))
        };
        let mut suspects: Vec<&Claimed<'_, '_>> = open.iter().collect();
        if !never(&suspects) {
            return None;
        }
        if let Some(pair) = pairs(open).find(|(a, b)| Formula::clash(claim(a), claim(b))) {
            return Some(vec![pair.0, pair.1]);
        }
        if suspects.len() <= SUSPECTS {
            let mut index = 0;
            while index < suspects.len() {
                let mut fewer = suspects.clone();
                fewer.remove(index);
                if never(&fewer) {
                    suspects = fewer;
                } else {
                    index += 1;
                }
            }
        }
        Some(suspects)
    }

    /// Parts that change nothing beside another one.
    fn redundancies(&mut self, open: &[Claimed<'_, '_>], side: Side) {
        let compounds = open.iter().filter(|claimed| claimed.is_compound()).count();
        let mut gone = vec![false; open.len()];
        for (index, a) in open.iter().enumerate() {
            for (later, b) in open.iter().enumerate().skip(index + 1) {
                if gone.get(index).copied().unwrap_or(true) {
                    break;
                }
                if gone.get(later).copied().unwrap_or(true)
                    || ((a.is_compound() || b.is_compound()) && compounds > COMPOUNDS)
                {
                    continue;
                }
                let (forth, back) = (self.implies(a, b), self.implies(b, a));
                // AND keeps the stronger part, OR the weaker one; of two that are the same, the first.
                let first_goes = !(forth && back) && if side == Side::And { back } else { forth };
                let (term, beside, place) = match (forth || back, first_goes) {
                    (false, _) => continue,
                    (true, true) => (a, b, index),
                    (true, false) => (b, a, later),
                };
                if let Some(gone) = gone.get_mut(place) {
                    *gone = true;
                }
                let (term, beside) = (Term::of(term.part), Term::of(beside.part));
                self.flaws.push(Flaw::Redundant { term, beside, side, same: forth && back });
            }
        }
    }

    fn implies(&self, a: &Claimed<'_, '_>, b: &Claimed<'_, '_>) -> bool {
        if !a.is_compound() && !b.is_compound() {
            return Formula::clash(&a.claim, &b.contrary);
        }
        self.space.never(&Formula::all([a.claim.clone(), b.contrary.clone()]))
    }
}

impl Claimed<'_, '_> {
    fn is_compound(&self) -> bool {
        matches!(self.claim, Formula::All(_) | Formula::Any(_))
    }
}

fn pairs<'c, 'p, 't>(
    open: &'c [Claimed<'p, 't>],
) -> impl Iterator<Item = (&'c Claimed<'p, 't>, &'c Claimed<'p, 't>)> {
    open.iter().enumerate().flat_map(|(index, a)| open.iter().skip(index + 1).map(move |b| (a, b)))
}
