//! Names: is there such an attribute?

pub(crate) mod attribute_case;
pub(crate) mod deprecated_attribute;
pub(crate) mod display_name_used;
pub(crate) mod extra_at_prefix;
pub(crate) mod missing_at_prefix;
pub(crate) mod pending_attribute;
pub(crate) mod schema_lock_stale;
pub(crate) mod unknown_attribute;
pub(crate) mod wrong_entity;
pub(crate) mod wrong_query_plane;

use rumql_hir::{NameProblem, Problem};
use rumql_source::Diagnostic;

use crate::context::QueryCx;

/// Says what is wrong with a name, by the rule whose matter it is.
pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem, name: &NameProblem) -> Diagnostic {
    match name {
        NameProblem::Unknown { nearest, certain } => unknown_attribute::cook(cx, problem, nearest, *certain),
        NameProblem::MissingAt => missing_at_prefix::cook(cx, problem),
        NameProblem::ExtraAt => extra_at_prefix::cook(cx, problem),
        NameProblem::OtherEntity { entity } => wrong_entity::cook(cx, problem, *entity),
        NameProblem::Case { known } => attribute_case::cook(cx, problem, known),
        NameProblem::DisplayName { known } => display_name_used::cook(cx, problem, known),
        NameProblem::OtherPlane => wrong_query_plane::cook(cx, problem),
    }
}
