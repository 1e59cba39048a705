//! `extra-at-prefix`: the attribute is known without an `@`.

use rumql_hir::Problem;
use rumql_source::{Diagnostic, Edit, Fix, Span};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A built-in attribute of a profile, written with the `@` of custom fields. It needs a mapping.
    ///
    /// ## Why it matters
    /// With `@` it is a field of a connection that nobody made, so nothing matches.
    ///
    /// ## Example
    /// ```query mapping
    /// @user_email:*@techcorp.com
    /// ^^^^^^^^^^^ error[REF003]: `@user_email` has an `@` too many
    /// ```
    /// No finding, for the field is a custom one, or the mapping is not known:
    /// ```query mapping
    /// @customer_tier:gold
    /// ```
    /// ```query
    /// @user_email:*@techcorp.com
    /// ```
    ///
    /// ## Fix
    /// Takes the `@` out; unsafe, since who matches changes.
    pub(crate) static META = { code: "REF003", name: "extra-at-prefix", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let at = Span::new(problem.span.start, problem.span.start + 1);
    let bare = problem.attribute.trim_start_matches('@');
    META.at(problem.span, format!("`{}` has an `@` too many", problem.attribute))
        .note("only fields of a connection are written with `@`; the mapping lists this one without")
        .fix(Fix::guess(format!("write `{bare}`"), Edit::delete(at)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn takes_the_at_out() {
        check_fix(Case::mapping(), "@user_email:x", "user_email:x");
    }
}
