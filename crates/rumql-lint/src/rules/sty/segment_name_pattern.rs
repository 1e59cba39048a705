//! `segment-name-pattern`: a name that looks unlike the others.

use rumql_document::RequestKind;
use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A segment whose name is not in kebab-case: lower case letters and digits with hyphens between. With
    /// `segment-name = "…"` in `rumql.toml`, a regular expression, that is what names must match, and the rule
    /// is on.
    ///
    /// ## Why it matters
    /// Names are typed on command lines and looked for in files. When all look alike, they are found.
    ///
    /// ## Example
    /// ```yaml all
    /// segments:
    ///   - name: At Risk
    ///           ^^^^^^^ info[STY007]: the name `At Risk` is not in kebab-case
    ///     description: engaged users who stopped coming
    ///     query: session_count:>50 AND last_seen:<30d
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml all
    /// segments:
    ///   - name: at-risk
    ///     description: engaged users who stopped coming
    ///     query: session_count:>50 AND last_seen:<30d
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// None: other files and people may know the segment by its name.
    pub(crate) static META = {
        code: "STY007", name: "segment-name-pattern", level: Info, since: "0.1.0",
        preset: All, request: check
    }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let request = cx.request;
    let Some(scalar) = request.name.as_ref().filter(|_| request.kind == RequestKind::Segment) else { return };
    let name = scalar.text.as_str();
    let diagnostic = match &cx.input.settings.segment_name {
        Some(pattern) if pattern.is_match(name) => return,
        Some(pattern) => META
            .at(scalar.span, format!("the name `{name}` does not match `segment-name`"))
            .note(format!("in `rumql.toml` it is `{}`", pattern.as_str())),
        None if is_kebab(name) => return,
        None => META.at(scalar.span, format!("the name `{name}` is not in kebab-case")),
    };
    let kebab = kebab(name);
    let fits = match &cx.input.settings.segment_name {
        Some(pattern) => pattern.is_match(&kebab),
        None => is_kebab(&kebab),
    };
    acc.push(if fits { diagnostic.help(format!("a name that fits is `{kebab}`")) } else { diagnostic });
}

fn is_kebab(name: &str) -> bool {
    name.split('-')
        .all(|word| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase()))
}

/// The words of a name, in lower case, with hyphens between.
fn kebab(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && (before.is_lowercase() || before.is_numeric());
        let is_part = c.is_alphanumeric();
        if (begins || !is_part) && !words.is_empty() && !words.ends_with('-') {
            words.push('-');
        }
        if is_part {
            words.extend(c.to_lowercase());
        }
        before = c;
    }
    words.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_kebab, kebab};
    use crate::{NamePattern, Settings, testing::Case};

    #[test]
    fn names_in_kebab_case() {
        for (name, expected) in [
            ("At Risk", "at-risk"),
            ("atRisk2", "at-risk2"),
            ("at_risk!", "at-risk"),
            ("Über-uns", "über-uns"),
        ] {
            assert_eq!(kebab(name), expected);
            assert!(is_kebab(expected) && !is_kebab(name));
        }
    }

    #[test]
    fn a_pattern_of_the_team_turns_it_on() {
        let pattern = NamePattern::new("^seg_").unwrap();
        let settings = Settings { segment_name: Some(pattern), ..Settings::default() };
        let file = |name: &str| format!("segments:\n- name: {name}\n  query: last_seen:<30d\n  limit: 5\n");
        let found = Case::yaml().check_with(&file("at-risk"), &settings);
        assert_eq!(found[0].diagnostic.message, "the name `at-risk` does not match `segment-name`");
        assert!(Case::yaml().check_with(&file("seg_at_risk"), &settings).is_empty());
    }
}
