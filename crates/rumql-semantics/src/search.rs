//! Is there a record that a formula claims?
//!
//! A search in the manner of Davis, Putnam, Logemann and Loveland: what must hold is taken to
//! hold, an alternative that has become impossible falls away, and where more than one is left
//! one is tried. It always ends; its steps are counted, and past a budget the answer is that it
//! is not known.

use fixedbitset::FixedBitSet;

use crate::Formula;

/// Looks at a claim that a search may take. One is a few nanoseconds; queries that people
/// write need some hundreds.
pub(crate) const BUDGET: usize = 500_000;

/// What came of a search.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// There is one.
    Found(Model),
    /// There is none.
    None,
    /// The budget was spent.
    Spent,
}

/// Which regions each attribute's values lie in; none, if it is missing.
#[derive(Debug)]
pub(crate) struct Model(Vec<Vec<usize>>);

impl Model {
    pub(crate) fn regions(&self) -> impl Iterator<Item = &[usize]> {
        self.0.iter().map(Vec::as_slice)
    }
}

/// What is still possible.
#[derive(Debug, Clone)]
pub(crate) struct State(Vec<Possible>);

/// What is still possible for one attribute.
#[derive(Debug, Clone)]
enum Possible {
    /// Its one value lies in one of these regions; the last stands for "missing".
    One(FixedBitSet),
    /// No value lies in `lacking`, and some value in each of `holding`.
    Many { lacking: FixedBitSet, holding: Vec<FixedBitSet> },
}

/// What a state says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    True,
    False,
    Open,
}

/// The budget was spent.
struct Spent;

impl State {
    /// Everything is possible; `attributes` are their numbers of regions, and whether they hold one
    /// value at most.
    pub(crate) fn new(attributes: impl Iterator<Item = (usize, bool)>) -> Self {
        let possible = |(regions, single)| match single {
            true => Possible::One(crate::domain::all(regions + 1)),
            false => Possible::Many { lacking: FixedBitSet::with_capacity(regions), holding: Vec::new() },
        };
        Self(attributes.map(possible).collect())
    }

    /// Looks for a record that `formula` claims.
    pub(crate) fn search(self, formula: &Formula) -> Outcome {
        let mut search = Search { left: BUDGET };
        match search.solve(self, vec![formula], Vec::new()) {
            Ok(Some(state)) => Outcome::Found(state.model()),
            Ok(None) => Outcome::None,
            Err(Spent) => Outcome::Spent,
        }
    }

    fn model(&self) -> Model {
        let regions = |possible: &Possible| match possible {
            // A value that is there shows more than one that is missing.
            Possible::One(set) => {
                let missing = set.len().saturating_sub(1);
                set.ones().next().filter(|region| *region != missing).into_iter().collect()
            }
            Possible::Many { lacking, holding } => {
                let mut regions: Vec<usize> =
                    holding.iter().filter_map(|set| set.difference(lacking).next()).collect();
                regions.sort_unstable();
                regions.dedup();
                regions
            }
        };
        Model(self.0.iter().map(regions).collect())
    }

    /// Takes a simple claim to hold. False if that is impossible.
    fn assume(&mut self, claim: &Formula) -> bool {
        match claim {
            Formula::Always => true,
            Formula::Allows(attribute, set) => match self.0.get_mut(*attribute) {
                Some(Possible::One(allowed)) => {
                    allowed.intersect_with(set);
                    !allowed.is_clear()
                }
                _ => true,
            },
            Formula::Holds(attribute, set) => match self.0.get_mut(*attribute) {
                Some(Possible::Many { lacking, holding }) => {
                    let possible = !set.is_subset(lacking);
                    holding.push(set.clone());
                    possible
                }
                _ => true,
            },
            Formula::Lacks(attribute, set) => match self.0.get_mut(*attribute) {
                Some(Possible::Many { lacking, holding }) => {
                    lacking.union_with(set);
                    holding.iter().all(|held| !held.is_subset(lacking))
                }
                _ => true,
            },
            Formula::Never | Formula::All(_) | Formula::Any(_) => false,
        }
    }
}

struct Search {
    left: usize,
}

impl Search {
    fn step(&mut self) -> Result<(), Spent> {
        self.left = self.left.checked_sub(1).ok_or(Spent)?;
        Ok(())
    }

