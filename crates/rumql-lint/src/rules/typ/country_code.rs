//! `country-code`: a country, not written as it is stored.

use rumql_catalog::{Attribute, Kind, country_code};
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{
    context::QueryCx,
    rule::declare_rule,
    values::{Literal, asked},
};

declare_rule! {
    /// ## What it finds
    /// A country that is written in another way than its ISO code of two capital letters, where an
    /// attribute holds these codes.
    ///
    /// ## Why it matters
    /// The stored value is `US`, and values are case-sensitive: `us`, `USA` and `UK` match nobody.
    ///
    /// ## Example
    /// ```query
    /// first_country_code:USA
    ///                    ^^^ warning[TYP007]: `first_country_code` holds `US`, not `USA`
    /// ```
    /// ```query entity=events
    /// @type:view AND @geo.country_iso_code:(DE OR UK)
    ///                                             ^^ warning[TYP007]: `@geo.country_iso_code` holds `GB`, not `UK`
    /// ```
    /// No finding:
    /// ```query
    /// first_country_code:US
    /// ```
    /// ```query
    /// user_name:USA
    /// ```
    ///
    /// ## Fix
    /// The code; unsafe, since another country may be meant.
    pub(crate) static META = { code: "TYP007", name: "country-code", level: Warning, since: "0.1.0", query: check }
}

/// Those that are documented to hold such codes.
const CODES: &[&str] = &["first_country_code", "last_country_code", "@geo.country_iso_code"];

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let is_code =
        |attribute: &Attribute| CODES.contains(&attribute.name.as_str()) && attribute.kind == Kind::String;
    for asked in asked(cx, is_code) {
        acc.extend(asked.literal().and_then(|value| finding(asked.attribute, &value)));
    }
}

fn finding(attribute: &Attribute, value: &Literal) -> Option<Diagnostic> {
    let code = country_code(&value.text).filter(|code| *code != value.text)?;
    // Where the values are listed, their rule speaks about letters in another case.
    if attribute.holds_value(&value.text) {
        return None;
    }
    let name = &attribute.name;
    Some(
        META.at(value.span, format!("`{name}` holds `{code}`, not `{}`", value.text))
            .note("countries are stored as ISO codes of two capital letters")
            .fix(Fix::guess(format!("write `{code}`"), Edit::replace(value.span, written(code, value)))),
    )
}

/// In the quotes that are there.
fn written(code: &str, value: &Literal) -> String {
    if value.quoted { format!("\"{code}\"") } else { code.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn writes_the_code() {
        check_fix(
            Case::users(),
            "first_country_code:(us OR \"United Kingdom\" OR Deutschland)",
            "first_country_code:(US OR \"GB\" OR DE)",
        );
        check_fix(Case::users(), "-last_country_code:fra", "-last_country_code:FR");
    }

    #[test]
    fn what_is_no_country_is_left_alone() {
        for query in
            ["first_country_code:XX", "first_country_code:U*", "first_country_code:$country", "@country:USA"]
        {
            let found = Case::users().check(query);
            assert!(found.iter().all(|finding| finding.diagnostic.code.id != "TYP007"), "{query}");
        }
        let accounts = Case { entity: rumql_source::Entity::Accounts, ..Case::users() };
        check_annotated(accounts, "country:USA");
    }
}
