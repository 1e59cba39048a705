//! What does a team ask of its own queries?

use jiff::civil::Date;
use regex_lite::Regex;
use rumql_source::{Code, Entity, Severity};

use super::selector::specificity;

/// An attribute that a team wants in its queries, or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// What is wanted.
    pub demand: Demand,
    /// The attribute's name, or a pattern with `*`.
    pub attribute: String,
    /// Of what a query must ask for the policy to concern it; `None` concerns all.
    pub entity: Option<Entity>,
    /// The team's own words.
    pub message: Option<String>,
    /// How grave a breach is; `None` leaves it to the rule.
    pub severity: Option<Severity>,
}

/// What a policy wants of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// That every query asks for it.
    Require,
    /// That no query asks for it, and no answer holds it.
    Forbid,
}

impl Policy {
    /// Whether the policy speaks of an attribute of this name.
    pub(crate) fn names(&self, attribute: &str) -> bool {
        is_match(&self.attribute, attribute)
    }
}

/// Findings that a team's configuration passes over, in files that it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The rules: codes, names, families or `ALL`.
    pub rules: Vec<String>,
    /// The segment that they are passed over in; `None` for all of the file.
    pub segment: Option<String>,
    /// The last day, in UTC.
    pub until: Option<Date>,
}

impl Ignored {
    /// Whether a finding is passed over on `today`.
    pub(crate) fn covers(&self, code: Code, segment: Option<&str>, today: Date) -> bool {
        self.until.is_none_or(|until| today <= until)
            && self.segment.as_deref().is_none_or(|wanted| segment == Some(wanted))
            && self.rules.iter().any(|selector| specificity(selector, code).is_some())
    }
}

/// A regular expression for the names of segments.
#[derive(Debug, Clone)]
pub struct NamePattern(Regex);

impl NamePattern {
    /// Reads a regular expression, which may match anywhere in the name unless it says otherwise.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, String> {
        Regex::new(pattern).map(Self).map_err(|error| error.to_string())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn is_match(&self, name: &str) -> bool {
        self.0.is_match(name)
    }
}

impl PartialEq for NamePattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for NamePattern {}

/// Whether a pattern, in which `*` stands for any text, stands for `name`.
fn is_match(pattern: &str, name: &str) -> bool {
    let Some((front, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(front) else { return false };
    let (middle, back) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*') {
        let Some((_, after)) = left.split_once(piece) else { return false };
        left = after;
    }
    left.ends_with(back)
}

#[cfg(test)]
mod tests {
    use super::is_match;

    #[test]
    fn a_star_is_any_text() {
        for (pattern, name) in [
            ("@env", "@env"),
            ("user_*", "user_email"),
            ("user_*", "user_"),
            ("*email*", "user_email_domain"),
            ("*", "x"),
            ("a*b*a", "aba"),
            ("**x", "ax"),
        ] {
            assert!(is_match(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("@env", "env"), ("user_*", "@user_x"), ("a*a", "a"), ("a*b*a", "aa"), ("*x", "xy")]
        {
            assert!(!is_match(pattern, name), "{pattern} {name}");
        }
    }
}
