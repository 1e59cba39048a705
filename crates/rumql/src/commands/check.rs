//! `rumql check`: what is wrong with these queries?

use rumql_document::Document;
use rumql_hir::Catalogs;
use rumql_lint::{Finding, Fixing, Settings, fix};
use rumql_project::{Overrides, Project, Source, save};

use crate::{
    args::CheckArgs,
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
}

pub(crate) fn run(args: &CheckArgs, session: &mut Session) -> Exit {
    let Some(inputs) = Inputs::find(&args.sources, args.query.as_deref(), session) else {
        return Exit::Failed;
    };
    let project = match Project::new(&args.mappings()) {
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
    let mut check = Check { args, mending, project, reporter, exit, fixes: 0, mended: 0 };
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
        let overrides = Overrides { select: self.args.select.clone(), ignore: self.args.ignore.clone() };
        let settings = config.settings(&overrides).map_err(|unknown| unknown.to_string())?;
        let snapshot = self.project.mapping(input.path()).map_err(|error| error.to_string())?;
        let Some(source) = input.read(&self.args.sources, &config, session)? else { return Ok(()) };
        let catalogs = Catalogs { snapshot: snapshot.as_deref() };
        let now = self.args.now.unwrap_or(session.now);
        let lint = |text: &str, document: &Document| {
            rumql_lint::check(&rumql_lint::Input { text, document, catalogs, now, settings: &settings })
        };
        // Nothing is mended in a text that is not what the bytes say.
        if self.mending == Mending::Offer || source.not_utf8.is_some() {
            let findings = lint(&source.text, &source.document);
            return self.mend(input, source, Mended { text: None, applied: 0, findings }, session);
        }
        let fixing = if self.args.unsafe_fixes { Fixing::Unsafe } else { Fixing::Safe };
        let fixed = fix(&source.text, fixing, |text| lint(text, &source.reread(text)));
        let text = Some(fixed.text).filter(|text| *text != source.text);
        self.mend(input, source, Mended { text, applied: fixed.applied, findings: fixed.remaining }, session)
    }

    /// Writes or shows a mended text, and tells what is left.
    fn mend(
        &mut self,
        input: &Input,
        source: Source,
        mended: Mended,
        session: &mut Session,
    ) -> Result<(), String> {
        let text = mended.text.as_deref();
        if text.is_some() {
            self.fixes += mended.applied;
            self.mended += 1;
        }
        if self.mending == Mending::Diff {
            if source.not_utf8.is_some() {
                let first = mended.findings.first().map_or(0, |finding| finding.diagnostic.span.start);
                return Err(format!("{}: left alone, it is not UTF-8", place(&source, first)));
            }
            if let Some(text) = text {
                unified::write(&mut session.out, &source.path, &source.text, text);
                self.exit = self.exit.max(Exit::Findings);
            }
            return Ok(());
        }
        match (input, text) {
            _ if self.mending == Mending::Offer => {}
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
        let source = match mended.text {
            Some(text) => source.with_text(text),
            None => source,
        };
        self.reporter.add(&Checked { source, findings: mended.findings }, session);
        Ok(())
    }

    fn finish(self, session: &mut Session) -> Exit {
        let done = format!("{} in {}", counted(self.fixes, "fix"), counted(self.mended, "file"));
        if self.mending == Mending::Diff {
            match self.fixes {
                0 => session.note("nothing to fix"),
                _ => session.note(&format!("would make {done}")),
            }
            return self.exit;
        }
        let summary = self.reporter.finish(session);
        if self.fixes > 0 {
            session.note(&format!("made {done}"));
        }
        if summary.files == 0 && self.exit == Exit::Clean {
            session.note("no query was found; name files, or folders with `.rumql`, YAML or JSON files");
        }
        let found = if summary.reaches(self.args.fail_on.threshold()) { Exit::Findings } else { Exit::Clean };
        self.exit.max(found)
    }
}

/// A text after its fixes.
struct Mended {
    /// The text, if it is another one.
    text: Option<String>,
    applied: usize,
    findings: Vec<Finding>,
}
