//! Requests: is the body what the API takes?

pub(crate) mod duplicate_column;
pub(crate) mod duplicate_segment_name;
pub(crate) mod events_on_accounts;
pub(crate) mod facet_filters_itself;
pub(crate) mod facet_on_identity;
pub(crate) mod identity_column_missing;
pub(crate) mod invalid_limit;
pub(crate) mod limit_missing;
pub(crate) mod missing_required;
pub(crate) mod pii_selected;
pub(crate) mod row_count_on_match_all;
pub(crate) mod sort_column_not_selected;
pub(crate) mod sort_order;
pub(crate) mod time_frame_missing;
pub(crate) mod unknown_column;
pub(crate) mod unknown_group_member;
pub(crate) mod unknown_key;
pub(crate) mod unsupported_key;
pub(crate) mod wildcard_term_syntax;
pub(crate) mod wrong_data_type;
pub(crate) mod wrong_value_type;
