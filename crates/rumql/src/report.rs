//! How are findings told?

mod concise;
mod excerpt;
pub(crate) mod guard;
mod json;
mod places;
mod shelf;
mod summary;
mod table;
mod text;

use rumql_lint::Finding;
use rumql_project::Source;
use rumql_source::Label;

pub(crate) use self::{
    json::{Diagnostic, Failure},
    shelf::Shelf,
    summary::{Summary, counted},
    table::table,
};
use crate::{
    args::OutputFormat,
    report::{places::Places, shelf::Shelved},
    session::Session,
};

/// Tells findings as they come, and sums up at the end.
pub(crate) struct Reporter {
    format: OutputFormat,
    aside: bool,
    summary: Summary,
    json: Vec<Diagnostic>,
    failures: Vec<Failure>,
}

impl Reporter {
    /// A reporter to standard output; to standard error if that is taken, as by a mended text.
    pub(crate) fn new(format: OutputFormat, aside: bool) -> Self {
        Self { format, aside, summary: Summary::default(), json: Vec::new(), failures: Vec::new() }
    }

    /// Tells what was found in one text, in the order of the text.
    pub(crate) fn add(
        &mut self,
        shelf: &Shelf<'_>,
        index: usize,
        findings: &[Finding],
        session: &mut Session,
    ) {
        let Some(text) = shelf.text(index) else { return };
        for finding in findings {
            let told = Told { text, shelf, finding };
            match self.format {
                OutputFormat::Json => self.json.push(json::diagnostic(&told)),
                OutputFormat::Concise => self.write(concise::line(&told, self.colour(session)), session),
                OutputFormat::Text => {
                    let separator = if self.summary.findings() > 0 { "\n" } else { "" };
                    let block = text::block(&told, self.colour(session));
                    self.write(format!("{separator}{block}"), session);
                }
            }
            self.summary.count(finding);
        }
        self.summary.files += 1;
        self.summary.queries += text.source.document.queries.len();
    }

    /// Tells what went wrong; the same words are told once.
    pub(crate) fn fail(&mut self, failure: Failure, session: &mut Session) {
        session.error(&failure.message);
        self.failures.push(failure);
    }

    /// Sums up.
    pub(crate) fn finish(mut self, session: &mut Session) -> Summary {
        self.summary.failures = self.failures.len();
        match self.format {
            OutputFormat::Json => {
                self.write(json::report(&self.json, &self.summary, &self.failures), session);
            }
            // Nothing but findings for the program that reads the lines.
            OutputFormat::Concise => session.aside(format!("{}\n", self.summary)),
            OutputFormat::Text => self.write(format!("{}\n", self.summary), session),
        }
        self.summary
    }

    fn write(&self, text: String, session: &mut Session) {
        if self.aside { session.aside(text) } else { session.out.text(text) }
    }

    fn colour(&self, session: &Session) -> bool {
        if self.aside { session.aside_colour() } else { session.out.colour }
    }
}

/// The findings of one text for programs, as [`Reporter`] writes them.
pub(crate) fn diagnostics(shelf: &Shelf<'_>, index: usize, findings: &[Finding]) -> Vec<Diagnostic> {
    let told = |text| findings.iter().map(move |finding| json::diagnostic(&Told { text, shelf, finding }));
    shelf.text(index).into_iter().flat_map(told).collect()
}

/// A finding, the text it is in, and the texts around that.
struct Told<'a> {
    text: &'a Shelved<'a>,
    shelf: &'a Shelf<'a>,
    finding: &'a Finding,
}

impl<'a> Told<'a> {
    /// The text of a label: that of the finding, or another one. `None` if it is not at hand.
    fn text_of(&self, label: &Label) -> Option<&'a Shelved<'a>> {
        match &label.path {
            Some(path) if *path != self.text.source.path => self.shelf.named(path),
            _ => Some(self.text),
        }
    }
}

/// `path:line:column` of a byte.
pub(crate) fn place(source: &Source, offset: u32) -> String {
    let position = Places::new(&source.text).position(offset);
    format!("{}:{}:{}", source.path, position.line, position.column)
}
