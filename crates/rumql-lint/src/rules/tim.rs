//! Times: which moment, which duration?

pub(crate) mod date_literal;
pub(crate) mod degenerate_duration;
pub(crate) mod duration_direction;
pub(crate) mod epoch_milliseconds;
pub(crate) mod event_duration_unit;
pub(crate) mod hard_coded_epoch;
pub(crate) mod missing_duration_unit;
pub(crate) mod now_expression;
pub(crate) mod profile_vs_event_window;
pub(crate) mod time_frame_beyond_retention;
pub(crate) mod time_frame_inverted;
pub(crate) mod timestamp_in_future;
pub(crate) mod unit_on_unitless;
pub(crate) mod unknown_duration_unit;
