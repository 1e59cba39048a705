//! How do queries look once their attributes' values are parted into regions?

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use rumql_catalog::{Basis, Kind, Multiplicity};
use rumql_hir::{Predicate, Query, Scope, Test};

use crate::{
    Formula, Record,
    domain::{Domain, all, has_hole},
    search::{Model, State},
};

/// The attributes that some queries ask of, their values parted into regions. What is proved
/// of the queries together is proved in one space.
#[derive(Debug)]
pub struct Space<'q> {
    /// How many bits the sets may still take.
    bits: usize,
    /// How many bytes automata may still take.
    bytes: usize,
    attributes: Vec<Attribute<'q>>,
    /// The attribute and the regions of each test.
    tests: HashMap<&'q Predicate, (usize, FixedBitSet)>,
}

/// Bits that the sets of a space may take, 8 MiB: 5,000 values of one attribute. The attributes for
/// which nothing is left stay closed.
const BITS: usize = 64 << 20;

/// Bytes that the automata of a space may take together. Time goes with them: some 15 ms.
const BYTES: usize = 256 << 10;

/// One attribute of a space.
#[derive(Debug)]
pub(crate) struct Attribute<'q> {
    /// Its name; `None` for a test that is not looked into.
    name: Option<&'q str>,
    domain: Domain,
    /// Whether a record holds one value at most.
    pub(crate) single: bool,
}

impl<'q> Space<'q> {
    /// Parts the values that `queries` ask of. `scope` tells the attributes' kinds.
    ///
    /// A test that cannot be looked into (a word that any attribute may hold, an address block,
    /// a value yet to be filled in, too many wildcards) is a claim of its own: true or false, of
    /// whatever else holds. So what is proved impossible is impossible, and a witness is refused.
    pub fn of(queries: impl IntoIterator<Item = &'q Query>, scope: &Scope<'_>) -> Self {
        let mut asked: Vec<(&'q str, Vec<&'q Predicate>)> = Vec::new();
        let mut places: HashMap<&'q str, usize> = HashMap::new();
        let mut opaque: Vec<&'q Predicate> = Vec::new();
        for predicate in queries.into_iter().flat_map(predicates) {
            match (&predicate.attribute, &predicate.test) {
                (None, _) | (_, Test::Cidr(_)) => opaque.push(predicate),
                (_, test) if has_hole(test) => opaque.push(predicate),
                (Some(name), _) => {
                    let place = *places.entry(name).or_insert_with(|| {
                        asked.push((name, Vec::new()));
                        asked.len() - 1
                    });
                    asked.get_mut(place).into_iter().for_each(|(_, tests)| tests.push(predicate));
                }
            }
        }
        let mut space = Self { bits: BITS, bytes: BYTES, attributes: Vec::new(), tests: HashMap::new() };
        for (name, predicates) in asked {
            space.part(name, &predicates, scope, &mut opaque);
        }
        opaque.into_iter().for_each(|predicate| space.close(predicate));
        space
    }

