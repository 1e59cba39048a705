//! Which texts are checked together, and what is found in them?

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use jiff::Timestamp;
use rumql_catalog::Snapshot;
use rumql_document::Document;
use rumql_hir::{Catalogs, Pending};
use rumql_lint::{Extent, Finding, ReadFile, Settings, check_alone, check_together, pending, read_alone};
use rumql_project::{Config, Project, Source};

use crate::{
    bug::{Bug, contained},
    input::Input,
    report::Failure,
};

/// Why a text is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What is found in it is told.
    Asked,
    /// It belongs to the project of one that is asked about, and counts for what is wrong there.
    Other,
}

/// A text that was read, and what it is checked against.
pub(super) struct Loaded<'i> {
    pub(super) input: &'i Input,
    pub(super) role: Role,
    /// As it was read.
    pub(super) source: Source,
    /// After its fixes, if they make another text of it.
    pub(super) mended: Option<Source>,
    /// How many fixes were made.
    pub(super) applied: usize,
    pub(super) config: Arc<Config>,
    pub(super) settings: Settings,
    pub(super) snapshot: Option<Arc<Snapshot>>,
}

/// Texts that belong together: those with one mapping or, where there is none, one configuration.
/// What is wrong between others is nobody's business, as two organisations may lie side by side.
pub(super) struct Corpus {
    /// The texts, as indices.
    pub(super) members: Vec<usize>,
    extent: Extent,
}

/// What was found.
#[derive(Default)]
pub(super) struct Verdict {
    /// The findings of each text; `None` where rumql itself failed.
    pub(super) findings: Vec<Option<Vec<Finding>>>,
    /// What is to be told of that.
    pub(super) failures: Vec<Failure>,
}

impl Loaded<'_> {
    /// The text that counts now.
    pub(super) fn current(&self) -> &Source {
        self.mended.as_ref().unwrap_or(&self.source)
    }

    /// The question to lint about a text in its place.
    pub(super) fn ask<'a>(
        &'a self,
        text: &'a str,
        document: &'a Document,
        now: Timestamp,
    ) -> rumql_lint::Input<'a> {
        let catalogs = Catalogs { snapshot: self.snapshot.as_deref() };
        rumql_lint::Input { path: &self.source.path, text, document, catalogs, now, settings: &self.settings }
    }

    pub(super) fn failed(&self, bug: &Bug) -> Failure {
        Failure::of(self.source.path.as_str(), format!("{}: {bug}", self.source.path))
    }
}

impl Corpus {
    /// Puts those together that belong together. `walked` are the folders of which every file is
    /// here; none, if some file is missing.
    pub(super) fn group(files: &[Loaded<'_>], walked: &[PathBuf], project: &Project) -> Vec<Self> {
        let mut corpora: Vec<Self> = Vec::new();
        let mut known = HashMap::new();
        for (index, file) in files.iter().enumerate() {
            // Each mapping and configuration is read once, so its address tells it from others.
            let address = match &file.snapshot {
                Some(snapshot) => Arc::as_ptr(snapshot).addr(),
                None => Arc::as_ptr(&file.config).addr(),
            };
            let at = *known.entry(address).or_insert(corpora.len());
            match corpora.get_mut(at) {
                Some(corpus) => corpus.members.push(index),
                None => {
                    let extent = extent(file, walked, project);
                    corpora.push(Self { members: vec![index], extent });
                }
            }
        }
        corpora
    }

    /// The names that the connections of its texts bring.
    pub(super) fn pending(&self, files: &[Loaded<'_>]) -> Pending {
        pending(self.members(files).map(|(_, file)| &file.current().document))
    }

    /// Its texts and their indices.
    pub(super) fn members<'f, 'i>(
        &self,
        files: &'f [Loaded<'i>],
    ) -> impl Iterator<Item = (usize, &'f Loaded<'i>)> {
        self.members.iter().filter_map(|index| Some((*index, files.get(*index)?)))
    }

    /// Checks its texts: each by itself, so that a bug met in one leaves the others alone, then all
    /// together.
    fn check(&self, files: &[Loaded<'_>], now: Timestamp, verdict: &mut Verdict) {
        let pending = self.pending(files);
        let inputs: Vec<(usize, &Loaded<'_>, rumql_lint::Input<'_>)> = self
            .members(files)
            .map(|(index, file)| (index, file, file.ask(&file.current().text, &file.current().document, now)))
            .collect();
        let mut indices = Vec::new();
        let mut read: Vec<ReadFile<'_>> = Vec::new();
        for (index, file, input) in &inputs {
            let checked = contained(|| match file.role {
                Role::Asked => check_alone(input, &pending),
                Role::Other => read_alone(input, &pending),
            });
            match checked {
                Ok(checked) => {
                    indices.push(*index);
                    read.push(checked);
                }
                Err(bug) => verdict.failures.push(file.failed(&bug)),
            }
        }
        let extent = if read.len() == inputs.len() { self.extent } else { Extent::Part };
        let found = contained(|| check_together(&read, extent)).unwrap_or_else(|bug| {
            verdict.failures.push(Failure { path: None, message: bug.to_string() });
            read.iter().map(ReadFile::findings).collect()
        });
        for (index, findings) in indices.into_iter().zip(found) {
            if let Some(place) = verdict.findings.get_mut(index) {
                *place = Some(findings);
            }
        }
    }
}

/// Checks all texts as they are now.
pub(super) fn check(files: &[Loaded<'_>], corpora: &[Corpus], now: Timestamp) -> Verdict {
    let mut verdict = Verdict { findings: vec![None; files.len()], failures: Vec::new() };
    corpora.iter().for_each(|corpus| corpus.check(files, now, &mut verdict));
    verdict
}

fn extent(file: &Loaded<'_>, walked: &[PathBuf], project: &Project) -> Extent {
    if walked.is_empty() {
        return Extent::Part;
    }
    match project.root(file.input.path()) {
        Some(root) if walked.iter().any(|folder| root.starts_with(folder)) => Extent::Whole,
        _ => Extent::Part,
    }
}
