//! How is a query written whose times are the same tomorrow?

use rumql_hir::{Bound, Scope, Test, Value, lower};
use rumql_source::{Edit, Span, apply_edits};
use rumql_syntax::{
    Parse,
    ast::Expr,
    literal::{InstantForm, instant},
};

/// The query with each duration as the moment it stands for, in Unix seconds: `last_seen:<30d` becomes
/// `last_seen:<1792886400`. How the server reads durations is not documented; seconds are what its
/// examples use. Everything else is kept as it is written.
pub fn with_absolute_times(parse: &Parse, scope: &Scope<'_>) -> String {
    let lowered = lower(parse, scope);
    let mut moments: Vec<Span> = Vec::new();
    lowered.each_test(|predicate, origin| {
        if holds_moment(&predicate.test) {
            moments.push(origin.value);
        }
    });
    let edit = |span: Span, text: &str| {
        let read = instant(text, scope.now)?;
        let is_relative = matches!(read.form, InstantForm::Age | InstantForm::Now);
        is_relative.then(|| Edit::replace(span, read.at.as_second().to_string()))
    };
    let edits: Vec<Edit> = parse
        .tree
        .nodes()
        .filter(|node| {
            moments.iter().any(|place| place.start <= node.span().start && node.span().end <= place.end)
        })
        .filter_map(|node| match node.expr() {
            Expr::Text(text) => edit(node.span(), text),
            _ => None,
        })
        .collect();
    let text = parse.tree.text();
    apply_edits(text, &edits).unwrap_or_else(|| text.to_owned())
}

fn holds_moment(test: &Test) -> bool {
    let is_moment = |bound: &Bound| {
        matches!(bound, Bound::Inclusive(Value::Moment(_)) | Bound::Exclusive(Value::Moment(_)))
    };
    match test {
        Test::Equals(value) | Test::Compares(_, value) => matches!(value, Value::Moment(_)),
        Test::Within(low, high) => is_moment(low) || is_moment(high),
        Test::Present | Test::Matches(_) | Test::Cidr(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use rumql_hir::Catalogs;
    use rumql_source::Entity;
    use rumql_syntax::parse;

    use super::*;

    #[test]
    fn durations_become_moments_and_nothing_else_changes() {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        let scope = Scope { entity: Entity::Users, catalogs: Catalogs::default(), pending: None, now };
        let absolute = |text: &str| with_absolute_times(&parse(text), &scope);
        assert_eq!(
            absolute("session_count:>50  AND last_seen:<30d"),
            "session_count:>50  AND last_seen:<1792886400"
        );
        assert_eq!(absolute("last_seen:[30d TO now]"), "last_seen:[1792886400 TO 1795478400]");
        assert_eq!(absolute("last_seen:(<30d OR >now-1d)"), "last_seen:(<1792886400 OR >1795392000)");
        for kept in ["user_name:30d", "last_seen:>1735000000", "last_seen:>2026-01-01", "last_seen:*", "30d"]
        {
            assert_eq!(absolute(kept), kept);
        }
    }
}
