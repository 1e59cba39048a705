//! `deprecated-attribute`: the event schema names another one to use.

use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::literal::{escape_name, unescape_name};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An attribute of events that the RUM event schema calls deprecated.
    ///
    /// ## Why it matters
    /// Newer SDKs may send the value under another name alone. A query by the old one then misses events
    /// without a word.
    ///
    /// ## Example
    /// ```query entity=events
    /// @view.largest_contentful_paint:>2500ms
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[REF007]: `@view.largest_contentful_paint` is deprecated
    /// ```
    /// ```query entity=events
    /// @type:view AND -@view.first_input_delay:*
    ///                 ^^^^^^^^^^^^^^^^^^^^^^^ warning[REF007]: `@view.first_input_delay` is deprecated
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @view.performance.lcp.timestamp:>2500ms
    /// ```
    /// ```query entity=events
    /// @type:view AND -@view.performance.fid.duration:*
    /// ```
    ///
    /// ## Fix
    /// The attribute to use instead; unsafe, since events of older SDKs may lack it.
    pub(crate) static META = { code: "REF007", name: "deprecated-attribute", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for (_, field) in cx.fields() {
        let name = unescape_name(field.name);
        let Some(replacement) = cx.certain(&name).and_then(|attribute| attribute.replacement.as_deref())
        else {
            continue;
        };
        acc.push(
            META.at(field.name_span, format!("`{name}` is deprecated"))
                .note(format!("the RUM event schema has `{replacement}` instead"))
                .fix(Fix::guess(
                    format!("write `{replacement}`"),
                    Edit::replace(field.name_span, escape_name(replacement)),
                )),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_replacement() {
        check_fix(
            Case::events(),
            "@view.cumulative_layout_shift:>0.25 OR @view.first_contentful_paint:[1s TO 2s]",
            "@view.performance.cls.score:>0.25 OR @view.performance.fcp.timestamp:[1s TO 2s]",
        );
    }
}
