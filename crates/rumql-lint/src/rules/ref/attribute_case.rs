//! `attribute-case`: the name is known in other letters.

use rumql_hir::Problem;
use rumql_source::{Diagnostic, Edit, Fix, Profile, Severity};
use rumql_syntax::literal::escape_name;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An attribute whose name is known with capital and small letters in other places.
    ///
    /// ## Why it matters
    /// Names are case-sensitive: the name as written is another attribute. In an event query it is a
    /// warning, for customers may call an attribute of their own so.
    ///
    /// ## Example
    /// ```query mapping
    /// User_Email:*@techcorp.com
    /// ^^^^^^^^^^ error[REF005]: `User_Email` is spelt `user_email`
    /// ```
    /// ```query entity=events
    /// @Type:view
    /// ^^^^^ warning[REF005]: `@Type` is spelt `@type`
    /// ```
    /// No finding:
    /// ```query mapping
    /// user_email:*@TechCorp.com
    /// ```
    /// ```query entity=events
    /// @type:view
    /// ```
    ///
    /// ## Fix
    /// The known spelling; unsafe, since who matches changes.
    pub(crate) static META = { code: "REF005", name: "attribute-case", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem, known: &str) -> Diagnostic {
    let mut diagnostic = META.at(problem.span, format!("`{}` is spelt `{known}`", problem.attribute));
    if cx.profile() == Profile::Event {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic
        .note("names are case-sensitive")
        .fix(Fix::guess(format!("write `{known}`"), Edit::replace(problem.span, escape_name(known))))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_known_spelling() {
        check_fix(Case::mapping(), "User_Email:x", "user_email:x");
        check_fix(Case::events(), "@Type:view", "@type:view");
    }
}
