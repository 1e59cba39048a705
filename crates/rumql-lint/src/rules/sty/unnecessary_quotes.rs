//! `unnecessary-quotes`: a value that reads the same without them.

use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::ast::{Expr, Node};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A quoted value of a field that begins with a letter and holds nothing but letters, digits and
    /// `_ . - @`.
    ///
    /// ## Why it matters
    /// Such a value reads the same without quotes. Where only those values have them that need them, they say
    /// something.
    ///
    /// ## Example
    /// ```query strict
    /// plan_type:"pro"
    ///           ^^^^^ info[STY002]: `pro` needs no quotes
    /// ```
    /// ```query strict
    /// first_country_code:("AT" OR CH)
    ///                     ^^^^ info[STY002]: `AT` needs no quotes
    /// ```
    /// No finding:
    /// ```query strict
    /// plan_type:pro
    /// ```
    /// ```query strict
    /// account_name:"Acme Co" AND first_region:"OR"
    /// ```
    ///
    /// ## Fix
    /// Takes the quotes away; safe, since the value stays the same.
    pub(crate) static META = {
        code: "STY002", name: "unnecessary-quotes", level: Info, since: "0.1.0", preset: Strict, query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    let mut phrases = Vec::new();
    cx.fields().for_each(|(_, field)| quoted_values(field.value, &mut phrases));
    let edits: Vec<Edit> =
        phrases.iter().map(|(phrase, inner)| Edit::replace(phrase.span(), *inner)).collect();
    if edits.is_empty() || !cx.means_the_same_after(&edits) {
        return;
    }
    acc.extend(phrases.into_iter().zip(edits).map(|((phrase, inner), edit)| {
        META.at(phrase.span(), format!("`{inner}` needs no quotes"))
            .fix(Fix::safe("take the quotes away", edit))
    }));
}

/// The quoted texts that a field asks for and that could stand bare.
fn quoted_values<'a>(node: Node<'a>, acc: &mut Vec<(Node<'a>, &'a str)>) {
    match node.expr() {
        Expr::Phrase(inner) if is_plain(inner) => acc.push((node, inner)),
        Expr::And(operands) | Expr::Or(operands) => operands.for_each(|operand| quoted_values(operand, acc)),
        Expr::Not(inner) | Expr::Group(inner) => quoted_values(inner, acc),
        _ => {}
    }
}

fn is_plain(inner: &str) -> bool {
    let is_operator = ["AND", "OR", "NOT", "TO", "CIDR"].iter().any(|word| inner.eq_ignore_ascii_case(word));
    let is_ordinary = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    inner.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_operator && inner.chars().all(is_ordinary)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_safe_fix};

    #[test]
    fn takes_the_quotes_away() {
        let strict = Case::users().with_all_rules();
        check_safe_fix(strict, "plan_type:(\"pro\" OR -\"team\")", "plan_type:(pro OR -team)");
        check_safe_fix(strict, "user_email:\"a.b-c_d@x.com\"", "user_email:a.b-c_d@x.com");
    }

    #[test]
    fn quotes_that_say_something_stay() {
        for query in [
            "a:\"5\"",
            "a:\"\"",
            "a:\"and\"",
            "a:\"to\"",
            "a:\"x:y\"",
            "a:\"x*\"",
            "a:\"é\"",
            "a:\"-x\"",
            "\"free\"",
        ] {
            let found = Case::users().with_all_rules().check(query);
            assert!(found.iter().all(|finding| finding.diagnostic.code.id != "STY002"), "{query}");
        }
        check_annotated(Case::users(), "plan_type:\"pro\"");
    }
}
