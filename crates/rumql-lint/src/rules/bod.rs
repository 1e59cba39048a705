//! Requests: is the body what the API takes?

pub(crate) mod missing_required;
pub(crate) mod sort_order;
pub(crate) mod unknown_column;
pub(crate) mod unknown_key;
pub(crate) mod unsupported_key;
pub(crate) mod wrong_data_type;
pub(crate) mod wrong_value_type;
