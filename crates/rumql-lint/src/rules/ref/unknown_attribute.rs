//! `unknown-attribute`: the mapping does not list the name.

use rumql_hir::Problem;
use rumql_source::{Diagnostic, Edit, Fix, Severity};
use rumql_syntax::literal::escape_name;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An attribute that the organisation's mapping does not list.
    ///
    /// It needs a mapping: `mapping.lock.json` in the project, or `--mapping users=FILE`. Without
    /// one, no name of a profile is called unknown. In an event query customers add attributes of
    /// their own; there a name is doubted, as a warning, only when a known one is a letter away.
    ///
    /// ## Why it matters
    /// The query is refused, or quietly matches nobody.
    ///
    /// ## Example
    /// ```query mapping
    /// user_emial:*@techcorp.com
    /// ^^^^^^^^^^ error[REF001]: unknown attribute `user_emial`
    /// ```
    /// ```query entity=events
    /// @view.loding_time:>3s
    /// ^^^^^^^^^^^^^^^^^ warning[REF001]: unknown attribute `@view.loding_time`
    /// ```
    /// No finding without a mapping, and none for an attribute of one's own:
    /// ```query
    /// user_emial:*@techcorp.com
    /// ```
    /// ```query entity=events
    /// @basket.total:>100
    /// ```
    ///
    /// ## Fix
    /// The nearest known name, if there is just one; unsafe, since another may be meant.
    pub(crate) static META = { code: "REF001", name: "unknown-attribute", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem, nearest: &[String], certain: bool) -> Diagnostic {
    let mut diagnostic = META.at(problem.span, format!("unknown attribute `{}`", problem.attribute));
    if certain {
        diagnostic = diagnostic.note(format!("the mapping of {} does not list it", cx.entity()));
    } else {
        diagnostic.severity = Severity::Warning;
        diagnostic =
            diagnostic.note("the RUM event schema does not list it; it may be an attribute of your own");
    }
    match nearest {
        [] => diagnostic.help("the mapping, `mapping.lock.json`, lists the attributes"),
        [only] => diagnostic
            .fix(Fix::guess(format!("write `{only}`"), Edit::replace(problem.span, escape_name(only)))),
        several => several.iter().fold(diagnostic, |diagnostic, name| {
            diagnostic
                .fix(Fix::choice(format!("write `{name}`"), Edit::replace(problem.span, escape_name(name))))
        }),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_nearest_name() {
        check_fix(Case::mapping(), "user_emial:x", "user_email:x");
        check_fix(Case::events(), "@view.loding_time:>3s", "@view.loading_time:>3s");
    }
}
