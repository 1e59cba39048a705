//! By which name is a diagnostic known?

use std::fmt;

/// The stable name of a diagnostic: `REF001`, `unknown-attribute`.
///
/// The three letters are the family, so `--select TIM` reads well. A released code is
/// never given to another diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Three letters and three digits.
    pub id: &'static str,
    /// Lower case words with hyphens; reads after "allow".
    pub name: &'static str,
}

impl Code {
    /// The three letters before the number.
    pub fn family(&self) -> &'static str {
        self.id.trim_end_matches(|c: char| c.is_ascii_digit())
    }

    /// Whether a person means this code by `selector`: its id, its name or its family,
    /// letters in either case.
    pub fn is_selected_by(&self, selector: &str) -> bool {
        selector.eq_ignore_ascii_case(self.id)
            || selector.eq_ignore_ascii_case(self.name)
            || selector.eq_ignore_ascii_case(self.family())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}
