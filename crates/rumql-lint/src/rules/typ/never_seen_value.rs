//! `never-seen-value`: the value is none of those that were observed.

use rumql_hir::{Test, Value};
use rumql_source::Diagnostic;

use super::unknown_enum_value::list;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A value that is not among the observed values of its attribute, which `mapping.lock.json` may hold.
    ///
    /// ## Why it matters
    /// It probably matches nobody. The list may be short of rare or new values, so this is for careful
    /// teams. A slip of the pen near an observed value is told without it, by TYP005 and TYP006.
    ///
    /// ## Example
    /// ```query observed strict
    /// first_browser_name:Netscape
    ///                    ^^^^^^^^ warning[TYP010]: no `first_browser_name` was observed to be `Netscape`
    /// ```
    /// ```query observed strict
    /// @customer_tier:(gold OR platinum)
    ///                         ^^^^^^^^ warning[TYP010]: no `@customer_tier` was observed to be `platinum`
    /// ```
    /// No finding, for the value was observed, or no values are known:
    /// ```query observed strict
    /// first_browser_name:Safari
    /// ```
    /// ```query mapping strict
    /// first_browser_name:Netscape
    /// ```
    ///
    /// ## Fix
    /// None: no observed value is near.
    pub(crate) static META = {
        code: "TYP010", name: "never-seen-value", level: Warning, since: "0.1.0", preset: Strict, query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    cx.lowered.each_test(|predicate, origin| {
        let (Some(name), Test::Equals(Value::Text(value))) = (&predicate.attribute, &predicate.test) else {
            return;
        };
        let Some(attribute) = cx.certain(name) else { return };
        let is_listed = attribute.values.is_empty() || attribute.holds_value(value);
        if !attribute.observed || is_listed || attribute.nearest_value(value).is_some() {
            return;
        }
        // `f:""`, what is to be filled in, and countries and addresses are other rules' matters.
        let is_shaped = name.ends_with("country_code") || name.ends_with("email");
        if value.is_empty() || value.contains(['$', '{', '<']) || is_shaped {
            return;
        }
        acc.push(
            META.at(origin.value, format!("no `{name}` was observed to be `{value}`"))
                .note(list("observed", &attribute.values))
                .help("check the value, or fetch the mapping with its values again"),
        );
    });
}

#[cfg(test)]
mod tests {
    use crate::{
        Preset,
        testing::{Case, check_annotated},
    };

    #[test]
    fn a_near_value_is_another_rules() {
        let case = Case { preset: Preset::Strict, ..Case::observed() };
        let codes = |query: &str| -> Vec<_> {
            case.check(query).iter().map(|finding| finding.diagnostic.code.id).collect()
        };
        assert_eq!(codes("first_browser_name:Chrom"), ["TYP005"]);
        assert_eq!(codes("first_browser_name:CHROME"), ["TYP006"]);
        assert_eq!(codes("first_browser_name:Opera"), ["TYP010"]);
        check_annotated(case, "first_browser_name:Ope* AND last_city:Paris");
    }
}
