//! `join-attribute-unknown`: the mapping does not list what a connection joins on.

use rumql_document::Scalar;
use rumql_hir::{NameProblem, Resolution, Scope};
use rumql_source::{Diagnostic, Entity, Fix, Severity};

use super::has_hole;
use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A connection that joins on an attribute which the mapping does not list. It needs a mapping.
    ///
    /// Where no listed attribute is near, it is a warning: the API's own descriptions disagree on
    /// whether `join_attribute` names an attribute of the entity or a column of the source.
    ///
    /// ## Why it matters
    /// The connection is refused, or joins nothing, and its fields stay empty for everyone.
    ///
    /// ## Example
    /// ```yaml mapping
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: usr_email
    ///                     ^^^^^^^^^ error[CON001]: unknown join attribute `usr_email`
    /// ```
    /// No finding, for the attribute is listed:
    /// ```yaml mapping
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    /// ```
    ///
    /// ## Fix
    /// The name that was probably meant, if there is just one; unsafe.
    pub(crate) static META = { code: "CON001", name: "join-attribute-unknown", level: Error, since: "0.1.0", request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(join) = cx.request.connection.join_attribute.as_ref().filter(|join| !has_hole(&join.text))
    else {
        return;
    };
    let problem = match cx.scope {
        Some(scope) => problem(scope, &join.text),
        None => problem_of_both(cx, &join.text),
    };
    acc.extend(problem.map(|problem| finding(cx, join, problem)));
}

fn problem(scope: &Scope<'_>, name: &str) -> Option<NameProblem> {
    match scope.resolve(name) {
        Resolution::Wrong(problem) if scope.catalog().is_complete() => Some(problem),
        _ => None,
    }
}

/// What is wrong whosever the connection is.
fn problem_of_both(cx: &RequestCx<'_>, name: &str) -> Option<NameProblem> {
    // A custom attribute may be one that another connection brings.
    if name.starts_with('@') {
        return None;
    }
    let (catalogs, now) = (cx.input.catalogs, cx.input.now);
    let of = |entity| problem(&Scope { entity, catalogs, pending: None, now }, name);
    let (users, accounts) = (of(Entity::Users)?, of(Entity::Accounts)?);
    Some(match (users, accounts) {
        (users, accounts) if users == accounts => users,
        (NameProblem::Unknown { mut nearest, certain }, NameProblem::Unknown { nearest: more, .. }) => {
            nearest.extend(more);
            nearest.dedup();
            NameProblem::Unknown { nearest, certain }
        }
        _ => NameProblem::Unknown { nearest: Vec::new(), certain: true },
    })
}

fn finding(cx: &RequestCx<'_>, join: &Scalar, problem: NameProblem) -> Diagnostic {
    let mut diagnostic = META.at(join.span, format!("unknown join attribute `{}`", join.text));
    let write = |known: &str| Fix::guess(format!("write `{known}`"), join.encode(cx.text, known));
    match problem {
        NameProblem::Unknown { nearest, .. } | NameProblem::DisplayName { known: nearest } => {
            match nearest.as_slice() {
                [] => {
                    diagnostic.severity = Severity::Warning;
                    diagnostic
                        .note("the mapping does not list it; it may be a column of the source")
                        .help("name the attribute that the source is joined on")
                }
                [only] => diagnostic.fix(write(only)),
                several => several.iter().fold(diagnostic, |diagnostic, known| {
                    diagnostic.fix(Fix::choice(format!("write `{known}`"), join.encode(cx.text, known)))
                }),
            }
        }
        NameProblem::MissingAt => diagnostic.fix(write(&format!("@{}", join.text))),
        NameProblem::ExtraAt => diagnostic.fix(write(join.text.trim_start_matches('@'))),
        NameProblem::Case { known } => diagnostic.note("names are case-sensitive").fix(write(&known)),
        NameProblem::OtherEntity { entity } => diagnostic.note(format!("it is an attribute of {entity}")),
        NameProblem::OtherPlane => diagnostic.note("it is an attribute of events"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_nearest_name_in_the_quoting_of_the_file() {
        let body = |join: &str| {
            format!(
                r#"{{"data":{{"type":"connection_id","id":"x","attributes":{{"type":"ref_table","join_type":"email","join_attribute":"{join}"}}}}}}"#
            )
        };
        let case = Case { mapping: true, ..Case::json() };
        check_fix(case, &body("usr_email"), &body("user_email"));
        check_fix(case, &body("User_Email"), &body("user_email"));
    }
}
