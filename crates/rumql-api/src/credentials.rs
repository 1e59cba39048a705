//! Who asks?

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// Keys. They cannot be printed: `Debug` shows which sort they are, and nothing else does even that.
#[derive(Clone)]
pub struct Credentials(Sort);

#[derive(Clone)]
enum Sort {
    /// `DD-API-KEY` and `DD-APPLICATION-KEY`.
    Keys { api: SecretString, application: SecretString },
    /// `Authorization: Bearer`.
    Bearer(SecretString),
    /// For an emulator.
    Nobody,
}

/// What is shorter is no key, but a stand-in for an emulator. Keys of Datadog have 32 characters and more.
const SHORTEST: usize = 6;

/// Why there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialError {
    /// One or both are not set.
    Missing(Vec<&'static str>),
    /// One cannot stand in a header; it is not shown.
    Malformed(&'static str),
}

impl Credentials {
    /// For an emulator, which asks for none.
    pub fn nobody() -> Self {
        Self(Sort::Nobody)
    }

    /// From what the environment says, under the names `DD_API_KEY`, `DD_APP_KEY` and `DD_BEARER_TOKEN`. A
    /// bearer token goes before keys.
    ///
    /// # Errors
    /// Something is missing, or cannot be a key.
    pub fn new(
        api: Option<String>,
        application: Option<String>,
        bearer: Option<String>,
    ) -> Result<Self, CredentialError> {
        let read = |name, value: Option<String>| value.map(|value| secret(name, value)).transpose();
        if let Some(token) = read("DD_BEARER_TOKEN", bearer)?.flatten() {
            return Ok(Self(Sort::Bearer(token)));
        }
        let api = read("DD_API_KEY", api)?.flatten();
        let application = read("DD_APP_KEY", application)?.flatten();
        match (api, application) {
            (Some(api), Some(application)) => Ok(Self(Sort::Keys { api, application })),
            (api, application) => {
                let given = [("DD_API_KEY", api.is_some()), ("DD_APP_KEY", application.is_some())];
                Err(CredentialError::Missing(
                    given.into_iter().filter(|(_, given)| !given).map(|(name, _)| name).collect(),
                ))
            }
        }
    }

    /// The headers that they are sent in.
    #[cfg(feature = "http")]
    pub(crate) fn headers(&self) -> Vec<(&'static str, SecretString)> {
        match &self.0 {
            Sort::Keys { api, application } => {
                vec![("dd-api-key", api.clone()), ("dd-application-key", application.clone())]
            }
            Sort::Bearer(token) => {
                vec![("authorization", format!("Bearer {}", token.expose_secret()).into())]
            }
            Sort::Nobody => Vec::new(),
        }
    }

    /// The headers as they are shown.
    pub fn masked_headers(&self) -> &'static [(&'static str, &'static str)] {
        match self.0 {
            Sort::Keys { .. } => &[("DD-API-KEY", "***"), ("DD-APPLICATION-KEY", "***")],
            Sort::Bearer(_) => &[("Authorization", "Bearer ***")],
            Sort::Nobody => &[],
        }
    }

    /// The text with every key in it as `***`: the last filter, should a server send one back. What is too short
    /// to be a key stays: `a` stands in every text, and to take it out would be to spoil answers.
    pub fn mask(&self, text: &str) -> String {
        self.secrets().into_iter().fold(text.to_owned(), |text, secret| text.replace(secret, "***"))
    }

    /// Whether one of the keys stands in a text.
    #[cfg(feature = "http")]
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        self.secrets().into_iter().any(|secret| text.contains(secret))
    }

    /// The longest first: one may begin with another.
    fn secrets(&self) -> Vec<&str> {
        let mut secrets = match &self.0 {
            Sort::Keys { api, application } => vec![api.expose_secret(), application.expose_secret()],
            Sort::Bearer(token) => vec![token.expose_secret()],
            Sort::Nobody => Vec::new(),
        };
        secrets.retain(|secret| secret.len() >= SHORTEST);
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
    }
}

/// `None` for nothing but blanks, as an unset variable of CI is.
fn secret(name: &'static str, value: String) -> Result<Option<SecretString>, CredentialError> {
    // A key read from a file brings its line end along.
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    match trimmed.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => Ok(Some(trimmed.to_owned().into())),
        false => Err(CredentialError::Malformed(name)),
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Sort::Keys { .. } => "Credentials(keys)",
            Sort::Bearer(_) => "Credentials(bearer token)",
            Sort::Nobody => "Credentials(nobody)",
        })
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(names) => {
                let verb = if names.len() == 1 { "is" } else { "are" };
                write!(
                    f,
                    "{} {verb} not set; set DD_API_KEY and DD_APP_KEY, or DD_BEARER_TOKEN, or try --demo, which needs no account",
                    names.join(" and ")
                )
            }
            Self::Malformed(name) => {
                write!(f, "{name} holds blanks or other characters that no key has; copy it again")
            }
        }
    }
}

impl std::error::Error for CredentialError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_key_is_never_shown() {
        let keys = Credentials::new(some("canary-api\n"), some("canary-app"), None).unwrap();
        let token = Credentials::new(None, None, some("canary-token")).unwrap();
        for credentials in [&keys, &token] {
            let shown = format!("{credentials:?} {:?}", credentials.masked_headers());
            assert!(!shown.contains("canary"), "{shown}");
        }
        assert_eq!(keys.mask("canary-api, canary-app: no"), "***, ***: no");
        let stand_in = Credentials::new(some("a"), some("1"), None).unwrap();
        assert_eq!(stand_in.mask("a name, 100"), "a name, 100");
        let refused = Credentials::new(some("canary api"), some("x"), None).unwrap_err();
        assert!(!refused.to_string().contains("canary"), "{refused}");
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = |api, application| Credentials::new(api, application, None).unwrap_err().to_string();
        assert!(missing(None, some("x")).starts_with("DD_API_KEY is not set;"));
        assert!(missing(some(" "), None).starts_with("DD_API_KEY and DD_APP_KEY are not set;"));
    }
}
