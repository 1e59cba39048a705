//! What does the environment say about the API and the way there?

use std::path::PathBuf;

use rumql_api::{CredentialError, Credentials, Proxies};

/// Variables, read when a command asks the API, and by no other.
pub(crate) struct Network {
    /// `DD_SITE`
    pub(crate) site: Option<String>,
    api_key: Option<String>,
    application_key: Option<String>,
    bearer: Option<String>,
    pub(crate) proxies: Proxies,
    certificates: Option<PathBuf>,
    certificate_folder: Option<PathBuf>,
}

/// Reads them.
#[expect(clippy::disallowed_methods, reason = "the one place where the keys are read")]
pub(crate) fn read() -> Network {
    let filled = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    // Tools differ in the letters of these names.
    let either = |name: &str| filled(&name.to_lowercase()).or_else(|| filled(name));
    Network {
        site: filled("DD_SITE"),
        api_key: filled("DD_API_KEY"),
        application_key: filled("DD_APP_KEY"),
        bearer: filled("DD_BEARER_TOKEN"),
        proxies: Proxies { https: either("HTTPS_PROXY"), all: either("ALL_PROXY"), none: either("NO_PROXY") },
        certificates: filled("SSL_CERT_FILE").map(PathBuf::from),
        certificate_folder: filled("SSL_CERT_DIR").map(PathBuf::from),
    }
}

impl Network {
    pub(crate) fn credentials(&self) -> Result<Credentials, CredentialError> {
        Credentials::new(self.api_key.clone(), self.application_key.clone(), self.bearer.clone())
    }

    /// The certificates of `SSL_CERT_FILE`, and of the files in `SSL_CERT_DIR`.
    #[expect(clippy::disallowed_methods, reason = "certificates that the environment names")]
    pub(crate) fn roots(&self) -> Result<Vec<Vec<u8>>, String> {
        let mut files: Vec<PathBuf> = self.certificates.iter().cloned().collect();
        if let Some(folder) = &self.certificate_folder {
            let unread = |error| format!("SSL_CERT_DIR, {}: {error}", folder.display());
            for entry in std::fs::read_dir(folder).map_err(unread)? {
                let path = entry.map_err(unread)?.path();
                let is_certificate =
                    path.extension().is_some_and(|ending| ending == "pem" || ending == "crt");
                files.extend(is_certificate.then_some(path));
            }
        }
        let read =
            |file: &PathBuf| std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()));
        files.iter().map(read).collect()
    }
}
