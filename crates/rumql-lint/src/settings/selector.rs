//! Which rules does a word name?

use std::fmt;

use rumql_source::Code;

use crate::table::RULES;

/// A word that names no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSelector {
    /// As written.
    pub selector: String,
    /// The code or name that was probably meant.
    pub nearest: Option<&'static str>,
}

impl UnknownSelector {
    /// `Ok` for a word that names a rule, a family or all.
    pub(super) fn check(selector: &str) -> Result<(), Self> {
        match names_a_rule(selector) {
            true => Ok(()),
            false => Err(Self { selector: selector.to_owned(), nearest: nearest_selector(selector) }),
        }
    }
}

/// Whether some rule is meant.
pub(crate) fn names_a_rule(selector: &str) -> bool {
    RULES.iter().any(|rule| specificity(selector, rule.code).is_some())
}

/// How narrowly a word names a code: all rules, a family, the one.
pub(crate) fn specificity(selector: &str, code: Code) -> Option<u8> {
    if selector.eq_ignore_ascii_case("ALL") {
        Some(0)
    } else if selector.eq_ignore_ascii_case(code.family()) {
        Some(1)
    } else {
        code.is_selected_by(selector).then_some(2)
    }
}

/// The narrowest of several words that name a code.
pub(super) fn narrowest(selectors: &[String], code: Code) -> Option<u8> {
    selectors.iter().filter_map(|selector| specificity(selector, code)).max()
}

/// The code, name or family that a word is most likely a slip of.
pub(crate) fn nearest_selector(selector: &str) -> Option<&'static str> {
    let lower = selector.to_lowercase();
    // A text as long as this is no name.
    if lower.len() > 60 {
        return None;
    }
    RULES
        .iter()
        .flat_map(|rule| [rule.code.id, rule.code.name, rule.code.family()])
        .map(|known| (strsim::damerau_levenshtein(&lower, &known.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= known.len() / 3)
        .min()
        .map(|(_, known)| known)
}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule is called `{}`", self.selector)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => f.write_str("; `rumql rules` lists them"),
        }
    }
}

impl std::error::Error for UnknownSelector {}
