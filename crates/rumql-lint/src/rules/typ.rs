//! Values: are they of the kind that the attribute holds?

pub(crate) mod boolean_literal;
pub(crate) mod comparison_on_string;
pub(crate) mod country_code;
pub(crate) mod email_shape;
pub(crate) mod exact_match_on_message;
pub(crate) mod fraction_on_integer;
pub(crate) mod never_seen_value;
pub(crate) mod not_a_number;
pub(crate) mod number_form;
pub(crate) mod outside_observed_range;
pub(crate) mod unknown_enum_value;
pub(crate) mod value_case;
pub(crate) mod version_compared_as_number;
pub(crate) mod wildcard_on_number;
