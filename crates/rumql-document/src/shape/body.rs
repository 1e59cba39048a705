//! Which keys may stand in an API body?

use crate::{
    FieldRole, RequestKind, Role,
    shape::{Item, Key, Kind, Need, Shape, Slot, file::METADATA, key, required},
};

/// The types that a body may have.
pub(crate) const DATA_TYPES: &[&str] = &[
    "query_users_request",
    "query_account_request",
    "query_event_filtered_users_request",
    "users_facet_info_request",
    "connection_id",
];

/// The types of answers, which are no requests.
pub(crate) const RESPONSE_TYPES: &[&str] =
    &["query_response", "users_facet_info", "get_mappings_response", "list_connections_response"];

/// One kind of body: the shapes of `data` and of the whole.
#[derive(Debug)]
pub(crate) struct BodyShape {
    pub(crate) kind: RequestKind,
    pub(crate) data_type: &'static str,
    pub(crate) data: &'static Shape,
}

/// All kinds of body.
pub(crate) const BODIES: &[BodyShape] = &[
    BodyShape { kind: RequestKind::QueryUsers, data_type: "query_users_request", data: &USERS_DATA },
    BodyShape { kind: RequestKind::QueryAccounts, data_type: "query_account_request", data: &ACCOUNTS_DATA },
    BodyShape {
        kind: RequestKind::QueryEventFilteredUsers,
        data_type: "query_event_filtered_users_request",
        data: &EVENT_FILTERED_DATA,
    },
    BodyShape { kind: RequestKind::UsersFacetInfo, data_type: "users_facet_info_request", data: &FACET_DATA },
    BodyShape { kind: RequestKind::CreateConnection, data_type: "connection_id", data: &CREATE_DATA },
    BodyShape { kind: RequestKind::UpdateConnection, data_type: "connection_id", data: &UPDATE_DATA },
];

/// The whole body. `data` is looked at by its own shape.
pub(crate) const TOP: Shape = Shape {
    place: "a request body",
    keys: &[key("data", Kind::Elsewhere, Slot::Nothing)],
    refused: &[],
    synonyms: &[],
};

const TYPE: Key = required("type", Kind::Text, Slot::Nothing);
const ID: Key = key("id", Kind::Text, Slot::ConnectionId);

const fn data(keys: &'static [Key]) -> Shape {
    Shape { place: "`data`", keys, refused: &[], synonyms: &[] }
}

const USERS_DATA: Shape = data(&[TYPE, ID, key("attributes", Kind::Object(&USERS), Slot::Nothing)]);
const ACCOUNTS_DATA: Shape = data(&[TYPE, ID, key("attributes", Kind::Object(&ACCOUNTS), Slot::Nothing)]);
const EVENT_FILTERED_DATA: Shape =
    data(&[TYPE, ID, key("attributes", Kind::Object(&EVENT_FILTERED), Slot::Nothing)]);
const FACET_DATA: Shape = data(&[TYPE, ID, required("attributes", Kind::Object(&FACET), Slot::Nothing)]);
const CREATE_DATA: Shape = data(&[TYPE, ID, required("attributes", Kind::Object(&CREATE), Slot::Nothing)]);
const UPDATE_DATA: Shape = data(&[
    TYPE,
    required("id", Kind::Text, Slot::ConnectionId),
    required("attributes", Kind::Object(&UPDATE), Slot::Nothing),
]);

const QUERY: Key = key("query", Kind::Query(Role::Query), Slot::Nothing);
const LIMIT: Key = key("limit", Kind::Limit, Slot::Nothing);
const COLUMNS: Key = key("select_columns", Kind::Texts, Slot::Columns);
const SORT: Key = key("sort", Kind::Object(&BODY_SORT), Slot::Nothing);
const TERM: Key = key("wildcard_search_term", Kind::Text, Slot::SearchTerm);

const SYNONYMS: &[(&str, &str)] = &[
    ("columns", "select_columns"),
    ("select", "select_columns"),
    ("fields", "select_columns"),
    ("order_by", "sort"),
    ("sort_by", "sort"),
    ("filter", "query"),
    ("search", "wildcard_search_term"),
    ("search_term", "wildcard_search_term"),
    ("size", "limit"),
    ("page_size", "limit"),
    ("events", "event_query"),
];

const NO_COUNT: &str = "only the event-filtered query counts rows on demand";
const NO_EVENTS: &str = "events belong to `query_event_filtered_users_request`";
const NO_ACCOUNT_EVENTS: &str = "only users can be filtered by events; there is no such request for accounts";

const USERS: Shape = Shape {
    place: "the attributes of a users query",
    keys: &[QUERY, LIMIT, COLUMNS, SORT, TERM],
    refused: &[("include_row_count", NO_COUNT), ("event_query", NO_EVENTS), ("events", NO_EVENTS)],
    synonyms: SYNONYMS,
};

const ACCOUNTS: Shape = Shape {
    place: "the attributes of an accounts query",
    keys: &[QUERY, LIMIT, COLUMNS, SORT, TERM],
    refused: &[
        ("include_row_count", NO_COUNT),
        ("event_query", NO_ACCOUNT_EVENTS),
        ("events", NO_ACCOUNT_EVENTS),
    ],
    synonyms: SYNONYMS,
};

