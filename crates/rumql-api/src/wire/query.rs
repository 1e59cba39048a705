//! Queries and their hits.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What is asked of users or accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QueryAttributes {
    /// The query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The most records that are returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// The attributes that are returned of each; all, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select_columns: Option<Vec<String>>,
    /// Their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// A text that some attribute has to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wildcard_search_term: Option<String>,
}

/// By which attribute, and which way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sort {
    /// The attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// `ASC` or `DESC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
}

/// What is asked of users and their events.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EventAttributes {
    /// The query of users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The most users that are returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// The attributes that are returned of each; all, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select_columns: Option<Vec<String>>,
    /// Whether the number of all that match is returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_row_count: Option<bool>,
    /// The events that a user must have had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_query: Option<EventFilter>,
}

/// Which events, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EventFilter {
    /// The query of events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_frame: Option<TimeFrame>,
}

/// From when to when, in Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TimeFrame {
    /// The beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// The end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<i64>,
}

/// The records found.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Hits {
    /// Each an object of attributes, in the words of the server: no number or date is rounded.
    #[serde(default, deserialize_with = "super::list")]
    pub hits: Vec<Box<RawValue>>,
    /// How many match, returned or not; an event query tells it only if asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}
