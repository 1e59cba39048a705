//! The attributes of an entity.

use serde::{Deserialize, Serialize};

/// What GetMapping answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// The attributes.
    #[serde(default, deserialize_with = "super::list")]
    pub attributes: Vec<MappingAttribute>,
}

/// An attribute as the mapping lists it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MappingAttribute {
    /// As a query writes it: `user_email`, `@customer_tier`.
    #[serde(default)]
    pub attribute: String,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The type of its values, a free text: `string`, `number`, `timestamp`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether a connection brings it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_custom: Option<bool>,
    /// Labels it is sorted under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<String>>,
}