    /// A state in which all of `claims` hold and one of each of `choices`.
    // Each level settles one choice for good, so the depth is bounded by their number; it is
    // capped by the nesting of queries for those inside others.
    fn solve<'f>(
        &mut self,
        mut state: State,
        claims: Vec<&'f Formula>,
        mut choices: Vec<Vec<&'f Formula>>,
    ) -> Result<Option<State>, Spent> {
        if !self.assume(&mut state, claims, &mut choices)? || !self.propagate(&mut state, &mut choices)? {
            return Ok(None);
        }
        let fewest =
            choices.iter().enumerate().min_by_key(|(_, choice)| choice.len()).map(|(index, _)| index);
        let Some(index) = fewest else { return Ok(Some(state)) };
        for alternative in choices.swap_remove(index) {
            if let Some(found) = self.solve(state.clone(), vec![alternative], choices.clone())? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Takes claims to hold; their alternatives become choices. False if that is impossible.
    fn assume<'f>(
        &mut self,
        state: &mut State,
        mut claims: Vec<&'f Formula>,
        choices: &mut Vec<Vec<&'f Formula>>,
    ) -> Result<bool, Spent> {
        while let Some(claim) = claims.pop() {
            self.step()?;
            match claim {
                Formula::All(parts) => claims.extend(parts),
                Formula::Any(parts) => choices.push(parts.iter().collect()),
                simple => {
                    if !state.assume(simple) {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// Drops what has become impossible until nothing changes. False if a choice has nothing left.
    fn propagate(&mut self, state: &mut State, choices: &mut Vec<Vec<&Formula>>) -> Result<bool, Spent> {
        loop {
            let mut forced = Vec::new();
            let mut index = 0;
            while let Some(choice) = choices.get_mut(index) {
                let mut settled = false;
                let mut open = Vec::with_capacity(choice.len());
                for alternative in choice.iter() {
                    match self.truth(state, alternative)? {
                        Truth::True => settled = true,
                        Truth::False => {}
                        Truth::Open => open.push(*alternative),
                    }
                }
                match (settled, open.as_slice()) {
                    (true, _) => drop(choices.swap_remove(index)),
                    (false, []) => return Ok(false),
                    (false, [only]) => {
                        forced.push(*only);
                        choices.swap_remove(index);
                    }
                    (false, _) => {
                        *choice = open;
                        index += 1;
                    }
                }
            }
            if forced.is_empty() {
                return Ok(true);
            }
            if !self.assume(state, forced, choices)? {
                return Ok(false);
            }
        }
    }

    /// What the state says of a claim, without looking ahead.
    fn truth(&mut self, state: &State, claim: &Formula) -> Result<Truth, Spent> {
        self.step()?;
        match claim {
            Formula::Always => Ok(Truth::True),
            Formula::Never => Ok(Truth::False),
            Formula::All(parts) => self.joined(state, parts, Truth::True, Truth::False),
            Formula::Any(parts) => self.joined(state, parts, Truth::False, Truth::True),
            simple => Ok(state.truth(simple)),
        }
    }

    /// The truth of parts side by side: one `decisive` part decides, `neutral` ones change nothing.
    fn joined(
        &mut self,
        state: &State,
        parts: &[Formula],
        neutral: Truth,
        decisive: Truth,
    ) -> Result<Truth, Spent> {
        let mut truth = neutral;
        for part in parts {
            let part = self.truth(state, part)?;
            if part == decisive {
                return Ok(decisive);
            }
            if part == Truth::Open {
                truth = Truth::Open;
            }
        }
        Ok(truth)
    }
}

impl State {
    /// What is certain of a simple claim.
    fn truth(&self, claim: &Formula) -> Truth {
        let (Formula::Allows(attribute, set)
        | Formula::Holds(attribute, set)
        | Formula::Lacks(attribute, set)) = claim
        else {
            return Truth::Open;
        };
        match self.0.get(*attribute) {
            Some(Possible::One(allowed)) if allowed.is_subset(set) => Truth::True,
            Some(Possible::One(allowed)) if allowed.is_disjoint(set) => Truth::False,
            Some(Possible::Many { lacking, holding }) => {
                let none = set.is_subset(lacking);
                let some =
                    holding.iter().any(|held| held.difference(lacking).all(|region| set.contains(region)));
                match (claim, some, none) {
                    (Formula::Holds(..), true, _) | (Formula::Lacks(..), _, true) => Truth::True,
                    (Formula::Holds(..), _, true) | (Formula::Lacks(..), true, _) => Truth::False,
                    _ => Truth::Open,
                }
            }
            _ => Truth::Open,
        }
    }
}
