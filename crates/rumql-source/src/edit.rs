//! What would mend a finding?

use crate::Span;

/// How far a fix may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// The result matches the same records, or the input was refused outright and has
    /// exactly one valid reading. `--fix` applies it.
    Safe,
    /// The intent is guessed. `--unsafe-fixes` applies it.
    Unsafe,
    /// One of several answers; only a person chooses.
    Choice,
}

impl Applicability {
    /// The word in machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Choice => "choice",
        }
    }
}

/// One replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// The bytes that go.
    pub span: Span,
    /// The text that comes in their place.
    pub content: String,
}

impl Edit {
    /// Puts `content` in the place of `span`.
    pub fn replace(span: Span, content: impl Into<String>) -> Self {
        Self { span, content: content.into() }
    }

    /// Puts `content` in front of byte `offset`.
    pub fn insert(offset: u32, content: impl Into<String>) -> Self {
        Self::replace(Span::at(offset), content)
    }

    /// Takes `span` out.
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }
}

/// One way to mend a finding: edits against the text the finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fix {
    /// What it does, as an imperative: "quote the value".
    pub title: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// The edits, applied together or not at all.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit.
    pub fn new(applicability: Applicability, title: impl Into<String>, edit: Edit) -> Self {
        Self { title: title.into(), applicability, edits: vec![edit] }
    }

    /// A fix of one edit that keeps who matches.
    pub fn safe(title: impl Into<String>, edit: Edit) -> Self {
        Self::new(Applicability::Safe, title, edit)
    }

    /// A fix of one edit that guesses the intent.
    pub fn guess(title: impl Into<String>, edit: Edit) -> Self {
        Self::new(Applicability::Unsafe, title, edit)
    }

    /// A fix of one edit that is one answer among several.
    pub fn choice(title: impl Into<String>, edit: Edit) -> Self {
        Self::new(Applicability::Choice, title, edit)
    }
}

/// `text` with all `edits` made, insertions at one place in their given order; `None` if
/// two of them overlap or one does not fit the text.
pub fn apply_edits(text: &str, edits: &[Edit]) -> Option<String> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        result.push_str(text.get(done..edit.span.start as usize)?);
        result.push_str(&edit.content);
        done = edit.span.end as usize;
    }
    result.push_str(text.get(done..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_together_or_not_at_all() {
        let quote = [Edit::insert(2, "\""), Edit::insert(5, "\"")];
        assert_eq!(apply_edits("a:b c", &quote).as_deref(), Some("a:\"b c\""));
        let clash = [Edit::delete(Span::new(0, 2)), Edit::replace(Span::new(1, 3), "x")];
        assert_eq!(apply_edits("a:b", &clash), None);
        assert_eq!(apply_edits("é", &[Edit::delete(Span::new(0, 1))]), None);
    }
}
