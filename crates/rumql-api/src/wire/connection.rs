//! Connections and their fields.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A connection to be created.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ConnectionAttributes {
    /// What it reads: `ref_table`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is joined by: `email`, `user_id`.
    pub join_type: String,
    /// The attribute it is joined on.
    pub join_attribute: String,
    /// What it brings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<Field>>,
    /// Whatever else is to be known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
}

/// A field that a connection brings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Field {
    /// Its id: a query asks for `@` and this.
    pub id: String,
    /// The column it is read from.
    pub source_name: String,
    /// The type of its values, a free text.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Labels it is sorted under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<String>>,
}

/// What changes about a connection. Type, source, join and metadata of what is there cannot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UpdateAttributes {
    /// New fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields_to_add: Option<Vec<Field>>,
    /// Changed fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields_to_update: Option<Vec<FieldChange>>,
    /// The ids of fields that go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields_to_delete: Option<Vec<String>>,
}

/// What changes about a field; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field.
    pub field_id: String,
    /// Its new id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_field_id: Option<String>,
    /// Its new label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_display_name: Option<String>,
    /// Its new description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_description: Option<String>,
    /// Its new groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_groups: Option<Vec<String>>,
}

/// What ListConnections answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Connections {
    /// The connections.
    #[serde(default, deserialize_with = "super::list")]
    pub connections: Vec<ListedConnection>,
}

/// A connection as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ListedConnection {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// What it reads.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How it is joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<Join>,
    /// What it brings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<Field>>,
    /// Whatever else is to be known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
    /// When it was created; `0001-01-01T00:00:00Z` stands for "not known".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
}

/// How a connection is joined.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Join {
    /// The attribute of the entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// What it is joined by: `email`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
