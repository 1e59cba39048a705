//! What is said about a text?

use crate::{Code, Edit, Fix, Span};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A hint; nothing is wrong yet.
    Info,
    /// Accepted, and likely not what was meant.
    Warning,
    /// No sensible reading, or an answer that cannot be right.
    Error,
}

impl Severity {
    /// The word in reports and configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Reads [`Severity::as_str`]'s words.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error].into_iter().find(|severity| severity.as_str() == word)
    }
}

/// A second place that a finding points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
    /// The file, where it is another one.
    pub path: Option<String>,
}

/// One finding, as plain data: nothing is printed, coloured or laid out here.
///
/// Spans are bytes of one text. A rule speaks of the decoded query; [`Diagnostic::map`]
/// carries the finding over to the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Which diagnostic it is.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// What is wrong: lower case, no final period, input in backticks, one line.
    pub message: String,
    /// The smallest guilty place.
    pub span: Span,
    /// What is to be seen at that place, if the message does not say it.
    pub label: Option<String>,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// Why.
    pub notes: Vec<String>,
    /// What to do, where no fix says it.
    pub help: Option<String>,
    /// What would mend it.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding with nothing but its message.
    pub fn new(code: Code, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span,
            label: None,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }

    /// Says what is to be seen at the main place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into(), path: None });
        self
    }

    /// Adds a reason.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same finding about another text: each span through `span`, and the edits of each
    /// fix, as a whole, through `edits`. A fix that `edits` refuses is left out.
    #[must_use]
    pub fn map(mut self, span: impl Fn(Span) -> Span, edits: impl Fn(&[Edit]) -> Option<Vec<Edit>>) -> Self {
        self.span = span(self.span);
        for label in self.labels.iter_mut().filter(|label| label.path.is_none()) {
            label.span = span(label.span);
        }
        self.fixes =
            self.fixes.into_iter().filter_map(|fix| Some(Fix { edits: edits(&fix.edits)?, ..fix })).collect();
        self
    }
}
