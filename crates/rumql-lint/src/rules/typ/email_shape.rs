//! `email-shape`: a domain where a whole address is stored.

use rumql_catalog::{Attribute, Kind};
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{
    context::QueryCx,
    rule::declare_rule,
    values::{Literal, asked},
};

declare_rule! {
    /// ## What it finds
    /// A domain as the whole value of an attribute that holds mail addresses.
    ///
    /// ## Why it matters
    /// Without a wildcard a value is compared as a whole, and no address equals its domain.
    ///
    /// ## Example
    /// ```query
    /// user_email:techcorp.com
    ///            ^^^^^^^^^^^^ warning[TYP011]: no mail address is just `techcorp.com`
    /// ```
    /// ```query
    /// -user_email:@techcorp.com
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG012]: `-user_email:@techcorp.com` also matches where `user_email` is missing
    ///             ^^^^^^^^^^^^^ warning[TYP011]: no mail address is just `@techcorp.com`
    /// ```
    /// No finding:
    /// ```query
    /// user_email:*@techcorp.com
    /// ```
    /// ```query
    /// user_name:techcorp.com
    /// ```
    ///
    /// ## Fix
    /// Every address of the domain: `*@techcorp.com`; unsafe, for then somebody matches.
    pub(crate) static META = { code: "TYP011", name: "email-shape", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for asked in asked(cx, holds_addresses) {
        acc.extend(asked.literal().and_then(|value| finding(&asked.attribute.name, &value)));
    }
}

/// Whether the last word of its name says so: `user_email`, `@usr.email`, `@billing_email`.
fn holds_addresses(attribute: &Attribute) -> bool {
    let last = attribute.name.rsplit(['_', '.', '@']).next();
    attribute.kind == Kind::String && last.is_some_and(|word| word.eq_ignore_ascii_case("email"))
}

fn finding(attribute: &str, value: &Literal) -> Option<Diagnostic> {
    let domain = value.text.strip_prefix('@').unwrap_or(&value.text);
    if !is_domain(domain) {
        return None;
    }
    let pattern = format!("*@{domain}");
    Some(
        META.at(value.span, format!("no mail address is just `{}`", value.text))
            .note(format!(
                "`{attribute}` holds whole addresses, and without a wildcard all of a value counts"
            ))
            .fix(Fix::guess(format!("write `{pattern}`"), Edit::replace(value.span, pattern))),
    )
}

/// Names of letters, digits and hyphens with dots between them, the last of letters alone.
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-')
    };
    let Some((names, last)) = text.rsplit_once('.') else { return false };
    last.chars().count() >= 2 && last.chars().all(char::is_alphabetic) && names.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn asks_for_every_address_of_the_domain() {
        check_fix(
            Case::events(),
            "@usr.email:(\"mail.acme.co.uk\" OR @x.io)",
            "@usr.email:(*@mail.acme.co.uk OR *@x.io)",
        );
    }

    #[test]
    fn what_is_no_domain_may_be_a_value() {
        for value in ["john", "john.", "a.b1", "1.2", "john@x.com", "*.com", "\"\"", "$domain.com"] {
            let found = Case::users().check(&format!("user_email:{value}"));
            assert!(found.iter().all(|finding| finding.diagnostic.code.id != "TYP011"), "{value}");
        }
        check_annotated(Case::users(), "@work_email:acme.com");
    }
}
