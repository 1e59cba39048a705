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