    /// Parts one attribute's values; the tests for which that fails stay closed.
    fn part(
        &mut self,
        name: &'q str,
        predicates: &[&'q Predicate],
        scope: &Scope<'_>,
        opaque: &mut Vec<&'q Predicate>,
    ) {
        let known = scope.attribute(name);
        let certain = known.filter(|known| known.basis == Basis::Stated);
        let kind = certain.map_or(Kind::Other, |attribute| attribute.kind);
        // What nobody knows may hold several values.
        let single = known.is_some_and(|known| known.multiplicity == Multiplicity::One);
        let tests: Vec<&Test> = predicates.iter().map(|predicate| &predicate.test).collect();
        // A number parts its line in two more regions, a text makes one.
        let bits = tests.len().saturating_mul(2 * tests.len() + 1);
        let domain = (bits <= self.bits).then(|| Domain::of(kind, &tests, &mut self.bytes)).flatten();
        let Some(domain) = domain else {
            opaque.extend(predicates);
            return;
        };
        self.bits = self.bits.saturating_sub(tests.len().saturating_mul(domain.len()));
        let place = self.attributes.len();
        for predicate in predicates {
            match domain.set(&predicate.test) {
                Some(set) => drop(self.tests.insert(predicate, (place, set))),
                None => opaque.push(predicate),
            }
        }
        self.attributes.push(Attribute { name: Some(name), domain, single });
    }

    /// Makes a test a claim of its own.
    fn close(&mut self, predicate: &'q Predicate) {
        if !self.tests.contains_key(predicate) {
            let place = self.attributes.len();
            self.attributes.push(Attribute { name: None, domain: Domain::Anything, single: true });
            self.tests.insert(predicate, (place, all(1)));
        }
    }

    /// What a query claims, or the part of one; its tests are tests of the space's queries.
    pub fn formula(&self, query: &Query) -> Formula {
        self.claim(query, true)
    }

    /// What the contrary of a query claims.
    pub fn contrary(&self, query: &Query) -> Formula {
        self.claim(query, false)
    }

    fn claim(&self, query: &Query, holds: bool) -> Formula {
        match query {
            Query::All if holds => Formula::Always,
            Query::All => Formula::Never,
            // Nothing is known of it, so it forbids nothing: neither itself nor its contrary.
            Query::Unknown => Formula::Always,
            Query::Predicate(predicate) => self.test(predicate, holds),
            Query::Not(inner) => self.claim(inner, !holds),
            Query::And(parts) if holds => Formula::all(parts.iter().map(|part| self.claim(part, holds))),
            Query::Or(parts) if !holds => Formula::all(parts.iter().map(|part| self.claim(part, holds))),
            Query::And(parts) | Query::Or(parts) => {
                Formula::any(parts.iter().map(|part| self.claim(part, holds)))
            }
        }
    }

    fn test(&self, predicate: &Predicate, holds: bool) -> Formula {
        let Some((place, set)) = self.tests.get(predicate) else { return Formula::Always };
        let single = self.attributes.get(*place).is_some_and(|attribute| attribute.single);
        match (single, holds) {
            (true, true) => {
                let mut allowed = set.clone();
                allowed.grow(set.len() + 1);
                Formula::allows(*place, allowed)
            }
            (true, false) => {
                let mut allowed = set.clone();
                allowed.grow(set.len() + 1);
                allowed.toggle_range(..);
                Formula::allows(*place, allowed)
            }
            (false, true) => Formula::holds(*place, set.clone()),
            (false, false) => Formula::lacks(*place, set.clone()),
        }
    }

    /// Whether all tests of a query are tests of the space's queries.
    pub fn knows(&self, query: &Query) -> bool {
        predicates(query).into_iter().all(|predicate| self.tests.contains_key(predicate))
    }

    /// That the attribute of a test is missing; `None` for a test that is not looked into.
    pub fn missing(&self, predicate: &Predicate) -> Option<Formula> {
        let (place, set) = self.tests.get(predicate)?;
        let attribute = self.attributes.get(*place).filter(|attribute| attribute.name.is_some())?;
        Some(match attribute.single {
            true => {
                let mut missing = FixedBitSet::with_capacity(set.len() + 1);
                missing.insert(set.len());
                Formula::allows(*place, missing)
            }
            false => Formula::lacks(*place, all(set.len())),
        })
    }

    /// Whether a test of the query was not looked into.
    pub(crate) fn is_closed(&self, query: &Query) -> bool {
        match query {
            Query::All => false,
            Query::Unknown => true,
            Query::Not(inner) => self.is_closed(inner),
            Query::And(parts) | Query::Or(parts) => parts.iter().any(|part| self.is_closed(part)),
            Query::Predicate(predicate) => self
                .tests
                .get(predicate)
                .and_then(|(place, _)| self.attributes.get(*place))
                .is_none_or(|attribute| attribute.name.is_none()),
        }
    }

    /// Everything is possible yet.
    pub(crate) fn state(&self) -> State {
        State::new(self.attributes.iter().map(|attribute| (attribute.domain.len(), attribute.single)))
    }

    /// A record in the regions of a model; `None` where a value exists and cannot be written.
    pub(crate) fn record(&self, model: &Model) -> Option<Record> {
        let mut record = Record::default();
        for (attribute, regions) in self.attributes.iter().zip(model.regions()) {
            let Some(name) = attribute.name else { continue };
            for region in regions {
                record.add(name, attribute.domain.value(*region)?);
            }
        }
        Some(record)
    }
}

/// Every test of a query.
fn predicates(query: &Query) -> Vec<&Predicate> {
    fn collect<'q>(query: &'q Query, found: &mut Vec<&'q Predicate>) {
        match query {
            Query::All | Query::Unknown => {}
            Query::Predicate(predicate) => found.push(predicate),
            Query::Not(inner) => collect(inner, found),
            Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| collect(part, found)),
        }
    }
    let mut found = Vec::new();
    collect(query, &mut found);
    found
}
