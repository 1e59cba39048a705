//! Which rule speaks about what a lower layer found?
//!
//! The matches are exhaustive: a new kind of error asks for its rule at compile time.

use rumql_document::{Host, Missing, Problem as HostProblem};
use rumql_hir::{Problem, ProblemKind};
use rumql_source::Diagnostic;
use rumql_syntax::{SyntaxError, SyntaxErrorKind};

use crate::{
    context::{HostCx, QueryCx},
    rules::{bod, con, emb, r#ref, syn, tim, typ, typ::version_compared_as_number::is_version},
};

/// What a syntax error is called; `None` where another error is its cause.
pub(crate) fn cook_syntax(cx: &QueryCx<'_>, error: &SyntaxError) -> Option<Diagnostic> {
    let is_symptom = error.kind == SyntaxErrorKind::UnterminatedQuote && syn::smart_quote::is_cause(cx);
    (!is_symptom).then(|| cook_error(cx, error))
}

fn cook_error(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    match error.kind {
        SyntaxErrorKind::TooLarge => syn::too_large::cook(cx, error),
        SyntaxErrorKind::TooDeep => syn::too_deep::cook(cx, error),
        SyntaxErrorKind::UnclosedParen | SyntaxErrorKind::UnopenedParen => {
            syn::unbalanced_parenthesis::cook(cx, error)
        }
        SyntaxErrorKind::UnterminatedQuote => syn::unterminated_quote::cook(cx, error),
        SyntaxErrorKind::SmartQuote => syn::smart_quote::cook(cx, error),
        SyntaxErrorKind::EmptyGroup => syn::empty_group::cook(cx, error),
        SyntaxErrorKind::DanglingOperator => syn::dangling_operator::cook(cx, error),
        SyntaxErrorKind::MissingValue => syn::missing_value::cook(cx, error),
        SyntaxErrorKind::SpaceBeforeColon | SyntaxErrorKind::SpaceAfterComparison => {
            syn::space_around_colon::cook(cx, error)
        }
        SyntaxErrorKind::OperatorBeforeColon => syn::operator_before_colon::cook(cx, error),
        SyntaxErrorKind::ForeignComparison => syn::sql_ism::cook(cx, error),
        SyntaxErrorKind::QuotedComparison => typ::number_form::cook(cx, error),
        SyntaxErrorKind::MalformedRange => syn::malformed_range::cook(cx, error),
        SyntaxErrorKind::BangNegation => syn::symbolic_operator::cook(cx, error),
        SyntaxErrorKind::Comment => syn::comment_in_query::cook(cx, error),
        SyntaxErrorKind::TrailingBackslash
        | SyntaxErrorKind::MissingField
        | SyntaxErrorKind::NameCharacter
        | SyntaxErrorKind::WildcardComparison
        | SyntaxErrorKind::GluedOpener
        | SyntaxErrorKind::Pipe
        | SyntaxErrorKind::Unexpected => syn::parse_error::cook(cx, error),
    }
}

/// What a problem of the meaning is called; `None` where another rule speaks about its cause.
pub(crate) fn cook_problem(cx: &QueryCx<'_>, problem: &Problem) -> Option<Diagnostic> {
    let is_symptom = match &problem.kind {
        ProblemKind::Name(_) => {
            syn::invisible_or_confusable_char::is_cause(cx, problem)
                || syn::not_in_this_profile::is_cause(cx, problem)
        }
        ProblemKind::UnknownValue { .. } => syn::invisible_or_confusable_char::is_cause(cx, problem),
        ProblemKind::MissingUnit | ProblemKind::TinyDuration { .. } => {
            syn::space_in_value::is_cause(cx, problem)
        }
        _ => false,
    };
    (!is_symptom).then(|| cook_meaning(cx, problem))
}

fn cook_meaning(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    match &problem.kind {
        ProblemKind::Name(name) => r#ref::cook(cx, problem, name),
        ProblemKind::ComparisonOnText { .. } if is_version(&problem.attribute) => {
            typ::version_compared_as_number::cook(cx, problem)
        }
        ProblemKind::ComparisonOnText { .. } => typ::comparison_on_string::cook(cx, problem),
        ProblemKind::WildcardOnNumber { .. } => typ::wildcard_on_number::cook(cx, problem),
        ProblemKind::WrongValue { .. } => typ::not_a_number::cook(cx, problem),
        ProblemKind::NumberForm { .. } => typ::number_form::cook_problem(cx, problem),
        ProblemKind::UnknownValue { .. } => typ::unknown_enum_value::cook(cx, problem),
        ProblemKind::InvertedRange => syn::inverted_range::cook(cx, problem),
        ProblemKind::EpochMilliseconds { .. } => tim::epoch_milliseconds::cook(cx, problem),
        ProblemKind::ImplausibleMoment { .. } => tim::timestamp_in_future::cook(cx, problem),
        ProblemKind::UnknownUnit { .. } => tim::unknown_duration_unit::cook(cx, problem),
        ProblemKind::MissingUnit => tim::missing_duration_unit::cook(cx, problem),
        ProblemKind::TinyDuration { .. } => tim::event_duration_unit::cook(cx, problem),
        ProblemKind::UnitOnUnitless { .. } => tim::unit_on_unitless::cook(cx, problem),
    }
}

/// What is wrong with a file around its queries is called.
pub(crate) fn cook_host(cx: &HostCx<'_>, problem: &HostProblem) -> Diagnostic {
    match problem {
        HostProblem::Unreadable { .. } => emb::unreadable_host::cook(cx, problem),
        HostProblem::YamlIndicator { .. } => emb::yaml_indicator::cook(cx, problem),
        HostProblem::CommentTruncation { .. } => emb::yaml_comment_truncation::cook(cx, problem),
        HostProblem::WrongDataType { found, .. }
            if found.text.starts_with("query_event_filtered_account") =>
        {
            bod::events_on_accounts::cook(cx, problem)
        }
        HostProblem::WrongDataType { .. } => bod::wrong_data_type::cook(cx, problem),
        HostProblem::UnknownKey { .. } => bod::unknown_key::cook(cx, problem),
        HostProblem::EventsOnAccounts { .. } => bod::events_on_accounts::cook(cx, problem),
        HostProblem::UnsupportedKey { .. } => bod::unsupported_key::cook(cx, problem),
        HostProblem::MissingRequired { missing: Missing::Request, .. } => {
            bod::missing_required::cook(cx, problem)
        }
        HostProblem::MissingRequired { missing: Missing::Connection, .. } => {
            con::missing_connection_key::cook(cx, problem)
        }
        HostProblem::WrongValueType { fix: Some(_), .. } if cx.document.host == Host::Yaml => {
            emb::yaml_non_string::cook(cx, problem)
        }
        HostProblem::WrongValueType { .. } => bod::wrong_value_type::cook(cx, problem),
    }
}
