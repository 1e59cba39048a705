//! What does the proof that a query never matches rest on?

use std::{collections::BTreeSet, ops::Range};

use rumql_hir::{Query, Scope};
use rumql_semantics::{Formula, Space};

/// Proofs that are tried to find the least that is needed. Some more may stay than are needed where
/// that is not enough.
const PROOFS: usize = 256;

/// What a proof rests on, nothing of which can be left out.
#[derive(Debug)]
pub(crate) struct Needed {
    /// Axioms, by their place among those given.
    pub(crate) axioms: Vec<usize>,
    /// Leaves of the query, by their place in the order of the text.
    pub(crate) leaves: Vec<usize>,
}

/// What is needed for the proof that no record matches a query, all axioms taken together. `None`
/// if some record may match, or if none matches whatever the axioms say.
pub(crate) fn needed(query: &Query, axioms: &[&Query], scope: &Scope<'_>) -> Option<Needed> {
    let space = Space::of(axioms.iter().copied().chain([query]), scope);
    let claims: Vec<Formula> = axioms.iter().map(|axiom| space.formula(axiom)).collect();
    let first_leaf = claims.len();
    let mut search = Search {
        kept: (0..first_leaf + leaves(query)).collect(),
        left: PROOFS,
        never: |kept: &BTreeSet<usize>| {
            let axioms = claims.iter().enumerate().filter(|(place, _)| kept.contains(place));
            let mut places = first_leaf..;
            let asked =
                claim(&space, query, true, &mut || places.next().is_some_and(|place| kept.contains(&place)));
            space.never(&Formula::all(axioms.map(|(_, claim)| claim.clone()).chain([asked])))
        },
    };
    let all = search.kept.len();
    if !search.may_go(0..0) {
        return None;
    }
    search.reduce(0..first_leaf);
    search.kept.range(..first_leaf).next()?;
    search.reduce(first_leaf..all);
    let (axioms, leaves): (Vec<usize>, Vec<usize>) =
        search.kept.into_iter().partition(|place| *place < first_leaf);
    Some(Needed { axioms, leaves: leaves.into_iter().map(|place| place - first_leaf).collect() })
}

/// A search for the least that is needed.
struct Search<F> {
    kept: BTreeSet<usize>,
    left: usize,
    never: F,
}

impl<F: Fn(&BTreeSet<usize>) -> bool> Search<F> {
    /// Drops what it can of a stretch, from behind, in large pieces first.
    fn reduce(&mut self, stretch: Range<usize>) {
        if stretch.is_empty() || self.may_go(stretch.clone()) || stretch.len() == 1 {
            return;
        }
        let middle = stretch.start + stretch.len() / 2;
        self.reduce(middle..stretch.end);
        self.reduce(stretch.start..middle);
    }

    /// Drops a stretch if the proof holds without it.
    fn may_go(&mut self, stretch: Range<usize>) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        let fewer: BTreeSet<usize> =
            self.kept.iter().copied().filter(|place| !stretch.contains(place)).collect();
        let may_go = (self.never)(&fewer);
        if may_go {
            self.kept = fewer;
        }
        may_go
    }
}

/// What a query claims, or the contrary of it, if only the leaves that are kept claim anything.
fn claim(space: &Space<'_>, query: &Query, holds: bool, is_kept: &mut dyn FnMut() -> bool) -> Formula {
    match query {
        Query::Not(inner) => claim(space, inner, !holds, is_kept),
        Query::And(parts) | Query::Or(parts) => {
            // Each leaf is counted, whatever the others claim.
            let claims: Vec<Formula> = parts.iter().map(|part| claim(space, part, holds, is_kept)).collect();
            match matches!(query, Query::And(_)) == holds {
                true => Formula::all(claims),
                false => Formula::any(claims),
            }
        }
        _ if !is_kept() => Formula::Always,
        leaf if holds => space.formula(leaf),
        leaf => space.contrary(leaf),
    }
}

fn leaves(query: &Query) -> usize {
    match query {
        Query::All | Query::Unknown | Query::Predicate(_) => 1,
        Query::Not(inner) => leaves(inner),
        Query::And(parts) | Query::Or(parts) => parts.iter().map(leaves).sum(),
    }
}
