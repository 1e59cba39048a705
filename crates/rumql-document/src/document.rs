//! What is read from a file?

use rumql_source::{Entity, Span};

use crate::{Entry, Host, Problem, Scalar, Value};

/// A file, read: its queries with maps back to their bytes, and the requests around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// How the file is written.
    pub host: Host,
    /// The queries, in the order of reading.
    pub queries: Vec<EmbeddedQuery>,
    /// The segments, bodies and connections.
    pub requests: Vec<Request>,
    /// The groups of segments.
    pub groups: Vec<Group>,
    /// What is wrong around the queries.
    pub problems: Vec<Problem>,
    /// The comments, for suppressions; none if nothing of ours is in the file.
    pub comments: Vec<Comment>,
    /// Each entry of a mapping of ours, key and value, and each item of its lists: what a comment
    /// above it may speak of. The lists of a file as a whole are not among them.
    pub parts: Vec<Span>,
}

/// What the caller knows about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The entity, from the file's name or the configuration. It counts where the file itself
    /// does not say: plain queries, facets and connections.
    pub entity: Option<Entity>,
    /// Whether a person named the file, or it lies where the configuration says. Such a file
    /// is reported as unreadable, and its `segments` and `connections` are ours, in any case.
    pub expected: bool,
}

/// A query in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedQuery {
    /// Its text and its place.
    pub scalar: Scalar,
    /// Of what it asks; [`Entity::Events`] for an event query, `None` if the file does not say.
    pub entity: Option<Entity>,
    /// What it is for.
    pub role: Role,
    /// The request it belongs to, as an index into [`Document::requests`].
    pub request: Option<usize>,
}

/// What a query is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The query of users or accounts.
    Query,
    /// The query of events beside it.
    EventQuery,
    /// The query that narrows a facet.
    FacetSearch,
}

/// A comment of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// All of it.
    pub span: Span,
    /// What it says, without `#`, `//` or `/* */`.
    pub text: String,
}

/// Something and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// What it is.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// What a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestKind {
    /// An entry of a segments file.
    Segment,
    /// `query_users_request`.
    QueryUsers,
    /// `query_account_request`.
    QueryAccounts,
    /// `query_event_filtered_users_request`.
    QueryEventFilteredUsers,
    /// `users_facet_info_request`, for users and accounts alike.
    UsersFacetInfo,
    /// An entry of a connections file.
    Connection,
    /// `connection_id` with what is to be created.
    CreateConnection,
    /// `connection_id` with what is to be changed.
    UpdateConnection,
}

/// A segment, an API body or a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What it is.
    pub kind: RequestKind,
    /// All of it.
    pub span: Span,
    /// The mapping that says what is asked: the segment itself, the `attributes` of a body.
    pub keys: Option<Value>,
    /// The name of a segment.
    pub name: Option<Scalar>,
    /// The description of a segment.
    pub description: Option<Scalar>,
    /// Of what it asks.
    pub entity: Option<Entity>,
    /// `select`, `select_columns`.
    pub columns: Vec<Scalar>,
    /// `sort.field`.
    pub sort_field: Option<Scalar>,
    /// `sort.order`.
    pub sort_order: Option<Scalar>,
    /// `limit`, whatever stands there: a rule of its own judges it.
    pub limit: Option<Value>,
    /// `facet_id`.
    pub facet: Option<Scalar>,
    /// `search`, `wildcard_search_term`, `term_search.value`.
    pub search_term: Option<Scalar>,
    /// `include_row_count`.
    pub row_count: Option<Located<bool>>,
    /// `events`, `event_query`.
    pub window: Option<Window>,
    /// What a connection says beyond that.
    pub connection: Connection,
    /// `tests` of a segment.
    pub tests: Option<Value>,
    /// Every string of the request that is no query, known or not, `tests` aside.
    pub other_strings: Vec<Scalar>,
}

/// The time in which events count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The mapping that holds the event query.
    pub span: Span,
    /// `start`.
    pub start: Option<Located<Moment>>,
    /// `end`.
    pub end: Option<Located<Moment>>,
    /// `within`: `7d`.
    pub within: Option<Scalar>,
}

/// A moment as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A number, as written: Unix seconds.
    Number(String),
    /// A text: a date and time, or a placeholder.
    Text(Scalar),
}

/// What a connection joins, and its fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Connection {
    /// `id`; `data.id` of a body.
    pub id: Option<Scalar>,
    /// `type`: `ref_table`.
    pub source: Option<Scalar>,
    /// `join_type`.
    pub join_type: Option<Scalar>,
    /// `join_attribute`.
    pub join_attribute: Option<Scalar>,
    /// `metadata.table`.
    pub table: Option<Scalar>,
    /// `fields` and `fields_to_add`.
    pub fields: Vec<Field>,
    /// `fields_to_update`.
    pub updates: Vec<FieldUpdate>,
    /// `fields_to_delete`.
    pub deletes: Vec<Scalar>,
}

/// Where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldRole {
    /// In `fields`.
    Defined,
    /// In `fields_to_add`.
    Added,
}

/// A field of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Where it stands.
    pub role: FieldRole,
    /// All of it.
    pub span: Span,
    /// `id`.
    pub id: Option<Scalar>,
    /// `source_name`.
    pub source_name: Option<Scalar>,
    /// `type`.
    pub kind: Option<Scalar>,
    /// `display_name`.
    pub display_name: Option<Scalar>,
    /// `description`.
    pub description: Option<Scalar>,
    /// `groups`.
    pub groups: Vec<Scalar>,
}

/// A change to a field of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldUpdate {
    /// All of it.
    pub span: Span,
    /// `field_id`.
    pub field: Option<Scalar>,
    /// `updated_field_id`.
    pub id: Option<Scalar>,
}

/// Segments that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// All of it.
    pub span: Span,
    /// `name`.
    pub name: Option<Scalar>,
    /// `segments`: their names.
    pub segments: Vec<Scalar>,
    /// `exclusive`: whether no record may be in two of them.
    pub exclusive: Option<Located<bool>>,
    /// `exhaustive`: whether each record must be in one of them.
    pub exhaustive: Option<Located<bool>>,
}

impl RequestKind {
    /// Whether the answer is a list of records.
    pub fn lists_records(self) -> bool {
        matches!(self, Self::Segment | Self::QueryUsers | Self::QueryAccounts | Self::QueryEventFilteredUsers)
    }
}

impl Request {
    /// The key and the list that the columns stand in; `None` if there are none.
    pub fn column_list(&self) -> Option<&Entry> {
        let first = self.columns.first()?.span;
        let entries = self.keys.as_ref()?.entries();
        entries.iter().find(|entry| entry.value.items().iter().any(|item| item.span == first))
    }

    /// A request of which nothing is known but its kind and place.
    pub(crate) fn new(kind: RequestKind, span: Span, entity: Option<Entity>, keys: Option<&Value>) -> Self {
        Self {
            kind,
            span,
            keys: keys.cloned(),
            name: None,
            description: None,
            entity,
            columns: Vec::new(),
            sort_field: None,
            sort_order: None,
            limit: None,
            facet: None,
            search_term: None,
            row_count: None,
            window: None,
            connection: Connection::default(),
            tests: None,
            other_strings: Vec::new(),
        }
    }
}
