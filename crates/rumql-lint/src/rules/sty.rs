//! Style: would the team write it so?

pub(crate) mod format;
pub(crate) mod line_length;
pub(crate) mod missing_segment_metadata;
pub(crate) mod policy;
pub(crate) mod segment_name_pattern;
pub(crate) mod unnecessary_escape;
pub(crate) mod unnecessary_quotes;
