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
    /// A segment called inactive, dormant, churned, lapsed or gone that asks for `last_seen:>90d`, one
    /// called active, recent or engaged that asks for `last_seen:<7d`, or one called new that asks for
    /// `first_seen:<7d`. It speaks only where the name or the description says that and nothing else.
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

const PAST: [&str; 5] = ["inactive", "dormant", "churned", "lapsed", "gone"];
const RECENT: [&str; 4] = ["active", "recent", "new", "engaged"];

/// Words that leave the direction as it is. With any other word the name may say something else:
/// `new-york`, `previously active`, `lapsed trial`.
const NEUTRAL: [&str; 17] = [
    "a",
    "account",
    "accounts",
    "all",
    "customer",
    "customers",
    "member",
    "members",
    "our",
    "people",
    "profile",
    "profiles",
    "recently",
    "the",
    "user",
    "users",
    "very",
];

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(request) = cx.request else { return };
    let Some((word, direction)) = says(request) else { return };
    // A clause under a negation, or one among several about time, may mean what it says.
    let root = cx.parse.tree.root();
    let clauses: Vec<_> = match root.expr() {
        Expr::And(operands) => operands.collect(),
        _ => vec![root],
    };
    let mut found: Vec<(&str, &str, Span, Comparison)> = Vec::new();
    for clause in clauses {
        let Expr::Field(field) = clause.expr() else { continue };
        let Expr::Comparison(operator, operand) = field.value.expr() else { continue };
        let Some(attribute) = cx.known(field.name) else { continue };
        let is_age = instant(operand.text(), cx.scope.now).is_some_and(|read| read.form == InstantForm::Age);
        if attribute.kind == Kind::Timestamp && is_age {
            found.push((attribute.name.as_str(), operand.text(), field.value.span(), operator));
        }
    }
    if let [(attribute, age, span, operator)] = found.as_slice()
        && speaks_of(&word, attribute)
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

/// What says it, and which way that points. The name goes before the description; words of both
/// ways, or any that may turn the sense, say nothing, nor do a name and a description at odds.
fn says(request: &Request) -> Option<(String, Direction)> {
    let name = request.name.as_ref().map(|name| name.text.as_str());
    let description = request.description.as_ref().map(|description| description.text.as_str());
    let texts = [name, description].into_iter().flatten();
    let mut said = texts.filter_map(|text| Some((text.to_owned(), direction(text)?)));
    let (text, direction) = said.next()?;
    said.all(|(_, other)| other == direction).then_some((text, direction))
}

fn direction(text: &str) -> Option<Direction> {
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let has = |list: &[&str]| words().any(|word| list.contains(&word));
    if words().any(|word| ![&PAST[..], &RECENT, &NEUTRAL].iter().any(|list| list.contains(&word))) {
        return None;
    }
    match (has(&PAST), has(&RECENT)) {
        (true, false) => Some(Direction::Past),
        (false, true) => Some(Direction::Recent),
        _ => None,
    }
}

/// Whether the word speaks of this attribute: one is new by the first visit, and active by the last.
fn speaks_of(text: &str, attribute: &str) -> bool {
    let is_new = text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == "new");
    if is_new {
        attribute.contains("first") || attribute.contains("created")
    } else {
        attribute.contains("last")
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
        assert!(direction("non-active").is_none());
        assert!(direction("new-york").is_none());
        assert!(direction("inactive users who came back").is_none());
    }

    #[test]
    fn offers_the_other_direction() {
        let file = |clause: &str| format!("segments:\n  - {{name: churned, query: '{clause}', limit: 5}}\n");
        check_choices(Case::yaml(), "TIM003", &file("last_seen:>90d"), &[&file("last_seen:<90d")]);
        check_choices(Case::yaml(), "TIM003", &file("last_seen:>90d AND first_seen:<1w"), &[]);
        check_choices(Case::yaml(), "TIM003", &file("-last_seen:>90d"), &[]);
    }
}
