//! Which texts may a finding point at?

use std::{cell::OnceCell, collections::HashMap};

use rumql_project::Source;

use crate::report::places::Places;

/// All texts of a run.
pub(crate) struct Shelf<'a> {
    texts: Vec<Shelved<'a>>,
    by_path: HashMap<&'a str, usize>,
}

/// A text with its lines, which are counted when they are first asked for.
pub(crate) struct Shelved<'a> {
    pub(super) source: &'a Source,
    places: OnceCell<Places>,
}

impl<'a> Shelf<'a> {
    /// The texts, in the order in which they are told.
    pub(crate) fn new(sources: impl IntoIterator<Item = &'a Source>) -> Self {
        let shelved = |source| Shelved { source, places: OnceCell::new() };
        let texts: Vec<Shelved<'a>> = sources.into_iter().map(shelved).collect();
        let by_path =
            texts.iter().enumerate().map(|(index, text)| (text.source.path.as_str(), index)).collect();
        Self { texts, by_path }
    }

    pub(super) fn text(&self, index: usize) -> Option<&Shelved<'a>> {
        self.texts.get(index)
    }

    pub(super) fn named(&self, path: &str) -> Option<&Shelved<'a>> {
        self.text(*self.by_path.get(path)?)
    }
}

impl Shelved<'_> {
    pub(super) fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::new(&self.source.text))
    }
}
