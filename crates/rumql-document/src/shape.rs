//! Which keys may stand where?
//!
//! One table for every request; reading, key checks and the required keys all follow it. The
//! API bodies are those of the official specification, segment and connection files our own.

mod body;
mod file;

use crate::{FieldRole, RequestKind, Role};

pub(crate) use crate::shape::{
    body::{BODIES, BodyShape, DATA_TYPES, RESPONSE_TYPES, TOP},
    file::{ACCOUNTS_SEGMENT, SEGMENT, SEGMENT_WITH_EVENTS, SEGMENTS_FILE},
};

/// The keys of one mapping.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Where it is, for messages: "a segment".
    pub(crate) place: &'static str,
    /// The keys that have a meaning.
    pub(crate) keys: &'static [Key],
    /// The keys that other requests take and this one does not, and why.
    pub(crate) refused: &'static [(&'static str, &'static str)],
    /// What people write, and which key they mean.
    pub(crate) synonyms: &'static [(&'static str, &'static str)],
}

/// One key of a shape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) need: Need,
    pub(crate) slot: Slot,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Optional,
    Required,
    /// Required, and this is a sensible value to begin with.
    Suggested(&'static str),
}

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Query(Role),
    Text,
    Entity,
    Flag,
    Texts,
    /// Unix seconds.
    Seconds,
    /// Unix seconds or a date and time.
    Moment,
    Object(&'static Shape),
    Objects(&'static Shape, Item),
    /// Anything; its strings belong to the request.
    Free,
    /// Anything, and a rule of its own judges it.
    Limit,
    /// Read by a shape of its own.
    Elsewhere,
    /// Records, which are no part of the request.
    Tests,
}

/// What each item of a list becomes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Item {
    Segment,
    Group,
    Connection,
    Field(FieldRole),
    FieldUpdate,
}

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Nothing,
    Name,
    Description,
    Columns,
    SortField,
    SortOrder,
    Facet,
    SearchTerm,
    RowCount,
    Window,
    Start,
    End,
    Within,
    ConnectionId,
    ConnectionSource,
    JoinType,
    JoinAttribute,
    Table,
    Deletes,
    FieldId,
    FieldSource,
    FieldKind,
    FieldDisplayName,
    FieldDescription,
    FieldGroups,
    UpdateField,
    UpdateId,
    GroupName,
    GroupSegments,
    GroupExclusive,
    GroupExhaustive,
}

/// The place of a mapping that may hold any key.
const ANY_KEY: &str = "";
/// The place of the mapping that is a whole file.
const FILE: &str = "a segments file";

impl Shape {
    /// Whether keys that are not in the table are of no concern.
    pub(crate) fn is_open(&self) -> bool {
        self.place == ANY_KEY
    }

    /// Whether it is that of a whole file.
    pub(crate) fn is_file(&self) -> bool {
        self.place == FILE
    }

    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

const fn key(name: &'static str, kind: Kind, slot: Slot) -> Key {
    Key { name, kind, need: Need::Optional, slot }
}

const fn required(name: &'static str, kind: Kind, slot: Slot) -> Key {
    Key { name, kind, need: Need::Required, slot }
}

/// Whether the required keys of a request have codes of their own.
pub(crate) fn is_connection(kind: RequestKind) -> bool {
    matches!(kind, RequestKind::Connection | RequestKind::CreateConnection | RequestKind::UpdateConnection)
}
