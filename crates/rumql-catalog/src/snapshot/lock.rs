//! What do `mapping.lock.json` and GetMapping's answer look like as JSON?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::Value;

use super::SnapshotError;

const VERSION: u32 = 1;

/// Members that this version does not know; they are kept.
type Extra = BTreeMap<String, Value>;

/// The whole of `mapping.lock.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Lock {
    version: u32,
    pub(super) entities: Entities,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

/// Misspelt entities are refused: their checks would be silent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entities {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) users: Option<EntityLock>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accounts: Option<EntityLock>,
}

/// What is recorded of one entity.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct EntityLock {
    pub(super) attributes: Vec<MappingAttribute>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) values: BTreeMap<String, Vec<String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) ranges: BTreeMap<String, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) connections: Vec<Value>,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

/// One attribute, as GetMapping tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct MappingAttribute {
    pub(super) attribute: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) type_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) groups: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is_custom: Option<bool>,
    #[serde(flatten)]
    extra: Extra,
}

/// GetMapping's answer; ids and types around the list say nothing.
#[derive(Debug, Deserialize)]
pub(super) struct MappingResponse {
    pub(super) data: MappingData,
}

#[derive(Debug, Deserialize)]
pub(super) struct MappingData {
    pub(super) attributes: MappingList,
}

#[derive(Debug, Deserialize)]
pub(super) struct MappingList {
    pub(super) attributes: Vec<MappingAttribute>,
}

/// The top of a file, to tell which of the two it is before it is read strictly.
#[derive(Debug, Deserialize)]
pub(super) struct Outline {
    version: Option<Value>,
    entities: Option<IgnoredAny>,
    data: Option<IgnoredAny>,
}

impl Lock {
    pub(super) fn new(users: Option<EntityLock>, accounts: Option<EntityLock>, extra: Extra) -> Self {
        Self { version: VERSION, entities: Entities { users, accounts }, extra }
    }
}

impl EntityLock {
    /// The same facts in the order in which they are written.
    pub(super) fn sorted(&self) -> Self {
        let mut lock = self.clone();
        lock.attributes.sort_by(|a, b| a.attribute.cmp(&b.attribute));
        for values in lock.values.values_mut() {
            values.sort();
            values.dedup();
        }
        let loose = lock.ranges.values_mut().chain(&mut lock.connections);
        let attributes = lock.attributes.iter_mut().flat_map(|attribute| attribute.extra.values_mut());
        for value in loose.chain(lock.extra.values_mut()).chain(attributes) {
            value.sort_all_objects();
        }
        lock.connections.sort_by_key(connection_id);
        lock
    }
}

impl Outline {
    pub(super) fn read(text: &str) -> Result<Self, SnapshotError> {
        match serde_json::from_str(text) {
            Ok(outline) => Ok(outline),
            // Any JSON but an object: it is well written, and neither of the two.
            Err(error) if error.is_data() => Err(SnapshotError::Unrecognized),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn is_snapshot(&self) -> bool {
        self.version.is_some() || self.entities.is_some()
    }

    pub(super) fn is_response(&self) -> bool {
        self.data.is_some()
    }

    pub(super) fn check_version(&self) -> Result<(), SnapshotError> {
        match &self.version {
            Some(version) if version.as_u64() == Some(u64::from(VERSION)) => Ok(()),
            Some(version) => Err(SnapshotError::Version(version.to_string())),
            None if self.entities.is_some() => Err(SnapshotError::NoVersion),
            None => Err(SnapshotError::Unrecognized),
        }
    }
}

fn connection_id(connection: &Value) -> String {
    connection.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}
