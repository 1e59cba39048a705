//! `display-name-used`: the name is the label that Datadog's pages show.

use rumql_hir::Problem;
use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::literal::escape_name;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A field called by the label that Datadog's pages show for an attribute, in quotes or with escaped
    /// blanks. It needs a mapping, which tells the labels.
    ///
    /// ## Why it matters
    /// A query asks for names. A label is none: the query is refused, or matches nobody.
    ///
    /// ## Example
    /// ```query mapping
    /// "User Email":*@techcorp.com
    /// ^^^^^^^^^^^^ error[REF008]: `User Email` is the label of `user_email`
    /// ```
    /// ```query mapping
    /// customer\ tier:gold
    /// ^^^^^^^^^^^^^^ error[REF008]: `customer tier` is the label of `@customer_tier`
    /// ```
    /// No finding, for the field has its name, or no mapping is at hand:
    /// ```query mapping
    /// user_email:*@techcorp.com
    /// ```
    /// ```query
    /// customer\ tier:gold
    /// ```
    ///
    /// ## Fix
    /// The attribute's name, if just one has that label; unsafe, since who matches changes.
    pub(crate) static META = { code: "REF008", name: "display-name-used", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &QueryCx<'_>, problem: &Problem, known: &[String]) -> Diagnostic {
    let label = &problem.attribute;
    let edit = |name: &str| Edit::replace(problem.span, escape_name(name));
    match known {
        [only] => META
            .at(problem.span, format!("`{label}` is the label of `{only}`"))
            .note("pages show the label; a query asks for the name")
            .fix(Fix::guess(format!("write `{only}`"), edit(only))),
        several => several.iter().fold(
            META.at(problem.span, format!("`{label}` is the label of several attributes"))
                .note("pages show the label; a query asks for the name"),
            |diagnostic, name| diagnostic.fix(Fix::choice(format!("write `{name}`"), edit(name))),
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_name() {
        check_fix(Case::mapping(), "-\"Customer Tier\":gold", "-@customer_tier:gold");
        check_fix(Case::mapping(), "_exists_:(\"User Email\" OR user_id)", "(user_email:* OR user_id:*)");
    }
}
