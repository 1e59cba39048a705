//! `rumql check`: what is wrong with these queries?

use jiff::{civil::Date, tz::TimeZone};
use rumql_document::Document;
use rumql_hir::Catalogs;
use rumql_lint::{Finding, Fixing, Settings, fix};
use rumql_project::{Overrides, Project, Source, save};
use rumql_source::Applicability;

use crate::{
    args::{CheckArgs, OutputFormat, preset},
    bug,
    exit::Exit,
    input::{Input, Inputs},
    report::{Checked, Reporter, counted, place},
    session::Session,
    unified,
};

/// What is to be done with fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mending {
    /// They are offered.
    Offer,
    /// They are made.
    Write,
    /// They are shown.
    Diff,
}

/// One run of the command.
struct Check<'a> {
    args: &'a CheckArgs,
    mending: Mending,
    project: Project,
    reporter: Reporter,
    exit: Exit,
    /// How many fixes were made, and in how many texts.
    fixes: usize,
    mended: usize,
    /// How many findings only `--unsafe-fixes` would mend.
    unsafely: usize,
}

pub(crate) fn run(args: &CheckArgs, session: &mut Session) -> Exit {
    if args.diff && args.output_format == OutputFormat::Json {
        session.error("`--diff` cannot be written as JSON; leave it out, each finding lists its fixes");
        return Exit::Failed;
    }
    let Some(inputs) = Inputs::find(&args.sources, args.query.as_deref(), session) else {
        return Exit::Failed;
    };
    let project = match Project::new(&args.mapping) {
        Ok(project) => project,
        Err(error) => {
            session.error(&error.to_string());
            return Exit::Failed;
        }
    };
    if let Err(unknown) = Settings::new(args.select.clone(), args.ignore.clone()) {
        session.error(&unknown.to_string());
        return Exit::Failed;
    }
    let mending = match (args.diff, args.fix) {
        (true, _) => Mending::Diff,
        (false, true) => Mending::Write,
        (false, false) => Mending::Offer,
    };
    // A mended text that is no file takes standard output for itself.
    let is_stream = inputs.all.iter().any(|input| !matches!(input, Input::File(_)));
    let reporter = Reporter::new(args.output_format, mending == Mending::Write && is_stream);
    let exit = if inputs.complete { Exit::Clean } else { Exit::Failed };
    let mut check = Check { args, mending, project, reporter, exit, fixes: 0, mended: 0, unsafely: 0 };
    for input in &inputs.all {
        check.input(input, session);
    }
    check.finish(session)
}

