//! `value-case`: the value is known in other letters.

use rumql_catalog::Attribute;
use rumql_hir::{Test, Value};
use rumql_source::{Diagnostic, Edit, Fix, Profile, Severity};
use rumql_syntax::literal::escape;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A value that is known with capital and small letters in other places: among the values that
    /// `mapping.lock.json` holds, or those of the event schema.
    ///
    /// Device types are written both ways, `Mobile` and `mobile`. In an event query the small one is an
    /// info, in a query of users it is fine.
    ///
    /// ## Why it matters
    /// Values are case-sensitive: the value as written matches nobody.
    ///
    /// ## Example
    /// ```query observed
    /// first_browser_name:chrome
    ///                    ^^^^^^ warning[TYP006]: `chrome` is spelt `Chrome`
    /// ```
    /// ```query entity=events
    /// @type:View AND @device.type:mobile
    ///       ^^^^ warning[TYP006]: `View` is spelt `view`
    ///                             ^^^^^^ info[TYP006]: `mobile` is spelt `Mobile`
    /// ```
    /// No finding:
    /// ```query observed
    /// first_browser_name:Chrome AND first_device_type:mobile
    /// ```
    /// ```query entity=events
    /// @type:view AND @device.type:Mobile
    /// ```
    ///
    /// ## Fix
    /// The known spelling; unsafe, since who matches changes.
    pub(crate) static META = { code: "TYP006", name: "value-case", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    cx.lowered.each_test(|predicate, origin| {
        let (Some(name), Test::Equals(Value::Text(value))) = (&predicate.attribute, &predicate.test) else {
            return;
        };
        let Some(attribute) = cx.certain(name) else { return };
        let Some(known) = attribute.spelling_of(value).filter(|known| known != value) else { return };
        let is_device = is_device_type(attribute);
        if is_device && cx.profile() == Profile::Audience {
            return;
        }
        let mut diagnostic = META
            .at(origin.value, format!("`{value}` is spelt `{known}`"))
            .note(if attribute.observed {
                "values are case-sensitive, and only the other spelling was observed"
            } else {
                "values are case-sensitive"
            })
            .fix(Fix::guess(format!("write `{known}`"), Edit::replace(origin.value, escape(known))));
        if is_device {
            diagnostic.severity = Severity::Info;
        }
        acc.push(diagnostic);
    });
}

/// Datadog's own pages and answers write these both ways.
fn is_device_type(attribute: &Attribute) -> bool {
    attribute.name.ends_with("device_type") || attribute.name.ends_with("device.type")
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn writes_the_known_spelling() {
        check_fix(
            Case::observed(),
            "-first_browser_name:(CHROME OR Safari)",
            "-first_browser_name:(Chrome OR Safari)",
        );
        check_fix(Case::events(), "@resource.method:\"get\"", "@resource.method:GET");
    }

    #[test]
    fn wildcards_and_unlisted_values_are_left() {
        check_annotated(Case::observed(), "first_browser_name:chr* AND last_city:paris");
        check_annotated(Case::mapping(), "first_browser_name:chrome");
    }
}
