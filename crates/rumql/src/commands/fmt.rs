//! `rumql fmt`: queries in their canonical spelling.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use rumql_document::{Host, Problem};
use rumql_hir::Catalogs;
use rumql_lint::{Settings, kept_spellings, spelling};
use rumql_project::{Overrides, Project, Source, save};
use rumql_source::{Edit, Span, apply_edits};
use rumql_syntax::parse;

use crate::{
    args::FmtArgs,
    bug,
    exit::Exit,
    input::{Input, Inputs},
    report::{counted, place},
    session::Session,
    unified,
};

/// One run of the command.
struct Fmt<'a> {
    args: &'a FmtArgs,
    project: Project,
    exit: Exit,
    changed: usize,
    unchanged: usize,
    broken: usize,
}

pub(crate) fn run(args: &FmtArgs, session: &mut Session) -> Exit {
    let Some(inputs) = Inputs::find(&args.sources, None, session) else { return Exit::Failed };
    let project = match Project::new(&[]) {
        Ok(project) => project,
        Err(error) => {
            session.error(&error.to_string());
            return Exit::Failed;
        }
    };
    inputs.failures.iter().for_each(|failure| session.error(&failure.message));
    let exit = if inputs.failures.is_empty() { Exit::Clean } else { Exit::Failed };
    let mut fmt = Fmt { args, project, exit, changed: 0, unchanged: 0, broken: 0 };
    for input in &inputs.all {
        let failure = match bug::contained(|| fmt.input(input, session)) {
            Ok(Ok(())) => continue,
            Ok(Err(failure)) => failure,
            Err(bug) => format!("{}: {bug}", input.name()),
        };
        session.error(&failure);
        fmt.exit = Exit::Failed;
    }
    fmt.finish(session)
}

impl Fmt<'_> {
    fn input(&mut self, input: &Input, session: &mut Session) -> Result<(), String> {
        let config = input.config(&mut self.project)?;
        let Some(source) = input.read(&self.args.sources, &config, session)? else { return Ok(()) };
        let settings = config.settings(&Overrides::default(), input.path());
        let settings = settings.map_err(|unknown| unknown.to_string())?;
        let formatted = formatted(&source, &kept(&source, &settings, session.now))?;
        for broken in &formatted.broken {
            let place = place(&source, broken.start);
            session.note(&format!("{place}: left alone, `rumql check` tells what is wrong with it"));
        }
        self.broken += formatted.broken.len();
        self.put(input, &source, formatted.text.as_deref(), session)?;
        // INVARIANT: a file that could not be written is neither.
        match &formatted.text {
            Some(_) => self.changed += 1,
            None => self.unchanged += 1,
        }
        Ok(())
    }

    /// Writes, shows or names what is to change.
    fn put(
        &mut self,
        input: &Input,
        source: &Source,
        text: Option<&str>,
        session: &mut Session,
    ) -> Result<(), String> {
        if self.args.check || self.args.diff {
            let Some(text) = text else { return Ok(()) };
            self.exit = self.exit.max(Exit::Findings);
            match self.args.diff {
                true => unified::write(&mut session.out, &source.path, &source.text, text),
                false => {
                    session.out.text(format!("{}\n", crate::report::guard::clean(&source.path, usize::MAX)))
                }
            }
            return Ok(());
        }
        match (input, text) {
            (Input::File(found), Some(text)) => {
                save(&found.path, &source.text, text).map_err(|error| error.to_string())
            }
            (Input::File(_), None) => Ok(()),
            (Input::Stdin(_) | Input::Query(_), _) => {
                session.out.text(text.unwrap_or(&source.text));
                Ok(())
            }
        }
    }

    fn finish(self, session: &mut Session) -> Exit {
        let verb = if self.args.check || self.args.diff { "would be formatted" } else { "formatted" };
        let mut said = format!("{} {verb}, {} left unchanged", counted(self.changed, "file"), self.unchanged);
        if self.broken > 0 {
            said.push_str(&format!("; {} with a syntax error left alone", counted(self.broken, "query")));
        }
        session.note(&said);
        self.exit
    }
}

/// What formatting comes to.
struct Formatted {
    /// The text, if it is another one.
    text: Option<String>,
    /// The queries with syntax errors.
    broken: Vec<Span>,
}

/// The places of the queries whose spelling a comment or the configuration says to leave alone.
fn kept(source: &Source, settings: &Settings, now: Timestamp) -> HashSet<Span> {
    let Source { path, text, document, .. } = source;
    let catalogs = Catalogs::default();
    kept_spellings(&rumql_lint::Input { path, text, document, catalogs, now, settings })
}

/// The text with each sound query, but for those that are `kept`, in its canonical spelling.
///
/// # Errors
/// The file cannot be read, or would not say what it should.
fn formatted(source: &Source, kept: &HashSet<Span>) -> Result<Formatted, String> {
    let unreadable = source.document.problems.iter().find_map(|problem| match problem {
        Problem::Unreadable { span, message } => Some((span, message)),
        _ => None,
    });
    if let Some((span, message)) = unreadable {
        return Err(format!("{}: left alone, it cannot be read: {message}", place(source, span.start)));
    }
    let mut broken = Vec::new();
    // One scalar may be several queries: an alias of YAML.
    let mut edits = BTreeMap::new();
    let mut wanted = Vec::new();
    for query in &source.document.queries {
        let scalar = &query.scalar;
        if kept.contains(&scalar.span) {
            wanted.push(scalar.text.clone());
            continue;
        }
        let spelt = spelling(scalar, &parse(&scalar.text), &source.text);
        if spelt.is_none() {
            broken.push(scalar.span);
        }
        let spelt = spelt.unwrap_or_else(|| scalar.text.clone());
        if spelt != scalar.text {
            edits.insert(scalar.span, scalar.encode(&source.text, &spelt));
        }
        wanted.push(spelt);
    }
    broken.sort();
    broken.dedup();
    let mut edits: Vec<Edit> = edits.into_values().collect();
    if broken.is_empty() && kept.is_empty() {
        edits.extend(frame(source));
    }
    let text = apply(source, &edits, &wanted)?;
    Ok(Formatted { text: Some(text).filter(|text| *text != source.text), broken })
}

/// What else is spelt anew in a file of one query: blanks in front of it, and one line end
/// after it. Comments above it stay as they are.
fn frame(source: &Source) -> Vec<Edit> {
    let document = &source.document;
    let [query] = document.queries.as_slice() else { return Vec::new() };
    if document.host != Host::Plain || query.scalar.text.is_empty() || source.path == "<query>" {
        return Vec::new();
    }
    let (span, end) = (query.scalar.span, Span::of(&source.text).end);
    let mut edits = vec![Edit::replace(Span::new(span.end, end), line_break(&source.text))];
    if document.comments.is_empty() {
        let mark = source.text.len() - source.text.trim_start_matches('\u{feff}').len();
        edits.push(Edit::delete(Span::new(u32::try_from(mark).unwrap_or(0), span.start)));
    }
    edits
}

/// The text after the edits, read again and compared with what it was to say.
fn apply(source: &Source, edits: &[Edit], wanted: &[String]) -> Result<String, String> {
    let failed = || format!("{}: left alone, its queries would not read as meant", source.path);
    let text = apply_edits(&source.text, edits).ok_or_else(failed)?;
    let reread = source.reread(&text);
    let says = reread.queries.iter().map(|query| query.scalar.text.as_str());
    if says.eq(wanted.iter().map(String::as_str)) { Ok(text) } else { Err(failed()) }
}

fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
