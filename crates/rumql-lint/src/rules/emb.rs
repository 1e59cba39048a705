//! Hosts: does the file hold the query that was meant?

pub(crate) mod escape_decay;
pub(crate) mod trailing_newline;
pub(crate) mod unreadable_host;
pub(crate) mod yaml_comment_truncation;
pub(crate) mod yaml_indicator;
pub(crate) mod yaml_non_string;
