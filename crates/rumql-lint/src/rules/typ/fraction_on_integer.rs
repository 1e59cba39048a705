//! `fraction-on-integer`: between two whole numbers there is none.

use rumql_catalog::Kind;
use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::{
    ast::{Comparison, Expr},
    literal::Decimal,
};

use crate::{context::QueryCx, rule::declare_rule, values::asked};

declare_rule! {
    /// ## What it finds
    /// A comparison of an attribute that holds whole numbers with a fraction.
    ///
    /// ## Why it matters
    /// `>4.5` and `>=5` are true of the same counts. The second says so.
    ///
    /// ## Example
    /// ```query mapping
    /// session_count:>4.5
    ///               ^^^^ info[TYP012]: `session_count` is a whole number, so `>4.5` is `>=5`
    /// ```
    /// No finding:
    /// ```query mapping
    /// session_count:>=5
    /// ```
    /// ```query mapping entity=accounts
    /// mrr:>4.5
    /// ```
    ///
    /// ## Fix
    /// The next whole number. It is safe: the same records match.
    pub(crate) static META = { code: "TYP012", name: "fraction-on-integer", level: Info, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for asked in asked(cx, |attribute| attribute.kind == Kind::Integer) {
        let Expr::Comparison(operator, operand) = asked.node.expr() else { continue };
        let Some(plain) = Decimal::parse(operand.text()).and_then(|number| whole(operator, number)) else {
            continue;
        };
        let (name, written) = (&asked.attribute.name, asked.node.text());
        let span = asked.node.span();
        acc.push(
            META.at(span, format!("`{name}` is a whole number, so `{written}` is `{plain}`"))
                .fix(Fix::safe(format!("write `{plain}`"), Edit::replace(span, plain))),
        );
    }
}

/// The same comparison with a whole number; `None` if it is one.
fn whole(operator: Comparison, number: Decimal) -> Option<String> {
    if number.to_int().is_some() {
        return None;
    }
    let floor = number.floor()?;
    Some(match operator {
        Comparison::Greater | Comparison::GreaterEqual => format!(">={}", floor.checked_add(1)?),
        Comparison::Less | Comparison::LessEqual => format!("<={floor}"),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_next_whole_number() {
        check_fix(
            Case::mapping(),
            "session_count:(>4.5 OR >=4.5 OR <4.5 OR <=-4.5 OR >5.0)",
            "session_count:(>=5 OR <=4)",
        );
        check_fix(Case::mapping(), "session_count:4.5", "session_count:4.5");
    }
}
