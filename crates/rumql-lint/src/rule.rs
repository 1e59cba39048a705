//! What is a rule?

use rumql_source::{Code, Diagnostic, Severity, Span};

use crate::{
    context::{CorpusCx, HostCx, QueryCx, RequestCx},
    settings::Preset,
};

/// One diagnostic: how it is known, how grave it is, its page, and how it is found.
#[derive(Debug)]
pub struct Rule {
    /// Its stable name.
    pub code: Code,
    /// How grave it is, unless the rule knows the case to be milder.
    pub severity: Severity,
    /// The smallest preset that turns it on.
    pub preset: Preset,
    /// The version that brought it.
    pub since: &'static str,
    /// Its page, as Markdown.
    pub page: &'static str,
    /// Looks at one query. `None` for what a lower layer finds.
    pub(crate) query: Option<QueryCheck>,
    /// Looks at one request.
    pub(crate) request: Option<RequestCheck>,
    /// Looks at one file.
    pub(crate) host: Option<HostCheck>,
    /// Looks across files.
    pub(crate) corpus: Option<CorpusCheck>,
}

/// Looks at a query; spans are bytes of the query.
pub(crate) type QueryCheck = fn(&QueryCx<'_>, &mut Vec<Diagnostic>);

/// Looks at a request; spans are bytes of the file.
pub(crate) type RequestCheck = fn(&RequestCx<'_>, &mut Vec<Diagnostic>);

/// Looks at a file; spans are bytes of it.
pub(crate) type HostCheck = fn(&HostCx<'_>, &mut Vec<Diagnostic>);

/// Looks across files; each finding comes with the index of its file, whose bytes its spans are.
pub(crate) type CorpusCheck = fn(&CorpusCx<'_>, &mut Vec<(usize, Diagnostic)>);

impl Rule {
    /// A finding of this rule, of its usual gravity.
    pub(crate) fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.severity, span, message)
    }

    /// Whether it looks across files.
    pub(crate) fn looks_across(&self) -> bool {
        self.corpus.is_some()
    }

    /// What the page says first: one sentence.
    pub fn summary(&self) -> String {
        let body = self.page.split("## What it finds").nth(1).unwrap_or(self.page).trim_start();
        let paragraph = body.split("\n \n").flat_map(|part| part.split("\n\n")).next().unwrap_or_default();
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        let text = words.join(" ");
        // A full stop between backticks ends nothing.
        let is_code = |at: usize| text.get(..at).is_some_and(|before| before.matches('`').count() % 2 == 1);
        let end = text.match_indices(". ").map(|(at, _)| at + 1).find(|end| !is_code(*end));
        end.and_then(|end| text.get(..end)).unwrap_or(&text).to_owned()
    }
}

/// Declares a rule: its page as a doc comment, then how it is known and found.
macro_rules! declare_rule {
    (@preset) => { $crate::settings::Preset::Recommended };
    (@preset $preset:ident) => { $crate::settings::Preset::$preset };
    (@optional) => { None };
    (@optional $check:expr) => { Some($check) };
    (
        $(#[doc = $line:literal])*
        $vis:vis static $name:ident = {
            code: $code:literal, name: $rule:literal, level: $level:ident, since: $since:literal
            $(, preset: $preset:ident)?
            $(, query: $query:expr)? $(, request: $request:expr)? $(, host: $host:expr)? $(, corpus: $corpus:expr)? $(,)?
        }
    ) => {
        $(#[doc = $line])*
        $vis static $name: $crate::rule::Rule = $crate::rule::Rule {
            code: rumql_source::Code { id: $code, name: $rule },
            severity: rumql_source::Severity::$level,
            preset: declare_rule!(@preset $($preset)?),
            since: $since,
            page: concat!($($line, "\n"),*),
            query: declare_rule!(@optional $($query)?),
            request: declare_rule!(@optional $($request)?),
            host: declare_rule!(@optional $($host)?),
            corpus: declare_rule!(@optional $($corpus)?),
        };
    };
}

pub(crate) use declare_rule;
