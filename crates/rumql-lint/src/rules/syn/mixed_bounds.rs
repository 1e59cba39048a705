//! `mixed-bounds`: one bound of a range is included, the other is not.

use std::collections::BTreeMap;

use rumql_source::{Diagnostic, Edit, Fix, Severity};
use rumql_syntax::{
    ast::{Expr, Field, Node, NodeId, Range},
    parse,
};

use super::invisible_or_confusable_char::shown;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A range that opens with `[` and closes with `}`, or the reverse. One in `{}`, which Datadog documents
    /// for other products, is an info.
    ///
    /// ## Why it matters
    /// RUM documents ranges with both bounds included only. What a mixed one does on the server is not
    /// known; two comparisons say the same without doubt.
    ///
    /// ## Example
    /// ```query
    /// session_count:[5 TO 10}
    ///               ^^^^^^^^^ warning[SYN030]: the range `[5 TO 10}` includes one of its bounds only
    /// ```
    /// ```query
    /// session_count:{5 TO 10}
    ///               ^^^^^^^^^ info[SYN030]: the range `{5 TO 10}` includes neither of its bounds
    /// ```
    /// No finding:
    /// ```query
    /// session_count:[5 TO 10]
    /// ```
    /// ```query
    /// session_count:>=5 AND session_count:<10
    /// ```
    ///
    /// ## Fix
    /// As a choice, two comparisons: where an attribute holds many values, each may be met by another one.
    pub(crate) static META = { code: "SYN030", name: "mixed-bounds", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let fields: BTreeMap<NodeId, (Node<'_>, Field<'_>)> =
        cx.fields().map(|(node, field)| (field.value.id(), (node, field))).collect();
    for node in cx.nodes() {
        let Expr::Range(range) = node.expr() else { continue };
        if range.low_inclusive && range.high_inclusive {
            continue;
        }
        // What is open at both ends asks for any value, whatever the brackets.
        let is_open = range.low.text() == "*" && range.high.text() == "*";
        if is_open || is_told_elsewhere(cx, node) {
            continue;
        }
        let is_mixed = range.low_inclusive || range.high_inclusive;
        let includes = if is_mixed { "one of its bounds only" } else { "neither of its bounds" };
        let mut diagnostic = META
            .at(node.span(), format!("the range `{}` includes {includes}", shown(node.text())))
            .note("such a range is not documented; what the server makes of it is not known");
        if !is_mixed {
            diagnostic.severity = Severity::Info;
        }
        let fix = fields.get(&node.id()).and_then(|(node, field)| compare(*node, field, &range));
        acc.push(match fix {
            Some(fix) => diagnostic.fix(fix),
            None if is_mixed => diagnostic.help("write two comparisons: `f:>=LOW AND f:<HIGH`"),
            None => diagnostic.help("write two comparisons: `f:>LOW AND f:<HIGH`"),
        });
    }
}

/// Whether another rule speaks about the range: `{5 TO 5}`.
fn is_told_elsewhere(cx: &QueryCx<'_>, range: Node<'_>) -> bool {
    let (start, problems) = (range.span().start, &cx.lowered.problems);
    let at = problems.partition_point(|problem| problem.span.start < start);
    problems.get(at).is_some_and(|problem| problem.span == range.span())
}

/// The field with a comparison for each bound that is not open.
fn compare(node: Node<'_>, field: &Field<'_>, range: &Range<'_>) -> Option<Fix> {
    let signs = [(">", range.low, range.low_inclusive), ("<", range.high, range.high_inclusive)];
    let mut comparisons = Vec::new();
    for (sign, bound, included) in signs {
        match bound.expr() {
            Expr::Text("*") => {}
            Expr::Text(text) => {
                let equals = if included { "=" } else { "" };
                comparisons.push(format!("{}:{sign}{equals}{text}", field.name));
            }
            _ => return None,
        }
    }
    let joined = comparisons.join(" AND ");
    let is_read = !comparisons.is_empty() && parse(&joined).errors.is_empty();
    let written = if comparisons.len() > 1 { format!("({joined})") } else { joined.clone() };
    is_read.then(|| Fix::choice(format!("write `{}`", shown(&joined)), Edit::replace(node.span(), written)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices};

    #[track_caller]
    fn check(from: &str, to: &[&str]) {
        check_choices(Case::users(), "SYN030", from, to);
    }

    #[test]
    fn bounds_become_comparisons() {
        check("a:[1 TO 5}", &["(a:>=1 AND a:<5)"]);
        check("a:{1 TO 5}", &["(a:>1 AND a:<5)"]);
        check("a:[* TO 5} OR b:1", &["a:<5 OR b:1"]);
        check("-@a.b:{-5 TO -1]", &["-(@a.b:>-5 AND @a.b:<=-1)"]);
    }

    #[test]
    fn what_has_no_comparison_is_left() {
        check("a:{* TO *}", &[]);
        check("a:[\"1\" TO \"5\"}", &[]);
        check("a:([1 TO 5} OR 7)", &[]);
    }

    #[test]
    fn included_bounds_are_silent() {
        check_annotated(Case::users(), "a:[1 TO 5] AND b:[1 TO *]");
    }
}
