//! Which texts that nobody asked about belong to the project of one that is asked about?

use std::path::{Path, PathBuf};

use rumql_project::Project;

use crate::{
    commands::check::corpora::Loaded,
    input::{Input, Inputs},
};

/// What else there is in the projects of the texts.
pub(super) struct Surroundings {
    /// The folders of those projects that were not walked.
    roots: Vec<PathBuf>,
    /// The files there.
    pub(super) others: Vec<Input>,
    /// Whether all of them could be read.
    pub(super) complete: bool,
}

impl Surroundings {
    /// Looks for them around the texts.
    pub(super) fn of(files: &[Loaded<'_>], inputs: &Inputs, project: &Project) -> Self {
        let is_walked = |root: &PathBuf| inputs.folders.iter().any(|folder| root.starts_with(folder));
        let mut roots: Vec<PathBuf> = files
            .iter()
            .filter_map(|file| project.root(file.input.path()))
            .filter(|root| !is_walked(root))
            .collect();
        roots.sort();
        roots.dedup();
        let known: Vec<&Path> = inputs.all.iter().map(Input::path).collect();
        let found = project.others(&roots, &known);
        let others = found.files.into_iter().map(Input::File).collect();
        Self { roots, others, complete: found.errors.is_empty() }
    }

    /// The folders of which every file is here.
    pub(super) fn walked(self, inputs: &Inputs) -> Vec<PathBuf> {
        let roots = if self.complete { self.roots } else { Vec::new() };
        inputs.folders.iter().cloned().chain(roots).collect()
    }
}
