//! `boolean-literal`: neither true nor false, as they are stored.

use rumql_catalog::{Attribute, Kind};
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{
    context::QueryCx,
    rule::declare_rule,
    values::{Literal, asked},
};

declare_rule! {
    /// ## What it finds
    /// A value other than `true` and `false`, in lower case, of an attribute that holds these two.
    ///
    /// ## Why it matters
    /// Other languages write `yes`, `1` or `True`. Here such a value equals neither, so nothing matches.
    ///
    /// ## Example
    /// ```query entity=events
    /// @error.is_crash:True
    ///                 ^^^^ warning[TYP008]: `@error.is_crash` is `true` or `false`, never `True`
    /// ```
    /// ```query entity=events
    /// @type:session AND -@session.has_replay:1
    ///                                        ^ warning[TYP008]: `@session.has_replay` is `true` or `false`, never `1`
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @error.is_crash:true
    /// ```
    /// ```query entity=events
    /// @error.is_crash:*
    /// ```
    ///
    /// ## Fix
    /// `true` or `false` for the words and numbers that other languages use; unsafe, for it has another
    /// meaning then.
    pub(crate) static META = { code: "TYP008", name: "boolean-literal", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for asked in asked(cx, |attribute| attribute.kind == Kind::Boolean) {
        acc.extend(asked.literal().and_then(|value| finding(asked.attribute, &value)));
    }
}

fn finding(attribute: &Attribute, value: &Literal) -> Option<Diagnostic> {
    if matches!(value.text.as_str(), "true" | "false") {
        return None;
    }
    let name = &attribute.name;
    let diagnostic = META.at(value.span, format!("`{name}` is `true` or `false`, never `{}`", value.text));
    Some(match meant(&value.text) {
        Some(word) => diagnostic.fix(Fix::guess(format!("write `{word}`"), Edit::replace(value.span, word))),
        None => diagnostic.help(format!("write `{name}:true`, `{name}:false`, or `{name}:*` for either")),
    })
}

fn meant(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "t" | "1" => Some("true"),
        "false" | "no" | "n" | "off" | "f" | "0" => Some("false"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_stored_word() {
        check_fix(
            Case::events(),
            "@view.is_active:(TRUE OR \"no\" OR 0 OR maybe)",
            "@view.is_active:(true OR false OR maybe)",
        );
    }
}
