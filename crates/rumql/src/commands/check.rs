//! `rumql check`: what is wrong with these queries?

mod corpora;
mod mend;
mod surroundings;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rumql_lint::{Finding, Fixing, Settings};
use rumql_project::{Config, Naming, Overrides, Project, Source, save};
use rumql_source::Applicability;

use crate::{
    args::{CheckArgs, OutputFormat, preset},
    bug::contained,
    commands::check::{
        corpora::{Corpus, Loaded, Role, Verdict, check},
        mend::mend,
        surroundings::Surroundings,
    },
    exit::Exit,
    input::{Input, Inputs},
    report::{Failure, Reporter, Shelf, counted, place},
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
    /// The moment that relative times count from.
    now: Timestamp,
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
    let now = args.now.unwrap_or(session.now);
    let exit = Exit::Clean;
    let mut check = Check { args, mending, now, project, reporter, exit, fixes: 0, mended: 0, unsafely: 0 };
    inputs.failures.iter().for_each(|failure| check.fail(failure.clone(), session));
    check.run(&inputs, session);
    check.finish(session)
}

impl Check<'_> {
    /// Reads all texts, mends them if that is asked for, and tells what is found in what there is then.
    fn run(&mut self, inputs: &Inputs, session: &mut Session) {
        #[expect(clippy::needless_late_init, reason = "the files, declared below, borrow from it")]
        let others: Vec<Input>;
        let mut files: Vec<Loaded<'_>> =
            inputs.all.iter().filter_map(|input| self.load(input, session)).collect();
        let mut surroundings = Surroundings::of(&files, inputs, &self.project);
        others = std::mem::take(&mut surroundings.others);
        for other in &others {
            match contained(|| self.read_other(other)) {
                Ok(Ok(loaded)) => files.extend(loaded),
                _ => surroundings.complete = false,
            }
        }
        // Where a text is missing, nobody knows what is in it.
        let walked = if self.exit == Exit::Failed { Vec::new() } else { surroundings.walked(inputs) };
        let corpora = Corpus::group(&files, &walked, &self.project);
        let fixing = if self.args.unsafe_fixes { Fixing::Unsafe } else { Fixing::Safe };
        let mut verdict = match self.mending {
            Mending::Offer => check(&files, &corpora, self.now),
            Mending::Write | Mending::Diff => mend(&mut files, &corpora, fixing, self.now),
        };
        let put = self.put(&files, &verdict, session);
        let unsaved = |(file, put): (&Loaded<'_>, &bool)| !put && file.mended.is_some();
        if self.mending == Mending::Write && files.iter().zip(&put).any(unsaved) {
            files.iter_mut().zip(put).filter(|(_, put)| !put).for_each(|(file, _)| file.mended = None);
            verdict = check(&files, &corpora, self.now);
        }
        std::mem::take(&mut verdict.failures).into_iter().for_each(|failure| self.fail(failure, session));
        if self.mending != Mending::Diff {
            self.report(&files, &verdict, session);
        }
    }

    /// Reads one text. `None` if it does not concern us, or cannot be read, which is told.
    fn load<'i>(&mut self, input: &'i Input, session: &mut Session) -> Option<Loaded<'i>> {
        let failure = match contained(|| self.read(input, session)) {
            Ok(Ok(loaded)) => return loaded,
            Ok(Err(failure)) => failure,
            Err(bug) => format!("{}: {bug}", input.name()),
        };
        self.fail(Failure::of(input.name(), failure), session);
        None
    }

    fn read<'i>(&mut self, input: &'i Input, session: &mut Session) -> Result<Option<Loaded<'i>>, String> {
        let (sources, today) = (&self.args.sources, self.today());
        self.framed(input, Role::Asked, |config| {
            config.expired(today).iter().for_each(|ended| session.note(ended));
            input.read(sources, config, session)
        })
    }

    /// Reads a text that nobody asked about, and tells nothing.
    fn read_other<'i>(&mut self, input: &'i Input) -> Result<Option<Loaded<'i>>, String> {
        self.framed(input, Role::Other, |config| {
            let naming = Naming { entity: None, fallback: config.entity, expected: false };
            let source = Source::read(input.path(), naming).map_err(|error| error.to_string())?;
            Ok(Some(source).filter(Source::is_ours))
        })
    }

    /// A text with what it is checked against.
    fn framed<'i>(
        &mut self,
        input: &'i Input,
        role: Role,
        read: impl FnOnce(&Config) -> Result<Option<Source>, String>,
    ) -> Result<Option<Loaded<'i>>, String> {
        let config = input.config(&mut self.project)?;
        let settings =
            config.settings(&self.overrides(), input.path()).map_err(|unknown| unknown.to_string())?;
        let snapshot = self.project.mapping(input.path()).map_err(|error| error.to_string())?;
        let source = read(&config)?;
        let loaded =
            |source| Loaded { input, role, source, mended: None, applied: 0, config, settings, snapshot };
        Ok(source.map(loaded))
    }

    fn overrides(&self) -> Overrides {
        let args = self.args;
        let preset = preset(args.preset.as_ref());
        Overrides { preset, select: args.select.clone(), ignore: args.ignore.clone() }
    }

    /// The day, in UTC, that suppressions are held against.
    fn today(&self) -> Date {
        TimeZone::UTC.to_datetime(self.now).date()
    }

    fn fail(&mut self, failure: Failure, session: &mut Session) {
        self.reporter.fail(failure, session);
        self.exit = Exit::Failed;
    }

    /// Writes or shows the mended texts; whether that went well, for each.
    fn put(&mut self, files: &[Loaded<'_>], verdict: &Verdict, session: &mut Session) -> Vec<bool> {
        let mut all = Vec::with_capacity(files.len());
        for (file, findings) in files.iter().zip(&verdict.findings) {
            let put = match self.mending {
                _ if file.role == Role::Other => Ok(()),
                Mending::Offer => Ok(()),
                Mending::Write => write(file, session),
                Mending::Diff => self.show(file, session),
            };
            all.push(put.is_ok());
            match put {
                Ok(()) => self.count(file, findings.as_deref().unwrap_or_default()),
                Err(failure) => self.fail(Failure::of(file.source.path.as_str(), failure), session),
            }
        }
        all
    }

    /// Shows what would be mended.
    fn show(&mut self, file: &Loaded<'_>, session: &mut Session) -> Result<(), String> {
        let source = &file.source;
        if source.not_utf8.is_some() {
            let first = source.document.problems.first().map_or(0, |problem| problem.span().start);
            return Err(format!("{}: left alone, it is not UTF-8", place(source, first)));
        }
        if let Some(mended) = &file.mended {
            unified::write(&mut session.out, &source.path, &source.text, &mended.text);
            self.exit = self.exit.max(Exit::Findings);
        }
        Ok(())
    }

    /// Counts the fixes that were made or shown, and those that were passed over as unsafe.
    fn count(&mut self, file: &Loaded<'_>, findings: &[Finding]) {
        if file.mended.is_some() {
            self.fixes += file.applied;
            self.mended += 1;
        }
        if !self.args.unsafe_fixes && file.role == Role::Asked {
            self.unsafely += findings.iter().filter(|finding| needs_unsafe_fixes(finding)).count();
        }
    }

    /// Tells what was found, in the order of the inputs.
    fn report(&mut self, files: &[Loaded<'_>], verdict: &Verdict, session: &mut Session) {
        let shelf = Shelf::new(files.iter().map(Loaded::current));
        for (index, findings) in verdict.findings.iter().enumerate() {
            let is_asked = files.get(index).is_some_and(|file| file.role == Role::Asked);
            if let Some(findings) = findings.as_ref().filter(|_| is_asked) {
                self.reporter.add(&shelf, index, findings, session);
            }
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
fn write(file: &Loaded<'_>, session: &mut Session) -> Result<(), String> {
    let source = &file.source;
    let mended = file.mended.as_ref().map(|mended| mended.text.as_str());
    match (file.input, mended) {
        (Input::File(_), None) => {}
        (Input::File(found), Some(text)) => {
            save(&found.path, &source.text, text).map_err(|error| error.to_string())?;
        }
        (Input::Query(_), _) => session.out.text(format!("{}\n", mended.unwrap_or(&source.text))),
        (Input::Stdin(_), _) => match &source.not_utf8 {
            Some(bytes) => session.out.bytes(bytes),
            None => session.out.text(mended.unwrap_or(&source.text)),
        },
    }
    Ok(())
}

fn needs_unsafe_fixes(finding: &Finding) -> bool {
    let offers = |wanted| finding.diagnostic.fixes.iter().any(|fix| fix.applicability == wanted);
    offers(Applicability::Unsafe) && !offers(Applicability::Safe)
}
