//! `duration-direction`: the segment's name says the opposite of its clause.

use rumql_catalog::Kind;
use rumql_document::Request;
use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    ast::{Comparison, Expr},
    literal::{InstantForm, instant},
};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A segment called inactive, dormant, churned, lapsed or gone that asks for `last_seen:>90d`, or
    /// one called active, recent, new or engaged that asks for `last_seen:<7d`. It speaks only where the
    /// name or the description says which way is meant.
    ///
    /// ## Why it matters
    /// `90d` is the moment 90 days ago, and `>` is *after* it. So `>90d` means "in the last 90 days"
    /// and `<90d` means "more than 90 days ago": the opposite of how an age reads. It is the point of the
    /// language that is mistaken most.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: inactive
    ///     query: last_seen:>90d
    ///                      ^^^^ warning[TIM003]: `inactive` keeps those seen in the last `90d`
    ///     limit: 100
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: new-users
    ///     query: user_created:<7d
    ///                         ^^^ warning[TIM003]: `new-users` keeps those of more than `7d` ago
    ///     limit: 100
    /// ```
    /// No finding, for the clause agrees with the name, or the name says nothing:
    /// ```yaml
    /// segments:
    ///   - name: inactive
    ///     query: last_seen:<90d
    ///     limit: 100
    ///   - name: at-risk
    ///     query: last_seen:>90d
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// The other direction; a choice, since the name may be the wrong one.
    pub(crate) static META = { code: "TIM003", name: "duration-direction", level: Warning, since: "0.1.0", query: check }
}

/// Which way a name points.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// Those of long ago: `<`.
    Past,
    /// Those of late: `>`.
    Recent,
}

const PAST: [&str; 6] = ["inactive", "dormant", "churned", "lapsed", "gone", "inactives"];
const RECENT: [&str; 4] = ["active", "recent", "new", "engaged"];

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(request) = cx.request else { return };
    let Some((word, direction)) = says(request) else { return };
    // A clause under a negation, or one among several about time, may mean what it says.
    let root = cx.parse.tree.root();
    let clauses: Vec<_> = match root.expr() {
        Expr::And(operands) => operands.collect(),
        _ => vec![root],
    };
    let mut found: Vec<(String, Span, Comparison)> = Vec::new();
    for clause in clauses {
        let Expr::Field(field) = clause.expr() else { continue };
        let Expr::Comparison(operator, operand) = field.value.expr() else { continue };
        let Some(attribute) = cx.scope.resolve(field.name).known() else { continue };
        let is_age = instant(operand.text(), cx.scope.now).is_some_and(|read| read.form == InstantForm::Age);
        if attribute.kind == Kind::Timestamp && is_age {
            found.push((operand.text().to_owned(), field.value.span(), operator));
        }
    }
    if let [(age, span, operator)] = found.as_slice()
        && points(*operator) != direction
    {
        acc.push(opposite(&word, age, *span, *operator));
    }
}

fn opposite(word: &str, age: &str, span: Span, operator: Comparison) -> Diagnostic {
    let (keeps, other) = match points(operator) {
        Direction::Recent => (format!("those seen in the last `{age}`"), "<"),
        Direction::Past => (format!("those of more than `{age}` ago"), ">"),
    };
    let sign = Span::new(span.start, span.start + 1);
    META.at(span, format!("`{word}` keeps {keeps}"))
        .note(format!("`{age}` is the moment that long ago; `>` is after it, `<` is before it"))
        .fix(Fix::choice(format!("write `{other}{age}`"), Edit::replace(sign, other)))
}

fn points(operator: Comparison) -> Direction {
    match operator {
        Comparison::Greater | Comparison::GreaterEqual => Direction::Recent,
        Comparison::Less | Comparison::LessEqual => Direction::Past,
    }
}

/// What the segment is called, and which way that points. The name goes before the description;
/// words of both ways, or a negation, say nothing.
fn says(request: &Request) -> Option<(String, Direction)> {
    let name = request.name.as_ref().map(|name| name.text.as_str());
    let description = request.description.as_ref().map(|description| description.text.as_str());
    [name, description].into_iter().flatten().find_map(|text| {
        let direction = direction(text)?;
        Some((name.unwrap_or(text).to_owned(), direction))
    })
}

fn direction(text: &str) -> Option<Direction> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if has(&["not", "no", "never", "without", "formerly", "once", "stopped", "longer"]) {
        return None;
    }
    match (has(&PAST), has(&RECENT)) {
        (true, false) => Some(Direction::Past),
        (false, true) => Some(Direction::Recent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, direction};
    use crate::testing::{Case, check_choices};

    #[test]
    fn names_point_one_way_or_say_nothing() {
        assert!(direction("inactive users") == Some(Direction::Past));
        assert!(direction("Recently-active") == Some(Direction::Recent));
        assert!(direction("no longer active").is_none());
        assert!(direction("active-then-inactive").is_none());
        assert!(direction("renewal").is_none());
    }

    #[test]
    fn offers_the_other_direction() {
        let file = |clause: &str| format!("segments:\n  - {{name: churned, query: '{clause}', limit: 5}}\n");
        check_choices(Case::yaml(), "TIM003", &file("last_seen:>90d"), &[&file("last_seen:<90d")]);
        check_choices(Case::yaml(), "TIM003", &file("last_seen:>90d AND first_seen:<1w"), &[]);
        check_choices(Case::yaml(), "TIM003", &file("-last_seen:>90d"), &[]);
    }
}
