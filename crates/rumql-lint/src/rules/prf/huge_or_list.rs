//! `huge-or-list`: a list of values that belongs in a table.

use std::{collections::BTreeMap, slice::Iter};

use rumql_hir::{Origin, Predicate, Query, Test};
use rumql_source::{Diagnostic, Profile};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An OR of more than 50 values of one attribute, or as many as the settings say.
    ///
    /// ## Why it matters
    /// Such a list is data, not a question: it was copied from somewhere, is out of date when that
    /// changes, and no one can review it. A reference table holds it, and a connection makes it an attribute.
    ///
    /// ## Example
    /// ```query
    /// user_id:(
    /// ^^^^^^^ info[PRF008]: `user_id` is held against a list of 51 values
    ///   u01 OR u02 OR u03 OR u04 OR u05 OR u06 OR u07 OR u08 OR u09 OR u10 OR u11 OR u12 OR u13 OR
    ///   u14 OR u15 OR u16 OR u17 OR u18 OR u19 OR u20 OR u21 OR u22 OR u23 OR u24 OR u25 OR u26 OR
    ///   u27 OR u28 OR u29 OR u30 OR u31 OR u32 OR u33 OR u34 OR u35 OR u36 OR u37 OR u38 OR u39 OR
    ///   u40 OR u41 OR u42 OR u43 OR u44 OR u45 OR u46 OR u47 OR u48 OR u49 OR u50 OR u51)
    /// ```
    /// No finding:
    /// ```query
    /// @beta_tester:true
    /// ```
    ///
    /// ## Fix
    /// None: put the values in a reference table, connect it, and ask for its field.
    pub(crate) static META = { code: "PRF008", name: "huge-or-list", level: Info, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let mut lists =
        Lists { limit: cx.settings.limits.values, origins: cx.lowered.origins.iter(), found: Vec::new() };
    lists.walk(&cx.lowered.query);
    acc.extend(
        lists.found.into_iter().map(|(attribute, count, origin)| finding(cx, attribute, count, origin)),
    );
}

fn finding(cx: &QueryCx<'_>, attribute: &str, count: usize, origin: Origin) -> Diagnostic {
    let span = origin.name.unwrap_or(origin.value);
    let what = META
        .at(span, format!("`{attribute}` is held against a list of {count} values"))
        .note(format!("a list is data; more than {} values are hard to review", cx.settings.limits.values));
    what.help(match cx.profile() {
        Profile::Audience => "put the values in a reference table, connect it, and ask for its field",
        Profile::Event => "ask for what the values have in common, with a wildcard or another attribute",
    })
}

struct Lists<'a> {
    limit: usize,
    origins: Iter<'a, Origin>,
    found: Vec<(&'a str, usize, Origin)>,
}

impl<'a> Lists<'a> {
    // The depth of a query is capped by the parser, and so is this recursion.
    fn walk(&mut self, query: &'a Query) {
        match query {
            Query::Or(parts) if parts.iter().len() > self.limit => self.list(parts.iter()),
            Query::Or(parts) | Query::And(parts) => parts.iter().for_each(|part| self.walk(part)),
            Query::Not(inner) => self.walk(inner),
            Query::All | Query::Unknown | Query::Predicate(_) => {
                self.origins.next();
            }
        }
    }

    /// Counts the values that each attribute is held against.
    fn list(&mut self, parts: Iter<'a, Query>) {
        let mut counts: BTreeMap<&str, (usize, Origin)> = BTreeMap::new();
        for part in parts {
            let Query::Predicate(Predicate { attribute: Some(attribute), test: Test::Equals(_) }) = part
            else {
                self.walk(part);
                continue;
            };
            if let Some(origin) = self.origins.next() {
                counts.entry(attribute).or_insert((0, *origin)).0 += 1;
            }
        }
        let long = counts.into_iter().filter(|(_, (count, _))| *count > self.limit);
        self.found.extend(long.map(|(attribute, (count, origin))| (attribute, count, origin)));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, annotate};

    #[track_caller]
    fn check(query: &str, messages: &[&str]) {
        let found = Case::users().check(query);
        let said: Vec<&str> = found
            .iter()
            .filter(|finding| finding.diagnostic.code.id == "PRF008")
            .map(|finding| finding.diagnostic.message.as_str())
            .collect();
        assert_eq!(said, messages, "{}", annotate(query, &found));
    }

    fn list(field: &str, count: usize) -> String {
        let terms: Vec<String> = (0..count).map(|n| format!("{field}:v{n}")).collect();
        terms.join(" OR ")
    }

    #[test]
    fn values_are_counted_by_attribute() {
        let told = ["`@a` is held against a list of 51 values"];
        check(&list("@a", 51), &told);
        check(&format!("b:1 AND -({} OR ({}))", list("@a", 51), list("@b", 50)), &told);
        check(&format!("{} OR {}", list("@a", 50), list("@b", 50)), &[]);
        check(&list("@a", 51).replace('v', "v*"), &[]);
    }
}