impl Check<'_> {
    fn input(&mut self, input: &Input, session: &mut Session) {
        let outcome = bug::contained(|| self.check(input, session));
        let failure = match outcome {
            Ok(Ok(())) => return,
            Ok(Err(failure)) => failure,
            Err(bug) => format!("{}: {bug}", input.name()),
        };
        session.error(&failure);
        self.exit = Exit::Failed;
    }

    fn check(&mut self, input: &Input, session: &mut Session) -> Result<(), String> {
        let config = input.config(&mut self.project)?;
        let settings =
            config.settings(&self.overrides(), input.path()).map_err(|unknown| unknown.to_string())?;
        config.expired(self.today(session)).iter().for_each(|ended| session.note(ended));
        let snapshot = self.project.mapping(input.path()).map_err(|error| error.to_string())?;
        let Some(source) = input.read(&self.args.sources, &config, session)? else { return Ok(()) };
        let catalogs = Catalogs { snapshot: snapshot.as_deref() };
        let now = self.args.now.unwrap_or(session.now);
        let path = source.path.clone();
        let lint = |text: &str, document: &Document| {
            rumql_lint::check(&rumql_lint::Input {
                path: &path,
                text,
                document,
                catalogs,
                now,
                settings: &settings,
            })
        };
        // Nothing is mended in a text that is not what the bytes say.
        if self.mending == Mending::Offer || source.not_utf8.is_some() {
            let findings = lint(&source.text, &source.document);
            return self.mend(input, source, Mended { text: None, applied: 0, findings }, lint, session);
        }
        let fixing = if self.args.unsafe_fixes { Fixing::Unsafe } else { Fixing::Safe };
        let fixed = fix(&source.text, fixing, |text| lint(text, &source.reread(text)));
        let text = Some(fixed.text).filter(|text| *text != source.text);
        let mended = Mended { text, applied: fixed.applied, findings: fixed.remaining };
        self.mend(input, source, mended, lint, session)
    }

    fn overrides(&self) -> Overrides {
        let args = self.args;
        let preset = preset(args.preset.as_ref());
        Overrides { preset, select: args.select.clone(), ignore: args.ignore.clone() }
    }

    /// The day, in UTC, that suppressions are held against.
    fn today(&self, session: &Session) -> Date {
        TimeZone::UTC.to_datetime(self.args.now.unwrap_or(session.now)).date()
    }

    /// Writes or shows a mended text, and tells what is left in what is on the disk then.
    fn mend(
        &mut self,
        input: &Input,
        source: Source,
        mended: Mended,
        lint: impl Fn(&str, &Document) -> Vec<Finding>,
        session: &mut Session,
    ) -> Result<(), String> {
        let text = mended.text.as_deref();
        let put = match self.mending {
            Mending::Offer => Ok(()),
            Mending::Write => write(input, &source, text, session),
            Mending::Diff => self.show(&source, &mended, session),
        };
        let unsaved = put.is_err() && text.is_some();
        if put.is_ok() {
            self.count(&mended);
        }
        if self.mending == Mending::Diff {
            return put;
        }
        let checked = match mended.text {
            Some(_) if unsaved => Checked { findings: lint(&source.text, &source.document), source },
            Some(text) => Checked { source: source.with_text(text), findings: mended.findings },
            None => Checked { source, findings: mended.findings },
        };
        self.reporter.add(&checked, session);
        put
    }

    /// Shows what would be mended.
    fn show(&mut self, source: &Source, mended: &Mended, session: &mut Session) -> Result<(), String> {
        if source.not_utf8.is_some() {
            let first = mended.findings.first().map_or(0, |finding| finding.diagnostic.span.start);
            return Err(format!("{}: left alone, it is not UTF-8", place(source, first)));
        }
        if let Some(text) = &mended.text {
            unified::write(&mut session.out, &source.path, &source.text, text);
            self.exit = self.exit.max(Exit::Findings);
        }
        Ok(())
    }

    /// Counts the fixes that were made or shown, and those that were passed over as unsafe.
    fn count(&mut self, mended: &Mended) {
        if mended.text.is_some() {
            self.fixes += mended.applied;
            self.mended += 1;
        }
        if !self.args.unsafe_fixes {
            self.unsafely += mended.findings.iter().filter(|finding| needs_unsafe_fixes(finding)).count();
        }
    }

    fn finish(self, session: &mut Session) -> Exit {
        let fixes = self.fixes_told();
        if self.mending == Mending::Diff {
            session.note(&fixes.unwrap_or_else(|| "nothing to fix".to_owned()));
            return self.exit;
        }
        let summary = self.reporter.finish(session);
        if let Some(fixes) = fixes {
            session.note(&fixes);
        }
        if summary.files == 0 && self.exit == Exit::Clean {
            session.note("no query was found; name files, or folders with `.rumql`, YAML or JSON files");
        }
        let found = if summary.reaches(self.args.fail_on.threshold()) { Exit::Findings } else { Exit::Clean };
        self.exit.max(found)
    }

    /// What came of the fixes; `None` if there was nothing to do.
    fn fixes_told(&self) -> Option<String> {
        let verb = match self.mending {
            Mending::Offer => return None,
            Mending::Write => "made",
            Mending::Diff => "would make",
        };
        let done = format!("{verb} {} in {}", counted(self.fixes, "fix"), counted(self.mended, "file"));
        let more = format!("{} more with --unsafe-fixes", counted(self.unsafely, "fix"));
        match (self.fixes, self.unsafely) {
            (0, 0) => None,
            // Where a file failed, there may have been something.
            (0, _) if self.exit == Exit::Failed => Some(more),
            (0, _) => Some(format!("nothing to fix safely; {more}")),
            (_, 0) => Some(done),
            (_, _) => Some(format!("{done}; {more}")),
        }
    }
}

/// Puts a mended text where the old one came from. An input that is no file comes back in any case.
///
/// # Errors
/// The file cannot be written; it is as it was.
fn write(input: &Input, source: &Source, text: Option<&str>, session: &mut Session) -> Result<(), String> {
    match (input, text) {
        (Input::File(_), None) => {}
        (Input::File(found), Some(text)) => {
            save(&found.path, &source.text, text).map_err(|error| error.to_string())?;
        }
        (Input::Query(_), _) => session.out.text(format!("{}\n", text.unwrap_or(&source.text))),
        (Input::Stdin(_), _) => match &source.not_utf8 {
            Some(bytes) => session.out.bytes(bytes),
            None => session.out.text(text.unwrap_or(&source.text)),
        },
    }
    Ok(())
}

fn needs_unsafe_fixes(finding: &Finding) -> bool {
    let offers = |wanted| finding.diagnostic.fixes.iter().any(|fix| fix.applicability == wanted);
    offers(Applicability::Unsafe) && !offers(Applicability::Safe)
}

/// A text after its fixes.
struct Mended {
    /// The text, if it is another one.
    text: Option<String>,
    applied: usize,
    findings: Vec<Finding>,
}
