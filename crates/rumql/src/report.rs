//! How are findings told?

mod concise;
mod excerpt;
pub(crate) mod guard;
mod json;
mod places;
mod summary;
mod text;

use rumql_lint::Finding;
use rumql_project::Source;

pub(crate) use self::{
    json::Diagnostic,
    summary::{Summary, counted},
};
use crate::{args::OutputFormat, report::places::Places, session::Session};

/// A text and what was found in it.
pub(crate) struct Checked {
    /// The text.
    pub(crate) source: Source,
    /// In the order of the text.
    pub(crate) findings: Vec<Finding>,
}

/// Tells findings as they come, and sums up at the end.
pub(crate) struct Reporter {
    format: OutputFormat,
    aside: bool,
    summary: Summary,
    json: Vec<Diagnostic>,
}

impl Reporter {
    /// A reporter to standard output; to standard error if that is taken, as by a mended text.
    pub(crate) fn new(format: OutputFormat, aside: bool) -> Self {
        Self { format, aside, summary: Summary::default(), json: Vec::new() }
    }

    /// Tells what was found in one text.
    pub(crate) fn add(&mut self, checked: &Checked, session: &mut Session) {
        let places = Places::new(&checked.source.text);
        for finding in &checked.findings {
            let told = Told { source: &checked.source, places: &places, finding };
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
        self.summary.queries += checked.source.document.queries.len();
    }

    /// Sums up.
    pub(crate) fn finish(self, session: &mut Session) -> Summary {
        match self.format {
            OutputFormat::Json => self.write(json::report(&self.json, &self.summary), session),
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
pub(crate) fn diagnostics(checked: &Checked) -> Vec<Diagnostic> {
    let (source, places) = (&checked.source, Places::new(&checked.source.text));
    let findings = checked.findings.iter();
    findings.map(|finding| json::diagnostic(&Told { source, places: &places, finding })).collect()
}

/// A finding and the text it is in.
struct Told<'a> {
    source: &'a Source,
    places: &'a Places,
    finding: &'a Finding,
}

/// `path:line:column` of a byte.
pub(crate) fn place(source: &Source, offset: u32) -> String {
    let position = Places::new(&source.text).position(offset);
    format!("{}:{}:{}", source.path, position.line, position.column)
}
