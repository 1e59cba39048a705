//! Suppressions: does a comment silence what it should?

pub(crate) mod blanket_suppression;
pub(crate) mod expired_snooze;
pub(crate) mod locked_rule_suppressed;
pub(crate) mod malformed_suppression;
pub(crate) mod no_reason;
pub(crate) mod unknown_code;
pub(crate) mod unused_suppression;
