//! Under which settings is a file checked?

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use rumql_catalog::Snapshot;

use crate::{
    config::{CONFIG_NAME, Config, ConfigError},
    discover::{Discovered, discover},
    mapping::{MAPPING_NAME, MappingError, MappingFile, read_snapshot},
    nearest::{Nearest, canonical, folder_of},
};

/// The configurations and mappings around the files that are checked, each read once.
#[derive(Debug)]
pub struct Project {
    base: PathBuf,
    configs: Nearest<Result<Arc<Config>, Arc<ConfigError>>>,
    mappings: Nearest<Result<Arc<Snapshot>, Arc<MappingError>>>,
    given: Option<Arc<Snapshot>>,
    without_config: Arc<Config>,
}

impl Project {
    /// A project seen from the current folder. The mappings that `given` names, if any, are
    /// those of all files.
    ///
    /// # Errors
    /// The first of them that cannot be used.
    pub fn new(given: &[MappingFile]) -> Result<Self, MappingError> {
        let mut merged: Option<Snapshot> = None;
        for file in given {
            let snapshot = file.read()?;
            match &mut merged {
                Some(all) => all.merge(snapshot),
                None => merged = Some(snapshot),
            }
        }
        Ok(Self {
            base: canonical(Path::new(".")),
            configs: Nearest::new(CONFIG_NAME),
            mappings: Nearest::new(MAPPING_NAME),
            given: merged.map(Arc::new),
            without_config: Arc::default(),
        })
    }

    /// The configuration of a file, or of a text that is thought to lie there: the nearest one
    /// upwards, or that of a project without one.
    ///
    /// # Errors
    /// The nearest one cannot be used; the same error for each file below it.
    pub fn config(&mut self, file: &Path) -> Result<Arc<Config>, Arc<ConfigError>> {
        let base = &self.base;
        let read = |path: &Path| Config::read(path, shown(path, base)).map(Arc::new).map_err(Arc::new);
        self.configs.get(&folder_of(file), read).unwrap_or_else(|| Ok(self.without_config.clone()))
    }

    /// The mapping of a file: the given one, or the nearest one upwards.
    ///
    /// # Errors
    /// The nearest one cannot be used; the same error for each file below it.
    pub fn mapping(&mut self, file: &Path) -> Result<Option<Arc<Snapshot>>, Arc<MappingError>> {
        if let Some(given) = &self.given {
            return Ok(Some(given.clone()));
        }
        let base = &self.base;
        let read = |path: &Path| read_snapshot(shown(path, base)).map(Arc::new).map_err(Arc::new);
        self.mappings.get(&folder_of(file), read).transpose()
    }

    /// The files below the roots of projects that may hold a query, but for those that are `known`.
    pub fn others(&self, roots: &[PathBuf], known: &[&Path]) -> Discovered {
        if roots.is_empty() {
            return Discovered::default();
        }
        let here = |root: &PathBuf| match shown(root, &self.base) {
            root if root.as_os_str().is_empty() => PathBuf::from("."),
            root => root.to_owned(),
        };
        let known: HashSet<PathBuf> = known.iter().map(|path| canonical(path)).collect();
        let mut found = discover(&roots.iter().map(here).collect::<Vec<_>>());
        found.files.retain(|file| !known.contains(&canonical(&file.path)));
        found
    }

    /// The folder of a file's mapping, or else of its configuration, without `..` and links: what
    /// lies below it is one project. `None` if there is neither, or if the mapping was given, for
    /// then nobody knows where its project begins.
    pub fn root(&self, file: &Path) -> Option<PathBuf> {
        if self.given.is_some() {
            return None;
        }
        let folder = folder_of(file);
        let nearest = |name| folder.ancestors().find(|folder| folder.join(name).is_file());
        nearest(MAPPING_NAME).or_else(|| nearest(CONFIG_NAME)).map(Path::to_owned)
    }
}

/// The path as a person in the current folder would write it.
fn shown<'a>(path: &'a Path, base: &Path) -> &'a Path {
    path.strip_prefix(base).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_configuration_upwards_wins() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(folder.path().join(CONFIG_NAME), "ignore = [\"REF\"]\n").unwrap();
        std::fs::write(folder.path().join("a").join(CONFIG_NAME), "select = [\"SYN\"]\n").unwrap();
        let mut project = Project::new(&[]).unwrap();
        assert_eq!(project.config(&inner.join("x.rumql")).unwrap().choices.select, ["SYN"]);
        assert_eq!(project.config(&folder.path().join("x.rumql")).unwrap().choices.ignore, ["REF"]);
        let dotted = folder.path().join("a/../x.rumql");
        assert_eq!(project.config(&dotted).unwrap().choices.ignore, ["REF"]);
        let none = [Path::new("/x.rumql"), Path::new("/y.rumql")].map(|path| project.config(path).unwrap());
        assert!(Arc::ptr_eq(&none[0], &none[1]));
    }

    #[test]
    fn the_root_is_where_the_mapping_is() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(folder.path().join(CONFIG_NAME), "").unwrap();
        let root = || Project::new(&[]).unwrap().root(&inner.join("x.rumql"));
        assert_eq!(root(), Some(canonical(folder.path())));
        std::fs::write(folder.path().join("a").join(MAPPING_NAME), "").unwrap();
        assert_eq!(root(), Some(canonical(&folder.path().join("a"))));
    }

    #[test]
    fn one_broken_configuration_is_one_error() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a")).unwrap();
        std::fs::write(folder.path().join(CONFIG_NAME), "selct = []\n").unwrap();
        let mut project = Project::new(&[]).unwrap();
        let first = project.config(&folder.path().join("x.rumql")).unwrap_err();
        let second = project.config(&folder.path().join("a/y.rumql")).unwrap_err();
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn given_mappings_are_merged_and_count_for_all() {
        let folder = tempfile::tempdir().unwrap();
        let body = r#"{"data":{"attributes":{"attributes":[{"attribute":"tier","type":"string"}]}}}"#;
        let path = folder.path().join("raw.json");
        std::fs::write(&path, body).unwrap();
        let named = |entity: &str| MappingFile::parse(&format!("{entity}={}", path.display())).unwrap();
        let mut project = Project::new(&[named("users"), named("accounts")]).unwrap();
        let snapshot = project.mapping(Path::new("x.rumql")).unwrap().unwrap();
        assert!(snapshot.users.is_some() && snapshot.accounts.is_some());
        assert!(Project::new(&[named("events")]).is_err());
    }
}
