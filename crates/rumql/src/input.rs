//! Which texts does a command look at, and under which settings?

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rumql_project::{Config, FileError, Found, Naming, Project, Source, SourceError, discover, is_same_file};

use crate::{args::Sources, report::Failure, session::Session};

/// The name of a query on the command line in reports.
const QUERY_NAME: &str = "<query>";
/// The name of standard input in reports, if it has no other.
pub(crate) const STDIN_NAME: &str = "<stdin>";

/// A text to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// A query on the command line.
    Query(String),
    /// Standard input under a name.
    Stdin(String),
    /// A file.
    File(Found),
}

/// The texts that were asked for.
pub(crate) struct Inputs {
    /// In the order in which they are reported.
    pub(crate) all: Vec<Input>,
    /// The folders that were walked, without `..` and links.
    pub(crate) folders: Vec<PathBuf>,
    /// The paths that could not be read.
    pub(crate) failures: Vec<Failure>,
}

impl Inputs {
    /// Finds them. `None` for a wrong usage, told as well.
    pub(crate) fn find(sources: &Sources, query: Option<&str>, session: &mut Session) -> Option<Self> {
        if let Some(query) = query {
            let all = vec![Input::Query(query.to_owned())];
            return Some(Self { all, folders: Vec::new(), failures: Vec::new() });
        }
        let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
        let reads_stdin = sources.paths.iter().any(|path| is_stdin(&path));
        if sources.stdin_filename.is_some() && !reads_stdin {
            session.error("`--stdin-filename` names standard input; add `-` to read it");
            return None;
        }
        let mut paths: Vec<PathBuf> = sources.paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
        let mut all = Vec::new();
        if reads_stdin {
            let name = sources.stdin_filename.as_ref();
            all.push(Input::Stdin(name.map_or_else(|| STDIN_NAME.into(), |name| shown(name))));
        } else if paths.is_empty() {
            paths.push(".".into());
        }
        let found = discover(&paths);
        let failed = |error: &FileError| Failure::of(shown(&error.path), error.to_string());
        let failures: Vec<Failure> = found.errors.iter().map(failed).collect();
        // What comes from standard input stands for the file of its name, as an editor has it.
        let name = sources.stdin_filename.as_deref();
        let is_other = |file: &Found| name.is_none_or(|name| !is_same_file(&file.path, name));
        all.extend(found.files.into_iter().filter(is_other).map(Input::File));
        Some(Self { all, folders: found.folders, failures })
    }
}

impl Input {
    /// Where its configuration and mapping are looked for.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Query(_) => Path::new(QUERY_NAME),
            Self::Stdin(name) => Path::new(name),
            Self::File(found) => &found.path,
        }
    }

    /// How reports call it.
    pub(crate) fn name(&self) -> String {
        shown(self.path())
    }

    /// Its configuration.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn config(&self, project: &mut Project) -> Result<Arc<Config>, String> {
        project.config(self.path()).map_err(|error| error.to_string())
    }

    /// Reads it. `None` for a file of a walked folder that does not concern us.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) fn read(
        &self,
        sources: &Sources,
        config: &Config,
        session: &mut Session,
    ) -> Result<Option<Source>, String> {
        let naming = Naming { entity: sources.entity, fallback: config.entity, expected: true };
        let read = match self {
            Self::Query(query) => Ok(Source::from_text(query.clone(), QUERY_NAME, naming)),
            Self::Stdin(name) => Source::from_reader(session.stdin(), name, naming),
            Self::File(found) => Source::read(&found.path, Naming { expected: found.expected, ..naming }),
        };
        match (read, self) {
            (Ok(source), Self::File(Found { expected: true, .. })) if source.holds_nothing() => {
                session.note(&format!(
                    "{}: no queries found; a segment file begins with segments:, an API body has a data.type",
                    source.path
                ));
                Ok(Some(source))
            }
            (Ok(source), _) => Ok(Some(source).filter(Source::is_ours)),
            (Err(SourceError::TooLarge(path)), Self::File(Found { expected: false, .. })) => {
                session.note(&format!("{path}: passed over, it is larger than 64 MiB"));
                Ok(None)
            }
            (Err(error), _) => Err(error.to_string()),
        }
    }
}

fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() }
}
