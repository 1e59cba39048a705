//! What does a query claim of the regions?
//!
//! A formula has no negation left: a claim about an attribute with one value is the set of regions
//! that it allows, "missing" being one of them; of an attribute with several values it says that
//! some value lies in a set, or none does. Claims about one attribute that stand side by side
//! are one.

use fixedbitset::FixedBitSet;

/// A claim about a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// Every record.
    Always,
    /// No record.
    Never,
    /// The one value of an attribute, or its being missing, lies in the set.
    Allows(usize, FixedBitSet),
    /// Some value of an attribute lies in the set.
    Holds(usize, FixedBitSet),
    /// No value of an attribute lies in the set.
    Lacks(usize, FixedBitSet),
    /// All of these.
    All(Vec<Formula>),
    /// One of these, at least.
    Any(Vec<Formula>),
}

impl Formula {
    /// That an attribute's one value lies in `set`.
    pub(crate) fn allows(attribute: usize, set: FixedBitSet) -> Self {
        Self::settled(Self::Allows(attribute, set))
    }

    /// That some value of an attribute lies in `set`.
    pub(crate) fn holds(attribute: usize, set: FixedBitSet) -> Self {
        Self::settled(Self::Holds(attribute, set))
    }

    /// That no value of an attribute lies in `set`.
    pub(crate) fn lacks(attribute: usize, set: FixedBitSet) -> Self {
        Self::settled(Self::Lacks(attribute, set))
    }

    fn settled(mut claim: Self) -> Self {
        claim.settle();
        claim
    }

    /// All of `parts`.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Always => {}
                Self::Never => return Self::Never,
                Self::All(inner) => inner.into_iter().for_each(|part| merge(&mut flat, part, Side::All)),
                part => merge(&mut flat, part, Side::All),
            }
        }
        if flat.contains(&Self::Never) {
            return Self::Never;
        }
        flat.retain(|part| *part != Self::Always);
        Self::join(flat, Self::Always, Self::All)
    }

    /// At least one of `parts`.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Never => {}
                Self::Always => return Self::Always,
                Self::Any(inner) => inner.into_iter().for_each(|part| merge(&mut flat, part, Side::Any)),
                part => merge(&mut flat, part, Side::Any),
            }
        }
        if flat.contains(&Self::Always) {
            return Self::Always;
        }
        flat.retain(|part| *part != Self::Never);
        Self::join(flat, Self::Never, Self::Any)
    }

    /// Whether two simple claims surely cannot both hold. Cheaper than a search, and all there is
    /// to know of two claims that have no parts.
    pub fn clash(a: &Self, b: &Self) -> bool {
        match (a, b) {
            (Self::Never, _) | (_, Self::Never) => true,
            (Self::Allows(i, a), Self::Allows(j, b)) => i == j && a.is_disjoint(b),
            (Self::Holds(i, held), Self::Lacks(j, lacking))
            | (Self::Lacks(j, lacking), Self::Holds(i, held)) => i == j && held.is_subset(lacking),
            _ => false,
        }
    }

    fn join(mut flat: Vec<Self>, none: Self, many: impl Fn(Vec<Self>) -> Self) -> Self {
        match flat.len() {
            0 => none,
            1 => flat.pop().unwrap_or(none),
            _ => many(flat),
        }
    }

    /// Settles a claim that is always or never true.
    fn settle(&mut self) {
        match self {
            Self::Allows(_, set) if set.is_clear() => *self = Self::Never,
            Self::Allows(_, set) if set.is_full() => *self = Self::Always,
            Self::Holds(_, set) if set.is_clear() => *self = Self::Never,
            Self::Lacks(_, set) if set.is_clear() => *self = Self::Always,
            _ => {}
        }
    }
}

/// How claims stand side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    All,
    Any,
}