const EVENT_FILTERED: Shape = Shape {
    place: "the attributes of an event-filtered query",
    keys: &[
        QUERY,
        LIMIT,
        COLUMNS,
        key("include_row_count", Kind::Flag, Slot::RowCount),
        key("event_query", Kind::Object(&EVENT_QUERY), Slot::Window),
    ],
    refused: &[
        ("sort", "the event-filtered query takes no sort order"),
        ("order_by", "the event-filtered query takes no sort order"),
        ("wildcard_search_term", "the event-filtered query takes no search term"),
        ("search", "the event-filtered query takes no search term"),
    ],
    synonyms: SYNONYMS,
};

const EVENT_QUERY: Shape = Shape {
    place: "the event query",
    keys: &[
        key("query", Kind::Query(Role::EventQuery), Slot::Nothing),
        key("time_frame", Kind::Object(&TIME_FRAME), Slot::Nothing),
    ],
    refused: &[("within", "the API takes `time_frame` with `start` and `end` in Unix seconds")],
    synonyms: &[
        ("filter", "query"),
        ("timeframe", "time_frame"),
        ("time", "time_frame"),
        ("window", "time_frame"),
    ],
};

const TIME_FRAME: Shape = Shape {
    place: "the time frame",
    keys: &[required("start", Kind::Seconds, Slot::Start), required("end", Kind::Seconds, Slot::End)],
    refused: &[],
    synonyms: &[("from", "start"), ("to", "end")],
};

const BODY_SORT: Shape = Shape {
    place: "the sort order",
    keys: &[key("field", Kind::Text, Slot::SortField), key("order", Kind::Text, Slot::SortOrder)],
    refused: &[],
    synonyms: &[("column", "field"), ("by", "field"), ("direction", "order")],
};

const FACET: Shape = Shape {
    place: "the attributes of a facet request",
    keys: &[
        required("facet_id", Kind::Text, Slot::Facet),
        Key { name: "limit", kind: Kind::Limit, need: Need::Suggested("10"), slot: Slot::Nothing },
        key("search", Kind::Object(&FACET_SEARCH), Slot::Nothing),
        key("term_search", Kind::Object(&TERM_SEARCH), Slot::Nothing),
    ],
    refused: &[("sort", "values come by their count; the facet request takes no sort order")],
    synonyms: &[
        ("facet", "facet_id"),
        ("query", "search"),
        ("attribute", "facet_id"),
        ("term", "term_search"),
    ],
};

const FACET_SEARCH: Shape = Shape {
    place: "the search of a facet request",
    keys: &[key("query", Kind::Query(Role::FacetSearch), Slot::Nothing)],
    refused: &[],
    synonyms: &[("filter", "query")],
};

const TERM_SEARCH: Shape = Shape {
    place: "the term search",
    keys: &[key("value", Kind::Text, Slot::SearchTerm)],
    refused: &[],
    synonyms: &[("query", "value"), ("term", "value")],
};

const CREATE: Shape = Shape {
    place: "the attributes of a new connection",
    keys: &[
        required("type", Kind::Text, Slot::ConnectionSource),
        required("join_type", Kind::Text, Slot::JoinType),
        required("join_attribute", Kind::Text, Slot::JoinAttribute),
        key("fields", Kind::Objects(&FIELD, Item::Field(FieldRole::Defined)), Slot::Nothing),
        key("metadata", Kind::Object(&METADATA), Slot::Nothing),
    ],
    refused: &[],
    synonyms: &[],
};

const UNCHANGEABLE: &str = "an update changes fields only";

const UPDATE: Shape = Shape {
    place: "the attributes of a changed connection",
    keys: &[
        key("fields_to_add", Kind::Objects(&FIELD, Item::Field(FieldRole::Added)), Slot::Nothing),
        key("fields_to_update", Kind::Objects(&FIELD_UPDATE, Item::FieldUpdate), Slot::Nothing),
        key("fields_to_delete", Kind::Texts, Slot::Deletes),
    ],
    refused: &[
        ("type", UNCHANGEABLE),
        ("join_type", UNCHANGEABLE),
        ("join_attribute", UNCHANGEABLE),
        ("metadata", UNCHANGEABLE),
        ("fields", UNCHANGEABLE),
    ],
    synonyms: &[],
};

pub(super) const FIELD: Shape = Shape {
    place: "a field of a connection",
    keys: &[
        required("id", Kind::Text, Slot::FieldId),
        required("source_name", Kind::Text, Slot::FieldSource),
        required("type", Kind::Text, Slot::FieldKind),
        key("display_name", Kind::Text, Slot::FieldDisplayName),
        key("description", Kind::Text, Slot::FieldDescription),
        key("groups", Kind::Texts, Slot::FieldGroups),
    ],
    refused: &[],
    synonyms: &[("source", "source_name"), ("name", "display_name"), ("label", "display_name")],
};

const FIELD_UPDATE: Shape = Shape {
    place: "a changed field",
    keys: &[
        required("field_id", Kind::Text, Slot::UpdateField),
        key("updated_field_id", Kind::Text, Slot::UpdateId),
        key("updated_display_name", Kind::Text, Slot::Nothing),
        key("updated_description", Kind::Text, Slot::Nothing),
        key("updated_groups", Kind::Texts, Slot::Nothing),
    ],
    refused: &[
        ("type", "the type of a field cannot be changed"),
        ("source_name", "the source of a field cannot be changed"),
    ],
    synonyms: &[
        ("id", "field_id"),
        ("display_name", "updated_display_name"),
        ("groups", "updated_groups"),
        ("description", "updated_description"),
    ],
};
