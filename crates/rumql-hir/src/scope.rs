//! What is known where a query stands?

use std::collections::HashSet;

use jiff::Timestamp;
use rumql_catalog::{Attribute, Basis, Catalog, Snapshot};
use rumql_source::{Entity, Profile};

use crate::NameProblem;

/// The catalogs that names are looked up in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Catalogs<'a> {
    /// The organisation's mapping, if it is at hand.
    pub snapshot: Option<&'a Snapshot>,
}

impl<'a> Catalogs<'a> {
    /// The best catalog of an entity: the organisation's, or else the built-in one.
    pub fn of(&self, entity: Entity) -> &'a Catalog {
        self.snapshot
            .and_then(|snapshot| snapshot.catalog(entity))
            .unwrap_or_else(|| Catalog::builtin(entity))
    }
}

/// Names that are on their way: a connection in the files around brings them, and the mapping does
/// not list them yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pending {
    users: HashSet<String>,
    accounts: HashSet<String>,
}

/// What a query is read against.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// What it selects.
    pub entity: Entity,
    /// Where names are looked up.
    pub catalogs: Catalogs<'a>,
    /// The names that are on their way; they are not held against the query.
    pub pending: Option<&'a Pending>,
    /// The moment that relative times count from.
    pub now: Timestamp,
}

/// What became of a name.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution<'a> {
    /// A known attribute. Nothing is held against a query on the word of one that is only
    /// known from examples.
    Known(&'a Attribute),
    /// Not known, and not held against the query.
    Open,
    /// Not what can be asked of this entity.
    Wrong(NameProblem),
}

impl Pending {
    /// Adds a name of an entity, as a query writes it. Events have no connections.
    pub fn insert(&mut self, entity: Entity, name: String) {
        match entity {
            Entity::Users => self.users.insert(name),
            Entity::Accounts => self.accounts.insert(name),
            Entity::Events => false,
        };
    }

    /// Whether the name is on its way.
    pub fn contains(&self, entity: Entity, name: &str) -> bool {
        match entity {
            Entity::Users => self.users.contains(name),
            Entity::Accounts => self.accounts.contains(name),
            Entity::Events => false,
        }
    }
}

impl<'a> Resolution<'a> {
    /// The attribute, if its type is certain enough to find fault with a value.
    pub fn certain(&self) -> Option<&'a Attribute> {
        self.known().filter(|attribute| attribute.basis == Basis::Stated)
    }

    /// The attribute, whatever it is known from.
    pub fn known(&self) -> Option<&'a Attribute> {
        match self {
            Self::Known(attribute) => Some(attribute),
            _ => None,
        }
    }
}

impl<'a> Scope<'a> {
    /// The catalog of the queried entity.
    pub fn catalog(&self) -> &'a Catalog {
        self.catalogs.of(self.entity)
    }

    /// The attribute of exactly this name, if it is known. Cheaper than [`Scope::resolve`], which looks
    /// for what an unknown name may have meant.
    pub fn attribute(&self, name: &str) -> Option<&'a Attribute> {
        let catalog = self.catalog();
        catalog.get(name).or_else(|| catalog.family_of(name))
    }

    /// Looks a name up, escapes undone. Every kind of clause, column and facet comes through here.
    pub fn resolve(&self, name: &str) -> Resolution<'a> {
        let catalog = self.catalog();
        if let Some(attribute) = self.attribute(name) {
            return Resolution::Known(attribute);
        }
        if is_hole(name) || matches!(name, "_exists_" | "_missing_") || self.is_pending(name) {
            return Resolution::Open;
        }
        let wrong = match self.entity.profile() {
            Profile::Audience => self.wrong_in_audience(catalog, name),
            Profile::Event => wrong_in_event(catalog, name),
        };
        wrong.map_or(Resolution::Open, Resolution::Wrong)
    }

    /// Whether the name is on its way.
    pub fn is_pending(&self, name: &str) -> bool {
        self.pending.is_some_and(|pending| pending.contains(self.entity, name))
    }

    fn wrong_in_audience(&self, catalog: &Catalog, name: &str) -> Option<NameProblem> {
        // A mapping that lacks the name settles it; without one, only an event's attribute is
        // surely out of place.
        if Catalog::builtin(Entity::Events).get(name).is_some_and(|known| known.name.starts_with('@')) {
            return Some(NameProblem::OtherPlane);
        }
        if !catalog.is_complete() {
            return None;
        }
        if let Some(bare) = name.strip_prefix('@')
            && catalog.get(bare).is_some()
        {
            return Some(NameProblem::ExtraAt);
        }
        let with_at = format!("@{name}");
        if catalog.get(&with_at).is_some() || self.is_pending(&with_at) {
            return Some(NameProblem::MissingAt);
        }
        if let Some(known) = catalog.get_ignoring_case(name) {
            return Some(NameProblem::Case { known: known.name.clone() });
        }
        let known: Vec<String> = catalog.labelled(name).map(|known| known.name.clone()).collect();
        if !known.is_empty() {
            return Some(NameProblem::DisplayName { known });
        }
        let other = if self.entity == Entity::Users { Entity::Accounts } else { Entity::Users };
        if self.catalogs.of(other).get(name).is_some() {
            return Some(NameProblem::OtherEntity { entity: other });
        }
        let nearest = catalog.nearest(name).into_iter().map(str::to_owned).collect();
        Some(NameProblem::Unknown { nearest, certain: true })
    }
}

/// Customers add attributes of their own to events, so a name is doubted only where a known
/// one is very near.
fn wrong_in_event(catalog: &Catalog, name: &str) -> Option<NameProblem> {
    if !name.starts_with('@') && catalog.get(&format!("@{name}")).is_some() {
        return Some(NameProblem::MissingAt);
    }
    let is_profile = |entity| {
        Catalog::builtin(entity).get(name).is_some_and(|known| known.basis == Basis::Stated && !known.custom)
    };
    if is_profile(Entity::Users) || is_profile(Entity::Accounts) {
        return Some(NameProblem::OtherPlane);
    }
    if catalog.is_open(name) {
        return None;
    }
    if let Some(known) = catalog.get_ignoring_case(name) {
        return Some(NameProblem::Case { known: known.name.clone() });
    }
    let known = catalog.slip(name)?;
    Some(NameProblem::Unknown { nearest: vec![known.to_owned()], certain: false })
}

/// Whether something is to be filled in: `${team}`, `{{team}}`, `$team`.
fn is_hole(name: &str) -> bool {
    name.starts_with('$') || name.starts_with('<') || name.contains("${") || name.contains("{{")
}
