//! Into which regions do numbers part a line?
//!
//! `n` numbers make `2n + 1` regions: the numbers themselves and the gaps around them. On a line
//! of whole numbers some are empty and fall away.

use fixedbitset::FixedBitSet;
use rumql_hir::{Bound, Test};
use rumql_syntax::{ast::Comparison, literal::Decimal};

use super::number;

/// A line, parted.
#[derive(Debug)]
pub(crate) struct Line {
    /// Whether only whole numbers lie on it.
    whole: bool,
    /// The numbers, ascending.
    points: Vec<Decimal>,
    /// The regions that hold a number, ascending.
    regions: Vec<Region>,
}

/// A part of the line, by the index of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Region {
    /// What lies below this point and above the one before. Past the last: above all.
    Gap(usize),
    /// The point.
    Point(usize),
}

impl Line {
    pub(crate) fn of(whole: bool, mut points: Vec<Decimal>) -> Self {
        points.sort_unstable();
        points.dedup();
        let mut line = Self { whole, points, regions: Vec::new() };
        let count = line.points.len();
        let all = (0..count).flat_map(|index| [Region::Gap(index), Region::Point(index)]);
        line.regions = all.chain([Region::Gap(count)]).filter(|region| line.holds_any(*region)).collect();
        line
    }

    pub(crate) fn len(&self) -> usize {
        self.regions.len()
    }

    pub(crate) fn set(&self, test: &Test) -> Option<FixedBitSet> {
        let (low, high) = match test {
            Test::Equals(value) => {
                let point = self.find(number(value)?)?;
                (Region::Point(point), Region::Point(point))
            }
            Test::Compares(comparison, value) => {
                let point = self.find(number(value)?)?;
                match comparison {
                    Comparison::Greater => (Region::Gap(point + 1), self.last()),
                    Comparison::GreaterEqual => (Region::Point(point), self.last()),
                    Comparison::Less => (Region::Gap(0), Region::Gap(point)),
                    Comparison::LessEqual => (Region::Gap(0), Region::Point(point)),
                }
            }
            Test::Within(low, high) => (self.low(low)?, self.high(high)?),
            Test::Present => (Region::Gap(0), self.last()),
            Test::Matches(_) | Test::Cidr(_) => return None,
        };
        let mut set = FixedBitSet::with_capacity(self.len());
        let place = |region: Region| match region {
            Region::Gap(index) => 2 * index,
            Region::Point(index) => 2 * index + 1,
        };
        for (index, region) in self.regions.iter().enumerate() {
            set.set(index, place(low) <= place(*region) && place(*region) <= place(high));
        }
        Some(set)
    }

    /// A number in a region, if it can be written; the first of `steps` from the point below (or
    /// above) that stays inside is preferred.
    pub(crate) fn value(&self, region: usize, steps: &[i128]) -> Option<Decimal> {
        let gap = match *self.regions.get(region)? {
            Region::Point(index) => return self.points.get(index).copied(),
            Region::Gap(index) => index,
        };
        let low = gap.checked_sub(1).and_then(|index| self.points.get(index)).copied();
        let high = self.points.get(gap).copied();
        match (low, high) {
            (None, None) => Some(Decimal::ZERO),
            (Some(low), _) => {
                let inside = |value: &Decimal| low < *value && high.is_none_or(|high| *value < high);
                let floor = Decimal::from_int(low.floor()?);
                let near = steps.iter().filter_map(|step| floor.plus(Decimal::from_int(*step))).find(inside);
                near.or_else(|| low.plus(high?)?.divided_by(2))
            }
            (None, Some(high)) => {
                let below = Decimal::from_int(high.floor()?);
                steps.first().and_then(|step| below.plus(Decimal::from_int(-step)))
            }
        }
    }

    fn last(&self) -> Region {
        Region::Gap(self.points.len())
    }

    fn find(&self, point: Decimal) -> Option<usize> {
        self.points.binary_search(&point).ok()
    }

    fn low(&self, bound: &Bound) -> Option<Region> {
        Some(match bound {
            Bound::Open => Region::Gap(0),
            Bound::Inclusive(value) => Region::Point(self.find(number(value)?)?),
            Bound::Exclusive(value) => Region::Gap(self.find(number(value)?)? + 1),
        })
    }

    fn high(&self, bound: &Bound) -> Option<Region> {
        Some(match bound {
            Bound::Open => self.last(),
            Bound::Inclusive(value) => Region::Point(self.find(number(value)?)?),
            Bound::Exclusive(value) => Region::Gap(self.find(number(value)?)?),
        })
    }

    /// Whether a region holds a number of the line. A number too large to round counts as held:
    /// what is not known to be empty is not.
    fn holds_any(&self, region: Region) -> bool {
        if !self.whole {
            return true;
        }
        let at = |index: usize| self.points.get(index).copied();
        match region {
            Region::Point(index) => at(index)
                .is_none_or(|point| point.floor().is_none_or(|floor| Decimal::from_int(floor) == point)),
            Region::Gap(index) => match (index.checked_sub(1).and_then(at), at(index)) {
                (Some(low), Some(high)) => {
                    let next = low.floor().and_then(|floor| floor.checked_add(1)).map(Decimal::from_int);
                    next.is_none_or(|next| next < high)
                }
                _ => true,
            },
        }
    }
}
