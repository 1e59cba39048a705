//! Which records does the emulator answer from?
//!
//! ```text
//! users.jsonl, … ──load──► tables ──types──► tables of typed values ──join──► with the fields of connections
//! the shop ─────────────────────────────────────────────────────────────────┘
//! ```

mod join;
mod json;
mod load;
mod shop;
mod types;

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use rumql_api::wire::{ListedConnection, MappingAttribute};
use rumql_source::Entity;

pub use self::load::{Folder, load};
pub(crate) use self::{join::Join, load::table_name};
use crate::store::Table;

/// Everything that the emulator knows.
pub struct Data {
    pub(crate) users: Profiles,
    pub(crate) accounts: Profiles,
    /// Made when they are first asked for.
    pub(crate) events: Events,
    /// What connections read, by name.
    pub(crate) tables: BTreeMap<String, Join>,
}

pub(crate) type Events = LazyLock<Table, Box<dyn FnOnce() -> Table + Send>>;

/// The records of users or accounts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profiles {
    pub(crate) table: Table,
    /// The attributes, those of connections aside.
    pub(crate) mapping: Vec<MappingAttribute>,
    pub(crate) connections: Vec<ListedConnection>,
}

/// Why data cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// The file.
    pub file: String,
    /// What is wrong, and what to do.
    pub why: String,
}

impl Data {
    /// A believable shop, seen at `now`: 5,000 users, 300 accounts, 200,000 events and two connections. The
    /// same day gives the same records.
    pub fn shop(now: jiff::Timestamp) -> Self {
        shop::shop(now)
    }

    pub(crate) fn profiles(&self, entity: Entity) -> &Profiles {
        match entity {
            Entity::Accounts => &self.accounts,
            Entity::Users | Entity::Events => &self.users,
        }
    }

    pub(crate) fn profiles_mut(&mut self, entity: Entity) -> &mut Profiles {
        match entity {
            Entity::Accounts => &mut self.accounts,
            Entity::Users | Entity::Events => &mut self.users,
        }
    }

    /// How many users, accounts and events there are.
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.users.table.len(), self.accounts.table.len(), self.events.len())
    }
}

/// The attribute that tells one record from another.
pub(crate) fn id_of(entity: Entity) -> &'static str {
    match entity {
        Entity::Accounts => "account_id",
        Entity::Users | Entity::Events => "user_id",
    }
}

impl DataError {
    pub(crate) fn new(file: &str, why: impl Into<String>) -> Self {
        Self { file: file.to_owned(), why: why.into() }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.why)
    }
}

impl std::error::Error for DataError {}
