//! Which bytes does a call send, and how are those that come back read?

use std::marker::PhantomData;

use rumql_source::Entity;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::{
    ApiError, Cleared, Operation, Refusal, Request, Response,
    wire::{
        Body, Connections, EventAttributes, EventFilter, Facet, FacetAttributes, FacetSearch, Hits, Mapping,
        QueryAttributes, Sort, TermSearch, TimeFrame, kinds,
    },
};

/// A read: what is sent, and what the answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint<A> {
    /// What is sent.
    pub request: Request,
    answer: PhantomData<A>,
}

/// An answer, read.
#[derive(Debug, Clone)]
pub struct Answer<A> {
    /// What is known here.
    pub value: A,
    /// `data.attributes` in the words of the server, with whatever else it says.
    pub raw: Box<RawValue>,
}

/// A query of users or accounts.
#[derive(Debug, Clone)]
pub struct ProfileQuery {
    /// The query; it tells the entity.
    pub query: Cleared,
    /// The attributes that are returned; all, if none are named.
    pub columns: Vec<String>,
    /// The most records that are returned.
    pub limit: Option<i64>,
    /// The attribute they are sorted by, and whether the greatest comes first.
    pub sort: Option<(String, bool)>,
    /// A text that some attribute has to hold.
    pub search: Option<String>,
    /// The events that a user must have had; excludes `sort` and `search`.
    pub events: Option<EventQuery>,
}

/// Which events, and when.
#[derive(Debug, Clone)]
pub struct EventQuery {
    /// The query of events.
    pub query: Cleared,
    /// From when on, in Unix seconds.
    pub start: i64,
    /// Until when, in Unix seconds.
    pub end: i64,
}

/// What is asked of an attribute.
#[derive(Debug, Clone)]
pub struct FacetQuery {
    /// The attribute.
    pub attribute: String,
    /// The most values that are returned.
    pub limit: i64,
    /// Of which records; of all, if absent.
    pub query: Option<Cleared>,
    /// Which of the values: those that are this text, or hold it.
    pub term: Option<String>,
}

/// Asks for records. An event query always asks for their number too.
pub fn query(asked: &ProfileQuery) -> Endpoint<Hits> {
    let text = Some(asked.query.text().to_owned());
    let select_columns = (!asked.columns.is_empty()).then(|| asked.columns.clone());
    if let Some(events) = &asked.events {
        let time_frame = Some(TimeFrame { start: Some(events.start), end: Some(events.end) });
        let event_query = EventFilter { query: Some(events.query.text().to_owned()), time_frame };
        let attributes = EventAttributes {
            query: text,
            limit: asked.limit,
            select_columns,
            include_row_count: Some(true),
            event_query: Some(event_query),
        };
        return Endpoint::post(
            Operation::QueryEventFilteredUsers,
            kinds::QUERY_EVENT_FILTERED_USERS,
            kinds::QUERY_EVENT_FILTERED_USERS,
            attributes,
        );
    }
    let sort = asked.sort.as_ref().map(|(field, descending)| Sort {
        field: Some(field.clone()),
        order: Some(if *descending { "DESC" } else { "ASC" }.to_owned()),
    });
    let attributes = QueryAttributes {
        query: text,
        limit: asked.limit,
        select_columns,
        sort,
        wildcard_search_term: asked.search.clone(),
    };
    let (operation, kind) = match asked.query.entity() {
        Entity::Accounts => (Operation::QueryAccounts, kinds::QUERY_ACCOUNTS),
        Entity::Users | Entity::Events => (Operation::QueryUsers, kinds::QUERY_USERS),
    };
    Endpoint::post(operation, kind, kind, attributes)
}

/// Asks for the values of an attribute.
pub fn facet(entity: Entity, asked: &FacetQuery) -> Endpoint<Facet> {
    let operation = match entity {
        Entity::Accounts => Operation::GetAccountFacetInfo,
        Entity::Users | Entity::Events => Operation::GetUserFacetInfo,
    };
    let attributes = FacetAttributes {
        facet_id: asked.attribute.clone(),
        limit: asked.limit,
        search: asked.query.as_ref().map(|query| FacetSearch { query: Some(query.text().to_owned()) }),
        term_search: asked.term.clone().map(|value| TermSearch { value: Some(value) }),
    };
    Endpoint::post(operation, kinds::FACET, "facet_info_request", attributes)
}

/// Asks for the attributes of an entity.
pub fn mapping(entity: Entity) -> Endpoint<Mapping> {
    Endpoint::get(Operation::GetMapping, entity)
}

/// Asks for the connections of an entity.
pub fn list_connections(entity: Entity) -> Endpoint<Connections> {
    Endpoint::get(Operation::ListConnections, entity)
}

impl<A> Endpoint<A> {
    fn get(operation: Operation, entity: Entity) -> Self {
        let request = Request { operation, path: operation.path(&[entity.as_str()]), body: None };
        Self { request, answer: PhantomData }
    }

    /// `id` is the name that the specification's examples give a request.
    fn post(operation: Operation, kind: &str, id: &str, attributes: impl Serialize) -> Self {
        let body = json(&Body::new(kind, Some(id.to_owned()), attributes));
        let request = Request { operation, path: operation.path(&[]), body: Some(body) };
        Self { request, answer: PhantomData }
    }
}

impl<A: DeserializeOwned> Endpoint<A> {
    /// Reads what came back.
    ///
    /// # Errors
    /// It says that something went wrong, or is not what the specification says.
    pub fn read(&self, response: &Response) -> Result<Answer<A>, ApiError> {
        let operation = self.request.operation;
        if response.status != operation.success() {
            return Err(ApiError::Refused(Refusal::of(operation, response)));
        }
        let unreadable = |why: serde_json::Error| ApiError::unreadable(operation, response, &why.to_string());
        let raw: Body<Box<RawValue>> = serde_json::from_slice(&response.body).map_err(unreadable)?;
        let Some(raw) = raw.data.attributes else {
            return Err(ApiError::unreadable(operation, response, "`data.attributes` is missing"));
        };
        let value = serde_json::from_str(raw.get()).map_err(unreadable)?;
        Ok(Answer { value, raw })
    }
}

/// Plain data with text keys is always written.
pub(crate) fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).unwrap_or_default()
}
