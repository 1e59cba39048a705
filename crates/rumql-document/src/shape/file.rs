//! Which keys may stand in a segments or connections file?

use crate::{
    FieldRole, Role,
    shape::{Item, Key, Kind, Shape, Slot, body::FIELD, key, required},
};

const NO_SORT: &str = "the event-filtered query takes no sort order";
const NO_SEARCH: &str = "the event-filtered query takes no search term";
const NO_EVENTS: &str = "only users can be filtered by events; there is no such request for accounts";

pub(crate) const SEGMENTS_FILE: Shape = Shape {
    place: super::FILE,
    keys: &[
        key("segments", Kind::Objects(&SEGMENT, Item::Segment), Slot::Nothing),
        key("groups", Kind::Objects(&GROUP, Item::Group), Slot::Nothing),
        key("connections", Kind::Objects(&CONNECTION, Item::Connection), Slot::Nothing),
        key("version", Kind::Free, Slot::Nothing),
    ],
    refused: &[],
    synonyms: &[],
};

const NAME: Key = required("name", Kind::Text, Slot::Name);
const DESCRIPTION: Key = key("description", Kind::Text, Slot::Description);
const ENTITY: Key = key("entity", Kind::Entity, Slot::Nothing);
const QUERY: Key = required("query", Kind::Query(Role::Query), Slot::Nothing);
const SELECT: Key = key("select", Kind::Texts, Slot::Columns);
const SORT: Key = key("sort", Kind::Object(&SEGMENT_SORT), Slot::Nothing);
const LIMIT: Key = key("limit", Kind::Limit, Slot::Nothing);
const SEARCH: Key = key("search", Kind::Text, Slot::SearchTerm);
const EVENTS: Key = key("events", Kind::Object(&SEGMENT_EVENTS), Slot::Window);
const TESTS: Key = key("tests", Kind::Tests, Slot::Nothing);

const SYNONYMS: &[(&str, &str)] = &[
    ("select_columns", "select"),
    ("columns", "select"),
    ("order_by", "sort"),
    ("sort_by", "sort"),
    ("filter", "query"),
    ("event_query", "events"),
    ("wildcard_search_term", "search"),
    ("title", "name"),
    ("size", "limit"),
    ("page_size", "limit"),
];

pub(crate) const SEGMENT: Shape = Shape {
    place: "a segment",
    keys: &[NAME, DESCRIPTION, ENTITY, QUERY, SELECT, SORT, LIMIT, SEARCH, EVENTS, TESTS],
    refused: &[],
    synonyms: SYNONYMS,
};

pub(crate) const SEGMENT_WITH_EVENTS: Shape = Shape {
    place: "a segment with events",
    keys: &[NAME, DESCRIPTION, ENTITY, QUERY, SELECT, LIMIT, EVENTS, TESTS],
    refused: &[
        ("sort", NO_SORT),
        ("order_by", NO_SORT),
        ("search", NO_SEARCH),
        ("wildcard_search_term", NO_SEARCH),
    ],
    synonyms: SYNONYMS,
};

pub(crate) const ACCOUNTS_SEGMENT: Shape = Shape {
    place: "a segment of accounts",
    keys: &[NAME, DESCRIPTION, ENTITY, QUERY, SELECT, SORT, LIMIT, SEARCH, TESTS],
    refused: &[("events", NO_EVENTS), ("event_query", NO_EVENTS)],
    synonyms: SYNONYMS,
};

const SEGMENT_SORT: Shape = Shape {
    place: "the sort order",
    keys: &[required("field", Kind::Text, Slot::SortField), key("order", Kind::Text, Slot::SortOrder)],
    refused: &[],
    synonyms: &[("column", "field"), ("by", "field"), ("direction", "order")],
};

const SEGMENT_EVENTS: Shape = Shape {
    place: "the events of a segment",
    keys: &[
        required("query", Kind::Query(Role::EventQuery), Slot::Nothing),
        key("within", Kind::Text, Slot::Within),
        key("start", Kind::Moment, Slot::Start),
        key("end", Kind::Moment, Slot::End),
    ],
    refused: &[],
    synonyms: &[
        ("filter", "query"),
        ("from", "start"),
        ("to", "end"),
        ("last", "within"),
        ("window", "within"),
    ],
};

const GROUP: Shape = Shape {
    place: "a group",
    keys: &[
        required("name", Kind::Text, Slot::GroupName),
        key("description", Kind::Text, Slot::Nothing),
        required("segments", Kind::Texts, Slot::GroupSegments),
        key("exclusive", Kind::Flag, Slot::GroupExclusive),
        key("exhaustive", Kind::Flag, Slot::GroupExhaustive),
    ],
    refused: &[],
    synonyms: &[],
};

const CONNECTION: Shape = Shape {
    place: "a connection",
    keys: &[
        key("entity", Kind::Entity, Slot::Nothing),
        required("id", Kind::Text, Slot::ConnectionId),
        required("type", Kind::Text, Slot::ConnectionSource),
        required("join_type", Kind::Text, Slot::JoinType),
        required("join_attribute", Kind::Text, Slot::JoinAttribute),
        key("fields", Kind::Objects(&FIELD, Item::Field(FieldRole::Defined)), Slot::Nothing),
        key("metadata", Kind::Object(&METADATA), Slot::Nothing),
    ],
    refused: &[],
    synonyms: &[],
};

/// The texts that a connection carries along; `table` names the reference table.
pub(super) const METADATA: Shape = Shape {
    place: super::ANY_KEY,
    keys: &[key("table", Kind::Text, Slot::Table)],
    refused: &[],
    synonyms: &[],
};