/// Adds a claim, as one with a claim about the same attribute where the two are one.
fn merge(flat: &mut Vec<Formula>, mut part: Formula, side: Side) {
    let is_one = |known: &Formula| match (known, &part, side) {
        (Formula::Allows(a, _), Formula::Allows(b, _), _)
        | (Formula::Holds(a, _), Formula::Holds(b, _), Side::Any)
        | (Formula::Lacks(a, _), Formula::Lacks(b, _), Side::All) => a == b,
        _ => false,
    };
    let Some(known) = flat.iter_mut().find(|known| is_one(known)) else {
        part.settle();
        flat.push(part);
        return;
    };
    match (&mut *known, &part, side) {
        (Formula::Allows(_, old), Formula::Allows(_, new), Side::All) => old.intersect_with(new),
        (
            Formula::Allows(_, old) | Formula::Holds(_, old) | Formula::Lacks(_, old),
            Formula::Allows(_, new) | Formula::Holds(_, new) | Formula::Lacks(_, new),
            _,
        ) => old.union_with(new),
        _ => {}
    }
    known.settle();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of four regions, these.
    fn set(regions: &[usize]) -> FixedBitSet {
        let mut set = FixedBitSet::with_capacity(4);
        set.extend(regions.iter().copied());
        set
    }

    fn allows(attribute: usize, regions: &[usize]) -> Formula {
        Formula::allows(attribute, set(regions))
    }

    fn holds(attribute: usize, regions: &[usize]) -> Formula {
        Formula::holds(attribute, set(regions))
    }

    fn lacks(attribute: usize, regions: &[usize]) -> Formula {
        Formula::lacks(attribute, set(regions))
    }

    #[test]
    fn claims_that_nothing_or_everything_fits_are_settled() {
        assert_eq!(allows(0, &[]), Formula::Never);
        assert_eq!(allows(0, &[0, 1, 2, 3]), Formula::Always);
        assert_eq!(holds(0, &[]), Formula::Never);
        assert_eq!(lacks(0, &[]), Formula::Always);
        // That some value lies anywhere, or none does, is a claim: the attribute may be missing.
        assert!(matches!(holds(0, &[0, 1, 2, 3]), Formula::Holds(..)));
        assert!(matches!(lacks(0, &[0, 1, 2, 3]), Formula::Lacks(..)));
    }

    #[test]
    fn claims_about_one_attribute_are_one() {
        assert_eq!(Formula::all([allows(0, &[0, 1]), allows(0, &[1, 2])]), allows(0, &[1]));
        assert_eq!(Formula::any([allows(0, &[0]), allows(0, &[2])]), allows(0, &[0, 2]));
        assert_eq!(Formula::any([holds(0, &[0]), holds(0, &[2])]), holds(0, &[0, 2]));
        assert_eq!(Formula::all([lacks(0, &[0]), lacks(0, &[2])]), lacks(0, &[0, 2]));
        assert_eq!(Formula::all([allows(0, &[0]), allows(0, &[1])]), Formula::Never);
        assert_eq!(Formula::any([allows(0, &[0, 1]), allows(0, &[2, 3])]), Formula::Always);
    }

    #[test]
    fn claims_that_stand_for_themselves_are_kept() {
        let two = |claims: [Formula; 2]| Formula::all(claims.clone()) == Formula::All(claims.to_vec());
        assert!(two([allows(0, &[0]), allows(1, &[0])]));
        assert!(two([holds(0, &[0]), holds(0, &[1])]), "two values may hold both");
        assert!(two([lacks(0, &[0]), lacks(1, &[1])]));
        let either = [lacks(0, &[0]), lacks(0, &[1])];
        assert_eq!(Formula::any(either.clone()), Formula::Any(either.to_vec()));
    }

    #[test]
    fn nothing_joined_and_one_alone() {
        assert_eq!((Formula::all([]), Formula::any([])), (Formula::Always, Formula::Never));
        assert_eq!(Formula::all([Formula::Always, allows(0, &[0])]), allows(0, &[0]));
        assert_eq!(Formula::any([Formula::Never, allows(0, &[0])]), allows(0, &[0]));
        assert_eq!(Formula::all([allows(0, &[0]), Formula::Never]), Formula::Never);
        assert_eq!(Formula::any([allows(0, &[0]), Formula::Always]), Formula::Always);
    }

    #[test]
    fn simple_claims_clash() {
        let clash = |a: &Formula, b: &Formula| (Formula::clash(a, b), Formula::clash(b, a));
        assert_eq!(clash(&Formula::Never, &Formula::Always), (true, true));
        assert_eq!(clash(&Formula::Always, &Formula::Always), (false, false));
        assert_eq!(clash(&allows(0, &[0]), &allows(0, &[1])), (true, true));
        assert_eq!(clash(&allows(0, &[0]), &allows(0, &[0, 1])), (false, false));
        assert_eq!(clash(&allows(0, &[0]), &allows(1, &[1])), (false, false));
        assert_eq!(clash(&holds(0, &[0]), &lacks(0, &[0, 1])), (true, true));
        assert_eq!(clash(&holds(0, &[0, 2]), &lacks(0, &[0, 1])), (false, false));
        assert_eq!(clash(&holds(0, &[0]), &lacks(1, &[0, 1])), (false, false));
        assert_eq!(clash(&holds(0, &[0]), &holds(0, &[1])), (false, false));
    }
}
