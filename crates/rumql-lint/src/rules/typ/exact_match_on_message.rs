//! `exact-match-on-message`: one word that is to be the whole message.

use rumql_catalog::Attribute;
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{context::QueryCx, rule::declare_rule, values::asked};

declare_rule! {
    /// ## What it finds
    /// A single bare word as the whole value of an attribute that holds free text: the message or the
    /// stack of an error.
    ///
    /// ## Why it matters
    /// Without a wildcard a value is compared as a whole. A message that is just this word is rare; most
    /// often it is meant to be somewhere in it.
    ///
    /// ## Example
    /// ```query entity=events
    /// @type:error AND @error.message:payment
    ///                                ^^^^^^^ warning[TYP013]: `@error.message` is rarely just `payment`
    /// ```
    /// ```query entity=events
    /// -@error.message:timeout
    ///                 ^^^^^^^ warning[TYP013]: `@error.message` is rarely just `timeout`
    /// ```
    /// No finding, for the quotes say that it is meant so:
    /// ```query entity=events
    /// @type:error AND @error.message:*payment*
    /// ```
    /// ```query entity=events
    /// @type:error AND @error.message:"payment"
    /// ```
    ///
    /// ## Fix
    /// Wildcards on both sides, or quotes; a choice.
    pub(crate) static META = { code: "TYP013", name: "exact-match-on-message", level: Warning, since: "0.1.0", query: check }
}

/// The last part of the names of attributes that hold sentences or longer texts.
const FREE_TEXTS: &[&str] = &["message", "stack", "handling_stack", "component_stack"];

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for asked in asked(cx, holds_free_text) {
        let Some(value) = asked.literal().filter(|value| !value.quoted) else { continue };
        if value.text.contains(char::is_whitespace) {
            continue;
        }
        let (name, word) = (&asked.attribute.name, asked.node.text());
        let write = |title: &str, text: String| {
            Fix::choice(format!("{title}: `{text}`"), Edit::replace(value.span, text))
        };
        acc.push(
            META.at(value.span, format!("`{name}` is rarely just `{word}`"))
                .note("without a wildcard all of a value counts")
                .fix(write("find it anywhere in the text", format!("*{word}*")))
                .fix(write("mean the whole text", format!("\"{word}\""))),
        );
    }
}

fn holds_free_text(attribute: &Attribute) -> bool {
    let Some((before, last)) = attribute.name.rsplit_once('.') else { return false };
    let is_of_an_error = before.starts_with("@error") || before.ends_with(".errors");
    is_of_an_error && FREE_TEXTS.contains(&last)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices};

    #[test]
    fn offers_both_readings() {
        check_choices(
            Case::events(),
            "TYP013",
            "@error.message:(payment OR *x*)",
            &["@error.message:(*payment* OR *x*)", "@error.message:(\"payment\" OR *x*)"],
        );
    }

    #[test]
    fn several_words_may_be_the_message() {
        check_annotated(Case::events(), r"@error.message:Script\ error");
        check_annotated(Case::events(), "@error.type:TypeError");
    }
}
