//! Which attributes does this organisation have?

mod error;
mod lock;

use std::collections::BTreeMap;

use rumql_source::Entity;
use serde_json::Value;

pub use self::error::SnapshotError;
pub(crate) use self::lock::EntityLock;
use self::lock::{Lock, MappingAttribute, MappingResponse, Outline};
use crate::{Attribute, Catalog, Range};

/// The mappings of an organisation, as `mapping.lock.json` keeps them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Snapshot {
    /// The attributes of users.
    pub users: Option<Catalog>,
    /// The attributes of accounts.
    pub accounts: Option<Catalog>,
    extra: BTreeMap<String, Value>,
}

impl Snapshot {
    /// Reads a `mapping.lock.json`.
    pub fn parse(text: &str) -> Result<Self, SnapshotError> {
        let text = without_mark(text);
        Outline::read(text)?.check_version()?;
        let lock: Lock = serde_json::from_str(text)?;
        Ok(Self {
            users: lock.entities.users.map(|lock| catalog(Entity::Users, lock)),
            accounts: lock.entities.accounts.map(|lock| catalog(Entity::Accounts, lock)),
            extra: lock.extra,
        })
    }

    /// Reads an answer of GetMapping as it came.
    pub fn parse_mapping(entity: Entity, text: &str) -> Result<Catalog, SnapshotError> {
        if entity == Entity::Events {
            return Err(SnapshotError::EventsHaveNoMapping);
        }
        let response: MappingResponse = serde_json::from_str(without_mark(text))?;
        let attributes = response.data.attributes.attributes;
        Ok(catalog(entity, EntityLock { attributes, ..EntityLock::default() }))
    }

    /// Reads either of the two. With an entity, as in `--mapping users=FILE`, a snapshot
    /// is cut to that entity; without one, a raw answer cannot be placed.
    pub fn parse_any(text: &str, entity: Option<Entity>) -> Result<Self, SnapshotError> {
        let outline = Outline::read(without_mark(text))?;
        match entity {
            _ if outline.is_snapshot() => Self::parse(text)?.only(entity),
            _ if !outline.is_response() => Err(SnapshotError::Unrecognized),
            Some(entity) => Self::parse_mapping(entity, text).map(Self::of),
            None => Err(SnapshotError::EntityNeeded),
        }
    }

    /// The snapshot of one mapping.
    pub fn of(catalog: Catalog) -> Self {
        let mut snapshot = Self::default();
        snapshot.set(catalog);
        snapshot
    }

    /// Takes over the mappings of `other`; where both have one, the other's.
    pub fn merge(&mut self, other: Self) {
        for catalog in [other.users, other.accounts].into_iter().flatten() {
            self.set(catalog);
        }
        self.extra.extend(other.extra);
    }

    /// The attributes of an entity, if the snapshot has them; never those of events.
    pub fn catalog(&self, entity: Entity) -> Option<&Catalog> {
        match entity {
            Entity::Users => self.users.as_ref(),
            Entity::Accounts => self.accounts.as_ref(),
            Entity::Events => None,
        }
    }

    /// When it was fetched, as it is written there: a date, or a date with a time. `None` where the
    /// snapshot does not say.
    pub fn fetched(&self) -> Option<&str> {
        self.extra.get("fetched")?.as_str()
    }

    /// The text of `mapping.lock.json`: sorted, so that the same mapping gives the same
    /// bytes and a change is one line of a diff. What was read is written back whole; a
    /// built-in catalog put here is left out.
    pub fn to_json(&self) -> String {
        let lock = |catalog: &Option<Catalog>| catalog.as_ref()?.lock().map(EntityLock::sorted);
        let lock = Lock::new(lock(&self.users), lock(&self.accounts), self.extra.clone());
        // Writing plain data with text keys to memory cannot fail.
        let mut text = serde_json::to_string_pretty(&lock).unwrap_or_default();
        text.push('\n');
        text
    }

    fn set(&mut self, catalog: Catalog) {
        match catalog.entity() {
            Entity::Users => self.users = Some(catalog),
            Entity::Accounts => self.accounts = Some(catalog),
            Entity::Events => {}
        }
    }

    fn only(self, entity: Option<Entity>) -> Result<Self, SnapshotError> {
        match entity {
            None => Ok(self),
            Some(Entity::Events) => Err(SnapshotError::EventsHaveNoMapping),
            Some(Entity::Users) => self.users.map(Self::of).ok_or(SnapshotError::Absent(Entity::Users)),
            Some(Entity::Accounts) => {
                self.accounts.map(Self::of).ok_or(SnapshotError::Absent(Entity::Accounts))
            }
        }
    }
}

fn catalog(entity: Entity, lock: EntityLock) -> Catalog {
    let attributes = lock.attributes.iter().map(|listed| attribute(entity, listed, &lock)).collect();
    Catalog::new(entity, attributes, Some(lock))
}

fn attribute(entity: Entity, listed: &MappingAttribute, lock: &EntityLock) -> Attribute {
    let name = listed.attribute.as_str();
    let mut attribute = Attribute::new(name, listed.type_name.as_deref().unwrap_or_default());
    attribute.display_name.clone_from(&listed.display_name);
    attribute.description.clone_from(&listed.description);
    attribute.groups = listed.groups.clone().unwrap_or_default();
    attribute.custom = listed.is_custom.unwrap_or(attribute.custom);
    if let Some(known) = Catalog::builtin(entity).get(name)
        && known.kind.agrees_with(attribute.kind)
    {
        attribute.unit = known.unit;
        attribute.values.clone_from(&known.values);
        attribute.closed = known.closed;
    }
    if let Some(values) = lock.values.get(name) {
        attribute.values.clone_from(values);
        attribute.closed = false;
        attribute.observed = true;
    }
    attribute.range = lock.ranges.get(name).map(range);
    attribute
}

fn range(recorded: &Value) -> Range {
    let number = |key| {
        let value = recorded.get(key)?;
        // The API's schema leaves the type of a bound open, so a number may come as text.
        value.as_f64().or_else(|| value.as_str()?.parse().ok())
    };
    Range { min: number("min"), max: number("max") }
}

/// Without the byte order mark that some editors put in front.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests;
