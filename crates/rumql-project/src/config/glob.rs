//! Which files does a path in the configuration mean?

use std::path::Path;

use globset::{GlobBuilder, GlobSet};

/// A pattern for paths below the configuration's folder. `*` stays in one folder, `**` does not;
/// a folder stands for all that is in it.
#[derive(Debug, Clone)]
pub(super) struct PathGlob {
    text: String,
    set: GlobSet,
}

impl PathGlob {
    pub(super) fn new(pattern: &str) -> Result<Self, String> {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern).trim_end_matches('/');
        if pattern.is_empty() || pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
            return Err("the path is one below the folder of `rumql.toml`, as `segments/*.json`".to_owned());
        }
        let glob = |pattern: &str| GlobBuilder::new(pattern).literal_separator(true).build();
        let globs = [glob(pattern), glob(&format!("{pattern}/**"))];
        let [exact, below] = globs.map(|glob| glob.map_err(|error| error.kind().to_string()));
        let set = GlobSet::new([exact?, below?]).map_err(|error| error.kind().to_string())?;
        Ok(Self { text: pattern.to_owned(), set })
    }

    /// Whether it means a file, given by its path from the configuration's folder.
    pub(super) fn is_match(&self, path: &Path) -> bool {
        self.set.is_match(path)
    }
}

impl PartialEq for PathGlob {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PathGlob {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_below_the_folder() {
        let matches = |pattern, path| PathGlob::new(pattern).unwrap().is_match(Path::new(path));
        assert!(matches("segments/*.json", "segments/a.json"));
        assert!(!matches("segments/*.json", "segments/old/a.json"));
        assert!(!matches("*.json", "segments/a.json"));
        assert!(matches("**/*.json", "segments/old/a.json"));
        assert!(matches("./segments/", "segments/old/a.json"));
        assert!(matches("a.{yml,json}", "a.yml"));
        assert!(
            PathGlob::new("../a").is_err() && PathGlob::new("/a").is_err() && PathGlob::new("a[").is_err()
        );
    }
}
