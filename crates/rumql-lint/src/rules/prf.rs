//! Cost: is more read than needs be?

pub(crate) mod bare_match_all;
pub(crate) mod huge_or_list;
pub(crate) mod huge_query;
pub(crate) mod infix_wildcard;
pub(crate) mod large_limit;
pub(crate) mod leading_wildcard;
pub(crate) mod unbounded_event_query;
pub(crate) mod unnecessary_wildcard;
pub(crate) mod wide_select;
pub(crate) mod wide_time_frame;
