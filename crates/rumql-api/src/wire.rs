//! What do bodies look like on the wire?
//!
//! The schemas of the specification, under its names for keys. What is optional there is optional
//! here, and absent is not sent. An answer may hold keys that are not known here; whoever needs them
//! has the answer's text ([`Answer::raw`](crate::Answer)).

mod connection;
mod facet;
mod mapping;
mod query;

use serde::{Deserialize, Deserializer, Serialize};

pub use self::{
    connection::{
        ConnectionAttributes, Connections, Field, FieldChange, Join, ListedConnection, UpdateAttributes,
    },
    facet::{Facet, FacetAttributes, FacetRange, FacetResult, FacetSearch, FacetValue, TermSearch},
    mapping::{Mapping, MappingAttribute},
    query::{EventAttributes, EventFilter, Hits, QueryAttributes, Sort, TimeFrame},
};

/// The values of `data.type`, each the only one of its request or answer.
pub mod kinds {
    /// Of the query of users.
    pub const QUERY_USERS: &str = "query_users_request";
    /// Of the query of accounts; the singular is the specification's.
    pub const QUERY_ACCOUNTS: &str = "query_account_request";
    /// Of the query of users and events.
    pub const QUERY_EVENT_FILTERED_USERS: &str = "query_event_filtered_users_request";
    /// Of a facet, of accounts too.
    pub const FACET: &str = "users_facet_info_request";
    /// Of a connection.
    pub const CONNECTION: &str = "connection_id";
    /// Of the answer to a query.
    pub const HITS: &str = "query_response";
    /// Of the answer to a facet, of accounts too.
    pub const FACET_ANSWER: &str = "users_facet_info";
    /// Of a mapping.
    pub const MAPPING: &str = "get_mappings_response";
    /// Of the list of connections.
    pub const CONNECTIONS: &str = "list_connections_response";
}

/// `{"data": …}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body<T> {
    /// The one thing in it.
    pub data: Data<T>,
}

/// `{"type": …, "id": …, "attributes": …}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Data<T> {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name; of a connection, the connection's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<T>,
}

impl<T> Body<T> {
    /// A body of this kind.
    pub fn new(kind: &str, id: Option<String>, attributes: T) -> Self {
        Self { data: Data { kind: kind.to_owned(), id, attributes: Some(attributes) } }
    }
}

/// A list that is `null` where it is empty, as some servers write it.
fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}
