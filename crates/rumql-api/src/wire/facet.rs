//! The values of an attribute.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Which values are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FacetAttributes {
    /// The attribute.
    pub facet_id: String,
    /// The most values that are returned.
    pub limit: i64,
    /// Of which records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<FacetSearch>,
    /// Which of the values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_search: Option<TermSearch>,
}

/// Of which records.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FacetSearch {
    /// The query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

/// Which of the values: those that are this text, or hold it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TermSearch {
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Facet {
    /// What was found.
    #[serde(default)]
    pub result: FacetResult,
}

/// The values, or between which bounds they lie.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FacetResult {
    /// The values, most frequent first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<FacetValue>>,
    /// The bounds of numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<FacetRange>,
}

/// A value, and how many records have it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FacetValue {
    /// The value. A text by the specification; a server that sends a number or `true` is understood.
    #[serde(default)]
    pub value: Option<Box<RawValue>>,
    /// How many records have it.
    #[serde(default)]
    pub count: i64,
}

/// The least and the greatest value. The specification leaves their type open, so any JSON is taken.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FacetRange {
    /// The least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Box<RawValue>>,
    /// The greatest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Box<RawValue>>,
}

impl FacetValue {
    /// The value as a person reads it: a text without its quotes.
    pub fn text(&self) -> String {
        let raw = self.value.as_ref().map_or("", |value| value.get());
        serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned())
    }
}
