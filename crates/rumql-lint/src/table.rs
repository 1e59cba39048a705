//! Which rules are there?

use crate::{
    rule::Rule,
    rules::{bod, con, emb, r#ref, syn, tim, typ},
};

/// All rules, sorted by code.
pub static RULES: &[&Rule] = &[
    &bod::wrong_data_type::META,
    &bod::unknown_key::META,
    &bod::unsupported_key::META,
    &bod::missing_required::META,
    &bod::sort_order::META,
    &bod::unknown_column::META,
    &bod::wrong_value_type::META,
    &con::missing_connection_key::META,
    &emb::yaml_indicator::META,
    &emb::yaml_comment_truncation::META,
    &emb::unreadable_host::META,
    &r#ref::unknown_attribute::META,
    &r#ref::missing_at_prefix::META,
    &r#ref::extra_at_prefix::META,
    &r#ref::wrong_entity::META,
    &r#ref::attribute_case::META,
    &r#ref::wrong_query_plane::META,
    &syn::parse_error::META,
    &syn::unbalanced_parenthesis::META,
    &syn::unterminated_quote::META,
    &syn::lowercase_operator::META,
    &syn::reserved_word_value::META,
    &syn::missing_value::META,
    &syn::dangling_operator::META,
    &syn::space_around_colon::META,
    &syn::space_in_value::META,
    &syn::operator_before_colon::META,
    &syn::sql_ism::META,
    &syn::wildcard_in_quotes::META,
    &syn::unescaped_special::META,
    &syn::smart_quote::META,
    &syn::malformed_range::META,
    &syn::inverted_range::META,
    &syn::symbolic_operator::META,
    &syn::free_text_term::META,
    &syn::invisible_or_confusable_char::META,
    &syn::unresolved_placeholder::META,
    &syn::comment_in_query::META,
    &syn::too_deep::META,
    &syn::too_large::META,
    &syn::not_in_this_profile::META,
    &syn::legacy_existence::META,
    &syn::needless_escape::META,
    &syn::mixed_bounds::META,
    &syn::empty_group::META,
    &tim::epoch_milliseconds::META,
    &tim::timestamp_in_future::META,
    &tim::duration_direction::META,
    &tim::unknown_duration_unit::META,
    &tim::missing_duration_unit::META,
    &tim::event_duration_unit::META,
    &tim::unit_on_unitless::META,
    &typ::comparison_on_string::META,
    &typ::wildcard_on_number::META,
    &typ::not_a_number::META,
    &typ::unknown_enum_value::META,
    &typ::number_form::META,
];

/// The rule that a code or a name names, letters in either case.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .copied()
        .find(|rule| name.eq_ignore_ascii_case(rule.code.id) || name.eq_ignore_ascii_case(rule.code.name))
}
