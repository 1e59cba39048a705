//! `missing-at-prefix`: the attribute is known with an `@` only.

use rumql_hir::Problem;
use rumql_source::{Diagnostic, Edit, Fix, Profile, Severity};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An attribute written without the `@` that it is known by: a custom field of a connection,
    /// or an attribute of an event.
    ///
    /// ## Why it matters
    /// Without `@`, the name is another one: a built-in attribute of a profile, or a tag of an event.
    /// Neither exists, so nothing matches. In an event query it is a warning, for a tag may be called so.
    ///
    /// ## Example
    /// ```query mapping
    /// customer_tier:gold
    /// ^^^^^^^^^^^^^ error[REF002]: `customer_tier` lacks its `@`
    /// ```
    /// ```query entity=events
    /// type:view
    /// ^^^^ warning[REF002]: `type` lacks its `@`
    /// ```
    /// No finding:
    /// ```query mapping
    /// @customer_tier:gold
    /// ```
    /// ```query entity=events
    /// service:web-ui
    /// ```
    ///
    /// ## Fix
    /// Writes the `@`; unsafe, since who matches changes.
    pub(crate) static META = { code: "REF002", name: "missing-at-prefix", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let mut diagnostic = META.at(problem.span, format!("`{}` lacks its `@`", problem.attribute));
    let note = match cx.profile() {
        Profile::Audience => "fields of a connection are written with `@`",
        Profile::Event => {
            diagnostic.severity = Severity::Warning;
            "attributes of an event are written with `@`; a bare name is a tag"
        }
    };
    diagnostic
        .note(note)
        .fix(Fix::guess(format!("write `@{}`", problem.attribute), Edit::insert(problem.span.start, "@")))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_at() {
        check_fix(Case::mapping(), "-customer_tier:gold", "-@customer_tier:gold");
        check_fix(Case::events(), "type:view", "@type:view");
    }
}
