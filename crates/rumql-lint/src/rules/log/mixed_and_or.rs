//! `mixed-and-or`: which of the two binds tighter?

use rumql_source::{Diagnostic, Edit, Fix, Severity, Span};
use rumql_syntax::ast::{Expr, Node};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// `AND` and `OR` at one level, without parentheses. Where the `AND` is left out it is a warning,
    /// for then nothing shows that there are two.
    ///
    /// ## Why it matters
    /// Which of them goes first is documented nowhere. Here, as in the readers that are known, `AND`
    /// does; a reader of the query may think otherwise.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// plan_type:pro OR plan_type:team session_count:>5
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[LOG008]: mixed AND and OR: AND goes first
    /// ```
    /// ```query entity=accounts
    /// plan_type:pro OR plan_type:team AND session_count:>5
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG008]: mixed AND and OR: AND goes first
    /// ```
    /// No finding:
    /// ```query entity=accounts
    /// (plan_type:pro OR user_name:Jo*) AND session_count:>5
    /// ```
    ///
    /// ## Fix
    /// A choice of both groupings: as it is read here, and the other way.
    pub(crate) static META = {
        code: "LOG008", name: "mixed-and-or", level: Warning, since: "0.1.0", query: check
    }
}

/// A chain of `OR` with the chains of `AND` in it.
struct Mixture<'t> {
    /// The terms between the operators, and whether an `AND` follows each.
    terms: Vec<(Span, bool)>,
    /// The chains of `AND`.
    chains: Vec<Node<'t>>,
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    for node in cx.nodes() {
        let Expr::Or(operands) = node.expr() else { continue };
        let mut mixture = Mixture { terms: Vec::new(), chains: Vec::new() };
        operands.for_each(|operand| mixture.add(operand));
        if mixture.chains.is_empty() {
            continue;
        }
        let mut diagnostic = META
            .at(node.span(), "mixed AND and OR: AND goes first")
            .fix(mixture.as_read())
            .fix(mixture.otherwise());
        if !mixture.chains.iter().any(|chain| is_implicit(*chain)) {
            diagnostic.severity = Severity::Info;
        }
        acc.push(diagnostic);
    }
}

impl<'t> Mixture<'t> {
    fn add(&mut self, operand: Node<'t>) {
        let Expr::And(parts) = operand.expr() else {
            self.terms.push((operand.span(), false));
            return;
        };
        self.chains.push(operand);
        self.terms.extend(parts.map(|part| (part.span(), true)));
        if let Some((_, follows)) = self.terms.last_mut() {
            *follows = false;
        }
    }

    fn as_read(&self) -> Fix {
        let spans: Vec<Span> = self.chains.iter().map(|chain| chain.span()).collect();
        wrap("put the AND in parentheses, as it is read", &spans)
    }

    /// Each run of terms joined by `OR` in parentheses.
    fn otherwise(&self) -> Fix {
        let runs = self.terms.split_inclusive(|(_, and_follows)| *and_follows);
        let spans: Vec<Span> = runs
            .filter(|run| run.len() > 1)
            .filter_map(|run| run.iter().map(|(span, _)| *span).reduce(Span::join))
            .collect();
        wrap("put the OR in parentheses", &spans)
    }
}

fn wrap(title: &str, spans: &[Span]) -> Fix {
    let mut fix = Fix::choice(title, Edit::insert(0, ""));
    fix.edits =
        spans.iter().flat_map(|span| [Edit::insert(span.start, "("), Edit::insert(span.end, ")")]).collect();
    fix
}

/// Whether terms stand side by side with nothing between them.
fn is_implicit(chain: Node<'_>) -> bool {
    let spans: Vec<Span> = chain.children().map(|part| part.span()).collect();
    spans.windows(2).any(|pair| match pair {
        [a, b] => Span::new(a.end, b.start).slice(chain.tree_text()).trim().is_empty(),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices};

    #[test]
    fn both_groupings_are_offered() {
        check_choices(
            Case::users(),
            "LOG008",
            "a:1 OR b:2 AND c:3",
            &["a:1 OR (b:2 AND c:3)", "(a:1 OR b:2) AND c:3"],
        );
        check_choices(
            Case::users(),
            "LOG008",
            "a:1 b:2 OR c:3 OR d:4 AND e:5",
            &["(a:1 b:2) OR c:3 OR (d:4 AND e:5)", "a:1 (b:2 OR c:3 OR d:4) AND e:5"],
        );
    }
}
