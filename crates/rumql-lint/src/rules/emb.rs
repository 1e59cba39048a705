//! Hosts: does the file hold the query that was meant?

pub(crate) mod unreadable_host;
pub(crate) mod yaml_comment_truncation;
pub(crate) mod yaml_indicator;
