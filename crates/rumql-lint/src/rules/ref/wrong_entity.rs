//! `wrong-entity`: the attribute is the other entity's.

use rumql_hir::Problem;
use rumql_source::{Diagnostic, Entity};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An attribute of accounts in a query of users, or the reverse. It needs a mapping.
    ///
    /// ## Why it matters
    /// A query sees one entity only; the two are not joined.
    ///
    /// ## Example
    /// ```query mapping
    /// mrr:>5000
    /// ^^^ error[REF004]: `mrr` is an attribute of accounts, and the query asks of users
    /// ```
    /// No finding:
    /// ```query mapping entity=accounts
    /// mrr:>5000
    /// ```
    /// ```query mapping
    /// session_count:>5000
    /// ```
    ///
    /// ## Fix
    /// None: ask of the other entity, or enrich this one by a connection.
    pub(crate) static META = { code: "REF004", name: "wrong-entity", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem, entity: Entity) -> Diagnostic {
    let queried = cx.entity();
    META.at(
        problem.span,
        format!("`{}` is an attribute of {entity}, and the query asks of {queried}", problem.attribute),
    )
    .note(format!("the mapping of {queried} does not list it; a query sees one entity only"))
    .help(format!("ask of {entity}, or bring the value to {queried} by a connection"))
}
